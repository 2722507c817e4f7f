"""Omega of the sum of ordered answers themselves, not of the attitudes behind them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from svqkit.psychometrics.correlations.bivariate_normal import corners, cumulative

__all__ = ["categorical_omega", "categorical_omegas", "sum_covariances"]


MOST_CORNERS = 300_000


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


def categorical_omegas(loadings: np.ndarray, latent: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Compute the share for the one-factor models of many samples.

    Parameters
    ----------
    loadings : ndarray (b, k)
        Standardised; NaN where a sample has no solution.
    latent : ndarray (b, k, k)
    cuts : ndarray (b, k, c − 1)

    Returns
    -------
    ndarray (b,)
        NaN without a solution or with a loading beyond 1.

    Examples
    --------
    >>> R = np.array([[[1.0, 0.5], [0.5, 1.0]]])
    >>> categorical_omegas(np.full((1, 2), 0.5**0.5), R, np.zeros((1, 2, 1))).round(6)
    array([0.5])
    """
    found = np.full(len(loadings), np.nan)
    usable = (np.abs(np.nan_to_num(loadings, nan=2.0)) <= 1).all(axis=1)
    at = np.flatnonzero(usable & np.isfinite(latent).all(axis=(1, 2)))
    k, c = cuts.shape[1:]
    step = max(1, MOST_CORNERS // (k * (k + 1) // 2 * (c + 2) ** 2))
    for start in range(0, len(at), step):
        some = at[start : start + step]
        common = loadings[some, :, None] * loadings[some, None, :]
        infinite = np.nan_to_num(cuts[some], nan=np.inf, posinf=np.inf, neginf=-np.inf)
        whole = sum_covariances(latent[some], infinite).sum(axis=(1, 2))
        found[some] = sum_covariances(common, infinite).sum(axis=(1, 2)) / whole
    return found


def sum_covariances(R: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Covariances of category numbers when the responses behind them correlate so.

    Parameters
    ----------
    R : ndarray (..., k, k)
        With the correlations wanted of two answers to the same item on the diagonal.
    cuts : ndarray (..., k, c − 1)
        Thresholds; infinite beyond an item's last.

    Returns
    -------
    ndarray (..., k, k)
        Σ Φ₂(τ_ic, τ_jd; r_ij) − Σ Φ(τ_ic) Σ Φ(τ_jd) over the items' own thresholds.

    Examples
    --------
    >>> sum_covariances(np.array([[1.0]]), np.zeros((1, 1))).tolist()
    [[0.25]]
    """
    k = R.shape[-1]
    first, second = np.tril_indices(k)
    one, other = cuts[..., first, :], cuts[..., second, :]
    shape = one.shape[:-1]
    flat = (-1, cuts.shape[-1])
    at = corners(one.reshape(flat), other.reshape(flat))
    inside = np.isfinite(one)[..., :, None] & np.isfinite(other)[..., None, :]
    r = np.clip(R[..., first, second], -1, 1).ravel()
    joint = np.where(inside, cumulative(at, r).reshape(inside.shape), 0.0)
    below = np.where(np.isfinite(cuts), ndtr(cuts), 0.0).sum(axis=-1)
    found = np.empty(R.shape)
    values = joint.sum(axis=(-2, -1)).reshape(shape) - below[..., first] * below[..., second]
    found[..., first, second] = values
    found[..., second, first] = values
    return found
