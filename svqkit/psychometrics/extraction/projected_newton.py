"""Newton's method between bounds, with halving, for many small problems at once.

Members of the batch that have converged are left alone, so a batch costs little more than its
slowest member. Uniquenesses that a step would carry over a bound stay on it (projection), and
count as solved while the gradient holds them there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

__all__ = ["State", "minimise"]

GRADIENT = 1e-9
MOST_STEPS = 200
FLATTEST = 1e-6
"""Smallest curvature, as a share of the largest, that a step relies on."""


class State(NamedTuple):
    """A function at one point, for each member of a batch.

    Parameters
    ----------
    value : ndarray (b,)
    gradient : ndarray (b, p)
    hessian : ndarray (b, p, p)
    """

    value: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray


Objective = Callable[[np.ndarray, np.ndarray, int], State]


def minimise(
    objective: Objective, x: np.ndarray, R: np.ndarray, m: int, low: float, high: float
) -> tuple[np.ndarray, np.ndarray]:
    """Minimise a function of the uniquenesses of each member of a batch.

    Parameters
    ----------
    objective : callable (x, R, m) to State
    x : ndarray (b, p)
        Where to start.
    R : ndarray (b, p, p)
    m : int
        Number of factors.
    low, high : float
        Bounds of every x.

    Returns
    -------
    x : ndarray (b, p)
    settled : ndarray of bool (b,)
        Whether the gradient vanished, but for uniquenesses held at a bound.

    Examples
    --------
    >>> def bowl(x, R, m):
    ...     ones = np.broadcast_to(np.eye(x.shape[1]), (*x.shape, x.shape[1])).copy()
    ...     return State(((x - 0.3) ** 2).sum(axis=1) / 2, x - 0.3, ones)
    >>> minimise(bowl, np.full((1, 2), 0.9), np.eye(2)[None], 1, 0.0, 1.0)[0].round(6)
    array([[0.3, 0.3]])
    """
    x = np.clip(x, low, high)
    done = np.zeros(len(x), dtype=bool)
    state = objective(x, R, m)
    for _ in range(MOST_STEPS):
        at_low = (x <= low) & (state.gradient > 0)
        at_high = (x >= high) & (state.gradient < 0)
        free = ~(at_low | at_high)
        done |= np.abs(np.where(free, state.gradient, 0)).max(axis=-1) < GRADIENT
        live = np.flatnonzero(~done)
        if len(live) == 0:
            break
        step = _direction(state.hessian[live], state.gradient[live], free[live])
        x_new, state_new, moved = _line_search(
            objective, x[live], step, R[live], m, low, high, state.value[live], state.gradient[live]
        )
        for old, new in zip(state, state_new, strict=True):
            old[live] = new
        x[live] = x_new
        done[live[~moved]] = True  # the function cannot fall further in this arithmetic
    at_bound = ((x <= low) & (state.gradient > 0)) | ((x >= high) & (state.gradient < 0))
    settled = np.abs(np.where(at_bound, 0, state.gradient)).max(axis=-1) < 1e-5
    return x, settled


def _direction(hessian: np.ndarray, gradient: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Newton step among the free uniquenesses, made a descent where the Hessian is indefinite."""
    pairs = free[:, :, None] & free[:, None, :]
    matrix = np.where(pairs, hessian, 0.0)
    index = np.arange(matrix.shape[-1])
    matrix[:, index, index] += ~free
    slope = np.where(free, gradient, 0.0)
    if _steep(matrix):
        return np.where(free, -np.linalg.solve(matrix, slope[:, :, None])[:, :, 0], 0.0)
    values, vectors = np.linalg.eigh(matrix)
    floor = FLATTEST * np.abs(values).max(axis=-1, keepdims=True)
    values = np.maximum(np.abs(values), floor)
    inner = np.einsum("bik,bi->bk", vectors, slope) / values
    step = -np.einsum("bik,bk->bi", vectors, inner)
    return np.where(free, step, 0.0)


def _steep(matrix: np.ndarray) -> bool:
    """Whether all eigenvalues are above the floor, at a fraction of an eigendecomposition's time.

    The norm of a matrix is at least its largest eigenvalue.
    """
    floor = FLATTEST * np.sqrt((matrix**2).sum(axis=(-2, -1)))
    index = np.arange(matrix.shape[-1])
    lowered = matrix.copy()
    lowered[:, index, index] -= floor[:, None]
    try:
        np.linalg.cholesky(lowered)
    except np.linalg.LinAlgError:
        return False
    return True


def _line_search(
    objective: Objective,
    x: np.ndarray,
    step: np.ndarray,
    R: np.ndarray,
    m: int,
    low: float,
    high: float,
    value: np.ndarray,
    gradient: np.ndarray,
) -> tuple[np.ndarray, State, np.ndarray]:
    size = np.ones(len(x))
    x_new = np.clip(x + step, low, high)
    state = objective(x_new, R, m)
    for _ in range(30):
        gain = ((x_new - x) * gradient).sum(axis=-1)
        worse = state.value > value + 1e-4 * np.minimum(gain, 0) + 1e-15
        if not worse.any():
            break
        size[worse] *= 0.5
        x_new[worse] = np.clip(x[worse] + size[worse, None] * step[worse], low, high)
        again = objective(x_new[worse], R[worse], m)
        for old, new in zip(state, again, strict=True):
            old[worse] = new
    moved = np.abs(x_new - x).max(axis=-1) > 1e-14
    return x_new, state, moved
