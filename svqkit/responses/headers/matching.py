"""Deciding, column by column, what a table holds: by name, words, number, likeness or place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import FORMS
from svqkit.responses.headers.by_name import as_told, by_name
from svqkit.responses.headers.by_place import block_of_answers
from svqkit.responses.headers.by_words import by_number, by_words, forms_of_open
from svqkit.responses.headers.column import KEPT, Column, OpenTable, name_of
from svqkit.responses.headers.exports import names_of_tool
from svqkit.responses.headers.identity import identity_of
from svqkit.responses.headers.likeness import match_by_likeness
from svqkit.responses.headers.wordings import Target, wordings_of
from svqkit.responses.sheet import Sheet

__all__ = ["match_columns"]

_MOST_BY_LIKENESS = 400
_WITH_GROUPS = "KoboToolbox or ODK"


def _by_likeness(table: OpenTable) -> None:
    taken = table.taken
    items = [Target(f, c) for f in table.instrument.forms for c in table.instrument.codes]
    left = [i for i in table.undecided if i not in table.open]
    if not left or len(left) > _MOST_BY_LIKENESS or all(one in taken for one in items):
        return
    headers = {i: table.parts(i).wordings for i in left}
    if not any(len(word) >= 10 for of in headers.values() for word in of):
        return
    forms = {i: table.parts(i).form for i in left}
    every = (one for i in range(len(table.names)) for one in table.parts(i).wordings[:1])
    questions = wordings_of(table.instrument).texts_for(every)
    found = match_by_likeness(headers, forms, questions, taken)
    for position, like in found.items():
        table.settle(
            position,
            name_of(like.target),
            f"like its words, {like.score:.0f} %",
            certainty=round(like.score, 1),
            sure=like.sure,
            target=like.target,
            language=like.language,
        )


def _by_place(table: OpenTable) -> None:
    if any(one.form in FORMS for one in table.taken) or table.open:
        return
    for position, target in block_of_answers(
        table.sheet, table.undecided, table.instrument, table.tool
    ):
        table.settle(
            position, name_of(target), "by place", certainty=50.0, sure=False, target=target
        )


def match_columns(
    sheet: Sheet,
    instrument: Instrument,
    tool: str | None,
    *,
    rename: Mapping[Any, str | None] | None = None,
    identity: bool = False,
    likeness: bool = True,
    wanted: Sequence[str] = (),
) -> list[Column]:
    """Decide what each column of a table holds.

    Parameters
    ----------
    sheet : Sheet
    instrument : Instrument
    tool : str or None
        Whose export it is.
    rename : mapping of header, or position from 1, to name or None
        None leaves a column out.
    identity : bool
        Keep columns that say who somebody is.
    likeness : bool
        Also guess, by likeness and by place.
    wanted : sequence of str
        Headers that the user names elsewhere: kept, whatever they hold.

    Returns
    -------
    list of Column
        One for each column, in order.

    Raises
    ------
    DataError
        If ``rename`` names a column that is not there, or gives one name twice.
    """
    table = OpenTable(sheet, instrument, tool)
    targets = [name for name in (rename or {}).values() if name is not None]
    twice = [name for name in targets if targets.count(name) > 1]
    if twice:
        raise DataError(f"rename gives the name {twice[0]!r} to two columns", column=twice[0])
    as_told(table, rename or {})
    by_name(table)
    by_words(table)
    forms_of_open(table)
    by_number(table)
    if likeness:
        _by_likeness(table)
        _by_place(table)
    names = [names_of_tool(header, tool)[-1] for header in sheet.header]
    used = {*sheet.header, *(name for name, count in Counter(names).items() if count > 1)}
    head = sheet.cells.head(200)
    used |= {str(one.becomes) for one in table.decided.values()}
    asked = {*wanted, *(q.column for q in instrument.questions)}
    for position in table.undecided:
        header = sheet.header[position]
        inner = names[position]
        said = identity_of(inner, head[position].tolist())
        if said is not None and header not in asked and not identity:
            table.settle(position, None, f"identity: {said}", identity=said)
        elif said is not None and header not in asked:
            table.settle(position, header, "kept as you asked", identity=said)
        elif tool == _WITH_GROUPS and inner not in used:
            table.settle(position, inner, KEPT)
        else:
            table.settle(position, header, KEPT)
    columns = [table.decided[i] for i in range(len(sheet.header))]
    certain = {one.becomes for one in columns if one.sure}
    return [_told_apart(one, certain) for one in columns]


def _told_apart(column: Column, certain: Collection[str | None]) -> Column:
    """Let a guess give way where another column holds that name for certain."""
    if column.sure or column.becomes not in certain:
        return column
    return replace(column, becomes=column.header, why=KEPT, certainty=100, sure=True, target=None)
