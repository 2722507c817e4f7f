"""Praise that is said by a negation: "could not have been kinder" is no complaint."""

from __future__ import annotations

import re

__all__ = ["negated_praise"]

_MORE = (
    r"(?:better|kinder|nicer|friendlier|happier|faster|quicker|easier|smoother|cleaner|warmer"
    r"|more (?:helpful|friendly|pleasant|comfortable|satisfied|pleased|professional|attentive))\b(?! than)"
)
_IDIOMS = {
    "en": re.compile(
        rf"\b(?:could|can)(?:n't|not| not| never) (?:\w+ ){{0,3}}?{_MORE}"
        rf"|\bnever (?:had|seen|met|known|experienced|eaten) (?:an? |such )(?:\w+ )?{_MORE}"
        r"|\b(?:nothing|no(?:thing)? reason|no cause|not a thing) to complain\b"
        r"|\b(?:can't|cannot|couldn't|could not) (?:complain|fault)\b"
    ),
    "nl": re.compile(
        r"\b(?:kon|kan|had) (?:echt |gewoon )?niet (?:nog )?(?:beter|vriendelijker|fijner|sneller)\b"
        r"|\bnooit (?:eerder )?zo(?:'n|n)? (?:een )?(?:fijn|goed|leuk|lekker|prettig|vriendelijk|aardig|snel)\w*"
        r"|\bniets? (?:op aan te merken|te klagen)\b"
    ),
    "zh": re.compile(
        r"不能(?:再|更)(?:好|满意|贴心|周到|热情|完美|舒服|方便)|没有?(?:什么|任何)?(?:不好|不满意|不周到)"
        r"|没有?(?:什么|任何)?(?:可|好)?(?:抱怨|挑剔)|没有?(?:什么|任何)(?:缺点|毛病)"
    ),
}


def negated_praise(text: str, language: str) -> tuple[str, int]:
    """Take out praise that is said by a negation, and count it.

    Parameters
    ----------
    text : str
        Chinese written simplified.
    language : {"en", "nl", "zh"}

    Returns
    -------
    str
        What is left.
    int
        How many were found.

    Examples
    --------
    >>> negated_praise("The crew could not have been kinder", "en")
    ('The crew  ', 1)
    >>> [negated_praise(t, "en")[1] for t in ("It never got better", "It could not be better than before")]
    [0, 0]
    """
    bare = text.replace("’", "'").casefold() if language != "zh" else text
    found = list(_IDIOMS[language].finditer(bare))
    if not found or len(bare) != len(text):
        return text, 0
    for match in reversed(found):
        text = f"{text[: match.start()]} {text[match.end() :]}"
    return text, len(found)
