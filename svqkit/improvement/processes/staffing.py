"""How many people each hour takes for a target wait."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.processes.amounts import amount, count, hours_of
from svqkit.improvement.processes.amounts import share as checked_share
from svqkit.improvement.processes.queue_formulas import erlang_c, within
from svqkit.result import Part, Result

__all__ = ["Staffing", "staffing"]

MOST_BUSY = 2_000
"""People kept busy by one line: more is no place anybody staffs, and would take long to compute."""
CONVENTION = (
    "Each hour is taken as a queue in balance at its own rate (SIPP: stationary, independent, "
    "period by period) with random arrivals and exponential service (Erlang's C)."
)
LIMITS = (
    "An hour is taken by itself: one after a peak begins with the peak's queue and can be worse "
    "than the table says, one after a quiet hour better (Green, Kolesar & Soares 2001); check a plan "
    "with simulate_branch(). Breaks and absence are covered by shrinkage only."
)


@dataclass(frozen=True, eq=False, repr=False)
class Staffing(Result):
    """People needed by hour.

    Attributes
    ----------
    table : DataFrame (index: hour)
        ``arrivals load needed rostered within_target one_fewer wait utilisation``: people at work,
        people to roster with shrinkage, share of customers within the target with so many and with
        one fewer, mean wait in minutes.
    grid : DataFrame (index: hour, columns: people)
        Share of customers within the target wait.
    service, target_wait, share : float
    person_hours : int
        Sum of ``rostered``.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.staffing({9: 20, 10: 40}, 6, target_wait=5).table["needed"].tolist()
    [3, 6]
    """

    table: pd.DataFrame
    grid: pd.DataFrame
    service: float
    target_wait: float
    share: float
    person_hours: int
    convention: str

    def _title(self) -> str:
        return (
            f"Staffing: {100 * self.share:g} % wait at most {self.target_wait:g} minutes "
            f"({self.service:g} minutes of service)"
        )

    def _parts(self) -> list[Part]:
        return [
            ("", self.table),
            ("Person-hours", f"{self.person_hours} to roster."),
            ("Convention", self.convention),
            ("What this does not say", LIMITS),
        ]


def staffing(
    arrivals_by_hour: Any,
    service: float,
    *,
    target_wait: float,
    share: float = 0.8,
    shrinkage: float = 0.0,
    minimum: int = 1,
) -> Staffing:
    """Compute for each hour how many people it takes that most customers wait no longer than a target.

    Parameters
    ----------
    arrivals_by_hour : mapping or Series
        Hour of the day (9 is from 9:00 to 10:00) to customers expected.
    service : float
        Mean minutes a customer is served.
    target_wait : float
        Minutes.
    share : float
        Share of customers that shall not wait longer, such as 0.8.
    shrinkage : float
        Share of rostered time that is not at the counter (breaks, absence), from 0 to below 1.
    minimum : int
        People at work in any hour.

    Returns
    -------
    Staffing
        ``.table``, ``.grid``, ``.person_hours``.

    Raises
    ------
    ValueError or DataError
        If a number is out of range, or hours are missing or twice there.

    References
    ----------
    Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, section 2.3.
    Green, Kolesar & Soares (2001), Operations Research 49(4), 549–564.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.staffing({9: 12, 10: 30, 11: 42}, 7, target_wait=5, share=0.8)
    >>> found.table["needed"].tolist()
    [3, 5, 7]
    """
    expected = hours_of("arrivals", arrivals_by_hour)
    mean = amount("service", service)
    target = amount("target_wait", target_wait, zero=True)
    part = checked_share("share", share)
    away = amount("shrinkage", shrinkage, zero=True)
    if away > 0.99:
        raise ValueError(f"shrinkage must be below 1 (15 % is 0.15), not {shrinkage!r}")
    least = count("minimum", minimum, least=0)
    loads = expected * mean / 60
    for hour, load in loads.items():
        if load > MOST_BUSY:
            raise ValueError(
                f"hour {hour} keeps {load:.0f} people busy; a table is for one line with up to "
                f"{MOST_BUSY:,}: plan each site by itself, or check arrivals (an hour) and service "
                "(minutes)"
            )
    needed = [_needed(load, mean, target, part, least) for load in loads]
    few = max(1, min(needed) - 1)
    people = list(range(few, max(needed) + 2))
    grid = pd.DataFrame(
        [[within(load, n, mean, target) for n in people] for load in loads],
        index=expected.index,
        columns=pd.Index(people, name="people"),
    )
    rows = []
    for load, n in zip(loads, needed, strict=True):
        rows.append(
            {
                "load": load,
                "needed": n,
                "rostered": math.ceil(round(n / (1 - away), 9)),
                "within_target": within(load, n, mean, target),
                "one_fewer": within(load, n - 1, mean, target) if n > 1 else np.nan,
                "wait": erlang_c(load, n) * mean / (n - load) if load > 0 else 0.0,
                "utilisation": load / n if n else 0.0,
            }
        )
    table = pd.DataFrame(rows, index=expected.index)
    table.insert(0, "arrivals", expected)
    said = CONVENTION
    if away:
        said += f" Rostered: needed / (1 − {away:g}), rounded up."
    return Staffing(table, grid, mean, target, part, int(table["rostered"].sum()), said)


def _needed(load: float, service: float, target: float, part: float, least: int) -> int:
    """Count up from the smallest stable number; the share within target grows with each."""
    if load <= 0:
        return least
    people = max(least, math.floor(load) + 1)
    while within(load, people, service, target) < part:
        people += 1
    return people
