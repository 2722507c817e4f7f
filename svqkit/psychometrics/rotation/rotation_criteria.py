"""What rotations minimise: each criterion gives its value and its slope for many patterns at once.

The formulas are those of Bernaards & Jennrich (2005, *Educational and Psychological Measurement* 65,
676-696), whose R package GPArotation psych calls.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = [
    "Criterion",
    "bigeomin",
    "biquartimin",
    "crawford_ferguson",
    "geomin",
    "quartimin",
    "target_distance",
]

Criterion = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Patterns (b, p, m) to values (b,) and slopes (b, p, m)."""

GEOMIN_DELTA = 0.01


def quartimin(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum over items of products of squared loadings: oblimin with gamma 0.

    Parameters
    ----------
    L : ndarray (b, p, m)

    Returns
    -------
    value : ndarray (b,)
    slope : ndarray (b, p, m)

    Notes
    -----
    Carroll (1953); Jennrich & Sampson (1966).

    Examples
    --------
    >>> quartimin(np.array([[[1.0, 0.0], [0.0, 1.0]]]))[0].tolist()
    [0.0]
    """
    squared = L**2
    others = squared.sum(axis=-1, keepdims=True) - squared
    return (squared * others).sum(axis=(-2, -1)) / 4, L * others


def geomin(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum over items of the geometric mean of squared loadings plus .01.

    Parameters
    ----------
    L : ndarray (b, p, m)

    Returns
    -------
    value : ndarray (b,)
    slope : ndarray (b, p, m)

    Notes
    -----
    Yates (1987). Mplus takes another small number than .01 for few factors.

    Examples
    --------
    >>> geomin(np.array([[[0.0, 0.0]]]))[0].round(6).tolist()
    [0.01]
    """
    squared = L**2 + GEOMIN_DELTA
    mean = np.exp(np.log(squared).mean(axis=-1, keepdims=True))
    return mean.sum(axis=(-2, -1)), 2 / L.shape[-1] * L / squared * mean


def crawford_ferguson(kappa: float) -> Criterion:
    """Weigh the complexity of items against that of factors.

    Parameters
    ----------
    kappa : float
        0 looks at items only (quartimax), 1/p gives varimax, m/(2p) equamax, (m − 1)/(p + m − 2)
        parsimax.

    Returns
    -------
    Criterion

    Notes
    -----
    Crawford & Ferguson (1970, *Psychometrika* 35, 321-332).

    Examples
    --------
    >>> crawford_ferguson(0.0)(np.array([[[1.0, 0.0], [0.0, 1.0]]]))[0].tolist()
    [0.0]
    """

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        squared = L**2
        items = squared.sum(axis=-1, keepdims=True) - squared
        factors = squared.sum(axis=-2, keepdims=True) - squared
        both = (1 - kappa) * items + kappa * factors
        return (squared * both).sum(axis=(-2, -1)) / 4, L * both

    return criterion


def biquartimin(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Quartimin of all factors but the first, which is general.

    Parameters
    ----------
    L : ndarray (b, p, m)

    Returns
    -------
    value : ndarray (b,)
    slope : ndarray (b, p, m)

    Notes
    -----
    Jennrich & Bentler (2011, *Psychometrika* 76, 537-549).

    Examples
    --------
    >>> biquartimin(np.array([[[0.7, 0.5, 0.0], [0.7, 0.0, 0.5]]]))[0].tolist()
    [0.0]
    """
    return _of_groups(L, quartimin)


def bigeomin(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Geomin of all factors but the first, which is general.

    Parameters
    ----------
    L : ndarray (b, p, m)

    Returns
    -------
    value : ndarray (b,)
    slope : ndarray (b, p, m)

    Examples
    --------
    >>> bigeomin(np.array([[[0.7, 0.0, 0.0]]]))[0].round(6).tolist()
    [0.01]
    """
    return _of_groups(L, geomin)


def _of_groups(L: np.ndarray, criterion: Criterion) -> tuple[np.ndarray, np.ndarray]:
    value, slope = criterion(L[..., 1:])
    return value, np.concatenate([np.zeros_like(L[..., :1]), slope], axis=-1)


def target_distance(target: np.ndarray) -> Criterion:
    """Sum of squared differences from a target, where it says something.

    Parameters
    ----------
    target : ndarray (p, m)
        NaN where a loading is free.

    Returns
    -------
    Criterion

    Notes
    -----
    Browne (1972, *British Journal of Mathematical and Statistical Psychology* 25, 207-212).

    Examples
    --------
    >>> criterion = target_distance(np.array([[np.nan, 0.0]]))
    >>> criterion(np.array([[[0.8, 0.5]]]))[0].tolist()
    [0.25]
    """
    said = np.isfinite(target)
    wanted = np.where(said, target, 0.0)

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        away = (L - wanted) * said
        return (away**2).sum(axis=(-2, -1)), 2 * away

    return criterion
