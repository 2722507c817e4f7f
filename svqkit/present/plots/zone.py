"""The picture of the zone of tolerance: from the least acceptable to the desired, and what was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import number, speaker
from svqkit.present.plots.levels import level_rows
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREEN,
    GREY,
    LIGHT,
    MUTED,
    VERMILLION,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_zone"]

N_ = str
_PLACES = {
    "below": (N_("perception below the zone"), VERMILLION, "v", True),
    "inside": (N_("inside the zone"), GREEN, "o", True),
    "above": (N_("above the zone"), BLUE, "^", True),
    "cannot tell": (N_("cannot tell"), GREY, "D", False),
}
_ZONE = "#CFE3F1"
_THICK = 0.19
"""Inches of a bar, and how far its middle stands above the row's, to leave room for its numbers."""
_UP = 0.09
_PITCH = 0.56
_LEAST_PITCH = 0.46


def plot_zone(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, level: str = "dimension"
) -> Axes:
    """Show each zone of tolerance as a bar and where the mean perception stands in it.

    The bar reaches from the mean minimum to the mean desired level, whose numbers stand below its
    ends. The marker is the mean perception with its interval; its shape and colour say whether it
    is below, inside or above the zone by the paired intervals of adequacy and superiority, which
    may be surer than the means alone look. A hatched bar has its minimum above its desired level.

    Parameters
    ----------
    result : ZoneOfTolerance
        With ``.dimensions`` or ``.items`` (minimum, desired, perception, perception_low,
        perception_high, place) and ``.total``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and order; that of the result otherwise.
    level : {"dimension", "item"}
        What a row is; dimensions are followed by the total.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``level`` is none of those listed.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_zone(svq.zone_of_tolerance(svq.load_dataset("bank_three_column")))
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Empathy', 'Total']
    """
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = speaker(instrument)
    table, rows = level_rows(result, level, instrument, pitch=_PITCH)
    pitch = max(rows.pitch, _LEAST_PITCH)
    y = np.array(list(rows.y.values()), dtype=float)
    middle = y - _UP / pitch
    with canvas(ax, 7.0, pitch * rows.size + 1.9) as ax:
        rows.label_axis(ax)
        _limits(ax, table)
        _bars(ax, table, middle, _THICK / pitch, say)
        _write_ends(ax, table, middle + (_THICK / 2 + 0.02) / pitch)
        _perceptions(ax, table, middle, say)
        if level == "dimension" and "total" in rows.y:
            ax.axhline(rows.y["total"] - 0.5, color=MUTED, linewidth=1)
        ci = 100 * getattr(result, "ci_level", 0.95)
        ax.set_xlabel(
            say("mean on the answer scale; perception with {level} % interval", level=f"{ci:g}")
        )
        ax.set_title(say("Zone of tolerance"), pad=20)
        ax.grid(axis="x", color=LIGHT)
        ax.text(
            1.13,
            1.0,
            say("perception"),
            transform=ax.transAxes,
            ha="right",
            va="bottom",
            color=GREY,
        )
        handles, words = ax.get_legend_handles_labels()
        if handles:
            patches_first = sorted(
                range(len(words)), key=lambda k: not hasattr(handles[k], "patches")
            )
            ax.legend(
                [handles[k] for k in patches_first],
                [words[k] for k in patches_first],
                loc="upper center",
                bbox_to_anchor=(0.35, 0),
                bbox_transform=shifted(ax, -0.5),
                ncols=2,
                handletextpad=0.5,
                columnspacing=1.4,
            )
    return ax


def _limits(ax: Axes, table: pd.DataFrame) -> None:
    """Leave room for what is drawn and for the numbers that reach out of the bars' ends."""
    columns = ["minimum", "desired", "perception", "perception_low", "perception_high"]
    values = table[columns].to_numpy(dtype=float)
    if np.isnan(values).all():
        ax.set_xlim(0, 1)
        return
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    pad = max(0.12 * (high - low), 0.1)
    ax.set_xlim(low - pad, high + pad)


def _bars(ax: Axes, table: pd.DataFrame, middle: np.ndarray, height: float, say: Any) -> None:
    minimum = table["minimum"].to_numpy(dtype=float)
    desired = table["desired"].to_numpy(dtype=float)
    for chosen, label, colour, hatch in (
        (minimum <= desired, say("zone, from minimum to desired"), _ZONE, None),
        (minimum > desired, say("minimum above desired"), "white", "////"),
    ):
        if chosen.any():
            ax.barh(
                middle[chosen],
                np.abs(desired - minimum)[chosen],
                left=np.minimum(minimum, desired)[chosen],
                height=height,
                edgecolor=MUTED,
                linewidth=0.8,
                label=label,
                facecolor=colour,
                hatch=hatch,
                zorder=2,
            )


def _write_ends(ax: Axes, table: pd.DataFrame, below: np.ndarray) -> None:
    """Write the two levels below the bar's ends, growing outwards, so that they never meet."""
    for here, other in (("minimum", "desired"), ("desired", "minimum")):
        for x, away, row in zip(table[here], table[other], below, strict=True):
            if x == x:
                left = x < away or (x == away and here == "minimum")
                ax.text(
                    x,
                    row,
                    f"{number(x, 2, bounded=False)} "
                    if left
                    else f" {number(x, 2, bounded=False)}",
                    ha="right" if left else "left",
                    va="top",
                    size=FONT_SIZE - 0.5,
                    color=GREY,
                    zorder=4,
                )


def _perceptions(ax: Axes, table: pd.DataFrame, middle: np.ndarray, say: Any) -> None:
    mean, low, high = (
        table[name].to_numpy(dtype=float)
        for name in ("perception", "perception_low", "perception_high")
    )
    place = table["place"].to_numpy(dtype=object)
    for name, (words, colour, marker, filled) in _PLACES.items():
        chosen = (place == name) & ~np.isnan(mean)
        if not chosen.any():
            continue
        ax.hlines(middle[chosen], low[chosen], high[chosen], color=colour, linewidth=2.2, zorder=5)
        ax.plot(
            mean[chosen],
            middle[chosen],
            marker,
            color=colour,
            markerfacecolor=colour if filled else "white",
            markeredgewidth=1.6,
            markersize=9,
            label=say(words),
            zorder=6,
        )
    for value, row in zip(mean, middle, strict=True):
        ax.text(
            1.13,
            row,
            number(value, 2, bounded=False),
            transform=ax.get_yaxis_transform(),
            ha="right",
            va="center",
            color=BLACK,
            in_layout=False,
        )
