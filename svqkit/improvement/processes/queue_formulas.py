"""Waiting in line by formula: Erlang's two, and the chances of a queue with limited room."""

from __future__ import annotations

import math

import numpy as np

__all__ = [
    "chance_of_empty",
    "erlang_b",
    "erlang_c",
    "limited_chances",
    "wait_quantile",
    "within",
]


def erlang_b(load: float, servers: int) -> float:
    """Give the share of customers lost where nobody can wait (M/M/c/c).

    Parameters
    ----------
    load : float
        Arrival rate × mean service time, in erlang.
    servers : int

    Returns
    -------
    float
        By the recursion B(0) = 1, 1/B(c) = 1 + c/(load · B(c−1)), which never overflows.

    References
    ----------
    Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, section 2.5.

    Examples
    --------
    >>> erlang_b(1.0, 2)
    0.2
    """
    lost = 1.0
    for busy in range(1, servers + 1):
        lost = load * lost / (busy + load * lost)
    return lost


def erlang_c(load: float, servers: int) -> float:
    """Give the chance that an arriving customer has to wait (M/M/c).

    Parameters
    ----------
    load : float
        In erlang; at ``servers`` and above everybody waits in the end.
    servers : int

    Returns
    -------
    float
        C = B / (1 − ρ(1 − B)) with Erlang's B and ρ = load / servers; 1 where ρ ≥ 1.

    References
    ----------
    Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, section 2.3.

    Examples
    --------
    >>> round(erlang_c(2 / 3, 2), 6)  # a load of 2/3 on two servers
    0.166667
    """
    used = load / servers
    if used >= 1:
        return 1.0
    lost = erlang_b(load, servers)
    return lost / (1 - used * (1 - lost))


def limited_chances(load: float, servers: int, capacity: int) -> np.ndarray:
    """Give the chances of 0, 1, … customers where only so many find room (M/M/c/K).

    Parameters
    ----------
    load : float
        In erlang; may exceed ``servers``.
    servers, capacity : int
        ``capacity`` counts those being served too.

    Returns
    -------
    ndarray (capacity + 1,)

    References
    ----------
    Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, section 2.4.

    Examples
    --------
    >>> limited_chances(1.0, 1, 1).tolist()
    [0.5, 0.5]
    """
    busy = np.minimum(np.arange(1, capacity + 1), servers)
    logs = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(busy))])
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum())


def chance_of_empty(load: float, many: int) -> float:
    """Give the chance that nobody is there (M/M/c).

    Parameters
    ----------
    load : float
        In erlang, below ``many``.
    many : int
        Servers.

    Returns
    -------
    float

    Examples
    --------
    >>> round(chance_of_empty(0.25, 1), 12)
    0.75
    """
    logs = [k * math.log(load) - math.lgamma(k + 1) for k in range(many)]
    logs.append(many * math.log(load) - math.lgamma(many + 1) - math.log(1 - load / many))
    top = max(logs)
    return math.exp(-top) / sum(math.exp(value - top) for value in logs)


def wait_quantile(chance: float, drain: float, part: float) -> float:
    """Give the wait that a share of customers does not exceed (M/M/c, minutes).

    Parameters
    ----------
    chance : float
        That a customer waits at all.
    drain : float
        Rate at which a queue of waiting customers empties, a minute: (servers − load) / service.
    part : float
        Share of customers.

    Returns
    -------
    float

    Examples
    --------
    >>> wait_quantile(0.5, 0.1, 0.4)
    0.0
    """
    return max(0.0, math.log(chance / (1 - part)) / drain) if chance > 0 else 0.0


def within(load: float, servers: int, service: float, target: float) -> float:
    """Give the share of customers that wait no longer than a target (M/M/c); 0 where unstable.

    Parameters
    ----------
    load : float
        In erlang.
    servers : int
    service, target : float
        Minutes.

    Returns
    -------
    float

    Examples
    --------
    >>> within(2.0, 2, 5, 10)
    0.0
    """
    if load <= 0:
        return 1.0
    if load >= servers:
        return 0.0
    return 1 - erlang_c(load, servers) * math.exp(-(servers - load) / service * target)
