"""Tickets as a service level looks at them: how long each took, and which are still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.goals.service_clock import on_one_clock, when_drawn
from svqkit.improvement.goals.working_hours import WorkingHours, hours_between
from svqkit.improvement.processes.amounts import named

__all__ = ["timed_tickets"]


def timed_tickets(
    tickets: pd.DataFrame,
    targets: Mapping[str, float] | float,
    *,
    opened: str,
    closed: str,
    priority: str | None,
    paused: str | None,
    hours: WorkingHours | None,
    now: Any,
    timezone: str | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Time each ticket against its target, and count those that cannot be timed.

    Parameters
    ----------
    tickets : DataFrame (row a ticket)
    targets : mapping of priority to hours, or float
    opened, closed : str
        Columns of moments; an empty ``closed`` is an open ticket.
    priority, paused : str or None
        Columns of priorities, and of hours that do not count.
    hours : WorkingHours or None
    now : date or str, optional
        When the list was drawn; open tickets are as old as that.
    timezone : str, optional
        Of the service's clock, where moments carry a zone; default is that of ``opened``.

    Returns
    -------
    timed : DataFrame (index as in tickets)
        ``opened priority target taken closed``: when by the service's clock, hours on it, and whether
        the ticket is closed.
    problems : DataFrame (index: problem)
        ``n handling rows`` (the first ten of the index).

    Raises
    ------
    DataError
        If a column is missing, a moment cannot be read, or a priority has no target.
    ValueError
        If the time zone is unknown.

    Examples
    --------
    >>> table = pd.DataFrame({"opened": ["2026-03-02T08:00", "2026-03-02T09:00"],
    ...                       "closed": ["2026-03-02T10:00", "2026-03-02T07:00"]})
    >>> timed, problems = timed_tickets(table, 4, opened="opened", closed="closed", priority=None,
    ...                                 paused=None, hours=None, now=None)
    >>> timed["taken"].tolist(), problems["n"].to_dict()
    ([2.0], {'closed before it was opened': 1})
    """
    if not isinstance(tickets, pd.DataFrame):
        raise DataError(
            f"tickets must be a table with a row a ticket, not {type(tickets).__name__}"
        )
    if hours is not None and not isinstance(hours, WorkingHours):
        raise TypeError(f"hours must be WorkingHours(...), not {hours!r}")
    twice = tickets.columns[tickets.columns.duplicated()]
    if len(twice):
        raise DataError(f"the column {twice[0]!r} is there twice", column=twice[0])
    wanted = [name for name in (opened, closed, priority, paused) if name is not None]
    missing = [name for name in wanted if name not in tickets]
    if missing:
        raise DataError(
            f"there is no column {missing[0]!r}; there are {', '.join(map(str, tickets.columns))}",
            column=missing[0],
        )
    start, end = on_one_clock(tickets, opened, closed, timezone)
    drawn = when_drawn(now, start, end)
    kind = tickets[priority] if priority else pd.Series("all", index=tickets.index)
    limit = _limits(kind, targets)
    pause = _pauses(tickets, paused)
    open_ = end.isna()
    taken = hours_between(start, end.fillna(drawn), hours) - pause.fillna(0.0).to_numpy()
    start_shown = start.dt.tz_localize(None)
    faults = {
        "same row twice": (tickets.astype(str).duplicated(), "first one kept"),
        "no time of opening": (start.isna(), "left out"),
        "closed before it was opened": (end.notna() & (end < start), "left out"),
        "opened or closed after the list was drawn": (
            (start > drawn) | (end.notna() & (end > drawn)),
            "left out",
        ),
        "no priority": (kind.isna(), "left out"),
        "paused for longer than it took": (
            pd.Series(taken < -1e-9, index=tickets.index) & (end.isna() | (end >= start)),
            "left out",
        ),
    }
    out, rows = pd.Series(False, index=tickets.index), {}
    for name, (fault, handling) in faults.items():
        fault = fault & ~out
        if fault.any():
            rows[name] = (int(fault.sum()), handling, ", ".join(map(str, fault.index[fault][:10])))
        out |= fault
    problems = pd.DataFrame.from_dict(rows, orient="index", columns=["n", "handling", "rows"])
    timed = pd.DataFrame(
        {"opened": start_shown, "priority": kind, "target": limit, "taken": taken, "closed": ~open_}
    )
    if out.all():
        raise DataError(f"none of the {len(tickets)} tickets can be timed: {', '.join(rows)}")
    return timed[~out], problems.rename_axis("problem")


def _limits(kind: pd.Series, targets: Mapping[str, float] | float) -> pd.Series:
    if isinstance(targets, pd.Series):
        each = targets.to_dict()
    elif not isinstance(targets, Mapping):
        each = dict.fromkeys(kind.dropna().unique(), targets)
    else:
        each = dict(targets)
    for name, target in each.items():
        number = isinstance(target, (int, float, np.number)) and not isinstance(target, bool)
        if not (number and 0 < float(target) < np.inf):
            raise DataError(
                f"the target of {named(name)} is {target!r}; a number of hours is needed"
            )
    unknown = [name for name in kind.dropna().unique() if name not in each]
    if unknown:
        raise DataError(
            f"priority {named(min(unknown, key=str))} has no target; targets has "
            f"{', '.join(map(str, each))}" + (" as text" if str(unknown[0]) in each else "")
        )
    return kind.astype(object).map(each).astype(float)


def _pauses(tickets: pd.DataFrame, paused: str | None) -> pd.Series:
    if paused is None:
        return pd.Series(0.0, index=tickets.index)
    cells = tickets[paused]
    if cells.dtype.kind in "mMb":
        raise DataError(f"column {paused!r} holds {cells.dtype}; hours are needed", column=paused)
    hours = pd.to_numeric(cells.astype(object), errors="coerce").astype(float)
    wrong = (hours.isna() & cells.notna()) | (hours < 0) | np.isinf(hours)
    if wrong.any():
        value, where = tickets[paused][wrong].iloc[0], tickets.index[wrong][0]
        raise DataError(
            f"column {paused!r} holds {value} at row {where}; hours of 0 or more are needed",
            row=where,
            column=paused,
            value=value,
        )
    return hours
