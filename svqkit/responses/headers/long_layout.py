"""Long tables, one row an answer, turned into one row a respondent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.form_fields import column_of
from svqkit.instruments.instrument import Instrument
from svqkit.responses.checks import find_identifier
from svqkit.responses.header_codes import FORMS, recognise
from svqkit.responses.headers.parts import form_of
from svqkit.responses.problems import listed
from svqkit.responses.raw_table import is_blank
from svqkit.responses.sheet import Sheet

__all__ = ["unroll"]

_ITEM = re.compile(r"(?:item|question|variable|code|vraag|题目|題目|题|題)(?: ?(?:code|id|no|nr))?")
_ANSWER = re.compile(r"answer|value|score|response|rating|antwoord|waarde|答案|回答|得分|值")
_FORM = re.compile(r"form|type|sense|block|kind|scale|vorm|soort|类型|類型|问卷|問卷")


def _named(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    names = [re.sub(r"[\s_.-]+", " ", one.casefold()).strip() for one in header]
    return next((i for i, name in enumerate(names) if pattern.fullmatch(name)), None)


def _form(cell: Any) -> str | None:
    word = str(cell).strip().casefold()
    short = next((form for form, spelled in FORMS.items() if word in spelled), None)
    return short or form_of(word)


def unroll(sheet: Sheet, instrument: Instrument) -> tuple[Sheet, str | None]:
    """Turn a long table into a wide one, if it is a long one.

    Long is a table with a column of respondents, one of item codes, one of answers, and perhaps
    one of forms; most of the codes must be the instrument's. Other columns are kept where they are
    the same in all rows of a respondent.

    Parameters
    ----------
    sheet : Sheet
    instrument : Instrument

    Returns
    -------
    Sheet
    str or None
        What was done; None where the table is left as it was.

    Raises
    ------
    DataError
        If a respondent has two different answers to one item.
    """
    item, answer, form = (_named(sheet.header, one) for one in (_ITEM, _ANSWER, _FORM))
    identifier = find_identifier(
        [h for i, h in enumerate(sheet.header) if i not in (item, answer, form)]
    )
    if item is None or answer is None or identifier is None:
        return sheet, None
    who = sheet.header.index(identifier)
    cells = sheet.cells[~sheet.cells[who].map(is_blank) & ~sheet.cells[item].map(is_blank)]
    codes = cells[item].map(lambda cell: str(cell).strip())
    distinct = codes.unique().tolist()
    known = recognise(distinct, instrument)
    if len(known) < max(2, len(distinct) / 2):
        return sheet, None
    names = _column_names(codes, cells, form, known, sheet)
    people = cells[who].map(lambda cell: str(cell).strip())
    long = pd.DataFrame({"who": people, "name": names, "answer": cells[answer]})
    twice = long[long.duplicated(["who", "name"], keep=False)]
    clash = twice.groupby(["who", "name"])["answer"].nunique(dropna=False)
    if (clash > 1).any():
        row = twice.index[twice.set_index(["who", "name"]).index == clash[clash > 1].index[0]][1]
        raise DataError(
            f"{sheet.row_word} {row}: this respondent has another answer to the same item already; "
            "a long table has one row for each respondent, item and form",
            row=row,
        )
    wide = long.drop_duplicates(["who", "name"]).pivot(index="who", columns="name", values="answer")
    order = people.drop_duplicates()
    wide = wide.loc[order, list(dict.fromkeys(names))].set_axis(order.index, axis=0)
    others = [i for i in range(len(sheet.header)) if i not in (item, answer, form)]
    varying = [i for i in others if i != who and cells[i].groupby(people).nunique().gt(1).any()]
    kept = [i for i in others if i not in varying]
    table = pd.concat([cells.loc[order.index, kept], wide], axis=1).astype(object)
    header = [*(sheet.header[i] for i in kept), *map(str, wide.columns)]
    done = f"{len(cells)} rows of {len(order)} respondents turned into one row each"
    notes = list(sheet.notes)
    if varying:
        columns = listed([sheet.header[i] for i in varying])
        handling = "left out: they differ among the rows of a respondent"
        notes.append(("varying_column", columns, len(varying), handling, ""))
    table.columns = pd.RangeIndex(len(header))
    return replace(sheet, header=header, cells=table, notes=notes, texts=[], labels={}), done


def _column_names(
    codes: pd.Series,
    cells: pd.DataFrame,
    form: int | None,
    known: dict[str, tuple[str, str]],
    sheet: Sheet,
) -> pd.Series:
    """Name the column of each row: a bare code takes the form that its row names."""
    if form is None:
        return codes
    words = {cell: _form(cell) for cell in cells[form].dropna().unique()}
    strange = [cell for cell, found in words.items() if found is None and not is_blank(cell)]
    if strange and any(kind == "bare" for kind, _ in known.values()):
        raise DataError(
            f"column {sheet.header[form]!r} holds {str(strange[0])[:40]!r}, which names no form; "
            "use expectation, perception, minimum or desired",
            column=sheet.header[form],
        )
    named = cells[form].map(words)
    pairs = zip(codes, named, strict=True)
    return pd.Series(
        [
            column_of(known[code][1], said)
            if isinstance(said, str) and known.get(code, ("",))[0] == "bare"
            else code
            for code, said in pairs
        ],
        index=codes.index,
    )
