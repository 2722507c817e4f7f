"""The importance–performance map: where to act first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.labels import dimension_label, item_label, speaker
from svqkit.present.plots.point_labels import label_points
from svqkit.present.plots.priority_shapes import (
    confidence_rings,
    draw_diagonal,
    draw_rings,
    reach_line,
)
from svqkit.present.plots.style import (
    BLUE,
    GREY,
    LIGHT,
    MUTED,
    VERMILLION,
    canvas,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_priorities"]

_WIDTH, _HEIGHT = 7.2, 5.6
_MARGINS = (0.85, 0.7, 0.2, 0.5)
"""Left, bottom, right, top of a new figure, in inches."""
N_ = str
_QUADRANTS = {
    (True, False): N_("concentrate here"),
    (True, True): N_("keep up the good work"),
    (False, False): N_("low priority"),
    (False, True): N_("possible overkill"),
}
_MANY, _SPELLED = 12, 5
"""With more points than the first number only the most urgent ones carry words."""


def plot_priorities(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    ellipses: bool = False,
    diagonal: bool | None = None,
    language: str | None = None,
) -> Axes:
    """Show importance against performance, with the lines that divide the map and its quadrants.

    Points that call for action (important, and performing below the line) are large, vermillion
    and square. With more than twelve points the five most urgent carry words, the others their codes.

    Parameters
    ----------
    result : Priorities
        With ``.table`` (index: dimension or item; columns importance, performance, quadrant and,
        where known, the ends of their intervals: importance_low, importance_high,
        performance_low, performance_high), ``.importance_line`` and ``.performance_line``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words of dimensions and items.
    ellipses : bool
        Show where importance and performance lie together, at the result's confidence level,
        instead of one interval for each. Of more than twelve points those that call for action.
    diagonal : bool, optional
        Draw the line of equal priority; by default where the result's ranks follow it. Points above
        it are then the large vermillion squares.
    language : str, optional
        BCP 47, of the picture's own words, in place of the instrument's.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Martilla and James (1977), Importance–performance analysis; Bacon (2003), the diagonal.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_priorities(svq.priorities(svq.load_dataset("bank")))
    >>> ax.get_ylabel()
    'importance (as stated)'
    """
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = translator(language) if language else speaker(instrument)
    table = result.table.dropna(subset=["importance", "performance"])
    x = table["performance"].to_numpy(dtype=float)
    y = table["importance"].to_numpy(dtype=float)
    across, up = float(result.performance_line), float(result.importance_line)
    line: Any = getattr(result, "diagonal", None)
    follows = getattr(result, "model", "quadrants") == "diagonal"
    shown = line is not None and (follows if diagonal is None else diagonal)
    urgent = (y >= up) & (x < across)
    if follows and shown:
        urgent = table["urgency"].to_numpy(dtype=float) > 0
    own_figure = ax is None
    with canvas(ax, _WIDTH, _HEIGHT, fitted=False) as ax:
        if own_figure:
            left, bottom, right, top = _MARGINS
            ax.set_position(
                (
                    left / _WIDTH,
                    bottom / _HEIGHT,
                    1 - (left + right) / _WIDTH,
                    1 - (bottom + top) / _HEIGHT,
                )
            )
        done, matter = _interval(table, "performance"), _interval(table, "importance")
        shade = "#C4C4C4" if len(table) > _MANY else MUTED
        if ellipses and getattr(result, "ellipses", None) is not None:
            rings = confidence_rings(x, y, result.ellipses.loc[table.index], float(result.ci_level))
            ringed = urgent if len(table) > _MANY else np.ones(len(table), dtype=bool)
            draw_rings(ax, rings[ringed], urgent[ringed])
            done, matter = (
                np.column_stack([rings[..., k].min(axis=1), rings[..., k].max(axis=1)])
                for k in (0, 1)
            )
        else:
            ax.hlines(y, done[:, 0], done[:, 1], color=shade, linewidth=1.4, zorder=2)
            ax.vlines(x, matter[:, 0], matter[:, 1], color=shade, linewidth=1.4, zorder=2)
        _limits(ax, [*done.ravel(), across], [*matter.ravel(), up])
        if shown:
            reach_line(ax, line)
        ax.axvline(across, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        ax.axhline(up, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        for chosen, colour, marker, size in (
            (urgent, VERMILLION, "s", 9),
            (~urgent, BLUE, "o", 7.5),
        ):
            ax.plot(x[chosen], y[chosen], marker, color=colour, markersize=size, zorder=3)
        corners = _name_quadrants(ax, table, across, up, say)
        if shown:
            corners.append(draw_diagonal(ax, line, say("equal priority")))
        words = _words(table, urgent, instrument)
        label_points(
            ax,
            np.column_stack([x, y]),
            words,
            texts=corners,
            across=done,
            up=matter,
            lines=(across, up),
            bold=urgent,
        )
        ax.set_xlabel(say("performance (mean perception)"))
        ax.set_ylabel(_importance_words(result, instrument, say))
        ax.set_title(say("Where to act first: importance and performance"))
        ax.grid(color=LIGHT, linewidth=0.6)
    return ax


def _interval(table: pd.DataFrame, name: str) -> np.ndarray:
    """Take the ends of an interval, or the value itself where there is none (points × 2)."""
    ends = [table.get(f"{name}_{end}", table[name]).fillna(table[name]) for end in ("low", "high")]
    return np.column_stack([end.to_numpy(dtype=float) for end in ends])


def _importance_words(result: Any, instrument: Any, say: Callable[..., str]) -> str:
    if getattr(result, "importance", None) == "derived":
        outcomes = getattr(instrument, "outcomes", ())
        titles = {outcome.column: outcome.label for outcome in outcomes}
        outcome = titles.get(result.outcome, result.outcome)
        return say("importance (correlation with {outcome})", outcome=outcome)
    if getattr(result, "importance", None) == "gap":
        return say("importance (mean expectation)")
    return say("importance (as stated)") if hasattr(result, "importance") else say("importance")


def _limits(ax: Axes, x: Sequence[float], y: Sequence[float]) -> None:
    """Leave room for labels at the sides and for the quadrants' names above and below."""
    for low, high, pad, put in (
        (min(x), max(x), 0.14, ax.set_xlim),
        (min(y), max(y), 0.16, ax.set_ylim),
    ):
        span = (high - low) or 1.0
        put(low - pad * span, high + pad * span)


