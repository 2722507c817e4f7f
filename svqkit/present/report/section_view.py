"""One section of a report by itself, with the tables and pictures as the report has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.result import Part, Result

from .compose import compose
from .document import Document, Section, Table
from .page_words import page_words

__all__ = ["SectionView", "report_section"]


@dataclass(frozen=True, eq=False, repr=False)
class SectionView(Result):
    """A section of a report: text in a terminal, tables and pictures in a notebook.

    Attributes
    ----------
    document : Document
        The whole report: tables and figures keep the numbers they have there.
    section : Section
    pictures : bool
        Whether the pictures are shown.

    Examples
    --------
    >>> import svqkit as svq
    >>> result = svq.validate(svq.load_dataset("bank"), seed=1)
    >>> svq.report_section(result, "sensitivity").section.title
    'Sensitivity'
    """

    document: Document
    section: Section
    pictures: bool = True

    def _title(self) -> str:
        return self.section.title

    def _parts(self) -> list[Part]:
        from .as_html import labels_of

        words = page_words(self.document.language)
        labels = labels_of(self.document, words)
        one = self.section
        missing = words["partly_missing" if one.tables else "missing"]
        parts: list[Part] = [("", text) for text in (one.judgement, one.rest, one.tally) if text]
        parts += [(missing, one.missing)] if one.missing else []
        parts += [("", one.meaning)] if one.meaning else []
        parts += list(one.points)
        parts += [(f"{labels[t.name]} {t.caption}", _frame(t)) for t in one.tables]
        parts += [(title, text) for _, title, text in one.texts]
        parts += [(words["convention"], one.convention)] if one.convention else []
        return parts

    def _repr_html_(self) -> str:
        from .as_html import section_as_html

        return section_as_html(self.document, self.section, pictures=self.pictures)


def _frame(table: Table) -> pd.DataFrame:
    """Lay a table's shown cells out for a terminal."""
    heads = [column.heading for column in table.columns]
    rows = [[cell.shown for cell in row] for row in table.rows]
    made = pd.DataFrame(rows, columns=heads, dtype=object)
    if table.groups:
        made.insert(0, table.grouped_by, list(table.groups))
    return made.set_index(made.columns[0])


@lru_cache(maxsize=1)
def _composed(result: Result) -> Document:
    """Compose a report once for all its sections: a result is frozen, and known by identity."""
    return compose(result)


def report_section(result: Any, name: str, *, pictures: bool = True) -> SectionView:
    """Show one section of a result's report, where you are.

    Tables and figures carry the numbers and the words that they have in ``report``, so that a
    notebook and the report can be cited side by side.

    Parameters
    ----------
    result : Validation or Diagnosis
    name : str
        Of a validation: ``"verdict"``, ``"findings"``, ``"sample"``, ``"screening"``,
        ``"distribution"``, ``"items"``, ``"reliability"``, ``"factorability"``,
        ``"factor-number"``, ``"efa"``, ``"model"``, ``"validity"``, ``"prediction"``,
        ``"groups"``, ``"gaps"``, ``"sensitivity"``, ``"decisions"``, ``"reproducibility"``,
        ``"texts"``.
    pictures : bool
        Whether to show the pictures too.

    Returns
    -------
    SectionView

    Raises
    ------
    ValueError
        If the report has no such section.

    Examples
    --------
    >>> import svqkit as svq
    >>> result = svq.validate(svq.load_dataset("bank"), seed=1)
    >>> report_section(result, "groups").section.missing
    'No groups were named.'
    """
    document = _composed(result)
    for section in document.sections:
        if section.name == name:
            return SectionView(document, section, pictures)
    names = ", ".join(repr(section.name) for section in document.sections)
    raise ValueError(f"the report has no section {name!r}; its sections are {names}")
