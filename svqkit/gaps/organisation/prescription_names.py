"""From what a user writes to the gap, antecedent or dimension that is meant, in any language."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from numbers import Integral

from svqkit.gaps.organisation.design import ANTECEDENTS, GAPS
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, prescription_catalogue
from svqkit.instruments.catalogue_index import load_instrument

__all__ = ["antecedent_named", "dimension_named", "gap_named", "titles"]


@lru_cache(maxsize=1)
def titles() -> dict[str, dict[str, str]]:
    """Give the titles of antecedents and dimensions as the questionnaires have them.

    Returns
    -------
    dict of name to words by language

    Examples
    --------
    >>> titles()["role_ambiguity"]["nl"], titles()["empathy"]["zh-Hant"]
    ('Rolonduidelijkheid', '關懷性')
    """
    found = {}
    for instrument, wanted in (
        ("managers", ANTECEDENTS),
        ("employees", ANTECEDENTS),
        ("servqual", DIMENSIONS),
    ):
        for dimension in load_instrument(instrument).description.dimensions:
            if dimension.name in wanted:
                found[dimension.name] = dict(dimension.title)
    return found


def gap_named(given: object) -> int:
    """Read a gap: 3, "3", "Gap 3", or its name in any language.

    Parameters
    ----------
    given : int or str

    Returns
    -------
    int
        1 to 5.

    Raises
    ------
    ValueError
        Naming the gaps there are.

    Examples
    --------
    >>> gap_named("Gap 3"), gap_named("缺口3"), gap_named("kloof 2"), gap_named(5)
    (3, 3, 2, 5)
    """
    if isinstance(given, Integral) and not isinstance(given, bool) and int(given) in GAPS:
        return int(given)
    if isinstance(given, str):
        words = {gap: prescription_catalogue().gaps[gap].name.values() for gap in GAPS}
        known = {_plain(name): gap for gap, names in words.items() for name in names}
        known |= {str(gap): gap for gap in GAPS} | {f"gap{gap}": gap for gap in GAPS}
        if _plain(given) in known:
            return known[_plain(given)]
        hint = ""
        if _plain(given) in _known(tuple(ANTECEDENTS)):
            hint = f" For an antecedent, write antecedent={given!r}."
        elif _plain(given) in _known(DIMENSIONS):
            hint = f" For a dimension, write dimension={given!r}."
        raise ValueError(f'there is no gap {given!r}; use 1, 2, 3, 4 or 5, or "Gap 3".{hint}')
    raise ValueError(f'there is no gap {given!r}; use 1, 2, 3, 4 or 5, or "Gap 3"')


def antecedent_named(given: object) -> str:
    """Read an antecedent: its name in the questionnaires, or its title in any language.

    Parameters
    ----------
    given : str

    Returns
    -------
    str

    Raises
    ------
    ValueError
        With the nearest name, or all of them.

    Examples
    --------
    >>> antecedent_named("role ambiguity"), antecedent_named("角色模糊")
    ('role_ambiguity', 'role_ambiguity')
    >>> antecedent_named("role ambigiuty")
    Traceback (most recent call last):
    ...
    ValueError: there is no antecedent 'role ambigiuty'; did you mean 'role_ambiguity'?
    """
    return _named(given, tuple(ANTECEDENTS), "antecedent")


def dimension_named(given: object) -> str:
    """Read a dimension of SERVQUAL: its name, or its title in any language.

    Parameters
    ----------
    given : str

    Returns
    -------
    str

    Raises
    ------
    ValueError
        With the nearest name, or all of them.

    Examples
    --------
    >>> dimension_named("Betrouwbaarheid")
    'reliability'
    """
    return _named(given, DIMENSIONS, "dimension")


def _plain(text: str) -> str:
    """Leave out case, spaces, hyphens and the choice between -isation and -ization."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", letters).replace("ization", "isation")


@lru_cache
def _known(names: tuple[str, ...]) -> dict[str, str]:
    """Every way to write each name."""
    known = {_plain(title): name for name in names for title in titles()[name].values()}
    return known | {_plain(name): name for name in names}


def _named(given: object, names: tuple[str, ...], what: str) -> str:
    known = _known(names)
    if isinstance(given, str):
        if _plain(given) in known:
            return known[_plain(given)]
        near = get_close_matches(_plain(given), known, n=1)
        if near:
            raise ValueError(f"there is no {what} {given!r}; did you mean {known[near[0]]!r}?")
    raise ValueError(f"there is no {what} {given!r}; there are {', '.join(names)}")
