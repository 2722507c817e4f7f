"""Answers whose headers say nothing: proposed by their place, for the user to confirm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from svqkit.instruments.instrument import Instrument
from svqkit.responses.answer_codes import CodeBook, codebook, read_cell
from svqkit.responses.headers.exports import answer_codes_of
from svqkit.responses.headers.wordings import Target
from svqkit.responses.sheet import Sheet

__all__ = ["block_of_answers"]

_LOOK_AT = 60


def _holds_answers(sheet: Sheet, position: int, book: CodeBook) -> bool:
    """Tell whether most of a column's first cells are answers on the instrument's scale."""
    kinds = [read_cell(cell, book)[1] for cell in sheet.cells[position].head(_LOOK_AT)]
    given = [kind for kind in kinds if kind != "blank"]
    return bool(given) and sum(kind in ("code", "text") for kind in given) > 0.8 * len(given)


def _stem(header: str) -> str:
    """Give what the columns of one question share: G01Q01 of G01Q01[SQ007], Q1 of Q1_7."""
    if "[" in header:
        return header.partition("[")[0]
    return re.sub(r"[\s_.:-]*\d{1,4}\s*$", "", header[:200])


def _runs(sheet: Sheet, positions: Sequence[int], by_stem: bool) -> list[list[int]]:
    runs: list[list[int]] = []
    for at in positions:
        before = runs[-1][-1] if runs else None
        if before == at - 1 and (
            not by_stem or _stem(sheet.header[before]) == _stem(sheet.header[at])
        ):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def block_of_answers(
    sheet: Sheet, positions: Sequence[int], instrument: Instrument, tool: str | None
) -> list[tuple[int, Target]]:
    """Find columns that must be the items, because there are exactly as many side by side.

    Parameters
    ----------
    sheet : Sheet
    positions : sequence of int
        Columns that nothing is known of.
    instrument : Instrument
    tool : str or None

    Returns
    -------
    list of (int, Target)
        All items in all forms, or in perceptions only; nothing where the count fits neither.
    """
    usual = codebook(instrument)
    book = replace(usual, words={**answer_codes_of(tool, instrument.scale.codes), **usual.words})
    answers = [at for at in positions if _holds_answers(sheet, at, book)]
    forms, items = list(instrument.forms), list(instrument.codes)
    for by_stem in (False, True):
        blocks = [run for run in _runs(sheet, answers, by_stem) if len(run) >= len(items)]
        places = [at for run in blocks for at in run]
        if len(places) == len(items):
            return [
                (at, Target("perception", code)) for at, code in zip(places, items, strict=True)
            ]
        if len(places) == len(items) * len(forms):
            if instrument.layout == "columns":
                order = [Target(form, code) for code in items for form in forms]
            else:
                order = [Target(form, code) for form in forms for code in items]
            return list(zip(places, order, strict=True))
    return []
