"""The picture of the self-assessment: six problems, each with its verdict and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.interface import translator
from svqkit.present.plots.customers_words import customer_words
from svqkit.present.plots.style import BLACK, BLUE, GREY, LIGHT, ORANGE, VERMILLION, canvas, ink_on
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_self_assessment"]

_COLOURS = {"seen": VERMILLION, "unclear": ORANGE, "not seen": BLUE, "not examined": LIGHT}


def plot_self_assessment(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show each problem with its verdict, its numbers and the limits they were held to.

    Parameters
    ----------
    result : SelfAssessment
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
    >>> found = svq.self_assessment(contacts=svq.load_dataset("shop_contacts"))
    >>> plot_self_assessment(found).get_title(loc="left")
    'Six typical problems: 1 seen'
    """
    from matplotlib.patches import Rectangle

    say = translator(language)
    notes = [_notes(result.evidence.loc[problem], say) for problem in result.problems.index]
    heights = [max(len(note.split("\n")), 1.6) + 0.5 for note in notes]
    total = sum(heights)
    with canvas(ax, 11.0, 0.7 + 0.235 * total) as ax:
        ax.set_xlim(0, 10)
        ax.set_ylim(total, 0)
        top = 0.0
        for (problem, row), note, height in zip(
            result.problems.iterrows(), notes, heights, strict=True
        ):
            colour, middle = _COLOURS[row["verdict"]], top + height / 2
            ax.add_patch(
                Rectangle((2.75, top + 0.15), 1.55, height - 0.3, facecolor=colour, linewidth=0)
            )
            ax.text(
                0,
                middle,
                wrapped(customer_words(str(problem), say), 22),
                va="center",
                weight="bold",
            )
            ax.text(
                3.525,
                middle,
                wrapped(customer_words(row["verdict"], say), 12),
                ha="center",
                va="center",
                color=ink_on(colour),
                weight="bold",
            )
            ax.text(4.5, middle, note, va="center", color=BLACK if note else GREY)
            top += height
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines["bottom"].set_visible(False)
        seen = int((result.problems["verdict"] == "seen").sum())
        ax.set_title(say("Six typical problems: {n} seen", n=seen))
    return ax


def _notes(evidence: pd.DataFrame, say: Any) -> str:
    """Write the numbers of a problem, a line each."""
    lines = []
    for name, row in evidence.iterrows():
        if row["value"] != row["value"]:
            continue
        words = {
            "measure": customer_words(str(name), say),
            "value": _number(row["value"]),
            "low": _number(row["low"]),
            "high": _number(row["high"]),
        }
        if row["limit"] != row["limit"]:
            line = say("{measure}: {value} ({low} to {high}); no limit set", **words)
        else:
            words["limit"] = _number(row["limit"])
            line = (
                say("{measure}: {value} ({low} to {high}); at most {limit} wanted", **words)
                if row["bad"] == "above"
                else say("{measure}: {value} ({low} to {high}); at least {limit} wanted", **words)
            )
        lines.append(wrapped(line, 68))
    return "\n".join(lines) if lines else say("no data")


def _number(value: float) -> str:
    """Write two figures, all whole ones, and a true minus sign."""
    return (f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}").replace("-", "−")
