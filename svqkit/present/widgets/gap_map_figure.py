"""The gap-model map's figure: boxes and arrows stand still, the five gaps change."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.gap_model_layout import lay_out
from svqkit.present.plots.gap_model_parts import Layout
from svqkit.present.plots.gap_model_text import Block
from svqkit.present.plots.gap_model_words import GAPS, GapMark, box_words
from svqkit.present.plots.labels import display_width, wrapped
from svqkit.present.plots.style import BLACK, BLUE, GREY, LIGHT, VERMILLION
from svqkit.present.widgets.gap_map_view import MapView
from svqkit.present.widgets.look import new_figure

__all__ = ["COLOURS", "draw_map", "map_figure"]

_LINE, _LETTER, _WIDEST = 0.185, 0.083, 1.56
"""Inches on a screen of 96 dots: a line of text, a letter, and the widest box of a phone."""
_DOTS = 96
_APART = "\u2003\u2003"
"""Blanks between a gap's point and its words."""
_BOXES = ("expected", "perceived", "view", "standards", "delivery", "communication")
COLOURS = {
    "short": VERMILLION, "over": BLUE, "unclear": GREY, "rated": "#8A5A00", "absent": "#ffffff",
    "masked": "#ffffff",
}  # fmt: skip
LEFT, RIGHT = (0.0, 0.43), (0.50, 1.0)
"""Where the two columns stand, as shares of the figure's width, so that a phone has room too."""


def _measure(words: str, size: float, width: float = 9.0, weight: str = "") -> Block:
    """Break text as the browser will draw it, near enough for boxes."""
    columns = max(int(min(width, _WIDEST) / _LETTER), 8)
    lines = wrapped(words, columns)
    parts = lines.split("\n")
    across = max(display_width(line) for line in parts) * _LETTER
    return Block(lines, size, weight, across, len(parts) * _LINE)


def _placed(language: str) -> tuple[Layout, list[float], list[float]]:
    """Lay the model out once, for the longest labels, and say where its columns stand."""
    words = box_words(translator(language))
    marks = {gap: GapMark("x", "x", ("x", "x"), "short", 0.1, 0.2) for gap in GAPS}
    layout = lay_out(" ", words, marks, {}, "", [], _measure)
    customers, organisation = layout.boxes["expected"], layout.boxes["view"]
    inches = [customers.x, customers.x + customers.width]
    inches += [organisation.x, organisation.x + organisation.width]
    return layout, inches, [*LEFT, *RIGHT]


def map_figure(language: str = "en") -> Any:
    """Make the map without values: boxes, flows, arrows, then the gaps and their words.

    Parameters
    ----------
    language : str
        BCP 47.

    Returns
    -------
    plotly.graph_objects.FigureWidget
        Traces: words in boxes, gaps (five points, in order), words beside them.

    Examples
    --------
    >>> len(map_figure().data[1].x)
    5
    """
    layout, inches, shares = _placed(language)

    def x(value: float) -> float:
        return float(np.interp(value, inches, shares))

    boxes = {name: layout.boxes[name] for name in _BOXES}
    top = max(box.y + box.height for box in boxes.values()) + 0.75
    bottom = min(box.y for box in boxes.values()) - 0.1
    figure = new_figure(
        height=round((top - bottom) * _DOTS) + 8,
        margin={"l": 2, "r": 2, "t": 4, "b": 4},
        shapes=[
            {
                "type": "rect", "layer": "below", "fillcolor": "#f6f6f6",
                "line": {"color": GREY, "width": 1.5},
                "x0": x(box.x), "x1": x(box.x + box.width), "y0": box.y, "y1": box.y + box.height,
            }
            for box in boxes.values()
        ],
        annotations=[_tip(x, arrow.start, arrow.end, BLACK, 2.5) for arrow in layout.arrows]
        + [_tip(x, flow[-2], flow[-1], GREY, 1.2) for flow in layout.flows[1:]],
        showlegend=False,
        hovermode="closest",
        clickmode="event",
        dragmode=False,
    )  # fmt: skip
    lines = [((arrow.start, arrow.end), BLACK, 2.5) for arrow in layout.arrows]
    lines += [(step, GREY, 1.2) for flow in layout.flows[1:] for step in pairwise(flow)]
    for (start, end), colour, width in lines:
        figure.add_shape(
            type="line", layer="below", x0=x(start[0]), y0=start[1], x1=x(end[0]), y1=end[1],
            line={"color": colour, "width": width},
        )  # fmt: skip
    figure.add_scatter(
        x=[x(box.middle[0]) for box in boxes.values()],
        y=[box.middle[1] for box in boxes.values()],
        text=[f"<b>{escape(box.text.words)}</b>".replace("\n", "<br>") for box in boxes.values()],
        mode="text", textfont={"size": 13, "color": BLACK}, hoverinfo="skip",
    )  # fmt: skip
    places = [_place(layout, gap, x) for gap in GAPS]
    figure.add_scatter(
        x=[place[0] for place in places], y=[place[1] for place in places],
        text=[str(gap) for gap in GAPS], mode="markers+text", cliponaxis=False,
        marker={"size": 34, "line": {"width": 2}, "opacity": 1}, textfont={"size": 17},
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[place[0] + 0.008 for place in places], y=[place[1] for place in places],
        mode="text", textposition="middle right", textfont={"size": 13}, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.01, 1.01], fixedrange=True)
    figure.update_yaxes(visible=False, range=[bottom, top], fixedrange=True)
    return figure


