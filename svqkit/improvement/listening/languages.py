"""The language of a comment: by its script, its small words, and the words of labelled comments."""

from __future__ import annotations

import re
from functools import lru_cache

from svqkit.improvement.listening.lexicon import LANGUAGES, labelled_comments

__all__ = ["language_of", "latin_words", "named_language"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_ASIAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN = re.compile(r"[a-zà-öø-ÿ]+(?:['’][a-z]+)?")
_MASKED = re.compile(r"\[[a-z-]+\]")
_SMALL = {
    "en": "the and to of it my for that with not they on this you at but so their our from there when he she what "
    "after an been had were have nobody i your would could did do does",
    "nl": "de het een van ik niet op te dat die mijn met voor ze zijn er aan maar om ook heel geen bij naar werd wij "
    "hij dit uit zo je hebben heeft niemand nog weer als wordt toen al over tot deed moest kon jullie",
}
_ELSEWHERE = {
    "de": "und ich nicht mit der das sehr für auf ist eine einen wurde aber auch wir sie war",
    "fr": "le les et je pas est une un très dans pour avec nous vous était mais des",
    "es": "el los y muy con para que una es por pero fue nos las está",
    "it": "il e di che non per con una molto è sono ma ci gli della",
}
_NAMES = {
    "en": "en eng english engels 英文 英语 英語",
    "nl": "nl dut nld dutch nederlands 荷兰语 荷蘭語",
    "zh": "zh chi zho chinese chinees mandarin zhhans zhhant zhcn zhtw 中文 汉语 简体中文 繁體中文",
}


@lru_cache(maxsize=1)
def _own_words() -> dict[str, frozenset[str]]:
    """Collect the words of each Latin-script language that the other one lacks."""
    words: dict[str, set[str]] = {"en": set(), "nl": set()}
    for row in labelled_comments():
        if row["language"] in words:
            words[row["language"]].update(_LATIN.findall(row["text"].casefold()))
    return {
        "en": frozenset(words["en"] - words["nl"]),
        "nl": frozenset(words["nl"] - words["en"]),
    }


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    """Weigh what each word says for each language: small words count most."""
    table: dict[str, dict[str, float]] = {}
    for language, words in _own_words().items():
        for word in words:
            table.setdefault(word, {})[language] = 1.0
    for source in (_SMALL, _ELSEWHERE):
        for language, text in source.items():
            for word in text.split():
                table.setdefault(word, {})[language] = 2.0
    return table


def latin_words(text: str) -> list[str]:
    """Cut a text into small-letter words; what was masked is no word.

    Examples
    --------
    >>> latin_words("Don't call [phone] again!")
    ["don't", 'call', 'again']
    """
    return _LATIN.findall(_MASKED.sub(" ", text).casefold().replace("’", "'"))


def language_of(text: str) -> str:
    """Tell the language of a comment.

    Chinese is told by its script (at least two characters, and as many as there are Latin words);
    English and Dutch by small words and by the words of the labelled comments. German, French,
    Spanish and Italian are known only well enough not to be taken for these.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        ``"en"``, ``"nl"``, ``"zh"``, or nothing where none of them is told.

    Examples
    --------
    >>> [language_of(t) for t in ("The crew was kind", "Wat een rij", "太慢了", "Sehr gut, und nett", "ok")]
    ['en', 'nl', 'zh', '', '']
    """
    han = len(_HAN.findall(text))
    words = latin_words(text)
    if _OTHER_ASIAN.search(text):
        return ""
    if han >= 2 and han >= len(words):
        return "zh"
    table = _weights()
    scores: dict[str, float] = {}
    for word in words:
        for language, weight in table.get(word, {}).items():
            scores[language] = scores.get(language, 0.0) + weight
    if not scores:
        return ""
    ranked = sorted(scores.items(), key=lambda entry: -entry[1])
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return ""
    return ranked[0][0] if ranked[0][0] in LANGUAGES else ""


def named_language(cell: object) -> str:
    """Read a language as a column names it.

    Examples
    --------
    >>> named_language("zh-TW"), named_language("Nederlands"), named_language("fr")
    ('zh', 'nl', '')
    """
    name = re.sub(r"[\W_]+", "", str(cell).casefold())
    for language, names in _NAMES.items():
        if name in names.split() or (name[:2] == language and len(name) == 4):
            return language
    return ""
