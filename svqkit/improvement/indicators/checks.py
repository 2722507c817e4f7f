"""Is it a good indicator system? Its principles, as checks in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.indicators.data_checks import discrimination_of, redundancy_of
from svqkit.improvement.indicators.fields import AREAS, DIMENSIONS, day_of
from svqkit.improvement.indicators.system import IndicatorSystem
from svqkit.improvement.indicators.values import (
    far_values,
    missing_values,
    read_values,
    when_words,
)
from svqkit.result import Part, Result

__all__ = ["IndicatorChecks", "indicator_checks"]

_WRITTEN = {
    "operable": ("definition", "method", "formula", "unit", "source", "frequency", "owner"),
    "consistent": ("goal",),
    "dynamic": ("review",),
    "important": ("target",),
}
"""Principles, and the fields that show whether they are kept."""


@dataclass(frozen=True, eq=False, repr=False)
class IndicatorChecks(Result):
    """What an indicator system leaves open.

    Attributes
    ----------
    remarks : DataFrame
        ``principle indicator remark``; the indicator is empty where the whole system is meant.
    coverage : DataFrame (dimension × area)
        Number of indicators.
    redundant : DataFrame
        ``indicator other r n within``: pairs that say nearly the same.
    discrimination : DataFrame (index: indicator)
        ``lowest highest spread at_best icc p tells_apart``.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> svq.indicator_checks(bank, today="2026-07-01").remarks.query("principle == 'dynamic'")[
    ...     ["indicator", "remark"]].values.tolist()
    [['personal_advice', 'its review was due on 2026-01-31']]
    """

    remarks: pd.DataFrame
    coverage: pd.DataFrame
    redundant: pd.DataFrame
    discrimination: pd.DataFrame
    convention: str

    def _title(self) -> str:
        return "Checks of the indicator system"

    def _parts(self) -> list[Part]:
        parts: list[Part] = []
        if len(self.remarks):
            alike = self.remarks.groupby(["principle", "remark"], sort=False)["indicator"]
            said = alike.agg(_listed).reset_index("remark")[["indicator", "remark"]]
            parts.append(("1 remark" if len(said) == 1 else f"{len(said)} remarks", said))
        else:
            parts.append(("", "Nothing to remark."))
        parts.append(("Indicators by dimension and area", self.coverage))
        if len(self.redundant):
            parts.append(("Pairs that say nearly the same", self.redundant))
        if len(self.discrimination):
            parts.append(
                ("What tells units apart", self.discrimination.drop(columns="tells_apart"))
            )
        return [*parts, ("Convention", self.convention)]


def indicator_checks(
    system: IndicatorSystem,
    values: pd.DataFrame | None = None,
    *,
    by: str | None = None,
    period: str | None = None,
    today: Any = None,
    dimensions: Sequence[str] = DIMENSIONS,
    fewest: int = 2,
    redundant: float = 0.9,
) -> IndicatorChecks:
    """Check an indicator system against its principles, with values where there are any.

    Comprehensive: every dimension and area has indicators, none says the same twice. Operable:
    definition, method, formula, unit, source, frequency and owner are stated. Important: it has a
    target, and it tells units apart. Consistent: it serves a goal. Dynamic: it has a review date,
    which has not passed.

    Parameters
    ----------
    system : IndicatorSystem
    values : DataFrame, optional
        As for :func:`svqkit.indicator_scores`.
    by, period : str, optional
    today : date or str, optional
        For review dates; without it they are checked for being there only.
    dimensions : sequence of str
        That must be covered; the five of SERVQUAL otherwise.
    fewest : int
        Indicators an area or dimension should have.
    redundant : float in (0, 1)
        Correlation from which two indicators are named as saying the same.

    Returns
    -------
    IndicatorChecks
        ``.remarks .coverage .redundant .discrimination``.

    Raises
    ------
    DataError
        If values do not fit the system, or ``today`` is no date.
    ValueError
        If a limit is out of range.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_checks(bank, values, by="branch", period="month", redundant=0.8)
    >>> found.redundant[["indicator", "other"]].values.tolist()
    [['repair_time', 'faults_in_time']]
    """
    if not isinstance(system, IndicatorSystem):
        raise TypeError(
            f"system must be what read_indicators() returns, not {type(system).__name__}"
        )
    if not isinstance(redundant, (int, float)) or not 0 < redundant < 1:
        raise ValueError(f"redundant must lie between 0 and 1, not {redundant!r}")
    if not isinstance(fewest, int) or fewest < 1:
        raise ValueError(f"fewest must be a whole number, 1 or more, not {fewest!r}")
    if isinstance(dimensions, str) or not all(isinstance(name, str) for name in dimensions):
        raise TypeError(f"dimensions must be a list of names, not {dimensions!r}")
    table = system.table
    named = list(dict.fromkeys([*(name.lower() for name in dimensions), *table["dimension"]]))
    coverage = (
        pd.crosstab(table["dimension"], table["area"])
        .reindex(index=named, columns=list(AREAS), fill_value=0)
        .rename_axis(index="dimension", columns="area")
    )
    remarks = _covered(coverage, fewest) + _written(table) + _dates(table, today)
    pairs = redundancy_of(pd.DataFrame(), table, redundant)
    spread = discrimination_of(pd.DataFrame(), table)
    if values is not None:
        wide = read_values(system, values, by, period)
        far = far_values(wide)
        flagged = pd.concat([missing_values(wide), far], ignore_index=True)
        remarks += [
            (
                "operable",
                str(row.indicator),
                f"{row.unit}{', ' if row.period else ''}{when_words(row.period)}: {row.flag}",
            )
            for row in flagged.itertuples()
        ]
        clean = wide.copy()
        for row in far.itertuples():
            clean.loc[
                (row.unit, row.period) if wide.index.nlevels > 1 else row.unit, row.indicator
            ] = float("nan")
        pairs, spread = redundancy_of(clean, table, redundant), discrimination_of(clean, table)
        remarks += [
            (
                "comprehensive",
                str(row.indicator),
                f"says nearly the same as {row.other} (r = {row.r:.2f} over {row.n} values); keep both "
                "only if each leads to something else",
            )
            for row in pairs.itertuples()
        ]
        remarks += [
            ("important", str(name), said)
            for name, said in spread["tells_apart"].items()
            if said != "yes"
        ]
    return IndicatorChecks(
        pd.DataFrame(remarks, columns=["principle", "indicator", "remark"]),
        coverage,
        pairs,
        spread,
        "Redundancy: Pearson's r, over units and periods with each unit's mean taken out where there "
        "are periods (so that units which are better at everything do not make everything look "
        "alike). Values far from their median are left out of both. icc: share of "
        "the variance that lies between units, p of its F test. A check finds what is not written "
        "down; whether an indicator is the right one it cannot say.",
    )


def _listed(names: pd.Series) -> str:
    """Name indicators a remark holds for, the first three of many."""
    shown = ", ".join(names.head(3))
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _covered(coverage: pd.DataFrame, fewest: int) -> list[tuple[str, str, str]]:
    rows = []
    for counts, what in ((coverage.sum(axis=1), "dimension"), (coverage.sum(axis=0), "area")):
        for name, count in counts.items():
            if count < fewest:
                said = "no indicator" if count == 0 else f"{count} indicator only"
                rows.append(("comprehensive", "", f"{what} {name}: {said}"))
    return rows


def _written(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    rows = []
    for name, row in table.iterrows():
        for principle, fields in _WRITTEN.items():
            gone = [one for one in fields if pd.isna(row[one]) or row[one] == ""]
            if gone:
                rows.append((principle, str(name), f"not stated: {', '.join(gone)}"))
        worst, best = sorted((row["worst"], row["best"]))
        if pd.notna(row["target"]) and not pd.isna(worst) and not worst <= row["target"] <= best:
            said = f"its target {row['target']:g} lies outside its anchors {worst:g} to {best:g}"
            rows.append(("operable", str(name), said))
        if row["transform"] == "anchors" and pd.isna(worst):
            rows.append(("operable", str(name), "not stated: worst, best (anchors of its score)"))
    return rows


def _dates(table: pd.DataFrame, today: Any) -> list[tuple[str, str, str]]:
    if today is None:
        return []
    day = day_of(today)
    if pd.isna(day):
        raise DataError(f"today is {today!r}, which is no date; write it as 2026-07-01")
    late = table["review"][table["review"] < day]
    return [
        ("dynamic", str(name), f"its review was due on {when:%Y-%m-%d}")
        for name, when in late.items()
    ]
