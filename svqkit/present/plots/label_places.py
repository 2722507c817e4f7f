"""Where labels may stand around points so that they cover as little as possible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["place_labels"]

_RINGS = np.array([7.0, 14.0, 24.0, 36.0, 50.0, 66.0])
_TURNS = np.deg2rad([90, 270, 0, 180, 45, 135, 225, 315, 65, 115, 245, 295, 22, 158, 202, 338])
_WEIGHT_LABEL = 12.0
_WEIGHT_OUTSIDE = 600.0
_WEIGHT_FAR = 0.8
_WEIGHT_CROSSED = 40.0
_CLEAR = 6.0
"""A line to a label that passes another point nearer than this seems to belong to that point."""


def place_labels(
    points: np.ndarray,
    sizes: np.ndarray,
    obstacles: np.ndarray,
    weights: np.ndarray,
    frame: Sequence[float],
) -> np.ndarray:
    """Find a place for each label, one after another, near its point and over little else.

    Parameters
    ----------
    points : ndarray (labels × 2)
        In any unit of length, such as typographic points.
    sizes : ndarray (labels × 2)
        Width and height of each label.
    obstacles : ndarray (obstacles × 4)
        Boxes (left, bottom, right, top) to keep clear of.
    weights : ndarray (obstacles,)
        What a unit of covered area costs.
    frame : sequence of four floats
        Left, bottom, right and top of what a label should stay within.

    Returns
    -------
    ndarray (labels × 2)
        Offset of each label's centre from its point.

    Examples
    --------
    >>> far = place_labels(np.array([[50.0, 50.0]]), np.array([[20.0, 10.0]]),
    ...                    np.empty((0, 4)), np.empty(0), (0, 0, 100, 100))
    >>> far.round().tolist()
    [[0.0, 12.0]]
    """
    offsets = np.zeros((len(points), 2))
    boxes = np.asarray(obstacles, dtype=float).reshape(-1, 4)
    costs = np.asarray(weights, dtype=float)
    turns = np.column_stack([np.cos(_TURNS), np.sin(_TURNS)])
    rings = np.repeat(_RINGS, len(turns))
    directions = np.tile(turns, (len(_RINGS), 1))
    for k, (point, size) in enumerate(zip(points, sizes, strict=True)):
        half = np.asarray(size, dtype=float) / 2
        tried = rings[:, None] * directions + half * np.clip(1.42 * directions, -1, 1)
        low, high = point + tried - half, point + tried + half
        shared = np.minimum(high[:, None], boxes[:, 2:]) - np.maximum(low[:, None], boxes[:, :2])
        covered = np.clip(shared, 0, None).prod(axis=2) @ costs
        outside = np.clip(np.asarray(frame[:2]) - low, 0, None).sum(axis=1)
        outside += np.clip(high - np.asarray(frame[2:]), 0, None).sum(axis=1)
        crossed = _crossed(np.clip(0, tried - half, tried + half), np.delete(points, k, 0) - point)
        cost = covered + _WEIGHT_OUTSIDE * outside + _WEIGHT_FAR * rings
        cost += _WEIGHT_CROSSED * crossed
        best = int(np.argmin(cost))
        offsets[k] = tried[best]
        boxes = np.vstack([boxes, np.concatenate([low[best], high[best]])])
        costs = np.append(costs, _WEIGHT_LABEL)
    return offsets


def _crossed(ends: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Count the other points near the line from the origin to each end."""
    squared = np.maximum((ends**2).sum(axis=1), 1e-12)[:, None]
    along = np.clip(ends @ others.T / squared, 0, 1)
    gap = others[None] - along[..., None] * ends[:, None]
    return np.asarray(((gap**2).sum(axis=2) < _CLEAR**2) & (along > 0)).sum(axis=1)
