"""The lines of a path diagram: loadings, residuals, covariances and regressions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from svqkit.present.plots.path_lanes import lanes_by_distance, lanes_by_span
from svqkit.present.plots.path_layout import Layout
from svqkit.present.plots.path_model import Path
from svqkit.present.plots.path_roles import Families
from svqkit.present.plots.path_route import bow, boxes_hit, route
from svqkit.present.plots.path_sheet import Box, Edge
from svqkit.present.plots.path_stack import ARROW

__all__ = ["connect"]

_SPREAD = 0.95
"""Half the angle, in radians, over which curves leave an ellipse."""
_STEPS = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)
_STRAIGHT = (0.7, 0.64, 0.76, 0.58, 0.82, 0.52, 0.46, 0.4, 0.34, 0.28, 0.22)
_CROSSING = (0.3, 0.36, 0.24, 0.42, 0.18, 0.48, 0.54, 0.6, 0.66, 0.72, 0.78, 0.84)


def connect(
    layout: Layout,
    groups: Families,
    paths: Sequence[Path],
    *,
    label: dict[str, tuple[float, float]],
    curvature: float = 1.0,
) -> list[Edge]:
    """Draw a line for each path between boxes that have their places.

    Parameters
    ----------
    layout : Layout
    groups : Families
    paths : sequence of Path
    label : dict of str to pair of float
        Largest extent of labels by kind, as in :func:`lay_out`.
    curvature : float
        How far curves bend, 1 as usual.

    Returns
    -------
    list of Edge
        Line k belongs to path k; a residual that stands inside its box has one point.
    """
    edges: dict[int, Edge] = {}
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    loose: list[int] = []
    landed: dict[str, int] = defaultdict(int)
    for k, path in enumerate(paths):
        start, end = layout.boxes[path.start], layout.boxes[path.end]
        if path.kind == "loading":
            own = path.end in groups.of.get(path.start, ()) or path.start in groups.general
            made = _load(layout, start, end, k, own=own, landed=landed)
            if made is None:
                loose.append(k)
            else:
                edges[k] = made
        elif path.kind in ("residual", "variance"):
            edges[k] = _own(layout, start, k, path.kind, label)
        elif path.kind == "covariance" and _one_column(layout, path):
            columns[layout.column[path.start]].append(k)
        else:
            loose.append(k)
    kept = {path.start for path in paths if path.kind == "residual"}
    for column, members in columns.items():
        bows = _bows(layout, groups, [(k, paths[k]) for k in members], column, label, kept)
        edges.update({edge.path: edge for edge in bows})
    used: dict[frozenset[str], list[float]] = defaultdict(list)
    for k in loose:
        path = paths[k]
        pair = frozenset((path.start, path.end))
        others = [box for name, box in layout.boxes.items() if name not in pair]
        start, end = layout.boxes[path.start], layout.boxes[path.end]
        curved = path.kind == "covariance"
        points, bend = route(
            start, end, others, curved=curved, used=used[pair], curvature=curvature
        )
        used[pair] += [bend] if path.start < path.end else [-bend]
        stops = _CROSSING if path.kind == "loading" else _STEPS
        edges[k] = Edge(points, (True, curved), k, stops)
    return [edges[k] for k in range(len(paths))]


def _one_column(layout: Layout, path: Path) -> bool:
    a, b = layout.boxes[path.start], layout.boxes[path.end]
    same = layout.column.get(path.start) == layout.column.get(path.end)
    return same and abs(a.x - b.x) < 0.3 and abs(a.y - b.y) > 0.15


def _load(
    layout: Layout, factor: Box, target: Box, k: int, *, own: bool, landed: dict[str, int]
) -> Edge | None:
    """Run from a factor's pole to the near end of its indicator; None where that is no way."""
    side = layout.side[factor.name]
    if side == 0:
        start = np.array([factor.x, factor.y + factor.height / 2])
        end = np.array([target.x - target.width / 2, target.y])
        if not own or end[0] < start[0] + 0.1 or end[1] < start[1]:
            return None
        length, level = end[1] - start[1] + end[0] - start[0], end[0] - start[0] - 0.11
        points = np.array([start, [start[0], end[1]], end])
        return Edge(points, (True, False), k, (1 - (0.11 + level / 2) / length,))
    start = np.array([factor.x + side * factor.width / 2, factor.y])
    end = np.array([target.x - side * target.width / 2, target.y])
    if side * (end[0] - start[0]) < 0.2 or layout.side[target.name] not in (side, -side):
        return None
    if own:
        stub = layout.stub.get(factor.name, 0.0)
        if 0 < stub < side * (end[0] - start[0]) - 0.2:
            points = np.array([start, end - [side * stub, 0.0], end])
            length = float(np.hypot(*np.diff(points, axis=0).T).sum())
            taken = layout.clear if layout.column[factor.name] == (0, -1) else 0.0
            return Edge(points, (True, False), k, (1 - (stub + taken + 0.11) / 2 / length,))
        return Edge(np.array([start, end]), (True, False), k, _STRAIGHT)
    landed[target.name] += 1
    room = target.height / 2 - 0.04
    lean = np.sign(factor.y - target.y) or 1.0
    end = end + np.array([0.0, lean * min(0.07 * landed[target.name], room)])
    points = np.linspace(start, end, 25)
    others = [b for name, b in layout.boxes.items() if name not in (factor.name, target.name)]
    if boxes_hit(points, others, 0.0):
        return None
    return Edge(points, (True, False), k, _CROSSING)


