"""A picture of what each form of scoring predicts, with its reliability beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.difference_scores.forms_words import FORM_TITLES, verdict_on
from svqkit.interface import translator
from svqkit.present.plots.labels import number, wrapped
from svqkit.present.plots.style import GREY, LIGHT, MARKERS, MUTED, SERIES, canvas, shifted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_forms"]

_LEVELS = ("total", "dimensions")
_PITCH = 0.3
"""Inches of one outcome in one form."""
_COLUMN = 92.0
"""Where the reliabilities end, in typographic points right of the axes."""


def plot_forms(
    result: Any, *, ax: Axes | None = None, level: str = "total", instrument: Any = None
) -> Axes:
    """Show how much more or less than SERVPERF each form explains, and how reliable it is.

    Filled marks differ from SERVPERF beyond chance, open ones cannot be told from it, and grey ones
    have no interval (the comparison was made without a bootstrap). Intervals of forms that contain
    SERVPERF are dotted: they never reach zero, so F and the gain for respondents left out decide
    there.

    Parameters
    ----------
    result : FormComparison
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    level : {"total", "dimensions"}
        What predicts: the total, or all dimensions together.
    instrument : Instrument, optional
        Words and language; that of the result otherwise.

    Returns
    -------
    Axes

    Raises
    ------
    DataError
        If there is no outcome, or SERVPERF could not be computed at this level.
    ValueError
        If ``level`` is unknown.

    Examples
    --------
    >>> import svqkit as svq
    >>> found = svq.compare_forms(svq.load_dataset("bank"), bootstrap=100, seed=1)
    >>> [label.get_text() for label in plot_forms(found).get_yticklabels()][:2]
    ['SERVPERF (P)', 'SERVQUAL (P − E)']
    """
    from matplotlib.ticker import MaxNLocator

    if level not in _LEVELS:
        raise ValueError(f"level must be one of {', '.join(_LEVELS)}, not {level!r}")
    instrument = instrument if instrument is not None else result.instrument
    say = translator(getattr(instrument, "language", "en"))
    table = result.prediction
    if not len(table) or "servperf" not in table.xs(level, level="level").index.unique("form"):
        raise DataError(
            f"there is nothing to draw: no form predicts an outcome from its {level} (see "
            ".not_computed)"
        )
    table = table.xs(level, level="level")
    outcomes = list(table.index.unique("outcome"))
    forms = ["servperf", *[name for name in table.index.unique("form") if name != "servperf"]]
    height = len(forms) * (0.2 + _PITCH * len(outcomes))
    with canvas(ax, 7.4, height + 1.9 + 0.25 * len(outcomes)) as ax:
        ax.axvline(0, color=GREY, linewidth=1.4, zorder=1)
        limit = 1 - result.ci_level
        for k, outcome in enumerate(outcomes):
            _marks(ax, table.xs(outcome, level="outcome"), forms, k, len(outcomes), limit)
        titles = [wrapped(say(FORM_TITLES[name]), 20) for name in forms]
        ax.set_yticks(range(len(forms)), titles)
        ax.set_ylim(len(forms) - 0.5, -0.5)
        for row in range(1, len(forms)):
            ax.axhline(row - 0.5, color=LIGHT, linewidth=0.8, zorder=0.5)
        _base_values(ax, table, outcomes, say)
        _reliabilities(ax, result, forms, say)
        ax.set_xlabel(
            say("ΔR² against SERVPERF, with {level} % interval", level=f"{100 * result.ci_level:g}")
            if result.bootstrap
            else say("ΔR² against SERVPERF")
        )
        titles_by_level = {
            "total": say("What each form's total predicts"),
            "dimensions": say("What each form's dimensions predict"),
        }
        ax.set_title(titles_by_level[level], pad=20)
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        ax.grid(axis="x", color=LIGHT)
        _legend(ax, _labels(outcomes, instrument), table, limit, say)
    return ax


def _places(k: int, count: int) -> float:
    """Dodge the outcomes of a form, the first on top."""
    return 0.0 if count == 1 else 0.62 * (k / (count - 1) - 0.5)


def _marks(ax: Any, rows: pd.DataFrame, forms: list[str], k: int, count: int, limit: float) -> None:
    colour, marker = SERIES[k % len(SERIES)], MARKERS[k % len(MARKERS)]
    for at, name in enumerate(forms):
        if name not in rows.index or name == "servperf":
            continue
        row: Any = rows.loc[name]
        y = at + _places(k, count)
        style = (0, (1, 1.3)) if row["contains_servperf"] else "-"
        if not np.isnan(row["delta_low"]):
            ends = row["delta_low"], row["delta_high"]
            ax.hlines(y, *ends, color=colour, linewidth=2.2, linestyle=style)
        verdict = verdict_on(row, limit)
        face = {"more": colour, "less": colour, "": LIGHT}.get(verdict, "white")
        ax.plot(
            row["delta_r_squared"],
            y,
            marker,
            color=colour,
            markerfacecolor=face,
            markeredgewidth=1.7,
            markersize=8,
        )


def _base_values(ax: Any, table: pd.DataFrame, outcomes: list[str], say: Any) -> None:
    """Write SERVPERF's own R² at the zero line, in the colours of the outcomes."""
    low, high = ax.get_xlim()
    reach = 0.04 * (high - low)
    ax.set_xlim(low - reach, max(high + reach, 0.42 * (high - low)))
    for k, outcome in enumerate(outcomes):
        row: Any = table.loc[(outcome, "servperf")]
        ax.annotate(
            say("R² = {value}", value=number(row["r_squared"])),
            (0, _places(k, len(outcomes))),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=SERIES[k % len(SERIES)],
            weight="bold",
        )


