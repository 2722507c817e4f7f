"""Draw a laid-out gap model: bands, boxes, thin arrows, gaps and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from svqkit.present.plots.gap_model_parts import Arrow, Box, Layout, Placed
from svqkit.present.plots.gap_model_words import GapMark
from svqkit.present.plots.style import BLACK, BLUE, GREY, MUTED, ORANGE, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_layout"]

_COLOURS = {
    "short": VERMILLION,
    "over": BLUE,
    "unclear": MUTED,
    "rated": ORANGE,
    "absent": MUTED,
    "masked": MUTED,
}
_INK = {
    "short": "#A84300",
    "over": BLUE,
    "unclear": GREY,
    "rated": "#8A5A00",
    "absent": GREY,
    "masked": GREY,
}
"""Colour of a value in print: dark enough on white for text (4.5:1)."""
_PER_SCALE, _THINNEST, _WIDEST = 0.8, 0.03, 0.38
"""Inches of an arrow's width for the whole answer scale, its limits."""
_HEAD = 0.2
_EMPTY = ("absent", "masked")


def draw_layout(ax: Axes, layout: Layout, marks: dict[int, GapMark], scale: float) -> None:
    """Draw a layout on axes whose units are its inches.

    Parameters
    ----------
    ax : Axes
    layout : Layout
    marks : dict of gap to GapMark
    scale : float
        By how much text and lines shrink or grow.

    Examples
    --------
    >>> from svqkit.present.plots.style import canvas
    >>> with canvas(None, 4, 3) as ax:
    ...     draw_layout(ax, Layout(), {}, 1.0)
    >>> len(ax.patches)
    0
    """
    from matplotlib.patches import Rectangle

    for band in layout.bands:
        ax.add_patch(
            Rectangle(band[:2], *band[2:], facecolor="#F4F4F4", edgecolor="none", zorder=0)
        )
    for flow in layout.flows:
        _flow(ax, flow, scale)
    for arrow in layout.arrows:
        _gap_arrow(ax, arrow, marks[arrow.gap], scale)
    for box in layout.boxes.values():
        _box(ax, box, scale)
    for x, top, bottom in layout.rules:
        ax.plot([x, x], [top, bottom], color=MUTED, linewidth=1.2 * scale, zorder=1)
    for bar in layout.bars:
        for width, colour in ((bar.length, "#D9D9D9"), (bar.length * bar.share, GREY)):
            ax.add_patch(
                Rectangle((bar.x, bar.y - 0.05), width, 0.1, facecolor=colour, edgecolor="none")
            )
    for state, x, y in layout.keys:
        key = Arrow(0, (x, y), (x + 0.3, y))
        _gap_arrow(ax, key, GapMark("", "", (), state, 0.0, 0.08), scale, plain=True)
    for text in layout.texts:
        _text(ax, text, scale)


def _text(ax: Axes, placed: Placed, scale: float) -> None:
    colour = _INK[placed.state] if placed.kind == "value" else BLACK
    if placed.kind in ("detail", "heading", "key") or placed.state in _EMPTY:
        colour = GREY
    ax.text(
        placed.x,
        placed.y,
        placed.text.words,
        size=placed.text.size * scale,
        weight=placed.text.weight,
        color=colour,
        ha="left",
        va="center",
        linespacing=1.15,
        zorder=5,
    )


def _box(ax: Axes, box: Box, scale: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    ax.add_patch(
        FancyBboxPatch(
            (box.x + 0.05, box.y + 0.05),
            box.width - 0.1,
            box.height - 0.1,
            boxstyle="round,pad=0.05",
            facecolor="white",
            edgecolor=MUTED if box.chip else BLACK,
            linewidth=(0.8 if box.chip else 1.5) * scale,
            zorder=3,
        )
    )
    ax.text(
        *box.middle,
        box.text.words,
        size=box.text.size * scale,
        weight=box.text.weight,
        color=GREY if box.chip else BLACK,
        ha="center",
        va="center",
        linespacing=1.15,
        zorder=5,
    )


def _flow(ax: Axes, points: list[tuple[float, float]], scale: float) -> None:
    """Draw a thin arrow along straight lines."""
    x, y = zip(*points, strict=True)
    ax.plot(x, y, color=MUTED, linewidth=1.4 * scale, zorder=1, solid_joinstyle="miter")
    ax.annotate(
        "",
        points[-1],
        xytext=points[-2],
        arrowprops={
            "arrowstyle": "-|>",
            "color": MUTED,
            "linewidth": 1.4 * scale,
            "shrinkA": 0,
            "shrinkB": 0,
            "mutation_scale": 11 * scale,
        },
        zorder=1,
    )


def _gap_arrow(ax: Axes, arrow: Arrow, mark: GapMark, scale: float, *, plain: bool = False) -> None:
    """Draw a gap: pale as wide as it may be, dark as wide as it is at least."""
    from matplotlib.patches import Polygon

    colour = _COLOURS[mark.state]
    if mark.state in _EMPTY:
        outline = _arrow_shape(arrow, 0.1, plain)
        ax.add_patch(
            Polygon(
                outline, closed=True, facecolor="none", edgecolor=colour, linestyle=(0, (3, 2)),
                linewidth=1.3 * scale, zorder=2,
            )
        )  # fmt: skip
        return
    wide = float(np.clip(_PER_SCALE * mark.most, _THINNEST, _WIDEST))
    solid = plain and mark.state != "unclear"
    ax.add_patch(
        Polygon(
            _arrow_shape(arrow, wide, plain),
            closed=True,
            facecolor=colour if solid else _paler(colour),
            edgecolor=colour,
            linewidth=1.0 * scale,
            zorder=2,
        )
    )
    narrow = min(_PER_SCALE * mark.least, wide)
    if narrow > 0:
        core = _arrow_shape(
            arrow, max(narrow, _THINNEST), plain, head=max(narrow, _THINNEST) + 0.12
        )
        ax.add_patch(Polygon(core, closed=True, facecolor=colour, edgecolor="none", zorder=2.1))


def _paler(colour: str) -> tuple[float, float, float]:
    """Mix a colour with two parts of white."""
    from matplotlib.colors import to_rgb

    red, green, blue = (1 - (1 - part) * 0.35 for part in to_rgb(colour))
    return red, green, blue


def _arrow_shape(arrow: Arrow, wide: float, plain: bool, head: float | None = None) -> np.ndarray:
    """Corners of an arrow of a width, its point at the end (7 × 2)."""
    start, end = np.array(arrow.start), np.array(arrow.end)
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]])
    spread = (wide + (0.08 if plain else 0.16) if head is None else head) / 2
    neck = end - along * (0.1 if plain else _HEAD)
    half = wide / 2
    return np.array(
        [
            start + across * half,
            neck + across * half,
            neck + across * spread,
            end,
            neck - across * spread,
            neck - across * half,
            start - across * half,
        ]
    )
