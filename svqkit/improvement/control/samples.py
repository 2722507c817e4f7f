"""What goes on a chart: points in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.control.columns import aligned, column_of, numbers_of
from svqkit.improvement.control.gaps_in_time import gaps_in_time, said

__all__ = ["Samples", "finish", "read_individuals"]


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


def _in_order(labels: pd.Index, axis: str) -> None:
    """Refuse labels that stand twice, and time that runs backwards."""
    if isinstance(labels, pd.MultiIndex):
        raise DataError(
            "the index has several levels, so a point has no one name; name the column that orders "
            "the points: subgroup=..., or use .reset_index()"
        )
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
    if isinstance(labels, pd.DatetimeIndex | pd.PeriodIndex) and not labels.is_monotonic_increasing:
        place = int(np.flatnonzero(np.diff(labels.asi8) < 0)[0])
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
