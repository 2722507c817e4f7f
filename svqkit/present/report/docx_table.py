"""A table of a Word report: horizontal rules only, its header repeated on every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .column_widths import Layout
from .document import Cell, Column, Table
from .office_package import clean

__all__ = ["word_table"]

_VERDICTS = {
    "supported": "00695C",
    "uncertain": "8A5300",
    "not supported": "A6204A",
    "not examined": "59636F",
}
_REGIONS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}
"""Word names Chinese by country, not by script."""
_SHORT = 16
"""Tables with fewer rows stay on one page."""
_MARKED = '<w:shd w:val="clear" w:color="auto" w:fill="FDF1DC"/>'


def word_table(grid: Table, layout: Layout) -> Any:
    """Lay a table out as an element of a Word document.

    Rows are not torn by a page's end; short tables stay whole; groups head their rows. What a
    copy carries in full precision stands in the workbook; here cells show what people read.

    Parameters
    ----------
    grid : Table
    layout : Layout
        Widths and size of letters.

    Returns
    -------
    docx.oxml.table.CT_Tbl

    Examples
    --------
    >>> from svqkit.present.report.column_widths import table_layout
    >>> grid = Table("a", "A", (Column("m", "Mean"),), ((Cell("5.13", ("5.128",), "num"),),))
    >>> len(word_table(grid, table_layout(grid)).tr_lst)
    2
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    widths = [round(20 * width) for width in layout.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    about = quoteattr(clean(grid.caption))
    rows = "".join(_rows(grid, widths, f"Table{layout.size:g}"))
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
        f"<w:tblCaption w:val={about}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(grid: Table, widths: list[int], style: str) -> Iterator[str]:
    rule = '<w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tcBorders>'
    cells = "".join(
        _cell(
            column.heading,
            width,
            style,
            border=rule + '<w:vAlign w:val="bottom"/>',
            bold=True,
            right=column.kind == "num",
            keep=True,
        )
        for column, width in zip(grid.columns, widths, strict=True)
    )
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    short, left = len(grid.rows) < _SHORT, len(grid.rows)
    for title, rows in grid.chunks:
        if title:
            one = _cell(title, sum(widths), style, span=len(widths), bold=True, keep=True)
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{one}</w:tr>"
        for row in rows:
            left -= 1
            made = "".join(
                _body_cell(column, cell, width, style, keep=short and left > 0)
                for column, cell, width in zip(grid.columns, row, widths, strict=True)
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{made}</w:tr>"


def _body_cell(column: Column, cell: Cell, width: int, style: str, *, keep: bool) -> str:
    weak = cell.mark == "weak"
    return _cell(
        f"{cell.shown} ◂" if weak else cell.shown,
        width,
        style,
        border=_MARKED if weak else "",
        bold=cell.kind == "verdict" or weak or cell.mark == "main",
        right=cell.kind == "num",
        colour=_VERDICTS.get(cell.shown, "") if cell.kind == "verdict" else "",
        language=column.language,
        keep=keep,
    )


def _cell(
    text: str,
    width: int,
    style: str,
    *,
    border: str = "",
    span: int = 1,
    bold: bool = False,
    right: bool = False,
    colour: str = "",
    language: str = "",
    keep: bool = False,
) -> str:
    tongue = "eastAsia" if language.split("-")[0] in ("zh", "ja", "ko") else "val"
    looks = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    if language:
        looks += f"<w:lang w:{tongue}={quoteattr(_REGIONS.get(language, language))}/>"
    form = f'<w:pStyle w:val="{style}"/>' + ("<w:keepNext/>" if keep else "")
    form += '<w:jc w:val="right"/>' if right else ""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{border}</w:tcPr>'
        f"<w:p><w:pPr>{form}</w:pPr><w:r><w:rPr>{looks}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
    )
