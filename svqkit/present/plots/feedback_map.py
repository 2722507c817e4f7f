"""The heat map of feedback: where what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.feedback_words import called
from svqkit.present.plots.heat_cells import heat_cells
from svqkit.present.plots.style import GREY, canvas, diverging_colours
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_feedback_map"]

_STEPS = 9
_FULL = 6.0
"""Adjusted residual at which a cell has its full colour."""


def plot_feedback_map(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show how many comments there are of each kind at each step, and where chance does not explain it.

    Vermillion cells have more comments than rows and columns by themselves explain, blue ones
    fewer; bold and framed ones clearly so.

    Parameters
    ----------
    result : FeedbackMap
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> ax = plot_feedback_map(svq.feedback_map(heard, "language", "channel"))
    >>> ax.get_title(loc="left")
    'Where what is said: 756 comments'
    """
    say = translator(language)
    counts = result.counts
    palette = diverging_colours(_STEPS)[::-1]
    scaled = np.clip(result.residuals.to_numpy() / _FULL, -1, 1)
    places = np.rint((scaled + 1) / 2 * (_STEPS - 1)).astype(int)
    rows, columns = counts.shape
    with canvas(ax, 1.8 + 0.95 * columns, 2.0 + 0.62 * rows) as ax:
        heat_cells(
            ax,
            [[palette[k] for k in row] for row in places],
            [[f"{count}" for count in row] for row in counts.to_numpy()],
            result.clear.to_numpy(),
            [wrapped(called(name, say), 18) for name in counts.index],
            [wrapped(called(name, say), 9) for name in counts.columns],
        )
        total = int(counts.to_numpy().sum())
        ax.set_title(
            wrapped(say("Where what is said: {n} comments", n=total), 20 + 9 * columns), pad=14
        )
        ax.set_xlabel(
            wrapped(
                say("orange: more than chance explains, blue: fewer; framed: clearly so"),
                16 + 9 * columns,
            ),
            color=GREY,
            labelpad=8,
        )
    return ax
