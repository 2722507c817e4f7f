"""One minimum-residual factor of many correlation matrices, by Newton steps on its loadings.

With a single factor the loadings themselves are as few as the uniquenesses, and their gradient and
Hessian need no eigenvectors. That makes this several times faster than the general route, which
parallel analysis and the bootstrap of omega feel.
"""

from __future__ import annotations

import numpy as np

__all__ = ["one_factor_loadings"]

GRADIENT = 1e-10
MOST_STEPS = 60
FIRST_DAMPING = 0.05
RUN_OFF = 2.0
"""A loading beyond this is on its way to infinity, where one item is all of the factor."""


def one_factor_loadings(R: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minimise the squared off-diagonal residuals of one factor.

    Parameters
    ----------
    R : ndarray (b, p, p)
        Correlation matrices.
    start : ndarray (b, p)
        Loadings to start from.

    Returns
    -------
    loadings : ndarray (b, p)
        Unbounded.
    converged : ndarray of bool (b,)
        False also where a loading ran off beyond 2; it is left where it was then.

    Notes
    -----
    f(a) = ¼ Σ_{i≠j} (r_ij − a_i a_j)² (Harman & Jones 1966, *Psychometrika* 31, 351-368). Steps are
    damped (Levenberg) until they lower f.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> one_factor_loadings(R[None], np.full((1, 4), 0.6))[0].round(6)
    array([[0.8, 0.7, 0.6, 0.5]])
    """
    off = R.copy()
    index = np.arange(R.shape[-1])
    off[:, index, index] = 0.0
    a = np.array(start, dtype=float)
    damping = np.zeros(len(a))
    value, pull = _value(off, a)
    gradient = _gradient(a, pull)
    done = np.abs(gradient).max(axis=1) < GRADIENT
    ran_off = np.zeros(len(a), dtype=bool)
    for _ in range(MOST_STEPS):
        live = np.flatnonzero(~(done | ran_off))
        if len(live) == 0:
            break
        x = a[live]
        hessian = 2 * x[:, :, None] * x[:, None, :] - off[live]
        square = (x**2).sum(axis=1, keepdims=True)
        # the tiny addition keeps an exactly singular matrix solvable
        hessian[:, index, index] = square - x**2 + damping[live, None] + 1e-12
        trial = x - np.linalg.solve(hessian, gradient[live][:, :, None])[:, :, 0]
        new, new_pull = _value(off[live], trial)
        better = new <= value[live] + 1e-15
        kept, lost = live[better], live[~better]
        a[kept], value[kept] = trial[better], new[better]
        gradient[kept] = _gradient(trial[better], new_pull[better])
        damping[kept] *= 0.1
        damping[lost] = np.maximum(4 * damping[lost], FIRST_DAMPING)
        done[kept] = np.abs(gradient[kept]).max(axis=1) < GRADIENT
        ran_off[kept] = np.abs(a[kept]).max(axis=1) > RUN_OFF
    return a, done & ~ran_off


def _value(off: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the function, up to a constant, and R a without the diagonal."""
    pull = (off @ a[:, :, None])[:, :, 0]
    square = a**2
    total = square.sum(axis=1) ** 2 - (square**2).sum(axis=1)
    return 0.25 * total - 0.5 * (a * pull).sum(axis=1), pull


def _gradient(a: np.ndarray, pull: np.ndarray) -> np.ndarray:
    square = a**2
    return np.asarray(a * (square.sum(axis=1, keepdims=True) - square) - pull)
