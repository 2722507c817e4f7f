"""A report as a workbook: every table a sheet, every number in full precision."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from svqkit.interface import translator

from .compose import compose
from .document import Document, Section
from .office_package import clean, fixed_package
from .page_words import page_words
from .words import blocks, prose
from .xlsx_cells import fit_height, letters, put_text
from .xlsx_table import HEADER, printed, rule, table_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["as_xlsx"]

_FRONT, _TEXT = (36.0, 70.0, 34.0), 120.0
"""Widths of the columns of the first sheet, and of the sheet with the words."""


def as_xlsx(result: Any) -> bytes:
    """Write a result as a workbook.

    The first sheet says what the file is and lists the others, the second holds the report's
    sentences. On each sheet the headings stand in row 3; numbers are unrounded and formatted as
    the report shows them; an interval takes two columns. Answers and labels are words, never
    formulas. The same result gives the same bytes.

    Parameters
    ----------
    result : Result

    Returns
    -------
    bytes

    Examples
    --------
    >>> import svqkit as svq
    >>> as_xlsx(svq.factorability(svq.load_dataset("bank")))[:2]
    b'PK'
    """
    from openpyxl import Workbook

    said = compose(result)
    words = page_words(said.language)
    say = translator(said.language)
    book: Any = Workbook()
    book._named_styles["Normal"].font = letters()  # the unit of column widths is its digit
    front = book.active
    front.title = _sheet_name(words["contents"])
    notes = _notes(book, said, words, _sheet_name(say("The report in words")))
    rows: list[tuple[str, str, str]] = []
    number = 0
    for section in said.sections:
        for grid in section.tables:
            number += 1
            name = _sheet_name(f"{number} {grid.caption}")  # unique by its number
            label = words["table"].format(n=number) if said.numbered else ""
            table_sheet(book.create_sheet(name), grid, f"{label} {grid.caption}".strip(), words)
            rows.append((name, grid.caption, section.title))
    _front_sheet(
        front, said, [(notes.title, say("What the report says around its tables"), ""), *rows]
    )
    book.properties.title, book.properties.creator = clean(said.title), ""
    book.properties.language = said.language
    made = BytesIO()
    book.save(made)
    return fixed_package(made.getvalue(), said.made_on)


def _sheet_name(wanted: str) -> str:
    """Shorten a caption at a word to what a sheet's name may be."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", clean(wanted)).strip("' ")
    name = " ".join(plain.split())
    if len(name) > 31:
        cut = name[:31].rsplit(" ", 1)[0]
        name = cut if len(cut) > 12 else name[:31]
    return name


def _front_sheet(sheet: Any, said: Document, listed: list[tuple[str, str, str]]) -> None:
    say = translator(said.language)
    lines = [
        (said.heading, letters(size=16, bold=True)),
        (said.kicker, letters(bold=True, colour="215A8E")),
        (said.lede, letters(colour="515C6B")),
        (
            say(
                "Every table of the report is a sheet. Cells hold unrounded numbers and show them "
                "as the report does; headings stand in row {row}; an interval takes two columns. "
                "Pictures are in the HTML and Word forms of the report.",
                row=HEADER,
            ),
            letters(),
        ),
        (said.footer, letters(colour="515C6B")),
    ]
    row = 0
    for text, font in lines:
        if text:
            row += 1
            _words(sheet, row, 1, text, font)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
            fit_height(sheet, row, [(text, sum(_FRONT))], font.size)
    row += 2
    for place, text in enumerate((say("Sheet"), say("What it holds"), say("Part")), 1):
        _words(sheet, row, place, text, letters(bold=True))
    rule(sheet, row, 3)
    for name, caption, part in listed:
        row += 1
        _words(sheet, row, 1, name, letters(colour="215A8E", underline="single"))
        sheet.cell(row, 1).hyperlink = _link(name, sheet.cell(row, 1).coordinate)
        _words(sheet, row, 2, caption, letters())
        _words(sheet, row, 3, part, letters())
        fit_height(sheet, row, list(zip((name, caption, part), _FRONT, strict=True)))
    for column, width in zip("ABC", _FRONT, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.sheet_view.showGridLines = False
    printed(sheet, landscape=True)


def _link(name: str, cell: str) -> Any:
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = name.replace("'", "''")
    return Hyperlink(ref=cell, location=f"'{quoted}'!A1", display=name)


def _notes(book: Workbook, said: Document, words: dict[str, str], name: str) -> Any:
    """Keep what the report says around its tables, section by section."""
    sheet, row = book.create_sheet(name), 0
    for section in said.sections:
        lines = _sentences(section, words)
        if section.title and lines:
            row += 1
            _words(sheet, row, 1, section.title, letters(bold=True, size=13))
        for text, bold in lines:
            row += 1
            _words(sheet, row, 1, text, letters(bold=bold))
            fit_height(sheet, row, [(text, _TEXT)])
        row += 1
    sheet.column_dimensions["A"].width = _TEXT
    sheet.sheet_view.showGridLines = False
    printed(sheet, landscape=True)
    return sheet


def _sentences(section: Section, words: dict[str, str]) -> list[tuple[str, bool]]:
    lead = words["partly_missing" if section.tables else "missing"]
    made = [
        (section.judgement, True),
        (section.rest, False),
        (section.tally, False),
        (f"{lead} {section.missing}" if section.missing else "", False),
        (section.meaning, False),
        *((f"{lead} {point}".strip(), False) for lead, point in section.points),
    ]
    for _, title, text in section.texts:
        made += [(title, True), *((block, False) for block in blocks(text))]
    convention = f"{words['convention']} {section.convention}" if section.convention else ""
    return [(prose(text), bold) for text, bold in [*made, (convention, False)] if text.strip()]


def _words(sheet: Any, row: int, column: int, text: str, font: Any) -> None:
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    put_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(wrap_text=True, vertical="top")
