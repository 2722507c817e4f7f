"""The one small base of results: a frozen record that shows itself as text and as HTML.

A result class lists its parts; this base turns them into a terminal view and a Jupyter view
from the same numbers. Numbers are rounded here, for display, and nowhere else.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from html import escape
from numbers import Number
from shutil import get_terminal_size
from unicodedata import east_asian_width

import numpy as np
import pandas as pd

__all__ = ["Part", "Result", "format_cell", "format_named", "frame_to_html", "frame_to_text"]

Part = tuple[str, "pd.DataFrame | pd.Series | str"]
"""A caption and what stands under it."""

P_VALUE = re.compile(r"(?:^|_)p(?:value)?(?:_scaled|_holm|_adjusted|$)")
"""Names of p-values, as lavaan and this package spell them."""

COUNT = re.compile(r"(?:^|_)(?:df|n|npar|ntotal|patterns)(?:_scaled)?$")
"""Names of whole numbers that are kept as fractions where they share a table with fractions."""

PIECE = re.compile(
    r"[（「『“‘《]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。、；：！？）」』”’》]*\s*|\s+"
)
"""What stays on one line: a word or a Chinese letter, with the brackets and points that belong to it."""

NARROWEST, USUAL = 60, 100
"""Characters a line has at least, and where the terminal does not say."""


def format_cell(value: object, digits: int = 3) -> str:
    """Show one value as people read it: three decimals, no ``nan``, a true minus sign kept plain.

    Parameters
    ----------
    value : object
        A number, text, truth value or missing value.
    digits : int
        Decimals of a floating-point number.

    Returns
    -------
    str

    Examples
    --------
    >>> format_cell(0.12345), format_cell(7), format_cell(None), format_cell(True)
    ('0.123', '7', '', 'yes')
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if number != number:
            return ""
        shown = f"{number:.{digits}f}"
        return shown[1:] if shown.startswith("-") and float(shown) == 0 else shown
    return str(value)


def _as_frame(table: pd.DataFrame | pd.Series) -> pd.DataFrame:
    return table.to_frame(table.name or "value") if isinstance(table, pd.Series) else table


def _is_p(*names: object) -> bool:
    """Whether a column or row is named as a p-value, such as p, pvalue, delta_p or pvalue_scaled."""
    return any(isinstance(name, str) and bool(P_VALUE.search(name)) for name in names)


def format_named(cell: object, *names: object, digits: int = 3) -> str:
    """Show a cell as its column asks: a p-value that would round to zero as less than the last decimal.

    Parameters
    ----------
    cell : object
    names : object
        Of its column and row.
    digits : int
        Decimals of a floating-point number.

    Returns
    -------
    str

    Examples
    --------
    >>> format_named(0.00002, "p_holm"), format_named(0.00002, "beta")
    ('<0.001', '0.000')
    """
    least = 10.0**-digits
    if isinstance(cell, (float, np.floating)) and 0 <= cell < least / 2 and _is_p(*names):
        return f"<{least:.{digits}f}"
    return format_cell(cell, digits)


def _counts(values: Iterable[object], *names: object) -> bool:
    """Whether values are counts by name, and whole wherever they are known."""
    if not any(isinstance(name, str) and COUNT.search(name) for name in names):
        return False
    parts = [float(v) for v in values if isinstance(v, (float, np.floating))]
    return all(part != part or part.is_integer() for part in parts)


def _shown_frame(table: pd.DataFrame | pd.Series, digits: int) -> pd.DataFrame:
    frame = _as_frame(table)
    whole = [_counts(frame.iloc[:, i], column) for i, column in enumerate(frame.columns)]
    rows = [
        [
            format_named(
                cell, column, index, digits=0 if count or _counts([cell], index) else digits
            )
            for count, column, cell in zip(whole, frame.columns, cells, strict=True)
        ]
        for index, cells in zip(frame.index, frame.itertuples(index=False), strict=True)
    ]
    return pd.DataFrame(rows, index=frame.index, columns=frame.columns, dtype=object)


def _width() -> int:
    return max(get_terminal_size((USUAL, 24)).columns, NARROWEST)


