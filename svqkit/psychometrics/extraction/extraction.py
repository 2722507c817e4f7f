"""Common factors from a correlation matrix: minimum residual, maximum likelihood, principal axis.

Minres and ML are Newton iterations on the uniquenesses (:mod:`uniqueness_functions`), a single minres
factor on its loadings (:mod:`one_factor_minres`). All arrays carry a leading batch axis, so that random
matrices and bootstrap replicates are solved together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.extraction.one_factor_minres import one_factor_loadings
from svqkit.psychometrics.extraction.projected_newton import minimise
from svqkit.psychometrics.extraction.uniqueness_functions import minres_state, ml_state

__all__ = [
    "LOWEST_UNIQUENESS",
    "METHODS",
    "Extraction",
    "extract",
    "extract_batch",
    "minres_batch",
    "smc",
]

LOWEST_UNIQUENESS = 0.005
PRINCIPAL_AXIS_CHANGE = 1e-9
PRINCIPAL_AXIS_STEPS = 5_000


class Extraction(NamedTuple):
    """Unrotated factors.

    Parameters
    ----------
    loadings : ndarray (p, m)
        Columns ordered by eigenvalue, each with a non-negative sum.
    communalities : ndarray (p,)
        Row sums of squared loadings.
    bound : ndarray of bool (p,)
        Items whose uniqueness stopped at its lower bound, or whose communality reached 1.
    converged : bool
    """

    loadings: np.ndarray
    communalities: np.ndarray
    bound: np.ndarray
    converged: bool


def smc(R: np.ndarray) -> np.ndarray:
    """Squared multiple correlation of each item with all others.

    Parameters
    ----------
    R : ndarray (..., p, p)
        Correlation matrices.

    Returns
    -------
    ndarray (..., p)

    Examples
    --------
    >>> smc(np.array([[1.0, 0.5], [0.5, 1.0]]))
    array([0.25, 0.25])
    """
    return 1 - 1 / np.diagonal(np.linalg.inv(R), axis1=-2, axis2=-1)


def minres_batch(
    R: np.ndarray, m: int, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Minimum-residual uniquenesses of many correlation matrices at once.

    Parameters
    ----------
    R : ndarray (b, p, p)
    m : int
        Number of factors.
    start : ndarray (p,) or (b, p), optional
        Uniquenesses to start from; 1 − SMC by default, as psych does.

    Returns
    -------
    loadings : ndarray (b, p, m)
        Unrotated, signs as they come.
    converged : ndarray of bool (b,)

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> np.abs(minres_batch(R[None], 1)[0][0, :, 0]).round(6)
    array([0.8, 0.7, 0.6, 0.5])
    """
    loadings, _, converged = _minres(R, m, start)
    return loadings, converged


