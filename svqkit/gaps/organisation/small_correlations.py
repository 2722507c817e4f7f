"""Correlations in small samples: Fisher's interval, an exact permutation p, and what could be found."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

__all__ = ["correlation", "detectable", "permutation_p"]

EXACT_UP_TO = 9
"""Respondents up to which all orders are tried (9! = 362 880)."""
PERMUTED_UNDER = 20
"""Below this many respondents p comes from permutations, from here on from Student's t."""
DRAWS = 99_999
"""Random orders between the two."""
_TOLERANCE = 1e-10


def correlation(
    x: np.ndarray, y: np.ndarray, ci: float, rng: np.random.Generator
) -> tuple[float, float, float, float, int]:
    """Correlate two scores over those who have both.

    Parameters
    ----------
    x, y : ndarray (n,)
        Scores; NaN where there is none.
    ci : float in (0, 1)
    rng : numpy Generator
        For random orders from 10 to 19 respondents.

    Returns
    -------
    r, low, high, p : float
        Pearson's r, Fisher's interval (from four respondents on) and a two-sided p; NaN where a
        score does not vary or fewer than three have both.
    n : int

    Notes
    -----
    Fisher (1921, *Metron* 1, 3–32): z = atanh r, standard error 1/√(n − 3). R: ``cor.test``.

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    >>> found = correlation(x, x**2, 0.95, np.random.default_rng(1))
    >>> [round(value, 3) for value in found]
    [0.981, 0.735, 0.999, 0.017, 5]
    """
    both = ~(np.isnan(x) | np.isnan(y))
    n = int(both.sum())
    a, b = _standardised(x[both]), _standardised(y[both])
    if n < 3 or a is None or b is None:
        return np.nan, np.nan, np.nan, np.nan, n
    r = float(np.clip(a @ b, -1, 1))
    low = high = np.nan
    if n > 3:
        with np.errstate(divide="ignore"):
            z = np.arctanh(r)
        reach = float(ndtri((1 + ci) / 2)) / np.sqrt(n - 3)
        low, high = float(np.tanh(z - reach)), float(np.tanh(z + reach))
    if n < PERMUTED_UNDER:
        return r, low, high, permutation_p(a, b, rng), n
    left = 1 - r * r
    t = np.inf if left <= 0 else abs(r) * np.sqrt((n - 2) / left)
    return r, low, high, float(2 * stdtr(n - 2, -t)), n


def _standardised(values: np.ndarray) -> np.ndarray | None:
    """Centre to length one; None where nothing varies."""
    if len(values) < 2:
        return None
    centred = values - values.mean()
    length = float(np.sqrt(centred @ centred))
    return centred / length if length > 1e-9 * max(1.0, float(np.abs(values).max())) else None


def permutation_p(a: np.ndarray, b: np.ndarray, rng: np.random.Generator) -> float:
    """Say how often a random order of one score correlates at least as strongly, in either direction.

    Parameters
    ----------
    a, b : ndarray (n,)
        Standardised scores without gaps.
    rng : numpy Generator

    Returns
    -------
    float
        Exact up to 9 respondents: the share among all n! orders. Above, (b + 1)/(m + 1) among
        m = 99 999 random ones (Phipson & Smyth 2010).

    Notes
    -----
    Pitman (1937, *JRSS Supplement* 4, 225–232).

    Examples
    --------
    >>> a = np.array([-0.7071, 0.0, 0.7071])
    >>> round(permutation_p(a, a, np.random.default_rng(1)), 4)
    0.3333
    """
    observed = abs(float(a @ b)) - _TOLERANCE
    if len(a) <= EXACT_UP_TO:
        return float((np.abs(b[_orders(len(a))] @ a) >= observed).mean())
    orders = rng.permuted(np.tile(b, (DRAWS, 1)), axis=1)
    return float(((np.abs(orders @ a) >= observed).sum() + 1) / (DRAWS + 1))


@lru_cache(maxsize=1)
def _orders(n: int) -> np.ndarray:
    """All n! orders of 0 … n − 1, a row each."""
    orders = np.zeros((1, 1), dtype=np.int8)
    for size in range(1, n):
        longer = np.empty((len(orders) * (size + 1), size + 1), dtype=np.int8)
        for place in range(size + 1):
            block = longer[place * len(orders) : (place + 1) * len(orders)]
            block[:, :place] = orders[:, :place]
            block[:, place] = size
            block[:, place + 1 :] = orders[:, place:]
        orders = longer
    return orders


def detectable(n: int, ci: float = 0.95, power: float = 0.80) -> float:
    """Give the size of a correlation that n respondents find with a given power.

    Parameters
    ----------
    n : int
        Respondents with both scores.
    ci : float in (0, 1)
        The two-sided test has level 1 − ci.
    power : float in (0, 1)

    Returns
    -------
    float
        NaN under four respondents.

    Notes
    -----
    By Fisher's z with its bias, as R's ``pwr::pwr.r.test``: atanh ρ + ρ/(2(n − 1)) is to lie
    z_power/√(n − 3) above atanh of the r that is just significant by t (Cohen 1988, p. 546). z
    varies a little less than that for strong correlations, so the answer errs on the safe side:
    with nine respondents the power at it is .82.

    Examples
    --------
    >>> round(detectable(9), 2), round(detectable(64), 2)
    (0.8, 0.34)
    """
    if n <= 3:
        return np.nan
    t = float(stdtrit(n - 2, (1 + ci) / 2))
    goal = np.arctanh(t / np.sqrt(n - 2 + t * t)) + float(ndtri(power)) / np.sqrt(n - 3)
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        with np.errstate(divide="ignore"):
            reached = np.arctanh(middle) + middle / (2 * (n - 1)) >= goal
        low, high = (low, middle) if reached else (middle, high)
    return high
