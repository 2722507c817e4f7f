"""Opening a table file: its kind, its separator, its cells with their line numbers."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from svqkit.errors import DataError
from svqkit.responses.encodings import decode
from svqkit.responses.raw_table import RawTable, from_records, is_blank
from svqkit.responses.sources.record_file import read_json, read_parquet
from svqkit.responses.sources.spreadsheet_file import read_spreadsheet
from svqkit.responses.sources.statistics_file import STATISTICS, read_statistics_file
from svqkit.responses.workbook import read_workbook

__all__ = ["ENDINGS", "read_table_file", "separator_of"]

_TEXT = (".csv", ".tsv", ".txt", ".tab")
_EXCEL = (".xlsx", ".xlsm")
_SHEETS = (".ods", ".xls")
_PARQUET = (".parquet", ".pq")
_JSON = (".json", ".jsonl", ".ndjson")
ENDINGS = (*_TEXT, *_EXCEL, *_SHEETS, *STATISTICS, *_PARQUET, *_JSON)
"""What the names of readable files end in."""
_SEPARATORS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
csv.field_size_limit(10_000_000)


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
    table = from_records(
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


def _sheet_table(
    sheets: dict[str, list[list[Any]]],
    name: str,
    kind: str,
    wanted: Callable[[list[str]], int],
) -> RawTable:
    """Take the sheet with most items in its first filled row."""
    best: tuple[int, list[list[Any]], str] | None = None
    for title, records in sheets.items():
        filled = [row for row in records if not all(map(is_blank, row))]
        if not filled:
            continue
        score = wanted(["" if cell is None else str(cell) for cell in filled[0]])
        if best is None or score > best[0]:
            best = (score, records, title)
    if best is None:
        raise DataError(f"{name} is empty: no sheet holds anything")
    width = max(len(row) for row in best[1])
    squared = [[*row, *[None] * (width - len(row))] for row in best[1]]
    source = {"sheet": best[2]}
    table = from_records(squared, source, name, "cells stand beside the table")
    if len(sheets) > 1:
        handling = f"sheet {best[2]!r} read, the others left alone"
        table.notes.append(("sheets", "file", len(sheets), handling, ""))
    return table


def read_table_file(
    path: Path, wanted: Callable[[list[str]], int], *, encoding: str | None = None
) -> RawTable:
    r"""Read a file of any kind into cells; the file itself is never changed.

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
    if data.startswith(b"\xd0\xcf\x11\xe0") and suffix != ".xls":
        raise DataError(f"{name} is an old or encrypted Office file; save it as XLSX or CSV")
    if suffix not in ENDINGS:
        raise DataError(
            f"{name}: files ending in {suffix or 'nothing'!r} are not read; "
            f"allowed are {', '.join(ENDINGS)}. Export the answers as CSV or XLSX"
        )
    table = _by_kind(path, suffix, data, wanted, encoding)
    table.source.update(name=name, sha256=hashlib.sha256(data).hexdigest())
    return table


def _by_kind(
    path: Path,
    suffix: str,
    data: bytes,
    wanted: Callable[[list[str]], int],
    encoding: str | None,
) -> RawTable:
    name = path.name
    if suffix in STATISTICS:
        return read_statistics_file(path)
    if suffix in _PARQUET:
        return read_parquet(data, name)
    if suffix in _SHEETS:
        kind = "OpenDocument" if suffix == ".ods" else "Excel 97"
        return _sheet_table(read_spreadsheet(data, name), name, kind, wanted)
    if data.startswith(b"PK\x03\x04"):
        return _sheet_table(read_workbook(data, name), name, "Excel", wanted)
    if suffix in _EXCEL:
        raise DataError(f"{name} is no Excel workbook; if it holds text, let its name end in .csv")
    if suffix in _JSON:
        return read_json(data, name, encoding)
    return _text_table(data, name, encoding)