Solved = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Loadings (b, p, m), items at their bound (b, p) and which converged (b,)."""


def _minres(R: np.ndarray, m: int, start: np.ndarray | None) -> Solved:
    x = 1 - smc(R) if start is None else np.array(np.broadcast_to(start, R.shape[:-1]))
    if m > 1:
        return _minres_of_uniquenesses(R, m, x)
    single, settled = one_factor_loadings(R, _minres_loadings(x, R, 1)[..., 0])
    loadings = single[..., None]
    bound = np.zeros(R.shape[:-1], dtype=bool)
    settled &= (single**2 < 1 - LOWEST_UNIQUENESS).all(axis=-1)
    hard = ~settled
    if hard.any():
        loadings[hard], bound[hard], settled[hard] = _minres_of_uniquenesses(R[hard], 1, x[hard])
    return loadings, bound, settled


def _minres_of_uniquenesses(R: np.ndarray, m: int, x: np.ndarray) -> Solved:
    x, converged = minimise(minres_state, x, R, m, LOWEST_UNIQUENESS, 1.0)
    return _minres_loadings(x, R, m), x <= LOWEST_UNIQUENESS, converged


def _minres_loadings(x: np.ndarray, R: np.ndarray, m: int) -> np.ndarray:
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[..., index, index] -= x
    return _leading(reduced, m, 0.0)


def _leading(matrix: np.ndarray, m: int, less: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    top = np.maximum(values[..., ::-1][..., :m] - less, 0)
    return np.asarray(vectors[..., ::-1][..., :m] * np.sqrt(top)[..., None, :])


def _ml(R: np.ndarray, m: int, start: np.ndarray | None) -> Solved:
    low = np.log(LOWEST_UNIQUENESS)
    first = 1 - smc(R) if start is None else np.broadcast_to(start, R.shape[:-1])
    x, converged = minimise(ml_state, np.log(first), R, m, low, 0.0)
    root = np.exp(x / 2)
    scaled = R / (root[..., :, None] * root[..., None, :])
    return _leading(scaled, m, 1.0) * root[..., None], x <= low, converged


def _paf(R: np.ndarray, m: int, start: np.ndarray | None) -> Solved:
    """Eigendecompose with communalities on the diagonal until these stop changing."""
    h2 = smc(R) if start is None else 1 - np.broadcast_to(start, R.shape[:-1])
    reduced, index = R.copy(), np.arange(R.shape[-1])
    loadings = np.zeros((*R.shape[:-1], m))
    h2, live = np.array(h2), np.arange(len(R))
    for _ in range(PRINCIPAL_AXIS_STEPS):
        reduced[live[:, None], index, index] = h2[live]
        loadings[live] = _leading(reduced[live], m, 0.0)
        new = (loadings[live] ** 2).sum(axis=-1)
        moving = np.abs(new - h2[live]).max(axis=-1) >= PRINCIPAL_AXIS_CHANGE
        h2[live] = new
        live = live[moving]
        if len(live) == 0:
            break
    converged = np.ones(len(R), dtype=bool)
    converged[live] = False
    return loadings, h2 >= 1, converged


def _pca(R: np.ndarray, m: int, start: np.ndarray | None) -> Solved:
    loadings = _leading(R, m, 0.0)
    return loadings, np.zeros(R.shape[:-1], dtype=bool), np.ones(len(R), dtype=bool)


METHODS: dict[str, Callable[[np.ndarray, int, np.ndarray | None], Solved]] = {
    "minres": _minres,
    "ml": _ml,
    "paf": _paf,
    "pca": _pca,
}


def extract_batch(
    R: np.ndarray, m: int, method: str, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Take m factors out of many correlation matrices at once.

    Parameters
    ----------
    R : ndarray (b, p, p)
    m : int
    method : {"minres", "ml", "paf", "pca"}
    start : ndarray (p,) or (b, p), optional
        Uniquenesses to start from.

    Returns
    -------
    loadings : ndarray (b, p, m)
        Unrotated, signs as they come.
    converged : ndarray of bool (b,)

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> np.abs(extract_batch(np.stack([R, R]), 1, "ml")[0][1, :, 0]).round(6)
    array([0.8, 0.7, 0.6, 0.5])
    """
    loadings, _, converged = METHODS[method](R, m, start)
    return loadings, converged


def extract(R: np.ndarray, m: int, method: str) -> Extraction:
    """Take m factors out of one correlation matrix.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite.
    m : int
        At least 1 and fewer than p.
    method : {"minres", "ml", "paf", "pca"}
        Principal components are no common factors, but come the same way.

    Returns
    -------
    Extraction

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> extract(R, 1, "ml").communalities.round(6)
    array([0.64, 0.49, 0.36, 0.25])
    """
    found, at_bound, settled = METHODS[method](R[None], m, None)
    signs = np.where(found[0].sum(axis=0) < 0, -1.0, 1.0)
    loadings = found[0] * signs
    communalities = (loadings**2).sum(axis=1)
    bound = at_bound[0] | ((communalities >= 1) & (method != "pca"))
    return Extraction(loadings, communalities, bound, bool(settled[0]))
