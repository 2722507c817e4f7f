"""What is said beside an importance–performance map."""

from __future__ import annotations

import pandas as pd

from svqkit.improvement.priorities.map_result import QUADRANTS
from svqkit.improvement.priorities.quadrant_chances import CHANCES

__all__ = ["said_of_kinds", "said_of_models", "said_of_places"]

SURE = 0.9
"""A quadrant that is less probable than this is called unsure."""


def said_of_places(table: pd.DataFrame) -> list[str]:
    """Name what could as well lie in another quadrant.

    Parameters
    ----------
    table : DataFrame
        With ``quadrant`` and the columns of chances.

    Returns
    -------
    list of str

    Examples
    --------
    >>> row = dict(quadrant="low priority", p_concentrate=.4, p_keep=0., p_low=.6, p_overkill=0.)
    >>> said_of_places(pd.DataFrame([row], index=["care"]))
    ['Unsure: care (low priority 60 %, concentrate here 40 %).']
    """
    names = list(QUADRANTS.values())
    unsure = []
    every = table[list(CHANCES)].to_numpy(float)
    for name, place, chances in zip(table.index, table["quadrant"], every, strict=True):
        own = names.index(place)
        if chances[own] >= SURE:
            continue
        others = sorted((q for q in range(4) if q != own), key=lambda q: -chances[q])
        said = f"{names[own]} {chances[own]:.0%}, {names[others[0]]} {chances[others[0]]:.0%}"
        unsure.append(f"{name} ({said.replace('%', ' %')})")
    return [f"Unsure: {'; '.join(unsure)}."] if unsure else []


def said_of_models(table: pd.DataFrame) -> list[str]:
    """Name where the quadrants and the diagonal disagree.

    Parameters
    ----------
    table : DataFrame
        With ``quadrant`` and ``urgency``.

    Returns
    -------
    list of str

    Examples
    --------
    >>> table = pd.DataFrame({"quadrant": ["low priority", "keep up the good work"],
    ...                       "urgency": [0.4, 0.2]}, index=["care", "speed"])
    >>> said_of_models(table)[0][:44]
    'Above the diagonal though not in "concentrat'
    """
    above = table.index[(table["urgency"] > 0) & (table["quadrant"] != QUADRANTS[True, False])]
    if not len(above):
        return []
    return [
        f'Above the diagonal though not in "concentrate here": {", ".join(map(str, above))}. '
        "Quadrants jump at their lines, the diagonal does not (Bacon 2003)."
    ]


def said_of_kinds(table: pd.DataFrame, outcome: str) -> list[str]:
    """Say what penalty and reward change about the places.

    Parameters
    ----------
    table : DataFrame
        With ``quadrant`` and ``category``.
    outcome : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> table = pd.DataFrame({"quadrant": ["low priority"], "category": ["basic"]}, index=["care"])
    >>> said_of_kinds(table, "satisfaction")[0][:60]
    'Basic factor outside "concentrate here": care. Its performan'
    """
    said = []
    place, kind = table["quadrant"], table["category"]
    for wanted, where, text in (
        (
            "basic",
            place != QUADRANTS[True, False],
            'Basic factor outside "concentrate here": {names}. Its performance must not fall; '
            "importance looks small while it is done well.",
        ),
        (
            "excitement",
            place == QUADRANTS[False, True],
            'Excitement factor in "possible overkill": {names}. Do not cut it unseen: it earns '
            "more than it costs.",
        ),
        (
            "excitement",
            place == QUADRANTS[True, False],
            'Excitement factor in "concentrate here": {names}. It earns when good, and costs '
            "little when bad; basic and performance factors come first.",
        ),
    ):
        names = table.index[(kind == wanted) & where]
        if len(names):
            said.append(text.format(names=", ".join(map(str, names))))
    if kind.isin(["cannot tell", "too few"]).all():
        said.append(
            f"Penalty and reward on {outcome}: no attribute can be told to be basic or exciting."
        )
    return said
