"""The fired rules in words, beside the points of a control chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.control_words import rule_words
from svqkit.present.plots.point_labels import label_points
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["name_signals"]

_SPELLED, _APART = 6, 8
"""So many points at most carry words; signals no farther apart than this are one stretch."""
_OBSTACLES = 150
"""Points, evenly taken, that words try not to cover."""
_DARK = "#9C3D00"
"""Vermillion darkened for words: 7:1 on white."""


def name_signals(
    ax: Axes,
    result: Any,
    x: np.ndarray,
    value: np.ndarray,
    texts: list[Any],
    say: Callable[..., str],
) -> None:
    r"""Say at a point what fired there for the first time in its stretch of signals.

    Parameters
    ----------
    ax : Axes
        With final limits.
    result : ControlChart
    x, value : ndarray (points,)
        Where the points are drawn.
    texts : list of Text
        Words that must not be covered.
    say : callable
        From ``translator``.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = svq.plot_control(svq.control_chart([10, 12, 11, 9, 10, 11, 30, 10, 11, 12]))
    >>> "1 point beyond a limit" in [text.get_text().replace("\n", " ") for text in ax.texts]
    True
    """
    from matplotlib.patheffects import withStroke

    own = result.signals[result.signals["chart"] == result.kind]
    places = result.table.index.get_indexer(pd.Index(own["point"]))
    named: dict[int, list[str]] = {}
    known: set[str] = set()
    last = -_APART - 1
    for at, word in sorted(zip(places.tolist(), own["words"], strict=True), key=lambda one: one[0]):
        if at - last > _APART:
            known = set()
        last = at
        if word not in known:
            named.setdefault(at, []).append(word)
        known.add(word)
    if not named:
        return
    first_of_all = sorted(named, key=lambda at: ("1 point beyond a limit" not in named[at], at))
    named = {at: [rule_words(one, say) for one in named[at]] for at in first_of_all[:_SPELLED]}
    first = np.array(list(named))
    others = np.setdiff1d(np.flatnonzero(~np.isnan(value)), first)
    chosen = np.concatenate([first, others[:: max(1, len(others) // _OBSTACLES)]])
    words = [wrapped("; ".join(said), 22) for said in named.values()]
    every = [*words, *[""] * (len(chosen) - len(first))]
    points = np.column_stack([x[chosen], value[chosen]])
    made = label_points(
        ax, points, every, texts=texts, bold=np.array([bool(word) for word in every])
    )
    for label in made:
        label.set_color(_DARK)
        label.set_path_effects([withStroke(linewidth=3.5, foreground="white")])
        if not label.get_text():
            label.remove()
