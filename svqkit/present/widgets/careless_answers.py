"""The careless lab's answers: careful and careless ones of the same people, and who gives which.

Both are drawn once; a choice only says how many of each kind don't read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.interface import translator
from svqkit.present.widgets.careless_numbers import numbers_of
from svqkit.psychometrics.threads import single_threaded
from svqkit.responses.planted_faults import plant_careless
from svqkit.responses.simulation import simulate

__all__ = ["KINDS", "CarelessChoice", "CarelessTables", "mixed", "prepare"]

KINDS = {
    "straight": "straight line",
    "random": "random",
    "midpoint": "midpoint",
    "extreme": "extreme",
}
"""Fields of the choice, and the kinds of carelessness as ``simulate`` calls them."""
MOST = 90
"""Per cent that may be careless in all: somebody must read."""


@dataclass(frozen=True)
class CarelessChoice:
    """What the user has chosen: per cent of people of each kind, and whether to screen."""

    straight: int = 0
    random: int = 0
    midpoint: int = 0
    extreme: int = 0
    screened: bool = False

    def but(self, **changes: Any) -> CarelessChoice:
        """Copy the choice with some changes.

        Examples
        --------
        >>> CarelessChoice().but(random=9).random
        9
        """
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class CarelessTables:
    """Careful answers of everybody, their careless ones by kind, and who turns careless first."""

    people: Any
    careless: dict[str, np.ndarray]
    order: np.ndarray
    attentive: pd.Series
    mapping: dict[str, list[str]]
    labels: dict[str, str]
    language: str = "en"


@single_threaded
def prepare(
    source: Any = None, *, n: int = 400, seed: int = 7, language: str = "en"
) -> CarelessTables:
    """Draw careful and careless answers of the same people.

    Parameters
    ----------
    source : Responses or Instrument, optional
        Only its instrument counts: who is careless is known of drawn answers alone. SERVQUAL
        otherwise.
    n : int
        People.
    seed : int
    language : str
        BCP 47.

    Returns
    -------
    CarelessTables

    Raises
    ------
    DataError
        If no scale has two items.

    Examples
    --------
    >>> sorted(prepare(n=50).careless)
    ['extreme', 'midpoint', 'random', 'straight']
    """
    from svqkit.instruments.catalogue_index import load_instrument

    instrument = getattr(source, "instrument", source)
    if instrument is None:
        instrument = load_instrument("servqual", language)
    people = replace(simulate(instrument, n=n, seed=seed), expectations=None)
    rng = np.random.default_rng(seed)
    scale = (int(instrument.scale.low), int(instrument.scale.high))
    drawn = {}
    for field, kind in KINDS.items():
        answers = people.perceptions.to_numpy(dtype=float, copy=True)
        plant_careless({"perception": answers}, {kind: 1.0}, scale, rng)
        drawn[field] = answers
    mapping = {name: list(codes) for name, codes in instrument.mapping.items() if len(codes) > 1}
    say = translator(language)
    if not mapping:
        raise DataError(say("Alpha needs a scale of two items or more; here each has only one."))
    labels = {name: str(instrument.dimension_titles.get(name, name)) for name in mapping}
    labels |= {
        "total": say("All items together"),
        "mean_r": say("Mean correlation"),
        "cfi": say("Fit of the design (CFI)"),
    }
    attentive = numbers_of(people.perceptions, mapping)
    return CarelessTables(people, drawn, rng.permutation(n), attentive, mapping, labels, language)


def mixed(tables: CarelessTables, choice: CarelessChoice) -> tuple[Any, pd.Series]:
    """Let some people answer carelessly.

    More of one kind takes people from those who still read: as a share grows, nobody who was
    careless is replaced by another, as long as the kinds before stay as they are.

    Parameters
    ----------
    tables : CarelessTables
    choice : CarelessChoice

    Returns
    -------
    Responses
    Series of str
        Each one's kind, a field of the choice, or ``""``.

    Raises
    ------
    DataError
        If too few would be left who read.

    Examples
    --------
    >>> responses, kinds = mixed(prepare(n=50), CarelessChoice(random=20))
    >>> int((kinds == "random").sum())
    10
    """
    shares = {field: int(getattr(choice, field)) for field in KINDS}
    if sum(shares.values()) > MOST:
        say = translator(tables.language)
        words = say(
            "{share} % would be careless; leave at least {rest} % who read the questions.",
            share=sum(shares.values()),
            rest=100 - MOST,
        )
        raise DataError(words)
    frame = tables.people.perceptions
    answers = frame.to_numpy(dtype=float, copy=True)
    kinds = np.full(len(answers), "", dtype=object)
    at = 0
    for field, share in shares.items():
        who = tables.order[at : at + round(share * len(answers) / 100)]
        answers[who], kinds[who] = tables.careless[field][who], field
        at += len(who)
    given = pd.DataFrame(answers, index=frame.index, columns=frame.columns)
    return replace(tables.people, perceptions=given), pd.Series(kinds, index=frame.index)
