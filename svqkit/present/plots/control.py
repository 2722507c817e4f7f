"""The control chart: points in time, stepped limits, phases, and the fired rules in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.control_signals import name_signals
from svqkit.present.plots.control_words import chart_name
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
from svqkit.present.plots.wrapping import display_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_control"]

_WIDTH, _HEIGHT = 9.6, 5.0
_MARGINS = (0.85, 0.75, 1.75, 0.55)
"""Left, bottom, right, top of a new figure, in inches."""


def plot_control(
    result: Any, *, ax: Axes | None = None, title: str = "", language: str = "en"
) -> Axes:
    """Show a control chart, its phases, and beside the points in words which rules fired.

    Points that signal are vermillion squares; where a rule fires for the first time in a stretch of
    them, its words stand beside (six points at most, those beyond a limit before others). Limits step where they differ. Of a chart of means, ``chart.spread`` shows the chart of
    ranges or standard deviations that belongs to it: look at that one first.

    Parameters
    ----------
    result : ControlChart
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    title : str, optional
        Of the picture, instead of its own.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_control(svq.control_chart([10, 12, 11, 9, 10, 11, 30, 10, 11, 12]))
    >>> ax.get_title(loc="left")
    '1 of 10 points signal: look there for what was different'
    """
    say = translator(language)
    scale = 100.0 if result.kind in ("p", "p'") else 1.0
    table = result.table
    x = np.arange(len(table), dtype=float)
    lines = {name: scale * table[name].to_numpy(float) for name in ("lower", "center", "upper")}
    value = scale * table["value"].to_numpy(float)
    signal = table["signal"].to_numpy()
    own = ax is None
    with canvas(ax, _WIDTH, _HEIGHT, fitted=False) as ax:
        if own:
            left, bottom, right, top = _MARGINS
            ax.set_position(
                (
                    left / _WIDTH,
                    bottom / _HEIGHT,
                    1 - (left + right) / _WIDTH,
                    1 - (bottom + top) / _HEIGHT,
                )
            )
        ends = _stretches(table)
        _limits_of(ax, value, lines, len(ends))
        _draw_lines(ax, x, lines, ends)
        _draw_points(ax, result, x, value, signal, scale)
        names = _name_phases(ax, result, ends, say)
        _name_lines(ax, lines, say)
        _ticks(ax, table.index)
        ax.set_xlabel(str(result.axis))
        ax.set_ylabel(wrapped(chart_name(result.kind, result.name, say), 40))
        ax.grid(axis="y", color=LIGHT, linewidth=0.6)
        name_signals(ax, result, x, value, names, say)
        ax.set_title(wrapped(title or _own_title(result, say), 66))
    return ax


def _own_title(result: Any, say: Callable[..., str]) -> str:
    many, points = result.table.loc[result.table["signal"]].index.nunique(), len(result.table)
    if many:
        return say(
            "{many} of {all} points signal: look there for what was different",
            many=many,
            all=points,
        )
    if not result.rules:
        return say("Lines alone: none of the rules asked for suits this chart")
    return say("In control: no rule fired at {all} points", all=points)


def _stretches(table: pd.DataFrame) -> list[tuple[int, int, str]]:
    """Divide the points by phase, or into a baseline and what is held against it."""
    phase = table["phase"].astype(str).to_numpy()
    begins = np.flatnonzero(np.concatenate([[True], phase[1:] != phase[:-1]]))
    ends = [*begins[1:], len(phase)]
    return [(int(a), int(b), str(phase[a])) for a, b in zip(begins, ends, strict=True)]


def _limits_of(ax: Axes, value: np.ndarray, lines: dict[str, np.ndarray], phases: int) -> None:
    """Leave room for words above and below, and for the names of phases."""
    every = np.concatenate([value, *lines.values()])
    low, high = np.nanmin(every), np.nanmax(every)
    span = (high - low) or 1.0
    ax.set_ylim(low - 0.16 * span, high + (0.3 if phases > 1 else 0.2) * span)
    ax.set_xlim(-0.6, len(value) - 0.4)


def _draw_lines(
    ax: Axes,
    x: np.ndarray,
    lines: dict[str, np.ndarray],
    ends: list[tuple[int, int, str]],
) -> None:
    """Draw limits as steps, each phase by itself."""
    for begin, end, _ in ends:
        steps = np.concatenate([x[begin:end] - 0.5, [x[end - 1] + 0.5]])
        for name, line in lines.items():
            ax.plot(
                steps,
                np.concatenate([line[begin:end], line[end - 1 : end]]),
                drawstyle="steps-post",
                color=GREY if name == "center" else BLACK,
                linewidth=1.2,
                linestyle=(0, (6, 3)) if name == "center" else "-",
                zorder=1.6,
            )
    for begin, _, _ in ends[1:]:
        ax.axvline(begin - 0.5, color=MUTED, linewidth=1.2, linestyle=":", zorder=1)


def _draw_points(
    ax: Axes,
    result: Any,
    x: np.ndarray,
    value: np.ndarray,
    signal: np.ndarray,
    scale: float,
) -> None:
    """Draw the points; of a CUSUM both sums."""
    small = 6.0 if len(x) <= 80 else 4.2
    if result.kind == "CUSUM":
        for name, sign in (("up", 1.0), ("down", -1.0)):
            ax.plot(
                x, sign * result.table[name].to_numpy(float), color=BLUE, linewidth=1.6, zorder=2
            )
    else:
        ax.plot(x, value, "-o", color=BLUE, linewidth=1.1, markersize=small, zorder=2)
    unused = ~result.table["used"].to_numpy() & ~signal
    if unused.any() and result.kind != "CUSUM":
        ax.plot(
            x[unused],
            value[unused],
            "o",
            color="white",
            markeredgecolor=BLUE,
            markersize=small,
            zorder=2.5,
        )
    ax.plot(x[signal], value[signal], "s", color=VERMILLION, markersize=small + 2.2, zorder=3)


def _name_phases(
    ax: Axes, result: Any, ends: list[tuple[int, int, str]], say: Callable[..., str]
) -> list[Any]:
    """Write each phase's name above it; with frozen limits, where they come from."""
    used = result.table["used"].to_numpy()
    texts = []
    if len(ends) > 1:
        high = ax.get_ylim()[1]
        width = max(8, int(90 / len(ends)))
        for begin, end, name in ends:
            at = (begin + end - 1) / 2
            texts.append(
                ax.text(
                    at,
                    high,
                    wrapped(name, width),
                    ha="center",
                    va="top",
                    weight="bold",
                    color=GREY,
                )
            )
    frozen = len(result.phases) == 1 and not used.all() and used.any()
    if frozen and not used[np.flatnonzero(used)[-1] + 1 :].any():
        last = int(np.flatnonzero(used)[-1])
        if last < len(used) - 1:
            ax.axvspan(-0.6, last + 0.5, color=LIGHT, alpha=0.55, linewidth=0, zorder=0)
            texts.append(
                ax.text(
                    0.008,
                    0.02,
                    say("shaded: what the limits come from"),
                    transform=ax.transAxes,
                    color=GREY,
                    style="italic",
                )
            )
    return texts


