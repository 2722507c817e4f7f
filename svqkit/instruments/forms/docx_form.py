"""A form on paper: a Word document to print, with a coding key for data entry on its last page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from svqkit.errors import MissingExtraError
from svqkit.instruments.form_fields import FormField, FormPlan, FormSection
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.answer_grids import field_range, form_heading, grids, items_of
from svqkit.instruments.forms.docx_parts import (
    bound_row,
    bound_table,
    cell_text,
    new_document,
    page_footer,
    paragraph,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

__all__ = ["write"]

_BOX = "☐"
_NUMBER, _CODE, _NARROW, _POINTS = 0.8, 1.42, 0.85, 2.2  # widths in cm
_FEW = 7  # codes that have room for words above them


def write(plan: FormPlan, *, paper: str = "A4") -> bytes:
    """Write the form as a Word document.

    Items are numbered through the whole form, so that no respondent reads the names of dimensions
    or of attention checks; the last page says which number is which column. Rows are not torn by a
    page's end and headers are repeated. On paper items are mixed once, by the plan's seed.

    Parameters
    ----------
    plan : FormPlan
    paper : {"A4", "Letter"}

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtraError
        If python-docx is not installed.
    ValueError
        If the paper is another.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> from svqkit.instruments.form_plan import form_plan
    >>> write(form_plan(load_instrument("servperf")))[:2]
    b'PK'
    """
    try:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
    except ImportError:
        raise MissingExtraError("forms", "python-docx") from None
    if paper not in ("A4", "Letter"):
        raise ValueError(f"paper is A4 or Letter, not {paper!r}")
    words = form_words(plan.language)
    document = new_document(plan.title, plan.language, paper)
    number = paragraph(document, f"{words['respondent_number']} ________", size=9)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(plan.title, level=0)
    numbers = _numbered(plan)
    for section in plan.sections:
        _section(document, plan, section, numbers)
    paragraph(document, words["thanks"], before=14)
    _key(document, plan, numbers)
    page_footer(document, words["page_of"])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _numbered(plan: FormPlan) -> dict[str, int]:
    """Count the questions as they stand on paper: forms side by side are one."""
    rows: list[tuple[FormField, ...]] = []
    for section in plan.sections:
        beside = section.layout == "columns"
        rows += items_of(section) if beside else [(field,) for field in section.fields]
    return {field.column: at for at, row in enumerate(rows, start=1) for field in row}


def _section(
    document: Document, plan: FormPlan, section: FormSection, numbers: dict[str, int]
) -> None:
    if section.heading and section.heading != plan.title:
        document.add_heading(section.heading, level=1)
    for line in section.instruction.splitlines():
        paragraph(document, line, keep=True)
    words = form_words(plan.language)
    if section.layout == "columns":
        paragraph(document, words["circle_each"], keep=True, italic=True)
        _beside(document, plan, section, numbers)
    elif section.layout == "points":
        _points(document, plan, section, numbers)
    else:
        asked = False
        for run in grids(section):
            if run[0].kind in ("scale", "check"):
                if not asked:
                    paragraph(document, words["circle_one"], keep=True, italic=True)
                asked = True
                _circles(document, plan, run, numbers)
            else:
                _open(document, plan, run[0], numbers)


def _circles(
    document: Document, plan: FormPlan, run: tuple[FormField, ...], numbers: dict[str, int]
) -> None:
    """One row an item, one cell a code; words stand above the codes that have them."""
    choices = run[0].choices
    words = list(choices.values())
    widths = [_NUMBER, 0.0, *[_CODE if len(choices) <= _FEW else _NARROW] * len(choices)]
    head = ["", form_words(plan.language)["statement"], *words]
    table = bound_table(document, widths, head, about=run[0].text)
    if not any(words[1:-1]):
        _ends(table, words)
    for field in run:
        cells = bound_row(table)
        cell_text(cells[0], str(numbers[field.column]), "Cell small")
        cell_text(cells[1], field.text)
        for cell, code in zip(cells[2:], choices, strict=True):
            cell_text(cell, code, "Cell centred")
    paragraph(document, "", size=4)


def _ends(table: Table, words: list[str]) -> None:
    """Give the words of both ends the room of the empty cells beside them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cells = table.rows[0].cells[2:]
    half = len(cells) // 2
    sides = (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT)
    for group, text, side in zip(
        (cells[:half], cells[half:]), (words[0], words[-1]), sides, strict=True
    ):
        joined = group[0].merge(group[-1])
        for extra in joined.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        joined.paragraphs[0].clear()
        cell_text(joined, text, "Cell head")
        joined.paragraphs[0].alignment = side


