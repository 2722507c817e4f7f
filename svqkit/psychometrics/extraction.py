"""Common factors from a correlation matrix: minimum residual, maximum likelihood, principal axis.

Minres and ML are Newton iterations on the uniquenesses alone: for given uniquenesses the best
loadings follow from an eigendecomposition (Jöreskog 1967, *Psychometrika* 32, 443-482; Harman &
Jones 1966), and gradient and Hessian of the remaining function are known in closed form from the
same eigenvectors. All arrays may carry a leading batch axis, so that random matrices and
bootstrap replicates are solved together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.projected_newton import State, minimise

__all__ = ["LOWEST_UNIQUENESS", "METHODS", "Extraction", "extract", "minres_batch", "smc"]

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


def _curvature(vectors: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """H_ij = Σ_kl w_kl v_ik v_il v_jk v_jl, as one matrix product."""
    p = vectors.shape[-1]
    pairs = (vectors[..., :, :, None] * vectors[..., :, None, :]).reshape(
        *vectors.shape[:-2], p, p * p
    )
    flat = weights.reshape(*weights.shape[:-2], 1, p * p)
    return np.asarray((pairs * flat) @ np.swapaxes(pairs, -1, -2))


def _minres_state(x: np.ndarray, R: np.ndarray, m: int) -> State:
    """½ Σ squared trailing eigenvalues of R − Ψ, with x the uniquenesses themselves."""
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[..., index, index] -= x
    values, vectors = np.linalg.eigh(reduced)
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    top, rest = vectors[..., :m], vectors[..., m:]
    left = values[..., m:]
    gradient = -np.einsum("...ik,...k->...i", rest**2, left)
    hessian = (rest @ np.swapaxes(rest, -1, -2)) ** 2
    for k in range(m):  # how the k-th factor and the rest turn into each other
        weights = -left / _apart(values[..., k, None] - left)
        turn = (rest * weights[..., None, :]) @ np.swapaxes(rest, -1, -2)
        hessian += 2 * turn * top[..., :, None, k] * top[..., None, :, k]
    return State(0.5 * (left**2).sum(axis=-1), gradient, hessian)


def _ml_state(x: np.ndarray, R: np.ndarray, m: int) -> State:
    """Σ(θ − ln θ − 1) over trailing eigenvalues of Ψ^-½ R Ψ^-½, with x = ln ψ."""
    scale = np.exp(-x / 2)
    values, vectors = np.linalg.eigh(R * scale[..., :, None] * scale[..., None, :])
    values, vectors = np.maximum(values[..., ::-1], 1e-12), vectors[..., ::-1]
    rest = values[..., m:]
    gradient = np.einsum("...ik,...k->...i", vectors[..., m:] ** 2, 1 - rest)
    both = values[..., :, None] + values[..., None, :]
    slope = np.where(np.arange(values.shape[-1]) < m, 0.0, 1 - 1 / values)
    weights = 0.25 * (slope[..., :, None] + slope[..., None, :]) * both
    quarter = 0.25 * both**2
    weights[..., m:, m:] += quarter[..., m:, m:] / (rest[..., :, None] * rest[..., None, :])
    ratio = -slope[..., None, m:] / _apart(values[..., :m, None] - rest[..., None, :])
    cross = quarter[..., :m, m:] * ratio
    weights[..., :m, m:] += cross
    weights[..., m:, :m] += np.swapaxes(cross, -1, -2)
    return State((rest - np.log(rest) - 1).sum(axis=-1), gradient, _curvature(vectors, weights))


def _apart(difference: np.ndarray) -> np.ndarray:
    """Keep a difference of eigenvalues away from 0: a tie has no curvature of its own."""
    return np.maximum(difference, 1e-8)


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
    x = 1 - smc(R) if start is None else np.array(np.broadcast_to(start, R.shape[:-1]))
    x, converged = minimise(_minres_state, x, R, m, LOWEST_UNIQUENESS, 1.0)
    return _minres_loadings(x, R, m), converged


def _minres_loadings(x: np.ndarray, R: np.ndarray, m: int) -> np.ndarray:
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[..., index, index] -= x
    return _leading(reduced, m, 0.0)


def _leading(matrix: np.ndarray, m: int, less: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    top = np.maximum(values[..., ::-1][..., :m] - less, 0)
    return np.asarray(vectors[..., ::-1][..., :m] * np.sqrt(top)[..., None, :])


def _minres(R: np.ndarray, m: int) -> tuple[np.ndarray, np.ndarray, bool]:
    x, converged = minimise(_minres_state, (1 - smc(R))[None], R[None], m, LOWEST_UNIQUENESS, 1.0)
    return _minres_loadings(x, R[None], m)[0], x[0] <= LOWEST_UNIQUENESS, bool(converged[0])


def _ml(R: np.ndarray, m: int) -> tuple[np.ndarray, np.ndarray, bool]:
    low = np.log(LOWEST_UNIQUENESS)
    x, converged = minimise(_ml_state, np.log(1 - smc(R))[None], R[None], m, low, 0.0)
    root = np.exp(x[0] / 2)
    loadings = _leading(R / np.outer(root, root), m, 1.0) * root[:, None]
    return loadings, x[0] <= low, bool(converged[0])


def _paf(R: np.ndarray, m: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """Eigendecompose with communalities on the diagonal until these stop changing."""
    reduced = R.copy()
    h2 = smc(R)
    for _ in range(PRINCIPAL_AXIS_STEPS):
        np.fill_diagonal(reduced, h2)
        loadings = _leading(reduced, m, 0.0)
        new = (loadings**2).sum(axis=1)
        change = np.abs(new - h2).max()
        h2 = new
        if change < PRINCIPAL_AXIS_CHANGE:
            return loadings, h2 >= 1, True
    return loadings, h2 >= 1, False


METHODS: dict[str, Callable[[np.ndarray, int], tuple[np.ndarray, np.ndarray, bool]]] = {
    "minres": _minres,
    "ml": _ml,
    "paf": _paf,
}


def extract(R: np.ndarray, m: int, method: str) -> Extraction:
    """Take m factors out of one correlation matrix.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite.
    m : int
        At least 1 and fewer than p.
    method : {"minres", "ml", "paf"}

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
    loadings, bound, converged = METHODS[method](R, m)
    signs = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    loadings = loadings * signs
    communalities = (loadings**2).sum(axis=1)
    return Extraction(loadings, communalities, bound | (communalities >= 1), converged)
