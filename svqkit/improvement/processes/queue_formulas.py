"""Waiting in line by formula: Erlang's two, and the chances of a queue with limited room."""

from __future__ import annotations

import numpy as np

__all__ = ["erlang_b", "erlang_c", "limited_chances"]


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
