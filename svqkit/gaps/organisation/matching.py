"""Find what belongs together in three questionnaires: by name and by label, never by position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svqkit.errors import DataError
from svqkit.gaps.organisation.design import (
    ANTECEDENTS,
    DIMENSION_OF_SUFFIX,
    DIRECT,
    EXPECTED,
    SURVEY_OF,
)

__all__ = ["antecedent_items", "check_match", "direct_items", "expected_items", "unused"]

Match = Mapping[str, str]


def _role(name: str, match: Match) -> str:
    """Say what a dimension of a provider's questionnaire stands for."""
    return match.get(name, name)


def check_match(match: Match, customers: Any, providers: Mapping[str, Any]) -> None:
    """Refuse a declared match that names what no questionnaire has.

    Parameters
    ----------
    match : mapping of str to str
        Dimension or item of a provider's questionnaire → what it stands for.
    customers : Instrument
    providers : mapping of str to Instrument
        The questionnaires of managers and employees that were given.

    Raises
    ------
    DataError
        If a name is unknown on either side.

    Examples
    --------
    >>> check_match({}, None, {})
    """
    own = {name for one in providers.values() for name in (*one.mapping, *one.labels)}
    asked = customers.mapping if match else {}
    meant = {
        *asked,
        *(EXPECTED + name for name in asked),
        *(customers.labels if match else ()),
        *DIMENSION_OF_SUFFIX.values(),
        *ANTECEDENTS,
        *DIRECT.values(),
    }
    for name, meaning in match.items():
        if name not in own:
            raise DataError(
                f"match names {name!r}, which is no dimension or item of the questionnaires of "
                f"{' or '.join(providers) or 'managers or employees'}"
            )
        if meaning not in meant:
            raise DataError(
                f"match says that {name!r} stands for {meaning!r}, which is no dimension or item "
                f"of the customers' questionnaire ({', '.join(asked)}) and no part of the gap "
                f"model ({', '.join([*DIRECT.values(), *ANTECEDENTS])})"
            )


def direct_items(instrument: Any, gap: int, match: Match) -> dict[str, list[str]]:
    """Find the items that ask for Gap 2, 3 or 4 directly.

    Parameters
    ----------
    instrument : Instrument
        Of the managers (Gap 2) or the employees (Gaps 3 and 4).
    gap : {2, 3, 4}
    match : mapping of str to str
        Item → dimension of service, where the code's end does not say it.

    Returns
    -------
    dict
        Dimension of service → item codes; empty where the questionnaire does not ask.

    Raises
    ------
    DataError
        If it cannot be told which dimension an item asks about.

    Examples
    --------
    >>> import svqkit as svq
    >>> direct_items(svq.load_instrument("managers"), 2, {})["reliability"]
    ['STD_REL']
    """
    found: dict[str, list[str]] = {}
    for name, codes in instrument.mapping.items():
        if _role(name, match) != DIRECT[gap]:
            continue
        for code in codes:
            dimension = match.get(code) or DIMENSION_OF_SUFFIX.get(code.rsplit("_", 1)[-1].upper())
            if dimension is None:
                raise DataError(
                    f"item {code!r} of {name!r} does not say which dimension of service it asks "
                    f"about: name it, such as match={{{code!r}: 'reliability'}}",
                    column=code,
                )
            found.setdefault(dimension, []).append(code)
    return found


def antecedent_items(instrument: Any, survey: str, match: Match) -> dict[str, list[str]]:
    """Find the antecedents that a questionnaire asks about.

    Parameters
    ----------
    instrument : Instrument
    survey : {"managers", "employees"}
        Whose questionnaire it is; antecedents of the other are left out.
    match : mapping of str to str

    Returns
    -------
    dict
        Antecedent → item codes, in the model's order.

    Examples
    --------
    >>> import svqkit as svq
    >>> list(antecedent_items(svq.load_instrument("managers"), "managers", {}))[:2]
    ['marketing_research_orientation', 'upward_communication']
    """
    asked = {_role(name, match): codes for name, codes in instrument.mapping.items()}
    return {
        name: list(asked[name])
        for name, (gap, _) in ANTECEDENTS.items()
        if name in asked and SURVEY_OF[gap] == survey
    }


def expected_items(
    customers: Any, managers: Any, match: Match
) -> tuple[dict[str, list[tuple[str, str]]], list[str]]:
    """Pair each item on managers' view of expectations with the customers' own item.

    ``expected_tangibles`` belongs to ``tangibles``. Within a dimension two items ask the same where
    their labels agree in every language that both questionnaires have, or where ``match`` says so; position never decides.

    Parameters
    ----------
    customers, managers : Instrument
    match : mapping of str to str
        Dimension → ``expected_`` dimension, item → customers' item.

    Returns
    -------
    pairs : dict
        Customers' dimension → (managers' item, customers' item).
    unmatched : list of str
        Managers' items on expectations without a partner.

    Examples
    --------
    >>> import svqkit as svq
    >>> servqual, managers = svq.load_instrument("servqual"), svq.load_instrument("managers")
    >>> expected_items(servqual, managers, {})[0]["tangibles"][0]
    ('EXP1', 'Q1')
    """
    pairs: dict[str, list[tuple[str, str]]] = {}
    unmatched: list[str] = []
    for name, codes in managers.mapping.items():
        role = _role(name, match)
        dimension = role if role in customers.mapping else role.removeprefix(EXPECTED)
        if not role.startswith(EXPECTED) and role not in customers.mapping:
            continue
        theirs = customers.mapping.get(dimension, [])
        for code in codes:
            partners = [other for other in theirs if match.get(code) == other]
            if not partners:
                ours = _labels(managers, code)
                partners = [other for other in theirs if _agree(ours, _labels(customers, other))]
            if len(partners) == 1:
                pairs.setdefault(dimension, []).append((code, partners[0]))
            else:
                unmatched.append(code)
    return pairs, unmatched


def _labels(instrument: Any, code: str) -> dict[str, str]:
    """Give an item's label in every language its questionnaire has."""
    words = {instrument.language: str(instrument.labels.get(code, ""))}
    description = getattr(instrument, "description", None)
    for item in getattr(description, "items", ()):
        if item.code == code:
            words |= item.label or {}
    return {language: word.strip().casefold() for language, word in words.items() if word.strip()}


def _agree(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two labels are the same in every language that both have."""
    shared = one.keys() & other.keys()
    return bool(shared) and all(one[language] == other[language] for language in shared)


def unused(instrument: Any, survey: str, customers: Any, match: Match) -> list[str]:
    """Name the dimensions of a provider's questionnaire that the model has no place for.

    Parameters
    ----------
    instrument : Instrument
    survey : {"managers", "employees"}
    customers : Instrument
    match : mapping of str to str

    Returns
    -------
    list of str

    Examples
    --------
    >>> import svqkit as svq
    >>> unused(svq.load_instrument("managers"), "managers", svq.load_instrument("servqual"), {})
    []
    """
    gaps = [gap for gap, whose in SURVEY_OF.items() if whose == survey]
    known = {name for name, (gap, _) in ANTECEDENTS.items() if gap in gaps}
    known |= {DIRECT[gap] for gap in gaps if gap in DIRECT}
    if survey == "managers":
        known |= {EXPECTED + name for name in customers.mapping} | set(customers.mapping)
    return [name for name in instrument.mapping if _role(name, match) not in known]
