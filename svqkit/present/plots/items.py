"""The picture of single items: how people answered, and the mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import item_rows, number, speaker
from svqkit.present.plots.style import (
    BLACK,
    FONT_SIZE,
    GREY,
    LIGHT,
    canvas,
    diverging_colours,
    shifted,
)
from svqkit.psychometrics.data.answers import as_items

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_items"]

_MOST_CATEGORIES = 21
_PASSES = 3
"""Passes of the layout until the panel of means stands still."""
N_ = str
_FORMS = {
    "perceptions": N_("Answers to each item: perceptions"),
    "expectations": N_("Answers to each item: expectations"),
    "gaps": N_("Answers to each item: gaps"),
}


def _categories(items: pd.DataFrame, form: str, instrument: Any) -> np.ndarray:
    """List the response codes, lowest first."""
    values = items.to_numpy()
    broken = np.argwhere(~np.isnan(values) & (values != np.round(values)))
    if len(broken):
        row, column = (int(i) for i in broken[0])
        raise DataError(
            f"row {items.index[row]!r}, column {items.columns[column]!r} holds "
            f"{values[row, column]:g}; plot_items shows whole response codes",
            row=items.index[row],
            column=items.columns[column],
            value=values[row, column],
        )
    if np.isnan(values).all():
        raise DataError("no item has an answer; there is nothing to draw")
    low, high = int(np.nanmin(values)), int(np.nanmax(values))
    scale = getattr(instrument, "scale", None)
    if scale is not None:
        span = int(scale.high - scale.low)
        ends = (-span, span) if form == "gaps" else (int(scale.low), int(scale.high))
        low, high = min(low, ends[0]), max(high, ends[1])
    if high - low >= _MOST_CATEGORIES:
        raise DataError(
            f"the answers span {low} to {high}; plot_items shows at most {_MOST_CATEGORIES} "
            "response categories. Use codes, not amounts"
        )
    return np.arange(low, high + 1)


def _category_names(codes: np.ndarray, form: str, instrument: Any) -> list[str]:
    anchors = dict(getattr(getattr(instrument, "scale", None), "anchors", None) or {})
    words = {} if form == "gaps" else {int(code): text for code, text in anchors.items()}
    ends = {int(codes[0]), int(codes[-1])}
    return [
        f"{number(code, 0, bounded=False)} {words[code]}"
        if code in ends and code in words
        else number(code, 0, bounded=False)
        for code in codes.tolist()
    ]


def plot_items(
    result: Any, *, form: str = "perceptions", ax: Axes | None = None, instrument: Any = None
) -> Axes:
    """Show how people answered each item: response categories as bars, and the mean.

    Bars are centred on the scale's middle, so what stands right of zero lies above it. A panel on
    the right marks each item's mean, with a line of one standard deviation to each side.

    Parameters
    ----------
    result : Responses or DataFrame (respondents × items)
        Answers in whole response codes; missing answers are left out item by item.
    form : {"perceptions", "expectations", "gaps"}
        Which answers of ``Responses``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words, order and scale; that of ``Responses`` otherwise.

    Returns
    -------
    Axes
        The axes of the bars; the panel of means is ``ax.child_axes[0]``.

    Raises
    ------
    ValueError
        If ``form`` is none of the three.
    DataError
        If there are no such answers, or they are no whole codes.

    Notes
    -----
    Source: Heiberger and Robbins (2014), diverging stacked bar charts for rating scales.

    Examples
    --------
    >>> import svqkit as svq
    >>> ax = plot_items(svq.load_dataset("bank"))
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Q1 Modern equipment', 'Q2 Pleasant premises']
    """
    if form not in _FORMS:
        raise ValueError(f"form must be one of {', '.join(_FORMS)}, not {form!r}")
    instrument = instrument if instrument is not None else getattr(result, "instrument", None)
    source = getattr(result, form, None) if hasattr(result, "perceptions") else result
    if source is None:
        raise DataError(f"these responses hold no {form}; choose another form")
    items = as_items(source)
    codes = _categories(items, form, instrument)
    rows = item_rows(list(items.columns), instrument)
    items = items[list(rows.y)]
    counts = np.stack([(items == code).sum().to_numpy() for code in codes], axis=1)
    answered = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    share = 100 * counts / answered
    middle = (codes[0] + codes[-1]) / 2
    below = share[:, codes < middle].sum(axis=1) + share[:, codes == middle].sum(axis=1) / 2
    left = np.cumsum(share, axis=1) - share - below[:, None]
    y = np.array(list(rows.y.values()), dtype=float)
    names = _category_names(codes, form, instrument)
    say = speaker(instrument)
    own_figure = ax is None
    with canvas(ax, 7.4, rows.height + 1.5) as ax:
        for k, colour in enumerate(diverging_colours(len(codes))):
            ax.add_collection(_bars(y, left[:, k], share[:, k], colour, names[k]), autolim=False)
        ax.axvline(0, color=GREY, linewidth=1)
        reach_left, reach_right = left.min(), (left + share).max()
        ax.set_xlim(min(-10.0, reach_left * 1.02), max(10.0, reach_right * 1.02))
        ax.xaxis.set_major_formatter(lambda value, _: number(abs(value), 0, bounded=False))
        ax.set_xlabel(say("% of answers, below and above\nthe middle of the scale"))
        ax.set_title(say(_FORMS[form]))
        rows.label_axis(ax)
        _mean_panel(ax, items, y, codes, say)
        columns = len(codes) if len(codes) <= 7 else (len(codes) + 1) // 2
        handles, texts = ax.get_legend_handles_labels()
        across = [k for start in range(columns) for k in range(start, len(codes), columns)]
        ax.legend(
            [handles[k] for k in across],
            [texts[k] for k in across],
            loc="upper center",
            bbox_to_anchor=(0.35, 0),
            bbox_transform=shifted(ax, -0.7),
            ncols=columns,
            handlelength=0.9,
            handletextpad=0.4,
            columnspacing=1.0,
        )
        figure: Any = ax.figure
        if own_figure:  # the panel moves with the axes, so one pass leaves it cut off
            for _ in range(_PASSES):
                figure.get_layout_engine().execute(figure)
    return ax


def _bars(y: np.ndarray, left: np.ndarray, width: np.ndarray, colour: str, label: str) -> Any:
    """Make one category's bars as one collection, which draws in half the time of patches."""
    from matplotlib.collections import PolyCollection

    x0, x1, low, high = left, left + width, y - 0.37, y + 0.37
    corners = np.stack([x0, low, x1, low, x1, high, x0, high], axis=1).reshape(-1, 4, 2)
    return PolyCollection(
        list(corners), facecolors=colour, edgecolors="white", linewidths=0.6, label=label
    )


def _mean_panel(
    ax: Axes, items: pd.DataFrame, y: np.ndarray, codes: np.ndarray, say: Callable[..., str]
) -> None:
    mean, sd = items.mean().to_numpy(), items.std().to_numpy()
    panel = ax.inset_axes((1.03, 0, 0.34, 1))
    panel.errorbar(mean, y, xerr=sd, fmt="D", color=BLACK, ecolor=GREY, elinewidth=1.2, ms=4.5)
    panel.set_xlim(codes[0] - 0.5, codes[-1] + 0.5)
    panel.set_xticks([codes[0], (codes[0] + codes[-1]) / 2, codes[-1]])
    panel.xaxis.set_major_formatter(lambda value, _: number(value, 0, bounded=False))
    panel.set_ylim(ax.get_ylim())
    panel.set_xlabel(say("mean ± SD"))
    panel.yaxis.tick_right()
    panel.set_yticks(y, [number(value, 2, bounded=False) for value in mean])
    panel.tick_params(length=0, labelsize=FONT_SIZE)
    panel.grid(axis="x", color=LIGHT)
    for side in ("top", "left", "right", "bottom"):
        panel.spines[side].set_visible(False)