def _beside(
    document: Document, plan: FormPlan, section: FormSection, numbers: dict[str, int]
) -> None:
    """One row an item, one cell a form, its codes in a row."""
    items = items_of(section)
    first = items[0]
    words = form_words(plan.language)
    ends = [code for code in first[0].choices if first[0].choices[code]]
    said = "\n".join(f"{code} = {first[0].choices[code]}" for code in (ends[:1] + ends[-1:]))
    wide = 1.0 + 0.33 * len(first[0].choices)
    head = ["", words["statement"]]
    head += [f"{form_heading(plan, str(field.form))}\n{said}".strip() for field in first]
    table = bound_table(document, [_NUMBER, 0.0, *[wide] * len(first)], head, about=section.heading)
    for fields in items:
        cells = bound_row(table)
        cell_text(cells[0], f"{numbers[fields[0].column]}", "Cell small")
        cell_text(cells[1], fields[0].text)
        for cell, field in zip(cells[2:], fields, strict=True):
            own = "" if field.text == fields[0].text else f"{field.text}\n"
            cell_text(cell, own + "  ".join(field.choices), "Cell centred")
    paragraph(document, "", size=4)


def _points(
    document: Document, plan: FormPlan, section: FormSection, numbers: dict[str, int]
) -> None:
    words = form_words(plan.language)
    paragraph(document, words["points_rule"], keep=True, italic=True)
    head = ["", words["statement"], words["points_word"]]
    table = bound_table(document, [_NUMBER, 0.0, _POINTS], head, about=section.heading)
    for field in section.fields:
        cells = bound_row(table)
        cell_text(cells[0], str(numbers[field.column]), "Cell small")
        cell_text(cells[1], field.text)
    cells = bound_row(table)
    cell_text(cells[1], words["points_total"], "Cell bold")
    cell_text(cells[2], "100", "Cell bold")
    paragraph(document, "", size=4)


def _open(document: Document, plan: FormPlan, field: FormField, numbers: dict[str, int]) -> None:
    """Ask one question of its own: boxes to tick, a number, or lines to write on."""
    span = field_range(field, plan.language) if field.kind == "number" else ""
    asked = f"{numbers[field.column]}.  {field.text}" + (f" ({span})" if span else "")
    paragraph(document, asked, keep=True, before=8)
    if field.kind == "choice":
        for words in field.choices.values():
            paragraph(document, f"{_BOX}  {words}", indent=0.9, keep=True)
    elif field.kind == "number":
        paragraph(document, "_" * 14, indent=0.9, before=4)
    else:
        for _ in range(3):
            paragraph(document, "_" * 72, indent=0.9, before=6)


def _key(document: Document, plan: FormPlan, numbers: dict[str, int]) -> None:
    """Say which number on paper is which column, and which code is entered for which answer."""
    words = form_words(plan.language)
    heading = document.add_heading(words["coding_key"], level=1)
    heading.paragraph_format.page_break_before = True
    paragraph(document, words["coding_key_hint"], keep=True)
    head = ["", words["key_column"], words["key_question"], words["key_codes"]]
    table = bound_table(document, [_NUMBER, 3.6, 0.0, 5.2], head, about=words["coding_key"])
    cells = bound_row(table)
    cell_text(cells[1], "respondent", "Cell small")
    cell_text(cells[2], words["respondent_number"], "Cell small")
    before: Any = None
    beside = {f.column for one in plan.sections if one.layout == "columns" for f in one.fields}
    for field in plan.fields:
        cells = bound_row(table)
        where = f"{form_heading(plan, str(field.form))}: " if field.column in beside else ""
        texts = [str(numbers[field.column]), field.column, where + field.text]
        codes = _codes(field, plan.language)
        for cell, text in zip(cells, [*texts, "″" if codes == before else codes], strict=True):
            cell_text(cell, text, "Cell small")
        before = codes


def _codes(field: FormField, language: str) -> str:
    if not field.choices:
        return field_range(field, language)
    if not any(field.choices.values()):
        return f"{next(iter(field.choices))} – {list(field.choices)[-1]}"
    return "; ".join(f"{code} = {words}" for code, words in field.choices.items() if words)
