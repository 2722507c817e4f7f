"""How often something is said over time, with the level and where it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.feedback_words import called
from svqkit.present.plots.style import BLUE, GREY, LIGHT, SKY, VERMILLION, canvas
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_feedback_trend"]

_LABELS = 7
"""Days on the axis, at most."""


def plot_feedback_trend(
    result: Any, *, ax: Axes | None = None, title: str = "", language: str = "en"
) -> Axes:
    """Show the rate of each period, the level between changes, and each change with its ratio.

    Parameters
    ----------
    result : FeedbackTrend
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    title : str, optional
        What is counted, in the reader's words.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> ax = plot_feedback_trend(svq.feedback_trend(heard))
    >>> ax.get_ylabel()
    'comments'
    """
    say = translator(language)
    table = result.counts
    x = np.arange(len(table))
    rate = table["rate"].to_numpy()
    top = max(float(rate.max()), float(result.segments["rate"].max()), 1e-9)
    with canvas(ax, 7.6, 4.2) as ax:
        ax.bar(x, rate, 0.72, color=SKY, edgecolor=BLUE, linewidth=0.8)
        starts = list(table.index)
        for number, row in enumerate(result.segments.itertuples()):
            first = starts.index(row.first)
            last = first + row.periods
            ends = [first - 0.5, last - 0.5]
            ax.fill_between(
                ends, row.low, min(row.high, 1.5 * top), color=LIGHT, alpha=0.8, zorder=0.5
            )
            label = say("level, with 95 % interval") if number == 0 else None
            ax.plot(ends, [row.rate, row.rate], color=BLUE, linewidth=2.6, zorder=3, label=label)
        for row in result.changes.itertuples():
            at = starts.index(row.period)
            ax.axvline(at - 0.5, color=VERMILLION, linestyle="--", linewidth=1.6, zorder=2)
            right = at > 0.62 * len(table)
            ax.text(
                at - 0.5 + (-0.15 if right else 0.15),
                1.16 * top,
                f"{row.period:%Y-%m-%d}: × {row.ratio:.2f} [{row.low:.2f}; {row.high:.2f}]",
                ha="right" if right else "left",
                va="center",
                color=VERMILLION,
                weight="bold",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
                zorder=4,
            )
        step = int(np.ceil(len(table) / (_LABELS if result.every != "week" else 5)))
        style = "%Y-%m" if result.every != "week" else "%Y-%m-%d"
        shown = x[::step]
        ax.set_xticks(shown, [f"{table.index[k]:{style}}" for k in shown])
        ax.set_xlim(-0.7, len(table) - 0.3)
        ax.set_ylim(0, 1.28 * top)
        counted = result.per == 1 and (table["exposure"] == 1).all()
        ax.set_ylabel(
            say("comments") if counted else say("comments per {n}", n=f"{result.per:,.0f}")
        )
        ax.grid(axis="y", color=LIGHT, linewidth=0.6)
        period = called(result.every, say)
        said = say("Comments by {period}", period=period)
        if result.where:
            said += f": {result.what}"
        ax.set_title(wrapped(title or said, 60))
        ax.legend(loc="upper left", bbox_to_anchor=(0, -0.1))
        if result.changes.empty:
            ax.text(
                len(table) - 0.4,
                1.16 * top,
                say("no clear change"),
                ha="right",
                va="center",
                color=GREY,
            )
    return ax
