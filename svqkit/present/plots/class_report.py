"""The picture of a class: how each exercise went, and what went wrong in it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.errors import DataError
from svqkit.interface import translator
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    ORANGE,
    SKY,
    canvas,
    ink_on,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_class"]

_WIDTH, _ROW, _FRAME = 8.6, 0.44, 1.7
N_ = str
_STATES = {
    "at_once": (N_("right at once"), BLUE, ""),
    "later": (N_("right later"), SKY, ""),
    "not_yet": (N_("not right yet"), ORANGE, "///"),
    "unanswered": (N_("solution, no answer"), LIGHT, "..."),
}
_DIGIT, _EDGE = 0.018, 0.008
"""Share of the width that a digit takes, and the room around a number; narrower parts have none."""
_BETWEEN = 0.5
"""Room between lessons, in rows."""
_LONGEST = 34
"""Letters of a misconception's name."""


def plot_class(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show how many learners got each exercise right at once, later, or not yet, or gave up.

    Beside each bar stands the misconception that was met most in it.

    Parameters
    ----------
    result : ClassReport
        With ``.exercises`` (index: exercise; columns tried, at_once, later, not_yet, unanswered,
        common).
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        BCP 47, of the words around the bars.

    Returns
    -------
    Axes

    Raises
    ------
    DataError
        If no exercise was tried.

    Examples
    --------
    >>> import pandas as pd
    >>> from types import SimpleNamespace
    >>> table = pd.DataFrame({"tried": [3], "at_once": [1], "later": [1], "not_yet": [1],
    ...                       "unanswered": [0], "common": ["divided_by_n"]}, index=["L04.1"])
    >>> ax = plot_class(SimpleNamespace(exercises=table))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['L04.1']
    """
    touched = result.exercises["tried"] + result.exercises["unanswered"]
    table = result.exercises[touched > 0]
    if table.empty:
        raise DataError("no exercise was tried yet; there is nothing to draw")
    say = translator(language)
    lessons = [str(name).partition(".")[0] for name in table.index]
    begins = [a != b for a, b in zip(lessons, [lessons[0], *lessons], strict=False)]
    y = np.arange(len(table)) + _BETWEEN * np.cumsum(begins)
    most = float((table["tried"] + table["unanswered"]).max())
    span = most * (1.62 if table["common"].astype(bool).any() else 1.02)
    with canvas(ax, _WIDTH, _FRAME + _ROW * (y[-1] + 1.2)) as ax:
        left = np.zeros(len(table))
        for state, (words, colour, hatch) in _STATES.items():
            counts = table[state].to_numpy(dtype=float)
            ax.barh(
                y,
                counts,
                left=left,
                height=0.68,
                color=colour,
                edgecolor="white",
                hatch=hatch,
                label=say(words),
            )
            for row, count, start in zip(y, counts, left, strict=True):
                if count >= span * (_DIGIT * len(str(int(count))) + _EDGE):
                    _count(ax, start + count / 2, row, int(count), colour)
            left += counts
        for row, end, name in zip(y, left, table["common"], strict=True):
            words = str(name).replace("_", " ")
            short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
            ax.text(end + 0.015 * most, row, short, va="center", color=GREY, size=FONT_SIZE)
        ax.set_yticks(y, list(table.index))
        ax.set_ylim(y[-1] + 0.6, -0.6)
        ax.set_xlim(0, span)
        ax.set_xticks(_ticks(most))
        ax.set_xlabel(say("learners; beside the bar: the misconception met most"), loc="left")
        ax.grid(axis="x", color=LIGHT, linewidth=0.6)
        ax.set_title(say("How the exercises went"), pad=34)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=4,
            borderaxespad=0.2,
            handlelength=1.2,
            columnspacing=1.4,
            borderpad=0,
        )
    return ax


def _count(ax: Axes, x: float, row: float, count: int, colour: str) -> None:
    """Write how many they are on a part of a bar; on hatching with a ground of its own."""
    ink = BLACK if colour == ORANGE else ink_on(colour)
    ground = {"boxstyle": "square,pad=0.15", "facecolor": colour, "edgecolor": "none"}
    ax.text(x, row, str(count), ha="center", va="center", color=ink, size=FONT_SIZE, bbox=ground)


def _ticks(most: float) -> list[int]:
    """Choose at most six whole numbers from zero to the longest bar."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**6) if most / s <= 5)
    return list(range(0, int(most) + 1, step))
