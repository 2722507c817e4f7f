"""The key below a Kano map of many features: category by category, in two columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.present.plots.kano_words import KANO_LOOKS, KANO_NAMES, spelled_feature
from svqkit.present.plots.labels import wrapped
from svqkit.present.plots.style import BLACK, FONT_SIZE, GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["KEY_PITCH", "KeyRow", "kano_key", "write_kano_key"]

KEY_PITCH = 0.23
"""Inches of a row."""
_LINE = 34
"""Columns of text that fit into a column of the key."""
_FROM_MIDDLE = 3
"""Rows by which a column may be shorter so that a category stays whole."""
_BOTTOM, _LEFT, _INDENT = 0.17, 0.3, 0.17
"""Inches below the last row, left of a column, and between mark and words."""


@dataclass(frozen=True)
class KeyRow:
    """A line of the key; ``kind`` is heading, feature, more (of a feature) or note."""

    words: str
    kind: str
    letter: str = ""
    filled: bool = True


def kano_key(
    result: Any, kinds: pd.DataFrame, say: Callable[..., str]
) -> tuple[list[KeyRow], list[KeyRow]]:
    """Lay out the key: a heading for each category, then its features, the clearest first.

    Parameters
    ----------
    result : Kano
    kinds : DataFrame
        ``category clear category_strength`` of the features shown.
    say : callable
        From ``translator``.

    Returns
    -------
    list of KeyRow, list of KeyRow
        The two columns.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> kinds = pd.DataFrame({"category": "A", "clear": True, "category_strength": 0.5}, ["K1"])
    >>> key = kano_key(SimpleNamespace(labels={"K1": "Lift"}), kinds, str)
    >>> [row.words for column in key for row in column]
    ['Attractive', 'K1 Lift']
    """
    rows: list[KeyRow] = []
    for letter, name in KANO_NAMES.items():
        members = kinds[kinds["category"] == letter].sort_values(
            ["clear", "category_strength"], ascending=False
        )
        if not len(members):
            continue
        word = say(name)
        rows.append(KeyRow(word[:1].upper() + word[1:], "heading"))
        for code, clear in members["clear"].items():
            first, *more = wrapped(spelled_feature(result, str(code)), _LINE).split("\n")
            rows.append(KeyRow(first, "feature", letter, bool(clear)))
            rows += [KeyRow(line, "more") for line in more]
    if not kinds["clear"].all():
        rows.append(KeyRow(say("hollow: not clear"), "note"))
    half = _break_at(rows)
    return rows[:half], rows[half:]


def _break_at(rows: list[KeyRow]) -> int:
    """Break the key into columns before a category where one begins near the middle."""
    middle = -(-len(rows) // 2)
    begins = [at for at, row in enumerate(rows) if row.kind == "heading" and at]
    nearest = min(begins, key=lambda at: abs(at - middle), default=0)
    if nearest and abs(nearest - middle) <= _FROM_MIDDLE:
        return nearest
    while middle < len(rows) and (
        rows[middle - 1].kind == "heading" or rows[middle].kind == "more"
    ):
        middle += 1
    return middle


def write_kano_key(
    ax: Axes, key: tuple[list[KeyRow], list[KeyRow]], width: float, height: float
) -> None:
    """Write the key at the foot of a figure.

    Parameters
    ----------
    ax : Axes
    key : two lists of KeyRow
    width, height : float
        Inches of the figure.

    Examples
    --------
    >>> from svqkit.present.plots.style import canvas
    >>> with canvas(None, 7, 4) as ax:
    ...     write_kano_key(ax, ([KeyRow("K1 Lift", "feature", "A")], []), 7, 4)
    >>> ax.texts[0].get_text()
    'K1 Lift'
    """
    from matplotlib.lines import Line2D

    deepest = max(map(len, key))
    for left, column in zip((_LEFT, width / 2 + _LEFT / 2), key, strict=True):
        for at, row in enumerate(column):
            y = (_BOTTOM + KEY_PITCH * (deepest - 1 - at)) / height
            if row.kind == "feature":
                colour, marker = KANO_LOOKS[row.letter]
                ax.figure.add_artist(
                    Line2D(
                        [left / width], [y], linestyle="", marker=marker, color=colour,
                        markerfacecolor=colour if row.filled else "white",
                        markeredgewidth=1.5, markersize=7,
                    )
                )  # fmt: skip
            ax.text(
                (left + (_INDENT if row.kind in ("feature", "more") else -0.05)) / width,
                y,
                row.words,
                va="center",
                size=FONT_SIZE,
                weight="bold" if row.kind == "heading" else "normal",
                style="italic" if row.kind == "note" else "normal",
                color=BLACK if row.kind in ("feature", "more") else GREY,
                transform=ax.figure.transFigure,
                in_layout=False,
            )
