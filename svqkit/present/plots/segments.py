"""The heat map of gaps: which item or dimension falls short in which segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.gaps.pairs.segments import SMALLEST_SEGMENT
from svqkit.present.plots.labels import Rows, display_width, number, speaker, wrapped
from svqkit.present.plots.levels import LEVELS, level_rows
from svqkit.present.plots.style import (
    BLACK,
    FONT_SIZE,
    GREY,
    MUTED,
    canvas,
    diverging_colours,
    ink_on,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_segments"]

_SHADES = 201
_PITCH = 0.36
_WIDE, _NARROW = 0.95, 0.74
"""Inches of a column; the narrow one where there are many."""
_LEAST_WIDTH = 6.6
_MANY = 7
_APART = 0.2
"""Columns between all respondents and the segments."""


def plot_segments(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, level: str = "dimension"
) -> Axes:
    r"""Show the gap of every item or dimension in every segment, as numbers on colours.

    Vermillion falls short of expectations, blue exceeds them, and the paler the closer to zero. A
    number in brackets has an interval that covers zero. Segments too small to show are hatched.
    The first column is all respondents.

    Parameters
    ----------
    result : GapScores
        Made with ``by=``: ``.by`` (index: segment, dimension) or ``.by_items`` (index: segment,
        item) with ``n gap low high masked``, and ``.dimensions``, ``.items``, ``.total``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and order; that of the result otherwise.
    level : {"dimension", "item"}
        What a row is; dimensions are followed by the total.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``level`` is none of those listed, or the result has no segments.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_segments(svq.gap_scores(svq.load_dataset("bank"), by="branch"))
    >>> [label.get_text().split("\n")[0] for label in ax.get_xticklabels()]
    ['All', 'Harbour', 'Market', 'Riverside', 'Station']
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, not {level!r}")
    cells = result.by if level == "dimension" else getattr(result, "by_items", None)
    if cells is None:
        raise ValueError("this result has no segments; make it by gap_scores(responses, by=…)")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    say = speaker(instrument)
    overall, rows = level_rows(result, level, instrument, pitch=_PITCH)
    segments = list(dict.fromkeys(cells.index.get_level_values(0)))
    tables = [cells.loc[segment].reindex(list(rows.y)) for segment in segments]
    columns = [overall.assign(masked=False), *tables]
    x = np.array([0.0, *(1 + _APART + np.arange(len(tables)))])
    inches = _WIDE if len(tables) < _MANY else _NARROW
    heads, turned = _heads([say("All"), *map(str, segments)], columns, inches, say)
    pitch = max(rows.pitch, _PITCH)
    width = max(2.6 + inches * (len(columns) + _APART), _LEAST_WIDTH)
    with canvas(ax, width, pitch * rows.size + (2.6 if turned else 1.9)) as ax:
        rows.label_axis(ax)
        _paint(ax, columns, x, rows, say)
        ax.set_xlim(-0.5, x[-1] + 0.5)
        ax.spines["bottom"].set_visible(False)
        ax.xaxis.tick_top()
        ax.set_xticks(x, heads, rotation=45 if turned else 0, ha="left" if turned else "center")
        if level == "dimension" and "total" in rows.y:
            ax.axhline(rows.y["total"] - 0.5, color=MUTED, linewidth=1)
        name = cells.index.names[0] or say("segment")
        title = say("Perception minus expectation, by {segment}", segment=name)
        ax.set_title(wrapped(title, int((width - 2.2) / 0.11)))
        _legend(ax, columns, say, f"{100 * getattr(result, 'ci_level', 0.95):g}")
    return ax


def _heads(
    names: Sequence[str], columns: Sequence[pd.DataFrame], inches: float, say: Callable[..., str]
) -> tuple[list[str], bool]:
    """Say each column's name and how many answered its fullest row; turned where names are long."""
    room = int(inches * 11)
    counts = [table["n"].max() if "n" in table.columns else np.nan for table in columns]
    said = [say("n = {n}", n=int(most)) if most == most else "" for most in counts]
    names = [wrapped(name, room) for name in names]
    if max(display_width(line) for name in names for line in name.split("\n")) <= room:
        return ["\n".join(filter(None, pair)) for pair in zip(names, said, strict=True)], False
    flat = [name.replace("\n", " ") for name in names]
    return [", ".join(filter(None, pair)) for pair in zip(flat, said, strict=True)], True


def _paint(
    ax: Axes, columns: Sequence[pd.DataFrame], x: np.ndarray, rows: Rows, say: Callable[..., str]
) -> None:
    """Fill the cells and write their numbers."""
    from matplotlib.patches import Rectangle

    gaps = np.array([table["gap"].to_numpy(dtype=float) for table in columns])
    known = np.abs(gaps[~np.isnan(gaps)])
    reach = max(float(known.max(initial=0.0)), 0.5)
    shades = diverging_colours(_SHADES)
    for at, table in zip(x, columns, strict=True):
        for y, gap, low, high, masked in zip(
            rows.y.values(), *(table[c] for c in ("gap", "low", "high", "masked")), strict=True
        ):
            hidden = masked is True or masked == 1
            shown = not hidden and gap == gap
            position = round((gap / reach + 1) / 2 * (_SHADES - 1)) if shown else 0
            colour = shades[position] if shown else "white"
            ax.add_patch(
                Rectangle(
                    (at - 0.5, y - 0.5),
                    1,
                    1,
                    facecolor=colour,
                    edgecolor=MUTED if hidden else "white",
                    hatch="////" if hidden else None,
                    linewidth=0 if hidden else 1.5,
                    zorder=1,
                )
            )
            ax.text(
                at,
                y,
                say("n < {n}", n=SMALLEST_SEGMENT) if hidden else _cell(gap, low, high),
                ha="center",
                va="center",
                color=ink_on(colour) if shown else GREY,
                size=FONT_SIZE - 0.5 if hidden else FONT_SIZE,
                zorder=3,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if hidden else None,
            )


def _cell(gap: float, low: float, high: float) -> str:
    """Write a gap, in brackets where its interval covers zero or is not known."""
    shown = number(gap, 2, bounded=False)
    return shown if gap != gap or low > 0 or high < 0 else f"({shown})"


def _legend(ax: Axes, columns: Sequence[pd.DataFrame], say: Callable[..., str], ci: str) -> None:
    from matplotlib.patches import Patch

    shades = diverging_colours(_SHADES)
    table = pd.concat([one[["gap", "low", "high", "masked"]] for one in columns])
    handles = []
    if table["gap"].lt(0).any():
        handles.append(Patch(facecolor=shades[_SHADES // 6], label=say("below expectations")))
    if table["gap"].gt(0).any():
        handles.append(Patch(facecolor=shades[-_SHADES // 6], label=say("above expectations")))
    if table["masked"].eq(True).any():
        words = say("fewer than {n} respondents, not shown", n=SMALLEST_SEGMENT)
        handles.append(Patch(facecolor="white", edgecolor=MUTED, hatch="////", label=words))
    in_brackets = table["gap"].notna() & ~(table["low"].gt(0) | table["high"].lt(0))
    if in_brackets.any():
        ax.text(
            0,
            0,
            say("(0.00): the {level} % interval covers zero", level=ci),
            transform=shifted(ax, -0.1),
            ha="left",
            va="top",
            color=BLACK,
        )
    ax.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=shifted(ax, -0.3 if in_brackets.any() else -0.05),
        ncols=3 if len(columns) >= _MANY else 1,
        columnspacing=1.4,
    )
