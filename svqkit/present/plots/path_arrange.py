"""A path diagram arranged on its sheet: boxes, lines and labels, stretched until all fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from svqkit.present.plots.path_edges import connect
from svqkit.present.plots.path_labels import place_on_lines
from svqkit.present.plots.path_layout import Layout, lay_out
from svqkit.present.plots.path_model import Path
from svqkit.present.plots.path_roles import Families
from svqkit.present.plots.path_sheet import Box, Edge, Label, Sheet, Style, turned

__all__ = ["arrange"]

_MARGIN = 0.08
_STRETCHES = (1.0, 1.15, 1.35, 1.6, 1.9, 2.3)
_KINDS = ("loading", "regression", "covariance", "item", "top")


def _extents(
    paths: Sequence[Path], texts: Mapping[int, str], style: Style, factors: set[str]
) -> dict[str, tuple[float, float]]:
    """Find the largest label of each kind, along the arrows and along the stack."""
    found: dict[str, list[tuple[float, float]]] = {kind: [(0.0, 0.0)] for kind in _KINDS}
    for k, text in texts.items():
        kind = paths[k].kind
        if kind in ("residual", "variance"):
            kind = "top" if paths[k].start in factors else "item"
        found[kind].append(style.extent(text))
    return {
        kind: (max(a for a, _ in sizes), max(b for _, b in sizes)) for kind, sizes in found.items()
    }


def _moved(
    boxes: dict[str, Box],
    positions: Mapping[str, tuple[float, float]],
    style: Style,
    shift: np.ndarray,
) -> dict[str, Box]:
    """Put boxes where the user wants them (given as the finished picture's inches)."""
    made = dict(boxes)
    for name, place in positions.items():
        x, y = style.turn_back(np.asarray(place, dtype=float) + shift)
        made[name] = replace(boxes[name], x=float(x), y=float(y))
    return made


def _bounds(boxes: Sequence[Box], edges: Sequence[Edge], labels: Sequence[Label]) -> np.ndarray:
    """Find the smallest rectangle around everything: left, top, right, bottom."""
    marks: list[Box | Label] = [*boxes, *labels]
    centre = np.array([[mark.x, mark.y] for mark in marks])
    half = np.array([[mark.width / 2, mark.height / 2] for mark in marks])
    points = np.vstack([centre - half, centre + half, *[edge.points for edge in edges]])
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _shifted(boxes: Mapping[str, Box], edges: Sequence[Edge], labels: Sequence[Label]) -> Sheet:
    """Move everything so that the upper left corner of the sheet is the origin."""
    bounds = _bounds(list(boxes.values()), edges, labels)
    dx, dy = _MARGIN - bounds[:2]
    width, height = bounds[2:] - bounds[:2] + 2 * _MARGIN
    return Sheet(
        {name: replace(box, x=box.x + dx, y=box.y + dy) for name, box in boxes.items()},
        tuple(replace(edge, points=edge.points + np.array([dx, dy])) for edge in edges),
        tuple(replace(label, x=label.x + dx, y=label.y + dy) for label in labels),
        float(width),
        float(height),
    )


def _drawn(
    boxes: Mapping[str, Box],
    edges: Sequence[Edge],
    texts: Mapping[int, str],
    sizes: Mapping[int, tuple[float, float]],
    style: Style,
) -> tuple[Sheet, int]:
    """Turn a layout the way it faces and place its labels; the sheet and its faults."""
    placed, lines = turned(boxes.values(), edges, style)
    labels, faults = place_on_lines(lines, texts, sizes, list(placed.values()))
    return _shifted(placed, lines, labels), faults


def arrange(
    groups: Families,
    paths: Sequence[Path],
    words: Mapping[str, str],
    texts: Mapping[int, str],
    style: Style,
    *,
    positions: Mapping[str, tuple[float, float]] | None = None,
    ticks: Mapping[str, tuple[float, ...]] | None = None,
) -> Sheet:
    """Arrange a model on a sheet.

    Lines are lengthened step by step until no label covers a box or another label.

    Parameters
    ----------
    groups : Families
    paths : sequence of Path
    words : mapping of str to str
        What each box says, lines broken.
    texts : mapping of int to str
        What each line says, by number of the path.
    style : Style
    positions : mapping of str to pair of float, optional
        Centres of boxes that are moved, in inches from the upper left corner of the sheet as it
        would be without them.
    ticks : mapping of str to tuple of float, optional
        Shares of an item's lower edge to mark.

    Returns
    -------
    Sheet

    Examples
    --------
    >>> from svqkit.present.plots.path_model import paths_of, table_of
    >>> from svqkit.present.plots.path_roles import families
    >>> paths = paths_of(table_of("f =~ a + b + c")[0])
    >>> style = Style(size=lambda text: (0.1 * len(text), 0.19))
    >>> sheet = arrange(families(paths), paths, dict(a="a", b="b", c="c", f="f"), {1: ".7"}, style)
    >>> len(sheet.boxes), len(sheet.edges), [label.text for label in sheet.labels]
    (4, 7, ['.7'])
    """
    factors = {path.start for path in paths if path.kind == "loading"}
    label = _extents(paths, texts, style, factors)
    sizes = {k: style.size(text) for k, text in texts.items()}
    residuals = {p.start for p in paths if p.kind == "residual"} - factors if groups.general else ()
    inside = dict.fromkeys(residuals, label["item"][0] + 0.1 if label["item"][0] else 0.0)
    tried: list[tuple[int, Sheet, Layout, Style]] = []
    for stretch in _STRETCHES:
        own = replace(style, stretch=stretch)
        layout = lay_out(groups, paths, words, label, own, inside=inside, ticks=ticks)
        edges = connect(layout, groups, paths, label=label, curvature=style.curvature)
        sheet, faults = _drawn(layout.boxes, edges, texts, sizes, own)
        tried.append((faults, sheet, layout, own))
        if not faults:
            break
    _, sheet, layout, own = min(tried, key=lambda one: one[0])
    if not positions:
        return sheet
    name = next(iter(layout.boxes))
    free, _ = turned([layout.boxes[name]], [], own)
    shift = np.array([free[name].x - sheet.boxes[name].x, free[name].y - sheet.boxes[name].y])
    layout.boxes = _moved(layout.boxes, positions, own, shift)
    edges = connect(layout, groups, paths, label=label, curvature=style.curvature)
    return _drawn(layout.boxes, edges, texts, sizes, own)[0]
