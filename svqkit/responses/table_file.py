"""Opening a table file: its kind, its separator, its cells with their line numbers."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from svqkit.errors import DataError
from svqkit.responses.encodings import decode
from svqkit.responses.workbook import read_workbook

__all__ = ["RawTable", "read_table_file", "separator_of"]

_TEXT = (".csv", ".tsv", ".txt", ".tab")
_EXCEL = (".xlsx", ".xlsm")
_SEPARATORS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in the file: nothing interpreted yet.

    ``rows`` holds the cells below the header, all as wide as ``header``; ``lines`` the row number
    of each as a spreadsheet shows it; ``short`` the rows that had fewer cells than the header.
    """

    header: list[str]
    rows: list[list[Any]]
    lines: list[int]
    source: dict[str, Any]
    short: list[int] = field(default_factory=list)
    notes: list[tuple[str, str, int, str, str]] = field(default_factory=list)


def separator_of(text: str) -> str:
    r"""Tell which character separates the cells.

    Each candidate parses the first rows; the one that cuts most of them into the same number of
    cells, and more than one, wins; among equals the one that makes more cells.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Comma, semicolon, tab or bar; a comma where nothing separates.

    Examples
    --------
    >>> separator_of("P1;P2\n3,5;4,0\n")
    ';'
    """
    best, best_score = ",", (0.0, 0)
    for candidate in _SEPARATORS:
        try:
            widths = [
                len(row)
                for row in islice(csv.reader(StringIO(text), delimiter=candidate), 60)
                if row
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        header = widths[0]
        if header > 1 or width > 1:
            share = (count + (header == width)) / (len(widths) + 1)
            if (share, width) > best_score and width > 1:
                best, best_score = candidate, (share, width)
    return best


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _table(records: list[list[Any]], source: dict[str, Any], name: str, cells: str) -> RawTable:
    """Take the first filled row as header and square the rows below it."""
    first = next((i for i, row in enumerate(records) if not all(map(_is_blank, row))), None)
    if first is None:
        raise DataError(f"{name} is empty: it has no header and no rows")
    header = ["" if cell is None else str(cell).strip() for cell in records[first]]
    while (
        header
        and not header[-1]
        and all(
            len(row) < len(header) or _is_blank(row[len(header) - 1])
            for row in records[first + 1 :]
        )
    ):
        header.pop()
    width = len(header)
    rows, lines, short = [], [], []
    for position in range(first + 1, len(records)):
        row, line = records[position], position + 1
        if len(row) > width:
            if not all(map(_is_blank, row[width:])):
                raise DataError(
                    f"{name}, line {line} has {len(row)} cells, but the header has {width}; "
                    f"{cells}",
                    row=line,
                )
            row = row[:width]
        elif len(row) < width:
            if any(not _is_blank(cell) for cell in row):
                short.append(line)
            row = [*row, *[None] * (width - len(row))]
        rows.append(row)
        lines.append(line)
    if not rows or all(all(map(_is_blank, row)) for row in rows):
        raise DataError(f"{name} has a header but no answers below it")
    return RawTable(header, rows, lines, source, short)


def _text_table(data: bytes, name: str, encoding: str | None) -> RawTable:
    text, found, guessed = decode(data, name, encoding)
    text = text.removeprefix("\ufeff")
    skipped = 0
    separator = ""
    first_line = text.partition("\n")[0].strip().strip('"')
    if first_line.casefold().startswith("sep=") and len(first_line) == 5:  # Excel's own hint
        separator, skipped = first_line[4], 1
        text = text.partition("\n")[2]
    separator = separator or separator_of(text)
    try:
        records: list[list[Any]] = [
            *([[]] * skipped),
            *csv.reader(StringIO(text, newline=""), delimiter=separator),
        ]
    except csv.Error as error:
        raise DataError(
            f"{name} cannot be cut into cells ({error}); save it again as CSV"
        ) from None
    source = {"encoding": found, "separator": separator}
    table = _table(
        records,
        source,
        name,
        f"look for a stray {_NAMES.get(separator, separator)}, or a decimal comma or text that "
        "should stand in quotation marks",
    )
    if guessed:
        foreign = sum(not str(c).isascii() for row in [table.header, *table.rows] for c in row if c)
        table.notes.append(
            (
                "encoding",
                "file",
                foreign,
                f"read as {found}, guessed from the bytes",
                'if names look wrong, name the encoding: read_responses(path, encoding="…")',
            )
        )
    return table


def _excel_table(data: bytes, name: str, wanted: Callable[[list[str]], int]) -> RawTable:
    """Take the sheet with most items in its first filled row."""
    best: tuple[int, list[list[Any]], str] | None = None
    sheets = read_workbook(data, name)
    for title, records in sheets.items():
        filled = [row for row in records if not all(map(_is_blank, row))]
        if not filled:
            continue
        score = wanted(["" if cell is None else str(cell) for cell in filled[0]])
        if best is None or score > best[0]:
            best = (score, records, title)
    if best is None:
        raise DataError(f"{name} is empty: no sheet holds anything")
    width = max(len(row) for row in best[1])
    squared = [[*row, *[None] * (width - len(row))] for row in best[1]]
    table = _table(squared, {"sheet": best[2]}, name, "cells stand beside the table")
    if len(sheets) > 1:
        handling = f"sheet {best[2]!r} read, the others left alone"
        table.notes.append(("sheets", "file", len(sheets), handling, ""))
    return table


def read_table_file(
    path: Path, wanted: Callable[[list[str]], int], *, encoding: str | None = None
) -> RawTable:
    r"""Read a CSV, TSV or XLSX file into cells; the file itself is never changed.

    Parameters
    ----------
    path : pathlib.Path
    wanted : callable
        How many of a sheet's headers are items; the sheet with most of them is read.
    encoding : str, optional
        A text file's encoding, where it should not be found out.

    Returns
    -------
    RawTable
        With ``source``: name, sha256, encoding and separator, or sheet.

    Raises
    ------
    DataError
        If there is no such file, or it is a folder, empty, of another kind, or ragged.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_text("P1;P2\n3;4\n")
    >>> read_table_file(path, len).rows
    [['3', '4']]
    """
    name = path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"there is no file {str(path)!r}; check the name and the folder") from None
    except IsADirectoryError:
        raise DataError(f"{str(path)!r} is a folder; name the file in it") from None
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {error.strerror}") from None
    if not data.strip():
        raise DataError(f"{name} is empty: it has no header and no rows")
    suffix = path.suffix.casefold()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(f"{name} is an old or encrypted Office file; save it as XLSX or CSV")
    if suffix not in (*_TEXT, *_EXCEL):
        raise DataError(
            f"{name}: files ending in {suffix or 'nothing'!r} are not read; "
            f"allowed are {', '.join((*_TEXT, *_EXCEL))}. Export the answers as CSV or XLSX"
        )
    if data.startswith(b"PK\x03\x04"):
        table = _excel_table(data, name, wanted)
    elif suffix in _EXCEL:
        raise DataError(f"{name} is no Excel workbook; if it holds text, let its name end in .csv")
    else:
        table = _text_table(data, name, encoding)
    table.source.update(name=name, sha256=hashlib.sha256(data).hexdigest())
    return table
