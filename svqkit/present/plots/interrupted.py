"""Picture of an interrupted series: what was, and where the past would have led."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.date_axis import date_axis
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, LIGHT, MUTED, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_interrupted"]


def plot_interrupted(
    result: Any, *, ax: Axes | None = None, label: str = "", language: str = "en"
) -> Axes:
    """Show a series with its lines before and after a change and the counterfactual.

    Parameters
    ----------
    result : InterruptedSeries
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    label : str
        What was measured; the series' name otherwise.
    language : str
        Of the picture's words (BCP 47).

    Returns
    -------
    Axes
        Points, the fitted lines, the counterfactual (dashed) with its band, the change marked.

    Examples
    --------
    >>> import svqkit as svq
    >>> weeks = svq.load_dataset("hotel_complaints").set_index("week")
    >>> found = svq.interrupted_series(weeks["trained_hotel"], "2025-03-03", season=52.18)
    >>> plot_interrupted(found, label="complaints per 1000 nights").get_ylabel()
    'complaints per 1000 nights'
    """
    say, path = translator(language), result.path
    after = path["after"].to_numpy(dtype=bool)
    compared = result.alone is not None
    with canvas(ax, 8.4, 4.9) as ax:
        ax.grid(axis="y", color=LIGHT)
        ax.plot(path.index, path["observed"], "o", color=MUTED, ms=4.5, label=say("measured"))
        for part, name in ((~after, ""), (after, say("fitted"))):
            ax.plot(
                path.index[part], path["fitted"][part], color=BLUE, linewidth=2.6,
                label=name or None,
            )  # fmt: skip
        ahead = path[after]
        ax.fill_between(
            ahead.index, ahead["counterfactual_low"], ahead["counterfactual_high"],
            color=VERMILLION, alpha=0.15, linewidth=0,
        )  # fmt: skip
        ax.plot(
            ahead.index, ahead["counterfactual"], "--", color=VERMILLION, linewidth=2.4,
            label=say("where the past would have led"),
        )  # fmt: skip
        ax.axvline(ahead.index[0], color=GREY, linewidth=1.6, linestyle=":")
        ax.margins(x=0.03, y=0.12)
        ax.annotate(
            say("change"), (ahead.index[0], 1), (5, -4), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", color=GREY,
        )  # fmt: skip
        _time_axis(ax, path.index)
        name = label or result.name
        words = say("{what}, less the comparison", what=name) if compared else name
        ax.set_ylabel(wrapped(words, 36))
        title = say(
            "Average effect since the change: {effect} ({low} to {high})",
            effect=f"{result.estimate:+.2f}".replace("-", "−"),
            low=f"{result.low:+.2f}".replace("-", "−"),
            high=f"{result.high:+.2f}".replace("-", "−"),
        )
        ax.set_title(wrapped(title, 64))
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3)
    return ax


def _time_axis(ax: Axes, index: pd.Index) -> None:
    if isinstance(index, pd.DatetimeIndex):
        date_axis(ax, index[0], index[-1])
