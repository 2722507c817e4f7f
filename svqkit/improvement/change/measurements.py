"""Measurements as they were given: numbers, yes or no, pairs; what is missing is counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.only_numbers import LARGEST, not_numbers

__all__ = ["column_of", "pairs_of", "values_of", "yes_or_no"]


def values_of(given: Any, what: str) -> pd.Series:
    """Read measurements as numbers.

    Parameters
    ----------
    given : Series or array-like (n,)
        True and false count as 1 and 0.
    what : str
        How an error calls them.

    Returns
    -------
    Series of float
        Missing values stay missing.

    Raises
    ------
    DataError
        If they are no single column, hold text, moments, durations or an infinite value, or nothing
        at all.

    Examples
    --------
    >>> values_of([3, None, 5], "before").tolist()
    [3.0, nan, 5.0]
    """
    if not isinstance(given, (pd.Series, pd.Index, np.ndarray, list, tuple, range)) or (
        isinstance(given, np.ndarray) and given.ndim != 1
    ):
        raise DataError(f"{what} must be one column of numbers, not {type(given).__name__}")
    values = given if isinstance(given, pd.Series) else pd.Series(list(given), dtype=object)
    if other := not_numbers(values):
        raise DataError(f"{what} holds {other}")
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    wrong = (numbers.isna() & values.notna()).to_numpy()
    if wrong.any():
        where, value = values.index[wrong][0], values[wrong].iloc[0]
        raise DataError(
            f"{what} holds {value!r} at {where!r}; numbers are needed", row=where, value=value
        )
    infinite = (numbers.abs() > LARGEST).to_numpy()
    if infinite.any():
        raise DataError(
            f"{what} is infinite at {values.index[infinite][0]!r} (or beyond 1e100); correct it"
        )
    if not numbers.notna().any():
        raise DataError(f"{what} holds no measurement")
    return numbers


def column_of(data: pd.DataFrame, name: str, what: str) -> pd.Series:
    """Take a column by its name.

    Parameters
    ----------
    data : DataFrame
    name : str
    what : str
        The option that names it.

    Returns
    -------
    Series

    Raises
    ------
    DataError
        If there is no such column; those there are, are listed.

    Examples
    --------
    >>> column_of(pd.DataFrame({"a": [1]}), "a", "outcome").tolist()
    [1]
    """
    if not isinstance(data, pd.DataFrame):
        raise DataError(f"a DataFrame is needed, not {type(data).__name__}")
    if list(data.columns).count(name) > 1:
        raise DataError(
            f"{what}={name!r} stands in the table more than once; name each column once"
        )
    if name not in data.columns:
        have = ", ".join(map(str, data.columns))
        raise DataError(f"{what}={name!r} is no column; there are {have}", column=name)
    return data[name]


def yes_or_no(column: pd.Series, what: str) -> np.ndarray:
    """Read a column of yes and no.

    Parameters
    ----------
    column : Series
        True and false, or 1 and 0.
    what : str

    Returns
    -------
    ndarray of bool

    Raises
    ------
    DataError
        If anything else is in it, or one of the two only.

    Examples
    --------
    >>> yes_or_no(pd.Series([0, 1]), "treated").tolist()
    [False, True]
    """
    if column.isna().any():
        raise DataError(
            f"{what} is missing in {int(column.isna().sum())} rows, first at "
            f"{column.index[column.isna().to_numpy()][0]!r}; fill it in or leave the rows out",
            column=column.name,
        )
    if column.empty:
        raise DataError(f"there are no rows, so {what} holds nothing", column=column.name)
    kinds = set(column.unique().tolist())
    if not kinds <= {0, 1}:
        shown = ", ".join(repr(kind) for kind in sorted(kinds, key=str)[:4])
        raise DataError(
            f"{what} must hold true and false (or 1 and 0), not {shown}; "
            f"make it with data[{what!r}] = data[...] == ...",
            column=column.name,
        )
    if len(kinds) < 2:
        only = "true" if kinds == {1} else "false"
        raise DataError(f"{what} is {only} in every row: there is nobody to compare with")
    return column.to_numpy(dtype=bool)


def pairs_of(before: pd.Series, after: pd.Series, *, labelled: bool) -> pd.DataFrame:
    """Bring together what was measured twice on the same.

    Parameters
    ----------
    before, after : Series of float
    labelled : bool
        Match by the index; otherwise by the place in the row.

    Returns
    -------
    DataFrame
        ``before after``; one of them may be missing.

    Raises
    ------
    DataError
        If a label comes twice, no label is in both, or the lengths differ where there are none.

    Examples
    --------
    >>> once, again = pd.Series([1.0, 2.0], ["a", "b"]), pd.Series([5.0, 4.0], ["b", "c"])
    >>> pairs_of(once, again, labelled=True).loc["b"].tolist()
    [2.0, 5.0]
    """
    if not labelled:
        if len(before) != len(after):
            raise DataError(
                f"{len(before)} values before and {len(after)} after are no pairs; give Series "
                "whose index says who is who, or paired=False"
            )
        return pd.DataFrame({"before": before.to_numpy(), "after": after.to_numpy()})
    for name, values in (("before", before), ("after", after)):
        twice = values.index[values.index.duplicated()]
        if len(twice):
            raise DataError(
                f"{twice[0]!r} comes twice in {name}; keep one measurement each", row=twice[0]
            )
        if values.index.to_frame().isna().to_numpy().any():
            raise DataError(f"a label of {name} is missing, so it cannot be matched; fill it in")
    alike = before.index.nlevels == after.index.nlevels
    if not (alike and before.index.isin(after.index).any()):
        raise DataError("no label of before is in after: pairs cannot be matched by the index")
    return pd.DataFrame({"before": before, "after": after})
