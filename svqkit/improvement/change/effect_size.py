"""Standardised differences and differences of shares, with intervals."""

from __future__ import annotations

from math import asin, sqrt

import numpy as np

from svqkit.gaps.pairs.shares import wilson_interval

__all__ = ["d_independent", "d_paired", "share_independent", "share_paired"]

Interval = tuple[float, float, float]
"""Estimate, lower and upper end."""


def _noncentral_limits(t: float, df: float, level: float) -> tuple[float, float]:
    """Noncentralities under which t would lie at the ends of its interval.

    For a t so large that the error of the mean adds nothing to that of the deviation, t√(χ²/ν): the
    noncentral distribution itself then takes minutes, or is lost in rounding.
    """
    from scipy.optimize import brentq
    from scipy.special import chdtri, nctdtr

    def below(shift: float) -> float:
        """Say how probable a smaller t is; far out, where it underflows to NaN, it is 0 or 1."""
        p = float(nctdtr(df, shift, t))
        return p if p == p else float(shift < t)

    def solve(probability: float) -> float:
        reach = 6.0 + abs(t) * (1 + 6 / sqrt(df))
        return float(brentq(lambda shift: below(shift) - probability, t - reach, t + reach))

    outside = (1 - level) / 2
    if abs(t) > 200 * sqrt(df):  # nothing but the error of the deviation is left to see
        ends = sorted(t * sqrt(chdtri(df, q) / df) for q in (outside, 1 - outside))
        return ends[0], ends[1]
    return solve(1 - outside), solve(outside)


def d_independent(before: np.ndarray, after: np.ndarray, level: float = 0.95) -> Interval:
    """Cohen's d of two groups: difference in pooled standard deviations.

    Parameters
    ----------
    before, after : ndarray
    level : float

    Returns
    -------
    d, low, high : float
        The interval inverts the noncentral t; exact for normal values of equal variance.

    References
    ----------
    Cumming & Finch (2001), Educational and Psychological Measurement 61, 532–574.

    Examples
    --------
    >>> d_independent(np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 4.0]))[0]
    1.0
    """
    n, m = len(before), len(after)
    df = n + m - 2
    pooled = sqrt(((n - 1) * before.var(ddof=1) + (m - 1) * after.var(ddof=1)) / df)
    d, size = float(after.mean() - before.mean()) / pooled, sqrt(n * m / (n + m))
    low, high = _noncentral_limits(d * size, df, level)
    return d, low / size, high / size


def d_paired(before: np.ndarray, after: np.ndarray, level: float = 0.95) -> Interval:
    """Standardise a paired difference by the deviation between people, not of the differences.

    Parameters
    ----------
    before, after : ndarray (n,)
    level : float

    Returns
    -------
    d, low, high : float
        Mean difference over √((s₁² + s₂²)/2), d_av, so that it compares with two groups' d; the
        interval inverts the noncentral t of the paired test, with the observed deviations.

    References
    ----------
    Algina & Keselman (2003), Educational and Psychological Measurement 63, 537–553.

    Examples
    --------
    >>> round(d_paired(np.array([1.0, 2.0, 3.0]), np.array([2.1, 2.9, 4.0]))[0], 3)
    1.023
    """
    change = after - before
    between = sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
    se = float(change.std(ddof=1)) / sqrt(len(change))
    low, high = _noncentral_limits(float(change.mean()) / se, len(change) - 1, level)
    return float(change.mean()) / between, low * se / between, high * se / between


def share_independent(
    before: tuple[int, int], after: tuple[int, int], level: float = 0.95
) -> tuple[Interval, Interval]:
    """Difference of two shares with its interval, and Cohen's h with its.

    Parameters
    ----------
    before, after : tuple (events, n)
    level : float

    Returns
    -------
    difference, h : tuple (estimate, low, high)
        The difference's interval is built of the two shares' score intervals (Newcombe 1998,
        method 10); h is the difference of arcsine-transformed shares.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873–890; Cohen (1988), chapter 6.

    Examples
    --------
    >>> difference, _ = share_independent((48, 80), (56, 70))
    >>> [round(x, 4) for x in difference]
    [0.2, 0.0524, 0.3339]
    """
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    (x0, n0), (x1, n1) = before, after
    p0, p1 = x0 / n0, x1 / n1
    counts = np.array([x0, x1]), np.array([n0, n1])
    (low0, low1), (high0, high1) = (ends.tolist() for ends in wilson_interval(*counts, level))
    low = p1 - p0 - sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    high = p1 - p0 + sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    h, reach = 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p0)), z * sqrt(1 / n0 + 1 / n1)
    return (p1 - p0, low, high), (h, h - reach, h + reach)


def share_paired(gained: int, lost: int, n: int, level: float = 0.95) -> Interval:
    """Difference of two shares of the same people.

    Parameters
    ----------
    gained, lost : int
        How many went from no to yes, and from yes to no.
    n : int
        Pairs.
    level : float

    Returns
    -------
    difference, low, high : float

    References
    ----------
    Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37, 479–488: Wald's
    interval with one pair added to each kind of change.

    Examples
    --------
    >>> [round(x, 4) for x in share_paired(12, 4, 50)]
    [0.16, -0.0005, 0.3082]
    """
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    reach = z * sqrt((up + down - (up - down) ** 2) / (n + 2))
    return (gained - lost) / n, max(up - down - reach, -1.0), min(up - down + reach, 1.0)
