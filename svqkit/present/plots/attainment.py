"""The picture of a goal: where the indicator was, where it goes, and the way it should go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.date_axis import date_axis
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, SKY, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_attainment"]


def plot_attainment(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show the indicator's way to its deadline beside the way that was promised.

    Points are measured; the line after them is the forecast with its prediction interval; the
    dashed line leads straight from the baseline to the target, which a diamond marks.

    Parameters
    ----------
    result : Attainment
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import pandas as pd, svqkit as svq
    >>> months = pd.period_range("2026-01", periods=8, freq="M")
    >>> wait = pd.Series([14.0, 13.1, 13.4, 12.2, 11.9, 11.5, 10.6, 10.4], index=months)
    >>> goal = svq.Goal(name="Shorter waits", indicator="median wait", unit="minutes", baseline=14,
    ...                 target=9, start="2026-01-01", deadline="2026-12-01")
    >>> plot_attainment(svq.attainment(goal, wait)).get_ylabel()
    'median wait (minutes)'
    """
    say, goal, path = translator(language), result.goal, result.path
    seen, ahead = path["value"].dropna(), path.dropna(subset=["forecast"])
    with canvas(ax, 8.0, 4.8) as ax:
        ax.fill_between(ahead.index, ahead["low"], ahead["high"], color=SKY, alpha=0.3, linewidth=0)
        ax.plot(ahead.index, ahead["forecast"], color=BLUE, linewidth=2.4, label=say("forecast"))
        ax.plot(
            seen.index, seen, "o-", color=BLUE, linewidth=1.2, markersize=6, label=say("measured")
        )
        ax.plot(
            path.index, path["on_course"], "--", color=GREY, linewidth=1.6, label=say("on course")
        )
        ax.plot(
            [goal.deadline],
            [goal.target],
            "D",
            color=VERMILLION,
            markersize=10,
            label=say("target"),
        )
        ax.axhline(goal.target, color=VERMILLION, linewidth=1, alpha=0.6, zorder=0.5)
        date_axis(ax, path.index[0], goal.deadline)
        unit = f" ({goal.unit})" if goal.unit else ""
        ax.set_ylabel(f"{goal.indicator}{unit}")
        ax.margins(x=0.03)
        title = say(
            "{goal}: met by {day} with probability {chance}",
            goal=goal.name or goal.indicator,
            day=f"{goal.deadline:%Y-%m-%d}",
            chance=_chance(result.probability),
        )
        ax.set_title(wrapped(title, 62))
        ax.legend(ncols=2, loc="best")
    return ax


def _chance(probability: float) -> str:
    """Write a probability without a certainty that no forecast has."""
    if probability < 0.01:
        return "< 1 %"
    return "> 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"
