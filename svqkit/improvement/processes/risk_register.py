"""The risk register: what may go wrong, how bad, how often, and whether anybody would notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import count
from svqkit.improvement.processes.rows import name_of, rows_of
from svqkit.result import Part, Result

__all__ = ["RiskRegister", "risk_register"]

FMEA = ("severity", "occurrence", "detection")
MATRIX = ("likelihood", "impact")
COMPUTED = (
    *("rpn", "criticality", "rpn_low", "rpn_high", "rpn_after", "act", "reason"),
    *("score", "score_after", "level", "rank", "rank_low", "rank_high"),
)
"""Columns that are worked out anew when a register that was read back already has them."""
LEVELS = (("low", 1), ("moderate", 5), ("high", 10), ("extreme", 15))
"""Names of products of likelihood and impact on a five by five matrix, from the least product on."""
FMEA_SAID = (
    "Ratings 1 to 10, 10 is worst; detection 10: nobody would notice. RPN is severity × occurrence × "
    "detection. The band of ranks is what the order could be if each rating were off by one: ratings "
    "are ranks, not measures, and many products cannot occur. Action is asked for from severity "
    "{severity} on whatever the product, or from RPN {rpn} on; both limits are conventions. The "
    "action-priority tables of AIAG and VDA (2019) are not built in."
)
MATRIX_SAID = (
    "Ratings 1 to 5, 5 is worst; score is likelihood × impact: {levels}. These limits are a "
    "convention; use those of your organisation by levels=."
)
LIMITS = "Ratings are judgements. A register shows where to look first, not how likely a loss is."


@dataclass(frozen=True, eq=False, repr=False)
class RiskRegister(Result):
    """Risks in the order in which they ask for action.

    Attributes
    ----------
    table : DataFrame (index: risk)
        FMEA: ``severity occurrence detection rpn criticality rpn_low rpn_high rank rank_low
        rank_high act reason``. Matrix: ``likelihood impact score level rank``. Both with
        ``score_after`` or ``rpn_after`` where ratings after the action were given, and the other
        columns as they came.
    kind : {"fmea", "matrix"}
    without_owner : list of str
        Risks that ask for action (high or extreme ones of a matrix) and have no owner.
    levels : tuple of (str, int)
        Names of scores from the least on.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.risk_register([{"risk": "power cut", "likelihood": 2, "impact": 5}])
    >>> found.table.loc["power cut", "level"]
    'high'
    """

    table: pd.DataFrame
    kind: str
    without_owner: list[str]
    levels: tuple[tuple[str, int], ...]
    convention: str

    def _title(self) -> str:
        name = "FMEA" if self.kind == "fmea" else "likelihood × impact"
        return f"Risk register ({name}, {len(self.table)} risks)"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.table)]
        if self.without_owner:
            parts.append(("Nobody owns", ", ".join(self.without_owner)))
        return [*parts, ("Convention", self.convention), ("What this does not say", LIMITS)]


def risk_register(
    risks: Any,
    *,
    severity_limit: int = 9,
    rpn_limit: int = 100,
    levels: tuple[tuple[str, int], ...] = LEVELS,
) -> RiskRegister:
    """Rank risks by FMEA (severity, occurrence, detection) or by likelihood and impact.

    Parameters
    ----------
    risks : DataFrame or list of mappings
        A row a risk: ``risk``, and either ``severity``, ``occurrence``, ``detection`` (1–10) or
        ``likelihood``, ``impact`` (1–5). The same names with ``_after`` hold the ratings expected or
        found after the action. ``owner``, ``action``, ``due`` and others are kept.
    severity_limit, rpn_limit : int
        From where on an FMEA asks for action.
    levels : tuple of (str, int)
        Names of a matrix's scores, from the least score on, rising.

    Returns
    -------
    RiskRegister
        ``.table``, ``.without_owner``.

    Raises
    ------
    DataError
        If a rating is missing, no whole number or out of range, or a risk is unnamed or twice there.

    References
    ----------
    IEC 60812 (2018), Failure modes and effects analysis. Bowles (2004), An assessment of RPN
    prioritization in a failure modes effects and criticality analysis, Journal of the IEST 47(1),
    51–56.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.risk_register([
    ...     {"risk": "wrong account", "severity": 9, "occurrence": 2, "detection": 3},
    ...     {"risk": "long queue", "severity": 4, "occurrence": 8, "detection": 2}])
    >>> found.table[["rpn", "rank", "act"]].to_numpy().tolist()
    [[64, 1, False], [54, 2, True]]
    """
    table = rows_of("risks", risks)
    if len(table) == 0:
        raise DataError("the register is empty; give a row for each risk")
    table = _named(table)
    columns = FMEA if set(FMEA) <= set(table.columns) else MATRIX
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise DataError(
            "risks need severity, occurrence and detection (FMEA), or likelihood and impact; "
            f"there is no column {lacking[0]!r}",
            column=lacking[0],
        )
    top = 10 if columns == FMEA else 5
    table = table[[*columns, *(name for name in table.columns if name not in columns)]]
    table = table.drop(columns=[name for name in COMPUTED if name in table.columns])
    for column in columns:
        table[column] = _ratings(table, column, top)
    after = [f"{column}_after" for column in columns]
    given = [name for name in after if name in table.columns]
    for name in given:
        table[name] = _ratings(table, name, top, missing=True)
    if columns == FMEA:
        limits = (count("severity_limit", severity_limit), count("rpn_limit", rpn_limit))
        ranked = _fmea(table, limits)
        said = FMEA_SAID.format(severity=limits[0], rpn=limits[1])
        urgent = ranked["act"]
    else:
        rising = _rising(levels)
        ranked = _matrix(table, rising)
        said = MATRIX_SAID.format(levels=", ".join(f"{name} from {low}" for name, low in rising))
        urgent = ranked["level"].isin([name for name, _ in rising[-2:]])
    if given:
        filled = [
            ranked[name].fillna(ranked[column]) if name in given else ranked[column]
            for name, column in zip(after, columns, strict=True)
        ]
        product = np.prod([one.to_numpy(float) for one in filled], axis=0)
        ranked["rpn_after" if columns == FMEA else "score_after"] = product.astype(int)
    owner = ranked["owner"] if "owner" in ranked.columns else pd.Series("", index=ranked.index)
    nobody = owner.isna() | (owner.astype(str).str.strip() == "")
    return RiskRegister(
        ranked,
        "fmea" if columns == FMEA else "matrix",
        ranked.index[urgent & nobody].tolist(),
        () if columns == FMEA else rising,
        said,
    )


def _named(table: pd.DataFrame) -> pd.DataFrame:
    if "risk" in table.columns:
        table = table.set_index("risk")
    names = [name_of(name) for name in table.index]
    if isinstance(table.index, pd.RangeIndex) or not all(names):
        raise DataError("a risk has no name; give a column 'risk'")
    for k, name in enumerate(names):
        if name in names[:k]:
            raise DataError(f"risk {name!r} is there twice; tell them apart or join them")
    return table.set_axis(pd.Index(names, name="risk"))


def _ratings(table: pd.DataFrame, column: str, top: int, *, missing: bool = False) -> pd.Series:
    numbers = pd.to_numeric(table[column].astype(object), errors="coerce")
    for risk, cell, number in zip(table.index, table[column], numbers, strict=True):
        if pd.isna(cell) and missing:
            continue
        truth = isinstance(cell, (bool, np.bool_))
        if truth or pd.isna(number) or not 1 <= number <= top or number != int(number):
            raise DataError(
                f"{column} of {risk!r} is {cell}; rate it by a whole number from 1 to {top}",
                row=risk,
                column=column,
                value=cell,
            )
    return numbers if missing else numbers.astype(int)


def _rising(levels: Any) -> tuple[tuple[str, int], ...]:
    given = list(levels.items()) if isinstance(levels, Mapping) else levels
    if not isinstance(given, (list, tuple)) or not all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in given
    ):
        raise ValueError(f"levels must be pairs such as (('low', 1), ('high', 10)), not {levels!r}")
    pairs = tuple((str(name), count(f"level {name!r}", low)) for name, low in given)
    lows = [low for _, low in pairs]
    if not pairs or lows[0] != 1 or lows != sorted(set(lows)):
        raise ValueError(
            "levels must begin at score 1 and rise, such as (('low', 1), ('high', 10))"
        )
    return pairs


def _fmea(table: pd.DataFrame, limits: tuple[int, int]) -> pd.DataFrame:
    ratings = table[list(FMEA)].to_numpy()
    rpn = ratings.prod(axis=1)
    low = np.maximum(ratings - 1, 1).prod(axis=1)
    high = np.minimum(ratings + 1, 10).prod(axis=1)
    severe, large = ratings[:, 0] >= limits[0], rpn >= limits[1]
    reasons = {
        (True, True): "severity and RPN",
        (True, False): "severity",
        (False, True): "RPN",
        (False, False): "",
    }
    found = table.assign(
        rpn=rpn,
        criticality=ratings[:, 0] * ratings[:, 1],
        rpn_low=low,
        rpn_high=high,
        rank=_ranks(rpn),
        rank_low=[1 + int((low > own).sum()) for own in high],
        rank_high=[len(rpn) - int((high < own).sum()) for own in low],
        act=severe | large,
        reason=[reasons[pair] for pair in zip(severe.tolist(), large.tolist(), strict=True)],
    )
    order = np.lexsort([-ratings[:, 0], -rpn])
    return _computed_first(found.iloc[order], table, FMEA)


def _matrix(table: pd.DataFrame, levels: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    score = table["likelihood"].to_numpy() * table["impact"].to_numpy()
    names = [[name for name, low in levels if low <= own][-1] for own in score]
    found = table.assign(score=score, level=names, rank=_ranks(score))
    order = np.lexsort([-table["impact"].to_numpy(), -score])
    return _computed_first(found.iloc[order], table, MATRIX)


def _ranks(scores: np.ndarray) -> list[int]:
    """Rank from the largest on; equal ones share the better rank."""
    return [1 + int((scores > own).sum()) for own in scores]


def _computed_first(
    found: pd.DataFrame, given: pd.DataFrame, ratings: tuple[str, ...]
) -> pd.DataFrame:
    computed = [name for name in found.columns if name not in given.columns]
    others = [name for name in given.columns if name not in ratings]
    return found[[*ratings, *computed, *others]]
