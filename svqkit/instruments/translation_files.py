"""Translation tables as files: XLSX, CSV and DOCX, written whole and read back as people save them."""

from __future__ import annotations

import csv
import os
import tempfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO, StringIO
from pathlib import Path

from svqkit.errors import DataError, MissingExtraError

__all__ = ["read_table", "write_table"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SUFFIXES = (".xlsx", ".csv", ".docx")
_LANDSCAPE_CM = 29.7 - 2 * 1.8  # A4 within the margins of new_document
_WIDTHS_CM = {"item": 3.4, "form": 2.1, "back_translation": 4.6, "comment": 3.0, "equivalence": 2.2}


def write_table(path: Path, rows: list[dict[str, str]], *, title: str, language: str) -> None:
    """Write a table to a file, whole or not at all; nothing in it is taken for a formula.

    Parameters
    ----------
    path : pathlib.Path
        Its suffix says the format: .xlsx, .csv or .docx.
    rows : list of dict
        All with the same keys, which are the columns.
    title : str
        Above the table in a document.
    language : str
        Of the translation, for the fonts of a document.

    Raises
    ------
    ValueError
        If the suffix is another.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "table.csv"
    >>> write_table(place, [{"item": "Q1", "comment": "=1+1"}], title="", language="nl")
    >>> place.read_text(encoding="utf-8-sig").splitlines()
    ['item,comment', "Q1,'=1+1"]
    """
    suffix = _known(path)
    if suffix == ".csv":
        content = _as_csv(rows)
    elif suffix == ".xlsx":
        from svqkit.instruments.forms.workbook import workbook

        content = workbook({"translation": rows})
    else:
        content = _as_docx(rows, title, language)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)


def read_table(path: Path) -> list[dict[str, str]]:
    r"""Read a table back, with whatever separator it was saved; CSV in UTF-8 or UTF-16.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of dict
        A row each, by the header's words; empty rows are left out. ``"row"`` is the line as the
        user's program shows it.

    Raises
    ------
    ValueError
        If the suffix is none of .xlsx, .csv and .docx.
    DataError
        If the file holds no table, or a CSV is in another encoding.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "table.csv"
    >>> _ = place.write_text("item;comment\nQ1;'=1+1\n", encoding="utf-16")
    >>> read_table(place)
    [{'row': '2', 'item': 'Q1', 'comment': '=1+1'}]
    """
    readers = {".csv": _from_csv, ".xlsx": _from_xlsx, ".docx": _from_docx}
    lines = readers[_known(path)](path)
    if not lines:
        raise DataError(f"{path.name} holds no table")
    header = [cell.strip() for cell in lines[0]]
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(header) - len(cells))]
            named = zip(header, (cell.strip() for cell in padded), strict=False)
            rows.append({"row": str(number), **{key: cell for key, cell in named if key}})
    return rows


def _known(path: Path) -> str:
    suffix = path.suffix.casefold()
    if suffix not in _SUFFIXES:
        raise ValueError(
            f"{path.name}: a translation table is a file with the suffix {', '.join(_SUFFIXES)}"
        )
    return suffix


def _as_csv(rows: list[dict[str, str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row.values())
    return out.getvalue().encode("utf-8-sig")


def _as_docx(rows: list[dict[str, str]], title: str, language: str) -> bytes:
    try:
        import docx  # noqa: F401
    except ImportError:
        raise MissingExtraError("forms", "python-docx") from None
    from docx.enum.section import WD_ORIENT

    from svqkit.instruments.forms.docx_parts import (
        bound_row,
        bound_table,
        cell_text,
        new_document,
    )

    document = new_document(title, language, "A4")
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    document.add_heading(title, level=1)
    columns = list(rows[0])
    fixed = [_WIDTHS_CM.get(column.split(" ")[0], 0.0) for column in columns]
    free = (_LANDSCAPE_CM - sum(fixed)) / max(1, fixed.count(0.0))
    widths = [width or free for width in fixed]
    table = bound_table(document, widths, columns, about=title)
    for row in rows:
        for cell, text in zip(bound_row(table), row.values(), strict=True):
            cell_text(cell, text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _from_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(
            f"{path.name} is not in UTF-8, so its letters could be misread; save it as "
            "'CSV UTF-8', or as XLSX"
        ) from None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    lines = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    return [
        [
            cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
            for cell in one
        ]
        for one in lines
    ]


def _from_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        sheet = book.worksheets[0]
        return [
            ["" if cell is None else _plain(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    finally:
        book.close()


def _plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _from_docx(path: Path) -> list[list[str]]:
    try:
        from docx import Document
    except ImportError:
        raise MissingExtraError("forms", "python-docx") from None
    tables = Document(str(path)).tables
    return [[cell.text for cell in row.cells] for row in tables[0].rows] if tables else []