def _name_quadrants(
    ax: Axes, table: pd.DataFrame, across: float, up: float, say: Callable[..., str]
) -> list[Any]:
    """Write each quadrant's name into its corner, in the result's words where it has them."""
    names = dict(_QUADRANTS)
    if "quadrant" in table.columns:
        place = zip(table["importance"] >= up, table["performance"] >= across, strict=True)
        names.update(
            {
                (bool(a), bool(b)): str(word)
                for (a, b), word in zip(place, table["quadrant"], strict=True)
                if isinstance(word, str)
            }
        )
    return [
        ax.text(
            0.985 if good else 0.015,
            0.98 if important else 0.02,
            say(name).capitalize(),
            transform=ax.transAxes,
            ha="right" if good else "left",
            va="top" if important else "bottom",
            color=GREY,
            style="italic",
            weight="bold" if important and not good else "normal",
            zorder=1.5,
        )
        for (important, good), name in names.items()
    ]


def _words(table: pd.DataFrame, urgent: np.ndarray, instrument: Any) -> list[str]:
    """Say each point: in words where there is room, otherwise the most urgent ones only."""
    titles = set(getattr(instrument, "dimension_titles", None) or {})
    order = table["rank"] if "rank" in table.columns else -table["importance"]
    spelled = set(order[urgent].nsmallest(_SPELLED).index)
    said = []
    for name in table.index:
        if name in titles:
            said.append(dimension_label(name, instrument, 18))
        elif len(table) > _MANY and name not in spelled:
            said.append(str(name))
        else:
            said.append(item_label(name, instrument, 18))
    return said
