"""Scores and outcomes taken from what the user has: tables, columns' names, or Responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, check_dimensions

__all__ = ["outcome_table", "scale_means", "score_table"]


def scale_means(items: pd.DataFrame, scales: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Average the items of each scale, where at least half are answered.

    Parameters
    ----------
    items : DataFrame (respondents × items)
    scales : mapping of scale to item names

    Returns
    -------
    DataFrame (respondents × scales)

    Examples
    --------
    >>> frame = pd.DataFrame({"Q1": [4.0, None], "Q2": [6.0, None], "Q3": [None, 2.0]})
    >>> scale_means(frame, {"care": ["Q1", "Q2", "Q3"]})["care"].tolist()
    [5.0, nan]
    """
    found = {}
    for name, members in check_dimensions(scales, list(items.columns)).items():
        part = items[members]
        enough = part.notna().sum(axis=1) * 2 >= len(members)
        found[name] = part.mean(axis=1).where(enough)
    return pd.DataFrame(found, index=items.index)


def score_table(
    scores: Any, scales: Mapping[str, Sequence[str]] | None, leave_out: Sequence[str]
) -> pd.DataFrame:
    """Take the scores, or make them of items.

    Parameters
    ----------
    scores : DataFrame or Responses
    scales : mapping, optional
    leave_out : sequence of str
        Columns that are outcomes.

    Returns
    -------
    DataFrame (respondents × scores)

    Raises
    ------
    DataError
        If none is left, or one is not numeric.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, 2.0], "overall": [2.0, 3.0]})
    >>> list(score_table(frame, None, ["overall"]))
    ['care']
    """
    table = getattr(scores, "perceptions", scores)
    if isinstance(table, pd.DataFrame):
        table = table.drop(columns=[name for name in leave_out if name in table.columns])
    items = as_items(table)
    found = items if scales is None else scale_means(items, scales)
    if found.shape[1] == 0:
        raise DataError("there are no scores to predict from")
    return found


def outcome_table(scores: Any, outcomes: Any) -> pd.DataFrame:
    """Take the outcomes from a table, or by their names from the scores or respondents.

    Parameters
    ----------
    scores : DataFrame or Responses
    outcomes : DataFrame, Series or sequence of str

    Returns
    -------
    DataFrame (respondents × outcomes)

    Raises
    ------
    DataError
        If one is absent, not numeric or infinite, or the index is another than that of the scores.
    TypeError
        If the scores are no table.

    Examples
    --------
    >>> frame = pd.DataFrame({"care": [1.0, 2.0], "overall": [2.0, 3.0]})
    >>> outcome_table(frame, ["overall"])["overall"].tolist()
    [2.0, 3.0]
    """
    table = getattr(scores, "perceptions", scores)
    if not isinstance(table, pd.DataFrame):
        raise TypeError(
            "scores must be a DataFrame (one row a respondent) or Responses, "
            f"not {type(scores).__name__}: outcomes are compared with single scores"
        )
    if isinstance(outcomes, pd.Series):
        outcomes = outcomes.to_frame(outcomes.name if outcomes.name is not None else "outcome")
    if isinstance(outcomes, pd.DataFrame):
        found = outcomes
    else:
        names = [outcomes] if isinstance(outcomes, str) else list(outcomes)
        places = [p for p in (table, getattr(scores, "respondents", None)) if p is not None]
        columns = {}
        for name in names:
            holder = next((p for p in places if name in p.columns), None)
            if holder is None:
                raise DataError(f"outcome {name!r} is not a column", column=name)
            columns[name] = holder[name]
        found = pd.DataFrame(columns)
    if found.shape[1] == 0:
        raise DataError("no outcome is named")
    if not found.index.equals(table.index):
        raise DataError("outcomes have another index than the scores; align them on their rows")
    for name in found.columns:
        if not pd.api.types.is_numeric_dtype(found[name]):
            raise DataError(
                f"outcome {name!r} is not numeric; give its answers as codes", column=name
            )
    return as_items(found)
