"""Ranks under other weights: how often each unit takes each place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLACK, BLUE, GREY, LIGHT, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_rank_sensitivity"]

SURE = 0.95


def plot_rank_sensitivity(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show in what share of draws each unit has each rank; the rank by the stated weights is ringed.

    The area of a dot is the share; its number stands beside it.

    Parameters
    ----------
    result : RankSensitivity
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
    >>> bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    >>> values = svq.load_dataset("bank_indicator_values")
    >>> found = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    >>> ax = svq.plot_rank_sensitivity(svq.rank_sensitivity(found))
    >>> ax.get_title(loc="left")
    'Hangs on the weights: Market Square before Riverside'
    """
    say = translator(language)
    ranks, units = result.ranks, list(result.ranks.index)
    shares, places = ranks.to_numpy(), list(ranks.columns)
    width = max(6.5, 3.2 + 1.1 * len(places))
    with canvas(ax, width, 0.9 * len(units) + 1.8) as ax:
        for i in range(len(units)):
            ax.axhline(i, color=LIGHT, linewidth=1, zorder=0)
        y, x = np.nonzero(shares > 0)
        share = shares[y, x]
        ax.scatter(x + 1, y, s=900 * share, color=BLUE, linewidth=0, zorder=2)
        base = result.table["rank"].to_numpy()
        ax.scatter(
            base,
            range(len(units)),
            s=1250,
            facecolor="none",
            edgecolor=BLACK,
            linewidth=2.0,
            zorder=3,
        )
        for i, j, part in zip(y.tolist(), x.tolist(), share.tolist(), strict=True):
            ax.annotate(
                _percent(part),
                (j + 1, i),
                xytext=(0, -27 if base[i] == j + 1 else -10 - 14 * np.sqrt(part)),
                textcoords="offset points",
                ha="center",
                va="center",
                color=BLACK,
            )
        ax.set_yticks(range(len(units)), [wrapped(str(unit), 24) for unit in units])
        ax.set_ylim(len(units) - 0.35, -0.5)
        ax.set_xlim(0.4, len(places) + 0.6)
        ax.xaxis.tick_top()
        ax.set_xticks(places, [say("rank {k}", k=place) for place in places])
        ax.spines["bottom"].set_visible(False)
        ax.set_title(wrapped(_title(result, say), int(8 * width)), pad=12)
        said = say(
            "Share of {draws} draws of weights; ringed: rank by the stated weights.",
            draws=result.draws,
        )
        ax.set_xlabel(wrapped(said, int(9.5 * width)), color=GREY, loc="left")
    return ax


def _percent(share: float) -> str:
    if share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def _title(result: Any, say: Any) -> str:
    """Name neighbours whose order does not hold."""
    order = list(result.table.index)
    sure = np.diag(result.above.to_numpy(), 1) >= SURE
    pairs = [
        say("{a} before {b}", a=a, b=b)
        for a, b, holds in zip(order, order[1:], sure, strict=False)
        if not holds
    ]
    if not pairs:
        return str(say("The order holds under other weights"))
    named = ", ".join(pairs[:2])
    if len(pairs) > 2:
        more = len(pairs) - 2
        return str(say("Hangs on the weights: {pairs} (and {n} more)", pairs=named, n=more))
    return str(say("Hangs on the weights: {pairs}", pairs=named))
