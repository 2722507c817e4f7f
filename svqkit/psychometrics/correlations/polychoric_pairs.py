"""Two-step polychoric correlations of many pairs at once (Olsson 1979).

First the thresholds from the margins, then each pair's correlation by maximum likelihood given
them: Newton steps on all pairs together, kept between bounds that the sign of the slope tightens.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from svqkit.psychometrics.correlations.bivariate_normal import Corners, corners, cumulative, density

__all__ = ["BOUND", "cells", "pair_correlations", "rectangles", "thresholds"]

BOUND = 0.999  # as lavaan
SMALLEST_CELL = 2.0**-26  # as lavaan: the square root of the machine's precision
SMALL_STEP = 1e-9
MOST_STEPS = 60


def thresholds(margins: np.ndarray, total: np.ndarray | None = None) -> np.ndarray:
    """Cut the standard normal so that each category has the share of its answers.

    Parameters
    ----------
    margins : ndarray (m, c)
        Answers by category.
    total : ndarray (m,), optional
        What the shares are of; the sum of the margins by default.

    Returns
    -------
    ndarray (m, c − 1)
        Infinite beyond an item's last category.

    Examples
    --------
    >>> thresholds(np.array([[1.0, 2.0, 1.0]])).round(4).tolist()
    [[-0.6745, 0.6745]]
    """
    below = np.cumsum(margins, axis=1)
    whole = below[:, -1] if total is None else total
    share = below[:, :-1] / whole[:, None]
    # all answers lie below the last cut of a shorter item: exactly 1, whatever rounding did
    share[below[:, :-1] >= below[:, -1:]] = 1.0
    return np.asarray(ndtri(share))


def _differences(inner: np.ndarray, edge_rows: np.ndarray, edge_columns: np.ndarray) -> np.ndarray:
    """Rectangles from the values at inner corners and along the upper edges."""
    m, a, b = inner.shape
    grid = np.zeros((m, a + 2, b + 2))
    grid[:, 1:-1, 1:-1] = inner
    grid[:, 1:-1, -1] = edge_rows
    grid[:, -1, 1:] = edge_columns
    lower = grid[:, 1:] - grid[:, :-1]
    return np.asarray(lower[:, :, 1:] - lower[:, :, :-1])


def rectangles(inner: np.ndarray) -> np.ndarray:
    """Sum a function over the corners of each cell with alternating signs.

    Parameters
    ----------
    inner : ndarray (m, a, b)
        Its values at the thresholds; it vanishes at infinity.

    Returns
    -------
    ndarray (m, a + 1, b + 1)

    Examples
    --------
    >>> rectangles(np.ones((1, 1, 1))).tolist()
    [[[1.0, -1.0], [-1.0, 1.0]]]
    """
    m, a, b = inner.shape
    return _differences(inner, np.zeros((m, a)), np.zeros((m, b + 1)))


def _edges(at: Corners) -> tuple[np.ndarray, np.ndarray]:
    """Φ along the upper edges; the last column's also closes the grid with 1."""
    columns = np.concatenate([ndtr(at.k[:, 0]), np.ones((len(at.k), 1))], axis=1)
    return ndtr(at.h[:, :, 0]), columns


def cells(at: Corners, rho: np.ndarray) -> np.ndarray:
    """Probabilities of all cells of each table.

    Parameters
    ----------
    at : Corners (m, a, b)
        At the thresholds.
    rho : ndarray (m,)

    Returns
    -------
    ndarray (m, a + 1, b + 1)
        Never below 1.5e-8, so that logarithms and ratios exist.

    Examples
    --------
    >>> cells(corners(np.zeros((1, 1)), np.zeros((1, 1))), np.array([0.5])).round(4).tolist()
    [[[0.3333, 0.1667], [0.1667, 0.3333]]]
    """
    return np.maximum(_differences(cumulative(at, rho), *_edges(at)), SMALLEST_CELL)


