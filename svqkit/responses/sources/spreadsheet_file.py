"""OpenDocument spreadsheets and old Excel workbooks, taken apart into cells."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from svqkit.errors import DataError, MissingExtraError

__all__ = ["read_spreadsheet"]

_MOST_CELLS = 20_000_000
_LARGEST = 1_000_000_000  # bytes when unpacked
_TAG = re.compile(
    rb"<table:table-(row|cell)\b([^>]*)>|<table:covered-table-(cell)\b([^>]*)>|(</table:table-row>)"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,12})"')


def _filled_cells(content: bytes) -> int:
    """Count what an OpenDocument table unrolls to: a cell may say that it repeats a million times."""
    total = rows = width = at = 0
    for tag in _TAG.finditer(content):
        if tag[5]:
            total, width, at = total + rows * width, 0, 0
            continue
        attributes = tag[2] or tag[4] or b""
        found = _REPEATED.search(attributes)
        times = int(found[1]) if found else 1
        if tag[1] == b"row":
            rows, width, at = times, 0, 0
        else:
            at += times
            if not attributes.rstrip().endswith(b"/"):
                width = at
    return total


def _refuse_bombs(data: bytes, name: str) -> None:
    with ZipFile(BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _LARGEST:
            raise DataError(f"{name} is too large when unpacked; save the answers as CSV")
        if "content.xml" in archive.namelist():
            cells = _filled_cells(archive.read("content.xml"))
            if cells > _MOST_CELLS:
                raise DataError(
                    f"{name} unrolls to {cells} cells; save the sheet with the answers as CSV"
                )


def _plain(cell: Any) -> Any:
    """Numbers come as floats: whole ones are given back whole, an empty cell as None."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    return None if cell == "" else cell


def read_spreadsheet(data: bytes, name: str) -> dict[str, list[list[Any]]]:
    """Read every sheet of an .ods or .xls file; formulas count with their last computed value.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for messages.

    Returns
    -------
    dict
        Title → rows of cells, in the file's order.

    Raises
    ------
    DataError
        If it is no readable spreadsheet, or unrolls to more than twenty million cells.
    MissingExtraError
        Without the package python-calamine.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        raise MissingExtraError("io", "python-calamine") from None
    sheets = {}
    try:
        if data.startswith(b"PK\x03\x04"):
            _refuse_bombs(data, name)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            sheets[title] = [[_plain(cell) for cell in row] for row in rows]
    except (CalamineError, BadZipFile, OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"{name} is not a readable spreadsheet ({type(error).__name__}), or it is encrypted; "
            "open it in the spreadsheet program and save it as XLSX or CSV"
        ) from None
    return sheets
