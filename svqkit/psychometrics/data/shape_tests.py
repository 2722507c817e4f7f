"""Tests of normality on plain arrays: D'Agostino and Pearson's of items, Henze–Zirkler's of all.

The numbers are those of ``scipy.stats.mstats.normaltest`` and of pingouin's
``multivariate_normality``, which tests compare; the table of distances is gone through in blocks.
"""

from __future__ import annotations

from math import log, log1p, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import chdtrc, ndtr

__all__ = ["Shapes", "henze_zirkler", "item_shapes"]

ROWS = 256


class Shapes(NamedTuple):
    """Skewness and kurtosis of q items, without bias under normality, and the test of both.

    Parameters
    ----------
    skew, kurtosis : ndarray (q,)
        G1 and G2, as SPSS prints them.
    chisq, pvalue : ndarray (q,)
        K², on two degrees of freedom.
    """

    skew: np.ndarray
    kurtosis: np.ndarray
    chisq: np.ndarray
    pvalue: np.ndarray


def item_shapes(values: np.ndarray) -> Shapes:
    """Test each item for skewness and kurtosis together.

    Parameters
    ----------
    values : ndarray (n, q)
        NaN where missing; each item has eight answers or more, that differ.

    Returns
    -------
    Shapes

    References
    ----------
    D'Agostino, R. B. (1970). Transformation to normality of the null distribution of g1.
    Biometrika, 57, 679–681. Anscombe, F. J., & Glynn, W. J. (1983). Distribution of the kurtosis
    statistic b2 for normal samples. Biometrika, 70, 227–234. D'Agostino, R., & Pearson, E. S.
    (1973). Tests for departure from normality. Biometrika, 60, 613–622.

    Examples
    --------
    >>> found = item_shapes(np.array([[1.0], [2], [2], [3], [3], [3], [4], [9]]))
    >>> found.skew.round(4).tolist(), found.chisq.round(4).tolist()
    ([2.076], [13.3155])
    """
    given = ~np.isnan(values)
    n = given.sum(axis=0).astype(float)
    deviations = np.where(given, values, 0.0)
    deviations = np.where(given, deviations - deviations.sum(axis=0) / n, 0.0)
    squares = deviations * deviations
    m2 = squares.sum(axis=0) / n
    g1 = (squares * deviations).sum(axis=0) / n / m2**1.5
    b2 = (squares * squares).sum(axis=0) / n / m2**2
    chisq = _skewness_z(g1, n) ** 2 + _kurtosis_z(b2, n) ** 2
    skew = g1 * np.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (b2 - 3) + 6)
    return Shapes(skew, kurtosis, chisq, chdtrc(2.0, chisq))


def _skewness_z(g1: np.ndarray, n: np.ndarray) -> np.ndarray:
    y = g1 * np.sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
    b2 = 3 * (n**2 + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
    w2 = np.sqrt(2 * (b2 - 1)) - 1
    delta, alpha = 1 / np.sqrt(0.5 * np.log(w2)), np.sqrt(2 / (w2 - 1))
    # SciPy takes 1 where there is no skewness at all, and so do we, to tell the same p-value
    return np.asarray(delta * np.arcsinh(np.where(y == 0, 1.0, y) / alpha))


def _kurtosis_z(b2: np.ndarray, n: np.ndarray) -> np.ndarray:
    mean = 3 * (n - 1) / (n + 1)
    variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) ** 2 * (n + 3) * (n + 5))
    x = (b2 - mean) / np.sqrt(variance)
    skew = 6 * (n**2 - 5 * n + 2) / ((n + 7) * (n + 9))
    skew = skew * np.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))
    a = 6 + 8 / skew * (2 / skew + np.sqrt(1 + 4 / skew**2))
    ratio = (1 - 2 / a) / (1 + x * np.sqrt(2 / (a - 4)))
    return np.asarray((1 - 2 / (9 * a) - np.cbrt(ratio)) / np.sqrt(2 / (9 * a)))


def henze_zirkler(scores: np.ndarray) -> tuple[float, float]:
    """Test whether all items together are normal.

    Parameters
    ----------
    scores : ndarray (n, p)
        Deviations from the means in units that make their covariances, with divisor n, the
        identity; p at least 2.

    Returns
    -------
    statistic, pvalue : float
        The p-value by the lognormal distribution with the statistic's mean and variance.

    References
    ----------
    Henze, N., & Zirkler, B. (1990). A class of invariant consistent tests for multivariate
    normality. Communications in Statistics: Theory and Methods, 19, 3595–3617.

    Examples
    --------
    >>> corners = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> [round(value, 4) for value in henze_zirkler(corners)]
    [0.1504, 0.817]
    """
    n, p = scores.shape
    b2 = ((2 * p + 1) * n / 4) ** (2 / (p + 4)) / 2
    lengths = (scores**2).sum(axis=1)
    # exp(-b²|x − y|²/2), each pair of different respondents twice, each with itself once
    near = float(n)
    for start in range(0, n, ROWS):
        mine = slice(start, min(start + ROWS, n))
        apart = scores[mine] @ scores[start:].T
        apart *= b2
        apart -= (b2 / 2) * lengths[mine, None]
        apart -= (b2 / 2) * lengths[start:]
        np.exp(apart, out=apart)
        width = mine.stop - start
        own = apart[:, :width]
        near += float(own.sum() - np.trace(own)) + 2 * float(apart[:, width:].sum())
    single = float(np.exp(-b2 / (2 * (1 + b2)) * lengths).sum())
    statistic = near / n - 2 * (1 + b2) ** (-p / 2) * single + n * (1 + 2 * b2) ** (-p / 2)
    mean, variance = _null_moments(p, b2)
    centre = log(sqrt(mean**4 / (variance + mean**2)))
    spread = sqrt(log1p(variance / mean**2))
    return statistic, float(ndtr(-(log(statistic) - centre) / spread))


def _null_moments(p: int, b2: float) -> tuple[float, float]:
    """Mean and variance of the statistic under normality (Henze & Zirkler 1990, theorem 2.3)."""
    a, b4 = 1 + 2 * b2, b2**2
    w = (1 + b2) * (1 + 3 * b2)
    mean = 1 - a ** (-p / 2) * (1 + p * b2 / a + p * (p + 2) * b4 / (2 * a**2))
    variance = 2 * (1 + 4 * b2) ** (-p / 2)
    variance += 2 * a ** (-p) * (1 + 2 * p * b4 / a**2 + 3 * p * (p + 2) * b4**2 / (4 * a**4))
    variance -= 4 * w ** (-p / 2) * (1 + 3 * p * b4 / (2 * w) + p * (p + 2) * b4**2 / (2 * w**2))
    return mean, variance
