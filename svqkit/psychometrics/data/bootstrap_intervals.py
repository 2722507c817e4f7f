"""Intervals from bootstrap draws: percentiles, and percentiles corrected for bias and skewness."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

__all__ = ["acceleration", "bca_interval", "percentile_interval"]


def percentile_interval(draws: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Cut equal tails off the draws.

    Parameters
    ----------
    draws : ndarray (B, …)
    level : float
        Between 0 and 1.

    Returns
    -------
    low, high : ndarray (…)

    Examples
    --------
    >>> low, high = percentile_interval(np.arange(101.0), 0.9)
    >>> low.round(6), high.round(6)
    (np.float64(5.0), np.float64(95.0))
    """
    with np.errstate(invalid="ignore"):  # between infinite draws there is no end
        low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def acceleration(influence: np.ndarray) -> np.ndarray:
    """Measure how a statistic's standard error changes with its value.

    Parameters
    ----------
    influence : ndarray (n, …)
        Influence of each respondent on the statistic, up to a factor: infinitesimal, or mean
        of the jackknife values less each of them.

    Returns
    -------
    ndarray (…)
        Σ l³ / (6 (Σ l²)^1.5).

    Examples
    --------
    >>> acceleration(np.array([-1.0, -1.0, 2.0])).round(4)
    np.float64(0.068)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((influence**3).sum(axis=0) / (6 * (influence**2).sum(axis=0) ** 1.5))[()]


def bca_interval(
    draws: np.ndarray, point: np.ndarray, accelerations: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Cut tails off the draws that allow for bias and for an error that changes with the value.

    Parameters
    ----------
    draws : ndarray (B, …)
    point : ndarray (…)
        The statistic of the sample itself.
    accelerations : ndarray (…)
        From :func:`acceleration`.
    level : float
        Between 0 and 1.

    Returns
    -------
    low, high : ndarray (…)
        NaN where the point or acceleration is, or where all draws lie on one side of the point.

    References
    ----------
    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association, 82, 171–185.

    Examples
    --------
    >>> draws = np.arange(101.0)
    >>> low, high = bca_interval(draws, np.array(50.0), np.array(0.0), 0.9)
    >>> low.round(6), high.round(6)
    (np.float64(5.0), np.float64(95.0))
    """
    below = 0.5 * ((draws < point).mean(axis=0) + (draws <= point).mean(axis=0))
    shift = ndtri(below)
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        moved = shift + ndtri(tail)
        with np.errstate(invalid="ignore"):
            share = ndtr(shift + moved / (1 - accelerations * moved))
        ends.append(_quantiles(draws, np.where(np.isfinite(shift), share, np.nan)))
    return ends[0], ends[1]


def _quantiles(draws: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Take a quantile of its own from each statistic's draws."""
    flat, wanted = draws.reshape(len(draws), -1), shares.ravel()
    found = np.full(len(wanted), np.nan)
    for at in np.flatnonzero(np.isfinite(wanted)):
        found[at] = np.quantile(flat[:, at], wanted[at])
    return found.reshape(shares.shape)[()]
