"""Answers to "how likely are you to recommend us", 0 to 10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["PROMOTER", "kinds_of", "ratings_of"]

PROMOTER, DETRACTOR = 9, 6
"""The least rating of a promoter and the greatest of a detractor (Reichheld 2003)."""


def ratings_of(data: Any, outcome: str | None) -> pd.Series:
    """Take the ratings, and refuse what is not 0 to 10.

    Parameters
    ----------
    data : Responses, DataFrame, Series or sequence of numbers
    outcome : str or None
        A column. With responses the first outcome from 0 to 10 of the instrument by default.

    Returns
    -------
    Series
        Missing where not answered.

    Raises
    ------
    TypeError
        If the data are none of these.
    DataError
        If there is no such column, it is not numeric, holds anything but whole numbers from 0 to
        10, or nobody answered.

    Examples
    --------
    >>> ratings_of([9, 10, 3], None).tolist()
    [9.0, 10.0, 3.0]
    """
    if isinstance(data, pd.DataFrame):
        if outcome is None:
            raise DataError("with a table say which column holds the ratings: outcome='…'")
        name, values = outcome, _column(data, outcome)
    elif hasattr(data, "respondents"):
        name = _of_scale(data) if outcome is None else outcome
        values = _column(data.respondents, name)
    elif isinstance(data, (pd.Series, pd.Index, np.ndarray, Sequence)) and np.ndim(data) == 1:
        values = data if isinstance(data, pd.Series) else pd.Series(list(data))
        name = str(values.name) if values.name is not None else "rating"
    else:
        raise TypeError(
            "ratings must be responses, a table with outcome='…', a Series or a list of numbers, not "
            f"{type(data).__name__}"
        )
    if values.dtype == object:
        values = values.convert_dtypes()
    if not pd.api.types.is_numeric_dtype(values) or values.dtype.kind in "bc":
        raise DataError(f"{name!r} is not numeric; give ratings as numbers 0 to 10", column=name)
    ratings = values.astype(float).rename(name)
    odd = ratings[ratings.notna() & ~ratings.isin(range(11))]
    if len(odd):
        row = odd.index.tolist()[0]
        raise DataError(
            f"{name!r}, row {row!r}: {odd.iloc[0]:g} is no rating from 0 to 10 "
            f"({len(odd)} such answers). A Net Promoter Score is defined for whole ratings 0 to 10 "
            "only; report another scale's mean or top box",
            row=row,
            column=name,
            value=odd.iloc[0],
        )
    if ratings.notna().sum() == 0:
        raise DataError(f"nobody answered {name!r}", column=name)
    return ratings


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in list(table.columns):
        raise DataError(
            f"there is no column {name!r}; columns are {', '.join(map(str, table.columns))}",
            column=name,
        )
    if list(table.columns).count(name) > 1:
        raise DataError(f"the column {name!r} stands twice in the table", column=name)
    return table[name]


def _of_scale(data: Any) -> str:
    """Find the question from 0 to 10."""
    for one in getattr(data.instrument, "outcomes", ()):
        if one.column in data.respondents.columns and (one.low, one.high) == (0, 10):
            return str(one.column)
    raise DataError(
        "no outcome of the instrument has a scale from 0 to 10; say outcome='…' with the column of "
        "the question on recommending"
    )


def kinds_of(ratings: pd.Series) -> pd.Series:
    """Call 9 and 10 promoters, 7 and 8 passives, the rest detractors.

    Parameters
    ----------
    ratings : Series

    Returns
    -------
    Series of str
        Missing where there is no rating.

    Examples
    --------
    >>> kinds_of(pd.Series([10.0, 7.0, 0.0])).tolist()
    ['promoter', 'passive', 'detractor']
    """
    kinds = np.select(
        [ratings >= PROMOTER, ratings <= DETRACTOR], ["promoter", "detractor"], "passive"
    )
    return pd.Series(kinds, index=ratings.index).where(ratings.notna())
