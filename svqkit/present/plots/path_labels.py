"""Places for the labels of a path diagram: each on its line, none over another or over a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from svqkit.present.plots.path_sheet import Box, Edge, Label

__all__ = ["along", "place_on_lines"]

_APART = 0.015
_FAULT = 1000.0
_OVER_LINE = 2.0
_FROM_BEST = 0.12
_ROUNDS = 4
_BESIDE = 0.05


def along(points: np.ndarray, share: float) -> np.ndarray:
    """Find the point at a share of a line's length.

    Parameters
    ----------
    points : ndarray (k × 2)
    share : float
        From 0, the start, to 1, the end.

    Returns
    -------
    ndarray (2,)

    Examples
    --------
    >>> along(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 3.0]]), 0.5).tolist()
    [1.0, 1.0]
    """
    if len(points) == 1:
        return np.asarray(points[0])
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = share * steps[-1]
    return np.array([np.interp(at, steps, points[:, 0]), np.interp(at, steps, points[:, 1])])


def _places(edge: Edge, size: tuple[float, float]) -> np.ndarray:
    """List the places where a line's label may stand, the best first."""
    if edge.stops:
        return np.array([along(edge.points, share) for share in edge.stops])
    loop = edge.heads[1]
    tip = edge.points[len(edge.points) // 2] if loop else edge.points[0]
    away = tip - (edge.points[[0, -1]].mean(axis=0) if loop else edge.points[1])
    away = away / np.hypot(*away)
    reach = float(np.abs(away) @ size) / 2 + _BESIDE
    return np.array([tip + reach * away])


def _frame(centres: np.ndarray, size: Sequence[float] | np.ndarray) -> np.ndarray:
    half = np.asarray(size) / 2
    return np.concatenate([centres - half, centres + half], axis=-1)


def _meet(one: np.ndarray, many: np.ndarray) -> np.ndarray:
    """Tell which rectangles of ``many`` overlap each of ``one``."""
    low = np.maximum(one[:, None, :2], many[None, :, :2])
    high = np.minimum(one[:, None, 2:], many[None, :, 2:])
    return np.asarray((high - low > -_APART).all(axis=-1))


def _dense(edges: Sequence[Edge]) -> tuple[np.ndarray, np.ndarray]:
    """Give points all along every line, and whose they are."""
    points, owner = [np.empty((0, 2))], [np.empty(0, dtype=int)]
    for edge in edges:
        if len(edge.points) < 2:
            continue
        steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(edge.points, axis=0).T))])
        at = np.linspace(0, steps[-1], max(2, int(steps[-1] / 0.05)))
        points.append(np.column_stack([np.interp(at, steps, edge.points[:, k]) for k in (0, 1)]))
        owner.append(np.full(len(at), edge.path))
    return np.vstack(points), np.concatenate(owner)


def _lines_under(
    frames: np.ndarray, path: int, points: np.ndarray, owner: np.ndarray
) -> np.ndarray:
    """Count the other lines that run beneath each frame."""
    left, top = frames[:, :2].min(axis=0)
    right, bottom = frames[:, 2:].max(axis=0)
    x, y = points[:, 0], points[:, 1]
    near = (x > left) & (x < right) & (y > top) & (y < bottom) & (owner != path)
    close, whose = points[near], owner[near]
    within = (close[None] > frames[:, None, :2]) & (close[None] < frames[:, None, 2:])
    within = within.all(axis=-1)
    return np.array([len(np.unique(whose[row])) for row in within], dtype=float)


def place_on_lines(
    edges: Sequence[Edge],
    texts: Mapping[int, str],
    sizes: Mapping[int, tuple[float, float]],
    boxes: Sequence[Box],
) -> tuple[list[Label], int]:
    """Place the labels of lines.

    Each stands on its own line, as near as can be to the line's best place; covering a box or
    another label counts most, then running over other lines, then distance from the best place.

    Parameters
    ----------
    edges : sequence of Edge
    texts : mapping of int to str
        By number of the path; a path without text has no label.
    sizes : mapping of int to pair of float
        Width and height of each label in inches.
    boxes : sequence of Box

    Returns
    -------
    labels : list of Label
    faults : int
        How many labels cover a box or another label all the same.

    Examples
    --------
    >>> line = Edge(np.array([[0.0, 0.0], [4.0, 0.0]]), (True, False), 0)
    >>> box = Box("a", 2.0, 0.0, 0.2, 0.2, "a", False)
    >>> labels, faults = place_on_lines([line], {0: ".5"}, {0: (0.4, 0.2)}, [box])
    >>> labels[0].x, faults
    (1.6, 0)
    """
    marked = [edge for edge in edges if texts.get(edge.path)]
    if not marked:
        return [], 0
    filled = np.array([[b.x, b.y] for b in boxes]), np.array([[b.width, b.height] for b in boxes])
    occupied = _frame(*filled)
    points, owner = _dense(edges)
    places = [_places(edge, sizes[edge.path]) for edge in marked]
    frames = [_frame(p, sizes[e.path]) for p, e in zip(places, marked, strict=True)]
    base = []
    for edge, own in zip(marked, frames, strict=True):
        alone = len(edge.points) == 1  # a residual inside its box
        cost = np.zeros(len(own)) if alone else _FAULT * _meet(own, occupied).sum(axis=1)
        if len(own) > 1:
            cost = cost + _FROM_BEST * np.arange(len(own))
            cost += _OVER_LINE * _lines_under(own, edge.path, points, owner)
        base.append(cost)
    chosen = [int(np.argmin(cost)) for cost in base]
    taken = np.array([own[at] for own, at in zip(frames, chosen, strict=True)])
    for _ in range(_ROUNDS):
        clash = _meet(taken, taken)
        np.fill_diagonal(clash, False)
        troubled = [k for k in np.flatnonzero(clash.any(axis=1)) if len(frames[k]) > 1]
        if not troubled:
            break
        for k in troubled:
            others = np.delete(taken, k, axis=0)
            cost = base[k] + _FAULT * _meet(frames[k], others).sum(axis=1)
            chosen[k] = int(np.argmin(cost))
            taken[k] = frames[k][chosen[k]]
    clash = _meet(taken, taken)
    np.fill_diagonal(clash, False)
    held = sum(base[k][chosen[k]] >= _FAULT for k in range(len(marked)))
    labels = [
        Label(
            float(places[k][at, 0]),
            float(places[k][at, 1]),
            *sizes[edge.path],
            texts[edge.path],
            edge.path,
        )
        for k, (edge, at) in enumerate(zip(marked, chosen, strict=True))
    ]
    return labels, int(held + clash.any(axis=1).sum())
