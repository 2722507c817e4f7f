"""A result as one HTML page that asks nothing of the network.

Style and script stand in the page, pictures are embedded, and a content security policy allows
nothing else: should a label ever smuggle markup past the escaping, it still could not run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import count as numbered
from pathlib import Path
from typing import TYPE_CHECKING, Any

import svqkit
from svqkit.result import format_cell

from . import summary
from .document import Column, Figure, Section, Table, table
from .sections import sections
from .words import prose

if TYPE_CHECKING:
    import pandas as pd
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
    made.filters["blocks"] = _blocks
    made.filters["prose"] = prose
    return made


def _verdict_kind(word: str) -> str:
    return word.replace(" ", "-") if word in summary.VERDICTS else "other"


def _blocks(text: str) -> list[str]:
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _page(template: str, **content: Any) -> str:
    from markupsafe import Markup

    style, script = (
        (_FOLDER / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    return (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            version=svqkit.__version__,
            **content,
        )
    )


def _grid(grid: Table, numbers: Iterator[int] | None) -> dict[str, Any]:
    label = f"Table {next(numbers)}" if numbers else ""
    return vars(grid) | {"chunks": grid.chunks, "label": label}


def _picture(figure: Figure, numbers: Iterator[int]) -> dict[str, Any]:
    from .pictures import render

    return vars(figure) | vars(render(figure.draw)) | {"label": f"Figure {next(numbers)}"}


def _shown(section: Section, tables: Iterator[int], pictures: Iterator[int]) -> dict[str, Any]:
    return vars(section) | {
        "tables": [_grid(grid, tables) for grid in section.tables],
        "figures": [_picture(figure, pictures) for figure in section.figures],
    }


def _validation(validation: Any) -> str:
    tables, pictures = numbered(1), numbered(1)
    title = validation.responses.instrument.title
    made = validation.settings
    lead, stop, rest = validation.verdict.partition(". ")
    return _page(
        "report.html.j2",
        title=f"Validation of {title}",
        heading=title,
        lede=summary.lede(validation),
        judgement=lead + stop.strip(),
        rest=rest,
        tally=summary.tally(validation.claims),
        claims=_grid(summary.claims(validation), tables),
        findings_meaning=summary.findings_meaning(validation.findings),
        findings=_grid(summary.findings(validation), tables),
        findings_convention=(
            "An interval is compared with its criterion: a criterion inside the interval leaves "
            "the check undecided. Where a number has no usual interval the point decides and is "
            "marked “point only”. The criteria are cited guides; the set used here is "
            f"“{made.get('criteria', 'default')}”."
        ),
        texts=[
            ("methods-text", "Methods", validation.methods_text()),
            ("results-text", "Results", validation.results_text()),
        ],
        sections=[_shown(section, tables, pictures) for section in sections(validation)],
        footer=f"Made with svqkit {made.get('version', '')} on {made.get('date', '')}. "
        "Validity belongs to a use of scores, not to a questionnaire.",
    )


def _part_table(place: int, caption: str, content: pd.DataFrame | pd.Series) -> Table:
    """Lay one part of a result out with its own column names."""
    import pandas as pd

    frame = content.to_frame(content.name or "value") if isinstance(content, pd.Series) else content
    heads = [str(name) if name is not None else "name" for name in frame.index.names]
    flat = frame.copy()
    flat.columns = [
        " ".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in frame.columns
    ]
    flat = flat.rename_axis(heads).reset_index()
    columns = [Column(name, name, str, "head") for name in heads]
    columns += [
        Column(name, name, format_cell, "num" if is_number else "text")
        for name, is_number in (
            (str(c), pd.api.types.is_numeric_dtype(flat[c])) for c in flat.columns[len(heads) :]
        )
    ]
    return table(f"part-{place}", flat, caption, columns)


def _result(result: Any) -> str:
    """Show any other result by its own parts, in full."""
    shown = [
        {"caption": caption, "text": content, "table": None}
        if isinstance(content, str)
        else {
            "caption": caption,
            "text": "",
            "table": _grid(_part_table(k, caption, content), None),
        }
        for k, (caption, content) in enumerate(result._parts())
    ]
    title = result._title()
    return _page(
        "result.html.j2",
        title=title,
        heading=title,
        shown=shown,
        footer=f"Made with svqkit {svqkit.__version__}.",
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
    return _validation(result) if hasattr(result, "claims") else _result(result)
