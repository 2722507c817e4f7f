"""Drawing an arranged path diagram: the only part that knows matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.path_sheet import Box, Edge, Sheet
from svqkit.present.plots.style import BLACK, BLUE, FONT_SIZE, GREY, VERMILLION, fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "Ink", "draw_sheet", "text_measure"]

COLOURS = {
    "factor": "#E8F1F8",
    "item": "white",
    "outline": BLACK,
    "text": BLACK,
    "loading": GREY,
    "regression": BLACK,
    "covariance": BLUE,
    "residual": BLUE,
    "variance": BLUE,
    "pale": "#9A9A9A",
    "pale_text": "#636363",
    "impossible": VERMILLION,
    "background": "white",
}
"""What may be coloured, and how it is by default."""
_DPI = 288
_DASHES = (0, (4.0, 2.2))


@dataclass(frozen=True)
class Ink:
    """How each line is drawn, by number of the path, and the colours and size of everything."""

    kinds: Sequence[str]
    weights: Sequence[float]
    dashed: frozenset[int] = frozenset()
    pale: frozenset[int] = frozenset()
    impossible: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS)
    font_size: float = FONT_SIZE
    scale: float = 1.0

    def line(self, path: int) -> str:
        """Colour of a line."""
        if path in self.impossible:
            return self.colours["impossible"]
        return self.colours["pale" if path in self.pale else self.kinds[path]]

    def text(self, path: int) -> str:
        """Colour of a label."""
        if path in self.impossible:
            return self.colours["impossible"]
        return self.colours["pale_text" if path in self.pale else "text"]


@lru_cache(maxsize=4)
def _measured(size: float) -> Callable[[str, str], float]:
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.font_manager import FontProperties

    renderer = RendererAgg(8, 8, _DPI)

    @lru_cache(maxsize=4096)
    def width_of(line: str, weight: str) -> float:
        font = FontProperties(family=list(fonts()), size=size, weight=weight)
        return float(renderer.get_text_width_height_descent(line, font, False)[0]) / _DPI

    return width_of


def text_measure(
    size: float = FONT_SIZE, weight: str = "normal"
) -> Callable[[str], tuple[float, float]]:
    r"""Give a function that measures text, of one line or several, in inches.

    Parameters
    ----------
    size : float
        Points.
    weight : str
        "normal" or "bold".

    Returns
    -------
    callable

    Examples
    --------
    >>> width, height = text_measure()("Q1\nModern")
    >>> width < text_measure(weight="bold")("Modern")[0], round(height, 2)
    (True, 0.38)
    """
    width_of = _measured(size)

    def measure(text: str) -> tuple[float, float]:
        lines = text.split("\n")
        return max(width_of(line, weight) for line in lines), 0.19 * size / FONT_SIZE * len(lines)

    return measure


def _head(points: np.ndarray) -> np.ndarray:
    """Give the triangle of an arrow's head at the end of a line."""
    tip = points[-1]
    away = points - tip
    behind = away[np.flatnonzero(np.hypot(*away.T) > 0.09)[-1:]]
    along = -behind[0] if len(behind) else tip - points[0]
    along = along / (np.hypot(*along) or 1.0)
    across = np.array([-along[1], along[0]])
    return np.array([tip, tip - 0.11 * along + 0.045 * across, tip - 0.11 * along - 0.045 * across])


def _draw_lines(ax: Axes, edges: Sequence[Edge], ink: Ink) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    ax.add_collection(
        LineCollection(
            [edge.points for edge in edges],
            linewidths=[ink.weights[edge.path] * ink.scale for edge in edges],
            colors=[ink.line(edge.path) for edge in edges],
            linestyles=[_DASHES if edge.path in ink.dashed else "solid" for edge in edges],
            zorder=1,
            capstyle="butt",
        ),
        autolim=False,
    )
    heads = [(_head(edge.points), ink.line(edge.path)) for edge in edges if edge.heads[0]]
    heads += [(_head(edge.points[::-1]), ink.line(edge.path)) for edge in edges if edge.heads[1]]
    ax.add_collection(
        PolyCollection(
            [head for head, _ in heads],
            facecolors=[colour for _, colour in heads],
            edgecolors="none",
            zorder=1.5,
        ),
        autolim=False,
    )


def _draw_box(ax: Axes, box: Box, ink: Ink, *, name: str, left: bool) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    corner = (box.x - box.width / 2, box.y - box.height / 2)
    look: dict[str, Any] = {
        "facecolor": ink.colours["factor" if box.round else "item"],
        "edgecolor": ink.colours["outline"],
        "linewidth": ink.scale,
    }
    ax.add_patch(
        Ellipse((box.x, box.y), box.width, box.height, **look)
        if box.round
        else Rectangle(corner, box.width, box.height, **look)
    ).set_gid(name)
    aside = left and not box.round
    start = corner[0] + box.offset[0] + abs(box.offset[0]) + 0.08
    ax.text(
        start if aside else box.x + box.offset[0],
        box.y + box.offset[1],
        box.text,
        ha="left" if aside else "center",
        va="center",
        size=ink.font_size * ink.scale,
        weight="bold" if box.round else "normal",
        color=ink.colours["text"],
        linespacing=1.15,
        zorder=3,
    ).set_gid(f"{name}-words")
    if box.ticks:
        bottom = box.y + box.height / 2
        x = corner[0] + np.asarray(box.ticks) * box.width
        ax.vlines(
            x, bottom - 0.06, bottom, colors=ink.colours["outline"], linewidth=0.8 * ink.scale
        )


def draw_sheet(
    ax: Axes,
    sheet: Sheet,
    ink: Ink,
    *,
    origin: tuple[float, float] = (0.0, 0.0),
    prefix: str = "",
    left: bool = True,
) -> None:
    """Draw a sheet on axes whose unit is an inch and whose y grows downwards.

    Parameters
    ----------
    ax : Axes
    sheet : Sheet
    ink : Ink
    origin : pair of float
        Where the sheet's upper left corner lies.
    prefix : str
        Before the names of the shapes in an SVG file, where there are several sheets.
    left : bool
        Whether items' words begin at the left of their boxes, or stand in their middle.
    """
    shift = np.array(origin)
    edges = [
        replace(edge, points=edge.points + shift)
        for edge in sheet.edges
        if edge.path not in ink.hidden and len(edge.points) > 1
    ]
    _draw_lines(ax, edges, ink)
    for name, box in sheet.boxes.items():
        moved = replace(box, x=box.x + shift[0], y=box.y + shift[1])
        _draw_box(ax, moved, ink, name=f"{prefix}{name}", left=left)
    for label in sheet.labels:
        if label.path in ink.hidden:
            continue
        ax.text(
            label.x + shift[0],
            label.y + shift[1],
            label.text,
            ha="center",
            va="center",
            size=ink.font_size * ink.scale,
            zorder=4,
            linespacing=1.15,
            color=ink.text(label.path),
            weight="bold" if label.path in ink.impossible else "normal",
            bbox={
                "facecolor": ink.colours["background"],
                "edgecolor": "none",
                "pad": 1.4 * ink.scale,
            },
        )
