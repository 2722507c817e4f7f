"""The bivariate normal distribution for whole arrays of corners at once.

Genz (2004, *Statistics and Computing* 14, 251-260) improved Drezner & Wesolowsky (1990): an
integral over the angle whose sine is the correlation, by Gauss-Legendre, and for |ρ| above .925 an
expansion around perfect correlation. Accurate to about 1e-15.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

__all__ = ["Corners", "corners", "cumulative", "density"]

STEEP = 0.925
RULES = ((0.3, 6), (0.75, 12), (STEEP, 20))
FARTHEST = 38.0  # the normal distribution ends before this in double precision


class Corners(NamedTuple):
    """What the corners of rectangles keep while the correlations change.

    Parameters
    ----------
    h, k : ndarray (m, a, b)
        Coordinates, one table of corners for each correlation; at most ±38.
    product, half_squares : ndarray (m, a, b)
        h k, and (h² + k²)/2.
    independent : ndarray (m, a, b)
        Φ(h) Φ(k).
    """

    h: np.ndarray
    k: np.ndarray
    product: np.ndarray
    half_squares: np.ndarray
    independent: np.ndarray

    def take(self, rows: np.ndarray) -> Corners:
        """Keep some of the tables."""
        return Corners(*(part[rows] for part in self))


def corners(h: np.ndarray, k: np.ndarray) -> Corners:
    """Cross two sets of cuts.

    Parameters
    ----------
    h : ndarray (m, a)
        Cuts of the first variable; infinite ones are allowed.
    k : ndarray (m, b)

    Returns
    -------
    Corners
        Of shape (m, a, b).

    Examples
    --------
    >>> corners(np.zeros((1, 2)), np.zeros((1, 3))).independent.tolist()
    [[[0.25, 0.25, 0.25], [0.25, 0.25, 0.25]]]
    """
    rows, columns = np.clip(h, -FARTHEST, FARTHEST), np.clip(k, -FARTHEST, FARTHEST)
    wide = (*rows.shape, columns.shape[1])
    first = np.broadcast_to(rows[:, :, None], wide)
    second = np.broadcast_to(columns[:, None, :], wide)
    squares = (rows**2)[:, :, None] + (columns**2)[:, None, :]
    return Corners(
        first, second, first * second, squares / 2, ndtr(rows)[:, :, None] * ndtr(columns)[:, None]
    )


def density(at: Corners, rho: np.ndarray) -> np.ndarray:
    """Height of the bivariate normal density, which is the slope of Φ₂ in ρ (Plackett 1954).

    Parameters
    ----------
    at : Corners (m, a, b)
    rho : ndarray (m,)
        Between −1 and 1, both excluded.

    Returns
    -------
    ndarray (m, a, b)

    Examples
    --------
    >>> origin = corners(np.zeros((1, 1)), np.zeros((1, 1)))
    >>> round(float(density(origin, np.zeros(1))[0, 0, 0]) * 2 * np.pi, 12)
    1.0
    """
    r = rho[:, None, None]
    left = 1 - r * r
    return np.asarray(
        np.exp((r * at.product - at.half_squares) / left) / (2 * np.pi * np.sqrt(left))
    )


def cumulative(at: Corners, rho: np.ndarray) -> np.ndarray:
    """Probability that both variables stay below a corner, Φ₂(h, k; ρ).

    Parameters
    ----------
    at : Corners (m, a, b)
    rho : ndarray (m,)
        From −1 to 1.

    Returns
    -------
    ndarray (m, a, b)

    Examples
    --------
    >>> origin = corners(np.zeros((1, 1)), np.zeros((1, 1)))
    >>> round(float(cumulative(origin, np.array([0.5]))[0, 0, 0]), 12)  # 1/4 + asin(ρ)/2π
    0.333333333333
    """
    size = np.abs(rho)
    found = np.empty(at.h.shape)
    below = 0.0
    for limit, points in RULES:
        rows = np.flatnonzero((size >= below) & (size < limit))
        below = limit
        if len(rows):
            found[rows] = _by_angle(at.take(rows), rho[rows], points)
    rows = np.flatnonzero(size >= STEEP)
    if len(rows):
        found[rows] = _near_one(at.take(rows), rho[rows])
    return found


@cache
def _rule(points: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of Gauss-Legendre on (−1, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return nodes, weights


def _by_angle(at: Corners, rho: np.ndarray, points: int) -> np.ndarray:
    """Φ(h)Φ(k) + ∫₀^asin ρ exp((sin θ hk − (h² + k²)/2) / cos² θ) dθ / 2π."""
    nodes, weights = _rule(points)
    angle = np.arcsin(rho)
    sines = np.sin(angle * (nodes[:, None] + 1) / 2)
    inverse = 1 / (1 - sines**2)
    total = np.zeros(at.h.shape)
    for weight, sine, scale in zip(weights, sines, inverse, strict=True):
        term = at.product * sine[:, None, None]
        term -= at.half_squares
        term *= scale[:, None, None]
        np.exp(term, out=term)
        term *= weight
        total += term
    total *= (angle / (4 * np.pi))[:, None, None]
    total += at.independent
    return total


def _near_one(at: Corners, rho: np.ndarray) -> np.ndarray:
    """Genz's expansion, written for the upper tail at −h, −k."""
    r = rho[:, None, None]
    positive = r > 0
    h, k = -at.h, np.where(positive, -at.k, at.k)
    hk = h * k
    left = np.broadcast_to((1 - r) * (1 + r), h.shape)
    a = np.sqrt(left)
    b_squared = (h - k) ** 2
    b = np.abs(h - k)
    c, d = (4 - hk) / 8, (12 - hk) / 16
    flat = left <= 0
    safe = np.where(flat, 1.0, left)
    power = -(b_squared / safe + hk) / 2
    bvn = np.where(power > -100, a * np.exp(np.minimum(power, 0)), 0.0)
    bvn *= 1 - c * (b_squared - left) * (1 - d * b_squared / 5) / 3 + c * d * left**2 / 5
    tail = np.sqrt(2 * np.pi) * ndtr(-b / np.sqrt(safe)) * b
    bvn -= np.where(
        hk > -100,
        np.exp(-np.maximum(hk, -100) / 2)
        * tail
        * (1 - c * b_squared * (1 - d * b_squared / 5) / 3),
        0.0,
    )
    nodes, weights = _rule(20)
    for weight, node in zip(weights, nodes, strict=True):
        x = safe * ((node + 1) / 2) ** 2
        rs = np.sqrt(1 - x)
        power = -(b_squared / x + hk) / 2
        curve = np.exp(np.minimum(-hk * x / (2 * (1 + rs) ** 2), 700)) / rs
        rest = curve - (1 + c * x * (1 + d * x))
        bvn += np.where(power > -100, a / 2 * weight * np.exp(np.minimum(power, 0)) * rest, 0.0)
    bvn = np.where(flat, 0.0, -bvn / (2 * np.pi))
    above = bvn + ndtr(-np.maximum(h, k))
    below = -bvn + np.maximum(ndtr(k) - ndtr(h), 0)
    return np.asarray(np.where(positive, above, below))
