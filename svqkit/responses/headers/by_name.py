"""Columns told by the user, by their name, or by the code that a tool puts into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from svqkit.responses.columns import renamed
from svqkit.responses.header_codes import META, bare, is_check, recognise
from svqkit.responses.headers.column import OpenTable, name_of
from svqkit.responses.headers.exports import names_of_tool, own_name
from svqkit.responses.headers.wordings import Target

__all__ = ["as_told", "by_name"]


def as_told(table: OpenTable, rename: Mapping[Any, str | None]) -> None:
    """Settle what the user says, by header or by position from 1.

    Parameters
    ----------
    table : OpenTable
    rename : mapping

    Raises
    ------
    DataError
        If a column is not there.
    """
    header = table.sheet.header
    for key, name in rename.items():
        if str(key).isdecimal() and str(key) not in header and not isinstance(key, bool):
            places = [int(key) - 1] if 1 <= int(key) <= len(header) else []
        else:
            wanted = " ".join(str(key).split())
            places = [i for i, one in enumerate(header) if " ".join(one.split()) == wanted]
        if not places:
            renamed(header, {str(key): str(name)})  # says so, with the nearest name
        for position in places:
            table.settle(position, None if name is None else str(name).strip(), "as you said")


def by_name(table: OpenTable) -> None:
    """Settle codes, meta columns, attention checks, and questions' own column names.

    Parameters
    ----------
    table : OpenTable
    """
    instrument = table.instrument
    names = {i: names_of_tool(table.names[i], table.tool) for i in table.undecided}
    known = recognise(list(dict.fromkeys(n for of in names.values() for n in of)), instrument)
    columns = [o.column for o in instrument.outcomes] + [q.column for q in instrument.questions]
    others = {bare(column): column for column in columns}
    used: set[str] = set()
    for position, candidates in names.items():
        header = table.sheet.header[position]
        ours = own_name(header, table.tool)
        meaning = next((known[n] for n in candidates if n in known), None)
        inner = candidates[-1]
        if ours and ours not in table.sheet.header and ours not in used:
            used.add(ours)
            table.settle(position, ours, f"noted by {table.tool}")
        elif meaning is not None:
            kind, code = meaning
            if kind == "bare":
                table.open[position] = dict.fromkeys(
                    (Target(form, code) for form in instrument.forms), ""
                )
            elif candidates[0] in known and header == table.names[position]:
                target = Target("importance" if kind == "ratings" else kind, code)
                table.settle(position, header, "its name", target=target)
            elif kind != "foreign":
                target = Target("importance" if kind == "ratings" else kind, code)
                table.settle(position, name_of(target), "its code", target=target)
        elif header in META:
            table.settle(position, header, "noted by the form")
        elif is_check(inner):
            digits = re.sub(r"\D", "", inner)
            table.settle(position, f"check_{digits}", "an attention check")
        elif bare(inner) in others and (len(candidates) > 1 or table.tool == "LimeSurvey"):
            table.settle(position, others[bare(inner)], "its code")
