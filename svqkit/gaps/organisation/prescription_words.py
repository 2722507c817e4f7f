"""Sentences about prescriptions in the reader's language, put together from the catalogue's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from svqkit.gaps.organisation.design import TOTAL
from svqkit.gaps.organisation.prescription_catalogue import Entry, prescription_catalogue
from svqkit.gaps.organisation.prescription_names import titles
from svqkit.instruments.words import resolve

__all__ = [
    "Language",
    "gap_name",
    "gap_sentence",
    "indicator_words",
    "joined",
    "listed",
    "number",
    "sayer",
    "speaks",
    "title_of",
    "word",
]

Language = str
"""A BCP 47 tag."""


def speaks(language: Language) -> bool:
    """Whether the catalogue has words in a language.

    Examples
    --------
    >>> speaks("zh-TW"), speaks("fr")
    (True, False)
    """
    return resolve(prescription_catalogue().words["none"], language, "en")[1]


def sayer(language: Language) -> Callable[..., str]:
    """Give the function that says a sentence of the catalogue, its first letter a capital.

    Examples
    --------
    >>> sayer("nl")("points_nowhere")
    'Al met al wijzen de gegevens niet in deze richting.'
    """

    def say(key: str, **values: object) -> str:
        words = resolve(prescription_catalogue().sentences[key], language, "en")[0]
        filled = words.format(**values)
        return filled[:1].upper() + filled[1:]

    return say


def word(key: str, language: Language) -> str:
    """Give one of the catalogue's words.

    Examples
    --------
    >>> word("none", "nl")
    'geen'
    """
    return resolve(prescription_catalogue().words[key], language, "en")[0]


def gap_name(gap: int, language: Language) -> str:
    """Name a gap as within a sentence.

    Examples
    --------
    >>> gap_name(3, "nl"), gap_name(3, "en")
    ('kloof 3', 'Gap 3')
    """
    return resolve(prescription_catalogue().gaps[gap].name, language, "en")[0]


def title_of(name: str, language: Language) -> str:
    """Name an antecedent or dimension as within a sentence.

    Examples
    --------
    >>> title_of("role_ambiguity", "en"), title_of("empathy", "zh-Hans")
    ('role ambiguity', '移情性')
    """
    title = resolve(titles()[name], language, "en")[0]
    return title[:1].lower() + title[1:]


def listed(names: Sequence[str], language: Language) -> str:
    """Write words one after the other, or that there are none.

    Examples
    --------
    >>> listed(["a", "b"], "zh-Hans"), listed([], "en")
    ('a、b', 'none')
    """
    return word("comma", language).join(names) or word("none", language)


def joined(sentences: Sequence[str], language: Language) -> str:
    """Put sentences one after the other; Chinese sets no space between them.

    Examples
    --------
    >>> joined(["One.", "Two."], "en"), joined(["一。", "二。"], "zh-Hant")
    ('One. Two.', '一。二。')
    """
    return ("" if language.casefold().startswith("zh") else " ").join(sentences)


def indicator_words(entry: Entry, language: Language) -> str:
    """Describe an indicator: name, unit, direction, where its data come from.

    Examples
    --------
    >>> indicator_words(prescription_catalogue().entry("3a"), "en")
    "Role ambiguity as staff report it (points from 1 to 7, less is better; employees' questionnaire)"
    """
    catalogue, own = prescription_catalogue(), entry.indicator
    parts = {
        "name": own.name,
        "unit": catalogue.units[own.unit],
        "better": catalogue.directions[own.better],
        "data": catalogue.data[own.data],
    }
    said = {key: resolve(words, language, "en")[0] for key, words in parts.items()}
    return sayer(language)("indicator", **said)


def number(value: float, language: Language, digits: int = 2) -> str:
    """Write a number with a true minus sign and the language's decimal sign.

    A number that would round to zero keeps its first digit, so that its sign stays true.

    Examples
    --------
    >>> number(-1.234, "nl"), number(-0.0004, "en"), number(0.0, "en")
    ('−1.23', '−0.0004', '0.00')
    """
    shown = f"{value:.{digits}f}"
    if value and not float(shown):
        places = next((d for d in range(digits, 12) if float(f"{value:.{d}f}")), digits)
        shown = f"{value:.{places}f}"
    return shown.replace("-", "−").replace(".", word("point", language))


def gap_sentence(
    gap: int, value: float, low: float, high: float, language: Language, judged: str = TOTAL
) -> str:
    """Say how large a gap is, and whether its interval leaves zero out.

    Examples
    --------
    >>> gap_sentence(3, -1.2, -1.6, -0.8, "en")
    'Gap 3 is −1.20 (−1.60 to −0.80); the whole interval lies below zero.'
    """
    say = sayer(language)
    name = gap_name(gap, language)
    if judged != TOTAL:
        name = say("gap_on", gap=name, dimension=title_of(judged, language))
    kind = "clear" if high < 0 else "none" if low > 0 else "open"
    if pd.isna(low) or pd.isna(high):
        kind = "no_interval"
    ends = {"value": value, "low": low, "high": high}
    said = {key: number(end, language) for key, end in ends.items()}
    return say(f"gap_{kind}", gap=name, **said)
