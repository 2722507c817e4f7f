"""Intervals and tests of a difference of two shares of the same people."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from svqkit.psychometrics.data.resampling import generator

__all__ = ["mover", "nps_interval", "nps_variance", "two_sided"]

KINDS = ("score", "wald", "bootstrap")


def nps_variance(promoters: float, detractors: float, n: float) -> float:
    """Give the variance of an NPS in points, of multinomial counts.

    100² (p + d − (p − d)²) / n (Rocks 2016, eq. 1).

    Parameters
    ----------
    promoters, detractors, n : float
        Counts.

    Returns
    -------
    float

    Examples
    --------
    >>> round(nps_variance(40, 20, 100) ** 0.5, 4)
    7.4833
    """
    p, d = promoters / n, detractors / n
    return 1e4 * (p + d - (p - d) ** 2) / n


def nps_interval(
    promoters: int,
    detractors: int,
    n: int,
    *,
    interval: str = "score",
    ci: float = 0.95,
    samples: int = 10_000,
    seed: int | None = 0,
) -> tuple[float, float]:
    """Put an interval around an NPS.

    Parameters
    ----------
    promoters, detractors, n : int
        Counts.
    interval : {"score", "wald", "bootstrap"}
        ``"score"`` inverts the score test (Tango 1998 for a difference of paired shares, which is
        the same multinomial; for two shares what Wilson's interval is for one). ``"wald"`` is the
        closed form NPS ± z sd; with few respondents, or all alike, it is too narrow.
        ``"bootstrap"`` takes percentiles of resamples.
    ci : float in (0, 1)
    samples : int
    seed : int or None

    Returns
    -------
    low, high : float
        In points, within −100 to 100.

    References
    ----------
    Tango (1998), Statistics in Medicine 17, 891–908. Rocks (2016), The American Statistician 70,
    365–372.

    Examples
    --------
    >>> low, high = nps_interval(1, 7, 21)
    >>> round(low, 1), round(high, 1)
    (-51.7, -2.6)
    """
    z = float(ndtri((1 + ci) / 2))
    value = 100 * (promoters - detractors) / n
    if interval == "wald":
        reach = z * nps_variance(promoters, detractors, n) ** 0.5
        return max(value - reach, -100.0), min(value + reach, 100.0)
    if interval == "bootstrap":
        rng = generator(seed)
        shares = [promoters / n, detractors / n, (n - promoters - detractors) / n]
        drawn = rng.multinomial(n, shares, size=samples)
        low, high = np.quantile(100 * (drawn[:, 0] - drawn[:, 1]) / n, [(1 - ci) / 2, (1 + ci) / 2])
        return float(low), float(high)
    point = (promoters - detractors) / n

    def beyond(difference: float) -> float:
        return _score(promoters, detractors, n, difference) ** 2 - z**2

    from scipy.optimize import brentq

    # At the ends of the range the score is infinite, unless the estimate is there itself.
    low = -1.0 if point == -1 else brentq(beyond, -1.0 + 1e-14, point, xtol=1e-13)
    high = 1.0 if point == 1 else brentq(beyond, point, 1.0 - 1e-14, xtol=1e-13)
    return 100 * low, 100 * high


def _score(b: float, c: float, n: float, difference: float) -> float:
    """Tango's score statistic: the variance is that of the likeliest shares with this difference."""
    x = -b - c + (2 * n - b + c) * difference
    y = -c * difference * (1 - difference)
    share = (np.sqrt(max(x * x - 8 * n * y, 0.0)) - x) / (4 * n)
    variance = n * (2 * share + difference * (1 - difference))
    away = b - c - n * difference
    if variance <= 0:
        return 0.0 if away == 0 else float(np.copysign(1e150, away))
    return float(away / np.sqrt(variance))


def mover(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float]:
    """Put an interval around a difference of independent estimates from their own intervals.

    Parameters
    ----------
    first, second : (value, low, high)

    Returns
    -------
    low, high : float

    References
    ----------
    Zou & Donner (2008), Statistics in Medicine 27, 1693–1702; Newcombe (1998) for shares.

    Examples
    --------
    >>> low, high = mover((10.0, 7.0, 13.0), (5.0, 1.0, 9.0))
    >>> low, high
    (0.0, 10.0)
    """
    (a, a_low, a_high), (b, b_low, b_high) = first, second
    low = a - b - ((a - a_low) ** 2 + (b_high - b) ** 2) ** 0.5
    return low, a - b + ((a_high - a) ** 2 + (b - b_low) ** 2) ** 0.5


def two_sided(z: float) -> float:
    """Give the two-sided p-value of a standard normal statistic.

    Examples
    --------
    >>> round(two_sided(1.959964), 6)
    0.05
    """
    return float(2 * ndtr(-abs(z)))
