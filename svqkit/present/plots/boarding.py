"""Boarding times by strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svqkit.interface import translator
from svqkit.present.plots.style import BLUE, GREY, LIGHT, SKY, canvas, shifted
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_boarding"]

N_ = str
_NAMES = {
    "random": N_("at random"),
    "back_to_front": N_("row by row from the back"),
    "blocks": N_("blocks from the back"),
    "outside_in": N_("window, middle, aisle"),
    "steffen": N_("Steffen's order"),
}


def plot_boarding(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show how long boarding takes by strategy, the quickest on top.

    The dot is the mean (its interval is usually hidden by the dot), the bar holds four flights in
    five.

    Parameters
    ----------
    result : Boarding
        From :func:`simulate_boarding`.
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
    >>> ax = svq.plot_boarding(svq.simulate_boarding(replications=20))
    >>> ax.get_yticklabels()[0].get_text()
    "Steffen's order"
    """
    say = translator(language)
    table = result.table.sort_values("mean")
    with canvas(ax, 7.6, 1.9 + 0.5 * len(table)) as ax:
        y = range(len(table))
        ax.hlines(
            y,
            table["p10"],
            table["p90"],
            color=SKY,
            linewidth=11,
            label=say("four flights in five"),
        )
        ax.hlines(y, table["low"], table["high"], color=BLUE, linewidth=3)
        ax.plot(table["mean"], y, "o", color=BLUE, markersize=9, label=say("mean"))
        for row, (mean, end) in enumerate(table[["mean", "p90"]].to_numpy()):
            ax.text(end, row, f"   {mean:.1f}", va="center", weight="bold")
        names = [say(_NAMES[name]) if name in _NAMES else str(name) for name in table.index]
        ax.set_yticks(list(y), names)
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(0, float(table["p90"].max()) * 1.14)
        ax.set_xlabel(say("minutes from the first at the door to the last in the seat"))
        if len(table) > 1:
            title = say(
                "Boarding {n} passengers: {best} is quickest", n=result.passengers, best=names[0]
            )
        else:
            title = say("Boarding {n} passengers", n=result.passengers)
        ax.set_title(wrapped(title, 44))
        ax.grid(axis="x", color=LIGHT)
        ax.spines["bottom"].set_color(GREY)
        ax.legend(
            loc="upper center", bbox_to_anchor=(0.4, 0), bbox_transform=shifted(ax, -0.55), ncols=2
        )
    return ax
