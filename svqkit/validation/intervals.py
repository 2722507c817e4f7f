"""Intervals of shares and correlations that the evidence needs."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

__all__ = ["correlation_interval", "dependent_difference_interval", "share_interval"]


def share_interval(count: int, n: int, ci: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a share.

    Parameters
    ----------
    count, n : int
        How many of how many.
    ci : float
        Level, between 0 and 1.

    Returns
    -------
    (low, high) : tuple of float, between 0 and 1

    References
    ----------
    Wilson (1927); Agresti & Coull (1998, eq. 2).

    Examples
    --------
    >>> low, high = share_interval(10, 100)
    >>> round(low, 4), round(high, 4)
    (0.0552, 0.1744)
    """
    z = float(ndtri(0.5 + ci / 2))
    share = count / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def correlation_interval(r: float, n: int, ci: float = 0.95) -> tuple[float, float]:
    """Fisher's interval of a correlation.

    Parameters
    ----------
    r : float
        Correlation, inside (−1, 1).
    n : int
        Respondents, more than 3.
    ci : float
        Level, between 0 and 1.

    Returns
    -------
    (low, high) : tuple of float

    References
    ----------
    Fisher (1921).

    Examples
    --------
    >>> low, high = correlation_interval(0.5, 103)
    >>> round(low, 3), round(high, 3)
    (0.339, 0.632)
    """
    if n <= 3 or abs(r) >= 1:
        return (math.nan, math.nan) if n <= 3 else (r, r)
    half = float(ndtri(0.5 + ci / 2)) / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def dependent_difference_interval(
    r_first: float, r_second: float, r_between: float, n: int, ci: float = 0.95
) -> tuple[float, float]:
    """Interval of the difference of two correlations that share a variable and a sample.

    Parameters
    ----------
    r_first, r_second : float
        Correlations of two predictors with the same outcome.
    r_between : float
        Correlation of the two predictors.
    n : int
        Respondents.
    ci : float
        Level, between 0 and 1.

    Returns
    -------
    (low, high) : tuple of float
        Interval of ``r_first − r_second``.

    References
    ----------
    Zou (2007, eq. 15), with the correlation of overlapping correlations of Olkin & Finn (1995).

    Examples
    --------
    >>> low, high = dependent_difference_interval(0.396, 0.179, 0.088, 66)
    >>> round(low, 3), round(high, 3)
    (-0.093, 0.517)
    """
    low_1, high_1 = correlation_interval(r_first, n, ci)
    low_2, high_2 = correlation_interval(r_second, n, ci)
    product = (r_between - r_first * r_second / 2) * (
        1 - r_first**2 - r_second**2 - r_between**2
    ) + r_between**3
    c = product / ((1 - r_first**2) * (1 - r_second**2))
    down = (
        (r_first - low_1) ** 2
        + (high_2 - r_second) ** 2
        - 2 * c * (r_first - low_1) * (high_2 - r_second)
    )
    up = (
        (high_1 - r_first) ** 2
        + (r_second - low_2) ** 2
        - 2 * c * (high_1 - r_first) * (r_second - low_2)
    )
    difference = r_first - r_second
    return difference - float(np.sqrt(max(down, 0))), difference + float(np.sqrt(max(up, 0)))
