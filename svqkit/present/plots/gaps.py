"""Pictures of gaps between what customers expect and what they perceive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import Rows, dimension_label, item_rows, number
from svqkit.present.plots.style import BLUE, GREY, LIGHT, MUTED, VERMILLION, canvas, shifted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_gaps"]

_LEVELS = ("dimension", "item")
_KINDS = ("interval", "bar", "dumbbell")
_VERDICTS = (
    ("below expectations", VERMILLION, "o", True),
    ("cannot tell from zero", GREY, "D", False),
    ("above expectations", BLUE, "s", True),
)


def plot_gaps(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    level: str = "dimension",
    kind: str = "interval",
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
    kind : {"interval", "bar", "dumbbell"}
        The gap as a point or as a bar from zero, each with its interval; or a dumbbell from the
        mean expectation to the mean perception.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``level`` or ``kind`` is none of those listed.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_gaps(svq.gap_scores(svq.load_dataset("bank")))
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Empathy', 'Total']
    """
    if level not in _LEVELS:
        raise ValueError(f"level must be one of {', '.join(_LEVELS)}, not {level!r}")
    if kind not in _KINDS:
        raise ValueError(f"kind must be one of {', '.join(_KINDS)}, not {kind!r}")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    table, rows = _table_and_rows(result, level, instrument)
    y = np.array(list(rows.y.values()), dtype=float)
    with canvas(ax, 7.0, rows.height + 1.65) as ax:
        if kind == "dumbbell":
            _dumbbells(ax, table, y)
        else:
            _gap_marks(ax, table, y, bars=kind == "bar")
            ci = 100 * getattr(result, "ci_level", 0.95)
            ax.set_xlabel(f"perception minus expectation, with {ci:g} % interval")
            ax.set_title("Perceptions minus expectations", pad=18)
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
        ax.text(1.13, 1.0, "gap", transform=ax.transAxes, ha="right", va="bottom", color=GREY)
        ax.grid(axis="x", color=LIGHT)
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.35, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=3,
            handletextpad=0.2,
            columnspacing=1.2,
        )
    return ax


def _table_and_rows(result: Any, level: str, instrument: Any) -> tuple[pd.DataFrame, Rows]:
    """Take the wanted rows in the instrument's order; dimensions end with the total."""
    if level == "item":
        rows = item_rows(list(result.items.index), instrument)
        return result.items.loc[list(rows.y)], rows
    table = result.dimensions
    if result.total is not None:
        table = pd.concat([table, result.total.to_frame("total").T[list(table.columns)]])
    labels = {name: dimension_label(name, instrument) for name in table.index}
    places = {name: float(row) for row, name in enumerate(table.index)}
    return table, Rows(places, labels, (), len(places), 0.46)


def _gap_marks(ax: Axes, table: pd.DataFrame, y: np.ndarray, *, bars: bool) -> None:
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
            label=words,
        )
    ax.axvline(0, color=GREY, linewidth=1.3, zorder=1)
    ends = np.array([np.nanmin([*low, *gap, 0.0]), np.nanmax([*high, *gap, 0.0])])
    pad = 0.06 * (ends[1] - ends[0])
    ax.set_xlim(ends[0] - pad, ends[1] + pad)


def _dumbbells(ax: Axes, table: pd.DataFrame, y: np.ndarray) -> None:
    expected = table["expectation"].to_numpy(dtype=float)
    perceived = table["perception"].to_numpy(dtype=float)
    colours = np.where(perceived < expected, VERMILLION, BLUE)
    ax.hlines(y, expected, perceived, colors=list(colours), linewidth=3)
    ax.plot(expected, y, "o", color=GREY, mfc="white", mew=1.8, ms=9, label="expectation")
    ax.plot(perceived, y, "o", color=GREY, ms=9, label="perception")
    ax.set_xlabel("mean on the answer scale")
    ax.set_title("Expected and perceived", pad=18)
    ends = np.array([np.nanmin([expected, perceived]), np.nanmax([expected, perceived])])
    pad = max(0.06 * (ends[1] - ends[0]), 0.1)
    ax.set_xlim(ends[0] - pad, ends[1] + pad)
