"""Capability indices and their intervals, from summary numbers."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, chdtri, ndtri

from svqkit.improvement.control.constants import c4, range_constants

__all__ = ["bissell", "chi_interval", "exact_share", "freedom_of_within", "taguchi"]


def chi_interval(index: float, freedom: float, level: float) -> tuple[float, float]:
    """Give the interval of Cp or Pp: the spread is the only estimate in it.

    Parameters
    ----------
    index : float
    freedom : float
        Degrees of freedom of sigma.
    level : float
        Confidence.

    Returns
    -------
    low, high : float
        index · √(χ²/ν) at both tails.

    References
    ----------
    Chou, Owen & Borrego (1990), Journal of Quality Technology 22(3), 223–229. Montgomery, section
    8.3 (Confidence intervals on process capability ratios).

    Examples
    --------
    >>> [round(end, 2) for end in chi_interval(2.29, 19, 0.95)]
    [1.57, 3.01]
    """
    tail = (1 - level) / 2
    low, high = chdtri(freedom, 1 - tail), chdtri(freedom, tail)
    return float(index * np.sqrt(low / freedom)), float(index * np.sqrt(high / freedom))


def bissell(index: float, count: float, freedom: float, level: float) -> tuple[float, float]:
    """Give the interval of Cpk, Ppk and the one-sided indices.

    Parameters
    ----------
    index : float
    count : float
        Observations behind the mean.
    freedom : float
        Degrees of freedom of sigma.
    level : float

    Returns
    -------
    low, high : float
        index ± z √(1/(9n) + index²/(2ν)).

    References
    ----------
    Bissell (1990), Applied Statistics 39(3), 331–340.

    Examples
    --------
    >>> [round(end, 2) for end in bissell(1.33, 20, 19, 0.95)]
    [0.88, 1.78]
    """
    reach = float(ndtri((1 + level) / 2)) * np.sqrt(1 / (9 * count) + index**2 / (2 * freedom))
    return float(index - reach), float(index + reach)


def taguchi(index: float, count: float, off: float, level: float) -> tuple[float, float]:
    """Give the interval of Cpm.

    Parameters
    ----------
    index : float
    count : float
    off : float
        (mean − target) / sigma.
    level : float

    Returns
    -------
    low, high : float
        χ² with n(1 + ξ²)²/(1 + 2ξ²) degrees of freedom. The R package qcc leaves the square out.

    References
    ----------
    Boyles (1991), Journal of Quality Technology 23(1), 17–26.

    Examples
    --------
    >>> [round(end, 2) for end in taguchi(1.0, 50, 0.0, 0.95)]
    [0.8, 1.2]
    """
    return chi_interval(index, count * (1 + off**2) ** 2 / (1 + 2 * off**2), level)


def freedom_of_within(kind: str, sizes: np.ndarray) -> float:
    """Give the degrees of freedom of sigma within subgroups: one over twice its relative variance.

    Parameters
    ----------
    kind : {"I-MR", "Xbar-R", "Xbar-S"}
        What sigma was estimated from, as the plain mean.
    sizes : ndarray (subgroups,)
        Observations in each.

    Returns
    -------
    float
        For moving ranges, whose neighbours share a value, about 0.605 (n − 1).

    References
    ----------
    Patnaik (1950), Biometrika 37, 78–87 (matching a range to a χ). Cryer & Ryan (1990), Journal of
    Quality Technology 22(3), 187–192 (moving ranges).

    Examples
    --------
    >>> round(freedom_of_within("I-MR", np.ones(101)), 1)
    60.7
    >>> round(freedom_of_within("Xbar-S", np.full(25, 5)), 1)
    94.9
    """
    if kind == "I-MR":
        steps, pi = len(sizes) - 1, np.pi
        alone = pi / 2 - 1
        beside = np.sqrt(0.75) + np.arcsin(0.5) / 2 - 1
        return float(steps**2 / (2 * (steps * alone + 2 * (steps - 1) * beside)))
    if kind == "Xbar-R":
        d2, d3 = range_constants(sizes.astype(int))
        relative = (d3 / d2) ** 2
    else:
        relative = 1 / c4(sizes) ** 2 - 1
    return float(len(sizes) ** 2 / (2 * relative.sum()))


def exact_share(count: float, total: float, level: float) -> tuple[float, float]:
    """Give the exact interval of a share.

    Parameters
    ----------
    count, total : float
    level : float

    Returns
    -------
    low, high : float

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404–413.

    Examples
    --------
    >>> [round(end, 4) for end in exact_share(0, 30, 0.95)]
    [0.0, 0.1157]
    """
    tail = (1 - level) / 2
    low = betaincinv(count, total - count + 1, tail) if count > 0 else 0.0
    high = betaincinv(count + 1, total - count, 1 - tail) if count < total else 1.0
    return float(low), float(high)
