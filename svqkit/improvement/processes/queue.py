"""How long customers wait in line, by formula."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from svqkit.improvement.processes.amounts import amount, count
from svqkit.improvement.processes.queue_formulas import (
    chance_of_empty,
    erlang_c,
    limited_chances,
    wait_quantile,
)
from svqkit.result import Part, Result

__all__ = ["Queue", "queue"]

LIMITS = (
    "The formulas hold for a queue that has run at one rate for long, with customers who come at "
    "random, wait in one line and never give up. A peak hour after a quiet one waits less, the "
    "hour after a peak more; simulate_branch() shows that."
)


@dataclass(frozen=True, eq=False, repr=False)
class Queue(Result):
    """A queue in the long run.

    Attributes
    ----------
    table : Series (index: measure)
        ``utilisation load chance_of_waiting wait time_in_system queue_length in_system
        empty``; ``wait_p50 wait_p90 wait_p95`` and ``within_target``, NaN where no formula gives
        them; ``turned_away`` and ``arrivals_served`` with limited room. Times in minutes.
    arrivals, service : float
        Customers an hour, minutes a customer.
    servers : int
    capacity : int or None
    model : str
        In Kendall's notation.
    convention : str

    Examples
    --------
    >>> import svqkit as svq
    >>> svq.queue(2, 20, 2).model
    'M/M/2'
    """

    table: pd.Series
    arrivals: float
    service: float
    servers: int
    capacity: int | None
    model: str
    convention: str

    def _title(self) -> str:
        return (
            f"Queue {self.model}: {self.arrivals:g} an hour, {self.service:g} minutes each, "
            f"{self.servers} server{'s' if self.servers > 1 else ''}"
        )

    def _parts(self) -> list[Part]:
        return [
            ("", self.table.dropna()),
            ("Convention", self.convention),
            ("What this does not say", LIMITS),
        ]


def queue(
    arrivals: float,
    service: float,
    servers: int = 1,
    *,
    capacity: int | None = None,
    service_cv: float = 1.0,
    target_wait: float | None = None,
) -> Queue:
    """Compute how long customers wait in line: M/M/c, M/G/1 and M/M/c/K.

    Parameters
    ----------
    arrivals : float
        Customers an hour, at random (Poisson).
    service : float
        Mean minutes a customer is served.
    servers : int
        People or machines that serve from one line.
    capacity : int, optional
        How many find room, those being served included; who finds none goes away.
    service_cv : float
        Standard deviation of service times over their mean: 1 exponential, 0 always the same.
        With one server the mean wait is exact (Pollaczek and Khinchine); with several it is the
        approximation of Allen and Cunneen; how waits are spread is then not known (NaN).
    target_wait : float, optional
        Minutes; gives ``within_target``, the share that waits no longer.

    Returns
    -------
    Queue
        ``.table``.

    Raises
    ------
    ValueError
        If an input is out of range, or more customers come than can be served: the queue then
        grows without end (unless room is limited).

    References
    ----------
    Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, sections 2.2–2.4
    and 5.1. Allen (1990), Probability, Statistics, and Queueing Theory, for M/G/c.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.queue(2, 20, 2)  # an emergency room: two patients an hour, two doctors
    >>> float(round(found.table["wait"], 3)), float(round(found.table["queue_length"], 4))
    (2.5, 0.0833)
    """
    rate, mean = amount("arrivals", arrivals), amount("service", service)
    many = count("servers", servers)
    cv = amount("service_cv", service_cv, zero=True)
    target = None if target_wait is None else amount("target_wait", target_wait, zero=True)
    load = rate * mean / 60
    if capacity is not None:
        if cv != 1:
            raise ValueError("limited room (capacity) has a formula for service_cv=1 only")
        room = count("capacity", capacity, least=many)
        table = _limited(rate, mean, many, room, target)
        return Queue(table, rate, mean, many, room, f"M/M/{many}/{room}", _said(cv, many, room))
    if load >= many:
        raise ValueError(
            f"the queue is unstable: {rate:g} customers an hour of {mean:g} minutes keep "
            f"{load:g} servers busy, and there {'is' if many == 1 else 'are'} {many}, so it grows "
            f"without end. It takes at least {math.floor(load) + 1} servers, or capacity= where "
            "people are turned away"
        )
    table = _unlimited(load, rate, mean, many, cv, target)
    kind = "M" if cv == 1 else "D" if cv == 0 else "G"
    return Queue(table, rate, mean, many, None, f"M/{kind}/{many}", _said(cv, many, None))


def _unlimited(
    load: float, rate: float, mean: float, many: int, cv: float, target: float | None
) -> pd.Series:
    chance = erlang_c(load, many)
    drain = (many - load) / mean
    wait = chance / drain * (1 + cv**2) / 2
    exponential = cv == 1
    known = exponential or many == 1
    first = {
        "utilisation": load / many,
        "load": load,
        "chance_of_waiting": chance if known else np.nan,
        "wait": wait,
        "time_in_system": wait + mean,
        "queue_length": rate / 60 * wait,
        "in_system": rate / 60 * (wait + mean),
        "empty": chance_of_empty(load, many) if known else np.nan,
    }
    for part in (0.5, 0.9, 0.95):
        first[f"wait_p{100 * part:.0f}"] = (
            wait_quantile(chance, drain, part) if exponential else np.nan
        )
    first["within_target"] = (
        1 - chance * math.exp(-drain * target) if exponential and target is not None else np.nan
    )
    return pd.Series(first, name="value").rename_axis("measure")


def _limited(rate: float, mean: float, many: int, room: int, target: float | None) -> pd.Series:
    load = rate * mean / 60
    chances = limited_chances(load, many, room)
    there = np.arange(room + 1)
    served = rate / 60 * (1 - chances[-1])
    line = float(chances @ np.maximum(there - many, 0))
    inside = float(chances @ there)
    found = {
        "utilisation": served * mean / many,
        "load": load,
        "chance_of_waiting": float(chances[many:-1].sum() / (1 - chances[-1])),
        "wait": line / served,
        "time_in_system": inside / served,
        "queue_length": line,
        "in_system": inside,
        "empty": float(chances[0]),
        "turned_away": float(chances[-1]),
        "arrivals_served": 60 * served,
        "within_target": np.nan if target is None else _within(chances, many, mean, target),
    }
    return pd.Series(found, name="value").rename_axis("measure")


def _within(chances: np.ndarray, many: int, mean: float, target: float) -> float:
    """Give the share of those who enter that wait no longer: Erlang waits of whom they find."""
    from scipy.special import pdtr

    entering = chances[many:-1] / (1 - chances[-1])  # all servers are busy
    ahead = np.arange(len(entering))  # customers waiting already
    done = many * target / mean  # mean number of customers that leave within the target
    return float(1 - entering @ pdtr(ahead, done))  # too late: no more than those ahead have left


def _said(cv: float, many: int, room: int | None) -> str:
    base = "Arrivals an hour; service, waits and times in minutes. "
    if room is not None:
        return base + (
            f"{room} customers find room, those being served included; waits are of those who "
            "enter, turned_away is the share that does not."
        )
    if cv == 1:
        return base + "Exponential service: Erlang's C; percentiles are of all customers."
    if many == 1:
        return base + "Mean wait by Pollaczek and Khinchine, exact for any service times."
    return base + (
        "Mean wait by Allen and Cunneen's approximation: that of M/M/c times (1 + cv²)/2."
    )
