"""What goes on a chart: points in the order of time, read from a column or a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.gaps_in_time import gaps_in_time, said

__all__ = ["Samples", "aligned", "as_data", "column_of", "finish", "numbers_of", "read_individuals"]


@dataclass(frozen=True)
class Samples:
    """Points of a chart in the order of time.

    Attributes
    ----------
    labels : Index
        What each point is called: a day, a shift, a number.
    values : ndarray (points,)
        What is plotted: single values, means, or counts.
    sizes : ndarray (points,)
        Observations behind a mean, or opportunities behind a count; ones for single values.
    ranges, deviations : ndarray (points,) or None
        Range and standard deviation within each subgroup.
    phase : ndarray or None
        The phase of each point.
    name, axis : str
        Of the values and of the labels.
    notes : tuple of str
        What was left out, and gaps in time.
    """

    labels: pd.Index
    values: np.ndarray
    sizes: np.ndarray
    phase: np.ndarray | None
    name: str
    axis: str
    notes: tuple[str, ...]
    ranges: np.ndarray | None = None
    deviations: np.ndarray | None = None


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
        If an array has more than two dimensions, or rows of a list differ in length.

    Examples
    --------
    >>> as_data([[1, 2], [3, 4]]).index.tolist()
    [1, 2]
    """
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
    if isinstance(x, pd.DataFrame) and isinstance(given, str):
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
            value = str(x.columns[0])
        values = aligned(x, value, "value")
    else:
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
        If a value is text or infinite.

    Examples
    --------
    >>> numbers_of(pd.Series([1, None]), pd.Index(["a", "b"])).tolist()
    [1.0, nan]
    """
    if pd.api.types.is_bool_dtype(values):
        raise DataError(
            f"{values.name!r} holds True and False; count them by day or batch and use a p chart"
        )
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iuf":
        found = values.to_numpy(dtype=float)
        wrong = np.isinf(found)
    else:
        numbers = pd.to_numeric(values, errors="coerce").astype(float)
        found = np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan))
        wrong = (np.isnan(found) & values.notna().to_numpy()) | np.isinf(found)
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise DataError(
            f"point {said(labels[place])} of {values.name!r} holds {str(values.iloc[place])!r}, which "
            "is no finite number",
            row=labels[place],
            column=values.name,
            value=values.iloc[place],
        )
    return np.asarray(found)


def _in_order(labels: pd.Index, axis: str) -> None:
    """Refuse labels that stand twice, and time that runs backwards."""
    if labels.hasnans:
        row = int(np.flatnonzero(labels.isna())[0]) + 1
        raise DataError(f"row {row} has no {axis}; fill it in or drop the row", row=row)
    if labels.has_duplicates:
        twice = labels[labels.duplicated()][0]
        rows = np.flatnonzero(labels == twice) + 1
        raise DataError(
            f"{axis} {said(twice)} stands in rows {', '.join(map(str, rows))}. Drop the copy, add "
            "up counts that belong together, or chart subgroups (Xbar-R, Xbar-S)",
            row=int(rows[1]),
            value=twice,
        )
    if isinstance(labels, pd.DatetimeIndex) and not labels.is_monotonic_increasing:
        place = int(np.flatnonzero(np.diff(labels) < pd.Timedelta(0))[0])
        raise DataError(
            f"{axis} {said(labels[place + 1])} follows {said(labels[place])}: time runs backwards; "
            "sort the data by time, since runs and moving ranges need their order"
        )


def finish(
    labels: pd.Index, phase: pd.Series | None, axis: str, keep: np.ndarray
) -> tuple[pd.Index, np.ndarray | None, list[str]]:
    """Leave empty points out, and say so.

    Parameters
    ----------
    labels : Index
    phase : Series or None
    axis : str
        What the labels are, for messages.
    keep : ndarray of bool
        Where there is a value.

    Returns
    -------
    labels : Index
    phases : ndarray or None
    notes : list of str

    Raises
    ------
    DataError
        If a label stands twice, time runs backwards or fewer than two points are left.

    Examples
    --------
    >>> finish(pd.Index([1, 2, 3]), None, "day", np.array([True, False, True]))[2]
    ['1 point without a value left out: 2.']
    """
    _in_order(labels, axis)
    notes = []
    if not keep.all():
        lost = [said(label) for label in labels[~keep]]
        some = ", ".join(lost[:5]) + (f" and {len(lost) - 5} more" if len(lost) > 5 else "")
        points = "1 point" if len(lost) == 1 else f"{len(lost)} points"
        notes.append(f"{points} without a value left out: {some}.")
    labels = labels[keep].rename(axis)
    if len(labels) < 2:
        raise DataError(f"there are {len(labels)} points with values; a chart needs at least 2")
    phases = None if phase is None else phase.to_numpy()[keep]
    if phases is not None and pd.isna(phases).any():
        raise DataError(f"point {said(labels[pd.isna(phases)][0])} has no phase")
    return labels, phases, notes + gaps_in_time(labels)


def read_individuals(x: Any, value: str | None, subgroup: Any, phase: Any) -> Samples:
    """Read single values, one a point.

    Parameters
    ----------
    x : Series, sequence or DataFrame
    value : str, optional
        The column of a table.
    subgroup : str or sequence, optional
        What each point is called; the index otherwise.
    phase : str or sequence, optional

    Returns
    -------
    Samples

    Raises
    ------
    DataError
        If a value is no number, a label stands twice, or time runs backwards.

    Examples
    --------
    >>> read_individuals([3, 5, 4], None, None, None).labels.tolist()
    [1, 2, 3]
    """
    values, labels, name, axis = column_of(x, value, subgroup)
    numbers = numbers_of(values, labels)
    where = aligned(x if isinstance(x, pd.DataFrame) else values, phase, "phase")
    keep = ~np.isnan(numbers)
    labels, phases, notes = finish(labels, where, axis, keep)
    return Samples(labels, numbers[keep], np.ones(keep.sum()), phases, name, axis, tuple(notes))
