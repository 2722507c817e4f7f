"""The summary for whoever has to decide: plain sentences, each no surer than its interval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svqkit.gaps.diagnosis.analyses import Analyses
from svqkit.gaps.diagnosis.inside import behind_it, considered_first, goes_with_it
from svqkit.gaps.diagnosis.measures import fit_for_use, what_matters
from svqkit.gaps.diagnosis.outside import for_whom, where_missed, within_tolerance
from svqkit.gaps.diagnosis.phrases import Words
from svqkit.gaps.diagnosis.time import what_changed

__all__ = ["analysis_name", "lead_sentence", "summary_parts"]

Say = Callable[..., str]


def analysis_name(name: str, say: Say) -> str:
    """Say what an analysis is called.

    Parameters
    ----------
    name : str
        As in ``Diagnosis.not_examined``.
    say : callable

    Returns
    -------
    str

    Examples
    --------
    >>> from svqkit.interface import translator
    >>> analysis_name("zone", translator("en"))
    'Zone of tolerance'
    """
    return {
        "gaps": say("Gap scores"),
        "weighted": say("Weighted gaps"),
        "importance": say("Derived importance"),
        "groups": say("Comparison of groups"),
        "branches": say("Variance between groups"),
        "trend": say("Change between waves"),
        "zone": say("Zone of tolerance"),
        "forms": say("Forms of scoring"),
        "surface": say("Response surface"),
        "kano": say("Kano questions"),
        "penalty_reward": say("Penalties and rewards"),
        "model": say("The gap model"),
        "prescriptions": say("Prescriptions"),
    }[name]


def lead_sentence(done: Analyses, words: Words) -> str:
    """Say the one thing that a reader should remember.

    Parameters
    ----------
    done : Analyses
    words : Words

    Returns
    -------
    str

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> lead_sentence(Analyses(gaps=svq.gap_scores(bank)), Words(bank.instrument, translator("en")))
    'Service falls short of what customers expect, most in Responsiveness.'
    """
    say = words.say
    if done.gaps is None:
        tolerated = within_tolerance(done, words)
        return next(iter(tolerated), say("Expectations and perceptions cannot be compared here."))
    total, rows = done.gaps.total, done.gaps.dimensions["gap"].dropna()
    if not total["high"] < 0 or rows.empty:
        return (
            say("Service exceeds what customers expect.")
            if total["low"] > 0
            else say("On the whole, service cannot be told from what customers expect.")
        )
    where = words.dimension(str(rows.idxmin()))
    return say(
        "Service falls short of what customers expect, most in {dimension}.", dimension=where
    )


def summary_parts(done: Analyses, words: Words, ci: float) -> list[tuple[str, str]]:
    """Write the summary, part by part.

    Parameters
    ----------
    done : Analyses
    words : Words
    ci : float in (0, 1)

    Returns
    -------
    list of pair of str
        What a part is about, and its sentences; parts without sentences are left out.

    Examples
    --------
    >>> import svqkit as svq
    >>> from svqkit.interface import translator
    >>> bank = svq.load_dataset("bank")
    >>> done = Analyses(gaps=svq.gap_scores(bank))
    >>> summary_parts(done, Words(bank.instrument, translator("en")), 0.95)[0][0]
    'Where expectations are missed.'
    """
    say = words.say
    parts = [
        (say("Where expectations are missed."), where_missed(done, words, ci)),
        (say("What matters."), what_matters(done, words)),
        (say("What is tolerated."), within_tolerance(done, words)),
        (say("For whom."), for_whom(done, words)),
        (say("What changed."), what_changed(done, words, ci)),
        (say("Inside the organisation."), behind_it(done, words)),
        (say("What goes with it."), goes_with_it(done, words, ci)),
        (say("What to consider first."), considered_first(done, words)),
        (say("What these numbers can bear."), fit_for_use(done, words)),
        (say("What cannot be said."), _limits(done, words)),
    ]
    return [(lead, words.joined(said)) for lead, said in parts if said]


def _limits(done: Analyses, words: Words) -> list[str]:
    from svqkit.gaps.organisation.prescription_words import listed

    say = words.say
    said: list[Any] = []
    names = [analysis_name(name, say) for name in done.not_examined]
    if names:
        said.append(say("Not examined: {names}.", names=listed(names, words.language)))
    said.append(
        say("Answers given at one time show where to look; they show neither causes nor cures.")
    )
    said.append(
        say(
            "Whether the questionnaire measures what it claims is a question of its own: validate "
            "it first."
        )
    )
    return said
