"""Picture of how close factors are, with intervals against criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.present.plots.labels import dimension_label, number, speaker
from svqkit.present.plots.style import BLACK, BLUE, GREY, VERMILLION, canvas, shifted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_discriminant"]

SHIFT = 0.17
LINES = ("--", "-.", "-")


def plot_discriminant(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    ratio: str | None = "htmt",
    criteria: tuple[float, ...] = (0.85, 1.0),
    group: Any = None,
) -> Axes:
    """Show each pair of factors: correlation and HTMT with intervals, against criteria.

    Parameters
    ----------
    result : Validity or HTMT
        With ``.pairs``; intervals are drawn where they are. Correlations are turned positive.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Titles of the dimensions.
    ratio : {"htmt", "htmt2"} or None
        What stands below the correlation of each pair; None for nothing.
    criteria : tuple of up to three float
        Where the lines are; an interval that reaches one leaves the pair open.
    group : group label, optional
        Needed where the result has groups.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``ratio`` is unknown or there are too many criteria.
    DataError
        If there are no pairs, or groups and none is chosen.

    Notes
    -----
    Source: Rönkkö and Cho (2022) for intervals of correlations; Henseler, Ringle and Sarstedt
    (2015) for .85.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, bank.instrument.mapping)
    >>> ax = plot_discriminant(svq.validity(fit), instrument=bank.instrument)
    >>> len(ax.get_yticks())
    10
    """
    if ratio not in ("htmt", "htmt2", None):
        raise ValueError(f"ratio must be 'htmt', 'htmt2' or None, not {ratio!r}")
    if len(criteria) > len(LINES):
        raise ValueError(f"at most {len(LINES)} criteria can be told apart, not {len(criteria)}")
    pairs = _pairs_of(result, group)
    say = speaker(instrument)
    shown = [("r", "low", "high", say("factor correlation"), BLUE, "o")] * ("r" in pairs)
    if ratio is not None:
        shown.append((ratio, f"{ratio}_low", f"{ratio}_high", ratio.upper(), VERMILLION, "D"))
    pairs = pairs.iloc[np.argsort(-pairs[shown[0][0]].abs().to_numpy(), kind="stable")]
    names = [
        f"{dimension_label(str(one), instrument, 40)} – {dimension_label(str(other), instrument, 40)}"
        for one, other in zip(pairs["factor_1"], pairs["factor_2"], strict=True)
    ]
    y = np.arange(len(pairs), dtype=float)
    ends = [0.0, *criteria]
    with canvas(ax, 7.6, 1.9 + (0.26 + 0.2 * len(shown)) * len(pairs)) as ax:
        for line, value in zip(LINES, criteria, strict=False):
            ax.axvline(value, color=GREY, linestyle=line, linewidth=1.2, zorder=1)
            ax.annotate(
                number(value, bounded=value < 1),
                (value, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=GREY,
            )
        for k, (name, low, high, label, colour, marker) in enumerate(shown):
            place = y + SHIFT * (2 * k - (len(shown) - 1))
            values, bars = _positive(pairs, name, low, high)
            ends += [float(np.nanmax(values + np.nan_to_num(bars[1])))]
            ends += [float(np.nanmin(values - np.nan_to_num(bars[0])))]
            ax.errorbar(
                values,
                place,
                xerr=np.nan_to_num(bars),
                fmt=marker,
                color=colour,
                ecolor=colour,
                elinewidth=1.6,
                capsize=2.5,
                markersize=5.5,
                markeredgecolor=BLACK,
                markeredgewidth=0.4,
                label=label,
                zorder=3,
            )
        ax.set_xlim(min(ends) - 0.02, max(ends) + 0.05)
        ax.set_ylim(len(pairs) - 0.5, -0.5)
        ax.set_yticks(y, names)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, 1, bounded=abs(value) < 1))
        ax.set_xlabel(say("how close the two dimensions are"))
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, 0),
            bbox_transform=shifted(ax, -0.6),
            ncols=len(shown),
        )
        ax.set_title(say("Can the dimensions be told apart?"), pad=20)
    return ax


def _pairs_of(result: Any, group: Any) -> pd.DataFrame:
    pairs: pd.DataFrame = result.pairs
    if "group" in pairs:
        if group is None or not (pairs["group"] == group).any():
            labels = ", ".join(map(str, pairs["group"].unique()))
            raise DataError(f"the result has groups; choose one with group= from {labels}")
        pairs = pairs[pairs["group"] == group]
    if len(pairs) == 0:
        raise DataError("pairs of factors are compared, but there are fewer than two factors")
    return pairs


def _positive(pairs: pd.DataFrame, name: str, low: str, high: str) -> tuple[np.ndarray, np.ndarray]:
    """Turn negative values positive, with their distances to both ends (NaN where none)."""
    value = pairs[name].to_numpy(dtype=float)
    if low not in pairs:
        return np.abs(value), np.full((2, len(value)), np.nan)
    below = value - pairs[low].to_numpy(dtype=float)
    above = pairs[high].to_numpy(dtype=float) - value
    turned = value < 0
    bars = np.stack([np.where(turned, above, below), np.where(turned, below, above)])
    return np.abs(value), np.maximum(bars, 0.0)
