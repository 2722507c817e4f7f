"""Picture of a training's four levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, LIGHT, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_training"]

N_ = str
_LEVELS = {
    "reaction": N_("Reaction"),
    "learning": N_("Learning"),
    "behaviour": N_("Behaviour"),
    "results": N_("Results"),
}
_TIMES = {
    "all forms": N_("mean judgement"),
    "after": N_("after"),
    "follow_up": N_("follow-up"),
}


def plot_training(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show the four levels of a training's effect below each other.

    Each row has a scale of its own, as points of a test and complaints cannot share one: zero, which
    is the line of no effect, lies in the same place, and the farthest end of the row's interval
    fills its side. The figures stand beside.

    Parameters
    ----------
    result : TrainingEffect
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's words (BCP 47).

    Returns
    -------
    Axes
        Intervals that hold zero are hollow and grey. The reaction, which has no comparison, is
        written only.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.training_effect(svq.load_dataset("hotel_staff"), trained="trained",
    ...                             learning=("test_before", "test_after"))
    >>> len(plot_training(found).get_yticks())
    1
    """
    say, table = translator(language), result.levels
    y = np.arange(len(table), dtype=float)
    with canvas(ax, 8.6, 0.62 * len(table) + 1.9) as ax:
        ax.axvline(0, color=GREY, linewidth=1.6)
        for place, ((level, _), row) in zip(y, _rows(table), strict=True):
            ax.plot([-1.12, 1.04], [place, place], color=LIGHT, linewidth=1, zorder=0)
            if level != "reaction":
                _draw(ax, place, row)
            ax.annotate(
                _figures(level, row, say), (1.08, place), xycoords="data", va="center", ha="left"
            )
        ax.set_yticks(y, [_name(level, what, say) for level, what in table.index])
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(-1.12, 2.35)
        ax.set_xticks([-0.56, 0, 0.56], [say("less"), say("no effect"), say("more")])
        ax.spines["bottom"].set_visible(False)
        ax.set_title(wrapped(say("What the training brought, with intervals"), 60))
        ax.set_xlabel(
            wrapped(say("Against the comparison; each row has its own scale."), 70), loc="left"
        )
    return ax


def _rows(table: Any) -> Any:
    return zip(table.index, (row for _, row in table.iterrows()), strict=True)


def _draw(ax: Axes, place: float, row: Any) -> None:
    ends = np.array([row["low"], row["high"]], dtype=float)
    reach = float(np.abs(ends).max())
    low, high, estimate = ends[0] / reach, ends[1] / reach, float(row["estimate"]) / reach
    clear = low > 0 or high < 0
    colour = BLUE if clear else GREY
    ax.plot([low, high], [place, place], color=colour, linewidth=3, solid_capstyle="butt")
    ax.plot(
        [estimate], [place], "D", ms=10, color=colour, markeredgecolor=colour, markeredgewidth=2,
        markerfacecolor=colour if clear else "white",
    )  # fmt: skip


def _name(level: str, what: str, say: Callable[..., str]) -> str:
    when = say(_TIMES[what]) if what in _TIMES and level != "results" else what
    return say("{level}: {when}", level=say(_LEVELS[level]), when=when)


def _figures(level: str, row: Any, say: Callable[..., str]) -> str:
    form = "{:.2f}" if level == "reaction" else "{:+.2f}"
    return say(
        "{value} ({low} to {high})",
        value=form.format(row["estimate"]).replace("-", "−"),
        low=form.format(row["low"]).replace("-", "−"),
        high=form.format(row["high"]).replace("-", "−"),
    )
