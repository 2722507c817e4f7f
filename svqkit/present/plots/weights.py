"""A picture of weights: stated, derived and compared in pairs, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.interface import translator
from svqkit.present.plots.labels import dimension_label, item_label, number, speaker, wrapped
from svqkit.present.plots.style import GREY, LIGHT, MARKERS, MUTED, SERIES, canvas, shifted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_weights"]

_WIDTH = 7.2
_ROW, _PITCH = 0.4, 0.23
"""Inches of a row with one series, and of one more series in it."""


@dataclass(frozen=True)
class _Weights:
    """One series: its words, and a table (weight, low, high) in parts of 100."""

    label: str
    table: pd.DataFrame


def plot_weights(
    result: Any, *, ax: Axes | None = None, instrument: Any = None, language: str | None = None
) -> Axes:
    """Show what each dimension counts, by one way of weighting or by several side by side.

    Lines are confidence intervals; of paired comparisons they are the range when one judgement
    moves one step, and the legend says so. Weights that somebody gave have no line. The dashed line
    is where all would be with equal weights.

    Parameters
    ----------
    result : WeightedGaps, DerivedImportance, AhpWeights, Weights, Series, or names mapped to these
        The names of a mapping stand in the legend.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words, order and language; that of the first result that has one otherwise.
    language : str, optional
        BCP 47, of the picture's own words, in place of the instrument's.

    Returns
    -------
    Axes

    Raises
    ------
    DataError
        If the results weigh different things, or there is nothing to draw.
    TypeError
        If something has no weights.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> ax = plot_weights({
    ...     "points": svq.weighted_gaps(bank), "satisfaction": svq.derived_importance(bank)})
    >>> [label.get_text() for label in ax.get_yticklabels()][0]
    'Tangibles'
    """
    results = _named(result)
    if instrument is None:
        having = (getattr(one, "instrument", None) for one in results.values())
        instrument = next((one for one in having if one is not None), None)
    say = translator(language) if language else speaker(instrument)
    series = [_series(name, one, instrument, say) for name, one in results.items()]
    names = _names(series, instrument)
    lines = sum(one.label.count("\n") + 1 for one in series)
    pitch = _ROW + _PITCH * (len(series) - 1)
    with canvas(ax, _WIDTH, pitch * len(names) + 1.35 + 0.24 * lines) as ax:
        equal = 100 / len(names)
        ax.axvline(equal, color=MUTED, linewidth=1.3, linestyle="--", zorder=1)
        for k, one in enumerate(series):
            _draw(ax, one, names, k, len(series), pitch)
        ax.set_yticks(range(len(names)), [_words(name, instrument) for name in names])
        ax.set_ylim(len(names) - 0.5, -0.5)
        for row in range(1, len(names)):
            ax.axhline(row - 0.5, color=LIGHT, linewidth=0.8, zorder=0.5)
        ends = np.concatenate([one.table.to_numpy(dtype=float).ravel() for one in series])
        ax.set_xlim(0, 1.06 * max(np.nanmax(ends), equal))
        _name_equal(ax, equal, say)
        if len(series) == 1:
            _numbers(ax, series[0], names, say)
        ax.set_xlabel(say("weight (all together 100)"))
        ax.set_title(say("What counts how much"), pad=24)
        ax.grid(axis="x", color=LIGHT)
        ax.legend(
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=shifted(ax, -0.5),
            ncols=1,
            handletextpad=0.5,
            borderaxespad=0,
        )
    return ax


def _named(result: Any) -> dict[str, Any]:
    """Give each result its name; one alone has none."""
    if not isinstance(result, Mapping):
        return {"": result}
    if not result:
        raise DataError("there are no weights to draw")
    if all(np.isscalar(value) and not isinstance(value, str) for value in result.values()):
        return {"": pd.Series(dict(result))}
    return {str(name): one for name, one in result.items()}


def _series(name: str, result: Any, instrument: Any, say: Any) -> _Weights:
    """Take a result's weights with their interval, scaled to a sum of 100."""
    weights = pd.Series(dict(result)) if isinstance(result, Mapping) else result
    weights = getattr(weights, "weights", weights)
    if not isinstance(weights, pd.Series):
        raise TypeError(f"{type(result).__name__} has no weights to draw")
    source = getattr(result, "dimensions", None)
    if source is None:
        source = getattr(result, "table", None)
    table = pd.DataFrame({"weight": weights.astype(float)})
    for end in ("low", "high"):
        table[end] = np.nan
        for column in (f"weight_boot_{end}", f"boot_{end}", f"weight_{end}"):
            if isinstance(source, pd.DataFrame) and column in source:
                table[end] = source[column]
                break
    total = float(table["weight"].sum())
    if not total > 0:
        raise DataError(f"the weights {name!r} sum to {total:g}, so they have no parts to draw")
    label = name or _said(result, instrument, say)
    if hasattr(result, "consistency_ratio"):
        label = say("{what}: range if one judgement moves a step", what=label)
    elif table["low"].notna().any():
        level = f"{100 * result.ci_level:g}"
        label = say("{what}: {level} % interval", what=label, level=level)
    return _Weights(wrapped(label, 56), 100 * table / total)


