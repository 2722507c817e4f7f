"""Where the respondents lie on the plane of perception and expectation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["convex_hull", "discrepancy_table", "grid_counts", "inside"]

STEPS = 24
"""Cells that a scale is divided into; a seven-point scale into quarters of a point."""


def grid_counts(x: np.ndarray, y: np.ndarray, cell: float) -> pd.DataFrame:
    """Count respondents by rounded pairs of scores, so that a picture shows no single person.

    Parameters
    ----------
    x, y : ndarray (n,)
        Perception and expectation.
    cell : float
        What scores are rounded to a multiple of.

    Returns
    -------
    DataFrame
        ``perception expectation n``, a row for each pair that occurs.

    Examples
    --------
    >>> grid_counts(np.array([4.1, 4.0, 6.3]), np.array([6.0, 6.1, 6.2]), 0.25).values.tolist()
    [[4.0, 6.0, 2.0], [6.25, 6.25, 1.0]]
    """
    pairs = np.column_stack([np.round(x / cell), np.round(y / cell)])
    places, counts = np.unique(pairs, axis=0, return_counts=True)
    table = pd.DataFrame(places * cell, columns=["perception", "expectation"])
    return table.assign(n=counts)


def convex_hull(points: np.ndarray) -> np.ndarray:
    """Find the corners of the smallest convex region that holds the points.

    Parameters
    ----------
    points : ndarray (m, 2)

    Returns
    -------
    ndarray (c, 2)
        Counter-clockwise (Andrew's monotone chain, 1979).

    Examples
    --------
    >>> convex_hull(np.array([[0, 0], [2, 0], [1, 1], [2, 2], [0, 2.0]])).tolist()
    [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]
    """
    ordered = np.unique(np.asarray(points, dtype=float), axis=0)
    if len(ordered) < 3:
        return ordered
    corners: list[np.ndarray] = []
    for way in (ordered, ordered[::-1]):
        chain: list[np.ndarray] = []
        for point in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        corners += chain[:-1]
    return np.array(corners)


def _turn(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> float:
    """Positive where the way from a over b to c turns left."""
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def inside(hull: np.ndarray, x: Any, y: Any) -> np.ndarray:
    """Tell which points lie within a convex region, its border included.

    Parameters
    ----------
    hull : ndarray (c, 2)
        Corners, counter-clockwise.
    x, y : array-like (…)

    Returns
    -------
    ndarray of bool (…)
        False where a coordinate is NaN.

    Examples
    --------
    >>> square = np.array([[0, 0], [2, 0], [2, 2], [0, 2.0]])
    >>> inside(square, np.array([1.0, 3.0]), np.array([1.0, 1.0])).tolist()
    [True, False]
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    held = np.isfinite(x) & np.isfinite(y)
    for a, b in zip(hull, np.roll(hull, -1, axis=0), strict=True):
        side = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
        held &= side >= -1e-9
    return held


def discrepancy_table(x: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    """Count who perceives more than expected, about as much, and less.

    Parameters
    ----------
    x, y : ndarray (n,)
        Perception and expectation on one scale.

    Returns
    -------
    DataFrame (index: above, agreement, below)
        ``n_standardised pct_standardised``: the two in standard scores differ by more than 0.5
        (Fleenor, McCauley & Brutus 1996; Shanock et al. 2010), which leaves their means' difference
        out; ``n_raw pct_raw``: the answers differ by more than half of their pooled standard
        deviation, which keeps it in.

    Examples
    --------
    >>> x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([5.0, 6.0, 7.0, 7.0])
    >>> discrepancy_table(x, y)[["n_standardised", "n_raw"]].values.tolist()
    [[0, 0], [4, 0], [0, 4]]
    """
    sd_x, sd_y = x.std(ddof=1), y.std(ddof=1)
    pooled = np.sqrt((sd_x**2 + sd_y**2) / 2)
    table = pd.DataFrame(index=pd.Index(["above", "agreement", "below"], name="perception"))
    for name, differ in (
        ("standardised", (x - x.mean()) / sd_x - (y - y.mean()) / sd_y),
        ("raw", (x - y) / pooled),
    ):
        above, below = int((differ > 0.5).sum()), int((differ < -0.5).sum())
        counts = [above, len(x) - above - below, below]
        table[f"n_{name}"] = counts
        table[f"pct_{name}"] = 100 * np.array(counts) / len(x)
    return table
