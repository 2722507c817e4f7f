"""Pictures of closing the loop: how long cases take, and how old the open ones are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.feedback_words import called
from svqkit.present.plots.style import (
    BLUE,
    GREY,
    LIGHT,
    VERMILLION,
    canvas,
    ink_on,
    shifted,
)
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_closing_loop"]

_KINDS = ("times", "ageing")
_SHADES = ("#dfeaf3", "#a9cbe4", "#5b9bc9", "#1f6fa8", "#0b3a5c")
"""From young to old."""


def plot_closing_loop(
    result: Any, *, ax: Axes | None = None, kind: str = "times", language: str = "en"
) -> Axes:
    """Show the days until half of the cases are closed, or the open cases by age.

    Parameters
    ----------
    result : ClosingLoop
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    kind : {"times", "ageing"}
        The median of each group with its interval, open cases counted for as long as they have
        waited, beside the median of all; or open cases by age, with those overdue.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``kind`` is neither.

    Examples
    --------
    >>> import svqkit as svq
    >>> heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    >>> ax = plot_closing_loop(svq.closing_loop(heard))
    >>> ax.get_xlabel()
    'days until half are closed, with 95 % interval'
    """
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    say = translator(language)
    rows = len(result.times) if kind == "times" else max(len(result.ageing), 1)
    with canvas(ax, 7.6, 0.5 * rows + 2.0) as ax:
        if kind == "times":
            _draw_times(ax, result, say)
        else:
            _draw_ageing(ax, result, say)
        ax.grid(axis="x", color=LIGHT)
    return ax


def _draw_times(ax: Axes, result: Any, say: Callable[..., str]) -> None:
    everyone = result.times.loc["all"]
    table = result.times.drop(index="all").sort_values("median", ascending=False)
    y = np.arange(len(table), dtype=float)
    known = np.nan_to_num(table[["median", "low", "high"]].to_numpy(), nan=0.0)
    end = 1.08 * max(known.max(), np.nan_to_num(everyone["median"]), 1.0)
    named = False
    ax.axvline(
        everyone["median"], color=GREY, linestyle="--", linewidth=1.3, label=say("all cases")
    )
    for at, (median, low, high) in zip(y, table[["median", "low", "high"]].to_numpy(), strict=True):
        if median != median:
            ax.text(0.3, at, say("no median yet"), va="center", color=GREY)
            continue
        slow = low > everyone["median"]
        colour = VERMILLION if slow else BLUE
        words = say("clearly slower than all") if slow and not named else None
        named = named or bool(slow)
        ax.hlines(
            at, 0 if low != low else low, end if high != high else high, color=colour, linewidth=2.4
        )
        ax.plot(
            median,
            at,
            "D" if slow else "o",
            color=colour,
            markersize=8.5,
            linestyle="",
            label=words,
        )
    names = [f"{wrapped(called(name, say), 22)} ({n})" for name, n in table["n"].items()]
    ax.set_yticks(y, names)
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.set_xlim(0, end)
    if result.until == "closed":
        ax.set_xlabel(say("days until half are closed, with 95 % interval"))
    else:
        ax.set_xlabel(say("days until half are answered, with 95 % interval"))
    ax.set_title(wrapped(say("How long customers wait for an end (cases)"), 50))
    for at, open_now in zip(y, table["open"], strict=True):
        ax.text(1.03, at, f"{open_now}", transform=ax.get_yaxis_transform(), va="center")
    waiting = say("open") if result.until == "closed" else say("unanswered")
    ax.text(1.03, 1.0, waiting, transform=ax.transAxes, va="bottom", color=GREY)
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=shifted(ax, -0.5), ncols=2)


def _draw_ageing(ax: Axes, result: Any, say: Callable[..., str]) -> None:
    table = result.ageing
    bands = [name for name in table.columns if name not in ("oldest", "overdue")]
    y = np.arange(len(table), dtype=float)
    left = np.zeros(len(table))
    for band, colour in zip(bands, _SHADES, strict=True):
        width = table[band].to_numpy(dtype=float)
        words = (
            say("over {n} days", n=band.split()[-1])
            if band.startswith("over")
            else say("{n} days", n=band)
        )
        ax.barh(y, width, 0.64, left=left, color=colour, edgecolor="white", label=words)
        for at, start, value in zip(y, left, width, strict=True):
            if value > 0:
                ax.text(
                    start + value / 2,
                    at,
                    f"{value:.0f}",
                    ha="center",
                    va="center",
                    color=ink_on(colour),
                )
        left += width
    ax.set_yticks(y, [wrapped(called(name, say), 22) for name in table.index])
    ax.set_ylim(max(len(table), 1) - 0.5, -0.5)
    ax.set_xlim(0, max(left.max() if len(left) else 0, 1) * 1.05)
    from matplotlib.ticker import MaxNLocator

    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    ax.set_xlabel(say("open cases"))
    day = f"{result.on:%Y-%m-%d}"
    ax.set_title(wrapped(say("Open cases by age on {day}", day=day), 50))
    for at, late in zip(y, table["overdue"], strict=True):
        ax.text(
            1.03,
            at,
            f"{late}",
            transform=ax.get_yaxis_transform(),
            va="center",
            weight="bold" if late else "normal",
            color=VERMILLION if late else GREY,
        )
    ax.text(1.03, 1.0, say("overdue"), transform=ax.transAxes, va="bottom", color=GREY)
    ax.legend(
        loc="upper left",
        bbox_to_anchor=(-0.1, 0),
        bbox_transform=shifted(ax, -0.5),
        ncols=3,
        columnspacing=1.2,
        handletextpad=0.4,
    )
