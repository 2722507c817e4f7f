"""What a report consists of, before it becomes HTML or any other format.

A section holds one plain sentence on what it means, its tables, its pictures and a note of
convention. Tables keep, beside each shown cell, the unrounded value that a copy carries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from . import numbers

__all__ = ["Cell", "Column", "Document", "Figure", "Section", "Table", "figures", "table"]


@dataclass(frozen=True)
class Cell:
    """One shown cell, what a copy of it carries, and how it is marked.

    Examples
    --------
    >>> Cell(".81", ("0.8123",), kind="num").shown
    '.81'
    """

    shown: str
    copied: tuple[str, ...]
    kind: str = "text"
    mark: str = ""


@dataclass(frozen=True)
class Column:
    """How one column of a table is shown.

    ``source`` names the column of the frame, or the columns that one cell joins; ``show``
    turns the value (or the two) into text; ``kind`` is "num", "text", "verdict" or "head" (a
    header of its row); ``mark`` gives a cell's CSS class from its value and its row; ``by_row``
    shows a cell by what else its row says; ``copied_as`` are a copy's headings where they differ.

    Examples
    --------
    >>> Column("alpha", "α").kind
    'num'
    """

    source: str | tuple[str, ...]
    heading: str
    show: Callable[..., str] = str
    kind: str = "num"
    mark: Callable[[Any, Mapping[str, Any]], str] | None = None
    language: str = ""
    by_row: Callable[[Mapping[str, Any]], str] | None = None
    copied_as: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The frame's columns it needs."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def copied(self) -> tuple[str, ...]:
        """The headings a copy carries: an interval becomes two columns."""
        if self.copied_as or isinstance(self.source, str):
            return self.copied_as or (self.heading,)
        return (f"{self.heading}, low", f"{self.heading}, high")


@dataclass(frozen=True)
class Table:
    """A captioned table of cells; ``groups`` names the group of each row, where rows have any.

    Examples
    --------
    >>> table = Table("alpha", "Alpha", (Column("a", "α"),), ((Cell(".81", ("0.81",)),),))
    >>> len(table.rows)
    1
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    stack: bool = False
    groups: tuple[str, ...] = ()
    grouped_by: str = ""

    @property
    def chunks(self) -> list[tuple[str, list[tuple[Cell, ...]]]]:
        """Rows under the group they belong to; one nameless group where there are none."""
        made: list[tuple[str, list[tuple[Cell, ...]]]] = []
        for place, row in enumerate(self.rows):
            group = self.groups[place] if self.groups else ""
            if not made or made[-1][0] != group:
                made.append((group, []))
            made[-1][1].append(row)
        return made


@dataclass(frozen=True)
class Figure:
    """A picture: how it is drawn, and what it shows in words.

    Examples
    --------
    >>> Figure("scree", "Eigenvalues", "The first is 8.2.", draw=lambda: None).alt
    'The first is 8.2.'
    """

    name: str
    caption: str
    alt: str
    draw: Callable[[], Any]


@dataclass(frozen=True)
class Section:
    """One part of the report.

    ``missing`` says why a part could not be computed; ``judgement`` is the sentence that leads a
    summary, ``points`` what
    follows as a list, each a lead in bold and its sentences, ``rest`` and ``tally`` what is said
    below; ``texts`` are paragraphs to copy, each with a name and a title;
    ``convention_language`` is the convention's where it is not the report's.

    Examples
    --------
    >>> Section("gaps", "Gaps", missing="Expectations were not asked.").tables
    ()
    """

    name: str
    title: str
    meaning: str = ""
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    convention: str = ""
    convention_language: str = ""
    missing: str = ""
    texts: tuple[tuple[str, str, str], ...] = ()
    judgement: str = ""
    points: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    tally: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report, before it becomes HTML, a Word document or a workbook.

    ``kicker`` says what kind of report it is, ``heading`` what it is about, ``lede`` from which
    answers; ``numbered`` gives tables and figures numbers; ``made_on`` is the day of the analysis
    (ISO), where the result knows it; ``language`` (BCP 47) is that of the report's own words.

    Examples
    --------
    >>> made = Document("Report", "SERVQUAL", "Report on SERVQUAL", (Section("a", "A"),))
    >>> made.language, len(made.tables)
    ('en', 0)
    """

    kicker: str
    heading: str
    title: str
    sections: tuple[Section, ...]
    lede: str = ""
    footer: str = ""
    language: str = "en"
    numbered: bool = True
    made_on: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in reading order."""
        return tuple(grid for section in self.sections for grid in section.tables)


