"""Spread between units beyond what chance gives."""

from __future__ import annotations

import numpy as np

__all__ = ["dispersion_of", "variance_between"]

_TRIMMED = 0.1
"""Share of units on each side whose z is pulled in, so that outliers do not excuse themselves."""


def dispersion_of(z: np.ndarray) -> tuple[float, float]:
    """Give the mean squared z with the outer tenths pulled in, and how surprising it is.

    Parameters
    ----------
    z : ndarray (units,)
        Around all of them together.

    Returns
    -------
    phi, p : float
        About 1 where only chance is at work; p by the chi-square of ``units × phi``.

    Examples
    --------
    >>> phi, p = dispersion_of(np.array([-1.0, 0.0, 1.0]))
    >>> round(phi, 3)
    0.427
    """
    from scipy.special import gammaincc

    low, high = np.quantile(z, [_TRIMMED, 1 - _TRIMMED])
    pulled = np.clip(z, low, high)
    phi = float((pulled**2).mean())
    df = len(z) - 1
    return phi, float(gammaincc(df / 2, len(z) * phi / 2))


def variance_between(phi: float, se: np.ndarray) -> float:
    """Estimate the variance between units beyond chance, by moments.

    Parameters
    ----------
    phi : float
        Mean squared z.
    se : ndarray (units,)
        Standard error of each unit by chance.

    Returns
    -------
    float
        0 where there is no more spread than chance gives.

    References
    ----------
    DerSimonian & Laird (1986), as in Spiegelhalter (2005), sec. A.3.

    Examples
    --------
    >>> variance_between(0.6, np.array([0.1, 0.2, 0.1]))
    0.0
    """
    weights = se**-2.0
    units = len(se)
    excess = units * phi - (units - 1)
    return float(max(excess, 0.0) / (weights.sum() - (weights**2).sum() / weights.sum()))
