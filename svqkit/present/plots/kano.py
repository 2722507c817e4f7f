"""Kano pictures: the map of better and worse, and the shares of categories."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.kano_key import KEY_PITCH, kano_key, write_kano_key
from svqkit.present.plots.kano_shares import draw_kano_shares
from svqkit.present.plots.kano_words import KANO_LOOKS, KANO_NAMES, spelled_feature
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.point_labels import label_points
from svqkit.present.plots.style import (
    GREY,
    LIGHT,
    MUTED,
    canvas,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_kano"]

_WIDTH, _MAP = 7.2, 5.4
"""Inches of a new figure's width, and of the map's height in it."""
_MARGINS = (0.95, 0.2, 0.55)
"""Left, right and top of the map, in inches."""
_BELOW, _LEGEND = 0.75, 0.55
"""Room below the map for its axis, and for a legend, in inches."""
_SPELLED = 10
"""With more features than this the points carry codes, and a key below spells them."""


def plot_kano(result: Any, *, kind: str = "map", ax: Axes | None = None) -> Axes:
    """Show what features do to satisfaction.

    The map shows each feature by its coefficients: how much having it adds (better, upwards) and
    how much lacking it costs (worse, to the right), with their intervals. Lines at one half
    divide it into the four categories. Shape and colour give the most frequent category; a hollow
    point is not clearly of one category.

    Parameters
    ----------
    result : Kano
    kind : {"map", "shares"}
        ``"shares"`` shows the shares of categories as bars, one a feature, instead.
    ax : Axes, optional
        Axes to draw on; new ones otherwise. The key of many features is left out on given axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is no such kind.

    Notes
    -----
    Source: Timko, in Berger et al. (1993), Center for Quality of Management Journal 2(4), 3–36.

    Examples
    --------
    >>> import svqkit as svq
    >>> there, absent = pd.DataFrame({"lift": [1, 1, 1, 2]}), pd.DataFrame({"lift": [3, 3, 5, 5]})
    >>> plot_kano(svq.kano(there, absent)).get_ylabel()
    'Better: what having it adds'
    """
    if kind not in ("map", "shares"):
        raise ValueError(f"there is no kind {kind!r}; choose from map, shares")
    say = translator(result.language)
    return _map(result, say, ax) if kind == "map" else draw_kano_shares(result, say, ax)


def _map(result: Any, say: Callable[..., str], ax: Axes | None) -> Axes:
    table = result.items.dropna(subset=["better", "worse"])
    kinds = result.categories.loc[table.index]
    own, many = ax is None, len(table) > _SPELLED
    key = kano_key(result, kinds, say) if own and many else None
    foot = _BELOW + (0.1 + KEY_PITCH * max(map(len, key)) if key else _LEGEND)
    height = _MAP + foot + _MARGINS[2]
    with canvas(ax, _WIDTH, height, fitted=False) as ax:
        if own:
            left, right, _ = _MARGINS
            ax.set_position(
                (left / _WIDTH, foot / height, 1 - (left + right) / _WIDTH, _MAP / height)
            )
        ax.set_xlim(0.04, -1.04)
        ax.set_ylim(-0.04, 1.04)
        ax.axvline(-0.5, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        ax.axhline(0.5, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        corners = _corners(ax, say)
        x, y = table["worse"].to_numpy(), table["better"].to_numpy()
        across = table[["worse_low", "worse_high"]].to_numpy()
        up = table[["better_low", "better_high"]].to_numpy()
        shade = "#C4C4C4" if many else MUTED
        ax.hlines(y, across[:, 0], across[:, 1], color=shade, linewidth=1.2, zorder=2)
        ax.vlines(x, up[:, 0], up[:, 1], color=shade, linewidth=1.2, zorder=2)
        for at, (category, clear) in enumerate(zip(kinds["category"], kinds["clear"], strict=True)):
            colour, marker = KANO_LOOKS[category]
            face = colour if clear else "white"
            ax.plot(
                x[at], y[at], marker, color=colour, markerfacecolor=face, markeredgewidth=1.8,
                markersize=8.5, zorder=3,
            )  # fmt: skip
        words = [
            str(code) if many else wrapped(spelled_feature(result, code), 20)
            for code in table.index
        ]
        label_points(
            ax,
            np.column_stack([x, y]),
            words,
            texts=corners,
            across=across,
            up=up,
            lines=(-0.5, 0.5),
        )
        ax.set_xlabel(say("Worse: what lacking it costs"))
        ax.set_ylabel(say("Better: what having it adds"))
        ax.set_title(say("What each feature does to satisfaction"))
        ax.grid(color=LIGHT, linewidth=0.6)
        if key:
            write_kano_key(ax, key, _WIDTH, height)
        elif own or not many:
            _legend(ax, kinds, say)
    return ax


def _corners(ax: Axes, say: Callable[..., str]) -> list[Any]:
    """Name the quadrants in their corners."""
    names = {
        (0.985, 0.985): say("one-dimensional"),
        (0.015, 0.985): say("attractive"),
        (0.985, 0.015): say("must-be"),
        (0.015, 0.015): say("indifferent"),
    }
    return [
        ax.text(
            across,
            up,
            name[:1].upper() + name[1:],
            transform=ax.transAxes,
            ha="right" if across > 0.5 else "left",
            va="top" if up > 0.5 else "bottom",
            color=GREY,
            style="italic",
            zorder=1.5,
        )
        for (across, up), name in names.items()
    ]


def _legend(ax: Axes, kinds: pd.DataFrame, say: Callable[..., str]) -> None:
    """Explain shapes below the axes, so that they cover no point."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], linestyle="", color=colour, marker=marker, markersize=8.5, label=say(name))
        for (letter, name), (colour, marker) in zip(
            KANO_NAMES.items(), KANO_LOOKS.values(), strict=True
        )
        if letter in set(kinds["category"])
    ]
    if not kinds["clear"].all():
        marks.append(
            Line2D(
                [], [], linestyle="", color=GREY, marker="o", markerfacecolor="white",
                markeredgewidth=1.8, markersize=8.5, label=say("hollow: not clear"),
            )
        )  # fmt: skip
    ax.legend(
        handles=marks,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.12),
        ncols=min(len(marks), 4),
        columnspacing=1.2,
        handletextpad=0.3,
    )
