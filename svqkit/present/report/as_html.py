"""A result as one HTML page that asks nothing of the network.

Style and script stand in the page, pictures are embedded, and a content security policy allows
nothing else: should a label ever smuggle markup past the escaping, it still could not run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import svqkit

from . import summary
from .compose import compose
from .document import Document, Figure, Table
from .page_words import page_words
from .words import blocks, prose

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["as_html"]

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


def _shown(document: Document, words: dict[str, str]) -> list[dict[str, Any]]:
    tables, pictures = count(1), count(1)

    def label(kind: str, numbers: Iterator[int]) -> str:
        return words[kind].format(n=next(numbers)) if document.numbered else ""

    return [
        vars(section)
        | {
            "tables": [_grid(grid, label("table", tables)) for grid in section.tables],
            "figures": [_picture(one, label("figure", pictures)) for one in section.figures],
        }
        for section in document.sections
    ]


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
    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    return (
        _environment()
        .get_template("report.html.j2" if document.numbered else "result.html.j2")
        .render(
            document=document,
            sections=_shown(document, words),
            words=words,
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            version=svqkit.__version__,
        )
    )
