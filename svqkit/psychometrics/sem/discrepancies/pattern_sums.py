"""Sums over missing patterns of weights between cells, in the cheaper of two ways.

The sum of V₁ ⊗ V₂ over J patterns takes J·p⁴ steps and p⁴ numbers, and serves any cells at once.
With many items the cells themselves are cheaper: their derivatives are made of few distinct
vectors (one an item, two a factor), so that each pattern takes cells × cells steps.
"""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.data.pattern_inverses import blocks_of
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian

__all__ = ["bilinear", "sandwiched"]

MOST_NUMBERS = 16_000_000
"""Numbers that the sum of V₁ ⊗ V₂ may hold: p up to 63."""

PER_CELL = 100
"""Steps that a pair of cells takes in a pattern, in those of the sum of V₁ ⊗ V₂."""


def _summed_weights(shares: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Sum V₁ ⊗ V₂ over patterns (p² × p²), such that tr(V₁ dΣ V₂ dΣ′) is a product with it."""
    count, p, _ = first.shape
    weighted = (shares[:, None] * first.reshape(count, -1)).T @ second.reshape(count, -1)
    return weighted.reshape(p, p, p, p).transpose(1, 2, 3, 0).reshape(p * p, p * p)


def _by_sum(
    rows: Jacobian, columns: Jacobian, shares: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    p = first.shape[1]
    weights = _summed_weights(shares, first, second)
    spread = rows.covariance.reshape(-1, p * p)
    other = spread if columns is rows else columns.covariance.reshape(-1, p * p)
    return np.asarray(0.5 * (spread @ weights @ other.T))


def _by_cells(
    rows: Jacobian, columns: Jacobian, shares: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    stacked = np.concatenate([rows.left, rows.right, columns.left, columns.right])
    vectors, place = np.unique(stacked, axis=0, return_inverse=True)
    c, d = len(rows.left), len(columns.left)
    left, right, left_, right_ = np.split(place.ravel(), [c, 2 * c, 2 * c + d])
    pairs = [(left, left_, right, right_), (left, right_, right, left_)]
    if second is not first:
        pairs += [(right, right_, left, left_), (right, left_, left, right_)]
    total = np.zeros((c, d))
    for block in blocks_of(len(shares), c * d + len(vectors) ** 2):
        one = vectors @ first[block] @ vectors.T
        other = one if second is first else vectors @ second[block] @ vectors.T
        for a, b, e, f in pairs:
            product = one[:, a[:, None], b] * other[:, e[:, None], f]
            total += np.tensordot(shares[block], product, 1)
    return total if second is first else 0.5 * total


def bilinear(
    rows: Jacobian, columns: Jacobian, shares: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Σ over patterns of ½ tr(V₁ dΣ V₂ dΣ′) + dμᵀ V₁ dμ′.

    Parameters
    ----------
    rows, columns : Jacobian
        Of c₁ and c₂ cells.
    shares : ndarray (J,)
    first, second : ndarray (J, p, p)
        V₁ and V₂, symmetric; the same object where they are the same.

    Returns
    -------
    ndarray (c₁, c₂)
    """
    p = first.shape[1]
    cheap = p**4 <= PER_CELL * len(rows.left) * len(columns.left)
    way = _by_sum if cheap and p**4 <= MOST_NUMBERS else _by_cells
    found = way(rows, columns, shares, first, second)
    if rows.mean is not None and columns.mean is not None:
        found += rows.mean @ np.tensordot(shares, first, 1) @ columns.mean.T
    return found


def sandwiched(shares: np.ndarray, weights: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Σ over patterns of V dΣ V for each change.

    Parameters
    ----------
    shares : ndarray (J,)
    weights : ndarray (J, p, p)
    changes : ndarray (c, p, p)

    Returns
    -------
    ndarray (c, p, p)
    """
    p = weights.shape[1]
    if p**4 <= MOST_NUMBERS and len(changes) > 1:
        flat = changes.reshape(len(changes), -1)
        return (flat @ _summed_weights(shares, weights, weights)).reshape(changes.shape)
    found = np.zeros(changes.shape)
    for at, change in enumerate(changes):
        for block in blocks_of(len(shares), p * p):
            own = weights[block]
            found[at] += np.tensordot(shares[block], own @ change @ own, 1)
    return found
