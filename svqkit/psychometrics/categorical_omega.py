"""Omega of the sum of ordered answers themselves, not of the attitudes behind them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from svqkit.psychometrics.bivariate_normal import corners, cumulative

__all__ = ["categorical_omega", "sum_covariances"]


def categorical_omega(common: np.ndarray, latent: np.ndarray, cuts: np.ndarray) -> float:
    """Share of the variance of the sum of category numbers that the factors explain.

    Parameters
    ----------
    common : ndarray (k, k)
        Correlations of the responses behind the categories through the factors, Λ Φ Λᵀ, with
        communalities on the diagonal.
    latent : ndarray (k, k)
        Their whole correlations: polychoric, with 1 on the diagonal.
    cuts : ndarray (k, c − 1)
        Thresholds; infinite or NaN beyond an item's last.

    Returns
    -------
    float

    Notes
    -----
    Green & Yang (2009, *Psychometrika* 74, 155-167, eq. 21). As ``semTools::compRelSEM`` with
    ``ord.scale = TRUE``.

    Examples
    --------
    >>> R = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> np.fill_diagonal(common := R.copy(), 0.5)
    >>> round(categorical_omega(common, R, np.zeros((2, 1))), 6)  # tetrachoric: φ = 1/3
    0.5
    """
    infinite = np.nan_to_num(cuts, nan=np.inf)
    whole = sum_covariances(latent, infinite).sum()
    return float(sum_covariances(common, infinite).sum() / whole)


def sum_covariances(R: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Covariances of category numbers when the responses behind them correlate so.

    Parameters
    ----------
    R : ndarray (k, k)
        With the correlations wanted of two answers to the same item on the diagonal.
    cuts : ndarray (k, c − 1)
        Thresholds; infinite beyond an item's last.

    Returns
    -------
    ndarray (k, k)
        Σ Φ₂(τ_ic, τ_jd; r_ij) − Σ Φ(τ_ic) Σ Φ(τ_jd) over the items' own thresholds.

    Examples
    --------
    >>> sum_covariances(np.array([[1.0]]), np.zeros((1, 1))).tolist()
    [[0.25]]
    """
    k = len(R)
    first, second = np.tril_indices(k)
    at = corners(cuts[first], cuts[second])
    inside = np.isfinite(cuts[first])[:, :, None] & np.isfinite(cuts[second])[:, None, :]
    joint = np.where(inside, cumulative(at, np.clip(R[first, second], -1, 1)), 0.0)
    below = np.where(np.isfinite(cuts), ndtr(cuts), 0.0).sum(axis=1)
    found = np.empty((k, k))
    found[first, second] = joint.sum(axis=(1, 2)) - below[first] * below[second]
    found[second, first] = found[first, second]
    return found
