"""How many people each hour takes: a table of chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.style import BLACK, canvas, ink_on
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_staffing"]

_MOST = 14
"""Columns shown; with more, each hour shows those around what it needs."""


def plot_staffing(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show for each hour which share of customers waits no longer than the target, by people.

    The framed cell is the smallest number of people that reaches the share asked for. Where hours
    need very different numbers, columns count from what each hour needs.

    Parameters
    ----------
    result : Staffing
        From :func:`staffing`.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = svq.plot_staffing(svq.staffing({9: 12, 10: 30, 11: 42}, 7, target_wait=5))
    >>> ax.get_xlabel()
    'people on duty'
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    say = translator(language)
    wide = result.grid.shape[1] > _MOST
    cells = _around(result) if wide else result.grid
    needed = result.table["needed"]
    framed = [0] * len(needed) if wide else needed.tolist()
    colours = LinearSegmentedColormap.from_list(
        "share", ["#a83c00", "#f7cfa0", "#b5d5ec", "#004c7d"]
    )
    width = max(2.4 + (1.05 if wide else 0.72) * cells.shape[1], 6.6)
    with canvas(ax, width, 1.9 + 0.44 * cells.shape[0]) as ax:
        ax.imshow(cells.to_numpy(), cmap=colours, vmin=0, vmax=1, aspect="auto")
        for y, row in enumerate(cells.to_numpy()):
            for x, chance in enumerate(row):
                if np.isnan(chance):
                    continue
                said = f"{100 * chance:.0f}"
                if wide:
                    people = needed.iloc[y] + cells.columns[x]
                    said = say("{people}: {share} %", people=people, share=said)
                ax.text(x, y, said, ha="center", va="center", color=ink_on(colours(chance)))
        for y, column in enumerate(framed):
            if np.isnan(cells.iloc[y].get(column, np.nan)):  # nobody comes, nobody is needed
                continue
            frame = (list(cells.columns).index(column) - 0.5, y - 0.5)
            ax.add_patch(Rectangle(frame, 1, 1, fill=False, edgecolor="white", linewidth=5))
            ax.add_patch(Rectangle(frame, 1, 1, fill=False, edgecolor=BLACK, linewidth=2.2))
        names = [f"{n:+d}" if wide and n else str(n) for n in cells.columns]
        ax.set_xticks(range(cells.shape[1]), names)
        hours = [
            say("{hour}:00 ({arrivals} expected)", hour=hour, arrivals=f"{arrivals:g}")
            for hour, arrivals in result.table["arrivals"].items()
        ]
        ax.set_yticks(range(cells.shape[0]), hours)
        ax.set_xlabel(
            say("people on duty, more or fewer than needed") if wide else say("people on duty")
        )
        ax.spines["bottom"].set_visible(False)
        title = say(
            "Per cent of customers who wait at most {target} minutes; framed: {share} % reached",
            target=f"{result.target_wait:g}",
            share=f"{100 * result.share:g}",
        )
        ax.set_title(wrapped(title, round((width - 2) * 7.6)))
    return ax


def _around(result: Any) -> pd.DataFrame:
    """Take three people fewer to one more than each hour needs, NaN where there is no such number."""
    steps = range(-3, 2)
    rows = [
        [result.grid.loc[hour].get(needed + step, np.nan) for step in steps]
        for hour, needed in result.table["needed"].items()
    ]
    return pd.DataFrame(rows, index=result.grid.index, columns=list(steps), dtype=float)
