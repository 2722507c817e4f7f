"""Matching a table's headers with an instrument's items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.problems import listed

__all__ = ["ColumnPlan", "count_items", "plan_columns", "recognise"]

_FORMS = {
    "expectation": ("e", "exp", "expect", "expected", "expectation", "expectations"),
    "perception": ("p", "perc", "perceive", "perceived", "perception", "perceptions"),
}
_RATINGS = ("imp", "importance")
_POINTS = ("points", "importance", "imp", "weight", "w", "allocation")


def _bare(header: str) -> str:
    """Strip a header of case, spaces and punctuation: ``"P_01 "`` → ``"p01"``."""
    return re.sub(r"[\s_.:\-()\[\]#]+", "", header.casefold())


def _number(code: str) -> str | None:
    found = re.fullmatch(r"[qQ]0*(\d+)", code)
    return found.group(1) if found else None


def _spellings(code: str, prefixes: Iterable[str]) -> set[str]:
    """List the bare spellings of an item in one form: p1, q1p, pq1, perception1."""
    item = _bare(code)
    number = _number(code)
    found = {f"{prefix}{item}" for prefix in prefixes} | {f"{item}{prefix}" for prefix in prefixes}
    if number is not None:
        found |= {f"{prefix}{number}" for prefix in prefixes}
        found |= {f"item{number}{prefix}" for prefix in prefixes}
        found |= {f"{prefix}item{number}" for prefix in prefixes}
    return found


def _without_zeros(bare: str) -> str:
    return re.sub(r"(?<=[a-z])0+(?=\d)", "", bare)


def recognise(headers: Sequence[str], instrument: Instrument) -> dict[str, tuple[str, str]]:
    """Recognise which headers are items, importance points or importance ratings.

    Parameters
    ----------
    headers : sequence of str
    instrument : Instrument

    Returns
    -------
    dict
        Header → (kind, code): kind is ``expectation``, ``perception``, ``bare`` (an item's code
        without a form), ``points`` (code is a dimension), ``ratings`` or ``foreign`` (an item
        number that the instrument does not have).

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> recognise(["P 01", "Q2_E", "points_empathy", "age"], load_instrument("servqual"))
    {'P 01': ('perception', 'Q1'), 'Q2_E': ('expectation', 'Q2'), 'points_empathy': ('points', 'empathy')}
    """
    known: dict[str, tuple[str, str]] = {}
    for dimension in instrument.dimensions:
        for prefix in _POINTS:
            known[_bare(prefix + dimension.name)] = ("points", dimension.name)
            known[_bare(dimension.name + prefix)] = ("points", dimension.name)
    for code in instrument.codes:
        known[_bare(code)] = ("bare", code)
        for spelling in _spellings(code, _RATINGS):
            known[spelling] = ("ratings", code)
        for form, prefixes in _FORMS.items():
            for spelling in _spellings(code, prefixes):
                known[spelling] = (form, code)
    known = {_without_zeros(spelling): meaning for spelling, meaning in known.items()}
    found = {}
    for header in headers:
        bare = _without_zeros(_bare(header))
        if bare in known:
            found[header] = known[bare]
        elif re.fullmatch(r"[pe]\d+|q\d+[pe]|[pe]q\d+", bare) and _number(instrument.codes[0]):
            found[header] = ("foreign", bare)
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
    return sum(kind in ("expectation", "perception", "bare") for kind in kinds)


@dataclass(frozen=True)
class ColumnPlan:
    """Which header holds what: item code → header for each form, dimension or item → header."""

    perceptions: dict[str, str]
    expectations: dict[str, str]
    importance: dict[str, str]
    importance_kind: str | None
    others: list[str]
    foreign: list[str]
    bare: bool


def renamed(headers: Sequence[str], rename: Mapping[str, str] | None) -> list[str]:
    """Give headers the names that the user wants for them.

    Raises
    ------
    DataError
        If ``rename`` names a header that is not there.

    Examples
    --------
    >>> renamed(["a", "b"], {"a": "P1"})
    ['P1', 'b']
    """
    if not rename:
        return list(headers)
    absent = [name for name in rename if name not in headers]
    if absent:
        near = get_close_matches(str(absent[0]), headers, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; the columns are {listed(headers)}"
        raise DataError(
            f"rename names column {absent[0]!r}, which is not there{hint}", column=absent[0]
        )
    return [str(rename.get(header, header)) for header in headers]


def _one_form(
    form: str, kinds: dict[str, tuple[str, str]], instrument: Instrument
) -> dict[str, str]:
    """Item code → header for one form, in the instrument's order, or nothing at all."""
    chosen: dict[str, str] = {}
    for header, (kind, code) in kinds.items():
        if kind != form:
            continue
        if code in chosen:
            raise DataError(
                f"columns {chosen[code]!r} and {header!r} both read as the {form} of item {code}; "
                "rename or remove one of them",
                column=header,
            )
        chosen[code] = header
    missing = [code for code in instrument.codes if code not in chosen]
    if chosen and missing:
        letter = form[0].upper()
        names = [f"{letter}{_number(code) or code}" for code in missing]
        raise DataError(
            f"{len(missing)} of the {len(instrument.codes)} {form} items of {instrument.title} are "
            f"missing: {listed(names, 30)}. If they stand under other names, say so with "
            f"rename={{'your column': {names[0]!r}}}; if they were not asked, describe your form "
            "in a YAML file of its own (export_instrument writes one to start from)",
            column=names[0],
        )
    return {code: chosen[code] for code in instrument.codes if code in chosen}


