"""The gaps and antecedents of each unit (branch), beside the rest of the organisation."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.organisation.contrasts import combined, moments_of
from svqkit.gaps.organisation.design import ANTECEDENTS, SURVEY_OF, TOTAL
from svqkit.gaps.organisation.evidence import Evidence
from svqkit.gaps.organisation.gap_rows import scale_scores
from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT, segment_labels
from svqkit.psychometrics.missingness.missing_tests import holm

__all__ = ["UNIT_COLUMNS", "hidden_units", "unit_labels", "unit_table"]

UNIT_COLUMNS = [
    "value", "low", "high", "n_a", "n_b", "difference", "difference_low", "difference_high",
    "t", "df", "p", "p_holm", "masked",
]  # fmt: skip

_COMPUTED = [name for name in UNIT_COLUMNS if name not in ("p_holm", "masked")]
_NOBODY = pd.MultiIndex.from_arrays([[], [], []], names=["unit", "gap", "measure"])

Side = tuple[float, str, pd.DataFrame]
"""Factor, survey and scores: what is added up to a value."""


def unit_labels(found: Evidence, unit: str) -> dict[str, pd.Series]:
    """Give each respondent's unit, survey by survey.

    Parameters
    ----------
    found : Evidence
    unit : str
        A column of every survey's ``respondents``; a survey without it has no labels.

    Returns
    -------
    dict of survey to Series

    Raises
    ------
    DataError
        If no survey has the column.

    Examples
    --------
    >>> import svqkit as svq
    >>> unit_labels(Evidence({"customers": svq.load_dataset("bank")}), "branch")["customers"].nunique()
    4
    """
    having = {
        name: segment_labels(one, unit)
        for name, one in found.surveys.items()
        if unit in one.respondents.columns
    }
    if not having:
        raise DataError(f"no survey has a respondent column {unit!r}", column=unit)
    return {name: labels.map(str, na_action="ignore") for name, labels in having.items()}


def hidden_units(labels: pd.Series, smallest: int = SMALLEST_SEGMENT) -> set[str]:
    """Name the units that must not be shown, so that nobody can be recognised.

    A unit with fewer respondents than ``smallest`` is hidden. Where the hidden ones together are
    still fewer, the next smallest is hidden as well: otherwise their mean would follow from the
    total and the other units.

    Parameters
    ----------
    labels : Series (respondents)
    smallest : int

    Returns
    -------
    set of str

    Examples
    --------
    >>> sorted(hidden_units(pd.Series(["a"] * 30 + ["b"] * 12 + ["c"] * 3)))
    ['b', 'c']
    """
    counts = labels.value_counts().sort_index(kind="stable").sort_values(kind="stable")
    hidden = {str(name) for name in counts.index[counts < smallest]}
    for name in counts.index:
        if not hidden or counts[list(hidden)].sum() >= smallest:
            break
        hidden.add(str(name))
    return hidden


def unit_table(
    found: Evidence, labels: Mapping[str, pd.Series], tops: Mapping[int, float], ci: float
) -> pd.DataFrame:
    """Describe every gap and antecedent in each unit and compare it with all other units.

    Parameters
    ----------
    found : Evidence
    labels : mapping of survey to Series
        From ``unit_labels``.
    tops : mapping of gap to float
        The top of the scale of Gaps 2 to 4.
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (index: unit, gap, measure)
        Measures are dimensions, ``"total"`` and antecedents. ``value low high`` are as in ``.gaps``
        and ``.antecedents``; ``difference`` is the unit less the rest, with Welch's interval
        (Satterthwaite over all samples involved) and ``t df p p_holm``. To look through the units
        of a survey is one search, so Holm's families are all of its dimensions and antecedents over
        all units, and its totals. Rows of hidden units hold no numbers.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = Evidence({"customers": svq.load_dataset("bank")})
    >>> unit_table(found, unit_labels(found, "branch"), {}, 0.95).empty
    True
    """
    hidden = {survey: hidden_units(own) for survey, own in labels.items()}
    units = sorted({name for own in labels.values() for name in own.dropna().unique()})
    blocks, keys = [], []
    for gap, sides, shift in _measures(found, tops):
        if any(survey not in labels for _, survey, _ in sides):
            continue
        for unit in units:
            block = _one_unit(unit, sides, labels, shift, ci)
            short = (block[:, 3:5] < SMALLEST_SEGMENT).any(axis=1)
            short |= any(unit in hidden[survey] for _, survey, _ in sides)
            block[short] = np.nan
            blocks.append(np.column_stack([block, short]))
            keys += [(unit, gap, measure) for measure in sides[0][2].columns]
    index = pd.MultiIndex.from_tuples(keys, names=["unit", "gap", "measure"]) if keys else _NOBODY
    values = np.vstack(blocks) if blocks else np.empty((0, len(_COMPUTED) + 1))
    whole = pd.DataFrame(values, index=index, columns=[*_COMPUTED, "masked"])
    whole["masked"] = whole["masked"].astype(bool)
    return _adjusted(whole)[UNIT_COLUMNS].sort_index(level=["unit", "gap"], sort_remaining=False)


def _measures(found: Evidence, tops: Mapping[int, float]) -> list[tuple[int, list[Side], float]]:
    """List what is compared: gap, sides that add up to it, what is taken off."""
    listed: list[tuple[int, list[Side], float]] = []
    if 1 in found.sides:
        believed, expected = found.sides[1]
        listed.append((1, [(1.0, "managers", believed), (-1.0, "customers", expected)], 0.0))
    for gap, ratings in found.ratings.items():
        listed.append((gap, [(1.0, SURVEY_OF[gap], ratings)], tops[gap]))
    if 5 in found.sides:
        difference = found.sides[5][0] - found.sides[5][1]
        listed.append((5, [(1.0, "customers", difference)], 0.0))
    for survey, items in found.antecedent_items.items():
        for gap in sorted({ANTECEDENTS[name][0] for name in items}):
            own = {name: codes for name, codes in items.items() if ANTECEDENTS[name][0] == gap}
            scores = scale_scores(found.surveys[survey].perceptions, own)
            listed.append((gap, [(1.0, survey, scores)], 0.0))
    return listed


def _one_unit(
    unit: str, sides: list[Side], labels: Mapping[str, pd.Series], shift: float, ci: float
) -> np.ndarray:
    """Give a unit's values and their difference from the rest (measures × computed columns)."""
    here, rest = [], []
    for _, survey, scores in sides:
        own = labels[survey].reindex(scores.index)
        inside = (own == unit).to_numpy(dtype=bool)
        values = scores.to_numpy(dtype=float)
        here.append(moments_of(values[inside]))
        rest.append(moments_of(values[own.notna().to_numpy() & ~inside]))
    factors = np.array([factor for factor, _, _ in sides])
    alone = combined(factors, np.array(here), ci)
    beside = combined(np.concatenate([factors, -factors]), np.array([*here, *rest]), ci)
    counts = [part[0] for part in here]
    second = counts[1] if len(counts) > 1 else np.full_like(counts[0], np.nan)
    columns = [alone[name] - shift for name in ("value", "low", "high")]
    columns += [counts[0], second, *(beside[name] for name in ("value", "low", "high"))]
    return np.column_stack([*columns, *(beside[name] for name in ("t", "df", "p"))])


def _adjusted(whole: pd.DataFrame) -> pd.DataFrame:
    """Adjust p by Holm over all units and measures of a survey, and over its totals."""
    survey = whole.index.get_level_values("gap").map(lambda gap: SURVEY_OF.get(gap, "customers"))
    total = whole.index.get_level_values("measure") == TOTAL
    p = whole["p"].to_numpy(dtype=float)
    adjusted = np.full(len(p), np.nan)
    for one in survey.unique():
        for kind in (total, ~total):
            chosen = np.asarray(survey == one) & kind
            adjusted[chosen] = holm(p[chosen])
    return whole.assign(p_holm=adjusted)
