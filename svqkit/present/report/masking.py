"""Small groups stay unseen: nobody shall be recognised in a report."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from .names import column_words

__all__ = ["SMALLEST", "composition", "masked"]

SMALLEST = 10
"""The fewest respondents a segment must have to be shown."""

_MOST_LEVELS = 12
_MOST_COLUMNS = 8
_BATTERY = 3


def _batteries(columns: Sequence[str]) -> set[str]:
    """Name the columns of numbered series (kf1, kf2, kf3 …): further questions, not groups."""
    stems = [re.sub(r"[\s_.]*\d+$", "", name) for name in columns]
    return {
        name
        for name, stem in zip(columns, stems, strict=True)
        if stem != name and stems.count(stem) >= _BATTERY
    }


def masked(by: pd.DataFrame) -> pd.DataFrame:
    """Leave out segments with fewer than ten respondents, their names included.

    Parameters
    ----------
    by : DataFrame
        With a column ``masked`` of truth values, or ``n`` of counts, missing where masked.

    Returns
    -------
    DataFrame
        The rows of segments that are large enough.

    Examples
    --------
    >>> masked(pd.DataFrame({"n": [40, 9], "gap": [-1.0, -2.0]}))["gap"].tolist()
    [-1.0]
    """
    if "masked" in by.columns:
        return by[~by["masked"].astype(bool)]
    return by[by["n"] >= SMALLEST] if "n" in by.columns else by


def composition(respondents: pd.DataFrame, outcomes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Count who answered, by every column that sorts respondents into few groups.

    Parameters
    ----------
    respondents : DataFrame
        What is known of each respondent.
    outcomes : tuple of str
        Columns that are measured, not descriptive: left out.

    Returns
    -------
    DataFrame
        Columns characteristic, group, count, pct. Groups under ten are put together without
        their names; columns with more than twelve groups (names, addresses, identifiers), numeric
        measurements and numbered series of questions do not appear, nor more than eight columns.

    Examples
    --------
    >>> people = pd.DataFrame({"branch": ["a"] * 12 + ["b"] * 3, "id": range(15)})
    >>> composition(people)[["group", "count"]].values.tolist()
    [['a', 12.0], ['fewer than 10 each', nan]]
    """
    rows: list[tuple[str, str, float, float]] = []
    questions = _batteries([str(name) for name in respondents.columns])
    for name in respondents.columns:
        if len({row[0] for row in rows}) == _MOST_COLUMNS:
            break
        column = respondents[name]
        counts = column.value_counts(sort=False, dropna=True)
        if str(name) in questions.union(outcomes) or not 1 <= len(counts) <= _MOST_LEVELS:
            continue
        if pd.api.types.is_float_dtype(column) or not (counts >= SMALLEST).any():
            continue
        words = column_words(name)
        shown = counts[counts >= SMALLEST]
        shown = shown.sort_index() if shown.index.map(type).nunique() == 1 else shown
        rows += [(words, str(k), float(c), 100 * c / len(column)) for k, c in shown.items()]
        if (counts < SMALLEST).any():
            rows.append((words, f"fewer than {SMALLEST} each", float("nan"), float("nan")))
        if column.isna().sum() >= SMALLEST:
            gone = float(column.isna().sum())
            rows.append((words, "not stated", gone, 100 * gone / len(column)))
    return pd.DataFrame(rows, columns=["characteristic", "group", "count", "pct"])