def _name_lines(ax: Axes, lines: dict[str, np.ndarray], say: Callable[..., str]) -> None:
    """Name the lines at their right end, a line of type apart."""
    words = {
        "upper": say("upper limit {value}", value=_short(lines["upper"][-1])),
        "center": say("centre {value}", value=_short(lines["center"][-1])),
        "lower": say("lower limit {value}", value=_short(lines["lower"][-1])),
    }
    box = ax.get_window_extent()
    low, high = ax.get_ylim()
    least = 1.35 * FONT_SIZE * ax.figure.dpi / 72 / box.height * (high - low)
    middle = lines["center"][-1]
    places = {
        "center": middle,
        "upper": max(lines["upper"][-1], middle + least),
        "lower": min(lines["lower"][-1], middle - least),
    }
    for name, at in places.items():
        ax.annotate(
            words[name],
            (1, at),
            xycoords=ax.get_yaxis_transform(),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=GREY if name == "center" else BLACK,
            annotation_clip=False,
        )


def _short(value: float) -> str:
    """Write a number with three significant digits."""
    if value == 0 or not np.isfinite(value):
        return "0"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    return f"{value:,.{min(digits, 6)}f}"


def _ticks(ax: Axes, labels: pd.Index) -> None:
    """Label as many points as there is room for."""
    words = [f"{one:%Y-%m-%d}" if isinstance(one, pd.Timestamp) else str(one) for one in labels]
    widest = max(map(display_width, words))
    inches = ax.get_window_extent().width / ax.figure.dpi
    room = max(2, int(inches / (0.098 * widest + 0.3)))
    step = max(1, -(-len(words) // room))
    ax.set_xticks(range(0, len(words), step), words[::step])
    ax.tick_params(axis="x", pad=0.85 * FONT_SIZE)