def _tip(x: Any, start: Any, end: Any, colour: str, width: float) -> dict[str, Any]:
    """Draw an arrow's tip alone: its line is a shape, which the gaps' points may cover."""
    across, up = x(end[0]) - x(start[0]), end[1] - start[1]
    share = 0.02 / abs(across) if across else 0.16 / abs(up)
    return {
        "x": x(end[0]), "y": end[1], "ax": x(end[0]) - share * across, "ay": end[1] - share * up,
        "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": "", "showarrow": True,
        "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": width, "arrowcolor": colour,
    }  # fmt: skip


def _place(layout: Layout, gap: int, x: Any) -> tuple[float, float]:
    """Where a gap's point stands: on its arrow; Gap 1's above, where its words have room."""
    arrow = next(one for one in layout.arrows if one.gap == gap)
    if gap == 1:
        view = layout.boxes["view"]
        return (LEFT[1] + RIGHT[0]) / 2, view.y + view.height + 0.36
    return x((arrow.start[0] + arrow.end[0]) / 2), (arrow.start[1] + arrow.end[1]) / 2


def draw_map(figure: Any, shown: MapView) -> None:
    """Put the gaps' values, colours and words into the map.

    Parameters
    ----------
    figure : FigureWidget
        From ``map_figure``.
    shown : MapView

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.present.widgets.gap_map_view import MapChoice, compute, prepare
    >>> tables, figure = prepare(svq.load_dataset("bank"), unit=None, language="en"), map_figure()
    >>> draw_map(figure, compute(tables, MapChoice(5)))
    >>> "−1.13" in figure.data[2].text[4]
    True
    """
    marks = [shown.marks[gap] for gap in GAPS]
    chosen = [gap == shown.choice.gap for gap in GAPS]
    empty = [mark.state in ("absent", "masked") for mark in marks]
    points, words = figure.data[1], figure.data[2]
    said = [_said(mark) for mark in marks]
    with figure.batch_update():
        points.marker.color = [COLOURS[mark.state] for mark in marks]
        points.marker.size = [42 if one else 32 for one in chosen]
        points.marker.line.color = [BLACK if one else LIGHT for one in chosen]
        points.marker.line.width = [4 if one else 2 for one in chosen]
        points.textfont.color = [BLACK if one else "#ffffff" for one in empty]
        points.customdata = said
        words.text = [_APART + one.replace("<br>", f"<br>{_APART}") for one in said]
        words.textfont.color = [BLACK if one else GREY for one in chosen]


def _said(mark: GapMark) -> str:
    lines = [f"<b>{escape(mark.head)}</b>"]
    if mark.value:
        lines.append(f"<b>{escape(mark.value)}</b>")
    return "<br>".join([*lines, *(escape(one) for one in mark.details)])
