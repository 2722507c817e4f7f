"""One day in a branch, customer by customer (SimPy)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from svqkit.errors import MissingExtraError
from svqkit.improvement.processes.branch_plan import Flow
from svqkit.improvement.processes.roles import CUSTOMER

__all__ = ["Day", "draw_arrivals", "run_day"]

HOUR = 60.0


@dataclass(frozen=True)
class Day:
    """What happened in one day; arrays are by customer, in the order of arrival (minutes).

    ``waits`` (customers × roles) holds the wait for each role, NaN where the role was not needed;
    ``busy`` and ``paid`` the minutes at work and on duty by role; ``closed`` how long after closing
    the last customer left.
    """

    arrived: np.ndarray
    waited: np.ndarray
    stayed: np.ndarray
    waits: np.ndarray
    busy: np.ndarray
    paid: np.ndarray
    closed: float


def draw_arrivals(expected: np.ndarray, seed: int, day: int) -> np.ndarray:
    """Draw when customers come: Poisson by hour, at random within it.

    Parameters
    ----------
    expected : ndarray (hours,)
    seed, day : int
        The same day has the same customers in every flow.

    Returns
    -------
    ndarray
        Minutes since opening, sorted.

    Examples
    --------
    >>> draw_arrivals(np.array([0.0, 30.0]), 1, 0).min() >= 60
    np.True_
    """
    rng = np.random.default_rng([seed, day])
    numbers = rng.poisson(expected)
    starts = np.repeat(np.arange(len(expected)), numbers)
    return np.sort(HOUR * (starts + rng.random(len(starts))))


def _visits(flow: Flow, n: int, seed: int, day: int) -> list[list[tuple[int, float]]]:
    """Draw for each customer the visits: role number (−1 for themselves) and minutes.

    Steps of one role that follow one another are one visit. The numbers drawn for a step hang on
    its name, so that flows which share a step share its luck. What the next step cannot use comes
    back as a further visit, once or more often.
    """
    roles = list(flow.staff)
    visits: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    columns = ["process_time", "process_cv", "taken_by", "role", "redone"]
    for name, mean, cv, part, role, redone in flow.steps[columns].itertuples():
        rng = np.random.default_rng([seed, day, crc32(str(name).encode())])
        times = np.full(n, mean)
        if cv > 1e-6:
            times = mean * cv**2 * rng.standard_gamma(1 / cv**2, n)
        taken = rng.random(n) * 100 < part
        number = -1 if role == CUSTOMER else roles.index(role)
        again = rng.geometric(1 - redone, n) - 1 if redone > 0 else np.zeros(n, dtype=int)
        for steps, time, takes, more in zip(
            visits, times.tolist(), taken.tolist(), again.tolist(), strict=True
        ):
            if takes:
                joined = time
                if steps and steps[-1][0] == number:
                    joined += steps.pop()[1]
                steps.append((number, joined))
                steps.extend([(number, time)] * more)
    return visits


def run_day(flow: Flow, arrived: np.ndarray, seed: int, day: int) -> Day:
    """Run a day from opening until the last customer has left.

    Parameters
    ----------
    flow : Flow
    arrived : ndarray
        Minutes since opening.
    seed, day : int

    Returns
    -------
    Day

    Examples
    --------
    >>> import pandas as pd
    >>> from svqkit.improvement.processes.branch_plan import flows_of
    >>> rows = [{"step": "pay", "process_time": 4, "process_cv": 0}]
    >>> flow = flows_of(rows, None, pd.Index([9]))[0]
    >>> run_day(flow, np.array([0.0, 1.0]), 1, 0).waited.tolist()
    [0.0, 3.0]
    """
    try:
        import simpy
    except ImportError:
        raise MissingExtraError("improve", "simpy") from None
    env = simpy.Environment()
    pools = []
    for people in flow.staff.values():
        pool = simpy.PriorityResource(env, capacity=int(people.max()))
        pools.append(pool)
        if people.min() < people.max():
            env.process(_shifts(env, pool, people))
    n, visits = len(arrived), _visits(flow, len(arrived), seed, day)
    waited_for: list[dict[int, float]] = [{} for _ in range(n)]
    ends, minutes_busy = arrived.tolist(), [0.0] * len(pools)
    for k, (time, steps) in enumerate(zip(arrived.tolist(), visits, strict=True)):
        env.process(_customer(env, k, time, steps, pools, waited_for[k], ends, minutes_busy))
    env.run()
    left, waits = np.array(ends), np.full((n, len(pools)), np.nan)
    for row, waited_by in zip(waits, waited_for, strict=True):
        row[list(waited_by)] = list(waited_by.values())
    closed = max(0.0, float(left.max()) - HOUR * flow.hours) if n else 0.0
    paid = [HOUR * people.sum() + closed * _last(people) for people in flow.staff.values()]
    waited = np.nansum(waits, axis=1)
    busy = np.array(minutes_busy)
    return Day(arrived, waited, left - arrived, waits, busy, np.array(paid), closed)


def _customer(
    env: Any,
    number: int,
    time: float,
    steps: list[tuple[int, float]],
    pools: list[Any],
    waits: dict[int, float],
    ends: list[float],
    busy: list[float],
) -> Generator[Any, Any, None]:
    """Come, go from step to step, and leave."""
    yield env.timeout(time)
    for role, minutes in steps:
        if role < 0:
            yield env.timeout(minutes)
            continue
        since = env.now
        with pools[role].request() as turn:
            yield turn
            waits[role] = waits.get(role, 0.0) + (env.now - since)
            yield env.timeout(minutes)
        busy[role] += minutes
    ends[number] = env.now


def _last(people: np.ndarray) -> int:
    """Who stays until the last customer has left: the last who were on duty."""
    return int(people[np.flatnonzero(people)[-1]])


def _shifts(env: Any, pool: Any, people: np.ndarray) -> Generator[Any, Any, None]:
    """Take people off duty by holding their places; nobody leaves in the middle of a case."""
    held: list[Any] = []
    for here in [*people.tolist(), _last(people)]:
        away = pool.capacity - here
        while len(held) > away:
            place = held.pop()
            if place.triggered:
                pool.release(place)
            else:
                place.cancel()
        held += [pool.request(priority=-1) for _ in range(away - len(held))]
        yield env.timeout(HOUR)
