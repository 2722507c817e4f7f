"""How many people each hour takes: a table of chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.style import BLACK, canvas, ink_on
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_staffing"]

_MOST = 14
"""Columns shown; with more, those around what is needed."""


def plot_staffing(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show for each hour which share of customers waits no longer than the target, by people.

    The framed cell is the smallest number of people that reaches the share asked for.

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
    grid = result.grid
    if grid.shape[1] > _MOST:
        grid = grid[[n for n in grid.columns if n >= result.table["needed"].max() + 2 - _MOST]]
    colours = LinearSegmentedColormap.from_list(
        "share", ["#a83c00", "#f7cfa0", "#b5d5ec", "#004c7d"]
    )
    width, height = 2.4 + 0.72 * grid.shape[1], 1.9 + 0.44 * grid.shape[0]
    with canvas(ax, max(width, 6.6), height) as ax:
        ax.imshow(grid.to_numpy(), cmap=colours, vmin=0, vmax=1, aspect="auto")
        for y, (_hour, row) in enumerate(grid.iterrows()):
            for x, chance in enumerate(row):
                ax.text(
                    x,
                    y,
                    f"{100 * chance:.0f}",
                    ha="center",
                    va="center",
                    color=ink_on(colours(chance)),
                )
        for y, needed in enumerate(result.table["needed"]):
            if needed in grid.columns:
                x = list(grid.columns).index(needed)
                frame = (x - 0.5, y - 0.5)
                ax.add_patch(Rectangle(frame, 1, 1, fill=False, edgecolor="white", linewidth=5))
                ax.add_patch(Rectangle(frame, 1, 1, fill=False, edgecolor=BLACK, linewidth=2.2))
        ax.set_xticks(range(grid.shape[1]), [str(n) for n in grid.columns])
        hours = [
            say("{hour}:00 ({arrivals} expected)", hour=hour, arrivals=f"{arrivals:g}")
            for hour, arrivals in result.table["arrivals"].items()
        ]
        ax.set_yticks(range(grid.shape[0]), hours)
        ax.set_xlabel(say("people on duty"))
        ax.spines["bottom"].set_visible(False)
        title = say(
            "Per cent of customers who wait at most {target} minutes; framed: {share} % reached",
            target=f"{result.target_wait:g}",
            share=f"{100 * result.share:g}",
        )
        ax.set_title(wrapped(title, round((max(width, 6.6) - 2) * 7.6)))
    return ax
