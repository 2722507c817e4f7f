"""Shares of respondents with Wilson's interval."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

__all__ = ["wilson_interval"]


def wilson_interval(
    count: np.ndarray, n: np.ndarray | float, ci: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Give the score interval of shares, which stays between 0 and 1 and holds in small samples.

    Parameters
    ----------
    count : ndarray (k,)
    n : ndarray (k,) or number
        So many of so many.
    ci : float in (0, 1)
        Confidence level.

    Returns
    -------
    low, high : ndarray (k,)
        Shares from 0 to 1; NaN where ``n`` is 0.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209–212. R:
    ``prop.test(count, n, correct = FALSE)``.

    Examples
    --------
    >>> low, high = wilson_interval(np.array([0, 8]), np.array([10, 10]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.49], [0.278, 0.943])
    """
    n = np.asarray(n, dtype=float)
    z = float(ndtri((1 + ci) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(n > 0, np.asarray(count) / n, np.nan)
        middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        reach = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.clip(middle - reach, 0.0, 1.0), np.clip(middle + reach, 0.0, 1.0)
