"""A series as evenly spaced points: which step it has, what is missing, where the change lies."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.change.measurements import values_of
from svqkit.improvement.control.gaps_in_time import as_moment, said

__all__ = ["Points", "change_at", "points_of", "with_comparison"]


_MONTHS = {1: "month", 3: "quarter", 12: "year"}


@dataclass(frozen=True)
class Points:
    """Measured points of an evenly spaced series.

    Attributes
    ----------
    values : ndarray (n,)
    steps : ndarray (n,) of int
        Places in time, from 0, rising; a gap is a number left out.
    labels : Index (n,)
    step : str
        ``"day"``, ``"working day"``, ``"week"``, ``"month"``, ``"quarter"``, ``"year"`` … or ``"step"``.
    missing : int
        Places between the first and the last without a value.

    Examples
    --------
    >>> points_of(pd.Series([1.0, 2.0, 2.0], pd.date_range("2026-01-01", periods=3, freq="MS"))).step
    'month'
    """

    values: np.ndarray
    steps: np.ndarray
    labels: pd.Index
    step: str
    missing: int


def points_of(
    series: Any, what: str = "series", *, gaps: Literal["raise", "keep"] = "raise"
) -> Points:
    """Check a series and number its places in time.

    Parameters
    ----------
    series : Series
        Numbers; the index holds dates (or what pandas reads as such), periods or whole numbers.
    what : str
        How an error calls it.
    gaps : {"raise", "keep"}
        Refuse places without a value, or leave them empty while time goes on.

    Returns
    -------
    Points

    Raises
    ------
    DataError
        If a value is no number, a time stamp comes twice or is no date, the steps are uneven, or
        there are gaps.

    Examples
    --------
    >>> weeks = pd.Series([3.0, 4.0, 6.0], pd.to_datetime(["2026-01-05", "2026-01-12", "2026-01-26"]))
    >>> points_of(weeks, gaps="keep").steps.tolist()
    [0, 1, 3]
    """
    if gaps not in ("raise", "keep"):
        raise ValueError(f"gaps must be 'raise' or 'keep', not {gaps!r}")
    if not isinstance(series, pd.Series):
        raise DataError(
            f"{what} must be a Series with its time as the index, not {type(series).__name__}"
        )
    numbers = values_of(series, what)
    labels = _times(numbers.index, what)
    numbers.index = labels
    numbers = numbers.sort_index()
    labels = numbers.index
    twice = labels[labels.duplicated()]
    if len(twice):
        raise DataError(
            f"{len(twice)} time stamps of {what} come twice, first {said(twice[0])}; keep one value "
            "a time"
        )
    if len(numbers) < 3:
        raise DataError(f"{what} has {len(numbers)} points; a line needs more")
    codes, step = _numbered(labels, what)
    seen = numbers.notna().to_numpy()
    first, last = np.flatnonzero(seen)[[0, -1]]
    missing = int(codes[last] - codes[first] + 1 - seen.sum())
    if missing and gaps == "raise":
        raise DataError(
            f"{what} has {missing} {step}{'s' if missing > 1 else ''} without a value{_where(codes, labels, seen)}; find the "
            "values, or leave the places empty with gaps='keep'"
        )
    steps = (codes - codes[first])[seen]
    return Points(numbers.to_numpy()[seen], steps, labels[seen], step, missing)


def change_at(points: Points, change: Any) -> int:
    """Find the first place in time at or after the change.

    Parameters
    ----------
    points : Points
    change : object
        A date or a number, as the series' index holds.

    Returns
    -------
    int
        A place in time, of a measured point.

    Raises
    ------
    DataError
        If it lies outside the series.

    Examples
    --------
    >>> points = points_of(pd.Series([1.0, 2, 3, 4], [10, 11, 12, 13]))
    >>> change_at(points, 12)
    2
    """
    if isinstance(points.labels, pd.DatetimeIndex):
        when: Any = as_moment(change, points.labels, "change")
    elif isinstance(change, Real) and not isinstance(change, bool):
        when = change
    else:
        raise DataError(f"change={change!r} must be a number, as the index of the series is")
    after = np.flatnonzero(np.asarray(points.labels >= when))
    if not len(after) or after[0] == 0:
        raise DataError(
            f"the change at {said(when)} lies outside the series, which runs from "
            f"{said(points.labels[0])} to {said(points.labels[-1])}"
        )
    return int(points.steps[after[0]])


def with_comparison(own: Any, other: Any, *, gaps: Literal["raise", "keep"] = "raise") -> Points:
    """Take a comparison series off, time by time.

    Parameters
    ----------
    own, other : Series
    gaps : {"raise", "keep"}

    Returns
    -------
    Points
        Of the difference; a time without one of the two is a gap.

    Raises
    ------
    DataError
        If they share no time.

    Examples
    --------
    >>> own, other = pd.Series([3.0, 4, 5], [1, 2, 3]), pd.Series([1.0, 1, 1], [1, 2, 3])
    >>> with_comparison(own, other).values.tolist()
    [2.0, 3.0, 4.0]
    """
    mine, theirs = (
        points_of(own, "series", gaps="keep"),
        points_of(other, "comparison", gaps="keep"),
    )
    one, two = pd.Series(mine.values, mine.labels), pd.Series(theirs.values, theirs.labels)
    difference = one - two.reindex(one.index)
    if difference.notna().sum() < 3:
        raise DataError(
            "series and comparison share fewer than three times: compare their indices, such as "
            f"{said(one.index[0])} and {said(two.index[0])}"
        )
    return points_of(difference, "series less comparison", gaps=gaps)


def _times(index: pd.Index, what: str) -> pd.Index:
    if isinstance(index, pd.MultiIndex):
        raise DataError(f"the index of {what} has several levels; its time alone must be the index")
    if index.hasnans:
        raise DataError(
            f"{int(np.sum(np.asarray(index.isna())))} time stamps of {what} are missing; fill them in"
        )
    if isinstance(index, pd.PeriodIndex):
        return index.to_timestamp()
    if isinstance(index, pd.DatetimeIndex) or pd.api.types.is_integer_dtype(index):
        return index
    if pd.api.types.is_numeric_dtype(index):
        raise DataError(f"the index of {what} holds fractions; give dates or whole numbers")
    times = pd.to_datetime(pd.Series(index.astype(str)), errors="coerce", format="mixed")
    if times.isna().any():
        raise DataError(f"{index[times.isna().to_numpy()][0]!r} in the index of {what} is no date")
    return pd.DatetimeIndex(times)


def _numbered(labels: pd.Index, what: str) -> tuple[np.ndarray, str]:
    if not isinstance(labels, pd.DatetimeIndex):
        codes = labels.to_numpy(dtype=int)
        return (codes - codes[0]) // int(np.gcd.reduce(np.diff(codes))), "step"
    if (labels != labels.normalize()).any():
        raise DataError(
            f"the index of {what} holds times of the day; give one value a day or longer"
        )
    moments = labels.tz_localize(None).to_numpy().astype("datetime64[D]")
    days = moments.astype(int)
    steps = np.diff(days)
    if steps.min() >= 28 and len(np.unique(labels.day)) <= 4:
        months = (labels.year * 12 + labels.month).to_numpy(dtype=int)
        length = int(np.gcd.reduce(np.diff(months)))
        return (months - months[0]) // length, _MONTHS.get(length, f"step of {length} month")
    if steps.min() == 7 and (steps % 7 == 0).all():
        return (days - days[0]) // 7, "week"
    if steps.min() == 1:
        if len(days) > 7 and (labels.day_of_week < 5).all():
            return np.busday_count(moments[0], moments), "working day"
        return days - days[0], "day"
    if (steps % steps.min() == 0).all():
        return (days - days[0]) // steps.min(), f"step of {steps.min()} day"
    raise DataError(
        f"the times of {what} are uneven (from {steps.min()} to {steps.max()} days apart); bring "
        "them to days, weeks or months first, e.g. with .resample('W').mean()"
    )


def _where(codes: np.ndarray, labels: pd.Index, seen: np.ndarray) -> str:
    """Name the first gap: between two labels, or at a label without a value."""
    empty = np.flatnonzero(~seen)
    holes = np.flatnonzero(np.diff(codes) > 1)
    if len(holes) and (not len(empty) or holes[0] < empty[0]):
        return f", first between {said(labels[holes[0]])} and {said(labels[holes[0] + 1])}"
    return f", first at {said(labels[empty[0]])}"
