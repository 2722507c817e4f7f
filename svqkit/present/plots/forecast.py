"""The picture of a forecast: what was, what is expected, and how far that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.customers_words import customer_words
from svqkit.present.plots.style import BLUE, GREY, SKY, VERMILLION, canvas
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_forecast"]

_DATES = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
"""Years to seconds, without names of months."""


def plot_forecast(
    result: Any,
    *,
    ax: Axes | None = None,
    label: str = "",
    last: int | None = None,
    language: str = "en",
) -> Axes:
    """Show the past, the forecasts of the backtest one step ahead, and the forecast with its interval.

    Parameters
    ----------
    result : Forecast
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    label : str, optional
        What is forecast, for the upright axis.
    last : int, optional
        Steps of the past to show; two seasons, and at least 40, otherwise.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import numpy as np, svqkit as svq
    >>> months = pd.period_range("2023-01", periods=40, freq="M")
    >>> visits = pd.Series(100 + 2.0 * np.arange(40) + np.resize([3, -4, 1], 40), months)
    >>> found = svq.forecast(visits, 3, season=1, origins=10, models=["naive", "regression"])
    >>> plot_forecast(found, label="visits").get_ylabel()
    'visits'
    """
    say, path = translator(language), result.path
    past = path["value"].dropna()
    shown = past.iloc[-(last or max(40, 2 * result.season)) :]
    ahead = path.dropna(subset=["forecast"])
    one = result.errors.query("model == @result.model and step == 1")
    then = past.index[one["origin"]]
    keep = then.isin(shown.index)
    with canvas(ax, 8.4, 4.8) as ax:
        ax.plot(_times(shown.index), shown, color=GREY, linewidth=1.6, label=say("measured"))
        ax.plot(
            _times(then[keep]),
            one["forecast"].to_numpy()[keep],
            "o",
            color="white",
            markeredgecolor=VERMILLION,
            markeredgewidth=1.6,
            markersize=6,
            label=say("forecast one step before"),
        )
        times = _times(ahead.index)
        ax.fill_between(times, ahead["low"], ahead["high"], color=SKY, alpha=0.35, linewidth=0)
        ax.plot(times, ahead["forecast"], color=BLUE, linewidth=2.6, label=say("forecast"))
        if isinstance(path.index, pd.PeriodIndex):
            from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

            locator = AutoDateLocator(maxticks=8)
            ax.xaxis.set_major_locator(locator)
            ax.xaxis.set_major_formatter(
                ConciseDateFormatter(
                    locator, formats=_DATES, zero_formats=_DATES, show_offset=False
                )
            )
        ax.set_ylabel(label)
        ax.margins(x=0.02)
        row = result.backtest.loc[result.model]
        title = say(
            "Least wrong so far: {model} (MASE {mase}, naive {naive})",
            model=customer_words(result.model, say),
            mase=f"{row['mase']:.2f}",
            naive=f"{row['mase'] - row['against_naive']:.2f}",
        )
        ax.set_title(wrapped(title, 64))
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3)
    return ax


def _times(index: Any) -> Any:
    return index.start_time if isinstance(index, pd.PeriodIndex) else index
