"""A table of coloured cells, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.style import BLACK, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["heat_cells"]


def heat_cells(
    ax: Axes,
    colours: Sequence[Sequence[Any]],
    words: Sequence[Sequence[str]],
    framed: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
) -> None:
    """Draw cells from the top left, bold and framed where they stand out.

    Parameters
    ----------
    ax : Axes
    colours, words : rows of cells
    framed : ndarray of bool (rows × columns)
    rows, columns : sequence of str
        Labels; columns stand on top.
    """
    from matplotlib.patches import Rectangle

    for i, row in enumerate(words):
        for j, word in enumerate(row):
            colour, out = colours[i][j], bool(framed[i, j])
            ax.add_patch(
                Rectangle(
                    (j - 0.5, i - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=2
                )
            )
            if out:
                ax.add_patch(
                    Rectangle(
                        (j - 0.44, i - 0.42), 0.88, 0.84, fill=False, edgecolor=BLACK, linewidth=1.6
                    )
                )
            ax.text(
                j,
                i,
                word,
                ha="center",
                va="center",
                color=ink_on(colour),
                weight="bold" if out else "normal",
            )
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.spines["bottom"].set_visible(False)
