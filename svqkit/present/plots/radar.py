"""A radar of expectations and perceptions, for those who want one, with its weakness written on it.

Areas and angles are harder to judge than positions along one scale (Cleveland & McGill 1984, Journal
of the American Statistical Association 79, 531–554).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import dimension_label, item_label, item_rows, speaker, wrapped
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    VERMILLION,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_radar"]

_MOST_ITEMS = 12
_LEAST_AXES = 3
_WIDTH, _HEIGHT = 7.0, 6.9
_HALF, _FLAT, _AWAY = 1.6, 0.76, 1.07
"""Half the width of the axes where names are short, height by width, and where names stand."""


def draw_radar(
    table: pd.DataFrame, *, ax: Axes | None = None, instrument: Any = None, level: str = "dimension"
) -> Axes:
    """Draw mean expectations and perceptions as polygons over one axis a dimension.

    The first axis points up, the others follow clockwise in the instrument's order. The centre is
    the lowest code of the answer scale, where the instrument has one.

    Parameters
    ----------
    table : DataFrame (index: dimension or item)
        ``expectation`` and ``perception``; where one is missing its polygon is open.
    ax : Axes, optional
        Ordinary axes to draw on, not polar ones; new ones otherwise.
    instrument : Instrument, optional
    level : {"dimension", "item"}
        What an axis is.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are fewer than three axes, more than twelve items, or no mean at all.

    Examples
    --------
    >>> means = pd.DataFrame({"expectation": [6, 6, 5], "perception": [5, 4, 5]}, index=list("abc"))
    >>> draw_radar(means).get_title(loc="left")
    'Expected and perceived'
    """
    if level == "item":
        table = table.loc[list(item_rows(list(table.index), instrument).y)]
    _check(table, level)
    say = speaker(instrument)
    count = len(table)
    angle = np.pi / 2 - 2 * np.pi * np.arange(count) / count
    spokes = np.column_stack([np.cos(angle), np.sin(angle)])
    low, rings = _rings(table, instrument)
    top = rings[-1]
    own_figure = ax is None
    with canvas(ax, _WIDTH, _HEIGHT, fitted=False) as ax:
        if own_figure:
            ax.set_position((0.01, 0.16, 0.98, 0.76))
        ax.set_axis_off()
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_aspect("equal")
        for ring in rings:
            around = np.vstack([spokes, spokes[:1]]) * (ring - low) / (top - low)
            ax.plot(*around.T, color=LIGHT, linewidth=1, zorder=1)
        for spoke in spokes:
            ax.plot([0, spoke[0]], [0, spoke[1]], color=LIGHT, linewidth=1, zorder=1)
        for column, words, colour, line, fill in (
            ("expectation", say("expectation"), BLUE, "--", "white"),
            ("perception", say("perception"), VERMILLION, "-", VERMILLION),
        ):
            means = table[column].to_numpy(dtype=float)
            points = spokes * ((means - low) / (top - low))[:, None]
            ax.plot(
                *np.vstack([points, points[:1]]).T,
                marker="o",
                color=colour,
                linestyle=line,
                markerfacecolor=fill,
                linewidth=2.2,
                markersize=7,
                label=words,
                zorder=3,
            )
        _write_rings(ax, rings, low, spokes)
        _name_spokes(ax, table, spokes, instrument, level)
        ax.set_title(say("Expected and perceived"), pad=14)
        _remark(
            ax,
            say(
                "Read distances along an axis, not areas: areas grow with the square of the means, "
                "and the order of the axes decides the shape."
            ),
        )
    return ax


def _check(table: pd.DataFrame, level: str) -> None:
    if level == "item" and len(table) > _MOST_ITEMS:
        raise ValueError(
            f"a radar of {len(table)} items cannot be read (at most {_MOST_ITEMS}); show them by "
            "kind='dumbbell', or the dimensions by level='dimension'"
        )
    if len(table) < _LEAST_AXES:
        raise ValueError(
            f"a radar needs at least {_LEAST_AXES} axes, not {len(table)}; use kind='dumbbell'"
        )
    if table[["expectation", "perception"]].isna().to_numpy().all():
        raise ValueError("there is no mean to draw")


def _rings(table: pd.DataFrame, instrument: Any) -> tuple[float, np.ndarray]:
    """Choose the value at the centre and those of the rings: the scale's, or what holds the means."""
    from matplotlib.ticker import MaxNLocator

    means = table[["expectation", "perception"]].to_numpy(dtype=float)
    scale = getattr(instrument, "scale", None)
    low, high = (
        (float(scale.low), float(scale.high))
        if scale is not None
        else (float(np.floor(np.nanmin(means))), float(np.ceil(np.nanmax(means))))
    )
    low, high = min(low, float(np.nanmin(means))), max(high, float(np.nanmax(means)))
    if high <= low:
        high = low + 1.0
    ticks = MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(low, high)
    inner = [float(tick) for tick in ticks if low < tick < high]
    return low, np.array([*inner, high])


def _write_rings(ax: Axes, rings: np.ndarray, low: float, spokes: np.ndarray) -> None:
    """Write the rings' values between the first two axes, where no marker stands."""
    middle = (spokes[0] + spokes[1]) / 2
    for ring in rings:
        x, y = middle * (ring - low) / (rings[-1] - low)
        ax.text(
            x,
            y,
            f"{ring:g}",
            color=GREY,
            ha="center",
            va="center",
            zorder=2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )


def _name_spokes(
    ax: Axes, table: pd.DataFrame, spokes: np.ndarray, instrument: Any, level: str
) -> None:
    """Write the axes' names around the picture, and shrink it until the longest one fits."""
    width = 18 if len(table) <= 8 else 14
    ax.set_xlim(-_HALF, _HALF)
    ax.set_ylim(-_HALF * _FLAT, _HALF * _FLAT)
    room = ax.get_window_extent().width / 2
    half = _HALF
    for name, (x, y) in zip(table.index, spokes, strict=True):
        words = (
            item_label(name, instrument, width)
            if level == "item"
            else dimension_label(name, instrument, width)
        )
        beside = abs(x) >= 0.2
        text = ax.text(
            _AWAY * x,
            _AWAY * y,
            words,
            ha=("left" if x > 0 else "right") if beside else "center",
            va="center" if abs(y) < 0.85 else ("bottom" if y > 0 else "top"),
            color=BLACK,
            size=FONT_SIZE,
        )
        if beside:
            left = max(room - text.get_window_extent().width - 4, 0.2 * room)
            half = max(half, _AWAY * abs(x) * room / left)
    ax.set_xlim(-half, half)
    ax.set_ylim(-half * _FLAT, half * _FLAT)


def _remark(ax: Axes, words: str) -> None:
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.5, 0), bbox_transform=shifted(ax, -0.05), ncols=2
    )
    ax.text(
        0.5,
        0,
        wrapped(words, 78),
        transform=shifted(ax, -0.5),
        ha="center",
        va="top",
        color=GREY,
        size=FONT_SIZE,
        style="italic",
    )
