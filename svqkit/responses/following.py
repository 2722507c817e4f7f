"""Following a reading plan: from the table and the decisions on its columns to answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.answer_codes import CodeBook, codebooks, read_cell
from svqkit.responses.columns import plan_columns
from svqkit.responses.header_codes import is_check
from svqkit.responses.headers.column import Column
from svqkit.responses.headers.exports import answer_codes_of
from svqkit.responses.problems import ProblemList, listed
from svqkit.responses.reading_plan import ReadingPlan
from svqkit.responses.responses import Responses
from svqkit.responses.sorting import sort_answers

__all__ = ["follow"]


def _with_labels(
    cells: pd.Series, labels: Mapping[Any, str], column: Column, books: Mapping[str, CodeBook]
) -> pd.Series:
    """Use a file's own labels: words for codes beside the items, a check of the codes of items."""
    if column.target is None:
        return cells.map(lambda cell: labels.get(cell, cell)).astype(object)
    book = books.get(column.target.code)
    if book is None:
        return cells
    for code, words in labels.items():
        meant, kind = read_cell(str(words), book)
        if kind == "text" and isinstance(code, (int, float)) and meant != code:
            raise DataError(
                f"column {column.header!r}: the file labels code {code:g} as {words[:60]!r}, which "
                f"is code {meant:g} of this instrument; was the column recoded, or is it another "
                "scale? Describe the scale in a YAML file of your own, or recode the column",
                column=column.header,
                value=code,
            )
    return cells


def _note_columns(plan: ReadingPlan, problems: ProblemList) -> None:
    """Account for columns left out, and for columns that were guessed."""
    gone = [one for one in plan.matched if one.becomes is None]
    for kind, chosen, handling in (
        ("identity", [c for c in gone if c.identity], "left out: they say who somebody is"),
        ("left_out_column", [c for c in gone if not c.identity], "left out, as you said"),
    ):
        if chosen:
            names = listed([one.header[:60] for one in chosen])
            problems.add(kind, names, len(chosen), handling)
    ways = {
        "matched_by_likeness": [c for c in plan.matched if c.why.startswith("like its words")],
        "matched_by_order": [c for c in plan.matched if c.why.startswith("by order")],
        "matched_by_place": [c for c in plan.matched if c.why.startswith("by place")],
    }
    for kind, chosen in ways.items():
        if chosen:
            pairs = listed([f"{c.header[:40]} → {c.becomes}" for c in chosen], 5)
            problems.add(kind, "columns", len(chosen), "read as the plan says", pairs)


def follow(plan: ReadingPlan) -> Responses:
    """Read answers as a plan says.

    Parameters
    ----------
    plan : ReadingPlan

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        If the answers cannot be used.
    """
    problems, sheet, instrument = ProblemList(), plan.sheet, plan.instrument
    for note in sheet.notes:
        problems.add(*note)
    _note_columns(plan, problems)
    kept = [one for one in plan.matched if one.becomes is not None]
    if not any(one.target is not None for one in plan.matched):
        # Nothing was recognised: this says so, with all columns, and finds bare codes.
        names = [one.becomes or one.header for one in plan.matched]
        plan_columns(list(dict.fromkeys(names)), instrument, plan.options["importance"])
    if not kept:
        raise DataError("the plan leaves out every column")
    cells = sheet.cells[[one.position for one in kept]].set_axis(range(len(kept)), axis=1)
    if sheet.labels:
        books = codebooks(instrument)
        for at, one in enumerate(kept):
            if one.position in sheet.labels:
                labels = sheet.labels[one.position]
                cells[at] = _with_labels(cells[at], labels, one, books)
    origin = {key: value for key, value in sheet.source.items() if key != "kind"}
    if plan.tool is not None:
        origin["tool"] = plan.tool
    checks = {str(column): value for column, value in plan.options["checks"].items()}
    absent = [name for name in checks if name not in [one.becomes for one in kept]]
    if absent:
        raise DataError(
            f"checks names column {absent[0]!r}, which is not there; attention checks here are "
            f"{listed([c.becomes for c in kept if is_check(str(c.becomes))]) or 'none'}",
            column=absent[0],
        )
    return sort_answers(
        [one.header for one in kept],
        cells,
        origin,
        instrument,
        problems,
        names=[re.sub(r"\s+", " ", str(one.becomes)).strip() for one in kept],
        row_word=sheet.row_word,
        importance=plan.options["importance"],
        outcomes=plan.options["outcomes"],
        checks=checks,
        tool_codes=answer_codes_of(plan.tool, instrument.scale.codes),
    )
