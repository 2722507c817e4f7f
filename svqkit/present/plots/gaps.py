"""Pictures of gaps between what customers expect and what they perceive."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import display_width, number, speaker
from svqkit.present.plots.levels import LEVELS, level_rows
from svqkit.present.plots.radar import draw_radar
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    GREY,
    LIGHT,
    MUTED,
    VERMILLION,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_gaps"]

_ONE_LINE = 62
"""Columns of text that the legend's entries may take together to stand on one line."""
_KINDS = ("interval", "bar", "dumbbell", "radar")
N_ = str
_VERDICTS = (
    (N_("below expectations"), VERMILLION, "o", True),
    (N_("cannot tell from zero"), GREY, "D", False),
    (N_("above expectations"), BLUE, "s", True),
)


def plot_gaps(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    level: str = "dimension",
    kind: str = "interval",
    intervals: bool = False,
) -> Axes:
    """Show the gaps with their intervals, or expectation and perception side by side.

    Parameters
    ----------
    result : GapScores
        With ``.dimensions`` or ``.items`` (gap, low, high, expectation, perception) and
        ``.total``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and order; that of the result otherwise.
    level : {"dimension", "item"}
        What a row is; dimensions are followed by the total.
    kind : {"interval", "bar", "dumbbell", "radar"}
        The gap as a point or as a bar from zero, each with its interval; a dumbbell from the mean
        expectation to the mean perception; or a radar of both, which says of itself why a
        dumbbell is easier to judge.
    intervals : bool
        Whether a dumbbell carries the gap's interval around its perception: where that would be
        with the gap at either end. The other kinds of rows always show intervals, a radar never.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``level`` or ``kind`` is none of those listed, or a radar would have fewer than three
        axes or more than twelve items.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_gaps(svq.gap_scores(svq.load_dataset("bank")))
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Empathy', 'Total']
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    if kind == "radar":
        table = result.items if level == "item" else result.dimensions
        return draw_radar(table, ax=ax, instrument=instrument, level=level)
    say = speaker(instrument)
    table, rows = level_rows(result, level, instrument)
    y = np.array(list(rows.y.values()), dtype=float)
    ci = f"{100 * getattr(result, 'ci_level', 0.95):g}"
    with canvas(ax, 7.0, rows.height + 1.65) as ax:
        if kind == "dumbbell":
            _dumbbells(ax, table, y, say, ci if intervals else "")
        else:
            _gap_marks(ax, table, y, say, bars=kind == "bar")
            ax.set_xlabel(say("perception minus expectation, with {level} % interval", level=ci))
            ax.set_title(say("Perceptions minus expectations"), pad=18)
        rows.label_axis(ax)
        if level == "dimension" and "total" in rows.y:
            ax.axhline(rows.y["total"] - 0.5, color=MUTED, linewidth=1)
        for gap, row in zip(table["gap"], y, strict=True):
            ax.text(
                1.13,
                row,
                number(gap, 2, bounded=False),
                transform=ax.get_yaxis_transform(),
                ha="right",
                va="center",
                in_layout=False,
            )
        ax.text(1.13, 1.0, say("gap"), transform=ax.transAxes, ha="right", va="bottom", color=GREY)
        ax.grid(axis="x", color=LIGHT)
        if words := ax.get_legend_handles_labels()[1]:
            ax.legend(
                loc="upper center",
                bbox_to_anchor=(0.35, 0),
                bbox_transform=shifted(ax, -0.5),
                ncols=3 if display_width("".join(words)) < _ONE_LINE else 2,
                handletextpad=0.2,
                columnspacing=1.2,
            )
    return ax


def _gap_marks(
    ax: Axes, table: pd.DataFrame, y: np.ndarray, say: Callable[..., str], *, bars: bool
) -> None:
    gap, low, high = (table[name].to_numpy(dtype=float) for name in ("gap", "low", "high"))
    verdict = np.where(high < 0, 0, np.where(low > 0, 2, 1))
    for k, (words, colour, marker, filled) in enumerate(_VERDICTS):
        chosen = (verdict == k) & ~np.isnan(gap)
        if not chosen.any():
            continue
        if bars:
            ax.barh(y[chosen], gap[chosen], height=0.6, color=colour, alpha=0.35, linewidth=0)
        ax.hlines(y[chosen], low[chosen], high[chosen], color=colour, linewidth=2.2)
        ax.plot(
            gap[chosen],
            y[chosen],
            marker,
            color=colour,
            markerfacecolor=colour if filled else "white",
            markeredgewidth=1.6,
            markersize=8,
            label=say(words),
        )
    ax.axvline(0, color=GREY, linewidth=1.3, zorder=1)
    ends = np.array([np.nanmin([*low, *gap, 0.0]), np.nanmax([*high, *gap, 0.0])])
    pad = 0.06 * (ends[1] - ends[0]) or 0.1
    ax.set_xlim(ends[0] - pad, ends[1] + pad)


def _dumbbells(
    ax: Axes, table: pd.DataFrame, y: np.ndarray, say: Callable[..., str], ci: str
) -> None:
    """Join expectation and perception; the numbers stand outside, the interval (if any) on top."""
    expected = table["expectation"].to_numpy(dtype=float)
    perceived = table["perception"].to_numpy(dtype=float)
    colours = np.where(perceived < expected, VERMILLION, BLUE)
    ax.hlines(y, expected, perceived, colors=list(colours), linewidth=3)
    ax.plot(expected, y, "o", color=GREY, mfc="white", mew=1.8, ms=10.5, label=say("expectation"))
    ax.plot(perceived, y, "o", color=GREY, ms=7.5, label=say("perception"))
    ends = [expected, perceived]
    if ci:
        low, high = (expected + table[name].to_numpy(dtype=float) for name in ("low", "high"))
        ax.errorbar(
            perceived,
            y,
            xerr=np.maximum([perceived - low, high - perceived], 0.0),
            fmt="none",
            ecolor=BLACK,
            elinewidth=1.4,
            capsize=4,
            label=say("{level} % interval of the gap", level=ci),
        )
        ends += [low, high]
    _write_outside(ax, np.array(ends), y)
    ax.set_xlabel(say("mean on the answer scale"))
    ax.set_title(say("Expected and perceived"), pad=18)


def _write_outside(ax: Axes, ends: np.ndarray, y: np.ndarray) -> None:
    """Write the lower mean to the left of all marks of its row and the higher one to the right."""
    known = ~np.isnan(ends[:2]).any(axis=0)
    if not known.any():
        ax.set_xlim(0, 1)
        return
    left, right = np.nanmin(ends[:, known], axis=0), np.nanmax(ends[:, known], axis=0)
    means = np.sort(ends[:2, known], axis=0)
    for x, side, shown in ((left, -1, means[0]), (right, 1, means[1])):
        for at, row, value in zip(x, y[known], shown, strict=True):
            ax.annotate(
                number(value, 2, bounded=False),
                (at, row),
                xytext=(9 * side, 0),
                textcoords="offset points",
                ha="right" if side < 0 else "left",
                va="center_baseline",
                color=GREY,
            )
    span = float(right.max() - left.min())
    pad = max(0.22 * span, 0.2)
    ax.set_xlim(left.min() - pad, right.max() + pad)
