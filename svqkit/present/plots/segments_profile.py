"""The picture of segments: what stands out in each, and what each expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.improvement.customers.profile_cards import stands_out
from svqkit.interface import translator
from svqkit.present.plots.heat_cells import heat_cells
from svqkit.present.plots.style import GREY, canvas, diverging_colours
from svqkit.present.plots.wrapping import display_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_segments_profile"]

_SHADES = 201
_FULL = 1.5
"""Standard deviations from all customers at which a colour is full."""


def plot_segments_profile(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    r"""Show the mean of each variable in each segment, coloured by its distance from all customers.

    Blue is above all customers' mean, vermillion below, the darker the farther; a frame marks what
    stands out (half a standard deviation or more, with an interval that leaves the mean out). A dash
    stands for under ten answers.

    Parameters
    ----------
    result : Segmentation
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> rng = np.random.default_rng(1)
    >>> table = pd.DataFrame({"visits": np.r_[rng.normal(2, 1, 60), rng.normal(9, 1, 40)]})
    >>> found = svq.segments(table, ["visits"], references=20, bootstrap=20)
    >>> plot_segments_profile(found).get_xticklabels()[0].get_text()
    '1\n60 %'
    """
    say = translator(language)
    cells = pd.concat([part for part in (result.profiles, result.expectations) if len(part)])
    names = list(dict.fromkeys(cells.index.get_level_values(1)))
    segments = list(result.sizes.index)
    cells = cells.reindex(pd.MultiIndex.from_product([segments, names]))
    shape = (len(segments), len(names))
    away = cells["difference"].to_numpy(float).reshape(shape).T
    mean = cells["mean"].to_numpy(float).reshape(shape).T
    out = stands_out(cells).to_numpy().reshape(shape).T
    palette = diverging_colours(_SHADES)
    labels = [wrapped(str(name).replace("_", " "), 24) for name in names]
    wide = 0.1 * max(display_width(line) for label in labels for line in label.split("\n"))
    rows = sum(label.count("\n") + 1 for label in labels)
    with canvas(ax, max(6.6, 1.0 + wide + 1.3 * len(segments)), 1.9 + 0.36 * rows) as ax:
        heat_cells(
            ax,
            [[_shade(value, palette) for value in row] for row in away],
            [["–" if value != value else f"{value:.3g}" for value in row] for row in mean],
            out,
            labels,
            [f"{k}\n{100 * share:.0f} %" for k, share in result.sizes["share"].items()],
        )
        width = 22 + 8 * len(segments)
        p = result.reference["p"]
        clear = bool(p <= 0.05)
        title = (
            say("{k} segments, more clustered than data without any", k=result.k)
            if clear
            else say("{k} segments, no clearer than in data without any", k=result.k)
        )
        ax.set_title(wrapped(title, width), pad=14)
        ax.set_xlabel(
            wrapped(say("framed: stands out; columns: segment, share of customers"), width),
            color=GREY,
            labelpad=8,
        )
    return ax


def _shade(away: float, palette: list[str]) -> str:
    """Give the colour of a distance in standard deviations; white where it is not known."""
    if away != away:
        return "#ffffff"
    place = np.clip(away / _FULL, -1, 1)
    return palette[round((place + 1) / 2 * (_SHADES - 1))]
