"""The picture of groups: each one's mean on every dimension, with its interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.present.plots.labels import (
    Rows,
    dimension_label,
    display_width,
    number,
    speaker,
    wrapped,
)
from svqkit.present.plots.style import (
    BLUE,
    FONT_SIZE,
    GREY,
    LIGHT,
    MARKERS,
    MUTED,
    SERIES,
    canvas,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["hidden_groups", "plot_groups", "score_axis"]

N_ = str
_AXIS = {
    "gap": N_("perception minus expectation, with {level} % interval"),
    "perception": N_("perception, with {level} % interval"),
    "expectation": N_("expectation, with {level} % interval"),
}
_TITLES = {
    "gap": N_("Perception minus expectation, by {segment}"),
    "perception": N_("Perception, by {segment}"),
    "expectation": N_("Expectation, by {segment}"),
}
_MOST = len(SERIES)
"""More groups than this have no colours of their own: one dimension is shown, a row a group."""
_STEP = 0.19
"""Inches between the marks of neighbouring groups."""


def plot_groups(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    dimension: str | None = None,
) -> Axes:
    """Show the groups' means on every dimension with their intervals, and whether they differ.

    Parameters
    ----------
    result : GroupComparison
        With ``.descriptives`` (index: dimension, group; mean, low, high, masked) and ``.anova``
        (index: dimension; p_holm).
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words of the dimensions; that of the result otherwise.
    dimension : str, optional
        Show this one only, a row a group, the lowest on top. With more than seven groups the
        total is shown so, unless another one is named.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``dimension`` is none of the result's.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_groups(svq.compare_groups(svq.load_dataset("bank"), "branch", invariance=False))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['Harbour', 'Market Square', 'Riverside', 'Station']
    """
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = speaker(instrument)
    table = result.descriptives
    dimensions = list(dict.fromkeys(table.index.get_level_values("dimension")))
    if dimension is not None and dimension not in dimensions:
        raise ValueError(f"dimension must be one of {', '.join(dimensions)}, not {dimension!r}")
    groups = list(dict.fromkeys(table.index.get_level_values("group")))
    if dimension is None and len(groups) > _MOST:
        dimension = "total" if "total" in dimensions else dimensions[0]
    if dimension is not None:
        return _one_dimension(result, dimension, ax, instrument, say)
    pitch = 0.2 + _STEP * len(groups)
    labels = {name: dimension_label(name, instrument) for name in dimensions}
    rows = Rows(
        {name: float(k) for k, name in enumerate(dimensions)}, labels, (), len(labels), pitch
    )
    with canvas(ax, 7.4, rows.height + 1.7) as ax:
        rows.label_axis(ax)
        offsets = (np.arange(len(groups)) - (len(groups) - 1) / 2) * _STEP / pitch
        for group, offset, colour, marker in zip(groups, offsets, SERIES, MARKERS, strict=False):
            rows_of = table.xs(group, level="group").reindex(dimensions)
            _marks(ax, rows_of, np.arange(len(dimensions)) + offset, colour, marker, str(group))
        for edge in range(1, len(dimensions)):
            total = dimensions[edge] == "total"
            ax.axhline(edge - 0.5, color=MUTED if total else LIGHT, linewidth=1, zorder=0.5)
        _write_p(ax, result, dimensions, say)
        score_axis(ax, result, say)
        segment = getattr(result, "group", "")
        ax.set_title(say(_TITLES[result.score], segment=segment), pad=18)
        _legend(ax, result, table, say)
    return ax


def _marks(
    ax: Axes, rows: pd.DataFrame, y: np.ndarray, colour: str, marker: str, label: str = ""
) -> None:
    """Draw means and intervals; masked rows have none."""
    mean, low, high = (rows[name].to_numpy(dtype=float) for name in ("mean", "low", "high"))
    known = ~np.isnan(mean)
    if not known.any():
        return
    ax.hlines(y[known], low[known], high[known], color=colour, linewidth=2)
    ax.plot(mean[known], y[known], marker, color=colour, markersize=7.5, label=label or None)


def score_axis(ax: Axes, result: Any, say: Callable[..., str]) -> None:
    """Name the horizontal axis after the score; a gap's axis shows zero.

    Parameters
    ----------
    ax : Axes
    result : any result
        With ``.score`` and ``.ci_level``.
    say : callable
        The translator.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from svqkit.interface import translator
    >>> with canvas(None, 4, 3) as ax:
    ...     score_axis(ax, SimpleNamespace(score="perception", ci_level=0.9), translator())
    >>> ax.get_xlabel()
    'perception, with 90 % interval'
    """
    ax.set_xlabel(say(_AXIS[result.score], level=f"{100 * result.ci_level:g}"))
    ax.grid(axis="x", color=LIGHT)
    if result.score == "gap":
        ax.axvline(0, color=GREY, linewidth=1.3, zorder=1)


def _write_p(ax: Axes, result: Any, dimensions: list[str], say: Callable[..., str]) -> None:
    """Write each dimension's adjusted p beside its row, bold where groups differ."""
    found = result.anova["p_holm"].reindex(dimensions)
    for row, p in enumerate(found):
        ax.text(
            1.03,
            row,
            "< .001" if p < 0.001 else number(float(p), 3),
            transform=ax.get_yaxis_transform(),
            ha="left",
            va="center",
            weight="bold" if p < 1 - result.ci_level else "normal",
        )
    header = say("p (Welch, Holm)")
    ax.text(1.03, 1.0, wrapped(header, 10), transform=ax.transAxes, va="bottom", color=GREY)


