"""A table as a sheet of a workbook: to filter, to sort, to calculate with."""

from __future__ import annotations

from typing import Any

from .column_widths import ems
from .document import Table
from .xlsx_cells import fit_height, letters, number_formats, put_number, put_text

__all__ = ["HEADER", "printed", "rule", "table_sheet"]

HEADER = 3
"""The row of a sheet that holds the headings."""
_NARROWEST, _WIDEST = 8.0, 46.0
_LONG = 12
"""Tables with more rows can be filtered."""


def rule(sheet: Any, row: int, columns: int) -> None:
    """Draw the two lines of a header row."""
    from openpyxl.styles import Border, Side

    line = Border(top=Side("medium"), bottom=Side("thin"))
    for column in range(1, columns + 1):
        sheet.cell(row, column).border = line


def table_sheet(sheet: Any, grid: Table, caption: str, words: dict[str, str]) -> None:
    """Lay a table out on a sheet: caption, note, headings in row 3, then the rows.

    Parameters
    ----------
    sheet : openpyxl worksheet
    grid : Table
    caption : str
    words : dict of str
        From ``page_words``.
    """
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    put_text(sheet.cell(1, 1), caption)
    sheet.cell(1, 1).font = letters(bold=True, size=12)
    if grid.note:
        put_text(sheet.cell(2, 1), f"{words['note']} {grid.note}")
        sheet.cell(2, 1).font = letters(colour="515C6B")
    heads = [grid.grouped_by] if grid.groups else []
    kinds = ["head"] if grid.groups else []
    for column in grid.columns:
        heads += column.copied
        kinds += [column.kind] * len(column.copied)
    rows = _values(grid)
    widths = [_width(place, head, rows) for place, head in enumerate(heads)]
    for place, (head, kind, width) in enumerate(zip(heads, kinds, widths, strict=True), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        cell = sheet.cell(HEADER, place)
        put_text(cell, head)
        cell.font = letters(bold=True)
        side = "right" if kind == "num" else "left"
        cell.alignment = Alignment(
            wrap_text=True,
            vertical="bottom",
            horizontal=side,
            indent=int(side == "left" and place > 1),
        )
    fit_height(sheet, HEADER, list(zip(heads, widths, strict=True)))
    rule(sheet, HEADER, len(heads))
    plain, bold = letters(), letters(bold=True)
    top = Alignment(wrap_text=True, vertical="top")
    apart = Alignment(wrap_text=True, vertical="top", indent=1)  # words beside right-set numbers
    for row, cells in enumerate(rows, HEADER + 1):
        for place, (text, form, mark) in enumerate(cells, 1):
            cell = sheet.cell(row, place)
            if form:
                put_number(cell, text, form)
            else:
                put_text(cell, text)
            cell.alignment = top if form or place == 1 else apart
            cell.font = bold if mark else plain
        said = [(text, w) for (text, form, _), w in zip(cells, widths, strict=True) if not form]
        fit_height(sheet, row, said)
    frozen = 2 + (1 if grid.groups else 0)
    sheet.freeze_panes = sheet.cell(HEADER + 1, min(frozen, len(heads)))
    if len(grid.rows) > _LONG:
        last = get_column_letter(len(heads))
        sheet.auto_filter.ref = f"A{HEADER}:{last}{HEADER + len(grid.rows)}"
    sheet.print_title_rows = f"{HEADER}:{HEADER}"
    printed(sheet, landscape=len(heads) > 6)


def _width(place: int, head: str, rows: list[list[tuple[str, str, bool]]]) -> float:
    """Give a column room for its heading's longest word, its numbers, and most of its words."""
    needs = [max(map(ems, head.split()), default=0.0) * 1.1]
    needs += [4.0 if row[place][1] else ems(row[place][0]) for row in rows]
    return min(max(1.9 * max(needs) + 2.5, _NARROWEST), _WIDEST)


def _values(grid: Table) -> list[list[tuple[str, str, bool]]]:
    """Give each row's cells: text, the number format where it is a number, whether it is marked."""
    made = []
    for place, row in enumerate(grid.rows):
        cells: list[tuple[str, str, bool]] = []
        if grid.groups:
            cells.append((grid.groups[place], "", False))
        for column, cell in zip(grid.columns, row, strict=True):
            number = cell.kind == "num"
            forms = number_formats(column, cell) if number else ("",) * len(cell.copied)
            marked = cell.mark in ("weak", "main")
            cells += [(text, form, marked) for text, form in zip(cell.copied, forms, strict=True)]
        made.append(cells)
    return made


def printed(sheet: Any, *, landscape: bool) -> None:
    """Set a sheet up for paper: A4, as wide as the page, numbered."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
