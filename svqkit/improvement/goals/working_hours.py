"""How long something took on the service's clock: all hours, or working hours only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.processes.moments import moment

__all__ = ["DAYS", "WorkingHours", "hours_between"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOUR = np.timedelta64(3600 * 10**9, "ns")


@dataclass(frozen=True)
class WorkingHours:
    """When a service works.

    Parameters
    ----------
    start, end : str
        Opening and closing time, such as ``"08:00"`` and ``"18:00"``; ``"24:00"`` is midnight.
    days : sequence of str
        ``Mon`` to ``Sun``.
    holidays : sequence of date or str
        Days on which it does not work.

    Raises
    ------
    ValueError
        If a time cannot be read, the end is not after the start, a day is unknown, there is none, or
        a holiday is no date.

    Examples
    --------
    >>> WorkingHours("08:00", "18:00").length
    10.0
    """

    start: str = "08:00"
    end: str = "18:00"
    days: Sequence[str] = DAYS[:5]
    holidays: Sequence[Any] = field(default=())

    def __post_init__(self) -> None:
        days = [] if isinstance(self.days, str) or not np.iterable(self.days) else list(self.days)
        if not days or any(day not in DAYS for day in days):
            raise ValueError(f"days must be some of {', '.join(DAYS)}, not {self.days!r}")
        object.__setattr__(self, "days", tuple(day for day in DAYS if day in days))
        if isinstance(self.holidays, str) or not np.iterable(self.holidays):
            raise ValueError(f"holidays must be a list of days, not {self.holidays!r}")
        free = {moment("holiday", day).date() for day in self.holidays}
        object.__setattr__(self, "holidays", tuple(sorted(free)))
        if self.length <= 0:
            raise ValueError(f"end {self.end!r} is not after start {self.start!r}")

    @property
    def length(self) -> float:
        """Hours of a working day."""
        return _hour(self.end) - _hour(self.start)


def _hour(text: str) -> float:
    if text == "24:00":
        return 24.0
    try:
        at = time.fromisoformat(text)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is not None:
        raise ValueError(f"a time such as '08:00' is needed, not {text!r}")
    return at.hour + at.minute / 60 + at.second / 3600


def hours_between(
    start: pd.Series, end: pd.Series, hours: WorkingHours | None = None
) -> np.ndarray:
    """Count the hours from one moment to another, on the clock of the service.

    Parameters
    ----------
    start, end : Series of datetime
        Moments; NaT gives NaN. With a time zone all hours are those that passed, also over a change
        of the clocks; working hours are read off the face of the clock.
    hours : WorkingHours, optional
        Default counts all hours.

    Returns
    -------
    ndarray of float
        Negative where the end lies before the start.

    Examples
    --------
    >>> friday, monday = pd.to_datetime(["2026-03-06T17:00", "2026-03-09T09:30"])
    >>> hours_between(pd.Series([friday]), pd.Series([monday]), WorkingHours()).tolist()
    [2.5]
    """
    if hours is None:
        passed = pd.DatetimeIndex(end) - pd.DatetimeIndex(start)
        return np.asarray(passed / pd.Timedelta(hours=1), dtype=float)
    first, last = (
        one.dt.tz_localize(None).to_numpy().astype("datetime64[ns]") for one in (start, end)
    )
    return _worked(last, hours) - _worked(first, hours)


def _worked(moments: np.ndarray, hours: WorkingHours) -> np.ndarray:
    """Working hours from a fixed day long ago up to each moment."""
    worked = np.full(moments.shape, np.nan)
    known = ~np.isnat(moments)
    days = moments[known].astype("datetime64[D]")
    since = (moments[known] - days.astype("datetime64[ns]")) / _HOUR
    week = [day in hours.days for day in DAYS]
    off = np.array(hours.holidays, dtype="datetime64[D]")
    whole = np.busday_count(np.datetime64("1970-01-01"), days, weekmask=week, holidays=off)
    today = np.is_busday(days, weekmask=week, holidays=off)
    part = np.clip(since - _hour(hours.start), 0, hours.length)
    worked[known] = whole * hours.length + np.where(today, part, 0.0)
    return worked