def _legend(
    ax: Axes, result: Any, table: pd.DataFrame, say: Callable[..., str], groups: bool = True
) -> None:
    """Name groups, count those that are hidden, and say the caution that a comparison needs."""
    handles, labels = ax.get_legend_handles_labels() if groups else ([], [])
    hidden = int(table["masked"].groupby(level="group").all().sum())
    notes = [hidden_groups(hidden, say)]
    if getattr(result, "warning", ""):
        notes.append(wrapped(say("Caution: the groups may not answer on one scale."), 60))
    note = "\n".join(filter(None, notes))
    if not handles and not note:
        return
    longest = max(map(display_width, labels), default=0)
    ax.legend(
        handles,
        labels,
        loc="upper center",
        bbox_to_anchor=(0.4, 0),
        bbox_transform=shifted(ax, -0.5),
        ncols=max(1, min(4, 72 // (longest + 6))),
        handletextpad=0.3,
        columnspacing=1.2,
        title=note or None,
        title_fontsize=FONT_SIZE,
        alignment="left",
    )


def hidden_groups(count: int, say: Callable[..., str]) -> str:
    """Say how many groups are too small to show, without their names.

    Parameters
    ----------
    count : int
    say : callable
        The translator.

    Returns
    -------
    str
        Empty where there are none.

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> hidden_groups(2, translator())
    'Groups under 10 respondents, not shown: 2'
    """
    if not count:
        return ""
    return say("Groups under {n} respondents, not shown: {k}", n=SMALLEST_SEGMENT, k=count)


def _one_dimension(
    result: Any, dimension: str, ax: Axes | None, instrument: Any, say: Callable[..., str]
) -> Axes:
    """Give each group a row of its own, the lowest on top."""
    table = result.descriptives.xs(dimension, level="dimension")
    shown = table[~table["masked"]].sort_values("mean")
    pitch = 0.34
    with canvas(ax, 7.0, pitch * max(len(shown), 1) + 1.9) as ax:
        _marks(ax, shown, np.arange(len(shown), dtype=float), BLUE, "o")
        ax.set_yticks(range(len(shown)), [wrapped(str(name), 24) for name in shown.index])
        ax.set_ylim(len(shown) - 0.5, -0.5)
        for row, mean in enumerate(shown["mean"]):
            ax.text(
                1.03,
                row,
                number(float(mean), 2, bounded=False),
                transform=ax.get_yaxis_transform(),
                va="center",
            )
        score_axis(ax, result, say)
        ax.text(1.03, 1.0, say("mean"), transform=ax.transAxes, va="bottom", color=GREY)
        ax.set_title(
            say(
                "{dimension}, by {segment}",
                dimension=dimension_label(dimension, instrument),
                segment=getattr(result, "group", ""),
            ),
            pad=18,
        )
        whole = result.descriptives.loc[[dimension]]
        _legend(ax, result, whole, say, groups=False)
    return ax
