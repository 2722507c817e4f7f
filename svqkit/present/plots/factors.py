"""Pictures of factor analysis: can the items be factored, and what loads where."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.labels import dimension_label, item_rows, number, speaker
from svqkit.present.plots.style import (
    BLACK,
    BLUE,
    FONT_SIZE,
    GREY,
    VERMILLION,
    canvas,
    ink_on,
    shifted,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_factorability", "plot_loadings"]

N_ = str
_KAISER = (
    (0.5, N_("unacceptable")),
    (0.6, N_("miserable")),
    (0.7, N_("mediocre")),
    (0.8, N_("middling")),
    (0.9, N_("meritorious")),
    (1.0, N_("marvellous")),
)
_LOADING_STOPS = ("#a83c00", "#f1a160", "#ffffff", "#7db7de", "#004c7d")


def plot_factorability(result: Any, *, ax: Axes | None = None, instrument: Any = None) -> Axes:
    """Show each item's measure of sampling adequacy, the overall KMO and Kaiser's words for them.

    Parameters
    ----------
    result : Factorability
        With ``.msa`` (Series by item) and ``.kmo``.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and order of the items.

    Returns
    -------
    Axes

    Notes
    -----
    Source: Kaiser (1974), An index of factorial simplicity; Kaiser and Rice (1974).

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> ax = plot_factorability(svq.factorability(bank), instrument=bank.instrument)
    >>> ax.get_title(loc="left")[:32]
    'Can the items be factored? KMO .'
    """
    say = speaker(instrument)
    rows = item_rows(list(result.msa.index), instrument)
    msa = result.msa[list(rows.y)].to_numpy(dtype=float)
    y = np.array(list(rows.y.values()))
    left = min(0.5, np.floor(np.nanmin(msa) * 10) / 10)
    with canvas(ax, 7.0, rows.height + 1.6) as ax:
        start = left
        for k, (end, word) in enumerate(_KAISER):
            if end <= start:
                continue
            ax.axvspan(start, end, color="#F1F1F1" if k % 2 else "#DDDDDD", linewidth=0, zorder=0)
            ax.text(
                (start + end) / 2,
                1,
                say(word),
                transform=shifted(ax, 0.28 if k % 2 else 0.06, ax.get_xaxis_transform()),
                ha="center",
                va="bottom",
                size=FONT_SIZE - 0.5,
                color=GREY,
            )
            start = end
        ax.hlines(y, left, msa, color=BLUE, linewidth=1.6, zorder=2)
        ax.plot(msa, y, "o", color=BLUE, markersize=7, zorder=3, label=say("item (MSA)"))
        ax.axvline(
            result.kmo,
            color=VERMILLION,
            linestyle="--",
            linewidth=1.8,
            zorder=2.5,
            label=say("all items together (KMO {kmo})", kmo=number(result.kmo)),
        )
        ax.set_xlim(left, 1.0)
        ax.set_xticks(np.arange(round(left * 10), 11) / 10)
        ax.xaxis.set_major_formatter(lambda value, _: number(value, 1) if value < 0.99 else "1")
        ax.set_xlabel(say("measure of sampling adequacy, with Kaiser's words"))
        ax.set_title(say("Can the items be factored? KMO {kmo}", kmo=number(result.kmo)), pad=42)
        rows.label_axis(ax)
        ax.legend(
            loc="upper center", bbox_to_anchor=(0.35, 0), bbox_transform=shifted(ax, -0.5), ncols=2
        )
    return ax


def plot_loadings(
    result: Any,
    *,
    ax: Axes | None = None,
    instrument: Any = None,
    threshold: float = 0.30,
    intervals: bool | None = None,
) -> Axes:
    """Show the loadings as a heat map, items in the order of the design, cross-loadings framed.

    Parameters
    ----------
    result : EFA, CFA or DataFrame (items × factors)
        An object with ``.loadings``, or the loadings.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    instrument : Instrument, optional
        Words and designed dimensions; without it items are sorted by their largest loading.
    threshold : float
        A loading of this size or more on a factor other than the item's own is framed. The own
        factor is the one named after the item's dimension, otherwise that of the largest loading.
    intervals : bool, optional
        Write each loading's bootstrap interval under it; by default where the result has them.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If intervals are asked for and the result has none.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.efa(bank, 5, design=bank.instrument.mapping)
    >>> ax = plot_loadings(fit, instrument=bank.instrument)
    >>> [label.get_text() for label in ax.get_xticklabels()][:2]
    ['Tangibles', 'Reliability']
    """
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.patches import Rectangle

    loadings: pd.DataFrame = getattr(result, "loadings", result)
    say = speaker(instrument)
    limits = _limits(result, intervals, say)
    main = loadings.abs().fillna(0).to_numpy().argmax(axis=1)
    order = loadings.index
    if not getattr(instrument, "mapping", None):
        size = loadings.abs().max(axis=1).to_numpy()
        order = loadings.index[np.lexsort((-size, main))]
    rows = item_rows(list(order), instrument)
    own = dict(zip(loadings.index, loadings.columns[main], strict=True))
    for dimension, members in dict(getattr(instrument, "mapping", None) or {}).items():
        if dimension in loadings.columns:
            own.update({code: dimension for code in members if code in own})
    grid = pd.DataFrame(np.nan, index=range(rows.size), columns=loadings.columns)
    grid.loc[list(rows.y.values())] = loadings.loc[list(rows.y)].to_numpy(dtype=float)
    colours = LinearSegmentedColormap.from_list("svqkit_loadings", _LOADING_STOPS)
    shade = Normalize(-1, 1)
    titles = [dimension_label(str(f), instrument, 14) for f in loadings.columns]
    values = dict(zip(loadings.index, loadings.to_numpy(dtype=float).tolist(), strict=True))
    tall = 1.45 if limits else 1.0
    with canvas(ax, 2.9 + 0.82 * len(titles), tall * rows.height + 1.4) as ax:
        # a heat map of seaborn would draw the whole picture in between
        ax.spines[:].set_visible(False)
        cells = np.ma.masked_invalid(grid.to_numpy(dtype=float))
        ax.pcolormesh(cells, cmap=colours, vmin=-1, vmax=1, linewidths=1, edgecolor="white")
        ax.set(xlim=(0, len(titles)), ylim=(rows.size, 0))
        for code, row in rows.y.items():
            for column, factor in enumerate(loadings.columns):
                value = values[code][column]
                if np.isnan(value):
                    continue
                large = abs(value) >= threshold
                ink = ink_on(colours(shade(value))) if large else GREY
                ax.text(
                    column + 0.5,
                    row + (0.33 if limits else 0.5),
                    number(value),
                    ha="center",
                    va="center",
                    weight="bold" if large and factor == own[code] else "normal",
                    color=ink,
                    in_layout=False,
                )
                if limits:
                    ax.text(
                        column + 0.5,
                        row + 0.73,
                        limits[code, factor],
                        ha="center",
                        va="center",
                        size=FONT_SIZE - 2,
                        color=ink,
                        in_layout=False,
                    )
                if large and factor != own[code]:
                    frame = Rectangle(
                        (column + 0.04, row + 0.06), 0.92, 0.88, fill=False, edgecolor=BLACK, lw=2
                    )
                    ax.add_patch(frame)
        for y, title in rows.headings:
            ax.text(0.05, y + 0.62, title, weight="bold", color=GREY, va="center", in_layout=False)
        ax.set_yticks([y + 0.5 for y in rows.y.values()], list(rows.labels.values()), rotation=0)
        ax.xaxis.tick_top()
        ax.set_xticks(np.arange(len(titles)) + 0.5, titles, rotation=30, ha="left", va="bottom")
        ax.tick_params(length=0)
        ax.xaxis.set_label_position("bottom")
        cut = number(threshold)
        if ax.patches:
            said = say("framed: {cut} or more on another factor", cut=cut)
        else:
            said = say("no loading of {cut} or more on another factor", cut=cut)
        ax.set_xlabel(said if len(titles) > 1 else "", color=GREY)
        ax.set_ylabel("")
        ax.set_title(say("What loads where"), pad=8)
    return ax


def _limits(
    result: Any, wanted: bool | None, say: Callable[..., str]
) -> dict[tuple[str, str], str]:
    """Bootstrap limits of each loading as text; empty where they are not to be shown."""
    table = getattr(result, "intervals", None)
    if table is None or wanted is False:
        if wanted:
            raise ValueError("this result has no intervals; ask for them: efa(..., bootstrap=1000)")
        return {}
    return {
        (item, factor): say("{low} to {high}", low=number(low), high=number(high))
        for (item, factor), low, high in zip(
            table.index, table["ci_lower"], table["ci_upper"], strict=True
        )
    }
