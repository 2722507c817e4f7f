"""The importance–performance map: where to act first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import dimension_label, item_label
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
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
_QUADRANTS = {
    (True, False): "concentrate here",
    (True, True): "keep up the good work",
    (False, False): "low priority",
    (False, True): "possible overkill",
}
_MANY = 12


def plot_priorities(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show importance against performance, with the lines that divide the map and its quadrants.

    Points that call for action (important, and performing below the line) are large, vermillion
    and square. With more than twelve points only these carry words, the others their codes.

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

    Returns
    -------
    Axes

    Notes
    -----
    Source: Martilla and James (1977), Importance–performance analysis.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> table = pd.DataFrame(
    ...     {"importance": [30.0, 10.0], "performance": [4.0, 6.0],
    ...      "quadrant": ["concentrate here", "possible overkill"]}, index=["empathy", "tangibles"])
    >>> found = SimpleNamespace(table=table, importance_line=20.0, performance_line=5.0)
    >>> ax = plot_priorities(found)
    >>> [text.get_text() for text in ax.texts][-2:]
    ['empathy', 'tangibles']
    """
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    table = result.table.dropna(subset=["importance", "performance"])
    x = table["performance"].to_numpy(dtype=float)
    y = table["importance"].to_numpy(dtype=float)
    across, up = float(result.performance_line), float(result.importance_line)
    urgent = (y >= up) & (x < across)
    own_figure = ax is None
    with canvas(ax, _WIDTH, _HEIGHT, layout=None) as ax:
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
        ax.hlines(y, done[:, 0], done[:, 1], color=MUTED, linewidth=1.4, zorder=2)
        ax.vlines(x, matter[:, 0], matter[:, 1], color=MUTED, linewidth=1.4, zorder=2)
        _limits(ax, [*done.ravel(), across], [*matter.ravel(), up])
        ax.axvline(across, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        ax.axhline(up, color=GREY, linewidth=1.2, linestyle="--", zorder=1)
        for chosen, colour, marker, size in (
            (urgent, VERMILLION, "s", 9),
            (~urgent, BLUE, "o", 7.5),
        ):
            ax.plot(x[chosen], y[chosen], marker, color=colour, markersize=size, zorder=3)
        corners = _name_quadrants(ax, table, across, up)
        words = _words(list(table.index), urgent, instrument)
        _label_points(ax, table, words, urgent, [*corners, across, up])
        ax.set_xlabel("performance (mean perception)")
        ax.set_ylabel(_importance_words(result))
        ax.set_title("Where to act first: importance and performance")
        ax.grid(color=LIGHT, linewidth=0.6)
    return ax


def _interval(table: pd.DataFrame, name: str) -> np.ndarray:
    """Take the ends of an interval, or the value itself where there is none (points × 2)."""
    ends = [table.get(f"{name}_{end}", table[name]).fillna(table[name]) for end in ("low", "high")]
    return np.column_stack([end.to_numpy(dtype=float) for end in ends])


def _importance_words(result: Any) -> str:
    if getattr(result, "importance", None) == "derived":
        return f"importance (correlation with {result.outcome})"
    return "importance (as stated)" if hasattr(result, "importance") else "importance"


def _limits(ax: Axes, x: Sequence[float], y: Sequence[float]) -> None:
    """Leave room for labels at the sides and for the quadrants' names above and below."""
    for low, high, pad, put in (
        (min(x), max(x), 0.14, ax.set_xlim),
        (min(y), max(y), 0.16, ax.set_ylim),
    ):
        span = (high - low) or 1.0
        put(low - pad * span, high + pad * span)


def _name_quadrants(ax: Axes, table: pd.DataFrame, across: float, up: float) -> list[Any]:
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
            name.capitalize(),
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


def _words(index: list[str], urgent: np.ndarray, instrument: Any) -> list[str]:
    titles = set(getattr(instrument, "dimension_titles", None) or {})
    said = []
    for name, act in zip(index, urgent, strict=True):
        if name in titles:
            said.append(dimension_label(name, instrument, 18))
        elif len(index) > _MANY and not act:
            said.append(str(name))
        else:
            said.append(item_label(name, instrument, 18))
    return said


def _label_points(
    ax: Axes, table: pd.DataFrame, words: list[str], urgent: np.ndarray, obstacles: list[Any]
) -> None:
    """Write each label at the free place nearest to its point, the urgent ones first."""
    scale = 72 / ax.figure.dpi
    *corners, across, up = obstacles
    x, y = table["performance"].to_numpy(dtype=float), table["importance"].to_numpy(dtype=float)

    def to_points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return ax.transData.transform(np.column_stack([x, y])) * scale

    points = to_points(x, y)
    frame = np.asarray(ax.get_window_extent().extents) * scale
    centre = to_points(np.array([across]), np.array([up]))[0]
    taken = [np.asarray(text.get_window_extent().extents) * scale for text in corners]
    taken += [np.array([px - 6, py - 6, px + 6, py + 6]) for px, py in points]
    taken.append(np.array([centre[0] - 1.5, frame[1], centre[0] + 1.5, frame[3]]))
    taken.append(np.array([frame[0], centre[1] - 1.5, frame[2], centre[1] + 1.5]))
    done, matter = _interval(table, "performance"), _interval(table, "importance")
    for a, b in zip(to_points(done[:, 0], y), to_points(done[:, 1], y), strict=True):
        taken.append(np.array([a[0], a[1] - 2, b[0], b[1] + 2]))
    for a, b in zip(to_points(x, matter[:, 0]), to_points(x, matter[:, 1]), strict=True):
        taken.append(np.array([a[0] - 2, a[1], b[0] + 2, b[1]]))
    labels: list[Any] = [None] * len(words)
    for k in np.argsort(~urgent, kind="stable"):
        label = ax.annotate(
            words[k],
            (x[k], y[k]),
            xytext=(0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            size=FONT_SIZE,
            weight="bold" if urgent[k] else "normal",
            color=BLACK,
            zorder=4,
        )
        box = np.asarray(label.get_window_extent().extents) * scale
        half = np.array([box[2] - box[0], box[3] - box[1]]) / 2 + 1
        offset, boxed = _free_place(points[k], half, taken, frame)
        taken.append(boxed)
        label.set_position((float(offset[0]), float(offset[1])))
        labels[k] = (label, offset, half)
    for k, (_, offset, half) in enumerate(labels):
        if np.any(np.abs(offset) > half + 12):
            start = offset - np.sign(offset) * half * 0.6
            ax.annotate(
                "",
                (x[k], y[k]),
                xytext=(float(start[0]), float(start[1])),
                textcoords="offset points",
                arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.8},
                zorder=2,
            )


def _free_place(
    point: np.ndarray, half: np.ndarray, taken: list[np.ndarray], frame: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find the offset, in points, at which a label covers least of what stands there."""
    best = (np.inf, np.zeros(2), np.zeros(4))
    for ring in (8.0, 16.0, 28.0, 42.0):
        for sx, sy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
            offset = np.array([sx * (half[0] + ring), sy * (half[1] + ring)])
            if sx and sy:
                offset = np.array([sx * (half[0] + ring * 0.5), sy * (half[1] + ring * 0.5)])
            centre = point + offset
            box = np.concatenate([centre - half, centre + half])
            cover = sum(
                max(0.0, min(box[2], t[2]) - max(box[0], t[0]))
                * max(0.0, min(box[3], t[3]) - max(box[1], t[1]))
                for t in taken
            )
            outside = (
                np.maximum(frame[:2] - box[:2], 0).sum() + np.maximum(box[2:] - frame[2:], 0).sum()
            )
            cost = cover + 40 * float(outside) + 0.05 * ring
            if cost < best[0]:
                best = (cost, offset, box)
        if best[0] < 5:
            break
    return best[1], best[2]