def _slopes(at: Corners, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and second derivatives of all cells in ρ."""
    height = density(at, rho)
    r = rho[:, None, None]
    left = 1 - r * r
    bend = r / left + (at.product * (1 + r * r) - 2 * r * at.half_squares) / left**2
    return rectangles(height), rectangles(height * bend)


def pair_correlations(
    tables: np.ndarray,
    h: np.ndarray,
    k: np.ndarray,
    start: np.ndarray | None = None,
    *,
    settled: float = SMALL_STEP,
) -> np.ndarray:
    """Maximise each table's likelihood in ρ, given its thresholds.

    Parameters
    ----------
    tables : ndarray (m, a + 1, b + 1)
        Counts; empty categories at the end belong to infinite thresholds.
    h : ndarray (m, a)
        Thresholds of the rows' item.
    k : ndarray (m, b)
        Thresholds of the columns' item.
    start : ndarray (m,), optional
        Where to begin; the correlation of the category numbers by default.
    settled : float
        A pair is done after a step below this.

    Returns
    -------
    ndarray (m,)
        Within ±.999, as lavaan.

    Notes
    -----
    ln L = Σ n_ab ln π_ab(ρ). The slope of a rectangle in ρ is the density summed over its corners
    with alternating signs (Plackett 1954). Where the likelihood bends the wrong way, Fisher's
    information takes the place of the second derivative.

    Examples
    --------
    >>> cut = np.zeros((1, 1))
    >>> float(pair_correlations(np.array([[[2.0, 1.0], [1.0, 2.0]]]), cut, cut)[0].round(9))
    0.5
    """
    at = corners(h, k)
    rho = np.clip(_of_numbers(tables) if start is None else start, -0.9, 0.9)
    low, high = np.full(len(rho), -BOUND), np.full(len(rho), BOUND)
    live = np.arange(len(rho))
    here, counts = at, tables
    for _ in range(MOST_STEPS):
        if len(live) == 0:
            break
        r = rho[live]
        slope, curve = _score(here, counts, r)
        rising = slope > 0
        low[live[rising]], high[live[~rising]] = r[rising], r[~rising]
        wanted = r + slope / curve
        outside = (wanted <= low[live]) | (wanted >= high[live])
        wanted = np.where(outside, (low[live] + high[live]) / 2, wanted)
        wanted = np.where(slope == 0, r, wanted)
        rho[live] = wanted
        going = np.abs(wanted - r) > settled
        if not going.all():
            live, here, counts = live[going], here.take(going), counts[going]
    return rho


def _score(at: Corners, counts: np.ndarray, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope of the log-likelihood, and its downward curvature (or what Fisher expects of it)."""
    pi = cells(at, rho)
    first, second = _slopes(at, rho)
    ratio = first / pi
    weight = counts / pi
    slope = np.einsum("mab,mab->m", weight, first)
    observed = np.einsum("mab,mab->m", weight, first * ratio - second)
    expected = np.einsum("mab,mab->m", first, ratio) * counts.sum(axis=(1, 2))
    return slope, np.where(observed > 0.1 * expected, observed, np.maximum(expected, 1e-300))


def _of_numbers(tables: np.ndarray) -> np.ndarray:
    """Pearson correlations of the category numbers."""
    total = tables.sum(axis=(1, 2))
    share = tables / np.where(total > 0, total, 1.0)[:, None, None]
    a, b = np.arange(tables.shape[1]), np.arange(tables.shape[2])
    rows, columns = share.sum(axis=2), share.sum(axis=1)
    mean_a, mean_b = rows @ a, columns @ b
    cross = np.einsum("mab,a,b->m", share, a, b, optimize=True) - mean_a * mean_b
    spread = (rows @ a**2 - mean_a**2) * (columns @ b**2 - mean_b**2)
    return np.where(spread > 0, cross / np.sqrt(np.where(spread > 0, spread, 1.0)), 0.0)
