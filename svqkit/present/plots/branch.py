"""A simulated branch: how long those wait who come in each hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.style import GREY, LIGHT, MARKERS, SERIES, canvas, shifted
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_branch"]

N_ = str
_FLOWS = {"as given": N_("one flow"), "before": N_("before"), "after": N_("after")}


def plot_branch(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show the mean wait by hour of arrival, with its interval over simulated days, for each flow.

    Parameters
    ----------
    result : BranchSimulation
        From :func:`simulate_branch`.
    ax : Axes, optional
        Axes to draw on; new ones otherwise.
    language : str
        Of the picture's own words.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> steps = [{"step": "pay", "process_time": 4}]
    >>> found = svq.simulate_branch({9: 9, 10: 12}, steps, replications=10, progress=False)
    >>> svq.plot_branch(found).get_xlabel()
    'hour of arrival'
    """
    say = translator(language)
    flows = list(dict.fromkeys(result.by_hour.index.get_level_values("flow")))
    with canvas(ax, 7.6, 4.6) as ax:
        for k, flow in enumerate(flows):
            rows = result.by_hour.loc[flow]
            colour, x = SERIES[k % len(SERIES)], rows.index.to_numpy(float)
            nudge = 0.12 * (k - (len(flows) - 1) / 2)
            known = rows["mean"].notna().to_numpy()
            ax.vlines(
                x[known] + nudge, rows["low"][known], rows["high"][known], color=colour, linewidth=2
            )
            mean = result.table.loc[(flow, "wait"), "mean"]
            name = say(_FLOWS[flow]) if flow in _FLOWS else flow
            ax.plot(
                x + nudge,
                rows["mean"],
                marker=MARKERS[k % len(MARKERS)],
                color=colour,
                markersize=7.5,
                linewidth=1.6,
                label=say("{flow}: {mean} minutes on average", flow=name, mean=f"{mean:.1f}"),
            )
        if result.target_wait is not None:
            ax.axhline(
                result.target_wait,
                color=GREY,
                linestyle="--",
                linewidth=1.3,
                label=say("target: {target} minutes", target=f"{result.target_wait:g}"),
            )
        hours = np.unique(result.by_hour.index.get_level_values("hour").to_numpy())
        every = max(1, int(np.ceil(len(hours) / 12)))
        ax.set_xticks(hours[::every], [f"{hour}:00" for hour in hours[::every]])
        ax.set_ylim(bottom=0)
        ax.set_xlabel(say("hour of arrival"))
        ax.set_ylabel(say("wait (minutes)"))
        title = say(
            "How long those wait who come in an hour ({n} simulated days)", n=result.replications
        )
        ax.set_title(wrapped(title, 50))
        ax.grid(axis="y", color=LIGHT)
        ax.legend(
            loc="upper center", bbox_to_anchor=(0.45, 0), bbox_transform=shifted(ax, -0.55), ncols=1
        )
    return ax
