"""The parts of a Word document that python-docx has no words for: fonts, bound rows, page fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = [
    "bound_row",
    "bound_table",
    "cell_text",
    "east_asian",
    "new_document",
    "page_footer",
    "paragraph",
]

_PAPER = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}  # cm
_MARGIN = 1.8
# Fonts that Word has for each script; other programs take what they have for it.
_LATIN = "Calibri"
_LOOKS = {
    "Cell": (9.5, False, False),
    "Cell small": (8, False, False),
    "Cell centred": (9.5, False, True),
    "Cell bold": (9.5, True, True),
    "Cell head": (6.5, False, True),
}
"""The looks of a cell: points, bold, centred."""
_EAST_ASIAN = {"zh-hant": ("Microsoft JhengHei", "zh-TW"), "zh": ("Microsoft YaHei", "zh-CN")}


def new_document(title: str, language: str, paper: str, font: str = _LATIN) -> Document:
    """Begin a document: paper, margins, fonts for Latin and East Asian scripts, title, language."""
    from docx import Document
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = (Cm(size) for size in _PAPER[paper])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(page, side, Cm(_MARGIN))
    sizes = {"Normal": 10, "Title": 18, "Heading 1": 13, "Table Grid": None}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name = font
        if size is not None:
            style.font.size = Pt(size)
        east_asian(style.element.get_or_add_rPr(), language, font)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(12)
    _cell_styles(document)
    properties = document.core_properties
    properties.title, properties.language, properties.author = title, language, ""
    # The same plan gives the same file.
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    return document


def _cell_styles(document: Document) -> None:
    """Name the looks of a cell once, rather than saying them in each of a thousand."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    cells, middle = _flag("w:tcPr"), _flag("w:vAlign")
    middle.set(qn("w:val"), "center")
    cells.append(middle)
    document.styles["Table Grid"].element.append(cells)
    for look, (size, bold, centred) in _LOOKS.items():
        style = document.styles.add_style(look, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold = Pt(size), bold or None
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
        if centred:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def east_asian(properties: Any, language: str, font: str = _LATIN) -> None:
    """Name the East Asian font and the languages, so that Chinese is not set in a Latin fallback."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    tag = language.casefold()
    key = next((known for known in _EAST_ASIAN if tag.startswith(known)), "zh")
    eastern, region = _EAST_ASIAN[key]
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), eastern)
    fonts.set(qn("w:hAnsi"), font)
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.set(qn("w:val"), "en-US" if tag.startswith("zh") else language)
    said.set(qn("w:eastAsia"), region)


def paragraph(
    document: Document,
    text: str,
    *,
    size: float | None = None,
    italic: bool = False,
    keep: bool = False,
    indent: float = 0.0,
    before: float = 0.0,
) -> Paragraph:
    """Add a paragraph; ``keep`` leaves no page break between it and the next."""
    from docx.shared import Cm, Pt

    found = document.add_paragraph()
    run = found.add_run(text)
    run.italic = italic or None
    if size is not None:
        run.font.size = Pt(size)
    form = found.paragraph_format
    form.keep_with_next, form.keep_together = keep, True
    form.left_indent, form.space_before = Cm(indent), Pt(before)
    if not text:
        form.space_after = Pt(0)
    return found


def bound_table(document: Document, widths: list[float], head: list[str], *, about: str) -> Table:
    """Add a table with a header row that is repeated on each page, and with fixed widths.

    A width of 0 takes what the others leave of the page. ``about`` describes the table for those
    who hear it read.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    whole = int(document.sections[0].page_width or 0) / Cm(1) - 2 * _MARGIN
    rest = whole - sum(widths)
    sized = [width or rest for width in widths]
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, sized, strict=True):
        column.width = Cm(width)
    properties = table._tbl.tblPr
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), about)
    # The schema wants the margins before the look, and the description last.
    properties.find(qn("w:tblLook")).addprevious(_slim_cells())
    properties.append(described)
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(_flag("w:cantSplit"))
    row.append(_flag("w:tblHeader"))
    for cell, width, text in zip(table.rows[0].cells, sized, head, strict=True):
        cell.width = Cm(width)
        cell_text(cell, text, "Cell small" if width == rest else "Cell head")
        _shade(cell)
    return table


def _slim_cells() -> Any:
    """Leave words the whole width of narrow cells."""
    from docx.oxml.ns import qn

    margins = _flag("w:tblCellMar")
    for side in ("left", "right"):
        one = _flag(f"w:{side}")
        one.set(qn("w:w"), "45")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    return margins


def _flag(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)


def _shade(cell: _Cell) -> None:
    from docx.oxml.ns import qn

    shade = _flag("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", "E8E8E8")):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def bound_row(table: Table) -> tuple[_Cell, ...]:
    """Add a row that stays whole at a page's end, and give its cells."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(_flag("w:cantSplit"))
    return row.cells


def cell_text(cell: _Cell, text: str, look: str = "Cell") -> None:
    """Write a cell; each line of the text is a line in it.

    ``look`` is Cell, Cell small, Cell centred, Cell bold or Cell head.
    """
    paragraph = cell.paragraphs[0]
    paragraph._p.get_or_add_pPr().style = look.replace(" ", "")
    paragraph.add_run(text)


def page_footer(document: Document, words: str) -> None:
    """Put page numbers in the footer; ``words`` holds {page} and {pages}."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in words.replace("{pages}", "\0NUMPAGES\0").replace("{page}", "\0PAGE\0").split("\0"):
        if part in ("PAGE", "NUMPAGES"):
            field = _flag("w:fldSimple")
            field.set(qn("w:instr"), part)
            run = footer.add_run("1")
            field.append(run._r)
            footer._p.append(field)
        else:
            footer.add_run(part)
