"""The picture of branches: each one's own mean beside the one partly pooled towards all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.present.plots.groups import hidden_groups, score_axis
from svqkit.present.plots.labels import dimension_label, speaker, wrapped
from svqkit.present.plots.style import BLUE, FONT_SIZE, GREY, LIGHT, VERMILLION, canvas, shifted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_branches"]

_APART = 0.16
_BAND = "#EFEFEF"


def plot_branches(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, dimension: str = "total"
) -> Axes:
    """Show groups in the order of their pooled means, beside their own means.

    The filled mark is the partly pooled mean, vermillion where the group is the lowest with a
    probability above one half; the hollow one is the mean of the group's own answers. The dashed
    line is the mean of all groups, its band the interval. Beside each row stands how probably the
    group is the lowest of those shown.

    Parameters
    ----------
    result : MultilevelGaps
        With ``.groups`` (index: dimension, group) and ``.dimensions``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words of the dimension; that of the result otherwise.
    dimension : str
        Which one to show.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``dimension`` is none of the result's.

    Examples
    --------
    >>> import svqkit as svq
    >>> branches = svq.multilevel_gaps(svq.load_dataset("bank"), "branch")
    >>> ax = plot_branches(branches, dimension="responsiveness")
    >>> ax.get_yticklabels()[0].get_text()
    'Station'
    """
    if dimension not in result.dimensions.index:
        known = ", ".join(map(str, result.dimensions.index))
        raise ValueError(f"dimension must be one of {known}, not {dimension!r}")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = speaker(instrument)
    table = result.groups.xs(dimension, level="dimension")
    hidden = int(table["masked"].sum())
    rows = table[~table["masked"]].sort_values(["pooled", "mean"])
    row = result.dimensions.loc[dimension]
    y = np.arange(len(rows), dtype=float)
    sure = rows["p_lowest"].to_numpy(float) > 0.5
    with canvas(ax, 7.4, 0.52 * max(len(rows), 1) + 2.2) as ax:
        ax.axvspan(row["low"], row["high"], color=_BAND, zorder=0, linewidth=0)
        ax.axvline(
            row["mean"], color=GREY, linestyle="--", linewidth=1.4, label=say("mean of all groups")
        )
        ax.hlines(y + _APART, rows["low"], rows["high"], color=GREY, linewidth=1.2)
        ax.plot(
            rows["mean"],
            y + _APART,
            "o",
            color=GREY,
            markerfacecolor="white",
            markeredgewidth=1.5,
            markersize=7,
            label=say("own mean"),
        )
        for chosen, colour, marker, words in (
            (~sure, BLUE, "s", say("partly pooled mean")),
            (sure, VERMILLION, "D", say("partly pooled mean, probably the lowest")),
        ):
            if chosen.any():
                low, high = rows["pooled_low"][chosen], rows["pooled_high"][chosen]
                ax.hlines(y[chosen] - _APART, low, high, color=colour, linewidth=2.6)
                ax.plot(
                    rows["pooled"][chosen],
                    y[chosen] - _APART,
                    marker,
                    color=colour,
                    markersize=8,
                    label=words,
                )
        for at, chance in zip(y, rows["p_lowest"], strict=True):
            ax.text(
                1.03,
                at,
                _percent(chance),
                transform=ax.get_yaxis_transform(),
                va="center",
                weight="bold" if chance > 0.5 else "normal",
            )
        header = wrapped(say("chance of being lowest"), 10)
        ax.text(1.03, 1.0, header, transform=ax.transAxes, va="bottom", color=GREY)
        ax.set_yticks(y, [wrapped(str(name), 24) for name in rows.index])
        ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        for edge in y[1:]:
            ax.axhline(edge - 0.5, color=LIGHT, linewidth=1, zorder=0.5)
        score_axis(ax, result, say)
        title = dimension_label(dimension, instrument, 60)
        ax.set_title(
            say("{dimension}, by {segment}", dimension=title, segment=result.group), pad=18
        )
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.4, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=2,
            handletextpad=0.4,
            columnspacing=1.2,
            title=hidden_groups(hidden, say) or None,
            title_fontsize=FONT_SIZE,
            alignment="left",
        )
    return ax


def _percent(chance: float) -> str:
    """Write a probability without a certainty that draws cannot give."""
    if chance < 0.005:
        return "< 1 %"
    return "> 99 %" if chance > 0.995 else f"{100 * chance:.0f} %"
