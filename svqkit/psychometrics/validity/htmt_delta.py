"""Intervals of heterotrait–monotrait ratios without resampling, by the delta method."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
from scipy.special import ndtri

from svqkit.psychometrics.validity.htmt_ratios import (
    htmt_ratios,
    ratio_influence,
    ratio_slopes,
    standard_scores,
)

__all__ = ["SAID_OF_DELTA", "delta_from_answers", "delta_from_gamma"]

SAID_OF_DELTA = "HTMT intervals: delta method, without a distribution assumed"


def delta_from_answers(
    answers: np.ndarray, design: np.ndarray, level: float
) -> dict[str, np.ndarray]:
    """Put intervals around HTMT and HTMT2 of Pearson correlations.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    design : ndarray (f, p)
    level : float

    Returns
    -------
    dict of ndarray (f, f)
        ``htmt_low htmt_high htmt2_low htmt2_high``.

    Notes
    -----
    The variance of ln HTMT is the mean square of the respondents' influence over n (the
    infinitesimal jackknife, Efron 1982), so nothing is assumed of the answers' distribution.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(99, 1)) + np.random.default_rng(1).normal(size=(99, 4))
    >>> found = delta_from_answers(x, np.repeat(np.eye(2), 2, axis=1), 0.95)
    >>> bool(found["htmt_low"][0, 1] < found["htmt_high"][0, 1])
    True
    """
    n, z = len(answers), standard_scores(answers)
    R = z.T @ z / n

    def variance(one: int, other: int, power: bool) -> float:
        pull = ratio_influence(z, R, design, one, other, power=power)
        return float(pull @ pull) / n**2

    return _around(htmt_ratios(np.corrcoef(answers.T), design), variance, level)


def delta_from_gamma(
    R: np.ndarray, gamma: np.ndarray, n: int, design: np.ndarray, level: float
) -> dict[str, np.ndarray]:
    """Put intervals around HTMT and HTMT2 of polychoric correlations.

    Parameters
    ----------
    R : ndarray (p, p)
    gamma : ndarray (m, m)
        n times the asymptotic covariance of the correlations below the diagonal, column by column.
    n : int
    design : ndarray (f, p)
    level : float

    Returns
    -------
    dict of ndarray (f, f)
        As :func:`delta_from_answers`.

    Examples
    --------
    >>> r = np.array([[1, .6, .3, .3], [.6, 1, .3, .3], [.3, .3, 1, .6], [.3, .3, .6, 1]])
    >>> found = delta_from_gamma(r, np.eye(6), 100, np.repeat(np.eye(2), 2, axis=1), 0.95)
    >>> found["htmt_low"][0, 1].round(3), found["htmt_high"][0, 1].round(3)
    (np.float64(0.3), np.float64(0.7))
    """
    pairs = np.triu_indices(len(R), 1)

    def variance(one: int, other: int, power: bool) -> float:
        slopes = ratio_slopes(R, design, one, other, power=power)[pairs]
        return float(slopes @ gamma @ slopes) / n

    return _around(htmt_ratios(R, design), variance, level)


def _around(
    ratios: tuple[np.ndarray, np.ndarray],
    variance: Callable[[int, int, bool], float],
    level: float,
) -> dict[str, np.ndarray]:
    z = float(ndtri(0.5 + level / 2))
    bounds = {}
    for power, (name, point) in enumerate(zip(("htmt", "htmt2"), ratios, strict=True)):
        low, high = np.full(point.shape, np.nan), np.full(point.shape, np.nan)
        for one, other in combinations(range(len(point)), 2):
            if np.isfinite(point[one, other]) and point[one, other] > 0:
                half = z * np.sqrt(variance(one, other, bool(power)))
                low[one, other] = low[other, one] = point[one, other] * (1 - half)
                high[one, other] = high[other, one] = point[one, other] * (1 + half)
        bounds[f"{name}_low"], bounds[f"{name}_high"] = low, high
    return bounds
