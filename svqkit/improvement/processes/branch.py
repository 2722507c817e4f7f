"""A branch simulated: customers by the hour, a flow of steps, people on duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import MOST, amount, count, hours_of, share
from svqkit.improvement.processes.branch_day import HOUR, Day, draw_arrivals, run_day
from svqkit.improvement.processes.branch_plan import Flow, check_open, flows_of
from svqkit.improvement.processes.branch_summary import (
    changes,
    day_hours,
    day_measures,
    day_roles,
    over_days,
)
from svqkit.psychometrics.data.resampling import generator
from svqkit.result import Part, Result

__all__ = ["BranchSimulation", "simulate_branch"]

LIMITS = (
    "A simulation repeats what it was told: arrivals that hang together (a bus, pay day), people "
    "who give up and staff who hurry when it is busy are not in it; cases done twice only with "
    "rework=True. Compare it with a day that was watched before believing its next one."
)


@dataclass(frozen=True, eq=False, repr=False)
class BranchSimulation(Result):
    """Many simulated days of a branch.

    Attributes
    ----------
    table : DataFrame (index: flow, measure)
        ``mean low high sd`` over days of: ``customers``, ``wait`` (mean of all waiting, minutes),
        ``wait_p90``, ``within_target`` (share), ``time_in_branch``, ``overtime`` (minutes from
        closing until the last customer has left).
    changes : DataFrame (index: flow, measure)
        ``change low high`` against the first flow, paired by day; empty with one flow.
    by_hour : DataFrame (index: flow, hour)
        ``expected mean low high sd`` of the wait of those who came in that hour.
    roles : DataFrame (index: flow, role)
        ``people utilisation wait wait_low wait_high``; people are those on duty at most.
    days : DataFrame (index: flow, day)
        The measures of each day.
    target_wait : float or None
    replications : int
    ci_level : float
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> flow = [{"step": "pay", "process_time": 3}]
    >>> found = svq.simulate_branch({9: 12, 10: 15}, flow, replications=5, progress=False)
    >>> found.roles.index.tolist()
    [('as given', 'pay')]
    """

    table: pd.DataFrame
    changes: pd.DataFrame
    by_hour: pd.DataFrame
    roles: pd.DataFrame
    days: pd.DataFrame
    target_wait: float | None
    replications: int
    ci_level: float
    convention: str

    def _title(self) -> str:
        return f"Branch simulated ({self.replications} days)"

    def _parts(self) -> list[Part]:
        parts: list[Part] = [("", self.table)]
        if len(self.changes):
            first = self.days.index[0][0]
            parts.append((f"Change against {first!r}, day by day", self.changes))
        return [
            *parts,
            ("By role", self.roles),
            ("Convention", self.convention),
            ("What this does not say", LIMITS),
        ]


def simulate_branch(
    arrivals: Any,
    steps: Any,
    staff: Any = None,
    *,
    target_wait: float | None = None,
    rework: bool = False,
    warm_up: float = 0.0,
    replications: int = 100,
    ci_level: float = 0.95,
    seed: int | None = 1,
    progress: bool = True,
) -> BranchSimulation:
    """Simulate days of a branch and say how long customers wait, with intervals over days.

    Parameters
    ----------
    arrivals : mapping or Series
        Hour (9 is from 9:00 to 10:00) to customers expected; hours may run past 24 for long runs.
    steps : DataFrame or list of mappings
        A row a step, in order: ``step``, ``process_time`` (mean minutes), optional ``role`` (default:
        one of its own; ``customer`` needs no staff), ``people`` of that role, ``process_cv``
        (standard deviation over mean, default 1: exponential; 0: constant), ``taken_by`` (percentage
        of customers). With a column ``state`` each state is a flow, and flows meet the same
        customers (common random numbers). Waits of a value stream are not read: waiting is what
        the simulation finds.
    staff : mapping, optional
        Role to people on duty, or to people by hour; or state to such a mapping. Default ``people``.
    target_wait : float, optional
        Minutes; gives the share of customers who wait no longer in all.
    rework : bool
        Whether cases that the next step cannot use (column ``complete_accurate``, %C&A) come back
        and the step is done again, taking as long as before, once or more often.
    warm_up : float
        Minutes since opening whose customers do not count: 0 for a day that begins empty.
    replications : int
        Days.
    ci_level : float
    seed : int, optional
        The same seed gives the same days; None draws others each time.
    progress : bool
        Show a bar when it takes more than a second.

    Returns
    -------
    BranchSimulation
        ``.table``, ``.changes``, ``.by_hour``, ``.roles``, ``.days``.

    Raises
    ------
    DataError
        If hours, steps or schedules are wrong, or customers come when nobody is on duty.
    MissingExtraError
        If simpy is not installed.

    References
    ----------
    Law (2015), Simulation Modeling and Analysis, 5th ed., chapters 9 (replications, warm-up) and
    11 (common random numbers).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.simulate_branch({hour: 5 for hour in range(9, 17)},
    ...     svq.load_dataset("bank_account_opening"), replications=20, progress=False)
    >>> bool(found.changes.loc[("after", "wait"), "high"] < 0)
    True
    """
    expected = hours_of("arrivals", arrivals)
    if not expected.sum() > 0:
        raise DataError("no customers are expected in any hour; there is nothing to simulate")
    if expected.sum() > MOST:
        raise DataError(
            f"{expected.sum():g} customers are expected in all, more than {MOST:,}: every one is "
            "simulated; take one branch or fewer hours"
        )
    drawn = int(generator(seed).integers(2**32))
    start = drawn if seed is None else int(seed)
    target = None if target_wait is None else amount("target_wait", target_wait, zero=True)
    early = amount("warm_up", warm_up, zero=True)
    if early >= HOUR * len(expected):
        raise ValueError(f"warm_up of {early:g} minutes leaves nothing of {len(expected)} hours")
    many, level = count("replications", replications, least=2), share("ci_level", ci_level)
    flows = flows_of(steps, staff, expected.index, rework=rework)
    for flow in flows:
        check_open(flow, expected)
    found: dict[str, list[Day]] = {flow.name: [] for flow in flows}
    for number in _counted(many, progress):
        came = draw_arrivals(expected.to_numpy(), start, number)
        for flow in flows:
            found[flow.name].append(run_day(flow, came, start, number))
    days = pd.concat(
        {
            name: pd.DataFrame([day_measures(day, early, target) for day in ran])
            for name, ran in found.items()
        },
        names=["flow", "day"],
    )
    return BranchSimulation(
        _summed(days, level),
        changes(days.drop(columns="customers"), level),
        _by_hour(found, expected, level),
        pd.concat({f.name: _roles(f, found[f.name], early, level) for f in flows}, names=["flow"]),
        days,
        target,
        many,
        level,
        _said(early, expected, rework),
    )


def _counted(many: int, progress: bool) -> Any:
    if not progress:
        return range(many)
    from tqdm.auto import tqdm

    return tqdm(range(many), desc="days", delay=1, leave=False)


def _summed(days: pd.DataFrame, level: float) -> pd.DataFrame:
    measures = pd.Index(days.columns, name="measure")
    tables = {
        name: over_days(rows.to_numpy(float), level).set_index(measures)
        for name, rows in days.groupby(level="flow", sort=False)
    }
    return pd.concat(tables, names=["flow"])


def _by_hour(found: dict[str, list[Day]], expected: pd.Series, level: float) -> pd.DataFrame:
    tables = {}
    for name, ran in found.items():
        values = np.array([day_hours(day, len(expected)) for day in ran])
        table = over_days(values, level).set_index(expected.index)
        table.insert(0, "expected", expected)
        tables[name] = table
    return pd.concat(tables, names=["flow"])


def _roles(flow: Flow, ran: list[Day], early: float, level: float) -> pd.DataFrame:
    values = np.array([day_roles(day, early) for day in ran])
    waits = over_days(values[:, 1], level)
    return pd.DataFrame(
        {
            "people": [int(people.max()) for people in flow.staff.values()],
            "utilisation": values[:, 0].mean(axis=0),
            "wait": waits["mean"].to_numpy(),
            "wait_low": waits["low"].to_numpy(),
            "wait_high": waits["high"].to_numpy(),
        },
        index=pd.Index(list(flow.staff), name="role"),
    )


def _said(early: float, expected: pd.Series, rework: bool) -> str:
    first, last = expected.index[0], expected.index[-1] + 1
    said = (
        f"Open from {first}:00 to {last}:00; who is inside at closing is served. Customers come at "
        "random by the hour (Poisson); process times are gamma. Each role has one line, first come "
        "first served; steps of one role in a row are one visit. Means are of days, with Student's t "
        "over days; flows meet the same customers."
    )
    if rework:
        said += " What the next step cannot use (%C&A) is done again as a further visit."
    return said + (f" Customers of the first {early:g} minutes do not count." if early else "")
