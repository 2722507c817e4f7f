"""The gap model as a picture, with the sizes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.gap_model_drawing import draw_layout
from svqkit.present.plots.gap_model_layout import WIDTH, lay_out
from svqkit.present.plots.gap_model_parts import Layout
from svqkit.present.plots.gap_model_text import measure_on
from svqkit.present.plots.gap_model_words import (
    antecedents_behind,
    box_words,
    gap_marks,
    key_words,
)
from svqkit.present.plots.labels import dimension_label
from svqkit.present.plots.style import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_gap_model"]


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
        draw_layout(ax, layout, marks, scale)
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
