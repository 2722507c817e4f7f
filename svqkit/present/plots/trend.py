"""Pictures of waves: where each dimension stood and stands, and which half of the gap moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.gaps.groups.trend_words import verdict
from svqkit.present.plots.groups import score_axis
from svqkit.present.plots.labels import (
    Rows,
    dimension_label,
    display_width,
    item_rows,
    number,
    speaker,
    wrapped,
)
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    MUTED,
    ORANGE,
    VERMILLION,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_trend"]

N_ = str
_KINDS = ("waves", "parts")
_STEP = 0.15
_NAMED = 2
"""More waves between the first and the last one share an entry of the legend."""
_LAST = (
    (1, N_("{wave}: improved"), N_("{wave}: rose"), BLUE, "^", True),
    (0, N_("{wave}: no clear change"), N_("{wave}: no clear change"), GREY, "D", False),
    (-1, N_("{wave}: worsened"), N_("{wave}: fell"), VERMILLION, "v", True),
)
_PARTS = (
    ("change", N_("gap"), BLACK, "D", True, 2.6),
    ("perception", N_("perception"), BLUE, "o", True, 1.8),
    ("expectation", N_("expectation"), ORANGE, "s", False, 1.8),
)


def plot_trend(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, kind: str = "waves"
) -> Axes:
    """Show each wave's means with their intervals, or how the gap and its halves changed.

    Parameters
    ----------
    result : GapTrend
        With ``.waves`` and ``.changes``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words of dimensions and items; that of the result otherwise.
    kind : {"waves", "parts"}
        A line from the first wave down to the last one in each row, whose shape and colour say
        whether the change from first to last is clear (after Holm's adjustment), with the change
        beside it; or the changes from first to last of gap, perception and expectation, which
        show whether a gap closed because customers perceive more or expect less.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``kind`` is neither, or the halves of a score without them are asked for.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> ax = plot_trend(svq.gap_trend({"2024": bank, "2025": bank}))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['2024', '2025: no clear change']
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    if kind == "parts" and result.score != "gap":
        raise ValueError(f"only a gap has parts; this trend is of the {result.score}s")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = speaker(instrument)
    marks = len(result.names) if kind == "waves" else len(_PARTS)
    rows, pitch = _rows(result, instrument, 0.26 + _STEP * marks)
    first, last = result.names[0], result.names[-1]
    ends = result.changes.xs((first, last), level=("since", "wave")).reindex(list(rows.y))
    with canvas(ax, 7.6, pitch * rows.size + 1.8) as ax:
        rows.label_axis(ax)
        y = np.array(list(rows.y.values()), dtype=float)
        if "total" in rows.y:
            ax.axhline(rows.y["total"] - 0.5, color=MUTED, linewidth=1)
        if kind == "waves":
            _draw_waves(ax, result, ends, rows, _STEP / pitch, say)
            score_axis(ax, result, say)
            title = say("From {first} to {last}", first=first, last=last)
        else:
            _draw_parts(ax, ends, y, _STEP / pitch, say)
            level = f"{100 * result.ci_level:g}"
            ax.set_xlabel(
                say(
                    "change from {first} to {last}, with {level} % interval",
                    first=first,
                    last=last,
                    level=level,
                )
            )
            ax.axvline(0, color=GREY, linewidth=1.3, zorder=1)
            title = say("Did customers perceive more, or expect less?")
        ax.grid(axis="x", color=LIGHT)
        _write_changes(ax, result, ends, y, say)
        ax.set_title(wrapped(title, 44), pad=18)
        words = ax.get_legend_handles_labels()[1]
        if words:
            ax.legend(
                loc="upper center",
                bbox_to_anchor=(0.4, 0),
                bbox_transform=shifted(ax, -0.5),
                ncols=max(1, min(3, 66 // (max(map(display_width, words)) + 5))),
                handletextpad=0.3,
                columnspacing=1.2,
                title=_caution(result, say),
                title_fontsize=FONT_SIZE,
                alignment="left",
            )
    return ax


def _caution(result: Any, say: Callable[..., str]) -> str | None:
    """Warn where the answers of the waves were found not to be on one scale."""
    if getattr(result, "invariance", None) is None or not result.warning:
        return None
    return wrapped(say("Caution: the waves may not be answered on one scale."), 60)


def _rows(result: Any, instrument: Any, least: float) -> tuple[Rows, float]:
    """Lay out dimensions, or items under theirs."""
    names = list(dict.fromkeys(result.waves.index.get_level_values("dimension")))
    if result.level == "item":
        rows = item_rows(names, instrument)
    else:
        labels = {name: dimension_label(name, instrument) for name in names}
        rows = Rows({n: float(k) for k, n in enumerate(names)}, labels, (), len(names), least)
    return rows, max(rows.pitch, least)


def _draw_waves(
    ax: Axes,
    result: Any,
    ends: pd.DataFrame,
    rows: Rows,
    step: float,
    say: Callable[..., str],
) -> None:
    """Draw each row's waves from top to bottom, joined in the order of time."""
    names = result.names
    middle = (len(names) - 1) / 2
    y = np.array(list(rows.y.values()), dtype=float)
    tables = [
        result.waves.xs(name, level="wave").reindex(list(rows.y))[["mean", "low", "high"]]
        for name in names
    ]
    means = np.array([table["mean"].to_numpy(float) for table in tables])
    places = np.array([y + (k - middle) * step for k in range(len(names))])
    ax.plot(means, places, color=MUTED, linewidth=1.4, zorder=1.5)
    for k, table in enumerate(tables[:-1]):
        known = table["mean"].notna().to_numpy()
        ax.hlines(places[k][known], table["low"][known], table["high"][known], color=GREY, lw=1.2)
        ax.plot(
            means[k][known],
            places[k][known],
            "o",
            color=GREY,
            markerfacecolor="white" if k == 0 else GREY,
            markeredgewidth=1.5,
            markersize=7.5 if k == 0 else 5.5,
            label=_wave_label(names, k, say),
        )
    ways = verdict(ends, result.ci_level).to_numpy()
    known = tables[-1]["mean"].notna().to_numpy()
    for way, gap_words, other_words, colour, marker, filled in _LAST:
        chosen = known & (ways == way)
        if not chosen.any():
            continue
        low, high = tables[-1]["low"][chosen], tables[-1]["high"][chosen]
        ax.hlines(places[-1][chosen], low, high, color=colour, linewidth=2.2)
        words = gap_words if result.score == "gap" else other_words
        ax.plot(
            means[-1][chosen],
            places[-1][chosen],
            marker,
            color=colour,
            markerfacecolor=colour if filled else "white",
            markeredgewidth=1.6,
            markersize=8.5,
            label=say(words, wave=names[-1]),
        )


def _wave_label(names: list[Any], k: int, say: Callable[..., str]) -> str | None:
    """Name the first wave and those between, or the latter all at once where they are many."""
    between = len(names) - 2
    if k == 0 or between <= _NAMED:
        return str(names[k])
    return say("the waves between, in order") if k == 1 else None


def _draw_parts(
    ax: Axes, ends: pd.DataFrame, y: np.ndarray, step: float, say: Callable[..., str]
) -> None:
    """Draw the changes of the gap, of perceptions and of expectations below each other."""
    for k, (name, words, colour, marker, filled, width) in enumerate(_PARTS):
        columns = ["change", "low", "high"]
        if name != "change":
            columns = [f"{name}_{column}" for column in columns]
        moved, low, high = (ends[column].to_numpy(float) for column in columns)
        known = ~np.isnan(moved)
        at = y[known] + (k - 1) * step
        ax.hlines(at, low[known], high[known], color=colour, linewidth=width)
        ax.plot(
            moved[known],
            at,
            marker,
            color=colour,
            markerfacecolor=colour if filled else "white",
            markeredgewidth=1.6,
            markersize=7.5,
            label=say(words),
        )


def _write_changes(
    ax: Axes, result: Any, ends: pd.DataFrame, y: np.ndarray, say: Callable[..., str]
) -> None:
    """Write the change and its interval beside each row, bold where it is clear."""
    clear = verdict(ends, result.ci_level).to_numpy() != 0
    for row, bold, (change, low, high) in zip(
        y, clear, ends[["change", "low", "high"]].to_numpy(float), strict=True
    ):
        said = number(change, 2, bounded=False)
        if change == change:
            sign = "+" if change > 0 else ""
            limits = f"{number(low, 2, bounded=False)}; {number(high, 2, bounded=False)}"
            said = f"{sign}{said} [{limits}]"
        ax.text(
            1.03,
            row,
            said,
            transform=ax.get_yaxis_transform(),
            va="center",
            weight="bold" if bold else "normal",
        )
    header = say("change") if result.attrition is None else say("change of the same people")
    ax.text(1.03, 1.0, wrapped(header, 18), transform=ax.transAxes, va="bottom", color=GREY)
