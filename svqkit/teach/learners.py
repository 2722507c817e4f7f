"""A survey of each learner's own: the bank's population plus planted faults."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from svqkit.instruments.catalogue_index import load_instrument
from svqkit.responses.responses import Responses
from svqkit.responses.simulation import simulate
from svqkit.teach.bank_population import bank_population
from svqkit.teach.exercise import find_lesson, lesson_name, list_lessons
from svqkit.teach.planting import draw_faults, population_with, turn_item
from svqkit.teach.progress_file import keep, read_progress
from svqkit.teach.schema import Faults

__all__ = ["KeptTruth", "last_seed", "learner_data", "survey_of"]

EVERY_FAULT = Faults(
    careless=0.06, reversed_item=True, weak_item=True, cross_loading=True, branch=True
)
"""What a lesson without exercises of its own is given."""


class KeptTruth(dict[str, Any]):
    """What is true of a learner's survey: a mapping that does not show it at a glance.

    Examples
    --------
    >>> KeptTruth(weak_item="Q7")
    <the truth is kept for the checks>
    """

    def __repr__(self) -> str:
        """Say that there is a truth, not what it is."""
        return "<the truth is kept for the checks>"


@lru_cache(maxsize=8)
def survey_of(lesson: str, seed: int) -> Responses:
    """Draw a lesson's survey for a seed; the same object at each call.

    Parameters
    ----------
    lesson : str
        Such as ``"L04"``; its file says which faults are planted.
    seed : int

    Returns
    -------
    Responses
        With the planted faults in ``.truth["planted"]``.
    """
    faults = find_lesson(lesson).faults if lesson in list_lessons() else EVERY_FAULT
    bank, servqual = bank_population(), load_instrument("servqual")
    branches = list(bank.groups["branch"])
    planted = draw_faults(faults, servqual, bank.figures["correlations"], branches, seed)
    drawn = simulate(
        servqual,
        faults.n,
        population=population_with(bank.figures, planted),
        careless=faults.careless,
        missing=faults.missing,
        groups=bank.groups,
        attention=faults.attention,
        times=faults.times,
        seed=seed,
    )
    if "reversed_item" in planted:
        drawn = replace(drawn, **turn_item(drawn, planted["reversed_item"]))
    truth = drawn.truth or {}
    planted["careless"] = truth["careless"]
    return replace(
        drawn,
        source={**drawn.source, "name": f"learner's survey, {lesson}, seed {seed}"},
        checks={column: float(code) for column, code in truth["checks"].items()},
        truth=KeptTruth(truth, planted=planted),
    )


def learner_data(lesson: str, seed: int = 0) -> Responses:
    """Draw the survey that a lesson's exercises are about.

    Customers of the bank's population, with faults to find; which item or branch is at fault hangs
    on the seed. Checks then use this survey, also in a later session.

    Parameters
    ----------
    lesson : str
        Such as ``"L04"``.
    seed : int
        0 for the survey that the lesson's text is about; another number, from 1, for one of your
        own.

    Returns
    -------
    Responses
        ``.truth`` is kept for the checks and does not show itself.

    Raises
    ------
    ValueError
        If there can be no such lesson, it is about a bundled data set, or the seed is not a whole
        number from 0.

    Examples
    --------
    >>> learner_data("L04", seed=7).perceptions.shape[1]
    22
    """
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"a seed is a whole number from 0, not {seed!r}")
    name = lesson_name(lesson)
    if name in list_lessons() and (data := find_lesson(name).data) != "learner":
        raise ValueError(
            f"{name} is about the data set {data!r}: svqkit.load_dataset({data!r}) gives it"
        )
    drawn = survey_of(name, int(seed))
    keep(lambda progress: progress.seeds.update({name: int(seed)}))
    return drawn


def last_seed(lesson: str) -> int:
    """Say which survey a lesson's checks are about: the one drawn last, else that of seed 0.

    Parameters
    ----------
    lesson : str

    Returns
    -------
    int

    Examples
    --------
    >>> last_seed("L04")
    0
    """
    return read_progress().seeds.get(lesson, 0)
