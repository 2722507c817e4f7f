"""The page of a path diagram: title, one sheet or several side by side, and notes below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from svqkit.present.plots.labels import pieces
from svqkit.present.plots.path_drawing import Ink, draw_sheet, text_measure
from svqkit.present.plots.style import FONT_SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from svqkit.present.plots.path_panels import Panel

__all__ = ["Page", "draw_page", "open_page"]

_MARGIN = 0.08
_HEADING = 0.34
_BETWEEN = 0.4


class Page:
    """What stands on the page and how much room it takes, in inches."""

    def __init__(
        self, panels: Sequence[Panel], title: str, notes: Sequence[str], font_size: float
    ) -> None:
        self.panels = panels
        self.title = title
        self.notes = notes
        self.font_size = font_size
        self.line = 0.2 * font_size / FONT_SIZE
        self.top = 0.42 * font_size / FONT_SIZE

    @property
    def several(self) -> bool:
        """Whether there are several groups."""
        return len(self.panels) > 1

    @cached_property
    def _grid(self) -> tuple[list[tuple[float, float]], float, float]:
        """Place tall sheets side by side, wide ones below each other; their size together."""
        heading = _HEADING if self.several else 0.0
        sizes = [(panel.sheet.width, panel.sheet.height + heading) for panel in self.panels]
        tall = sizes[0][1] >= sizes[0][0]
        columns = min(len(sizes), 3 if tall else 2) if sizes[0][0] < 14 else 1
        wide = max(width for width, _ in sizes)
        high = max(height for _, height in sizes)
        origins = [
            (k % columns * (wide + _BETWEEN), k // columns * (high + _BETWEEN) + heading)
            for k in range(len(sizes))
        ]
        rows = -(-len(sizes) // columns)
        return origins, columns * (wide + _BETWEEN) - _BETWEEN, rows * (high + _BETWEEN) - _BETWEEN

    @property
    def origins(self) -> list[tuple[float, float]]:
        """Upper left corners of the sheets."""
        return self._grid[0]

    @property
    def drawn(self) -> float:
        """Height of the sheets together."""
        return self._grid[2]

    @cached_property
    def width(self) -> float:
        """Width of the page."""
        title = text_measure(self.font_size + 1.5, "bold")(self.title)[0]
        words = [piece.strip() for note in self.notes for piece in pieces(note)]
        longest = max((text_measure(self.font_size)(word)[0] for word in words), default=0.0)
        return max(self._grid[1], title + 0.2, longest + 0.2)

    @cached_property
    def lines(self) -> list[str]:
        """The notes, broken into lines that the page is wide enough for."""
        measure = text_measure(self.font_size)
        lines: list[str] = []
        for piece in pieces(" ".join(self.notes)):
            longer = (lines[-1] if lines else "") + piece
            if lines and measure(longer.rstrip())[0] <= self.width - 0.2:
                lines[-1] = longer
            elif piece.strip():
                lines.append(piece)
        return [line.strip() for line in lines]

    @property
    def height(self) -> float:
        """Height of the page."""
        below = _MARGIN + self.line * len(self.lines) if self.lines else 0.0
        return self.top + self.drawn + below + _MARGIN


def open_page(ax: Axes, page: Page, *, own_figure: bool) -> float:
    """Give axes the page's inches for units; what text must be multiplied with to fit.

    Parameters
    ----------
    ax : Axes
    page : Page
    own_figure : bool
        Whether the figure has the page's size; otherwise everything shrinks to the axes.

    Returns
    -------
    float
        1 where the page fits.
    """
    ax.set_axis_off()
    width, height = page.width, page.height
    scale = 1.0
    if own_figure:
        ax.set_position((0, 0, 1, 1))
    else:
        extent = ax.get_window_extent()
        dpi = ax.figure.dpi
        inches = extent.width / dpi, extent.height / dpi
        scale = min(inches[0] / width, inches[1] / height, 1.0)
        width, height = inches[0] / scale, inches[1] / scale
    ax.set_xlim(0, width)
    ax.set_ylim(height - page.top, -page.top)
    return scale


def draw_page(
    ax: Axes, page: Page, inks: Sequence[Ink], *, left: bool, say: Callable[..., str]
) -> None:
    """Draw the page on axes that :func:`open_page` prepared.

    Parameters
    ----------
    ax : Axes
    page : Page
    inks : sequence of Ink
        One a panel.
    left : bool
        Whether items' words begin at the left of their boxes.
    say : callable
        Translates, from ``svqkit.interface.translator``.
    """
    scale = inks[0].scale
    small: dict[str, Any] = {"va": "center", "size": page.font_size * scale}
    for panel, origin, ink in zip(page.panels, page.origins, inks, strict=True):
        name = ""
        if page.several:
            name = f"{panel.group}-"
            at = origin[0] + _MARGIN, origin[1] - _HEADING / 2
            ax.text(*at, say("Group {name}", name=panel.group), weight="bold", **small)
        draw_sheet(ax, panel.sheet, ink, origin=origin, prefix=name, left=left)
    for k, line in enumerate(page.lines):
        y = page.drawn + _MARGIN + page.line * (k + 0.5)
        ax.text(_MARGIN, y, line, color=inks[0].colours["loading"], **small)
    size = (page.font_size + 1.5) * scale
    ax.set_title(page.title, x=0.008, y=1.0, pad=-size - 6.5 * scale, size=size)
