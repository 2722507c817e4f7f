"""Intervals of alpha by formula, each by its author's name."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from svqkit.psychometrics.reliability.alpha import alpha, feldt_interval

__all__ = ["ALPHA_INTERVALS", "alpha_interval", "bonett_interval", "duhachek_interval"]

ALPHA_INTERVALS = {
    "feldt": "Feldt's for alpha (psych::alpha.ci)",
    "bonett": "Bonett's (2002) for alpha",
    "duhachek": "Duhachek & Iacobucci's (2004) for alpha",
}


def alpha_interval(S: np.ndarray, n: int, level: float, kind: str) -> tuple[float, float]:
    """Interval of raw alpha by one of the formulas.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances, divisor n − 1.
    n : int
        Complete respondents.
    level : float
        Confidence, such as 0.95.
    kind : {"feldt", "bonett", "duhachek"}

    Returns
    -------
    low, high : float
        NaN where alpha is not defined.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> [round(end, 4) for end in alpha_interval(S, 100, 0.95, "bonett")]
    [0.7264, 0.8567]
    """
    value = float(alpha(S))
    if not np.isfinite(value) or n < 3:
        return np.nan, np.nan
    if kind == "bonett":
        return bonett_interval(value, n, len(S), level)
    if kind == "duhachek":
        return duhachek_interval(S, n, level)
    return feldt_interval(value, n, len(S), level)


def bonett_interval(value: float, n: int, k: int, level: float) -> tuple[float, float]:
    """Interval of alpha by the logarithm of 1 − alpha.

    Parameters
    ----------
    value : float
    n, k : int
        Respondents, at least 3, and items.
    level : float

    Returns
    -------
    low, high : float
        NaN for a perfect alpha.

    Notes
    -----
    1 − exp(ln(1 − α) − ln(n/(n − 1)) ± z √(2k/((k − 1)(n − 2)))) (Bonett 2002, *Journal of
    Educational and Behavioral Statistics* 27, 335-340; Bonett & Wright 2015, *Journal of
    Organizational Behavior* 36, 3-15).

    Examples
    --------
    >>> [round(end, 4) for end in bonett_interval(0.8, 100, 5, 0.95)]
    [0.7292, 0.8552]
    """
    if value >= 1:
        return np.nan, np.nan
    centre = np.log(1 - value) - np.log(n / (n - 1))
    half = float(ndtri(0.5 + level / 2)) * np.sqrt(2 * k / ((k - 1) * (n - 2)))
    return float(1 - np.exp(centre + half)), float(1 - np.exp(centre - half))


def duhachek_interval(S: np.ndarray, n: int, level: float) -> tuple[float, float]:
    """Symmetric interval of alpha by its standard error for normal answers.

    Parameters
    ----------
    S : ndarray (k, k)
        Covariances; they need not be equal, as Feldt's and Bonett's intervals suppose.
    n : int
    level : float

    Returns
    -------
    low, high : float

    Notes
    -----
    Variance 2k²/((k − 1)² s³) (s (tr S² + tr²S) − 2 tr S · 1'S²1)/n with s the variance of the
    sum (van Zyl, Neudecker & Nel 2000, *Psychometrika* 65, 271-280; Duhachek & Iacobucci 2004,
    *Journal of Applied Psychology* 89, 792-808), the ``ase`` of ``psych::alpha``.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> [round(end, 4) for end in duhachek_interval(S, 100, 0.95)]
    [0.736, 0.864]
    """
    k, s, trace = len(S), float(S.sum()), float(np.trace(S))
    squared = S @ S
    inner = s * (np.trace(squared) + trace**2) - 2 * trace * squared.sum()
    variance = 2 * k**2 / ((k - 1) ** 2 * s**3) * inner / n
    half = float(ndtri(0.5 + level / 2) * np.sqrt(max(variance, 0.0)))
    value = float(alpha(S))
    return value - half, value + half
