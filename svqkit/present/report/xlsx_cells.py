"""Cells of a workbook: numbers in full precision, shown as the report shows them."""

from __future__ import annotations

import math
import re
from typing import Any

from .column_widths import ems
from .document import Cell, Column
from .office_package import clean

__all__ = ["fit_height", "letters", "number_formats", "put_number", "put_text"]

_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_FONT, _SIZE = "Arial", 10.0
_PER_EM = 1.9
"""Units of a column's width that a letter's size takes."""
_NUMBER = re.compile(r"[-−]?(?:[\d,]+\.?\d*|\.\d+)(?:e[-+]\d+)?%?", re.IGNORECASE)


def number_formats(column: Column, cell: Cell) -> tuple[str, ...]:
    """Read from the shown text how each number behind it is to be shown.

    Parameters
    ----------
    column : Column
    cell : Cell
        Of kind "num".

    Returns
    -------
    tuple of str
        One number format for each value the cell carries.

    Examples
    --------
    >>> gap = Column(("gap", "low", "high"), "Gap")
    >>> number_formats(gap, Cell("-0.42 [-0.51, -0.33]", ("-0.421", "-0.512", "-0.333"), "num"))
    ('0.00', '0.00', '0.00')
    >>> number_formats(Column("p", "p"), Cell("< .001", ("1e-09",), "num"))
    ('[<0.001]"< .001";.000',)
    """
    shown = _NUMBER.findall(cell.shown)
    if not shown:
        return ("General",) * len(cell.copied)
    if len(shown) != len(cell.copied):
        shown = shown[:1] * len(cell.copied)
    if cell.shown.strip().startswith("<"):
        least = shown[0]
        return (f'[<{float(least)!r}]"< {least}";{_format(least)}',) * len(cell.copied)
    if cell.shown.strip().startswith(">"):
        most = shown[0]
        return (f'[>{float(most)!r}]"> {most}";{_format(most)}',) * len(cell.copied)
    return tuple(map(_format, shown))


def _format(shown: str) -> str:
    if "e" in shown.casefold():
        return "0.00E+00"
    whole, point, digits = shown.rstrip("%").partition(".")
    lead = "" if whole.lstrip("-−") == "" and point else "#,##0" if "," in whole else "0"
    unit = '"%"' if shown.endswith("%") else ""
    return f"{lead}{point}{'0' * len(digits)}{unit}"


def put_number(target: Any, copied: str, form: str) -> None:
    """Write what a number's cell carries; a word in its place stays a word.

    Parameters
    ----------
    target : openpyxl cell
    copied : str
        In full precision; empty where there is no number.
    form : str
        The number format.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> put_number(cell, "0.8123456789", ".00")
    >>> cell.value, cell.number_format
    (0.8123456789, '.00')
    """
    if not copied:
        return
    try:
        value = float(copied)
    except ValueError:
        put_text(target, copied)
        return
    target.value = int(value) if value.is_integer() and abs(value) < 1e15 else value
    target.number_format = form


def put_text(target: Any, text: str) -> None:
    """Write words as words: whatever they begin with, they never become a formula.

    Parameters
    ----------
    target : openpyxl cell
    text : str

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> put_text(cell, "=1+1")
    >>> cell.value, cell.data_type, cell.quotePrefix
    ('=1+1', 's', True)
    """
    said = clean(text)[:_LONGEST]
    target.value = said
    if said:
        target.data_type = "s"
        target.quotePrefix = said[0] in "=+-@＝＋－＠"


def letters(*, size: float = _SIZE, bold: bool = False, colour: str = "000000", **more: Any) -> Any:
    """Give a font; named, since programs differ in what they take for a nameless one.

    Parameters
    ----------
    size : float
        Points.
    bold : bool
    colour : str
        Six hexadecimal digits.
    **more
        As openpyxl's Font takes them.

    Returns
    -------
    openpyxl.styles.Font

    Examples
    --------
    >>> letters(bold=True).name
    'Arial'
    """
    from openpyxl.styles import Font

    return Font(name=_FONT, size=size, bold=bold, color=colour, **more)


def fit_height(sheet: Any, row: int, words: list[tuple[str, float]], size: float = _SIZE) -> None:
    """Make a row as high as its wrapped words need: not every program does so by itself.

    Parameters
    ----------
    sheet : openpyxl worksheet
    row : int
    words : list of pair of str and float
        Each cell's text with the width of its column.
    size : float
        Points of the letters.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> sheet = Workbook().active
    >>> fit_height(sheet, 1, [("word " * 40, 20.0)])
    >>> sheet.row_dimensions[1].height > 100
    True
    """
    grow = _PER_EM * size / _SIZE * 0.97  # a line ends before its last word
    lines = max(
        (math.ceil(grow * ems(text) / max(width - 1.5, 1.0)) for text, width in words), default=1
    )
    if lines > 1 or size > _SIZE:
        sheet.row_dimensions[row].height = 2.5 + 1.28 * size * max(lines, 1)
