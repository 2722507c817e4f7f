"""Pictures of single items and of the scales they form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import dimension_label, item_rows, number
from svqkit.present.plots.style import (
    BLACK,
    FONT_SIZE,
    GREY,
    LIGHT,
    MARKERS,
    SERIES,
    canvas,
    diverging_colours,
    shifted,
)
from svqkit.psychometrics.data.answers import as_items

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_items", "plot_reliability"]

_MOST_CATEGORIES = 21
_FORMS = ("perceptions", "expectations", "gaps")


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
    with canvas(ax, 7.4, rows.height + 1.5) as ax:
        for k, colour in enumerate(diverging_colours(len(codes))):
            ax.add_collection(_bars(y, left[:, k], share[:, k], colour, names[k]), autolim=False)
        ax.axvline(0, color=GREY, linewidth=1)
        reach_left, reach_right = left.min(), (left + share).max()
        ax.set_xlim(min(-10.0, reach_left * 1.02), max(10.0, reach_right * 1.02))
        ax.xaxis.set_major_formatter(lambda value, _: number(abs(value), 0, bounded=False))
        ax.set_xlabel("% of answers, below and above\nthe middle of the scale")
        ax.set_title(f"Answers to each item: {form}")
        rows.label_axis(ax)
        _mean_panel(ax, items, y, codes)
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
    return ax


def _bars(y: np.ndarray, left: np.ndarray, width: np.ndarray, colour: str, label: str) -> Any:
    """Make one category's bars as one collection, which draws in half the time of patches."""
    from matplotlib.collections import PolyCollection

    x0, x1, low, high = left, left + width, y - 0.37, y + 0.37
    corners = np.stack([x0, low, x1, low, x1, high, x0, high], axis=1).reshape(-1, 4, 2)
    return PolyCollection(
        list(corners), facecolors=colour, edgecolors="white", linewidths=0.6, label=label
    )


def _mean_panel(ax: Axes, items: pd.DataFrame, y: np.ndarray, codes: np.ndarray) -> None:
    mean, sd = items.mean().to_numpy(), items.std().to_numpy()
    panel = ax.inset_axes((1.03, 0, 0.34, 1))
    panel.errorbar(mean, y, xerr=sd, fmt="D", color=BLACK, ecolor=GREY, elinewidth=1.2, ms=4.5)
    panel.set_xlim(codes[0] - 0.5, codes[-1] + 0.5)
    panel.set_xticks([codes[0], (codes[0] + codes[-1]) / 2, codes[-1]])
    panel.xaxis.set_major_formatter(lambda value, _: number(value, 0, bounded=False))
    panel.set_ylim(ax.get_ylim())
    panel.set_xlabel("mean ± SD")
    panel.yaxis.tick_right()
    panel.set_yticks(y, [number(value, 2, bounded=False) for value in mean])
    panel.tick_params(length=0, labelsize=FONT_SIZE)
    panel.grid(axis="x", color=LIGHT)
    for side in ("top", "left", "right", "bottom"):
        panel.spines[side].set_visible(False)


def plot_reliability(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    reference: float = 0.70,
) -> Axes:
    """Show alpha and omega of each scale with their intervals.

    Coefficients below −.5 are written at the left edge. With polychoric correlations omega of the sum score (categorical omega) stands beside the two,
    which are then of the responses behind the categories.

    Parameters
    ----------
    result : Reliability, or mapping of form to Reliability
        Such as ``{"perceptions": …, "expectations": …, "gaps": …}``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Titles of the dimensions.
    reference : float
        Value of the vertical line, .70 after Nunnally (1978).

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> found = svq.reliability(bank, bank.instrument.mapping)
    >>> ax = plot_reliability(found, instrument=bank.instrument)
    >>> [label.get_text() for label in ax.get_yticklabels()][-2:]
    ['Empathy', 'Total']
    """
    forms = dict(result) if isinstance(result, Mapping) else {"": result}
    scales = list(dict.fromkeys(s for form in forms.values() for s in form.coefficients.index))
    kinds = [
        ("alpha", "alpha", "alpha_low", "alpha_high"),
        ("omega", "omega_total", "omega_low", "omega_high"),
    ]
    if all("omega_categorical" in form.coefficients for form in forms.values()):
        ends = ("omega_categorical_low", "omega_categorical_high")
        kinds.append(("omega of the sum", "omega_categorical", *ends))
    lanes = len(forms) * len(kinds)
    pitch = max(0.46, 0.155 * lanes + 0.18)
    offsets = (np.arange(lanes) - (lanes - 1) / 2) * min(0.84 / lanes, 0.34)
    place = {scale: row for row, scale in enumerate(scales)}
    level = getattr(next(iter(forms.values())), "ci_level", 0.95)
    lowest, lane = reference, 0
    beyond: list[tuple[float, float, str]] = []
    with canvas(ax, 7.0, pitch * len(scales) + 1.5) as ax:
        for form_number, (form, reliability) in enumerate(forms.items()):
            colour = SERIES[form_number % len(SERIES)] if len(forms) > 1 else BLACK
            for kind, column, low, high in kinds:
                table = reliability.coefficients.dropna(subset=[column])
                table = table.reindex(columns=[column, low, high])
                value = table[column].to_numpy(dtype=float)
                ends = table[[low, high]].to_numpy(dtype=float)
                y = np.array([place[scale] for scale in table.index]) + offsets[lane]
                filled = kind == "alpha"
                alone = {"alpha": "o", "omega": "s"}.get(kind, "D")
                marker = MARKERS[form_number % len(MARKERS)] if len(forms) > 1 else alone
                ax.hlines(y, ends[:, 0], ends[:, 1], color=colour, linewidth=2, zorder=2)
                ax.plot(
                    value,
                    y,
                    marker,
                    color=colour,
                    markerfacecolor=colour if filled else "white",
                    markeredgewidth=1.6,
                    markersize=7,
                    label=f"{form} {kind}".strip(),
                    zorder=3,
                )
                beyond += [(v, at, colour) for v, at in zip(value, y, strict=True)]
                known = np.concatenate([value, ends[~np.isnan(ends)]])
                lowest = min(lowest, *known) if len(known) else lowest
                lane += 1
        ax.axvline(reference, color=GREY, linestyle="--", linewidth=1.3, zorder=1)
        left = max(-0.5, np.floor(lowest * 10 - 0.5) / 10)
        ax.set_xlim(left, 1.0)
        for value, y, colour in beyond:
            if value < left:
                said = f"◂ {number(value)}"
                ax.text(left + 0.02, y, said, color=colour, va="center", backgroundcolor="white")
        ax.set_xticks(np.arange(np.ceil(left * 10 - 1e-9), 11) / 10)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, 1) if value < 0.99 else "1")
        ax.set_xlabel(
            f"coefficient with {100 * level:g} % interval; dashed line {number(reference)}"
        )
        ax.set_yticks(range(len(scales)), [dimension_label(s, instrument) for s in scales])
        ax.set_ylim(len(scales) - 0.5, -0.5)
        for row in range(1, len(scales)):
            ax.axhline(row - 0.5, color=LIGHT, linewidth=0.8, zorder=0.5)
        ax.grid(axis="x", color=LIGHT)
        ax.set_title("Reliability of each scale")
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.4, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=max(2, len(forms)),
            handletextpad=0.2,
            columnspacing=1.2,
        )
    return ax
