"""The gap model as a picture, with the sizes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.gap_model_drawing import draw_layout
from svqkit.present.plots.gap_model_layout import WIDTH, lay_out
from svqkit.present.plots.gap_model_parts import Layout
from svqkit.present.plots.gap_model_text import measure_on
from svqkit.present.plots.gap_model_unit import of_unit
from svqkit.present.plots.gap_model_words import (
    antecedents_behind,
    box_words,
    gap_marks,
    key_words,
    title_in,
)
from svqkit.present.plots.style import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_gap_model"]

_WIDTHS = (WIDTH, 8.5, 10.0, 11.5, 13.0)
"""Layouts that are tried on given axes, in inches at full size of text."""


def plot_gap_model(
    result: Any,
    *,
    ax: Axes | None = None,
    language: str | None = None,
    dimension: str = "total",
    unit: str | None = None,
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
        Axes to draw on, on a slide as well, where columns spread; a page seven inches wide
        otherwise.
    language : str, optional
        BCP 47; that of the customers' instrument otherwise.
    dimension : str
        ``"total"`` or a dimension of the gaps.
    unit : str, optional
        One unit of a model that was computed with ``unit=``, such as a branch's name; the whole
        organisation otherwise.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If no gap has that dimension, or there is no such unit.

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
    if unit is not None:
        result = of_unit(result, unit)
    instrument = result.instrument
    spoken = str(language or getattr(instrument, "language", "en"))
    say = translator(spoken)
    marks = gap_marks(result, say, dimension)
    behind = antecedents_behind(result, spoken)
    title = say("Where service falls short: the five gaps")
    if dimension != "total":
        title = f"{title} · {title_in(spoken, dimension, instrument)}"
    if unit is not None:
        title = f"{title} · {unit}"
    own = ax is None
    with canvas(ax, WIDTH, WIDTH, fitted=False) as ax:
        _settle(ax)
        words, key = box_words(say), key_words(marks, bool(behind), result.ci_level, say)
        heading, measure = say("What lies behind, worst first"), measure_on(ax)
        layouts = (
            lay_out(title, words, marks, behind, heading, key, measure, width)
            for width in ((WIDTH,) if own else _WIDTHS)
        )
        layout = max(layouts, key=lambda one: _scale(ax, one))
        draw_layout(ax, layout, marks, _fit(ax, layout, own=own))
    return ax


def _settle(ax: Axes) -> None:
    """Let a layout engine place the bare axes now, since it would move them when they are drawn."""
    ax.set_axis_off()
    whole: Any = ax.figure.canvas.figure
    if whole.get_layout_engine() is not None:
        whole.draw_without_rendering()


def _scale(ax: Axes, layout: Layout) -> float:
    """By how much a layout has to grow or shrink to fill the axes."""
    box = ax.get_window_extent()
    dpi = ax.figure.dpi
    return float(min(box.width / dpi / layout.width, box.height / dpi / layout.height))


def _fit(ax: Axes, layout: Layout, *, own: bool) -> float:
    """Give the axes the layout's inches; returns by how much text has to shrink or grow."""
    if own:
        figure: Any = ax.figure
        figure.set_size_inches(WIDTH, layout.height)
        ax.set_position((0, 0, 1, 1))
    box, scale = ax.get_window_extent(), _scale(ax, layout)
    wide, high = (inches / ax.figure.dpi / scale for inches in (box.width, box.height))
    ax.set_xlim((layout.width - wide) / 2, (layout.width + wide) / 2)
    ax.set_ylim(-(layout.height + high) / 2, (high - layout.height) / 2)
    return scale
