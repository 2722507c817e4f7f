"""The sheet of a path diagram: boxes, lines and labels with their places, in inches.

Everything is laid out once, from factors towards items: ``x`` runs along the arrows, ``y`` along
the stack of items. Only :func:`turned` knows which way the picture faces in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

__all__ = ["ORIENTATIONS", "Box", "Edge", "Label", "Sheet", "Style", "turned"]

ORIENTATIONS = ("right", "down", "left", "up")
"""Where the items lie, seen from their factors."""


@dataclass(frozen=True)
class Box:
    """A variable: its centre, its size, its words; ``round`` for a factor.

    ``offset`` is how far the middle of its words lies from its own; ``ticks`` are shares of its
    lower edge.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    text: str
    round: bool
    ticks: tuple[float, ...] = ()
    offset: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Edge:
    """A line through points, with heads at its end and at its start; ``path`` is its number."""

    points: np.ndarray
    heads: tuple[bool, bool]
    path: int
    stops: tuple[float, ...] = (0.5, 0.4, 0.6, 0.3, 0.7)
    """Where its label may stand, as shares of its length, the best first; none: before its start."""


@dataclass(frozen=True)
class Label:
    """What a path says, and the box it needs."""

    x: float
    y: float
    width: float
    height: float
    text: str
    path: int


@dataclass(frozen=True)
class Sheet:
    """Everything to draw, and the size of the whole; the origin is the upper left corner."""

    boxes: dict[str, Box]
    edges: tuple[Edge, ...]
    labels: tuple[Label, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Style:
    """What the layout must know of the drawing.

    Parameters
    ----------
    size : callable
        Width and height of a text in inches.
    orientation : str
        One of :data:`ORIENTATIONS`.
    curvature : float
        How far curves bend, 1 as usual.
    stretch : float
        How much longer than usual the lines are.
    line : float
        Height of a line of text in inches.
    """

    size: Callable[[str], tuple[float, float]]
    orientation: str = "right"
    curvature: float = 1.0
    stretch: float = 1.0
    line: float = 0.19

    @property
    def upright(self) -> bool:
        """Whether items stand in a row, below or above their factors."""
        return self.orientation in ("down", "up")

    def extent(self, text: str) -> tuple[float, float]:
        """Measure a text along the arrows and along the stack."""
        width, height = self.size(text)
        return (height, width) if self.upright else (width, height)

    def turn(self, points: np.ndarray) -> np.ndarray:
        """Turn points of the layout into points of the picture."""
        along, across = points[..., 0], points[..., 1]
        if self.orientation == "right":
            return points
        if self.orientation == "left":
            return np.stack([-along, across], axis=-1)
        if self.orientation == "down":
            return np.stack([across, along], axis=-1)
        return np.stack([across, -along], axis=-1)

    def turn_back(self, points: np.ndarray) -> np.ndarray:
        """Turn points of the picture into points of the layout."""
        if self.orientation == "up":
            return np.stack([-points[..., 1], points[..., 0]], axis=-1)
        return self.turn(points)


def _turned_box(box: Box, style: Style) -> Box:
    x, y = style.turn(np.array([box.x, box.y]))
    width, height = (box.height, box.width) if style.upright else (box.width, box.height)
    dx, dy = style.turn(np.array(box.offset))
    offset = float(dx), float(dy)
    return replace(box, x=float(x), y=float(y), width=width, height=height, offset=offset)


def turned(
    boxes: Iterable[Box], edges: Iterable[Edge], style: Style
) -> tuple[dict[str, Box], tuple[Edge, ...]]:
    """Turn a layout the way the picture faces.

    Parameters
    ----------
    boxes : iterable of Box
    edges : iterable of Edge
    style : Style

    Returns
    -------
    boxes : dict of Box by name
    edges : tuple of Edge

    Examples
    --------
    >>> style = Style(size=lambda text: (1.0, 0.2), orientation="down")
    >>> box = Box("f", 1.0, 3.0, 0.5, 2.0, "f", True)
    >>> made, _ = turned([box], [], style)
    >>> made["f"].x, made["f"].y, made["f"].width, made["f"].height
    (3.0, 1.0, 2.0, 0.5)
    """
    placed = {box.name: _turned_box(box, style) for box in boxes}
    return placed, tuple(replace(edge, points=style.turn(edge.points)) for edge in edges)