def _own(
    layout: Layout, box: Box, k: int, kind: str, label: dict[str, tuple[float, float]]
) -> Edge:
    """Draw the short arrow of what a variable keeps for itself, or the loop of its variance."""
    side = layout.side[box.name]
    if not box.round and side:
        edge = box.x + side * box.width / 2
        if layout.inside:
            return Edge(
                np.array([[edge - side * (label["item"][0] / 2 + 0.06), box.y]]), (False, False), k
            )
        points = np.array([[edge + side * ARROW, box.y], [edge, box.y]])
        return Edge(points, (True, False), k, ())
    top = box.y - box.height / 2
    if kind == "residual":
        return Edge(np.array([[box.x, top - ARROW], [box.x, top]]), (True, False), k, ())
    turn = np.linspace(-1.35, 1.35, 25) + np.pi
    loop = np.column_stack([np.sin(turn) * 0.15, np.cos(turn) * 0.15]) * [-1, 1]
    points = loop + np.array([box.x, top - ARROW + 0.15])
    return Edge(_landing(points, box), (True, True), k, ())


def _landing(points: np.ndarray, box: Box) -> np.ndarray:
    """Let the ends of a loop touch its ellipse."""
    made = points.copy()
    for at in (0, -1):
        share = (made[at, 0] - box.x) / (box.width / 2)
        made[at, 1] = box.y - box.height / 2 * np.sqrt(max(0.0, 1 - share**2))
    return made


def _bows(
    layout: Layout,
    groups: Families,
    members: list[tuple[int, Path]],
    column: tuple[int, int],
    label: dict[str, tuple[float, float]],
    kept: set[str],
) -> list[Edge]:
    """Curve between the variables of one column, on the side where nothing else lies."""
    pairs = [(path.start, path.end) for _, path in members]
    order = layout.order(column)
    between = {name for layer in groups.heads for name in layer if not layout.side[name]}
    joined = {name for pair in pairs for name in pair}
    items = not any(layout.boxes[n].round or n in between or n in groups.of for n in joined)
    side = layout.side[order[0]]
    side = (side or 1) if items else -(side or 1)
    if items:
        lanes = lanes_by_span({name: layout.boxes[name].y for name in order}, pairs)
        bare = layout.inside or not joined & kept
        beyond = 0.0 if bare else ARROW + 0.06 + label["item"][0]
    else:
        lanes, beyond = lanes_by_distance(order, pairs), 0.0
    edges = []
    for (k, _), pair in zip(members, pairs, strict=True):
        ends = []
        for name, other in (pair, pair[::-1]):
            box = layout.boxes[name]
            if items:
                ends.append(np.array([box.x + side * (box.width / 2 + beyond), box.y]))
            else:
                ends.append(_anchor(layout, box, other, pairs, side))
        reach = layout.lane * lanes[pair] - (0.06 if not items else 0.1)
        curve = bow(ends[0], ends[1], reach, back=side < 0)
        edges.append(Edge(curve, (True, True), k, _STEPS))
    return edges


def _anchor(
    layout: Layout, box: Box, other: str, pairs: Sequence[tuple[str, str]], side: int
) -> np.ndarray:
    """Choose where a curve leaves a box: towards its other end, long curves nearest the middle."""
    partners = {b if a == box.name else a for a, b in pairs if box.name in (a, b)}
    up = layout.boxes[other].y < box.y
    same = sorted(
        (name for name in partners if (layout.boxes[name].y < box.y) == up),
        key=lambda name: abs(layout.boxes[name].y - box.y),
    )
    share = 1.0 - same.index(other) / len(same)
    angle = _SPREAD * share * (0.75 if len(same) > 1 else 0.35)
    across = -np.sin(angle) if up else np.sin(angle)
    along = np.cos(angle) if box.round else 1.0
    point = np.array([box.x + side * along * box.width / 2, box.y + across * box.height / 2 * 0.95])
    if box.round:
        away = (point - [box.x, box.y]) / [box.width / 2, box.height / 2]
        point = [box.x, box.y] + away / np.hypot(*away) * [box.width / 2, box.height / 2]
    return np.asarray(point)
