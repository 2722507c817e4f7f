"""A table whose columns are being decided upon, one way after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from svqkit.instruments.form_fields import LETTERS, column_of
from svqkit.instruments.instrument import Instrument
from svqkit.responses.headers.parts import HeaderParts, parts_of
from svqkit.responses.headers.wordings import Target
from svqkit.responses.sheet import Sheet

__all__ = ["KEPT", "Column", "OpenTable", "name_of"]

KEPT = "kept as it is"
"""Why of a column that holds nothing that is known."""


@dataclass(frozen=True)
class Column:
    """One column of the table and what becomes of it.

    ``becomes`` is its name from here on, None where it is left out; ``certainty`` in per cent, 100
    where nothing was guessed; ``sure`` whether it may be taken without asking.
    """

    position: int
    header: str
    becomes: str | None
    why: str
    certainty: float = 100.0
    sure: bool = True
    language: str | None = None
    target: Target | None = None
    identity: str | None = None


def _copies(header: Sequence[str]) -> dict[int, str]:
    """Find the columns that pandas has renamed because their header stood there before: text.1."""
    known = set(header)
    found = {}
    for position, name in enumerate(header):
        copy = re.fullmatch(r"(.+)\.\d{1,2}", name, re.S)
        if copy and copy[1] in known:
            found[position] = copy[1]
    return found


class OpenTable:
    """A table being decided upon: what is settled, and what is still open."""

    def __init__(self, sheet: Sheet, instrument: Instrument, tool: str | None) -> None:
        self.sheet, self.instrument, self.tool = sheet, instrument, tool
        copies = _copies(sheet.header)
        self.names = [copies.get(i, name) for i, name in enumerate(sheet.header)]
        self.decided: dict[int, Column] = {}
        self.open: dict[int, dict[Target, str]] = {}  # position → targets and their language
        self._parts: dict[int, HeaderParts] = {}

    def settle(self, position: int, becomes: str | None, why: str, **more: Any) -> None:
        """Decide upon a column."""
        header = self.sheet.header[position]
        self.decided[position] = Column(position, header, becomes, why, **more)

    @property
    def undecided(self) -> list[int]:
        """Positions still to be decided."""
        return [i for i in range(len(self.names)) if i not in self.decided]

    @property
    def taken(self) -> set[Target]:
        """Questions that have their column."""
        return {one.target for one in self.decided.values() if one.target is not None}

    def parts(self, position: int) -> HeaderParts:
        """Give the header's parts, with those of the text that the file has beside it."""
        if position not in self._parts:
            found = parts_of(self.names[position])
            text = self.sheet.texts[position] if position < len(self.sheet.texts) else ""
            if text:
                beside = parts_of(text)
                wordings = tuple(dict.fromkeys([*found.wordings, *beside.wordings]))
                number = found.number if found.number is not None else beside.number
                found = HeaderParts(
                    wordings, found.form or beside.form, number, beside.tail or found.tail
                )
            self._parts[position] = found
        return self._parts[position]


def name_of(target: Target) -> str:
    """Name the column of a question as our own forms do.

    Examples
    --------
    >>> name_of(Target("expectation", "Q7")), name_of(Target("points", "empathy"))
    ('E7', 'points_empathy')
    """
    if target.form == "points":
        return f"points_{target.code}"
    return column_of(target.code, target.form) if target.form in LETTERS else target.code
