"""The funnel: units of different size, and the limits that chance sets each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.improvement.goals.funnel_limits import chance_limits
from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLUE, GREY, LIGHT, MUTED, VERMILLION, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_funnel"]


def plot_funnel(
    result: Any, *, ax: Axes | None = None, label: str = "", language: str = "en"
) -> Axes:
    """Show each unit's value by its size, within the limits of chance.

    Units beyond the outer limits are filled and named; those between the two pairs of limits are
    named only.

    Parameters
    ----------
    result : Benchmark
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    label : str, optional
        What is compared, for the upright axis.
    language : str
        BCP 47, of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> sites = svq.load_dataset("servicedesk_sites")
    >>> found = svq.benchmark(sites, events="solved_at_first", n="contacts")
    >>> [text.get_text() for text in plot_funnel(found).texts]
    ['Oslo']
    """
    say, table = translator(language), result.table
    size = table["n"].to_numpy(float)
    across = np.linspace(max(size.min() * 0.7, 1.0), size.max() * 1.06, 300)
    if result.kind == "share":  # limits of whole numbers of cases
        across = np.unique(np.round(across))
    scale = 100.0 if result.kind == "share" else 1.0
    far = table["verdict"].str.startswith("much").to_numpy()
    off = (table["verdict"] != "as the others").to_numpy()
    with canvas(ax, 8.0, 5.0) as ax:
        for level, style, words in ((0.998, "-", "99.8 %"), (0.95, ":", "95 %")):
            low, high = chance_limits(
                result.kind, result.centre, across, level, result.sd, result.tau**2
            )
            ax.plot(across, scale * low, style, color=MUTED, linewidth=1.8, label=words)
            ax.plot(across, scale * high, style, color=MUTED, linewidth=1.8)
            if level > 0.99:
                ax.fill_between(
                    across, scale * low, scale * high, color=LIGHT, alpha=0.45, linewidth=0
                )
        ax.axhline(scale * result.centre, color=GREY, linewidth=1.4)
        value = scale * table["value"].to_numpy(float)
        ax.plot(
            size[~far],
            value[~far],
            "o",
            color="white",
            markeredgecolor=BLUE,
            markeredgewidth=1.8,
            markersize=8,
        )
        ax.plot(size[far], value[far], "D", color=VERMILLION, markersize=10)
        for name, x, y, above in zip(
            table.index[off], size[off], value[off], value[off] > scale * result.centre, strict=True
        ):
            ax.annotate(
                str(name),
                (x, y),
                xytext=(0, 10 if above else -10),
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
                weight="bold",
            )
        ax.set_xlim(0, across[-1])
        ax.margins(y=0.08)
        ax.set_xlabel(say("number of cases"))
        what = (
            label or {"share": say("share"), "rate": say("rate"), "mean": say("mean")}[result.kind]
        )
        ax.set_ylabel(f"{what} (%)" if result.kind == "share" else what)
        named = ", ".join(map(str, table.index[far]))
        wide = result.tau > 0
        if named and wide:
            title = say("{units}: more than chance and the usual spread explain", units=named)
        elif named:
            title = say("{units}: more than chance explains", units=named)
        elif wide:
            title = say("No unit differs by more than chance and the usual spread explain")
        else:
            title = say("No unit differs by more than chance explains")
        ax.set_title(wrapped(title, 62))
        limits = say("limits of chance and usual spread") if wide else say("limits of chance")
        ax.legend(title=limits, alignment="left", loc="best")
    return ax
