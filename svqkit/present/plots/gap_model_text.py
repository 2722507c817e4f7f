"""Text that is measured before it is placed, so that a picture can be laid out around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svqkit.present.plots.labels import display_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Block", "Measure", "measure_on"]

_SLACK = 1.05
"""Letters are fitted to the dots of a screen or a page, so a line's width differs a little by both."""


@dataclass(frozen=True)
class Block:
    """Lines of text with their size in points and their extent in inches."""

    words: str
    size: float
    weight: str
    width: float
    height: float


Measure = Callable[..., Block]
"""``measure(words, size, width=…, weight=…)`` breaks text to a width in inches."""


def measure_on(ax: Axes) -> Measure:
    r"""Give the function that breaks and measures text as these axes draw it.

    Parameters
    ----------
    ax : Axes
        Inside the settings in which the text will be drawn.

    Returns
    -------
    callable
        ``measure(words, size, width=inf, weight="normal")`` → ``Block``. A single word wider than
        the width is set smaller until it fits.

    Examples
    --------
    >>> from svqkit.present.plots.style import canvas
    >>> with canvas(None, 4, 3) as ax:
    ...     block = measure_on(ax)("Service delivery at the counter", 11, width=1.2)
    >>> block.words.count("\n") >= 1, block.width <= 1.2
    (True, True)
    """
    figure = ax.figure
    dpi = figure.dpi

    def extent(words: str, size: float, weight: str) -> tuple[float, float]:
        text = ax.text(0, 0, words, size=size, weight=weight, linespacing=1.15)
        box = text.get_window_extent()
        text.remove()
        return float(box.width) / dpi * _SLACK, float(box.height) / dpi

    def measure(
        words: str, size: float, width: float = float("inf"), weight: str = "normal"
    ) -> Block:
        columns = max(display_width(words), 1)
        lines = " ".join(words.split())
        across, up = extent(lines, size, weight)
        while across > width and columns > 1:
            columns = min(columns - 1, max(int(columns * 0.9), 1))
            broken = wrapped(words, columns)
            if broken == lines:
                continue
            lines = broken
            across, up = extent(lines, size, weight)
        if across > width:
            size *= width / across * 0.98
            across, up = extent(lines, size, weight)
        return Block(lines, size, weight, across, up)

    return measure
