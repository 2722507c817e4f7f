"""Kano categories as bars: what shares of respondents say about each feature."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.present.plots.kano_words import KANO_LOOKS, KANO_NAMES, spelled_feature
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import FONT_SIZE, canvas, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_kano_shares"]

_WIDTH = 8.4


def draw_kano_shares(result: Any, say: Callable[..., str], ax: Axes | None) -> Axes:
    """Draw the shares of categories as bars, features of one category together.

    Parameters
    ----------
    result : Kano
    say : callable
        From ``translator``.
    ax : Axes or None
        Axes to draw on; new ones otherwise.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> there, absent = pd.DataFrame({"lift": [1, 1, 1, 2]}), pd.DataFrame({"lift": [3, 3, 5, 5]})
    >>> ax = draw_kano_shares(svq.kano(there, absent), translator("en"), None)
    >>> [float(bars[0].get_width()) for bars in ax.containers]
    [25.0, 25.0, 50.0]
    """
    order = _ordered(result.categories)
    shares = result.shares.loc[order] * 100
    labels = [wrapped(spelled_feature(result, code), 32) for code in order]
    lines = max(label.count("\n") + 1 for label in labels)
    pitch = 0.1 + 0.19 * lines
    with canvas(ax, _WIDTH, 1.5 + pitch * len(order)) as ax:
        ends = np.zeros(len(order))
        for letter, name in KANO_NAMES.items():
            widths = shares[letter].to_numpy()
            if not widths.any():
                continue
            colour = KANO_LOOKS[letter][0]
            ax.barh(
                np.arange(len(order)), widths, left=ends, height=0.78, color=colour,
                edgecolor="white", linewidth=1, label=f"{letter} {say(name)}",
            )  # fmt: skip
            for at, (start, width) in enumerate(zip(ends, widths, strict=True)):
                if width >= 6.5:
                    ax.text(
                        start + width / 2, at, f"{width:.0f}", ha="center", va="center",
                        color=ink_on(colour), size=FONT_SIZE,
                    )  # fmt: skip
            ends = ends + widths
        for at, code in enumerate(order):
            row = result.categories.loc[code]
            ax.text(
                101.5,
                at,
                row["category"] if row["clear"] else f"({row['category']})",
                va="center",
                weight="bold" if row["clear"] else "normal",
            )
        ax.set_yticks(np.arange(len(order)), labels)
        ax.set_ylim(len(order) - 0.5, -0.5)
        ax.set_xlim(0, 107)
        ax.set_xticks([0, 25, 50, 75, 100])
        percent = say("% of respondents")
        remark = say("right: most frequent category, in brackets if not clear")
        ax.set_xlabel(f"{percent}\n{remark}")
        columns = min(len(ax.containers), 3)
        rows = -(-len(ax.containers) // columns)
        ax.set_title(say("What respondents say about each feature"), pad=8 + 19 * rows)
        legend = ax.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            ncols=columns,
            columnspacing=1.2,
            handlelength=0.8,
            handletextpad=0.35,
            borderaxespad=0.2,
        )
        legend.set_in_layout(False)
    return ax


def _ordered(categories: pd.DataFrame) -> list[str]:
    """Put features of one category together, those that are most clearly so first."""
    place = categories["category"].map(list(KANO_NAMES).index)
    table = pd.DataFrame({"place": place, "strength": -categories["share"]})
    return [str(code) for code in table.sort_values(["place", "strength"]).index]
