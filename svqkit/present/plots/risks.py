"""The risk matrix: what is likely, what is bad, and what is both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from svqkit.interface import translator
from svqkit.present.plots.style import FONT_SIZE, GREY, canvas, ink_on
from svqkit.present.plots.wrapping import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_risks"]

_COLOURS = ["#eef5fa", "#b5d5ec", "#f7cfa0", "#e8863a", "#a83c00"]
_SHOWN, _LINE = 14, 34
"""Risks in the key, the most urgent first; columns of a line of it."""
_LEFT, _BOTTOM, _TOP, _SIDE, _KEY = 0.95, 0.75, 0.75, 4.6, 4.0


def plot_risks(result: Any, *, ax: Axes | None = None, language: str = "en") -> Axes:
    """Show risks in the matrix of their ratings, by number, with a key beside it.

    An FMEA is shown by occurrence and severity; detection stands in the key's RPN. Cells are
    coloured by the product of the two ratings.

    Parameters
    ----------
    result : RiskRegister
        From :func:`risk_register`.
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
    >>> found = svq.risk_register([{"risk": "power cut", "likelihood": 2, "impact": 5}])
    >>> svq.plot_risks(found).get_ylabel()
    'impact'
    """
    from matplotlib.colors import LinearSegmentedColormap

    say = translator(language)
    fmea = result.kind == "fmea"
    top = 10 if fmea else 5
    table = result.table
    across = table["occurrence" if fmea else "likelihood"].to_numpy()
    up = table["severity" if fmea else "impact"].to_numpy()
    colours = LinearSegmentedColormap.from_list("risk", _COLOURS)
    ratings = np.arange(1, top + 1)
    products = np.outer(ratings, ratings)
    lines = _key_lines(table, fmea, say)
    height = max(_SIDE, 0.21 * sum(1 + line.count("\n") for line in lines) + 0.4)
    width = _LEFT + _SIDE + 0.25 + _KEY
    own_figure = ax is None
    with canvas(ax, width, height + _BOTTOM + _TOP, fitted=False) as ax:
        whole = height + _BOTTOM + _TOP
        if own_figure:
            ax.set_position((_LEFT / width, _BOTTOM / whole, _SIDE / width, height / whole))
        ends = (0.5, top + 0.5, 0.5, top + 0.5)
        ax.imshow(
            products, origin="lower", extent=ends, cmap=colours, vmin=1, vmax=top**2, aspect="auto"
        )
        for y, x in sorted({(int(b), int(a)) for a, b in zip(across, up, strict=True)}):
            here = np.flatnonzero((across == x) & (up == y)) + 1
            ax.text(
                x,
                y,
                _numbers(here.tolist(), *((1, 2) if fmea else (2, 4))),
                ha="center",
                va="center",
                weight="bold",
                color=ink_on(colours(x * y / top**2)),
            )
        ax.set_xticks(ratings)
        ax.set_yticks(ratings)
        ax.set_xticks(ratings[:-1] + 0.5, minor=True)
        ax.set_yticks(ratings[:-1] + 0.5, minor=True)
        ax.grid(which="minor", color="white", linewidth=1.6)
        ax.tick_params(which="minor", length=0)
        ax.set_xlabel(say("occurrence") if fmea else say("likelihood"))
        ax.set_ylabel(say("severity") if fmea else say("impact"))
        ax.set_title(
            say("Risks by how bad and how often")
            if fmea
            else say("Risks by how bad and how likely")
        )
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.text(
            1.04, 1.0, "\n".join(lines), transform=ax.transAxes, va="top", linespacing=1.25,
            fontsize=FONT_SIZE,
        )  # fmt: skip
        if len(table) > _SHOWN:
            left = say("and {n} more, less urgent", n=len(table) - _SHOWN)
            ax.text(1.04, 0, left, transform=ax.transAxes, va="bottom", color=GREY)
    return ax


def _key_lines(table: Any, fmea: bool, say: Any) -> list[str]:
    lines = []
    scores = table["rpn" if fmea else "score"]
    for number, (risk, score) in enumerate(scores.head(_SHOWN).items(), 1):
        text = (
            say("{number} {risk} (RPN {score})", number=number, risk=risk, score=score)
            if fmea
            else say("{number} {risk} ({score})", number=number, risk=risk, score=score)
        )
        lines.append(wrapped(text, _LINE).replace("\n", "\n    "))
    return lines


def _numbers(numbers: list[int], a_line: int, lines: int) -> str:
    """Write the numbers of a cell, a few a line; what finds no room becomes an ellipsis."""
    parts = [str(number) for number in numbers]
    if len(parts) > a_line * lines:
        parts = [*parts[: a_line * lines - 1], "…"]
    return "\n".join(", ".join(parts[k : k + a_line]) for k in range(0, len(parts), a_line))
