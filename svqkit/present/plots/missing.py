"""A picture of missing answers: which items are left out together, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.labels import item_rows, speaker
from svqkit.present.plots.style import BLUE, GREY, LIGHT, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_missing"]

_COLUMN = 0.47
_BAR_ROWS = 3.0
_BAR_COLUMNS = 3.0
_GAP = 0.3


def plot_missing(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, most: int = 12
) -> Axes:
    """Show the patterns of missing answers, the items left out and how many respondents.

    Parameters
    ----------
    result : MissingData
        With ``.patterns`` (respondents, share, items_missing, missing, one column an item) and
        ``.items`` (missing_share).
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and order of the items.
    most : int
        Patterns shown, the most frequent; the rest is counted below.

    Returns
    -------
    Axes
        A column a pattern: filled cells are missing; bars above count its respondents, bars
        beside an item say its share of missing answers.

    Raises
    ------
    ValueError
        If ``most`` is less than 1.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_missing(svq.missing_data(svq.load_dataset("bank")))
    >>> ax.get_title(loc="left")
    'Which answers are missing together'
    """
    from matplotlib.colors import ListedColormap

    if most < 1:
        raise ValueError(f"most must be at least 1, not {most}")
    say = speaker(instrument)
    rows = item_rows(list(result.items.index), instrument)
    codes, y = list(rows.y), np.array(list(rows.y.values()), dtype=float)
    shown = result.patterns.head(most)
    counts = shown["respondents"].to_numpy(dtype=float)
    gaps = shown[codes].to_numpy(dtype=float).T
    share = result.items.loc[codes, "missing_share"].to_numpy(dtype=float)
    columns, top, right = len(shown), -0.5 - _GAP, len(shown) - 0.5 + _GAP
    height = rows.pitch * (rows.size + _BAR_ROWS + 2)
    with canvas(ax, 3.2 + _COLUMN * (columns + _BAR_COLUMNS), height + 1.0) as ax:
        edges = np.arange(columns + 1) - 0.5
        for level, gap in zip(y, gaps, strict=True):
            ax.pcolormesh(
                edges,
                [level - 0.5, level + 0.5],
                gap[None, :],
                cmap=ListedColormap([LIGHT, VERMILLION]),
                vmin=0,
                vmax=1,
                edgecolor="white",
                linewidth=1.5,
            )
        for column in np.flatnonzero(gaps.any(axis=0)):
            there = y[gaps[:, column] > 0]
            # a line joins what is missing together, so that grey print shows it too
            ax.plot([column, column], [there.min(), there.max()], "o-", color=GREY, markersize=4)
            ax.plot(np.full(len(there), column), there, "o", color=GREY, markersize=4)
        tall = _BAR_ROWS * counts / counts.max()
        ax.bar(range(columns), -tall, bottom=top, width=0.7, color=BLUE)
        for at, (bar, count) in enumerate(zip(tall, counts, strict=True)):
            ax.text(at, top - bar - 0.15, f"{count:.0f}", ha="center", va="bottom")
        wide = _BAR_COLUMNS * share / max(share.max(), 1e-12)
        ax.barh(y, wide, left=right, height=0.7, color=VERMILLION)
        for level, bar, part in zip(y, wide, share, strict=True):
            ax.text(right + bar + 0.1, level, f"{100 * part:.1f} %", ha="left", va="center")
        rows.label_axis(ax)
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        ax.set_xlim(-0.6, right + _BAR_COLUMNS + 1.6)
        ax.set_ylim(rows.size - 0.4, top - _BAR_ROWS - 1.2)
        rest = len(result.patterns) - columns
        if not result.patterns["items_missing"].any():
            said = say("nobody left an item out")
        elif rest:
            said = say(
                "{shown} of {all} patterns, with their respondents above;\n"
                "the other {rest} have {others} respondents together",
                shown=columns,
                all=len(result.patterns),
                rest=rest,
                others=int(result.patterns["respondents"].iloc[most:].sum()),
            )
        else:
            said = say(
                "{shown} of {all} patterns, with their respondents above",
                shown=columns,
                all=len(result.patterns),
            )
        ax.set_xlabel(said)
        ax.set_title(say("Which answers are missing together"))
    return ax
