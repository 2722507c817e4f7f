"""Cronbach's alpha and its relatives, as functions of a covariance matrix.

The arrays may carry leading batch axes (bootstrap replicates).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import fdtri

from svqkit.psychometrics.extraction.extraction import smc

__all__ = [
    "alpha",
    "alpha_if_dropped",
    "feldt_interval",
    "item_rest",
    "lambda6",
    "mean_correlation",
    "stratified_alpha",
]


def alpha(S: np.ndarray) -> np.ndarray:
    """Cronbach's alpha of a sum score.

    Parameters
    ----------
    S : ndarray (..., k, k)
        Covariances give raw alpha, correlations the standardised one.

    Returns
    -------
    ndarray (...)
        NaN for one item or a sum without variance.

    Notes
    -----
    k/(k − 1) · (1 − Σσ²_i/σ²_sum) (Cronbach 1951, *Psychometrika* 16, 297-334, eq. 2).

    Examples
    --------
    >>> float(alpha(np.array([[1.0, 0.5], [0.5, 1.0]])).round(4))
    0.6667
    """
    k = S.shape[-1]
    total = S.sum(axis=(-2, -1))
    own = np.trace(S, axis1=-2, axis2=-1)
    if k < 2:
        return np.full(np.shape(total), np.nan)
    ratio = np.divide(own, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return np.asarray(k / (k - 1) * (1 - ratio))


def feldt_interval(value: float, n: int, k: int, level: float) -> tuple[float, float]:
    """Interval of alpha by the F distribution.

    Parameters
    ----------
    value : float
        Alpha.
    n : int
        Complete respondents.
    k : int
        Items.
    level : float
        Confidence, such as 0.95.

    Returns
    -------
    low, high : float

    Notes
    -----
    Feldt, Woodruff & Salih (1987, *Applied Psychological Measurement* 11, 93-103, eq. 6), as
    ``psych::alpha.ci``: exact for normal answers with equal covariances.

    Examples
    --------
    >>> [round(end, 4) for end in feldt_interval(0.8, 100, 5, 0.95)]
    [0.7306, 0.8559]
    """
    if not np.isfinite(value) or n < 2 or k < 2:
        return np.nan, np.nan
    tail = (1 - level) / 2
    first, second = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - value) * fdtri(first, second, 1 - tail)
    high = 1 - (1 - value) * fdtri(first, second, tail)
    return float(low), float(high)


def mean_correlation(R: np.ndarray) -> float:
    """Average correlation between different items.

    Parameters
    ----------
    R : ndarray (k, k)

    Returns
    -------
    float
        NaN for one item.

    Examples
    --------
    >>> mean_correlation(np.array([[1.0, 0.5], [0.5, 1.0]]))
    0.5
    """
    k = len(R)
    return float((R.sum() - np.trace(R)) / (k * (k - 1))) if k > 1 else np.nan


def lambda6(R: np.ndarray) -> float:
    """Guttman's sixth lower bound, on standardised items as psych gives it.

    Parameters
    ----------
    R : ndarray (k, k)
        Correlations, invertible.

    Returns
    -------
    float
        1 − Σ(1 − SMC_i)/Σr (Guttman 1945, *Psychometrika* 10, 255-282); NaN where items
        determine each other.

    Examples
    --------
    >>> lambda6(np.array([[1.0, 0.5], [0.5, 1.0]]))
    0.5
    """
    if len(R) < 2 or not np.isfinite(R).all() or np.linalg.eigvalsh(R)[0] < 1e-10:
        return np.nan
    return float(1 - (1 - smc(R)).sum() / R.sum())


def item_rest(S: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of the others.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances.

    Returns
    -------
    ndarray (k,)
        NaN for a constant item, or where the others have no variance.

    Examples
    --------
    >>> item_rest(np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    own = np.diag(S)
    with_rest = S.sum(axis=1) - own
    rest = S.sum() - 2 * S.sum(axis=1) + own
    product = own * rest
    ok = (own > 0) & (rest > 1e-12 * max(float(S.sum()), 0.0)) & (product > 0)
    root = np.sqrt(np.where(ok, product, 1.0))
    return np.where(ok, with_rest / root, np.nan)


def alpha_if_dropped(S: np.ndarray) -> np.ndarray:
    """Alpha of the others when each item is left out.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances (or correlations for the standardised coefficient).

    Returns
    -------
    ndarray (k,)
        NaN for two items: one item alone has no alpha.

    Examples
    --------
    >>> S = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    >>> alpha_if_dropped(S).round(4).tolist()
    [0.6667, 0.6667, 0.6667]
    """
    k = len(S)
    if k < 3:
        return np.full(k, np.nan)
    keep = np.arange(k - 1) + (np.arange(k - 1) >= np.arange(k)[:, None])
    return alpha(S[keep[:, :, None], keep[:, None, :]])


def stratified_alpha(S: np.ndarray, strata: Sequence[Sequence[int]]) -> np.ndarray:
    """Reliability of a total whose parts are scales of their own.

    Parameters
    ----------
    S : ndarray (..., k, k)
        Covariances of all items.
    strata : sequence of sequences of int
        Positions of each scale's items; together all of them, each once.

    Returns
    -------
    ndarray (...)
        1 − Σσ²_j(1 − α_j)/σ²_total (Rajaratnam, Cronbach & Gleser 1965, *Psychometrika* 30,
        39-56); NaN if a scale has no alpha of its own.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> round(float(stratified_alpha(S, [[0, 1], [2, 3]])), 4)
    0.8
    """
    total = S.sum(axis=(-2, -1))
    error = np.zeros(np.shape(total))
    for rows in strata:
        part = S[..., list(rows), :][..., list(rows)]
        error = error + part.sum(axis=(-2, -1)) * (1 - alpha(part))
    ratio = np.divide(error, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return np.asarray(1 - ratio)
