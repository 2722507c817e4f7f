"""What every analysis takes in: a numeric table of answers, one row a respondent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.given_matrix import looks_like_matrix

__all__ = ["as_items", "check_dimensions", "complete_cases", "refuse_matrix"]

LARGEST = 1e60
"""Fourth powers of larger answers could not be summed."""


def as_items(source: Any) -> pd.DataFrame:
    """Take a table of items from a frame, or the perceptions of ``Responses``.

    Parameters
    ----------
    source : DataFrame (respondents × items) or object with ``.perceptions``
        Numbers; missing answers are NaN or ``pd.NA``.

    Returns
    -------
    DataFrame
        Floating-point copy with the same index and columns.

    Raises
    ------
    TypeError
        If it is no table.
    DataError
        If a column name stands twice, a column is not numeric, an answer is infinite or beyond ±1e60,
        columns have several levels of names, or the table is a covariance matrix (the same names on both sides, symmetric).

    Examples
    --------
    >>> as_items(pd.DataFrame({"Q1": [1, 2], "Q2": [3, None]})).shape
    (2, 2)
    """
    items = source
    if not isinstance(source, pd.DataFrame):
        items = getattr(source, "perceptions", source)
        if hasattr(source, "cross_products"):
            raise DataError("this needs the single answers, and moments hold none; pass the table")
    if not isinstance(items, pd.DataFrame):
        raise TypeError(
            f"items must be a pandas DataFrame (one row a respondent, one column an item) "
            f"or Responses, not {type(source).__name__}"
        )
    refuse_matrix(items)
    if items.columns.nlevels > 1:
        raise DataError(
            f"the columns have {items.columns.nlevels} levels of names, such as "
            f"{items.columns[0]!r}; give each item one name"
        )
    if not items.columns.is_unique:
        twice = items.columns[items.columns.duplicated()]
        raise DataError(
            f"column {twice[0]!r} stands twice; give each item one column", column=twice[0]
        )
    kinds = items.dtypes.tolist()
    distinct = set(kinds)
    others = {
        kind
        for kind in distinct
        if not pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_complex_dtype(kind)
    }
    if others:
        text = [c for c, kind in zip(items.columns, kinds, strict=True) if kind in others]
        raise DataError(
            f"column {text[0]!r} is not numeric; turn its answers into codes, "
            "or leave the column out",
            column=text[0],
        )
    plain = all(isinstance(kind, np.dtype) for kind in distinct)
    # only extension types hold pd.NA, and looking for it takes another pass
    values = items.to_numpy(dtype=float, copy=True, **({} if plain else {"na_value": np.nan}))
    numbers = pd.DataFrame(values, index=items.index, columns=items.columns, copy=False)
    _refuse_extremes(numbers, values)
    return numbers


def _refuse_extremes(numbers: pd.DataFrame, values: np.ndarray) -> None:
    # the two ends of a table without gaps take no room and less time than a look at every answer
    if values.max(initial=0.0) <= LARGEST and values.min(initial=0.0) >= -LARGEST:
        return
    extreme = np.abs(values) > LARGEST
    if extreme.any():
        row, column = (int(i) for i in np.argwhere(extreme)[0])
        value = values[row, column]
        said = "infinite" if np.isinf(value) else f"{value:g}, too large to be squared and summed"
        raise DataError(
            f"row {numbers.index[row]!r}, column {numbers.columns[column]!r} is {said}",
            row=numbers.index[row],
            column=numbers.columns[column],
        )


def refuse_matrix(items: pd.DataFrame) -> None:
    """Refuse a covariance matrix where answers are expected.

    Parameters
    ----------
    items : DataFrame

    Raises
    ------
    DataError
        If rows and columns bear the same names, and these are words or the values symmetric.

    Examples
    --------
    >>> refuse_matrix(pd.DataFrame({"Q1": [1, 2], "Q2": [3, None]}))
    """
    if looks_like_matrix(items):
        raise DataError(
            "this is a covariance or correlation matrix, not answers; "
            "make it moments first: svq.moments(matrix, n=respondents)"
        )
    if len(items) != items.shape[1]:
        return
    names = list(items.columns)
    if len(names) > 1 and list(items.index) == names and all(isinstance(n, str) for n in names):
        raise DataError(
            "rows and columns bear the same names, as in a covariance or correlation matrix, but the "
            "values are not symmetric: look for a misprint, or fill in both halves"
        )


def complete_cases(items: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Keep the respondents who answered every item (listwise deletion).

    Parameters
    ----------
    items : DataFrame (respondents × items)

    Returns
    -------
    DataFrame
        The complete rows.
    int
        How many rows were left out.

    Examples
    --------
    >>> complete_cases(pd.DataFrame({"Q1": [1.0, None], "Q2": [2.0, 3.0]}))[1]
    1
    """
    kept = items.dropna()
    return kept, len(items) - len(kept)


def check_dimensions(
    dimensions: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> dict[str, list[str]]:
    """Check a mapping of scales to items against the columns there are.

    Parameters
    ----------
    dimensions : mapping of scale name to item names
    columns : sequence of str
        The items at hand.

    Returns
    -------
    dict
        The same mapping with plain lists.

    Raises
    ------
    TypeError
        If it is no mapping, or a scale's items are no list.
    DataError
        If a scale has no items, or names one that is absent or stands twice in it.

    Examples
    --------
    >>> check_dimensions({"a": ("Q1", "Q2")}, ["Q1", "Q2", "Q3"])
    {'a': ['Q1', 'Q2']}
    """
    if not isinstance(dimensions, Mapping):
        raise TypeError(
            "scales are a mapping of each to its items, such as {'care': ['Q1', 'Q2']}, not "
            f"{type(dimensions).__name__}"
        )
    present = set(columns)
    checked: dict[str, list[str]] = {}
    for scale, names in dimensions.items():
        if isinstance(names, str):
            raise TypeError(f"scale {scale!r} needs a list of items: [{names!r}], not {names!r}")
        wanted = list(names)
        if not wanted:
            raise DataError(f"scale {scale!r} has no items")
        for name in wanted:
            if name not in present:
                raise DataError(
                    f"scale {scale!r} names item {name!r}, which is not among the columns",
                    column=name,
                )
        if len(set(wanted)) < len(wanted):
            raise DataError(f"scale {scale!r} names an item twice")
        checked[scale] = wanted
    return checked
