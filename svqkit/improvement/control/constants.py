"""Constants of control charts, computed: how ranges and standard deviations of normal samples behave."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import gammaln, ndtr

from svqkit.improvement.control.only_numbers import number_options

__all__ = ["c4", "chart_constants", "range_constants"]

_LARGEST = 1000
"""Observations in a subgroup; beyond this a range wastes nearly all of them."""


@lru_cache(maxsize=1)
def _grid() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lay out nodes for the range (outer) and the smallest value (inner integral)."""
    x = np.arange(-9, 9.001, 0.1)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * 0.1
    nodes, weights = np.polynomial.legendre.leggauss(96)
    r = 8 * (nodes + 1)
    return r, 8 * weights, ndtr(x + r[:, None]) - ndtr(x), density


@lru_cache(maxsize=1024)
def _range_moments(n: int) -> tuple[float, float]:
    """Integrate the distribution of the range of n standard normal values.

    P(R ≤ r) = n ∫ φ(x) [Φ(x + r) − Φ(x)]^(n−1) dx; the mean is ∫ P(R > r) dr and the mean square
    2 ∫ r P(R > r) dr. The trapezoid rule converges faster than any power for the inner integral;
    the outer one takes Gauss and Legendre's nodes.
    """
    r, weights, between, density = _grid()
    beyond = 1 - n * (between ** (n - 1) @ density)
    mean = float(weights @ beyond)
    square = float(2 * weights @ (r * beyond))
    return mean, float(np.sqrt(square - mean**2))


def range_constants(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give d2 and d3: mean and standard deviation of the range in units of sigma.

    Parameters
    ----------
    sizes : ndarray of int
        Observations a subgroup, 2 to 1000.

    Returns
    -------
    d2, d3 : ndarray

    Raises
    ------
    ValueError
        If a size is out of that range.

    References
    ----------
    Tippett (1925), Biometrika 17, 364–387.

    Examples
    --------
    >>> d2, d3 = range_constants(np.array([2, 5]))
    >>> d2.round(4).tolist(), d3.round(4).tolist()
    ([1.1284, 2.3259], [0.8525, 0.8641])
    """
    sizes = np.asarray(sizes, dtype=int)
    if sizes.min() < 2 or sizes.max() > _LARGEST:
        raise ValueError(f"a range needs subgroups of 2 to {_LARGEST} observations")
    different, place = np.unique(sizes, return_inverse=True)
    moments = np.array([_range_moments(int(n)) for n in different])[place]
    return moments[:, 0], moments[:, 1]


def c4(sizes: np.ndarray) -> np.ndarray:
    """Give c4: the mean of the standard deviation of n normal values, in units of sigma.

    Parameters
    ----------
    sizes : ndarray
        Observations, at least 2.

    Returns
    -------
    ndarray
        √(2/(n−1)) Γ(n/2) / Γ((n−1)/2).

    Examples
    --------
    >>> c4(np.array([2, 5, 25])).round(4).tolist()
    [0.7979, 0.94, 0.9896]
    """
    n = np.asarray(sizes, dtype=float)
    return np.asarray(np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2)))


def _whole(sizes: object) -> np.ndarray:
    try:
        given = np.atleast_1d(np.asarray(sizes, dtype=float))
    except (TypeError, ValueError):
        given = np.array([np.nan])
    if given.ndim > 1 or not len(given) or not (given == np.round(given)).all():
        raise ValueError(f"sizes are whole numbers of observations, 2 to {_LARGEST}, not {sizes!r}")
    return given.astype(int)


def chart_constants(sizes: object = tuple(range(2, 26)), *, limits: float = 3.0) -> pd.DataFrame:
    """Table the constants of variables charts for subgroups of given sizes.

    Parameters
    ----------
    sizes : int or sequence of int
        Observations a subgroup, 2 to 1000.
    limits : float
        Standard errors from the centre line to a limit.

    Returns
    -------
    DataFrame (index: n)
        ``d2 d3 c4 A A2 A3 B3 B4 B5 B6 D1 D2 D3 D4`` as Montgomery names them (his appendix table
        of factors for constructing variables control charts).

    Raises
    ------
    ValueError
        If a size is out of range or not whole.

    References
    ----------
    Montgomery, Introduction to Statistical Quality Control, appendix VI.

    Examples
    --------
    >>> chart_constants(5)[["d2", "A2", "D4", "c4", "B4"]].round(3).values.tolist()
    [[2.326, 0.577, 2.114, 0.94, 2.089]]
    """
    number_options(limits=limits)
    if not 0 < limits < np.inf:
        raise ValueError(f"limits is a number of standard errors above 0, not {limits!r}")
    n = _whole(sizes)
    (d2, d3), center = range_constants(n), c4(n)
    spread = np.sqrt(1 - center**2)
    a = limits / np.sqrt(n)
    table = {
        "d2": d2,
        "d3": d3,
        "c4": center,
        "A": a,
        "A2": a / d2,
        "A3": a / center,
        "B3": np.maximum(0, 1 - limits * spread / center),
        "B4": 1 + limits * spread / center,
        "B5": np.maximum(0, center - limits * spread),
        "B6": center + limits * spread,
        "D1": np.maximum(0, d2 - limits * d3),
        "D2": d2 + limits * d3,
        "D3": np.maximum(0, 1 - limits * d3 / d2),
        "D4": 1 + limits * d3 / d2,
    }
    return pd.DataFrame(table, index=pd.Index(n, name="n"))
