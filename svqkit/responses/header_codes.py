"""Reading what a column holds from its name: P7, Q07_E, minimum 3, points_empathy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from svqkit.instruments.instrument import Instrument

__all__ = ["FORMS", "META", "count_items", "is_check", "item_number", "recognise"]

FORMS = {
    "expectation": ("e", "exp", "expect", "expected", "expectation", "expectations"),
    "perception": ("p", "perc", "perceive", "perceived", "perception", "perceptions"),
    "minimum": ("m", "min", "minimum"),
    "desired": ("d", "des", "desire", "desired"),
}
"""How each form is spelled in a column's name."""
META = ("respondent", "started", "submitted", "seconds", "language", "order")
"""What a form notes besides answers; attention checks are ``check_1``, ``check_2`` …"""
_RATINGS = ("i", "imp", "importance")
_POINTS = ("points", "importance", "imp", "weight", "w", "allocation")
_MATRIX = re.compile(r"\d[\s_.:\-]+\d")
"""Q1_7 is row 7 of question 1 in many tools, not item 17."""
_FOREIGN = {"expectation": "e", "perception": "p", "minimum": "m", "desired": "d"}


def bare(header: str) -> str:
    """Strip a header of case, spaces and punctuation: ``"P_01 "`` → ``"p01"``."""
    return re.sub(r"[\s_.:\-()\[\]#]+", "", header.casefold())


def item_number(code: str) -> str | None:
    """Give the number in an item's code such as Q07; None for codes of another kind."""
    found = re.fullmatch(r"[qQ]0*(\d+)", code)
    return found.group(1) if found else None


def is_check(header: str) -> bool:
    """Tell whether a column is an attention check."""
    return re.fullmatch(r"check_?\d{1,2}", header.strip().casefold()) is not None


def _spellings(code: str, prefixes: Iterable[str]) -> set[str]:
    """List the bare spellings of an item in one form: p1, q1p, pq1, perception1."""
    item = bare(code)
    number = item_number(code)
    found = {f"{prefix}{item}" for prefix in prefixes} | {f"{item}{prefix}" for prefix in prefixes}
    if number is not None:
        found |= {f"{prefix}{number}" for prefix in prefixes}
        found |= {f"item{number}{prefix}" for prefix in prefixes}
        found |= {f"{prefix}item{number}" for prefix in prefixes}
    return found


def _without_zeros(text: str) -> str:
    return re.sub(r"(?<=[a-z])0+(?=\d)", "", text)


def _known(instrument: Instrument, every_form: bool) -> dict[str, tuple[str, str]]:
    known: dict[str, tuple[str, str]] = {}
    for dimension in instrument.dimensions:
        for prefix in _POINTS:
            known[bare(prefix + dimension.name)] = ("points", dimension.name)
            known[bare(dimension.name + prefix)] = ("points", dimension.name)
    for code in instrument.codes:
        for spelling in _spellings(code, _RATINGS):
            known[spelling] = ("ratings", code)
        # M1 and D1 name other things in a survey that does not ask for these forms.
        asked = {*FORMS} if every_form else {*instrument.forms, "expectation", "perception"}
        for form in [form for form in FORMS if form in asked]:
            for spelling in _spellings(code, FORMS[form]):
                known[spelling] = (form, code)
    for code in instrument.codes:  # a code as it stands goes before a form's letter and a number
        known[bare(code)] = ("bare", code)
    return {_without_zeros(spelling): meaning for spelling, meaning in known.items()}


def recognise(
    headers: Sequence[str], instrument: Instrument, *, every_form: bool = False
) -> dict[str, tuple[str, str]]:
    """Recognise which headers are items, importance points or importance ratings.

    Parameters
    ----------
    headers : sequence of str
    instrument : Instrument
    every_form : bool
        Also ``minimum`` and ``desired`` where the instrument does not ask for them.

    Returns
    -------
    dict
        Header → (kind, code): kind is a form (``expectation``, ``perception``, ``minimum``,
        ``desired``), ``bare`` (an item's code without a form), ``points`` (code is a dimension),
        ``ratings`` or ``foreign`` (an item number that the instrument does not have).

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> recognise(["P 01", "Q2_E", "points_empathy", "age"], load_instrument("servqual"))
    {'P 01': ('perception', 'Q1'), 'Q2_E': ('expectation', 'Q2'), 'points_empathy': ('points', 'empathy')}
    """
    known = _known(instrument, every_form)
    numbered = item_number(instrument.codes[0]) is not None
    letters = "".join({_FOREIGN[form] for form in instrument.forms} | {"p", "e"})
    foreign = re.compile(rf"[{letters}]\d+|q\d+[{letters}]|[{letters}]q\d+")
    found = {}
    for header in headers:
        if _MATRIX.search(header[:200]):
            continue
        name = _without_zeros(bare(header[:200]))
        if name in known:
            found[header] = known[name]
        elif numbered and foreign.fullmatch(name):
            found[header] = ("foreign", name)
    return found


def count_items(headers: Sequence[str], instrument: Instrument) -> int:
    """Count the headers that are items: tells which sheet of a workbook holds the answers.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> count_items(["id", "P1", "P2"], load_instrument("servqual"))
    2
    """
    kinds = [kind for kind, _ in recognise(headers, instrument).values()]
    return sum(kind in FORMS or kind == "bare" for kind in kinds)
