"""Answers whose headers say nothing: proposed by their place, for the user to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from svqkit.instruments.instrument import Instrument
from svqkit.responses.answer_codes import codebook, read_cell
from svqkit.responses.headers.wordings import Target
from svqkit.responses.sheet import Sheet

__all__ = ["block_of_answers"]

_LOOK_AT = 60


def _holds_answers(sheet: Sheet, position: int, instrument: Instrument) -> bool:
    """Most of a column's first cells are answers on the instrument's scale."""
    book = codebook(instrument)
    kinds = [read_cell(cell, book)[1] for cell in sheet.cells[position].head(_LOOK_AT)]
    given = [kind for kind in kinds if kind != "blank"]
    return bool(given) and sum(kind in ("code", "text") for kind in given) > 0.8 * len(given)


def block_of_answers(
    sheet: Sheet, positions: Sequence[int], instrument: Instrument
) -> list[tuple[int, Target]]:
    """Find columns that must be the items, because there are exactly as many side by side.

    Parameters
    ----------
    sheet : Sheet
    positions : sequence of int
        Columns that nothing is known of.
    instrument : Instrument

    Returns
    -------
    list of (int, Target)
        All items in all forms, or in perceptions only; nothing where the count fits neither.
    """
    forms = list(instrument.forms)
    items = list(instrument.codes)
    runs: list[list[int]] = []
    for position in positions:
        if not _holds_answers(sheet, position, instrument):
            continue
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    blocks = [run for run in runs if len(run) >= len(items)]
    places = [position for run in blocks for position in run]
    if len(places) == len(items):
        return [(at, Target("perception", code)) for at, code in zip(places, items, strict=True)]
    if len(places) != len(items) * len(forms):
        return []
    if instrument.layout == "columns":
        order = [Target(form, code) for code in items for form in forms]
    else:
        order = [Target(form, code) for form in forms for code in items]
    return list(zip(places, order, strict=True))
