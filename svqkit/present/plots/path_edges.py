"""The lines of a path diagram: loadings, residuals, covariances and regressions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.present.plots.path_sheet import LANE, Box, Edge, Label, Sheet

__all__ = ["connect"]

_WIDE = 8
"""From more items than this, estimates stand nearer to the items, where the lines spread."""
_ORDER = {"=~": 0, "~~": 1, "~": 1}


def connect(
    sheet: Sheet,
    parameters: pd.DataFrame,
    *,
    items: set[str],
    columns: tuple[list[str], list[str]],
    general: set[str],
) -> None:
    """Draw a line for each parameter between boxes that stand on the sheet, and place its label.

    Parameters
    ----------
    sheet : Sheet
        Its boxes are placed; edges and labels are added.
    parameters : DataFrame
        Columns lhs, op, rhs and, where known, est; a range index.
    items : set of str
    columns : pair of lists of str
        First-order factors and factors of factors, from top to bottom.
    general : set of str
        Factors that stand right of the items.

    Notes
    -----
    A covariance fixed to zero is no line. What cannot be drawn is counted in ``sheet.omitted``.
    """
    place = {name: (column, k) for column in (0, 1) for k, name in enumerate(columns[column])}
    loads = parameters.loc[parameters["op"] == "=~", "lhs"].value_counts()
    residual_lane = 0
    rows: list[Any] = sorted(
        (row for row in parameters.itertuples() if row.op in _ORDER),
        key=lambda row: _ORDER[str(row.op)],
    )
    for row in rows:
        a, b = str(row.lhs), str(row.rhs)
        if row.op == "~~" and a != b and getattr(row, "est", None) == 0:
            continue
        if a not in sheet.boxes or b not in sheet.boxes:
            sheet.omitted += 1
        elif row.op == "=~":
            wide = loads[a] > _WIDE
            _load(sheet, sheet.boxes[a], sheet.boxes[b], row.Index, a in general, wide)
        elif a == b:
            if a in items:
                _residual(sheet, sheet.boxes[a], row.Index, inside=bool(general))
        elif {a, b} <= items and not general:
            _residual_pair(sheet, sheet.boxes[a], sheet.boxes[b], row.Index, residual_lane)
            residual_lane += 1
        elif a in place and b in place and place[a][0] == place[b][0]:
            lanes = abs(place[a][1] - place[b][1])
            start, end = (a, b) if row.op == "~~" else (b, a)
            _covariance(sheet, sheet.boxes[start], sheet.boxes[end], row.Index, lanes, row.op)
        else:
            sheet.omitted += 1


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


def _load(sheet: Sheet, factor: Box, target: Box, row: int, from_right: bool, wide: bool) -> None:
    side = -1 if from_right else 1
    start = np.array([factor.x + side * factor.width / 2, factor.y])
    end = np.array([target.x - side * target.width / 2, target.y])
    sheet.edges.append(Edge(np.array([start, end]), False, row))
    stops = (0.78, 0.66, 0.86, 0.5) if wide else (0.7, 0.58, 0.81, 0.47, 0.37)
    places = [start + t * (end - start) for t in stops]
    sheet.put_label([(float(x), float(y)) for x, y in places], row)


def _residual(sheet: Sheet, item: Box, row: int, *, inside: bool) -> None:
    edge = item.x + item.width / 2
    if inside:
        sheet.labels.append(Label(edge - 0.25, item.y, row))
        return
    points = np.array([[edge + 0.26, item.y], [edge, item.y]])
    sheet.edges.append(Edge(points, False, row))
    sheet.labels.append(Label(edge + 0.48, item.y, row))


def _residual_pair(sheet: Sheet, a: Box, b: Box, row: int, lane: int) -> None:
    edge = a.x + a.width / 2 + 0.72
    depth = 0.3 + 0.3 * (lane % 4)
    points = _curve(edge, a.y, b.y, depth)
    sheet.edges.append(Edge(points, True, row))
    steps = (16, 12, 20, 8, 24)
    sheet.put_label([(float(points[k, 0]), float(points[k, 1])) for k in steps], row)


def _covariance(sheet: Sheet, a: Box, b: Box, row: int, lanes: int, op: str) -> None:
    up, down = (a, b) if a.y < b.y else (b, a)
    x = a.x - a.width / 2
    shift = 0.07
    y0, y1 = up.y + shift, down.y - shift
    if a is down:
        y0, y1 = y1, y0
    points = _curve(x, y0, y1, -LANE * lanes + 0.06)
    sheet.edges.append(Edge(points, op == "~~", row))
    steps = (16, 14, 18, 12, 20)
    sheet.put_label([(float(points[k, 0]), float(points[k, 1])) for k in steps], row)