def _wrapped(text: str) -> str:
    """Break lines that are longer than the terminal between words."""
    return "\n".join(row for line in text.split("\n") for row in _rows(line, _width()))


def _rows(line: str, width: int) -> list[str]:
    """Break a line between words, and between Chinese letters, each of which takes two columns."""
    if not any(east_asian_width(letter) in "WF" for letter in line):
        return textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    rows = [""]
    for piece in PIECE.findall(line):
        row = rows[-1] + piece.rstrip()
        if rows[-1] and sum(1 + (east_asian_width(letter) in "WF") for letter in row) > width:
            rows.append("")
        rows[-1] += piece
    return [row.rstrip() for row in rows]


def frame_to_text(table: pd.DataFrame | pd.Series, digits: int = 3) -> str:
    """Lay a table out for a terminal; a table that is too wide goes on below, its rows named again.

    Parameters
    ----------
    table : DataFrame or Series
    digits : int
        Decimals of floating-point numbers.

    Returns
    -------
    str

    Examples
    --------
    >>> print(frame_to_text(pd.DataFrame({"alpha": [0.81234]}, index=["tangibles"])))
               alpha
    tangibles  0.812
    """
    return _shown_frame(table, digits).to_string(line_width=_width())


def frame_to_html(
    table: pd.DataFrame | pd.Series, caption: str = "", digits: int = 3, css_class: str = "svq"
) -> str:
    """Lay a table out as escaped, accessible HTML with row and column headers.

    Parameters
    ----------
    table : DataFrame or Series
    caption : str
        Shown above the table and read out by screen readers.
    digits : int
        Decimals of floating-point numbers.
    css_class : str
        Class of the ``<table>`` element.

    Returns
    -------
    str

    Examples
    --------
    >>> "&lt;b&gt;" in frame_to_html(pd.DataFrame({"x": ["<b>"]}))
    True
    """
    frame = _as_frame(table)
    names = [str(name) if name is not None else "" for name in frame.index.names]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    head += "".join(f'<th scope="col">{escape(str(column))}</th>' for column in frame.columns)
    texts = _shown_frame(frame, digits)
    rows = []
    for index, cells, words in zip(
        frame.index,
        frame.itertuples(index=False),
        texts.itertuples(index=False),
        strict=True,
    ):
        keys: Iterable[object] = index if isinstance(index, tuple) else (index,)
        row = "".join(f'<th scope="row">{escape(str(key))}</th>' for key in keys)
        for cell, word in zip(cells, words, strict=True):
            is_number = isinstance(cell, Number) and not isinstance(cell, (bool, np.bool_))
            kind = ' class="num"' if is_number else ""
            row += f"<td{kind}>{escape(word)}</td>"
        rows.append(f"<tr>{row}</tr>")
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<table class="{escape(css_class)}">{title}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


class Result:
    """What every analysis returns: frozen, printable, shown as tables in Jupyter.

    Subclasses are ``@dataclass(frozen=True, eq=False, repr=False)`` and say their parts in
    ``_parts``: pairs of a caption and a table or a sentence.

    Examples
    --------
    >>> class Greeting(Result):
    ...     def _parts(self):
    ...         return [("Words", "hello")]
    >>> print(Greeting())
    Greeting
    <BLANKLINE>
    Words
    hello
    """

    def _title(self) -> str:
        """Heading of the display."""
        return type(self).__name__

    def _parts(self) -> list[Part]:
        """Captions with their tables or sentences, in reading order."""
        raise TypeError(f"{type(self).__name__} must say its parts")

    def __repr__(self) -> str:
        blocks = [self._title()]
        for caption, content in self._parts():
            body = _wrapped(content) if isinstance(content, str) else frame_to_text(content)
            blocks.append(f"{caption}\n{body}" if caption else body)
        return "\n\n".join(blocks)

    def _repr_html_(self) -> str:
        blocks = [f"<h3>{escape(self._title())}</h3>"]
        for caption, content in self._parts():
            if isinstance(content, str):
                lead = f"<strong>{escape(caption)}.</strong> " if caption else ""
                blocks.append(f"<p>{lead}{escape(content)}</p>")
            else:
                blocks.append(frame_to_html(content, caption))
        return f'<div class="svq-result">{"".join(blocks)}</div>'
