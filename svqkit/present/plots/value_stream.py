"""The value stream as a staircase of time: who waits where, and what is worth the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.style import (
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    MUTED,
    SKY,
    VERMILLION,
    canvas,
    shifted,
)
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_value_stream"]

N_ = str
_PARTS = (
    ("wait", N_("waiting"), LIGHT, "////"),
    ("adding", N_("adds value"), BLUE, ""),
    ("necessary", N_("necessary"), SKY, ""),
    ("waste", N_("waste"), VERMILLION, ""),
    ("other", N_("work"), MUTED, ""),
)
_UNITS = {
    "seconds": N_("seconds"),
    "minutes": N_("minutes"),
    "hours": N_("hours"),
    "days": N_("days"),
}
_WIDTH, _ROW = 8.4, 0.52


def plot_value_stream(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show a value stream as a staircase of time, or two as bars of what their time is made of.

    Each step begins where the one before ended: first the wait (hatched), then the work, coloured by
    what it is to the customer. The bottleneck is named; beside each step stands its %C&A.

    Parameters
    ----------
    result : ValueStream or StreamComparison
        From :func:`value_stream` or :func:`compare_value_streams`.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = svq.plot_value_stream(svq.value_stream(
    ...     svq.load_dataset("bank_account_opening"), state="before"))
    >>> ax.get_title(loc="left").splitlines()[0]
    'Of 138.0 minutes the customer came for 8.0'
    """
    say = translator(language)
    if hasattr(result, "before"):
        return _two(result, ax, say)
    table = result.table
    height = 1.9 + _ROW * len(table)
    with canvas(ax, _WIDTH, height) as ax:
        starts = np.concatenate([[0.0], table["lead_time"].cumsum().to_numpy()[:-1]])
        part = table["taken_by"].to_numpy() / 100
        waits, work = part * table["wait"].to_numpy(), part * table["process_time"].to_numpy()
        kinds = [_kind(value) for value in table["value"]]
        y = list(range(len(table)))
        used: set[str] = set()
        for row in y:
            _bar(ax, row, starts[row], waits[row], "wait", used, say)
            _bar(ax, row, starts[row] + waits[row], work[row], kinds[row], used, say)
        ends = starts + waits + work
        ax.vlines(ends[:-1], y[:-1], y[1:], color=MUTED, linewidth=0.9, linestyle=":")
        _names(ax, table, say)
        for row, known in zip(y, table["complete_accurate"], strict=True):
            if pd.notna(known):
                ax.text(
                    1.02, row, f"{known:.0f} %", transform=ax.get_yaxis_transform(), va="center"
                )
        if table["complete_accurate"].notna().any():
            ax.text(1.02, 1.0, say("%C&A"), transform=ax.transAxes, va="bottom", color=GREY)
        ax.set_xlim(0, ends[-1])
        ax.set_ylim(len(table) - 0.45, -0.55)
        ax.set_xlabel(say("time ({unit})", unit=_unit(result, say)))
        ax.set_title(wrapped(_title(result, say), 44), pad=22)
        ax.grid(axis="x", color=LIGHT)
        _key(ax, used, say)
    return ax


def _unit(result: Any, say: Callable[..., str]) -> str:
    """Say a usual unit in the picture's language, another one as the user wrote it."""
    return say(_UNITS[result.unit]) if result.unit in _UNITS else result.unit


def _kind(value: Any) -> str:
    return value if value in ("adding", "necessary", "waste") else "other"


def _bar(
    ax: Axes,
    y: float,
    left: float,
    width: float,
    kind: str,
    used: set[str],
    say: Callable[..., str],
) -> None:
    if width <= 0:
        return
    _, words, colour, hatch = next(part for part in _PARTS if part[0] == kind)
    label = None if kind in used else say(words)
    used.add(kind)
    ax.barh(
        y,
        width,
        left=left,
        height=0.62,
        color=colour,
        hatch=hatch,
        edgecolor=MUTED if hatch else "white",
        linewidth=0.8,
        label=label,
    )


def _names(ax: Axes, table: pd.DataFrame, say: Callable[..., str]) -> None:
    """Name the steps, the bottleneck in bold and as such."""
    labels = [
        wrapped(say("{step} (bottleneck)", step=step) if slowest else str(step), 26)
        for step, slowest in zip(table.index, table["bottleneck"], strict=True)
    ]
    ax.set_yticks(range(len(table)), labels)
    for tick, slowest in zip(ax.get_yticklabels(), table["bottleneck"], strict=True):
        tick.set_fontweight("bold" if slowest else "normal")


def _title(result: Any, say: Callable[..., str]) -> str:
    value = result.totals["value"]
    lead = f"{value['lead_time']:.1f} {_unit(result, say)}"
    adding = value["value_adding_time"]
    if pd.notna(adding):
        return say("Of {lead} the customer came for {adding}", lead=lead, adding=f"{adding:.1f}")
    return say("Of {lead} work takes {work}", lead=lead, work=f"{value['process_time']:.1f}")


def _key(ax: Axes, used: set[str], say: Callable[..., str], shift: float = -0.62) -> None:
    handles, words = ax.get_legend_handles_labels()
    order = [say(name) for kind, name, _, _ in _PARTS if kind in used]
    pairs = sorted(zip(words, handles, strict=True), key=lambda pair: order.index(pair[0]))
    ax.legend(
        [handle for _, handle in pairs],
        [word for word, _ in pairs],
        loc="upper center",
        bbox_to_anchor=(0.4, 0),
        bbox_transform=shifted(ax, shift),
        ncols=4,
        columnspacing=1.4,
        handletextpad=0.5,
    )


def _two(result: Any, ax: Axes | None, say: Callable[..., str]) -> Axes:
    """Draw before above after, each one bar of its whole lead time."""
    with canvas(ax, _WIDTH, 3.3) as ax:
        used: set[str] = set()
        unit, longest = _unit(result.before, say), 0.0
        for y, stream in enumerate((result.before, result.after)):
            table, left = stream.table, 0.0
            part = table["taken_by"] / 100
            sums = {"wait": float((part * table["wait"]).sum())}
            for kind, time in zip(table["value"], part * table["process_time"], strict=True):
                sums[_kind(kind)] = sums.get(_kind(kind), 0.0) + float(time)
            for kind, *_ in (*_PARTS[1:], _PARTS[0]):
                _bar(ax, y, left, sums.get(kind, 0.0), kind, used, say)
                left += sums.get(kind, 0.0)
            ax.text(left, y, f" {left:.1f}", va="center", weight="bold")
            longest = max(longest, left)
        ax.set_yticks([0, 1], [say("before"), say("after")])
        ax.set_ylim(1.6, -0.6)
        ax.set_xlim(0, longest * 1.12)
        ax.set_xlabel(say("lead time ({unit})", unit=unit), fontsize=FONT_SIZE)
        change = result.table.loc["lead_time"]
        words = say("Lead time from {before} to {after} {unit}", unit=unit,
                    before=f"{change['before']:.1f}", after=f"{change['after']:.1f}")  # fmt: skip
        if pd.notna(change["low"]):
            words += " " + say("(change {change}, interval {low} to {high})",
                               change=f"{change['change']:+.1f}", low=f"{change['low']:+.1f}",
                               high=f"{change['high']:+.1f}")  # fmt: skip
        ax.set_title(wrapped(words, 56))
        ax.grid(axis="x", color=LIGHT)
        _key(ax, used, say)
    return ax
