"""The Pareto picture: bars from the largest down, and the running share with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.style import BLUE, GREY, MUTED, VERMILLION, canvas
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_pareto"]

_ROW = 0.52


def plot_pareto(
    result: Any, *, ax: Axes | None = None, title: str = "", language: str = "en"
) -> Axes:
    """Show categories from the most frequent down, with the running share and its line.

    Bars lie, so that names of any length can be read; the vital few are filled, the others hollow.
    The running share stands beside each bar in words, and as a dotted line of points on the same
    scale: each bar is a share of the total.

    Parameters
    ----------
    result : Pareto
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    title : str, optional
        Of the picture, instead of its own.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_pareto(svq.pareto({"label": 60, "manual": 25, "other": 15}))
    >>> ax.get_xlabel()
    'share of the total of 100 (%)'
    """
    say = translator(language)
    table = result.table
    y = np.arange(len(table), dtype=float)
    share, running = 100 * table["share"].to_numpy(), 100 * table["cumulative"].to_numpy()
    vital = table["vital"].to_numpy()
    with canvas(ax, 7.6, _ROW * len(table) + 1.7) as ax:
        ax.barh(y[vital], share[vital], 0.66, color=BLUE)
        ax.barh(y[~vital], share[~vital], 0.66, color="white", edgecolor=BLUE, linewidth=1.4)
        ax.plot(running, y, "o:", color=VERMILLION, linewidth=1.6, markersize=7, zorder=3)
        ax.axvline(100 * result.line, color=GREY, linewidth=1.3, linestyle="--", zorder=1)
        names = [
            f"{wrapped(str(name), 26)}\n({count:,})"
            if len(str(name)) > 14
            else f"{name} ({count:,})"
            for name, count in zip(table.index, table["count"], strict=True)
        ]
        ax.set_yticks(y, names)
        ax.set_ylim(len(table) - 0.45, -0.75)
        ax.set_xlim(0, 124)
        ax.set_xticks([0, 20, 40, 60, 80, 100])
        for place, (end, at) in enumerate(zip(running, share, strict=True)):
            ax.text(
                112,
                place,
                f"{end:.0f} %",
                ha="center",
                va="center",
                color=VERMILLION,
                weight="bold",
            )
            if place:
                ax.text(at + 1.2, place, f"{at:.0f} %", va="center", color=GREY, zorder=4)
        ax.spines["bottom"].set_color(MUTED)
        ax.set_xlabel(say("share of the total of {total} (%)", total=f"{result.total:,g}"))
        ax.set_title(
            wrapped(
                title
                or say(
                    "{few} of {all} make up {share} % (points: running share)",
                    few=int(vital.sum()),
                    all=len(table),
                    share=f"{running[vital][-1]:.0f}",
                ),
                58,
            )
        )
    return ax
