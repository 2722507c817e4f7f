"""Matching a table's headers with an instrument's items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.header_codes import FORMS, bare, item_number, recognise
from svqkit.responses.problems import listed

__all__ = ["ColumnPlan", "plan_columns", "renamed"]


@dataclass(frozen=True)
class ColumnPlan:
    """Which header holds what: for each form asked, item code → header; importance; the rest."""

    forms: dict[str, dict[str, str]]
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
        names = [f"{letter}{item_number(code) or code}" for code in missing]
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
        in_order = {bare(header): header for header in headers}
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
            clash = [h for h in headed if headed.count(h) > 1 or kinds.get(h, ("",))[0] in FORMS]
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
    >>> list(plan.forms), plan.others
    (['perception'], ['branch'])
    """
    kinds = recognise(headers, instrument)
    formless = not any(kind in FORMS for kind, _ in kinds.values())
    if formless:
        kinds = {h: ("perception" if k == "bare" else k, c) for h, (k, c) in kinds.items()}
    forms = {form: _one_form(form, kinds, instrument) for form in _in_order(instrument)}
    if not forms["perception"]:
        _explain_nothing_found(headers, kinds, instrument)
    weights, kind = _importance(importance, headers, kinds, instrument)
    used = {*weights.values(), *(header for of in forms.values() for header in of.values())}
    strange = (*FORMS, "foreign", "bare")
    return ColumnPlan(
        forms={form: of for form, of in forms.items() if of},
        importance=weights,
        importance_kind=kind,
        others=[header for header in headers if header not in used],
        foreign=[h for h in headers if h not in used and kinds.get(h, ("",))[0] in strange],
        bare=formless,
    )


def _in_order(instrument: Instrument) -> list[str]:
    """Name the forms asked, perceptions first: every table of answers begins with them."""
    return ["perception", *(form for form in instrument.forms if form != "perception")]


def _explain_nothing_found(
    headers: Sequence[str], kinds: dict[str, tuple[str, str]], instrument: Instrument
) -> None:
    first = f"P{item_number(instrument.codes[0]) or '_' + instrument.codes[0]}"
    if any(kind == "expectation" for kind, _ in kinds.values()):
        raise DataError(
            "only expectation columns were found, no perceptions; service quality cannot be "
            f"judged from expectations alone. Add the perceptions as {first} …, or if these "
            f"are the perceptions, say so with rename={{'E1': '{first}', …}}"
        )
    last = f"P{item_number(instrument.codes[-1]) or '_' + instrument.codes[-1]}"
    raise DataError(
        f"no items of {instrument.title} were found. Columns are recognised by names such as "
        f"{first} … {last} (perceptions) and E… (expectations), or by the questions' words; the "
        f"columns here are {listed([header[:60] for header in headers])}. See what would be read "
        f"with plan_reading(source), or say which is which with rename={{'your column': {first!r}, …}}"
    )
