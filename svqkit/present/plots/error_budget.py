"""The picture of an error budget: how much is used beside how much time has gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.date_axis import date_axis
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, SKY, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_error_budget"]


def plot_error_budget(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show how much of the budget is used, day by day, beside an even use of it.

    Bars are a day's own use; the line adds them up; above the dashed line the budget goes faster
    than the period.

    Parameters
    ----------
    result : ErrorBudget
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
    >>> days = svq.load_dataset("servicedesk_availability")
    >>> budget = svq.error_budget(days["down"], days["minutes"], target=0.995, end="2026-03-31")
    >>> plot_error_budget(budget).get_ylabel()
    'used (% of the budget)'
    """
    say, path = translator(language), result.path
    period = len(path) / result.summary["elapsed_share"]
    end = path.index[0] + np.timedelta64(round(period) - 1, "D")
    used = 100 * path["used_share"]
    with canvas(ax, 8.0, 4.6) as ax:
        ax.bar(path.index, used.diff().fillna(used), 0.9, color=SKY, label=say("of the day"))
        ax.step(path.index, used, where="mid", color=BLUE, linewidth=2.4, label=say("so far"))
        ax.plot(
            [path.index[0], end], [0, 100], "--", color=GREY, linewidth=1.6, label=say("even use")
        )
        ax.axhline(100, color=VERMILLION, linewidth=1.6, label=say("the whole budget"))
        if result.exhausted is not None:
            ax.plot([result.exhausted], [100], "D", color=VERMILLION, markersize=9)
        date_axis(ax, path.index[0], end)
        ax.set_ylim(0, max(112.0, 1.06 * float(used.iloc[-1])))
        ax.set_ylabel(say("used (% of the budget)"))
        title = say(
            "{used} % of the budget is used after {gone} % of the period",
            used=f"{used.iloc[-1]:.0f}",
            gone=f"{100 * result.summary['elapsed_share']:.0f}",
        )
        ax.set_title(wrapped(title, 62))
        ax.legend(loc="upper left", bbox_to_anchor=(0.0, 0.92))
    return ax
