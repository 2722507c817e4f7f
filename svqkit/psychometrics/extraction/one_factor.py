"""The one-factor model by maximum likelihood, for one or many correlation matrices at once.

Fisher scoring on loadings and unique variances, unbounded as in lavaan: a negative unique
variance (Heywood case) is an estimate to report, not an error. The model is scale free, so the
loadings on covariances are those on correlations times the standard deviations.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.psychometrics.extraction.extraction import smc

__all__ = ["OneFactor", "information", "one_factor_ml"]

GRADIENT = 1e-9
SMALLEST_GAIN = 1e-14
MOST_STEPS = 300
MOST_AXES = 3
"""Principal axes to start from, as far as their eigenvalues exceed 1: items of several dimensions
have a minimum near each."""
CLEARLY_LOWER = 1e-8


class OneFactor(NamedTuple):
    """Estimates of b matrices.

    Parameters
    ----------
    loadings : ndarray (b, p)
        With a non-negative sum.
    uniquenesses : ndarray (b, p)
    converged : ndarray of bool (b,)
    """

    loadings: np.ndarray
    uniquenesses: np.ndarray
    converged: np.ndarray


def information(loadings: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Give the expected information of loadings and unique variances, for one respondent.

    Parameters
    ----------
    loadings : ndarray (b, p)
    W : ndarray (b, p, p)
        Inverse of the implied covariances.

    Returns
    -------
    ndarray (b, 2p, 2p)
        ½ tr(W Σ̇_a W Σ̇_b) (Jöreskog 1969, *Psychometrika* 34, 183-202), loadings first.

    Examples
    --------
    >>> information(np.array([[0.5, 0.5, 0.5]]), np.eye(3)[None]).shape
    (1, 6, 6)
    """
    p = loadings.shape[-1]
    w = np.einsum("bij,bj->bi", W, loadings)
    whole = np.einsum("bi,bi->b", loadings, w)
    matrix = np.empty((len(W), 2 * p, 2 * p))
    matrix[:, :p, :p] = W * whole[:, None, None] + w[:, :, None] * w[:, None, :]
    matrix[:, :p, p:] = W * w[:, None, :]
    matrix[:, p:, :p] = np.swapaxes(matrix[:, :p, p:], 1, 2)
    matrix[:, p:, p:] = W**2 / 2
    return matrix


def one_factor_ml(R: np.ndarray, start: OneFactor | None = None) -> OneFactor:
    """Fit one factor to correlation matrices.

    Parameters
    ----------
    R : ndarray (b, p, p)
        Positive definite; p at least 3.
    start : OneFactor, optional
        Of one matrix, for bootstrap replicates. Otherwise from the first principal axis, and from
        the next two where their eigenvalues exceed 1: a lower minimum there is taken if it has no
        negative uniqueness.

    Returns
    -------
    OneFactor

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> one_factor_ml(R[None]).loadings[0].round(6)
    array([0.8, 0.7, 0.6, 0.5])
    """
    b, p, _ = R.shape
    if start is not None:
        single = np.concatenate([start.loadings[0], start.uniquenesses[0]])
        x, _, converged = _descend(np.broadcast_to(single, (b, 2 * p)).copy(), R)
    else:
        values, vectors = np.linalg.eigh(R)
        x, lowest, converged = _descend(_start(R, values[:, -1], vectors[:, :, -1]), R)
        for axis in range(2, min(p, MOST_AXES) + 1):
            several = np.flatnonzero(values[:, -axis] > 1)
            if len(several) == 0:
                break
            begin = _start(R[several], values[several, -axis], vectors[several, :, -axis])
            other, value, arrived = _descend(begin, R[several])
            proper = (other[:, p:] > 0).all(axis=1)
            better = arrived & proper & (value < lowest[several] - CLEARLY_LOWER)
            taken = several[better]
            x[taken], lowest[taken], converged[taken] = other[better], value[better], True
    signs = np.where(x[:, :p].sum(axis=1) < 0, -1.0, 1.0)
    return OneFactor(x[:, :p] * signs[:, None], x[:, p:].copy(), converged)