def _importance(
    asked: Sequence[str] | Mapping[str, str] | None,
    headers: Sequence[str],
    kinds: dict[str, tuple[str, str]],
    instrument: Instrument,
) -> tuple[dict[str, str], str | None]:
    """Which columns hold importance, by name or as the user says."""
    names = [dimension.name for dimension in instrument.dimensions]
    targets = {"points": names, "ratings": list(instrument.codes)}
    if asked is None:
        for kind, wanted in targets.items():
            found = {code: header for header, (k, code) in kinds.items() if k == kind}
            if set(found) == set(wanted):
                return {code: found[code] for code in wanted}, kind
        in_order = {_bare(header): header for header in headers}
        for prefix in ("w", "weight", "points"):
            run = [in_order.get(f"{prefix}{i}") for i in range(1, len(names) + 2)]
            if all(run[:-1]) and run[-1] is None:
                return dict(zip(names, [str(header) for header in run[:-1]], strict=True)), "points"
        return {}, None
    if isinstance(asked, Mapping):
        pairs = dict(asked)
    else:
        columns = list(asked)
        by_kind = {
            kind: {c: h for h in columns for k, c in [kinds.get(h, ("", ""))] if k == kind}
            for kind in targets
        }
        for kind, wanted in targets.items():
            if len(columns) == len(wanted):
                named = by_kind[kind]
                pairs = (
                    named if set(named) == set(wanted) else dict(zip(wanted, columns, strict=True))
                )
                break
        else:
            raise DataError(
                f"importance names {len(columns)} columns; give one for each of the {len(names)} "
                f"dimensions ({', '.join(names)}) or of the {len(instrument.codes)} items"
            )
    for kind, wanted in targets.items():
        if set(pairs) == set(wanted):
            absent = [header for header in pairs.values() if header not in headers]
            if absent:
                raise DataError(
                    f"importance names column {absent[0]!r}, which is not there", column=absent[0]
                )
            headed = list(pairs.values())
            clash = [h for h in headed if headed.count(h) > 1 or kinds.get(h, ("",))[0] in _FORMS]
            if clash:
                raise DataError(
                    f"importance names column {clash[0]!r} twice, or it is an item's answers",
                    column=clash[0],
                )
            return {code: pairs[code] for code in wanted}, kind
    raise DataError(
        "importance must name a column for every dimension "
        f"({', '.join(names)}) or for every item ({instrument.codes[0]} … {instrument.codes[-1]})"
    )


def plan_columns(
    headers: Sequence[str],
    instrument: Instrument,
    importance: Sequence[str] | Mapping[str, str] | None = None,
) -> ColumnPlan:
    """Decide what each column holds.

    Parameters
    ----------
    headers : sequence of str
        Each only once.
    instrument : Instrument
    importance : list of columns, or mapping of dimension or item to column, optional

    Returns
    -------
    ColumnPlan

    Raises
    ------
    DataError
        If items are missing, stand twice, or only expectations are there.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> plan = plan_columns([f"P{i}" for i in range(1, 23)] + ["branch"], load_instrument("servqual"))
    >>> plan.expectations, plan.others
    ({}, ['branch'])
    """
    kinds = recognise(headers, instrument)
    bare = not any(kind in ("perception", "expectation") for kind, _ in kinds.values())
    if bare:
        kinds = {h: ("perception" if k == "bare" else k, c) for h, (k, c) in kinds.items()}
    perceptions = _one_form("perception", kinds, instrument)
    expected = "expectation" in instrument.forms
    expectations = _one_form("expectation", kinds, instrument) if expected else {}
    if not perceptions:
        first = f"P{_number(instrument.codes[0]) or instrument.codes[0]}"
        if any(kind == "expectation" for kind, _ in kinds.values()):
            raise DataError(
                "only expectation columns were found, no perceptions; service quality cannot be "
                f"judged from expectations alone. Add the perceptions as {first} …, or if these "
                f"are the perceptions, say so with rename={{'E1': '{first}', …}}"
            )
        last = f"P{_number(instrument.codes[-1]) or instrument.codes[-1]}"
        raise DataError(
            f"no items of {instrument.title} were found. Columns are recognised by names such as "
            f"{first} … {last} (perceptions) and E… (expectations); the columns here are "
            f"{listed(headers)}. Say which is which with rename={{'your column': {first!r}, …}}"
        )
    weights, kind = _importance(importance, headers, kinds, instrument)
    used = {*perceptions.values(), *expectations.values(), *weights.values()}
    return ColumnPlan(
        perceptions=perceptions,
        expectations=expectations,
        importance=weights,
        importance_kind=kind,
        others=[header for header in headers if header not in used],
        foreign=[
            h
            for h in headers
            if h not in used and (kinds.get(h, ("",))[0] in ("foreign", "expectation", "bare"))
        ],
        bare=bare,
    )