def _text(value: object) -> str:
    missing = value is None or (isinstance(value, float) and value != value) or value is pd.NA
    return "" if missing else str(value)


def _cell(column: Column, row: Mapping[str, Any]) -> Cell:
    values = [row[name] for name in column.sources]
    mark = column.mark(values[0], row) if column.mark else ""
    if column.kind == "num":
        shown = column.by_row(row) if column.by_row else column.show(*values)
        return Cell(shown, tuple(numbers.raw(value) for value in values), "num", mark)
    shown = column.by_row(row) if column.by_row else _text(values[0])
    copied = tuple(_text(value) for value in values) if column.copied_as else (shown,)
    return Cell(shown, copied, column.kind, mark)


def table(
    name: str,
    frame: pd.DataFrame,
    caption: str,
    columns: Sequence[Column],
    *,
    note: str = "",
    stack: bool = False,
    group: tuple[str, str] | None = None,
) -> Table:
    """Lay a result's frame out as a table, with the columns it has.

    Parameters
    ----------
    name : str
        Identifier, unique in the report.
    frame : DataFrame
        Index levels count as columns under their names.
    caption : str
    columns : sequence of Column
        In order; a column that the frame lacks, or that is empty throughout, is left out.
    note : str
        A remark under the table.
    stack : bool
        Whether a narrow screen shows each row as a block instead of scrolling.
    group : pair of str, optional
        Column whose values head the rows that share them, and its heading; ignored where the
        column is empty.

    Returns
    -------
    Table

    Examples
    --------
    >>> frame = pd.DataFrame({"item": ["Q1"], "mean": [5.128]})
    >>> made = table("items", frame, "Items", [Column("item", "Item", kind="head"),
    ...     Column("mean", "Mean", numbers.number), Column("sd", "SD", numbers.number)])
    >>> [cell.shown for cell in made.rows[0]], made.rows[0][1].copied
    (['Q1', '5.13'], ('5.128',))
    """
    named = frame.index.names[0] is not None and not set(frame.index.names) & set(frame.columns)
    flat = frame.reset_index() if named else frame
    kept = tuple(
        column
        for column in columns
        if all(source in flat.columns for source in column.sources)
        and (flat.empty or any(any(map(_text, flat[source])) for source in column.sources))
    )
    flat, groups = _gathered(flat, group[0] if group else "")
    records: list[Any] = flat.to_dict("records")
    rows = tuple(tuple(_cell(column, row) for column in kept) for row in records)
    return Table(
        name, caption, kept, rows, note, stack, groups, group[1] if group and groups else ""
    )


def _gathered(flat: pd.DataFrame, by: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Bring rows of one group together, groups in the order of first appearance."""
    named = [_text(value) for value in flat[by]] if by in flat.columns else []
    if not any(named):
        return flat, ()
    first = {group: place for place, group in reversed(list(enumerate(named)))}
    order = sorted(range(len(named)), key=lambda row: (named[row] == "", first[named[row]]))
    return flat.iloc[order], tuple(named[row] or "Others" for row in order)


def figures(*pictures: Figure | None) -> tuple[Figure, ...]:
    """Keep the pictures there are.

    Parameters
    ----------
    *pictures : Figure or None

    Returns
    -------
    tuple of Figure

    Examples
    --------
    >>> figures(None)
    ()
    """
    return tuple(picture for picture in pictures if picture is not None)
