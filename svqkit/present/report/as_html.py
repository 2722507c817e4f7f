"""A result as one HTML page that asks nothing of the network.

Style and script stand in the page, pictures are embedded, and a content security policy allows
nothing else: should a label ever smuggle markup past the escaping, it still could not run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import svqkit

from . import summary
from .compose import compose
from .document import Document, Figure, Section, Table
from .page_words import page_words
from .words import blocks, prose

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["as_html", "labels_of", "section_as_html"]

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "report"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["verdict_kind"] = _verdict_kind
    made.filters["blocks"] = blocks
    made.filters["prose"] = prose
    return made


def _verdict_kind(word: str) -> str:
    return word.replace(" ", "-") if word in summary.VERDICTS else "other"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _grid(grid: Table, label: str) -> dict[str, Any]:
    return vars(grid) | {"chunks": grid.chunks, "label": label}


def _picture(figure: Figure, label: str) -> dict[str, Any]:
    from .pictures import render

    return vars(figure) | vars(render(figure.draw)) | {"label": label}


def labels_of(document: Document, words: Mapping[str, str]) -> dict[str, str]:
    """Give the numbers of a document's tables and figures: name → "Table 3."; empty where they have none.

    Parameters
    ----------
    document : Document
    words : mapping
        As ``page_words`` gives them.

    Returns
    -------
    dict
    """
    tables, pictures = count(1), count(1)
    labels = {}
    for section in document.sections:
        numbered = [(grid.name, "table", tables) for grid in section.tables]
        numbered += [(one.name, "figure", pictures) for one in section.figures]
        for name, kind, numbers in numbered:
            labels[name] = words[kind].format(n=next(numbers)) if document.numbered else ""
    return labels


def _shown(section: Section, labels: Mapping[str, str], *, pictures: bool = True) -> dict[str, Any]:
    drawn = section.figures if pictures else ()
    return vars(section) | {
        "tables": [_grid(grid, labels[grid.name]) for grid in section.tables],
        "figures": [_picture(one, labels[one.name]) for one in drawn],
    }


def section_as_html(document: Document, section: Section, *, pictures: bool = True) -> str:
    """Write one section as a piece of HTML that styles nothing but itself.

    Parameters
    ----------
    document : Document
        Where the section stands, and is numbered.
    section : Section
    pictures : bool

    Returns
    -------
    str
    """
    from markupsafe import Markup

    words = page_words(document.language)
    return (
        _environment()
        .get_template("section.html.j2")
        .render(
            section=_shown(section, labels_of(document, words), pictures=pictures),
            language=document.language,
            words=words,
            style=Markup((_FOLDER / "section.css").read_text(encoding="utf-8")),
        )
    )


def as_html(result: Any) -> str:
    """Write a result as an HTML page.

    Parameters
    ----------
    result : Result
        A validation becomes the full report, any other result a page with its tables.

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> as_html(svq.factorability(svq.load_dataset("bank"))).startswith("<!doctype html>")
    True
    """
    from markupsafe import Markup

    document = compose(result)
    words = page_words(document.language)
    labels = labels_of(document, words)
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    return (
        _environment()
        .get_template("report.html.j2" if document.numbered else "result.html.j2")
        .render(
            document=document,
            sections=[_shown(section, labels) for section in document.sections],
            words=words,
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            version=svqkit.__version__,
        )
    )
