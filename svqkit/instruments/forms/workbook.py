"""Tables of texts as a workbook: header, filter, widths; nothing is taken for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO

__all__ = ["Row", "workbook"]

Row = dict[str, str]
_WIDEST, _NARROWEST = 60, 10
_MOST_CHARACTERS = 32_767  # a cell's limit
# Control characters have no place in a workbook's XML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook(sheets: Mapping[str, Iterable[Row]]) -> bytes:
    """Write tables as the sheets of a workbook.

    Parameters
    ----------
    sheets : mapping of title to rows
        A row's keys are its columns; the columns stand in the order of their first use. Empty
        cells stay empty.

    Returns
    -------
    bytes

    Examples
    --------
    >>> from openpyxl import load_workbook
    >>> book = load_workbook(BytesIO(workbook({"a": [{"x": "=1+1"}]})))
    >>> book["a"]["A2"].value, book["a"]["A2"].data_type
    ('=1+1', 's')
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    wrapped = Alignment(wrap_text=True, vertical="top")
    for title, table in sheets.items():
        rows = list(table)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheet = book.create_sheet(title)
        for x, column in enumerate(columns, start=1):
            sheet.cell(1, x, column).font = Font(bold=True)
            longest = max(
                (len(line) for r in rows for line in r.get(column, "").splitlines()), default=0
            )
            wide = min(max(longest, len(column), _NARROWEST) + 2, _WIDEST)
            sheet.column_dimensions[get_column_letter(x)].width = wide
        for y, row in enumerate(rows, start=2):
            for x, column in enumerate(columns, start=1):
                text = _CONTROL.sub("", row.get(column, ""))[:_MOST_CHARACTERS]
                if text:
                    cell = sheet.cell(y, x, text)
                    cell.data_type, cell.alignment = "s", wrapped
                    cell.quotePrefix = text[0] in "=+-@\t\r"
        sheet.freeze_panes = "B2"
        if columns:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    book.properties.creator = "svqkit"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
