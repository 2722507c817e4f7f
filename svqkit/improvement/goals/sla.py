"""Service level agreement: how often the promised time was kept, where and when it was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.goals.open_tickets import share_within, time_percentiles
from svqkit.improvement.goals.tickets import timed_tickets
from svqkit.improvement.goals.working_hours import DAYS, WorkingHours
from svqkit.improvement.processes.amounts import share
from svqkit.result import Part, Result

__all__ = ["ServiceLevel", "sla"]

_FEW = 10
"""A cell of the heat map with fewer decided tickets shows no share."""


@dataclass(frozen=True, eq=False, repr=False)
class ServiceLevel(Result):
    """How often the promised time was kept.

    Attributes
    ----------
    table : DataFrame (index: priority; the last row is ``all``)
        ``target`` (hours), ``n met breached undecided`` (open and younger than the target),
        ``attained low high`` (share closed within the target and its interval), ``verdict`` (kept,
        not kept or uncertain against ``promised``), ``p50 p90 p95`` (hours within which so many
        are closed; missing where too many are still open).
    breaches : DataFrame (index: weekday (Mon to Sun), hour of opening)
        ``n`` decided, ``breached``, ``share`` (missing where n is below ten).
    by_month : DataFrame (index: month of opening)
        ``n attained low high``.
    problems : DataFrame (index: problem)
        ``n handling rows``.
    promised : float in (0, 1)
        Share that was promised.
    clock : str
        Which hours count.
    ci : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> tickets, hours = svq.load_dataset("servicedesk_tickets"), svq.WorkingHours()
    >>> targets = {"P1": 4, "P2": 8, "P3": 24, "P4": 40}
    >>> svq.sla(tickets, targets, paused="paused", hours=hours).table.loc["P2", "verdict"]
    'not kept'
    """

    table: pd.DataFrame
    breaches: pd.DataFrame
    by_month: pd.DataFrame
    problems: pd.DataFrame
    promised: float
    clock: str
    ci: float
    convention: str

    def _title(self) -> str:
        return "Service level"

    def _parts(self) -> list[Part]:
        worst = self.breaches.dropna().sort_values("share", ascending=False).head(5)
        parts: list[Part] = [(f"Promised: {self.promised:.0%} within the target", self.table)]
        if len(worst):
            parts.append(("Hours of opening with the largest share of breaches", worst))
        if len(self.problems):
            parts.append(("Tickets that could not be used as they are", self.problems))
        return [*parts, ("Clock", self.clock), ("Convention", self.convention)]


def sla(
    tickets: pd.DataFrame,
    targets: Mapping[str, float] | float,
    *,
    opened: str = "opened",
    closed: str = "closed",
    priority: str | None = "priority",
    paused: str | None = None,
    hours: WorkingHours | None = None,
    promised: float = 0.9,
    now: Any = None,
    timezone: str | None = None,
    ci: float = 0.95,
) -> ServiceLevel:
    """Say how often the promised time was kept, for each priority, hour of the week and month.

    Open tickets are not left out: one that is older than its target has breached it already; a
    younger one is undecided, and counts for as long as it has been seen (Kaplan–Meier). Leaving
    them out makes a service look better the more it leaves undone.

    Parameters
    ----------
    tickets : DataFrame (row a ticket)
    targets : mapping of priority to hours, or float
        Hours on the service's clock.
    opened, closed : str
        Columns of moments; an empty ``closed`` is an open ticket.
    priority : str or None
        Column of priorities; None where all share a target.
    paused : str, optional
        Column of hours that do not count, such as waiting for the user.
    hours : WorkingHours, optional
        Default counts all hours of all days.
    promised : float in (0, 1)
        Share of tickets that was promised within the target.
    now : date or str, optional
        When the list was drawn; default is its last moment.
    timezone : str, optional
        Where moments carry a zone or an offset: the zone of the service's clock, such as
        ``"Europe/Amsterdam"``, by which working hours, weekdays and months count. Default is that of
        ``opened``; many lists are written in UTC.
    ci : float in (0, 1)
        Level of the intervals.

    Returns
    -------
    ServiceLevel
        ``.table .breaches .by_month .problems``.

    Raises
    ------
    DataError
        If a column is missing, a moment or a pause cannot be read, or a priority has no target.
    ValueError
        If a share lies outside 0 to 1, or the time zone is unknown.

    References
    ----------
    Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457–481. Rothman
    (1978) for the interval; without undecided tickets it is Wilson's. R: ``survival::survfit``.

    Examples
    --------
    >>> table = pd.DataFrame({"opened": ["2026-03-02T08:00"] * 3,
    ...                       "closed": ["2026-03-02T09:00", "2026-03-02T15:00", None]})
    >>> sla(table, 4, priority=None, now="2026-03-02T10:00").table.loc["all", "undecided"]
    np.int64(1)
    """
    share("promised", promised)
    share("ci", ci)
    timed, problems = timed_tickets(
        tickets,
        targets,
        opened=opened,
        closed=closed,
        priority=priority,
        paused=paused,
        hours=hours,
        now=now,
        timezone=timezone,
    )
    order = list(targets.keys()) if isinstance(targets, (Mapping, pd.Series)) else []
    kinds = [name for name in order if (timed["priority"] == name).any()]
    rows = {name: _row(timed[timed["priority"] == name], promised, ci) for name in kinds}
    table = pd.DataFrame.from_dict({**rows, "all": _row(timed, promised, ci)}, orient="index")
    counts = ["n", "met", "breached", "undecided"]
    table[counts] = table[counts].astype("int64")
    month = timed["opened"].dt.to_period("M")
    monthly = {name: _attained(part, ci) for name, part in timed.groupby(month)}
    by_month = pd.DataFrame.from_dict(
        monthly, orient="index", columns=["n", "attained", "low", "high"]
    )
    by_month["n"] = by_month["n"].astype("int64")
    return ServiceLevel(
        table.rename_axis("priority"),
        _breaches(timed),
        by_month.rename_axis("month"),
        problems,
        promised,
        _clock(hours, timezone),
        ci,
        "Attained is the share closed within the target (Kaplan–Meier where tickets are still "
        "open), with Rothman's interval; kept where the interval lies at or above the promised "
        "share, not kept where it lies below, uncertain where it holds it. Months are those of "
        f"opening; hours of the week with fewer than {_FEW} decided tickets show no share.",
    )


def _attained(part: pd.DataFrame, ci: float) -> tuple[float, ...]:
    """Tickets against their own targets: time is counted in targets."""
    relative = (part["taken"] / part["target"]).to_numpy(float)
    return (len(part), *share_within(relative, part["closed"].to_numpy(bool), 1.0, ci))


def _row(part: pd.DataFrame, promised: float, ci: float) -> dict[str, Any]:
    taken, target = part["taken"].to_numpy(float), part["target"].to_numpy(float)
    closed = part["closed"].to_numpy(bool)
    met = closed & (taken <= target)
    undecided = ~closed & (taken < target)
    n, attained, low, high = _attained(part, ci)
    verdict = "kept" if low >= promised else "not kept" if high < promised else "uncertain"
    p50, p90, p95 = time_percentiles(taken, closed)
    return {
        "target": float(target[0]) if (target == target[0]).all() else np.nan,
        "n": n,
        "met": int(met.sum()),
        "breached": int((~met & ~undecided).sum()),
        "undecided": int(undecided.sum()),
        "attained": attained,
        "low": low,
        "high": high,
        "verdict": verdict,
        "p50": p50,
        "p90": p90,
        "p95": p95,
    }


def _breaches(timed: pd.DataFrame) -> pd.DataFrame:
    met = timed["closed"] & (timed["taken"] <= timed["target"])
    decided = timed[timed["closed"] | (timed["taken"] >= timed["target"])]
    missed = ~met[timed["closed"] | (timed["taken"] >= timed["target"])]
    keys = [
        decided["opened"].dt.day_of_week.rename("weekday"),
        decided["opened"].dt.hour.rename("hour"),
    ]
    cells = missed.groupby(keys).agg(["size", "sum"]).astype("int64")
    cells.columns = pd.Index(["n", "breached"])
    cells.index = pd.MultiIndex.from_tuples(
        [(DAYS[day], hour) for day, hour in cells.index], names=["weekday", "hour"]
    )
    cells["share"] = (cells["breached"] / cells["n"]).where(cells["n"] >= _FEW)
    return cells


def _clock(hours: WorkingHours | None, timezone: str | None) -> str:
    zone = f", by the clock of {timezone}" if timezone else ""
    if hours is None:
        return f"all hours of all days{zone}"
    many = len(hours.holidays)
    off = f", without {many} holiday{'s' if many > 1 else ''}" if many else ""
    return f"{', '.join(hours.days)} from {hours.start} to {hours.end}{off}{zone}"
