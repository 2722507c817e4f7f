"""Values for a chart, and what names their points: a column of a table, a series or a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.gaps_in_time import said
from svqkit.improvement.control.only_numbers import LARGEST, not_numbers

__all__ = ["aligned", "as_data", "column_of", "numbers_of"]


def as_data(x: Any) -> Any:
    """Make a table of a two-dimensional array, a row a subgroup, numbered from 1.

    Parameters
    ----------
    x : Series, DataFrame, array or sequence

    Returns
    -------
    Series, DataFrame or sequence

    Raises
    ------
    DataError
        If an array has more than two dimensions, rows of a list differ in length, or a table has no
        column or two of one name.

    Examples
    --------
    >>> as_data([[1, 2], [3, 4]]).index.tolist()
    [1, 2]
    """
    if isinstance(x, pd.DataFrame):
        twice = x.columns[x.columns.duplicated()]
        if len(twice):
            raise DataError(
                f"column {twice[0]!r} stands in the table more than once; name each once"
            )
        if not x.shape[1]:
            raise DataError("the table has no column, so there are no values to chart")
    if isinstance(x, pd.Series) and x.name is None:
        return x.rename("value")
    if isinstance(x, pd.Series | pd.DataFrame | str):
        return x
    if isinstance(x, list | tuple) and any(isinstance(one, list | tuple | np.ndarray) for one in x):
        if len({np.size(one) for one in x}) > 1:
            raise DataError(
                "the subgroups differ in length; give a table with a row an observation, and value= "
                "and subgroup="
            )
        x = np.asarray(x)
    if isinstance(x, np.ndarray) and x.ndim > 2:
        raise DataError(
            f"x has {x.ndim} dimensions; give a column of values or a table of subgroups"
        )
    if isinstance(x, np.ndarray) and x.ndim == 2:
        return pd.DataFrame(x, index=pd.RangeIndex(1, len(x) + 1))
    return x


def aligned(x: Any, given: Any, what: str) -> pd.Series | None:
    """Take a column by name, or a sequence as long as the data.

    Parameters
    ----------
    x : Series or DataFrame
    given : str, Series, sequence or None
    what : str
        The parameter's name, for messages.

    Returns
    -------
    Series or None

    Raises
    ------
    DataError
        If there is no such column, or the length differs.

    Examples
    --------
    >>> aligned(pd.DataFrame({"day": [1, 2]}), "day", "subgroup").tolist()
    [1, 2]
    """
    if given is None:
        return None
    if isinstance(x, pd.DataFrame) and (isinstance(given, str) or np.isscalar(given)):
        if given not in x.columns:
            raise DataError(
                f"{what}={given!r} is no column; there are {', '.join(map(str, x.columns))}",
                column=given,
            )
        return x[given]
    if isinstance(given, str):
        raise DataError(f"{what}={given!r} names a column, but the data are no table")
    if isinstance(given, pd.Series):
        if len(given) == len(x) and given.index.equals(x.index):
            return given
        if isinstance(x, pd.Series | pd.DataFrame) and x.index.isin(given.index).all():
            return given.reindex(x.index)
    listed = (
        list(given) if isinstance(given, Sequence | np.ndarray | pd.Index | pd.Series) else None
    )
    if listed is None or len(listed) != len(x):
        length = "one value" if listed is None else f"{len(listed)} values"
        raise DataError(f"{what} has {length} for {len(x)} rows of data; give one a row")
    return pd.Series(listed, index=x.index)


def column_of(x: Any, value: str | None, subgroup: Any) -> tuple[pd.Series, pd.Index, str, str]:
    """Take the values and the labels of the points.

    Parameters
    ----------
    x : Series, sequence or DataFrame
    value : str or None
        The column of a table.
    subgroup : str, sequence or None
        What names a point; the index otherwise.

    Returns
    -------
    values : Series
    labels : Index
    name, axis : str

    Raises
    ------
    DataError
        If there are no values, or a table with several columns names none.

    Examples
    --------
    >>> column_of([3, 5], None, None)[1].tolist()
    [1, 2]
    """
    if isinstance(x, pd.DataFrame):
        if value is None:
            if x.shape[1] != 1:
                raise DataError(
                    "the table has several columns; name the one with the values: value=..."
                )
            value = x.columns[0]
        values = aligned(x, value, "value")
    else:
        if value is not None:
            raise DataError(f"value={value!r} names a column, but the data are no table")
        values = x if isinstance(x, pd.Series) else pd.Series(np.asarray(x).ravel(), name="value")
        if not isinstance(x, pd.Series):
            values.index = pd.RangeIndex(1, len(values) + 1)
    if values is None or values.empty:
        raise DataError("there are no values to chart")
    where = aligned(x if isinstance(x, pd.DataFrame) else values, subgroup, "subgroup")
    labels = values.index if where is None else pd.Index(where)
    axis = subgroup if isinstance(subgroup, str) else str(labels.name or "point")
    return values, labels, str(values.name or "value"), axis


def numbers_of(values: pd.Series, labels: pd.Index) -> np.ndarray:
    """Take numbers, naming the point that holds something else.

    Parameters
    ----------
    values : Series
    labels : Index
        What each point is called.

    Returns
    -------
    ndarray of float
        Missing values as ``nan``.

    Raises
    ------
    DataError
        If a value is text, infinite or beyond 1e100, or they are moments or durations.

    Examples
    --------
    >>> numbers_of(pd.Series([1, None]), pd.Index(["a", "b"])).tolist()
    [1.0, nan]
    """
    if pd.api.types.is_bool_dtype(values):
        raise DataError(
            f"{values.name!r} holds True and False; count them by day or batch and use a p chart"
        )
    if other := not_numbers(values):
        raise DataError(f"{values.name!r} holds {other}", column=values.name)
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf":
        found = values.to_numpy(dtype=float)
        wrong = np.abs(found) > LARGEST
    else:
        numbers = pd.to_numeric(values, errors="coerce").astype(float)
        found = np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan))
        wrong = (np.isnan(found) & values.notna().to_numpy()) | (np.abs(found) > LARGEST)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"point {said(labels[place])} of {values.name!r} holds {str(values.iloc[place])!r}, which "
            "is no finite number" + (" below 1e100" if np.isfinite(found[place]) else ""),
            row=labels[place],
            column=values.name,
            value=values.iloc[place],
        )
    return np.asarray(found)
