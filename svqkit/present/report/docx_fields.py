"""Fields of a Word report: numbered captions, contents, and the marks that contents lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .office_package import clean

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["caption", "contents", "heading"]


def _made(tag: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def caption(document: Document, label: str, kind: str, number: int, text: str) -> None:
    """Add a caption whose number Word counts itself, for lists of tables and cross-references.

    Parameters
    ----------
    document : docx.document.Document
    label : str
        With the place ``{n}``, such as ``"Table {n}."``.
    kind : {"Table", "Figure"}
        What is counted.
    number : int
        The number shown until Word counts anew.
    text : str

    Examples
    --------
    >>> from docx import Document
    >>> made = Document()
    >>> caption(made, "Table {n}.", "Table", 2, "Gaps")
    >>> made.paragraphs[0].style.name
    'Caption'
    """
    paragraph = document.add_paragraph(style="Caption")
    before, _, after = label.partition("{n}")
    paragraph.add_run(before)
    field = _made("fldSimple", instr=f" SEQ {kind} \\* ARABIC ")
    field.append(paragraph.add_run(str(number))._r)
    paragraph._p.append(field)
    paragraph.add_run(f"{after} ")
    paragraph.add_run(clean(text)).bold = False


def heading(document: Document, text: str, place: int) -> None:
    """Add a heading that the contents lead to.

    Parameters
    ----------
    document : docx.document.Document
    text : str
    place : int
        Its number among the contents' entries.

    Examples
    --------
    >>> from docx import Document
    >>> made = Document()
    >>> heading(made, "Gaps", 1)
    >>> made.paragraphs[0].style.name
    'Heading 1'
    """
    paragraph = document.add_heading(clean(text), level=1)
    paragraph._p.insert(1, _made("bookmarkStart", id=str(place), name=_mark(place)))
    paragraph._p.append(_made("bookmarkEnd", id=str(place)))


def _mark(place: int) -> str:
    return f"_Toc{place:06d}"


def contents(document: Document, title: str, entries: list[str]) -> None:
    """Add the contents as a field that Word can renew, filled with links from the start.

    Parameters
    ----------
    document : docx.document.Document
        With the styles "Contents Heading" and "toc 1".
    title : str
    entries : list of str
        The headings, in order.

    Examples
    --------
    >>> from svqkit.present.report.docx_look import report_document
    >>> made = report_document("Gaps", "en")
    >>> contents(made, "Contents", ["The sample", "Gaps"])
    >>> [paragraph.text for paragraph in made.paragraphs]
    ['Contents', 'The sample', 'Gaps']
    """
    document.add_paragraph(clean(title), style="Contents Heading")
    for place, entry in enumerate(entries, 1):
        paragraph = document.add_paragraph(style="toc 1")
        if place == 1:
            for part in (
                _made("fldChar", fldCharType="begin"),
                _instruction(' TOC \\o "1-1" \\h \\z \\u '),
                _made("fldChar", fldCharType="separate"),
            ):
                paragraph.add_run()._r.append(part)
        link = _made("hyperlink", anchor=_mark(place), history="1")
        link.append(paragraph.add_run(clean(entry))._r)
        paragraph._p.append(link)
        if place == len(entries):
            paragraph.add_run()._r.append(_made("fldChar", fldCharType="end"))


def _instruction(text: str) -> Any:
    made = _made("instrText")
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.text = text
    return made
