"""How a Word report looks: paper, letters, headings, captions, and what a table's text is set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svqkit.instruments.forms.docx_parts import east_asian, new_document

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["SIZES", "report_document", "turn"]

SIZES = (9, 8, 7, 6)
"""Points of the letters of tables; one style each."""
_FONT = "Arial"
"""On every Word, and with a twin of the same widths (Liberation Sans) elsewhere."""
_ACCENT, _SOFT = "215A8E", "515C6B"
_PARAGRAPHS = {
    # name: (points, bold, italic, colour, space before, space after, keep with next)
    "Kicker": (10, True, False, _ACCENT, 0, 0, True),
    "Lede": (10, False, False, _SOFT, 2, 10, False),
    "Judgement": (13, True, False, None, 4, 6, False),
    "Meaning": (10, False, False, None, 2, 8, False),
    "Missing": (10, False, True, None, 2, 8, False),
    "Table Note": (8.5, False, False, _SOFT, 3, 12, False),
    "Contents Heading": (13, True, False, None, 10, 4, True),
    "Figure": (10, False, False, None, 8, 2, True),
}


def report_document(title: str, language: str) -> Document:
    """Begin a report on A4: styles that Word's navigation and screen readers know.

    Parameters
    ----------
    title : str
    language : str
        BCP 47.

    Returns
    -------
    docx.document.Document

    Examples
    --------
    >>> report_document("Gaps", "nl").core_properties.language
    'nl'
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    document = new_document(title, language, "A4", _FONT)
    styles = document.styles
    for name, size in (("Title", 20), ("Heading 1", 14), ("Heading 2", 11), ("Caption", 9.5)):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.font.color.rgb = RGBColor.from_string("000000")
        style.font.name = _FONT
        east_asian(style.element.get_or_add_rPr(), language, _FONT)
        style.paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(8)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    styles["Heading 1"].paragraph_format.space_before = Pt(20)
    _without_rule(styles["Title"])
    for name, (size, bold, italic, colour, before, after, keep) in _PARAGRAPHS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    for size in SIZES:
        style = styles.add_style(f"Table {size}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
    contents = styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    contents.base_style = styles["Normal"]
    contents.paragraph_format.space_after = Pt(2)
    return document


def _without_rule(style: object) -> None:
    """Take the blue rule away that Word's own title has."""
    from docx.oxml.ns import qn

    form = style.element.get_or_add_pPr()  # type: ignore[attr-defined]
    rule = form.find(qn("w:pBdr"))
    if rule is not None:
        form.remove(rule)


def turn(document: Document, *, landscape: bool) -> None:
    """Go on, on a new page, with the paper upright or turned.

    Parameters
    ----------
    document : docx.document.Document
    landscape : bool

    Examples
    --------
    >>> made = report_document("Gaps", "en")
    >>> turn(made, landscape=True)
    >>> page = made.sections[-1]
    >>> page.page_width > page.page_height
    True
    """
    from docx.enum.section import WD_ORIENT, WD_SECTION

    before = document.sections[-1]
    short, long = sorted((before.page_width or 0, before.page_height or 0))
    page = document.add_section(WD_SECTION.NEW_PAGE)
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (long, short) if landscape else (short, long)
