"""Words that turn a question round: denials, and what should be instead of what is."""

from __future__ import annotations

import re

__all__ = ["same_sense", "turns_round"]

_DENIAL = re.compile(
    r"\b(?:not|never|no|without|cannot|hardly|rarely|seldom|(?:do|does|is|are|has|have|wo|ca)n t|dis\w+"
    r"|niet|geen|nooit|zonder|nauwelijks|zelden)\b|[不没沒未无無别別]"
)
_IDEAL = re.compile(
    r"\b(?:excellent|ideal|should|ought|must|uitstekend\w*|ideale?|zou|zouden|moet|moeten|hoort|horen)\b"
    r"|优秀|優秀|理想|应该|應該|应当|應當"
)


def same_sense(one: str, other: str) -> bool:
    """Tell whether both texts deny equally often, and both or neither speak of what should be.

    Two letters make the opposite of a question, or the expectation of a perception.

    Examples
    --------
    >>> same_sense("the bank is clean", "the bank is not clean")
    False
    >>> same_sense("the bank is clean", "an excellent bank is clean")
    False
    >>> same_sense("the bank is clean", "this bank is clean")
    True
    """
    denied = [len(_DENIAL.findall(text)) for text in (one, other)]
    wished = [_IDEAL.search(text) is not None for text in (one, other)]
    return denied[0] == denied[1] and wished[0] == wished[1]


def turns_round(words: str) -> bool:
    """Tell whether words deny, or speak of what should be.

    Examples
    --------
    >>> turns_round("bank never"), turns_round("酒店不"), turns_round("puppet theatre")
    (True, True, False)
    """
    return _DENIAL.search(words) is not None or _IDEAL.search(words) is not None