def _start(R: np.ndarray, values: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Begin with the loadings on one principal axis of each matrix, and what they leave unique."""
    loadings = vectors * np.sqrt(np.maximum(values[:, None] - 0.5, 0.25))
    limit = np.sqrt(np.maximum(smc(R), 0.05))
    loadings = np.sign(loadings) * np.minimum(np.abs(loadings), np.sqrt(limit))
    return np.concatenate([loadings, np.maximum(1 - loadings**2, 0.1)], axis=1)


def _descend(x: np.ndarray, R: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Walk to where the discrepancy is least nearby: estimates, discrepancy, whether it arrived."""
    value, W = _discrepancy(x, R)
    converged = np.zeros(len(x), dtype=bool)
    live = np.flatnonzero(np.isfinite(value))
    for _ in range(MOST_STEPS):
        step, slope = _scoring_step(x[live], R[live], W[live])
        gain = (step * slope).sum(axis=1)
        settled = (np.abs(slope).max(axis=1) < GRADIENT) | (gain < SMALLEST_GAIN)
        converged[live[settled]] = True
        live, step = live[~settled], step[~settled]
        if len(live) == 0:
            break
        x[live], value[live], W[live], moved = _halving(
            x[live], step, R[live], value[live], W[live]
        )
        live = live[moved]
    return x, value, converged


def _implied(x: np.ndarray) -> np.ndarray:
    p = x.shape[1] // 2
    sigma = x[:, :p, None] * x[:, None, :p]
    index = np.arange(p)
    sigma[:, index, index] += x[:, p:]
    return np.asarray(sigma)


def _discrepancy(x: np.ndarray, R: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """F = ln|Σ| + tr(RΣ⁻¹) and Σ⁻¹; infinite where Σ is not positive definite."""
    sigma = _implied(x)
    sign, log_determinant = np.linalg.slogdet(sigma)
    # a rank-one matrix lifts one negative eigenvalue of Ψ at most, so the sign tells the rest
    negative = (x[:, sigma.shape[-1] :] < 0).sum(axis=1)
    good = (sign > 0) & (negative <= 1) & (log_determinant > -60)
    W = np.linalg.inv(np.where(good[:, None, None], sigma, np.eye(sigma.shape[-1])))
    value = log_determinant + np.einsum("bij,bij->b", R, W)
    return np.where(good, value, np.inf), W


def _scoring_step(x: np.ndarray, R: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    p = x.shape[1] // 2
    A = W @ R @ W - W
    score = np.concatenate(
        [np.einsum("bij,bj->bi", A, x[:, :p]), np.einsum("bii->bi", A) / 2], axis=1
    )
    matrix = information(x[:, :p], W)
    index = np.arange(2 * p)
    matrix[:, index, index] *= 1 + 1e-12
    matrix[:, index, index] += 1e-12
    return np.linalg.solve(matrix, score[:, :, None])[:, :, 0], score


def _halving(
    x: np.ndarray, step: np.ndarray, R: np.ndarray, value: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    size = np.ones(len(x))
    best, best_value, best_W = x.copy(), value.copy(), W.copy()
    open_ = np.arange(len(x))
    for _ in range(25):
        trial = x[open_] + size[open_, None] * step[open_]
        found, inverse = _discrepancy(trial, R[open_])
        better = found < value[open_]
        taken = open_[better]
        best[taken], best_value[taken], best_W[taken] = (
            trial[better],
            found[better],
            inverse[better],
        )
        open_ = open_[~better]
        if len(open_) == 0:
            break
        size[open_] *= 0.5
    moved = np.ones(len(x), dtype=bool)
    moved[open_] = False
    return best, best_value, best_W, moved
