"""Gaps in time: moments at which there usually is a point, and is none."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["as_moment", "gaps_in_time", "said"]

_WEEK = 7 * 86_400


def said(label: Any) -> str:
    """Say a label; a moment at midnight is a day.

    Parameters
    ----------
    label : object

    Returns
    -------
    str

    Examples
    --------
    >>> said(pd.Timestamp("2026-03-02")), said(7)
    ('2026-03-02', '7')
    """
    if isinstance(label, pd.Timestamp):
        return f"{label:%Y-%m-%d}" if label == label.normalize() else f"{label:%Y-%m-%d %H:%M}"
    return str(label)


def as_moment(given: Any, labels: pd.DatetimeIndex, what: str) -> pd.Timestamp:
    """Read a moment, in the time zone of the labels where it names none.

    Parameters
    ----------
    given : date, period or str
    labels : DatetimeIndex
    what : str
        The option, for messages.

    Returns
    -------
    Timestamp

    Raises
    ------
    DataError
        If it is no date, or names a time zone where the labels have none.

    Examples
    --------
    >>> as_moment("2026-03-02", pd.DatetimeIndex(["2026-03-02"], tz="Europe/Amsterdam"), "change")
    Timestamp('2026-03-02 00:00:00+0100', tz='Europe/Amsterdam')
    """
    moment: Any = pd.NaT
    if isinstance(given, pd.Period):
        moment = given.to_timestamp()
    elif isinstance(given, str | date | np.datetime64):
        with suppress(ValueError):  # leaves NaT, which is refused below
            moment = pd.Timestamp(given)
    if pd.isna(moment):
        text = isinstance(given, str)
        why = "is no date, but the periods are" if text else "must be a date, as the periods are"
        raise DataError(f"{what}={given!r} {why}", value=given)
    if moment.tz is None and labels.tz is not None:
        moment = moment.tz_localize(labels.tz)
    elif moment.tz is not None and labels.tz is None:
        raise DataError(f"{what}={said(moment)} names a time zone, and the data have none")
    return pd.Timestamp(moment)


def gaps_in_time(labels: pd.Index) -> list[str]:
    """Tell of missing points, days off that come back every week being none.

    A slot of the week (Monday at 8) counts as usual where more than half of the weeks have it. Where
    points follow no week, a step longer than the usual one counts, unless such steps are common.

    Parameters
    ----------
    labels : Index
        Moments or periods in their order; others have no gaps.

    Returns
    -------
    list of str
        No or one note.

    Examples
    --------
    >>> days = pd.bdate_range("2026-01-05", periods=40).delete(17)
    >>> gaps_in_time(days)[0][:40]
    'Gaps in time: 2026-01-27 to 2026-01-29. '
    """
    if isinstance(labels, pd.PeriodIndex):
        labels = labels.to_timestamp()
    if not isinstance(labels, pd.DatetimeIndex) or len(labels) < 5:
        return []
    labels = labels.tz_localize(None)  # summer time makes no gap
    places = _missing_slots(labels)
    if places is None:
        steps = np.diff(labels)
        kinds, counts = np.unique(steps, return_counts=True)
        usual = kinds[counts.argmax()]
        rare = kinds[(kinds > usual) & (counts < max(3, len(steps) / 20))]
        places = np.flatnonzero(np.isin(steps, rare))
    if not len(places):
        return []
    some = "; ".join(f"{said(labels[p])} to {said(labels[p + 1])}" for p in places[:5])
    more = f" and {len(places) - 5} more" if len(places) > 5 else ""
    return [
        f"Gaps in time: {some}{more}. Runs and moving ranges pass over them as if nothing were missing."
    ]


def _missing_slots(labels: pd.DatetimeIndex) -> np.ndarray | None:
    """Find points that are followed by an empty usual slot; none if points follow no week."""
    monday = labels[0].normalize() - pd.Timedelta(days=labels[0].day_of_week)
    seconds = np.asarray((labels - monday) // pd.Timedelta(seconds=1), dtype=np.int64)
    weeks, slots = np.divmod(seconds, _WEEK)
    whole = weeks[-1] + 1
    if whole < 3:
        return None
    kinds, counts = np.unique(slots, return_counts=True)
    usual = kinds[2 * counts > whole]
    if np.isin(slots, usual).mean() < 0.8:
        return None
    expected = (np.arange(whole)[:, None] * _WEEK + usual).ravel()
    inside = expected[(expected > seconds[0]) & (expected < seconds[-1])]
    missing = np.setdiff1d(inside, seconds)
    return np.unique(np.searchsorted(seconds, missing) - 1)
