"""Where everything in a path diagram stands, in inches, before anything is drawn.

Factors stand in one column, their items in a column to the right, covariances curve on the left,
factors of factors stand left of those, and residuals lie to the right of the items.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from svqkit.errors import ModelError

__all__ = ["Box", "Diagram", "Edge", "Label", "arrange"]

LINE = 0.19
"""Height of a line of text."""
_GROUP_GAP = 0.2
_LANE = 0.5
_LABEL_WIDTH = 0.46


@dataclass(frozen=True)
class Box:
    """A variable: its centre, its size, its words; ``round`` for a factor."""

    x: float
    y: float
    width: float
    height: float
    text: str
    round: bool


@dataclass(frozen=True)
class Edge:
    """A line through points; heads at its end, and at its start if ``both``; ``row`` is its parameter."""

    points: np.ndarray
    both: bool
    row: int


@dataclass(frozen=True)
class Label:
    """Where the estimate of parameter ``row`` stands."""

    x: float
    y: float
    row: int


@dataclass
class Diagram:
    """Everything to draw, and the size of the sheet."""

    boxes: dict[str, Box] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    omitted: int = 0
    width: float = 0.0
    height: float = 0.0

    def free(self, x: float, y: float) -> bool:
        """Tell whether a label at this place would touch no other label."""
        return all(
            abs(other.x - x) >= _LABEL_WIDTH or abs(other.y - y) >= LINE for other in self.labels
        )

    def put_label(self, places: Sequence[tuple[float, float]], row: int) -> None:
        """Put a label at the first free place, or at the first of all."""
        x, y = next((place for place in places if self.free(*place)), places[0])
        self.labels.append(Label(x, y, row))


def _curve(x: float, y0: float, y1: float, depth: float) -> np.ndarray:
    """Bend a line from (x, y0) to (x, y1) sideways by ``depth`` (negative: to the left)."""
    t = np.linspace(0, 1, 33)[:, None]
    reach = x + depth * 4 / 3
    ends = np.array([[x, y0], [reach, y0], [reach, y1], [x, y1]])
    return (
        (1 - t) ** 3 * ends[0]
        + 3 * (1 - t) ** 2 * t * ends[1]
        + 3 * (1 - t) * t**2 * ends[2]
        + t**3 * ends[3]
    )


def arrange(
    parameters: pd.DataFrame,
    words: Callable[[str], str],
    width_of: Callable[[str], float],
) -> Diagram:
    """Arrange a measurement model: first- and second-order factors, items, covariances, residuals.

    Parameters
    ----------
    parameters : DataFrame
        Columns lhs, op, rhs; one group; a range index, which edges and labels refer to.
    words : callable
        Label of a variable, perhaps of several lines.
    width_of : callable
        Width of a label in inches.

    Returns
    -------
    Diagram

    Raises
    ------
    ModelError
        If the model measures nothing (no ``=~``).
    """
    measured = parameters[parameters["op"] == "=~"]
    if measured.empty:
        raise ModelError("the model has no '=~' line: there is no factor to draw")
    factors = list(dict.fromkeys(measured["lhs"]))
    higher = [f for f in factors if set(measured.loc[measured["lhs"] == f, "rhs"]) & set(factors)]
    lower = [f for f in factors if f not in higher]
    of = {f: list(measured.loc[measured["lhs"] == f, "rhs"]) for f in factors}
    items = list(dict.fromkeys(v for f in lower for v in of[f] if v not in factors))
    general = [f for f in lower if len(lower) > 1 and set(of[f]) == set(items)]
    if len(general) == len(lower):
        general = general[1:]
    first = [f for f in lower if f not in general]
    items = list(dict.fromkeys(v for f in first for v in of[f]))
    home = {v: f for f in reversed(first) for v in of[f]}

    sheet = Diagram()
    columns = _columns(parameters, words, width_of, first, higher, general, items, factors)
    texts = {name: words(name) for name in (*items, *factors)}
    lines = max(texts[v].count("\n") + 1 for v in items)
    pitch = 0.11 + LINE * lines
    y = 0.2
    for factor in first:
        own = [v for v in items if home[v] == factor]
        extra = max(0.0, _factor_height(texts[factor]) + 0.16 - pitch * len(own))
        y += extra / 2
        for item in own:
            centre = y + pitch / 2
            sheet.boxes[item] = Box(
                columns["item"], centre, columns["item_width"], pitch - 0.05, texts[item], False
            )
            y += pitch
        y += extra / 2 + _GROUP_GAP
    sheet.height = y + 0.05
    for factor in first:
        own_y = [sheet.boxes[v].y for v in items if home[v] == factor]
        _put_factor(sheet, factor, columns["factor"], float(np.mean(own_y)), texts, columns)
    for column, members in (("higher", higher), ("general", general)):
        for k, factor in enumerate(members):
            below = [sheet.boxes[v].y for v in of[factor] if v in sheet.boxes]
            centre = float(np.mean(below)) if below else sheet.height / 2
            if column == "general" and len(members) > 1:
                centre = sheet.height * (k + 0.5) / len(members)
            _put_factor(sheet, factor, columns[column], centre, texts, columns)
    sheet.width = columns["width"]
    _connect(sheet, parameters, set(items), first, higher, set(general))
    return sheet


def _factor_height(text: str) -> float:
    return 0.34 + LINE * (text.count("\n") + 1)


def _put_factor(
    sheet: Diagram, name: str, x: float, y: float, texts: dict[str, str], columns: dict[str, float]
) -> None:
    height = _factor_height(texts[name])
    sheet.boxes[name] = Box(x, y, columns["factor_width"], height, texts[name], True)


def _distances(parameters: pd.DataFrame, order: list[str], among: set[str]) -> int:
    """Find the farthest pair that a ``~~`` or ``~`` joins, counted in places of ``order``."""
    place = {name: k for k, name in enumerate(order)}
    joined = parameters[parameters["op"].isin(["~~", "~"])]
    pairs = zip(joined["lhs"], joined["rhs"], strict=True)
    return max((abs(place[a] - place[b]) for a, b in pairs if {a, b} <= among), default=0)


def _columns(
    parameters: pd.DataFrame,
    words: Callable[[str], str],
    width_of: Callable[[str], float],
    first: list[str],
    higher: list[str],
    general: list[str],
    items: list[str],
    factors: list[str],
) -> dict[str, float]:
    """Find the horizontal centres of the columns, from left to right."""
    factor_width = 1.1 * max(width_of(words(f)) for f in factors) + 0.42
    item_width = max(width_of(words(v)) for v in items) + 0.18 + (0.5 if general else 0.0)
    arcs = _distances(parameters, first, set(first))
    upper_arcs = _distances(parameters, higher, set(higher))
    gap = min(max(1.55, 0.055 * len(items) / max(len(first), 1) + 1.4), 2.2)
    x = 0.08 + _LANE * upper_arcs
    columns = {"factor_width": factor_width, "item_width": item_width}
    if higher:
        columns["higher"] = x + factor_width / 2
        x += factor_width + gap
    x += _LANE * arcs + (0.14 if arcs else 0.0)
    columns["factor"] = x + factor_width / 2
    x += factor_width + gap
    columns["item"] = x + item_width / 2
    x += item_width
    if general:
        x += gap
        columns["general"] = x + factor_width / 2
        x += factor_width
    else:
        residual_pairs = parameters[
            (parameters["op"] == "~~")
            & (parameters["lhs"] != parameters["rhs"])
            & parameters["lhs"].isin(items)
            & parameters["rhs"].isin(items)
        ]
        x += 0.78 + (0.3 + 0.3 * min(len(residual_pairs), 4) if len(residual_pairs) else 0.0)
    columns["width"] = x + 0.05
    return columns


def _connect(
    sheet: Diagram,
    parameters: pd.DataFrame,
    items: set[str],
    first: list[str],
    higher: list[str],
    general: set[str],
) -> None:
    place = {name: k for k, name in enumerate(first)}
    place.update({name: k for k, name in enumerate(higher)})
    residual_lane = 0
    order = {"=~": 0, "~~": 1, "~": 1}
    rows = sorted(
        (row for row in parameters.itertuples() if row.op in order), key=lambda row: order[row.op]
    )
    for row in rows:
        a, b = str(row.lhs), str(row.rhs)
        if a not in sheet.boxes or b not in sheet.boxes:
            sheet.omitted += 1
        elif row.op == "=~":
            _load(sheet, sheet.boxes[a], sheet.boxes[b], row.Index, from_right=a in general)
        elif a == b:
            if a in items:
                _residual(sheet, sheet.boxes[a], row.Index, inside=bool(general))
        elif {a, b} <= items and not general:
            _residual_pair(sheet, sheet.boxes[a], sheet.boxes[b], row.Index, residual_lane)
            residual_lane += 1
        elif a in place and b in place and (a in higher) == (b in higher):
            lanes = abs(place[a] - place[b])
            start, end = (a, b) if row.op == "~~" else (b, a)
            _covariance(sheet, sheet.boxes[start], sheet.boxes[end], row.Index, lanes, row.op)
        else:
            sheet.omitted += 1


def _load(sheet: Diagram, factor: Box, target: Box, row: int, *, from_right: bool) -> None:
    side = -1 if from_right else 1
    start = np.array([factor.x + side * factor.width / 2, factor.y])
    end = np.array([target.x - side * target.width / 2, target.y])
    sheet.edges.append(Edge(np.array([start, end]), False, row))
    places = [tuple(start + t * (end - start)) for t in (0.7, 0.58, 0.81, 0.47, 0.37, 0.89)]
    sheet.put_label([(float(x), float(y)) for x, y in places], row)


def _residual(sheet: Diagram, item: Box, row: int, *, inside: bool) -> None:
    edge = item.x + item.width / 2
    if inside:
        sheet.labels.append(Label(edge - 0.25, item.y, row))
        return
    points = np.array([[edge + 0.3, item.y], [edge, item.y]])
    sheet.edges.append(Edge(points, False, row))
    sheet.labels.append(Label(edge + 0.53, item.y, row))


def _residual_pair(sheet: Diagram, a: Box, b: Box, row: int, lane: int) -> None:
    edge = a.x + a.width / 2 + 0.78
    depth = 0.3 + 0.3 * (lane % 4)
    points = _curve(edge, a.y, b.y, depth)
    sheet.edges.append(Edge(points, True, row))
    steps = (16, 12, 20, 8, 24)
    sheet.put_label([(float(points[k, 0]), float(points[k, 1])) for k in steps], row)


def _covariance(sheet: Diagram, a: Box, b: Box, row: int, lanes: int, op: str) -> None:
    up, down = (a, b) if a.y < b.y else (b, a)
    x = a.x - a.width / 2
    shift = 0.07
    y0, y1 = up.y + shift, down.y - shift
    if a is down:
        y0, y1 = y1, y0
    points = _curve(x, y0, y1, -_LANE * lanes + 0.06)
    sheet.edges.append(Edge(points, op == "~~", row))
    steps = (16, 14, 18, 12, 20)
    sheet.put_label([(float(points[k, 0]), float(points[k, 1])) for k in steps], row)
