"""What a reader of prescriptions should know first: how Gap 5 closes, or why nothing was found."""

from __future__ import annotations

from typing import Any

from svqkit.gaps.organisation.design import ANTECEDENTS, TOTAL
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, prescription_catalogue
from svqkit.gaps.organisation.prescription_words import (
    gap_name,
    gap_sentence,
    joined,
    listed,
    sayer,
    title_of,
)

__all__ = ["convention_words", "gap_5_note", "nothing_found"]


def gap_5_note(model: Any, language: str) -> str:
    """Explain that Gap 5 closes through the others, and say how large it is where that is known.

    Parameters
    ----------
    model : GapModel or None
    language : str

    Returns
    -------
    str

    Examples
    --------
    >>> gap_5_note(None, "en")[:52]
    'Gap 5 lies between what customers expect and what th'
    """
    said = [sayer(language)("gap_5")]
    if model is not None and (5, TOTAL) in model.gaps.index:
        value, low, high = (
            float(model.gaps.at[(5, TOTAL), key]) for key in ("value", "low", "high")
        )
        said.append(gap_sentence(5, value, low, high, language))
    return joined(said, language)


def nothing_found(
    gap: int | None, antecedent: str | None, dimension: str | None, language: str
) -> str:
    """Say why no prescription fits a choice: the antecedent is another gap's, or the dimension.

    Parameters
    ----------
    gap : int or None
    antecedent, dimension : str or None
        Names, of a choice that has no entry.
    language : str

    Returns
    -------
    str

    Examples
    --------
    >>> nothing_found(None, "role_ambiguity", "tangibles", "en")
    'No entry of this choice concerns tangibles; those there are concern reliability, responsiveness, assurance, empathy.'
    """
    say = sayer(language)
    home = ANTECEDENTS[antecedent][0] if antecedent else None
    if antecedent and home and gap and gap not in (5, home):
        return say(
            "other_gap",
            antecedent=title_of(antecedent, language),
            gap=gap_name(home, language),
            asked=gap_name(gap, language),
        )
    others = {
        name
        for entry in prescription_catalogue().entries
        if gap in (None, 5, entry.gap) and (antecedent is None or antecedent in entry.antecedents)
        for name in entry.dimensions
    }
    there = [title_of(name, language) for name in DIMENSIONS if name in others]
    return say(
        "other_dimension",
        dimension=title_of(str(dimension), language),
        others=listed(there, language),
    )


def convention_words(model: Any, weighted: bool, language: str, unit: str | None = None) -> str:
    """State the sources, the rule of ranking where there is one, and what a rank does not say.

    Parameters
    ----------
    model : GapModel or None
    weighted : bool
        Whether dimensions were weighted.
    language : str
    unit : str, optional
        The unit that was judged alone.

    Returns
    -------
    str

    Examples
    --------
    >>> "our judgement" in convention_words(None, False, "en")
    True
    """
    say = sayer(language)
    said = [say("basis")]
    if model is not None:
        said.append(say("ranking", level=f"{100 * model.ci_level:g}"))
        said += [say("weighted")] if weighted else []
        said += [say("one_unit", unit=unit)] if unit is not None else []
        said.append(say("no_oracle"))
    return joined(said, language)
