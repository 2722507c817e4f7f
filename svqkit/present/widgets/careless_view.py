"""The careless lab's compute step: people who don't read, mixed in, and what they do to numbers.

Everybody's careful and careless answers are drawn once; a choice only says who gives which. No
widget and no figure; a change is answered in a few milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.interface import translator
from svqkit.present.plots.labels import number
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.alpha import alpha, mean_correlation
from svqkit.psychometrics.threads import single_threaded
from svqkit.responses.careless_signs import Rule, signs_of
from svqkit.responses.planted_faults import plant_careless
from svqkit.responses.simulation import simulate

__all__ = [
    "KINDS",
    "CarelessChoice",
    "CarelessTables",
    "CarelessView",
    "compute",
    "mixed",
    "prepare",
]

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


@dataclass(frozen=True, eq=False)
class CarelessView:
    """The numbers on show.

    ``rows`` (index: dimension, ``total``, ``mean_r``, ``cfi``) has ``label``, ``attentive``
    (nobody careless), ``mixed`` and, where screened, ``screened`` (NaN otherwise). ``sensitivity``
    is the share of careless people that screening flags, ``specificity`` that of the attentive it
    leaves alone; ``caught`` the sensitivity by kind.
    """

    rows: pd.DataFrame
    n: int
    careless: int
    flagged: int
    sensitivity: float
    specificity: float
    caught: pd.Series
    heading: str
    sentence: str


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
    labels = {name: str(instrument.dimension_titles.get(name, name)) for name in mapping}
    labels |= {
        "total": say("All items together"),
        "mean_r": say("Mean correlation"),
        "cfi": say("Fit of the design (CFI)"),
    }
    attentive = _numbers(people.perceptions, mapping)
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


def _numbers(answers: pd.DataFrame, mapping: dict[str, list[str]]) -> pd.Series:
    """Alpha of each scale and of all items, their mean correlation, and CFI of the design."""
    held = moments(answers)
    at = {str(code): place for place, code in enumerate(held.cov.columns)}
    S = held.cov.to_numpy()
    found = {}
    for name, codes in mapping.items():
        places = [at[code] for code in codes]
        found[name] = float(alpha(S[np.ix_(places, places)]))
    sd = np.sqrt(np.diag(S))
    found["total"] = float(alpha(S))
    found["mean_r"] = mean_correlation(S / np.outer(sd, sd))
    try:
        found["cfi"] = float(cfa(held, mapping).fit["cfi"])
    except (ConvergenceError, ModelError, DataError):
        found["cfi"] = float("nan")  # said in the view: the model cannot be estimated
    return pd.Series(found)


@single_threaded
def compute(tables: CarelessTables, choice: CarelessChoice) -> CarelessView:
    """Compute what a choice shows.

    Parameters
    ----------
    tables : CarelessTables
    choice : CarelessChoice

    Returns
    -------
    CarelessView

    Raises
    ------
    DataError
        If too few would be left; the sentence is for the reader.

    Examples
    --------
    >>> shown = compute(prepare(), CarelessChoice(straight=20))
    >>> bool(shown.rows.loc["reliability", "mixed"] > shown.rows.loc["reliability", "attentive"])
    True
    """
    responses, kinds = mixed(tables, choice)
    answers = responses.perceptions
    _, signs, _ = signs_of(responses, {"perception": answers})
    flagged = Rule().judge(signs)
    careless = kinds != ""
    now = _numbers(answers, tables.mapping) if careless.any() else tables.attentive
    left = pd.Series(float("nan"), index=now.index)
    if choice.screened:
        if (~flagged).sum() <= answers.shape[1]:
            say = translator(tables.language)
            raise DataError(say("Screening would leave too few people to compute anything."))
        left = _numbers(answers[~flagged], tables.mapping)
    rows = pd.DataFrame(
        {
            "label": [tables.labels[str(name)] for name in now.index],
            "attentive": tables.attentive,
            "mixed": now,
            "screened": left,
        },
        index=now.index,
    )
    caught = flagged[careless].groupby(kinds[careless]).mean()
    people = int(careless.sum())
    heading, sentence = _said(tables, choice, rows, len(answers), people)
    return CarelessView(
        rows,
        len(answers),
        people,
        int(flagged.sum()),
        float(flagged[careless].mean()) if people else float("nan"),
        float((~flagged[~careless]).mean()),
        caught.reindex([field for field in KINDS if getattr(choice, field)]),
        heading,
        sentence,
    )


def _said(
    tables: CarelessTables, choice: CarelessChoice, rows: pd.DataFrame, n: int, careless: int
) -> tuple[str, str]:
    """Say what happened to alpha and to the fit, and what that means."""
    say = translator(tables.language)
    heading = say("{n} people, {careless} of them don't read", n=n, careless=careless)
    if not careless:
        return heading, say("Everybody reads. Move a slider and watch alpha and the fit.")
    before, after = rows["attentive"], rows["screened" if choice.screened else "mixed"]
    scales = list(tables.mapping)
    change = float((after - before)[scales].mean())
    words = say(
        "Alpha of the scales goes from {a} to {b} on average, CFI from {c} to {d}.",
        a=number(before[scales].mean()), b=number(after[scales].mean()),
        c=number(before["cfi"], 3), d=number(after["cfi"], 3),
    )  # fmt: skip
    if after["cfi"] != after["cfi"]:
        meaning = say("The designed model cannot be estimated from these answers.")
    elif choice.screened:
        meaning = say("This is after leaving out whom screening flags.")
    elif change > 0.005:
        meaning = say("Alpha rises although nothing is measured better: sameness is not agreement.")
    elif change < -0.005:
        meaning = say("Alpha falls: answers without a pattern drown those of people who read.")
    else:
        meaning = say("Alpha hardly moves; that does not mean that the answers are sound.")
    return heading, f"{words} {meaning}"
