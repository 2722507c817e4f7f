"""Drivers: what each predictor's part of the outcome is, beside what it has by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.labels import dimension_label, item_label, wrapped
from svqkit.present.plots.style import BLACK, BLUE, LIGHT, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_drivers"]

_WIDTH, _MOST = 7.6, 15


def plot_drivers(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, language: str | None = None
) -> Axes:
    """Show each driver's part of what all explain, with its interval, and what it explains alone.

    Bars are relative importance in points of R² (or of McFadden's R²); the open diamonds are the
    same measure with no other predictor, the square of the correlation for least squares. The
    distance between the two is what a score has in common with the others. Of more than fifteen
    predictors the first fifteen are shown.

    Parameters
    ----------
    result : Drivers
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words of dimensions and items; that of the result otherwise.
    language : str, optional
        BCP 47, of the picture's own words; that of the instrument otherwise.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Grömping (2006), Relative importance for linear regression in R.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.drivers(svq.load_dataset("bank"), "satisfaction", bootstrap=200)
    >>> [label.get_text() for label in plot_drivers(found).get_yticklabels()][0]
    'Reliability'
    """
    instrument = result.instrument if instrument is None else instrument
    language = language or str(getattr(instrument, "language", None) or "en")
    say = translator(language)
    table = result.table.head(_MOST)
    words = [_words(str(name), instrument) for name in table.index]
    y = np.arange(len(table))
    with canvas(ax, _WIDTH, 2.35 + 0.42 * len(table)) as ax:
        value = 100 * table["importance"].to_numpy(float)
        ax.barh(
            y,
            value,
            height=0.55,
            color=BLUE,
            alpha=0.55,
            zorder=2,
            label=say("together with the others"),
        )
        if "importance_low" in table:
            low, high = (
                100 * table[f"importance_{end}"].to_numpy(float) for end in ("low", "high")
            )
            ax.hlines(y, low, high, color=BLACK, linewidth=1.8, zorder=3)
        ax.plot(
            100 * table["alone"].to_numpy(float),
            y,
            "D",
            markerfacecolor="white",
            markeredgecolor=VERMILLION,
            markeredgewidth=1.8,
            markersize=8,
            zorder=4,
            label=say("by itself"),
        )
        ax.set_yticks(y, words)
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(left=0)
        logit = result.model == "logit"
        ax.set_xlabel(
            say(
                "points of McFadden's R² (all together {total})",
                total=f"{100 * result.fit['mcfadden']:.0f}",
            )
            if logit
            else say(
                "points of R² (all together {total})", total=f"{100 * result.fit['r_squared']:.0f}"
            )
        )
        title = say(
            "Drivers of {outcome}: correlations, not causes",
            outcome=_outcome(result, instrument, say),
        )
        ax.set_title(wrapped(title, 58), pad=30)
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=2,
            columnspacing=1.4,
            handletextpad=0.4,
            borderaxespad=0.2,
        )
        ax.grid(axis="x", color=LIGHT, linewidth=0.6)
    return ax


def _words(name: str, instrument: Any) -> str:
    titles = dict(getattr(instrument, "dimension_titles", None) or {})
    return (
        dimension_label(name, instrument, 26)
        if name in titles
        else item_label(name, instrument, 26)
    )


def _outcome(result: Any, instrument: Any, say: Callable[..., str]) -> str:
    """Say the outcome in the instrument's words where it is one of its questions."""
    titles = {one.column: one.label for one in getattr(instrument, "outcomes", ())}
    words = str(titles.get(result.column, result.column))
    if result.column in titles:
        words = words[:1].lower() + words[1:]
    if result.below is not None:
        return say("{outcome} below {value}", outcome=words, value=f"{result.below:g}")
    if result.at_least is not None:
        return say("{outcome} of {value} and more", outcome=words, value=f"{result.at_least:g}")
    return words
