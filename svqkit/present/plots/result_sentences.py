"""Sentences that results bring along, recognised by their pattern and said in another language.

Rooms that compute say their rules and reasons in English, with numbers in them. A picture that shows
such a sentence finds it here again; one that is not here is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

__all__ = ["resaid"]

N_ = str
_SENTENCES = (
    # why rows were left out
    N_("empty row"),
    N_("header repeated among the answers"),
    N_("no item answered"),
    N_("repeats an earlier row ({column})"),
    # what screening checks, and by which rule
    N_("repeated answers"),
    N_("long run of one answer"),
    N_("attention check failed"),
    N_("too fast"),
    N_("unusual variability"),
    N_("unusual pattern (Mahalanobis)"),
    N_("inconsistent answers"),
    N_("careless"),
    N_("expectations all at the ceiling"),
    N_("perceptions never below expectations"),
    N_("all answers as an earlier respondent's, at least two different codes"),
    N_("{n} or more perceptions in a row with one code (half of the items: Curran 2016)"),
    N_("no attention checks were named"),
    N_("any of {n} attention checks failed"),
    N_("no response times were recorded"),
    N_("less than {seconds} seconds an item (Huang et al. 2012)"),
    N_("standard deviation of a respondent's perceptions beyond Tukey's fences (Dunn et al. 2018)"),
    N_("Mahalanobis distance of the perceptions, p < .001 (Meade & Craig 2012)"),
    N_("not computed: too few complete respondents, or items that follow from each other"),
    N_(
        "odd and even items correlate below .30 within a respondent, and synonyms and antonyms "
        "do not object (Johnson 2005)"
    ),
    N_("every expectation answered with the highest code"),
    N_("no negative gap on any item"),
    N_("at least {n} of the other signs; flagged, not dropped"),
    N_("{sign}, or at least {n} of the other signs; flagged, not dropped"),
    N_("{sign}, or {other}, or at least {n} of the other signs; flagged, not dropped"),
    N_("{sign}, or {other}, or {third}, or at least {n} of the other signs; flagged, not dropped"),
    # what a sample is planned for
    N_("Precision of a correlation"),
    N_("Test of a correlation"),
    N_("Precision of a share"),
    N_("Test of explained variance"),
    N_("Test of close fit"),
    N_("Test of not close fit"),
    N_("Test of exact fit"),
    N_("Difference of two nested models"),
    N_("Precision of a mean"),
    N_("Test of a mean"),
    N_("Precision of a gap"),
    N_("Test of a gap"),
    N_("Precision of a difference of two groups"),
    N_("Test of a difference of two groups"),
    N_("Precision of coefficient alpha"),
    N_("Test of coefficient alpha"),
    # rules for the number of factors that have words in their names
    N_("parallel (factors)"),
    N_("parallel (components)"),
    N_("empirical Kaiser"),
    N_("acceleration"),
    N_("optimal coordinates"),
    N_("chi-square"),
    N_("comparison data"),
)
_SIGNS = ("sign", "other", "third")
"""Places that hold a sentence of this table themselves."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make a pattern of each sentence; those with more places come first, as they say more."""
    longest = sorted(_SENTENCES, key=lambda sentence: -len(re.sub(r"\{\w+\}", "", sentence)))
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(sentence))), sentence)
        for sentence in longest
    )


def resaid(text: str, say: Callable[..., str]) -> str:
    """Say a result's sentence in the language of a picture.

    Parameters
    ----------
    text : str
        As the result says it, in English.
    say : callable
        From ``svqkit.interface.translator``.

    Returns
    -------
    str
        The sentence as it was where it is not known.

    Examples
    --------
    >>> resaid("any of 2 attention checks failed", lambda words, **places: f"{words} {places}")
    "any of {n} attention checks failed {'n': '2'}"
    >>> resaid("left by the interviewer", str.upper)
    'left by the interviewer'
    """
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            places = {
                name: resaid(value, say) if name in _SIGNS else value
                for name, value in found.groupdict().items()
            }
            return say(sentence, **places)
    return text
