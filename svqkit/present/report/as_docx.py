"""A report as a Word document: to edit, to comment, to hand in."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any

from svqkit.errors import MissingExtraError
from svqkit.instruments.forms.docx_parts import page_footer

from .column_widths import table_layout
from .compose import compose
from .document import Figure, Section, Table
from .docx_fields import caption, contents, heading
from .docx_look import report_document, turn
from .docx_table import word_table
from .office_package import clean, fixed_package
from .page_words import page_words
from .pictures import as_png
from .words import blocks, prose

if TYPE_CHECKING:
    from docx.document import Document as Word

__all__ = ["as_docx"]

_WIDEST, _HIGHEST = 5.9, 7.2
"""Inches that a picture may take."""


def as_docx(result: Any) -> bytes:
    """Write a result as a Word document.

    Headings, captions and contents are Word's own, so that its navigation, lists of tables and
    cross-references work; tables have horizontal rules only, as journals want them; pictures are
    PNG at 300 dots an inch with their content in words. Wide tables stand on turned pages. The
    same result gives the same bytes.

    Parameters
    ----------
    result : Result

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtraError
        If python-docx is not installed.

    Examples
    --------
    >>> import svqkit as svq
    >>> as_docx(svq.factorability(svq.load_dataset("bank")))[:2]
    b'PK'
    """
    try:
        import docx  # noqa: F401
    except ModuleNotFoundError:
        raise MissingExtraError("report", "python-docx") from None
    said = compose(result)
    words = page_words(said.language)
    word = report_document(said.title, said.language)
    page_footer(word, words["page"])
    word.add_paragraph(clean(said.kicker), style="Kicker")
    word.add_paragraph(clean(said.heading), style="Title")
    if said.lede:
        word.add_paragraph(prose(clean(said.lede)), style="Lede")
    if said.numbered:
        contents(word, words["contents"], [section.title for section in said.sections])
    pages = _Pages(word, words, numbered=said.numbered)
    for place, section in enumerate(said.sections, 1):
        pages.section(section, place)
    pages.upright()
    if said.footer:
        word.add_paragraph(clean(said.footer), style="Table Note")
    made = BytesIO()
    word.save(made)
    return fixed_package(made.getvalue(), said.made_on)


def _opens_wide(section: Section) -> bool:
    """Whether a wide table comes at once, so that its heading should stand on the turned page."""
    before = section.figures or section.points or section.judgement
    return bool(section.tables) and not before and table_layout(section.tables[0]).landscape


class _Pages:
    """Goes through the sections, counting captions and turning pages for wide tables."""

    def __init__(self, word: Word, words: dict[str, str], *, numbered: bool) -> None:
        self.word, self.words, self.numbered = word, words, numbered
        self.tables, self.pictures = count(1), count(1)
        self.turned = False

    def upright(self) -> None:
        self.turn(landscape=False)

    def turn(self, *, landscape: bool) -> None:
        if landscape != self.turned:
            turn(self.word, landscape=landscape)
            self.turned = landscape

    def say(self, text: str, style: str) -> None:
        for block in blocks(text):
            self.word.add_paragraph(prose(clean(block)), style=style)

    def led(self, lead: str, text: str, style: str) -> None:
        """Say a remark behind the word that leads it."""
        paragraph = self.word.add_paragraph(style=style)
        if lead:
            paragraph.add_run(f"{clean(lead)} ").bold = True
        paragraph.add_run(prose(clean(text)))

    def section(self, section: Section, place: int) -> None:
        self.turn(landscape=_opens_wide(section))
        if section.title:
            heading(self.word, section.title, place)
        self.say(section.judgement, "Judgement")
        self.say(section.rest, "Meaning")
        self.say(section.tally, "Lede")
        if section.missing:
            lead = "partly_missing" if section.tables else "missing"
            self.led(self.words[lead], section.missing, "Missing")
        self.say(section.meaning, "Meaning")
        for lead, point in section.points:
            self.led(lead, point, "List Bullet")
        for figure in section.figures:
            self.picture(figure)
        for grid in section.tables:
            self.table(grid)
        for _, title, text in section.texts:
            self.upright()
            self.word.add_heading(clean(title), level=2)
            self.say(text, "Normal")
        if section.convention:
            self.led(self.words["convention"], section.convention, "Table Note")

    def picture(self, figure: Figure) -> None:
        from docx.shared import Inches, Pt

        self.upright()
        png = as_png(figure.draw)
        scale = min(1.0, _WIDEST / png.width, _HIGHEST / png.height)
        run = self.word.add_paragraph(style="Figure").add_run()
        shape = run.add_picture(BytesIO(png.content), Inches(png.width * scale))
        shape._inline.docPr.set("descr", prose(clean(figure.alt)))
        shape._inline.docPr.set("name", figure.name)
        number = next(self.pictures)
        caption(self.word, self.words["figure"], "Figure", number, figure.caption)
        form = self.word.paragraphs[-1].paragraph_format
        form.keep_with_next, form.space_before, form.space_after = False, Pt(2), Pt(12)

    def table(self, grid: Table) -> None:
        layout = table_layout(grid)
        self.turn(landscape=layout.landscape)
        if self.numbered:
            number = next(self.tables)
            caption(self.word, self.words["table"], "Table", number, grid.caption)
        elif grid.caption:
            self.word.add_paragraph(clean(grid.caption), style="Caption")
        self.word._body._body._insert_tbl(word_table(grid, layout))
        if grid.note:
            self.led(self.words["note"], grid.note, "Table Note")
        else:
            self.word.add_paragraph(style="Table Note")