def _said(result: Any, instrument: Any, say: Any) -> str:
    """Say where the weights of a result without a name come from."""
    if hasattr(result, "consistency_ratio"):
        return str(say("paired comparisons (AHP)"))
    if hasattr(result, "outcome"):
        outcomes = getattr(instrument, "outcomes", ())
        titles = {outcome.column: outcome.label for outcome in outcomes}
        return str(
            say("derived from {outcome}", outcome=titles.get(result.outcome, result.outcome))
        )
    method = str(getattr(result, "method", ""))
    if method in ("entropy", "CRITIC"):
        return str(say("from the data ({method})", method=method))
    if method.startswith("panel"):
        return str(say("from a panel of {n} experts", n=len(result.experts)))
    if "combination" in method:
        return str(say("combined"))
    kind = getattr(result, "kind", "given")
    if kind in ("respondents", "sample"):
        return str(say("stated by respondents"))
    return str(say("derived from an outcome") if kind == "derived" else say("given"))


def _names(series: list[_Weights], instrument: Any) -> list[Any]:
    """List what is weighed, in the instrument's order; all series must weigh the same."""
    first = list(series[0].table.index)
    for one in series[1:]:
        odd = set(one.table.index).symmetric_difference(first)
        if odd:
            raise DataError(
                f"{min(map(str, odd))!r} is weighed in one result but not in another; only weights "
                "of the same things can stand side by side"
            )
    order = {
        name: place
        for place, name in enumerate(getattr(instrument, "dimension_titles", None) or {})
    }
    return sorted(first, key=lambda name: order.get(name, len(order)))


def _words(name: Any, instrument: Any) -> str:
    labels = getattr(instrument, "labels", None) or {}
    return item_label(name, instrument) if name in labels else dimension_label(name, instrument)


def _draw(ax: Axes, one: _Weights, names: list[Any], k: int, count: int, pitch: float) -> None:
    """Draw a series' dots and lines, each series a little below the one before."""
    rows = one.table.loc[names]
    y = np.arange(len(names)) + (k - (count - 1) / 2) * _PITCH / pitch
    colour = SERIES[k % len(SERIES)]
    known = rows["low"].notna().to_numpy()
    ax.hlines(y[known], rows["low"][known], rows["high"][known], color=colour, linewidth=2.2)
    ax.plot(
        rows["weight"],
        y,
        MARKERS[k % len(MARKERS)],
        color=colour,
        markersize=8,
        label=one.label,
        clip_on=False,
    )


def _name_equal(ax: Axes, equal: float, say: Any) -> None:
    """Name the line of equal weights above it, to its left where it stands far right."""
    ax.text(
        equal,
        1.0,
        say("equal weights"),
        transform=shifted(ax, 0.05, ax.get_xaxis_transform()),
        ha="right" if equal > 0.75 * ax.get_xlim()[1] else "center",
        va="bottom",
        color=GREY,
    )


def _numbers(ax: Axes, one: _Weights, names: list[Any], say: Any) -> None:
    """Write the weights beside the rows."""
    heading = shifted(ax, 0.05)
    ax.text(1.13, 1, say("weight"), transform=heading, ha="right", va="bottom", color=GREY)
    for row, name in enumerate(names):
        ax.text(
            1.13,
            row,
            number(one.table.loc[name, "weight"], 1, bounded=False),
            transform=ax.get_yaxis_transform(),
            ha="right",
            va="center",
            in_layout=False,
        )
