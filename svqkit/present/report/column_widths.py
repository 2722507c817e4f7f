"""How wide the columns of a printed table are, and whether they need the paper turned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .document import Table

__all__ = ["Layout", "ems", "table_layout"]

PORTRAIT, LANDSCAPE = 493.0, 740.0
"""Points between the margins of A4, upright and turned."""
_SIZES = (9.0, 8.0, 7.0, 6.0)
_MARGINS = 8.0
_EASY, _FULL = 11.0, 160.0
"""Letters' sizes a column of words has at least to read well, and at most."""
_STRETCH = 0.5
"""The share of its heading's length that a column is given where there is room."""
_NARROW = frozenset(" .,:;!'|()[]/-ijltfrI")
_WIDE = frozenset("mwMW%@—")
_BOLD = 1.1


@dataclass(frozen=True)
class Layout:
    """Widths in points, the letters' size, and whether the page is turned."""

    widths: tuple[float, ...]
    size: float
    landscape: bool


def ems(text: str) -> float:
    """Measure a line of Arial, in sizes of its letters.

    Parameters
    ----------
    text : str

    Returns
    -------
    float

    Examples
    --------
    >>> round(ems("1.25"), 2), ems("服务")
    (1.97, 2.0)
    """
    return sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if sign >= "⺀":
        return 1.0
    if sign in _NARROW:
        return 0.3
    return 0.86 if sign in _WIDE else 0.72 if sign.isupper() else 0.556


def table_layout(grid: Table) -> Layout:
    """Fit a table to the page: upright if its words have room, then turned, then smaller.

    Parameters
    ----------
    grid : Table

    Returns
    -------
    Layout

    Examples
    --------
    >>> from svqkit.present.report.document import Cell, Column
    >>> row = (Cell("Q1", ("Q1",), "head"), Cell("5.13", ("5.128",), "num"))
    >>> table_layout(Table("a", "A", (Column("item", "Item"), Column("m", "Mean")), (row,))).landscape
    False
    """
    lines = [[row[place].shown for row in grid.rows] for place in range(len(grid.columns))]
    heads = [_BOLD * _longest_piece(column.heading) for column in grid.columns]
    bold = [_BOLD if column.kind == "verdict" else 1.0 for column in grid.columns]
    least = [
        max([head, *(factor * _longest_piece(line) for line in each)])
        for head, factor, each in zip(heads, bold, lines, strict=True)
    ]
    wish = [
        max(head, _STRETCH * ems(c.heading)) for head, c in zip(heads, grid.columns, strict=True)
    ]
    whole = [
        min(max([head, *map(ems, each)]), _FULL) for head, each in zip(wish, lines, strict=True)
    ]
    easy = [max(a, min(b, _EASY)) for a, b in zip(least, whole, strict=True)]
    for landscape, room in ((False, PORTRAIT), (True, LANDSCAPE)):
        for size in _SIZES[:2] if not landscape else _SIZES:
            if sum(_points(easy, size)) <= room:
                widths = _grown(_points(easy, size), _points(whole, size), room)
                return Layout(widths, size, landscape)
    size = next((size for size in _SIZES if sum(_points(least, size)) <= LANDSCAPE), _SIZES[-1])
    narrow = _grown(_points(least, size), _points(easy, size), LANDSCAPE)
    shrink = min(1.0, LANDSCAPE / sum(narrow))
    return Layout(tuple(width * shrink for width in narrow), size, True)


def _longest_piece(line: str) -> float:
    """Measure what must stay on one line: numbers whole, words, single Chinese characters."""
    if re.fullmatch(r"[\d\s.,%\-−–<>=\[\]◂]*", line):
        return ems(line)
    return max(map(ems, re.findall(r"[⺀-￯]|[^\s⺀-￯]+", line)), default=0.0)


def _points(wide: list[float], size: float) -> list[float]:
    return [each * size + _MARGINS for each in wide]


def _grown(narrow: list[float], wide: list[float], room: float) -> tuple[float, ...]:
    """Share the room that is left among the columns that could use it."""
    wish = [max(b - a, 0.0) for a, b in zip(narrow, wide, strict=True)]
    left = room - sum(narrow)
    share = min(1.0, max(0.0, left) / sum(wish)) if sum(wish) else 0.0
    return tuple(a + share * w for a, w in zip(narrow, wish, strict=True))
