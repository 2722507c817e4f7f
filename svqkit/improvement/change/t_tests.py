"""Student's and Welch's intervals of a difference of means."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from svqkit.errors import DataError

__all__ = ["TInterval", "by_t", "mean_interval", "paired_t", "welch"]


@dataclass(frozen=True)
class TInterval:
    """An estimate with its interval by t.

    Attributes
    ----------
    name : str
    estimate, se, low, high, t, df, p : float

    Examples
    --------
    >>> by_t("test", 1.0, 0.5, 100).t
    2.0
    """

    name: str
    estimate: float
    se: float
    low: float
    high: float
    t: float
    df: float
    p: float


def by_t(name: str, estimate: float, se: float, df: float, level: float = 0.95) -> TInterval:
    """Make an interval of an estimate and its standard error.

    Parameters
    ----------
    name : str
    estimate, se, df : float
    level : float

    Returns
    -------
    TInterval

    Examples
    --------
    >>> round(by_t("", 2.0, 1.0, 10).p, 4)
    0.0734
    """
    from scipy.special import stdtr, stdtrit

    t = estimate / se
    reach = float(stdtrit(df, (1 + level) / 2)) * se
    p = float(2 * stdtr(df, -abs(t)))
    return TInterval(name, estimate, se, estimate - reach, estimate + reach, t, df, p)


def welch(before: np.ndarray, after: np.ndarray, level: float = 0.95) -> TInterval:
    """Difference of two means, variances not assumed equal.

    Parameters
    ----------
    before, after : ndarray
    level : float

    Returns
    -------
    TInterval

    Examples
    --------
    >>> round(welch(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])).df, 3)
    2.941
    """
    parts = [v.var(ddof=1) / len(v) for v in (before, after)]
    variance = float(sum(parts))
    if variance <= (1e-12 * max(np.abs(before).max(), np.abs(after).max())) ** 2:
        raise DataError("all values before are the same, and so after: chance cannot be judged")
    df = variance**2 / sum(
        part**2 / (len(v) - 1) for part, v in zip(parts, (before, after), strict=True)
    )
    return by_t("Welch's t", float(after.mean() - before.mean()), sqrt(variance), float(df), level)


def paired_t(before: np.ndarray, after: np.ndarray, level: float = 0.95) -> TInterval:
    """Mean of the differences of pairs.

    Parameters
    ----------
    before, after : ndarray (n,)
    level : float

    Returns
    -------
    TInterval

    Examples
    --------
    >>> paired_t(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])).estimate
    2.0
    """
    change = after - before
    spread = float(change.std(ddof=1))
    if spread <= 1e-12 * max(np.abs(before).max(), np.abs(after).max()):
        raise DataError(
            f"every pair changed by {change[0]:g}: chance cannot be judged; are they copies?"
        )
    n = len(change)
    return by_t("paired t", float(change.mean()), spread / sqrt(n), n - 1, level)


def mean_interval(values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """Interval of a mean.

    Parameters
    ----------
    values : ndarray
    level : float

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> [round(x, 3) for x in mean_interval(np.array([1.0, 2.0, 3.0]))]
    [-0.484, 4.484]
    """
    from scipy.special import stdtrit

    n = len(values)
    reach = float(stdtrit(n - 1, (1 + level) / 2) * values.std(ddof=1) / sqrt(n))
    return float(values.mean()) - reach, float(values.mean()) + reach
