"""A table as it stands in a file: header, cells, line numbers, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from svqkit.errors import DataError

__all__ = ["Note", "RawTable", "from_records", "is_blank"]

Note = tuple[str, str, int, str, str]
"""A problem found while reading: kind, where, count, handling, detail."""


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the file: nothing interpreted yet.

    ``rows`` holds the cells below the header, all as wide as ``header``; ``lines`` the row number
    of each as a spreadsheet shows it; ``short`` the rows that had fewer cells than the header.
    ``texts`` is what each column asks, where the file says so beside the column's name; ``labels``
    the words of its codes, by position.
    """

    header: list[str]
    rows: list[list[Any]]
    lines: list[Any]
    source: dict[str, Any]
    short: list[Any] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: dict[int, dict[Any, str]] = field(default_factory=dict)


def is_blank(cell: Any) -> bool:
    """Tell whether a cell holds nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _all_numbers(cells: Sequence[Any]) -> bool:
    """Tell whether a first row holds answers already: three cells or more, all plain numbers.

    Numbers that count the columns (1, 2, 3 …) are a header.
    """
    filled = [str(cell).strip() for cell in cells if not is_blank(cell)]
    plain = [cell.removeprefix("-").replace(",", ".", 1).replace(".", "", 1) for cell in filled]
    if len(filled) < 3 or not all(cell.isdecimal() for cell in plain):
        return False
    if len(plain[0]) > 9:
        return True
    counting = [str(int(plain[0]) + step) for step in range(len(plain))]
    return [cell.lstrip("0") or "0" for cell in filled] != counting


def from_records(
    records: list[list[Any]], source: dict[str, Any], name: str, cells: str
) -> RawTable:
    """Take the first filled row as header and square the rows below it.

    A first row of nothing but numbers is no header: columns are then called by their place.

    Parameters
    ----------
    records : list of rows
    source : dict
    name : str
        The file's name, for messages.
    cells : str
        What to look for where a row is longer than the header.

    Returns
    -------
    RawTable

    Raises
    ------
    DataError
        If it is empty, or a row is longer than the header.

    Examples
    --------
    >>> from_records([["P1", "P2"], ["3"]], {}, "a.csv", "").rows
    [['3', None]]
    """
    first = next((i for i, row in enumerate(records) if not all(map(is_blank, row))), None)
    if first is None:
        raise DataError(f"{name} is empty: it has no header and no rows")
    notes: list[Note] = []
    above = first
    first = _below_titles(records, first)
    if first > above:
        said = " ".join(str(cell) for cell in records[above] if not is_blank(cell))
        notes.append(("title_rows", "file", first - above, "left out: above the header", said[:80]))
    if _all_numbers(records[first]):
        header = [f"column {i}" for i in range(1, len(records[first]) + 1)]
        notes.append(("no_header", "file", 1, "columns called by their place", ""))
        first -= 1
    else:
        header = ["" if cell is None else str(cell).strip() for cell in records[first]]
    below = records[first + 1 :]
    longest = max((_length(row) for row in below), default=0)
    while header and not header[-1] and longest < len(header):
        header.pop()
    width = len(header)
    rows, lines, short = [], [], []
    for line, row in enumerate(below, start=first + 2):
        if len(row) > width:
            if _length(row) > width:
                raise DataError(
                    f"{name}, line {line} has {len(row)} cells, but the header has {width}; "
                    f"{cells}",
                    row=line,
                )
            row = row[:width]
        elif len(row) < width:
            if any(not is_blank(cell) for cell in row):
                short.append(line)
            row = [*row, *[None] * (width - len(row))]
        rows.append(row)
        lines.append(line)
    if not rows or all(all(map(is_blank, row)) for row in rows):
        raise DataError(f"{name} has a header but no answers below it")
    return RawTable(header, rows, lines, source, short, notes)


def _below_titles(records: list[list[Any]], first: int) -> int:
    """Find the header below a title: rows of a cell or two above a row of many."""
    filled = [sum(not is_blank(cell) for cell in row) for row in records[first : first + 10]]
    for at, count in enumerate(filled):
        if count > 2:
            return first + at if count >= 6 else first
    return first


def _length(row: Sequence[Any]) -> int:
    """Count a row's cells without the blank ones at its end."""
    length = len(row)
    while length and is_blank(row[length - 1]):
        length -= 1
    return length
