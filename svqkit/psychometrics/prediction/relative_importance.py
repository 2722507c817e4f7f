"""What each predictor contributes to R², for many covariance matrices at once."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np

__all__ = ["covariance_influence", "lmg_importance", "relative_weights"]


def lmg_importance(covariances: np.ndarray) -> np.ndarray:
    """Average each predictor's gain in R² over all orders of entry (Lindeman, Merenda & Gold).

    The same numbers as pingouin's ``linear_regression(relimp=True)`` and relaimpo's ``lmg``, from
    covariances: each of the 2^p subsets is one step of Gaussian elimination from a smaller one.

    Parameters
    ----------
    covariances : ndarray (…, p + 1, p + 1)
        The outcome last.

    Returns
    -------
    ndarray (…, p)
        Sums to R²; not finite where the predictors are linearly dependent.

    References
    ----------
    Lindeman, Merenda & Gold (1980), p. 119 ff.; Grömping (2006), Journal of Statistical Software
    17(1).

    Examples
    --------
    >>> lmg_importance(np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])).round(4)
    array([0.36, 0.09])
    """
    p = covariances.shape[-1] - 1
    total = covariances[..., -1, -1]
    explained = np.empty((1 << p, *total.shape))

    def enter(left: np.ndarray, subset: int, first: int) -> None:
        explained[subset] = 1 - left[..., -1, -1] / total
        for j in range(first, p):
            pivot = left[..., j, j, None, None]
            rest = left - left[..., :, j, None] * left[..., None, j, :] / pivot
            enter(rest, subset | 1 << j, j + 1)

    with np.errstate(divide="ignore", invalid="ignore"):
        enter(covariances, 0, 0)
    sizes = np.array([subset.bit_count() for subset in range(1 << p)])
    share = np.array([factorial(k) * factorial(p - k - 1) / factorial(p) for k in range(p)])
    found = np.empty((*total.shape, p))
    for j in range(p):
        without = np.flatnonzero((np.arange(1 << p) >> j & 1) == 0)
        gains = explained[without | 1 << j] - explained[without]
        found[..., j] = np.tensordot(share[sizes[without]], gains, axes=1)
    return found


def relative_weights(covariances: np.ndarray) -> np.ndarray:
    """Divide R² among predictors through the orthogonal variables nearest to them (Johnson 2000).

    Close to :func:`lmg_importance`, and quick with many predictors.

    Parameters
    ----------
    covariances : ndarray (…, p + 1, p + 1)
        The outcome last.

    Returns
    -------
    ndarray (…, p)
        Sums to R².

    References
    ----------
    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor
    variables in multiple regression. Multivariate Behavioral Research, 35, 1–19.

    Examples
    --------
    >>> relative_weights(np.array([[1.0, 0.0, 0.6], [0.0, 1.0, 0.3], [0.6, 0.3, 1.0]])).round(4)
    array([0.36, 0.09])
    """
    sd = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    r = covariances / (sd[..., :, None] * sd[..., None, :])
    values, vectors = np.linalg.eigh(r[..., :-1, :-1])
    roots = np.sqrt(np.clip(values, 0, None))
    turned = np.swapaxes(vectors, -1, -2)
    loadings = (vectors * roots[..., None, :]) @ turned
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = (vectors / roots[..., None, :]) @ turned
    slopes = (inverse @ r[..., :-1, -1:])[..., 0]
    return np.asarray(np.einsum("...ij,...j->...i", loadings**2, slopes**2))


def covariance_influence(
    statistic: Callable[[np.ndarray], np.ndarray], values: np.ndarray
) -> np.ndarray:
    """Give each respondent's influence on a smooth statistic of covariances.

    The infinitesimal jackknife: the slope of the statistic in each covariance, by central
    differences, times what the respondent adds to that covariance. The sum of squares over
    n(n − 1) is the squared standard error (delta method).

    Parameters
    ----------
    statistic : callable
        ndarray (b, q, q) of covariances, divisor n − 1, to ndarray (b, m).
    values : ndarray (n, q)
        Complete.

    Returns
    -------
    ndarray (n, m)

    References
    ----------
    Efron, B. (1982). The jackknife, the bootstrap and other resampling plans, ch. 6.

    Examples
    --------
    >>> x = np.array([[1.0], [2.0], [6.0]])
    >>> covariance_influence(lambda S: S[:, :, 0], x).round(6)[:, 0].tolist()
    [-1.0, -5.5, 6.5]
    """
    n, q = values.shape
    centred = values - values.mean(axis=0)
    S = centred.T @ centred / (n - 1)
    row, column = np.triu_indices(q)
    sd = np.sqrt(np.diag(S))
    steps = 1e-5 * sd[row] * sd[column]
    moved = np.zeros((len(row), q, q))
    at = np.arange(len(row))
    moved[at, row, column] = steps
    moved[at, column, row] = steps
    slopes = (statistic(S + moved) - statistic(S - moved)) / (2 * steps[:, None])
    added = centred[:, row] * centred[:, column] * (n / (n - 1)) - S[row, column]
    return np.asarray(added @ slopes)