def _reliabilities(ax: Any, result: Any, forms: list[str], say: Any) -> None:
    totals = result.table
    for at, name in enumerate(forms):
        row = totals.loc[name]
        words = number(row["reliability"])
        if not np.isnan(row["reliability_low"]):
            words += f"\n[{number(row['reliability_low'])}, {number(row['reliability_high'])}]"
        ax.annotate(
            words,
            (1, at),
            xycoords=ax.get_yaxis_transform(),
            xytext=(_COLUMN, 0),
            textcoords="offset points",
            ha="right",
            va="center",
        )
    ax.annotate(
        say("reliability"),
        (1, 1),
        xycoords="axes fraction",
        xytext=(_COLUMN, 4),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=GREY,
    )


def _labels(outcomes: list[str], instrument: Any) -> list[str]:
    said = {o.column: o.label for o in getattr(instrument, "outcomes", ())}
    return [str(said.get(name, name)) for name in outcomes]


def _legend(ax: Any, labels: list[str], table: pd.DataFrame, limit: float, say: Any) -> None:
    from matplotlib.lines import Line2D

    def mark(colour: str, marker: str, face: str, words: str) -> Any:
        return Line2D([], [], color=colour, marker=marker, markerfacecolor=face, markersize=8,
                      markeredgewidth=1.7, linestyle="none", label=words)  # fmt: skip

    handles = [
        mark(SERIES[k % len(SERIES)], MARKERS[k % len(MARKERS)], SERIES[k % len(SERIES)], words)
        for k, words in enumerate(labels)
    ]
    rows = list(table.iterrows())
    verdicts = {verdict_on(row, limit) for _, row in rows}
    if verdicts & {"more", "less"}:
        handles.append(mark(MUTED, "o", MUTED, say("differs from SERVPERF")))
    if verdicts - {"more", "less", ""}:
        handles.append(mark(MUTED, "o", "white", say("cannot be told from SERVPERF")))
    if any(verdict_on(r, limit) == "" and r["delta_r_squared"] == r["delta_r_squared"]
           for _, r in rows):  # fmt: skip
        handles.append(mark(MUTED, "o", LIGHT, say("without interval, not compared")))
    dotted = table["contains_servperf"] & table["delta_low"].notna()
    if dotted.any():
        words = say("contains SERVPERF, so never below zero")
        handles.append(Line2D([], [], color=MUTED, linewidth=2.2, linestyle=(0, (1, 1.3)),
                              label=words))  # fmt: skip
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.45, 0),
        bbox_transform=shifted(ax, -0.6),
        ncols=2,
        handletextpad=0.5,
        columnspacing=1.4,
    )
