"""What the six coefficients of a quadratic surface say: slopes, stationary point, principal axes.

Z = b0 + b1 X + b2 Y + b3 X² + b4 XY + b5 Y²; X is the perception, Y the expectation, both less a
centre that they share. Everything takes one set of coefficients or many (…, 6) at once.
"""

from __future__ import annotations

import numpy as np

__all__ = [
    "ALONG_LINES",
    "KINDS",
    "principal_axes",
    "recentring",
    "stationary_point",
    "surface_kind",
    "surface_terms",
]

ALONG_LINES = {
    "a1": (0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
    "a2": (0.0, 0.0, 0.0, 1.0, 1.0, 1.0),
    "a3": (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    "a4": (0.0, 0.0, 0.0, 1.0, -1.0, 1.0),
    "a5": (0.0, 0.0, 0.0, 1.0, 0.0, -1.0),
}
"""Weights of b0 to b5 in the slopes and curvatures along the lines of congruence (a1, a2) and
incongruence (a3, a4); a5 = b3 − b5 (Humberg, Nestler & Back 2019)."""
KINDS = ("maximum", "minimum", "saddle", "none")
FLAT = 1e-10
"""Curvature, as part of the largest, that counts as none."""


def surface_terms(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Lay out the six terms of the surface.

    Parameters
    ----------
    x, y : ndarray (…)
        Centred perception and expectation.

    Returns
    -------
    ndarray (…, 6)
        1, X, Y, X², XY, Y².

    Examples
    --------
    >>> surface_terms(np.array(2.0), np.array(3.0)).tolist()
    [1.0, 2.0, 3.0, 4.0, 6.0, 9.0]
    """
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def recentring(shift: float) -> np.ndarray:
    """Give the matrix that turns coefficients into those of the same surface about another centre.

    Parameters
    ----------
    shift : float
        The new centre less the old one.

    Returns
    -------
    ndarray (6, 6)
        M with b_new = M b_old; covariances become M V M′.

    Examples
    --------
    >>> (recentring(2.0) @ [0, 1, 0, 1, 0, 0]).tolist()
    [6.0, 5.0, 0.0, 1.0, 0.0, 0.0]
    """
    d = float(shift)
    M = np.eye(6)
    M[0, 1:] = d, d, d * d, d * d, d * d
    M[1, 3:5] = 2 * d, d
    M[2, 4:] = d, 2 * d
    return M


def stationary_point(b: np.ndarray) -> np.ndarray:
    """Find where the surface is level in every direction.

    Parameters
    ----------
    b : ndarray (…, 6)

    Returns
    -------
    ndarray (…, 3)
        X, Y and Z there; NaN where there is none (a plane or a ridge).

    References
    ----------
    Edwards & Parry (1993), eqs. 4 and 5: X₀ = (b2 b4 − 2 b1 b5)/(4 b3 b5 − b4²).

    Examples
    --------
    >>> stationary_point(np.array([5.0, 2.0, -4.0, -1.0, 0.0, -1.0])).tolist()
    [1.0, -2.0, 10.0]
    """
    b0, b1, b2, b3, b4, b5 = np.moveaxis(np.asarray(b, dtype=float), -1, 0)
    curved = 4 * b3 * b5 - b4 * b4
    largest = np.maximum(np.maximum(np.abs(b3), np.abs(b5)), np.abs(b4)) ** 2
    curved = np.where(np.abs(curved) > FLAT * largest, curved, np.nan)
    x = (b2 * b4 - 2 * b1 * b5) / curved
    y = (b1 * b4 - 2 * b2 * b3) / curved
    return np.stack([x, y, b0 + (b1 * x + b2 * y) / 2], axis=-1)


def principal_axes(b: np.ndarray) -> np.ndarray:
    """Find the lines through the stationary point along which curvature is largest and smallest.

    Parameters
    ----------
    b : ndarray (…, 6)

    Returns
    -------
    ndarray (…, 4)
        p10, p11 (first axis: Y = p10 + p11 X), p20, p21 (second axis). Along the first axis the
        surface bends most upwards (a ridge if it is a hill). Intercepts are NaN where there is no
        stationary point, a slope where its axis is vertical.

    References
    ----------
    Edwards & Parry (1993), eqs. 6 to 9: p11 = (b5 − b3 + √((b3 − b5)² + b4²))/b4.

    Examples
    --------
    >>> principal_axes(np.array([0.0, 0.0, 0.0, -1.0, 2.0, -1.5])).round(3).tolist()
    [0.0, 0.781, 0.0, -1.281]
    """
    b = np.asarray(b, dtype=float)
    b3, b4, b5 = b[..., 3], b[..., 4], b[..., 5]
    point = stationary_point(b)
    root = np.hypot(b3 - b5, b4)
    steep, level = root + (b5 - b3), root - (b5 - b3)  # their product is b4²
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(b5 > b3, steep / b4, b4 / level)
        second = np.where(b5 > b3, -b4 / steep, -level / b4)
    first = np.where(np.isfinite(first), first, np.nan)
    second = np.where(np.isfinite(second), second, np.nan)
    x, y = point[..., 0], point[..., 1]
    return np.stack([y - first * x, first, y - second * x, second], axis=-1)


def surface_kind(b: np.ndarray) -> np.ndarray:
    """Tell what the stationary point is.

    Parameters
    ----------
    b : ndarray (…, 6)

    Returns
    -------
    ndarray of str (…)
        ``"maximum"``, ``"minimum"``, ``"saddle"`` or ``"none"``.

    Examples
    --------
    >>> str(surface_kind(np.array([0.0, 0.0, 0.0, -1.0, 0.5, -1.0])))
    'maximum'
    """
    b = np.asarray(b, dtype=float)
    curved = 4 * b[..., 3] * b[..., 5] - b[..., 4] ** 2
    none = np.isnan(stationary_point(b)[..., 0])
    kinds = np.where(curved < 0, 2, np.where(b[..., 3] < 0, 0, 1))
    return np.asarray(KINDS)[np.where(none, 3, kinds)]
