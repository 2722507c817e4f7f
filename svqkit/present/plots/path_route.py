"""A line between any two boxes of a path diagram, bent where others stand in its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from svqkit.present.plots.path_sheet import Box

__all__ = ["bow", "boxes_hit", "inside", "route"]

_CLEAR = 0.07
_THROUGH = 2.5
"""A line bends this far, in inches, rather than run behind a box."""
_BENDS = (0.0, 0.3, 0.55, 0.85, 1.2, 1.6, 2.1, 2.7, 3.4, 4.2, 5.2, 6.5)
_T = np.linspace(0.0, 1.0, 61)[:, None]


def bow(start: np.ndarray, end: np.ndarray, reach: float, *, back: bool = False) -> np.ndarray:
    """Curve between two points of a column, leaving and arriving along the x axis.

    Parameters
    ----------
    start, end : ndarray (2,)
    reach : float
        How far the curve goes beyond the farther of the two.
    back : bool
        Whether it goes towards smaller x.

    Returns
    -------
    ndarray (61 × 2)

    Examples
    --------
    >>> curve = bow(np.array([0.0, 0.0]), np.array([0.0, 1.0]), 0.5)
    >>> float(curve[:, 0].max().round(3))
    0.5
    """
    side = -1.0 if back else 1.0
    outer = side * max(side * start[0], side * end[0]) + side * reach
    out = (outer - (start[0] + end[0]) / 8) * 4 / 3
    # the two ends weigh an eighth each at the middle of the curve, the two handles three eighths
    controls = np.array([[out, start[1]], [out, end[1]]])
    weights = (1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3
    return (
        weights[0] * start + weights[1] * controls[0] + weights[2] * controls[1] + weights[3] * end
    )


def inside(points: np.ndarray, box: Box, margin: float = 0.0) -> np.ndarray:
    """Tell which points lie within a box or an ellipse, or nearer to it than a margin."""
    away = np.abs(points - np.array([box.x, box.y]))
    half = np.array([box.width / 2 + margin, box.height / 2 + margin])
    if box.round:
        return np.asarray(((away / half) ** 2).sum(axis=-1) < 1)
    return np.asarray((away < half).all(axis=-1))


def boxes_hit(points: np.ndarray, boxes: Iterable[Box], margin: float = _CLEAR) -> int:
    """Count the boxes that a line runs through."""
    return sum(bool(inside(points, box, margin).any()) for box in boxes)


def _between(curve: np.ndarray, start: Box, end: Box) -> np.ndarray:
    """Cut off what lies within the two boxes."""
    dense = np.column_stack(
        [np.interp(np.linspace(0, 60, 601), np.arange(61), curve[:, k]) for k in (0, 1)]
    )
    free = np.flatnonzero(~(inside(dense, start) | inside(dense, end)))
    if len(free) < 2:
        return curve[[0, -1]]
    kept = dense[free[0] : free[-1] + 1]
    return kept[np.unique(np.linspace(0, len(kept) - 1, 61).round().astype(int))]


def route(
    start: Box,
    end: Box,
    others: Sequence[Box],
    *,
    curved: bool = False,
    used: Sequence[float] = (),
    curvature: float = 1.0,
) -> tuple[np.ndarray, float]:
    """Find the least bent line between two boxes that runs through no third one, if there is one.

    Parameters
    ----------
    start, end : Box
    others : sequence of Box
        What stands in the way.
    curved : bool
        Whether the line must be a curve.
    used : sequence of float
        Bends that other lines between the two have taken.
    curvature : float
        How far a free curve bends, 1 as usual.

    Returns
    -------
    points : ndarray (k × 2)
        From border to border.
    bend : float
        How far the line's middle lies beside the straight one, in inches.

    Examples
    --------
    >>> boxes = [Box(name, x, 0.0, 0.4, 0.4, name, False) for x, name in enumerate("abc")]
    >>> route(boxes[0], boxes[1], [])[1], route(boxes[0], boxes[2], [boxes[1]])[1] != 0
    (0.0, True)
    """
    a, b = np.array([start.x, start.y]), np.array([end.x, end.y])
    along = b - a
    length = float(np.hypot(*along)) or 1.0
    normal = np.array([along[1], -along[0]]) / length
    best: tuple[float, np.ndarray, float] | None = None
    for size in _BENDS:
        if curved and size == 0:
            continue
        for bend in {size * curvature, -size * curvature}:
            if any(abs(bend - other) < 0.25 for other in used):
                continue
            middle = (a + b) / 2 + 2 * bend * normal
            curve = (1 - _T) ** 2 * a + 2 * (1 - _T) * _T * middle + _T**2 * b
            points = _between(curve, start, end)
            cost = _THROUGH * boxes_hit(points, others) + abs(bend) - 1e-6 * bend
            if best is None or cost < best[0]:
                best = (cost, points, bend)
        if best is not None and best[0] < size:
            break
    if best is None:
        return np.array([a, b]), 0.0
    return best[1], best[2]
