"""How far a unit of a given size may lie from the rest by chance alone."""

from __future__ import annotations

import numpy as np

__all__ = ["chance_limits", "standard_errors"]


def standard_errors(kind: str, centre: float, n: np.ndarray, sd: float = np.nan) -> np.ndarray:
    """Give the standard error of a unit's value where its true value is the centre.

    Parameters
    ----------
    kind : {"share", "rate", "mean"}
    centre : float
    n : ndarray
        Cases, exposure or respondents.
    sd : float
        Within units, for means.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> standard_errors("share", 0.5, np.array([25.0])).tolist()
    [0.1]
    """
    variance = {"share": centre * (1 - centre), "rate": centre, "mean": sd**2}[kind]
    return np.sqrt(variance / n)


def chance_limits(
    kind: str, centre: float, n: np.ndarray, p: float, sd: float = np.nan, tau2: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Give the limits between which a unit lies with probability ``p`` when only chance is at work.

    Parameters
    ----------
    kind : {"share", "rate", "mean"}
    centre : float
        In between 0 and 1 for shares, positive for rates.
    n : ndarray
    p : float in (0, 1)
        Such as 0.95 or 0.998.
    sd : float
        Within units, for means.
    tau2 : float
        Variance between units beyond chance; with any the limits are normal ones.

    Returns
    -------
    low, high : ndarray

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202, appendix A.1: exact binomial and
    Poisson limits, interpolated between counts so that they do not jump with n.

    Examples
    --------
    >>> low, high = chance_limits("share", 0.1, np.array([50.0]), 0.95)
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0139], [0.1797])
    """
    from scipy.special import ndtri

    n = np.asarray(n, dtype=float)
    tail = (1 - p) / 2
    if kind == "mean" or tau2 > 0:
        reach = float(ndtri(1 - tail)) * np.sqrt(standard_errors(kind, centre, n, sd) ** 2 + tau2)
        low, high = centre - reach, centre + reach
        if kind == "mean":
            return low, high
        return np.maximum(low, 0.0), np.minimum(high, 1.0) if kind == "share" else high
    return _exact(kind, centre, n, tail), _exact(kind, centre, n, 1 - tail)


def _exact(kind: str, centre: float, n: np.ndarray, p: float) -> np.ndarray:
    """Interpolate between the two whole counts around probability p."""
    from scipy.stats import binom, poisson

    law = binom(n, centre) if kind == "share" else poisson(n * centre)
    count = law.ppf(p)
    above, below = law.cdf(count), law.cdf(count - 1)
    part = (above - p) / (above - below)
    return np.maximum(count - part, 0.0) / n
