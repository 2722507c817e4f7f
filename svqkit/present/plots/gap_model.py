"""The gap model as a picture, with the sizes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.gap_model_layout import BAR, WIDTH, Arrow, Box, Layout, Placed, lay_out
from svqkit.present.plots.gap_model_text import measure_on
from svqkit.present.plots.gap_model_words import (
    GapMark,
    antecedents_behind,
    box_words,
    gap_marks,
    key_words,
)
from svqkit.present.plots.labels import dimension_label
from svqkit.present.plots.style import BLACK, BLUE, GREY, MUTED, ORANGE, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_gap_model"]

_COLOURS = {"short": VERMILLION, "over": BLUE, "unclear": MUTED, "rated": ORANGE, "absent": MUTED}
_INK = {"short": "#A84300", "over": BLUE, "unclear": GREY, "rated": "#8A5A00", "absent": GREY}
"""Colour of a value in print: dark enough on white for text (4.5:1)."""
_PER_SCALE, _THINNEST, _WIDEST = 0.85, 0.03, 0.44
"""Inches of an arrow's width for the whole answer scale, its limits."""
_HEAD = 0.2


def plot_gap_model(
    result: Any,
    *,
    ax: Axes | None = None,
    language: str | None = None,
    dimension: str = "total",
) -> Axes:
    """Draw the five gaps with their sizes, certainty and antecedents.

    Customers stand on the left, the organisation on the right; the gaps run round. An arrow's pale
    width is the far end of the gap's interval and its dark core the near end, so an arrow without a
    core may be nothing at all; grey dashes are gaps that were not measured. Gaps 2 to 4 are ratings:
    they show the points from the top of the scale and the rating itself, in a colour of their own,
    since they do not compare with Gaps 1 and 5. Bars beside a gap show how far its antecedents are
    from the best end of their scale, worst first.

    Parameters
    ----------
    result : GapModel
    ax : Axes, optional
        Axes to draw on, at best about as wide as high; a new figure of seven inches otherwise.
    language : str, optional
        BCP 47; that of the customers' instrument otherwise.
    dimension : str
        ``"total"`` or a dimension of the gaps.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If no gap has that dimension.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_gap_model(svq.gap_model(svq.load_dataset("bank")))
    >>> "−1.13" in [text.get_text() for text in ax.texts]
    True
    """
    there = list(dict.fromkeys(result.gaps.index.get_level_values("dimension")))
    if dimension not in there:
        raise ValueError(f"dimension must be one of {', '.join(there)}, not {dimension!r}")
    instrument = result.instrument
    spoken = str(language or getattr(instrument, "language", "en"))
    say = translator(spoken)
    marks = gap_marks(result, say, dimension)
    behind = antecedents_behind(result, spoken)
    title = say("Where service falls short: the five gaps")
    if dimension != "total":
        title = f"{title} · {dimension_label(dimension, instrument, 60)}"
    own = ax is None
    with canvas(ax, WIDTH, WIDTH, fitted=False) as ax:
        layout = lay_out(
            title,
            box_words(say),
            marks,
            behind,
            say("What lies behind, worst first"),
            key_words(marks, bool(behind), result.ci_level, say),
            measure_on(ax),
        )
        scale = _fit(ax, layout, own=own)
        _draw(ax, layout, marks, scale)
    return ax


def _fit(ax: Axes, layout: Layout, *, own: bool) -> float:
    """Give the axes the layout's inches; returns by how much text has to shrink or grow."""
    ax.set_axis_off()
    if own:
        figure: Any = ax.figure
        figure.set_size_inches(WIDTH, layout.height)
        ax.set_position((0, 0, 1, 1))
    box = ax.get_window_extent()
    wide, high = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    scale = min(wide / WIDTH, high / layout.height)
    ax.set_xlim(WIDTH / 2 - wide / scale / 2, WIDTH / 2 + wide / scale / 2)
    ax.set_ylim(-layout.height / 2 - high / scale / 2, -layout.height / 2 + high / scale / 2)
    return scale


def _draw(ax: Axes, layout: Layout, marks: dict[int, GapMark], scale: float) -> None:
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
        for width, colour in ((BAR, "#D9D9D9"), (BAR * bar.share, GREY)):
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
    if placed.kind in ("detail", "heading", "key") or placed.state == "absent":
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
    if mark.state == "absent":
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
