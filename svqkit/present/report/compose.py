"""Compose the document of a result: what it says, before any file format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import svqkit
from svqkit.result import format_named

from . import summary
from .document import Column, Document, Section, Table, table
from .sections import sections

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compose"]


def compose(result: Any) -> Document:
    """Compose the document of any result.

    Parameters
    ----------
    result : Result
        A validation or a diagnosis becomes the full report, a result of ``teach`` the document it
        composes itself (``_document``), any other result its parts in full.

    Returns
    -------
    Document

    Examples
    --------
    >>> import svqkit as svq
    >>> compose(svq.factorability(svq.load_dataset("bank"))).kicker
    'svqkit result'
    """
    if hasattr(result, "_document"):
        composed: Document = result._document()
        return composed
    if hasattr(result, "claims"):
        return _validation(result)
    if hasattr(result, "not_examined"):
        from .compose_diagnosis import compose_diagnosis

        return compose_diagnosis(result)
    return _result(result)


def _validation(validation: Any) -> Document:
    title = validation.responses.instrument.title
    made = validation.settings
    lead, stop, rest = validation.verdict.partition(". ")
    verdict = Section(
        "verdict",
        "The verdict",
        judgement=lead + stop.strip(),
        rest=rest,
        tally=summary.tally(validation.claims),
        tables=(summary.claims(validation),),
    )
    findings = Section(
        "findings",
        "Findings",
        summary.findings_meaning(validation.findings),
        (summary.findings(validation),),
        convention=(
            "An interval is compared with its criterion: a criterion inside the interval leaves "
            "the check undecided. Where a number has no usual interval the point decides and is "
            "marked “point only”. The criteria are cited guides; the set used here is "
            f"“{made.get('criteria', 'default')}”."
        ),
    )
    texts = Section(
        "texts",
        "Text for a paper",
        "Both paragraphs are composed from the numbers of this report; read them before you use "
        "them.",
        texts=(
            ("methods-text", "Methods", validation.methods_text()),
            ("results-text", "Results", validation.results_text()),
        ),
    )
    return Document(
        kicker="Validation report",
        heading=title,
        title=f"Validation of {title}",
        sections=(verdict, findings, texts, *sections(validation)),
        lede=summary.lede(validation),
        footer=f"Made with svqkit {made.get('version', '')} on {made.get('date', '')}. "
        "Validity belongs to a use of scores, not to a questionnaire.",
        made_on=str(made.get("date", "")),
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
        Column(name, name, partial(_cell, name), "num" if is_number else "text")
        for name, is_number in (
            (str(c), pd.api.types.is_numeric_dtype(flat[c])) for c in flat.columns[len(heads) :]
        )
    ]
    return table(f"part-{place}", flat, caption, columns)


def _cell(name: str, value: object) -> str:
    return format_named(value, name)


def _result(result: Any) -> Document:
    """Show any other result by its own parts, in full."""
    parts = [
        Section(f"part-{k}", caption, content)
        if isinstance(content, str)
        else Section(f"part-{k}", "", tables=(_part_table(k, caption, content),))
        for k, (caption, content) in enumerate(result._parts())
    ]
    title = result._title()
    return Document(
        kicker="svqkit result",
        heading=title,
        title=title,
        sections=tuple(parts),
        footer=f"Made with svqkit {svqkit.__version__}.",
        numbered=False,
    )
