"""Sentiment and severity of a comment, from the kit's own open word list."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from svqkit.improvement.listening.idioms import negated_praise
from svqkit.improvement.listening.languages import latin_words
from svqkit.improvement.listening.lexicon import words_of
from svqkit.improvement.listening.traditional import simplified

__all__ = ["FACES", "NEUTRAL", "sentiment_score", "severity_level"]

FACES = {
    **dict.fromkeys("👍😀😃😄😊🙂😍🥰👏❤💯🙏", 1.0),
    **dict.fromkeys("👎😡😠🤬😞🙁☹😢😭🤮😤💩", -1.0),
}
"""Signs that speak in any language."""

NEUTRAL = 0.05
"""Sentiment up to here is neither praise nor complaint."""

_REACH = 3
"""Words before a sentiment word in which a negation turns it round."""
_FLAT = 4.0
"""Damping of the sum: s / sqrt(s² + 4) keeps every score between −1 and 1."""

_TURNED = 1.5
"""Weight of praise that is said by a negation: "could not be better"."""
_HARSH = -0.8
"""Score of words that by itself makes a complaint major."""
_CLAUSE = re.compile(r"[,.;:!?]+\s")


@lru_cache(maxsize=20_000)
def _weight(language: str, kind: str, word: str) -> float:
    """Look a word up, whole or by its longest listed beginning (``beautiful*``)."""
    words = words_of(language, kind)
    if word in words:
        return words[word]
    for end in range(len(word), 2, -1):
        if (weight := words.get(f"{word[:end]}*")) is not None:
            return weight
    return 0.0


@lru_cache(maxsize=4)
def _chinese(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words_of("zh", kind)), key=len, reverse=True)))


def _latin_sum(words: list[str], language: str) -> float:
    negations = words_of(language, "negation")
    strong = words_of(language, "strengthener")
    turning = [k for k, word in enumerate(words) if word in negations]
    total, used = 0.0, set()
    for at, word in enumerate(words):
        weight = _weight(language, "sentiment", word)
        if not weight:
            continue
        turns = [k for k in turning if at - _REACH <= k < at]
        weight *= strong.get(words[at - 1], 1.0) if at else 1.0
        total += -0.75 * weight if turns else weight
        used.update(turns)
    return total + sum(negations[words[k]] for k in turning if k not in used)


def _chinese_sum(text: str) -> float:
    table, strong = words_of("zh", "sentiment"), words_of("zh", "strengthener")
    negations = words_of("zh", "negation")
    total, rest = 0.0, text
    for match in _chinese("sentiment").finditer(text):
        weight = table[match[0]]
        before = text[max(match.start() - 3, 0) : match.start()]
        if before.endswith(tuple(strong)):
            weight *= 1.5
        turned = any(sign in re.split(r"[，。！？；\s]", before)[-1] for sign in negations)
        total += -0.75 * weight if turned else weight
        rest = rest.replace(match[0], "", 1)
    return total - 0.25 * len(_chinese("negation").findall(rest))


@lru_cache(maxsize=20_000)
def sentiment_score(text: str, language: str) -> float:
    """Score a comment from −1 (all bad) to 1 (all good).

    Listed words and faces count +1 or +2, −1 or −2, words half as much again behind a word that strengthens; a
    negation within the three words before (three characters in Chinese, the same clause in all) turns a word round at three
    quarters of its weight, and a negation that turns nothing counts a little against. "Could
    not be better" and its like count +1.5. The sum s becomes s / √(s² + 4).

    Parameters
    ----------
    text : str
    language : {"en", "nl", "zh", ""}
        Where the language is not known only faces (``FACES``) count; without any the score is missing.

    Returns
    -------
    float
        0 where no listed word stands.

    Notes
    -----
    The form follows Hutto and Gilbert (2014), VADER, in a much smaller word list of our own
    (``sentiment_words.csv``). Irony is not understood, nor a negation that stands farther off.

    Examples
    --------
    >>> round(sentiment_score("The crew was very friendly", "en"), 2)
    0.6
    >>> round(sentiment_score("niet vriendelijk", "nl"), 2), sentiment_score("太差了", "zh") < -0.5
    (-0.35, True)
    """
    faces = [FACES[sign] for sign in text if sign in FACES]
    if language not in ("en", "nl", "zh") and not faces:
        return float("nan")
    total = sum(faces)
    if language == "zh":
        rest, praised = negated_praise(simplified(text), language)
        total += _chinese_sum(rest) + _TURNED * praised
    elif language:
        rest, praised = negated_praise(text, language)
        total += sum(_latin_sum(latin_words(part), language) for part in _CLAUSE.split(rest))
        total += _TURNED * praised
    return float(total / np.sqrt(total * total + _FLAT))


@lru_cache(maxsize=20_000)
def severity_level(text: str, language: str, sentiment: float) -> int:
    """Grade a complaint: 1 minor, 2 major, 3 critical; 0 for what is no complaint.

    Critical is what names harm, crime, discrimination or leaked data, unless it is praise; major is a
    complaint that names a repetition, a loss or someone who needs protection, or whose words score
    −0.8 or less; other complaints are minor. One star alone makes nothing severe.

    Parameters
    ----------
    text : str
    language : str
    sentiment : float
        −1 to 1, by rating or words: whether it is a complaint.

    Returns
    -------
    int

    Examples
    --------
    >>> severity_level("The soup was cold", "en", -0.4), severity_level("I was injured", "en", -0.4)
    (1, 3)
    """
    if not sentiment <= NEUTRAL:
        return 0
    if language == "zh":
        words = words_of("zh", "severity")
        found = [words[match] for match in _chinese("severity").findall(simplified(text))]
    else:
        found = (
            [_weight(language, "severity", word) for word in latin_words(text)] if language else []
        )
    if sentiment >= -NEUTRAL:
        return 3 if 3 in found else 0
    return int(max([1, 2 if sentiment_score(text, language) <= _HARSH else 1, *found]))
