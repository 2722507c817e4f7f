"""Moments of tickets on the clock of the service, whatever time zone they were written in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.moments import moment, moments_of, zone_of

__all__ = ["on_one_clock", "when_drawn"]


def on_one_clock(
    tickets: pd.DataFrame, opened: str, closed: str, timezone: str | None
) -> tuple[pd.Series, pd.Series]:
    """Read both moments of each ticket on one clock.

    Parameters
    ----------
    tickets : DataFrame
    opened, closed : str
        Columns.
    timezone : str or None
        Of the service; None takes that of ``opened``.

    Returns
    -------
    opened, closed : Series of datetime64
        Both with the service's zone, or both without any.

    Raises
    ------
    DataError
        If one has zones and the other none, or ``opened`` has several offsets and no zone is named.
    ValueError
        If the zone is unknown.

    Examples
    --------
    >>> table = pd.DataFrame({"opened": ["2026-07-01T06:30Z"], "closed": ["2026-07-01T07:00Z"]})
    >>> on_one_clock(table, "opened", "closed", "Europe/Amsterdam")[0].dt.hour.tolist()
    [8]
    """
    start, end = moments_of(opened, tickets[opened]), moments_of(closed, tickets[closed])
    if start.dt.tz is None and timezone is not None:
        raise DataError(
            f"the moments of {opened!r} have no time zone, so timezone= cannot be used: they are "
            "taken as they stand on the clock",
            column=opened,
        )
    if end.isna().all():
        end = pd.Series(pd.NaT, index=end.index, dtype=start.dtype)
    if (start.dt.tz is None) != (end.dt.tz is None):
        bare, other = (opened, closed) if start.dt.tz is None else (closed, opened)
        raise DataError(f"{bare!r} has no time zone and {other!r} has one; write both alike")
    if start.dt.tz is None:
        return start.astype("datetime64[us]"), end.astype("datetime64[us]")
    zone: Any = timezone
    if zone is None:
        offsets = {zone_of(cell) for cell in tickets[opened].dropna() if isinstance(cell, str)}
        if len(offsets) > 1:
            raise DataError(
                f"{opened!r} has several offsets ({', '.join(sorted(map(str, offsets)))}); say on which "
                "clock the service works, such as timezone='Europe/Amsterdam'",
                column=opened,
            )
        zone = start.dt.tz
    try:
        both = tuple(one.dt.tz_convert(zone).dt.as_unit("us") for one in (start, end))
    except (KeyError, ValueError, TypeError, OSError):
        raise ValueError(
            f"timezone {timezone!r} is unknown; write it as 'Europe/Amsterdam'"
        ) from None
    return both[0], both[1]


def when_drawn(now: Any, start: pd.Series, end: pd.Series) -> pd.Timestamp:
    """Say when the list was drawn: as given, or its last moment.

    Parameters
    ----------
    now : date, str or None
        Without a zone it is by the service's clock.
    start, end : Series of datetime64

    Returns
    -------
    Timestamp

    Raises
    ------
    DataError
        If it is no date, has a zone where the tickets have none, or there is no moment at all.

    Examples
    --------
    >>> times = pd.Series(pd.to_datetime(["2026-03-02T08:00"]))
    >>> when_drawn(None, times, times).hour
    8
    """
    zone = start.dt.tz
    if now is None:
        last = pd.concat([start, end]).max()
        if last is pd.NaT:
            raise DataError("no ticket has a time of opening")
        return last
    drawn = moment("now", now)
    if drawn.tz is None and zone is not None:
        return drawn.tz_localize(zone, ambiguous=True, nonexistent="shift_forward").as_unit("us")
    if drawn.tz is not None and zone is None:
        raise DataError(f"now={now!r} has a time zone and the tickets have none; write both alike")
    return (drawn if zone is None else drawn.tz_convert(zone)).as_unit("us")
