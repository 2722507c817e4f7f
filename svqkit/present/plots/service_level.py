"""The picture of a service level: in which hours of the week the promise is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.improvement.goals.working_hours import DAYS
from svqkit.interface import translator
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import FONT_SIZE, MUTED, canvas, diverging_colours, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_breaches"]


def plot_breaches(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show the share of breached tickets by weekday and hour of opening.

    The darker, the larger the share; a hatched cell has too few tickets to show one.

    Parameters
    ----------
    result : ServiceLevel
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
    >>> tickets = svq.load_dataset("servicedesk_tickets")
    >>> kept = svq.sla(tickets, 8, priority=None, hours=svq.WorkingHours())
    >>> plot_breaches(kept).get_xlabel()
    'hour of opening'
    """
    from matplotlib.patches import Rectangle

    say = translator(language)
    names = dict(
        zip(
            DAYS,
            (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun")),
            strict=True,
        )
    )
    cells = result.breaches
    used = set(cells.index.get_level_values("weekday"))
    days = [day for day in DAYS if day in used]
    hours = np.arange(
        cells.index.get_level_values("hour").min(), cells.index.get_level_values("hour").max() + 1
    )
    shades = diverging_colours(201)[100::-1]
    most = max(float(cells["share"].max(skipna=True)), 0.05) if cells["share"].notna().any() else 1
    width = max(1.6 + 0.72 * len(hours), 6.0)
    with canvas(ax, width, 0.62 * len(days) + 1.9) as ax:
        for (day, hour), row in cells.iterrows():
            x, y = int(hour) - hours[0], days.index(day)
            few = row["share"] != row["share"]
            colour = "white" if few else shades[round(100 * row["share"] / most)]
            ax.add_patch(
                Rectangle(
                    (x - 0.5, y - 0.5),
                    1,
                    1,
                    facecolor=colour,
                    edgecolor=MUTED if few else "white",
                    hatch="///" if few else None,
                    linewidth=0 if few else 1.5,
                )
            )
            if not few:
                words = f"{100 * row['share']:.0f}"
                ax.text(
                    x, y, words, ha="center", va="center", color=ink_on(colour), size=FONT_SIZE + 1
                )
        ax.set_xlim(-0.5, len(hours) - 0.5)
        ax.set_ylim(len(days) - 0.5, -0.5)
        ax.set_xticks(range(len(hours)), [str(hour) for hour in hours])
        ax.set_yticks(range(len(days)), [names[day] for day in days])
        ax.set_xlabel(say("hour of opening"))
        ax.spines["bottom"].set_visible(False)
        attained = result.table.loc["all", "attained"]
        ax.set_title(
            wrapped(
                say(
                    "Breached, in % of the tickets opened then ({share} % kept overall)",
                    share=f"{100 * attained:.0f}",
                ),
                int(9 * width),
            )
        )
    return ax
