"""An instrument's questions in all its languages, and finding a header among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from svqkit.errors import InstrumentError
from svqkit.instruments.industries import list_industries
from svqkit.instruments.instrument import Instrument
from svqkit.instruments.service_words import PLACEHOLDERS, fill, service_in
from svqkit.instruments.words import UNDETERMINED
from svqkit.responses.headers.parts import plain
from svqkit.responses.headers.sense import turns_round

__all__ = ["Target", "Wordings", "industry_words", "wordings_of"]

_HOLE = "\u241f"
_WIDEST = 60  # letters of the organisation's word
_LEAST = 8  # letters around the hole that a pattern needs, so that it cannot fit anything


@dataclass(frozen=True)
class Target:
    """What a header may stand for: an item in a form, or another question's column."""

    form: str
    code: str


@dataclass(frozen=True)
class Wordings:
    """Normalised questions.

    ``exact`` maps a question to its targets and language, ``patterns`` are beginnings and ends
    around the organisation's word, ``texts`` the questions for a comparison by likeness.
    """

    exact: dict[str, list[tuple[Target, str]]]
    patterns: list[tuple[str, str, Target, str]]
    texts: list[tuple[str, Target, str]]

    def find(self, wording: str) -> list[tuple[Target, str]]:
        """Find all targets of a question as the instrument words it."""
        return self.exact.get(wording, [])

    def find_around(self, wording: str) -> dict[str, list[tuple[Target, str]]]:
        """Find targets of a question about another organisation, by the word that stands for it."""
        found: dict[str, dict[Target, str]] = {}
        for begin, end, target, language in self.patterns:
            room = len(wording) - len(begin) - len(end)
            if 0 < room <= _WIDEST and wording.startswith(begin) and wording.endswith(end):
                word = wording[len(begin) : len(wording) - len(end)].strip()
                if word and not turns_round(word):
                    found.setdefault(word, {}).setdefault(target, language)
        return {word: list(targets.items()) for word, targets in found.items()}

    def texts_for(self, wordings: Iterable[str]) -> list[tuple[str, Target, str]]:
        """List the questions with the organisation's words that a table's headers use.

        Where no header shows one, every industry's word is tried.
        """
        used: dict[str, Counter[str]] = {}
        for wording in wordings:
            for word, targets in self.find_around(wording).items():
                for language in {language for _, language in targets}:
                    used.setdefault(language, Counter())[word] += 1
        filled = list(self.texts)
        for begin, end, target, language in self.patterns:
            space = "" if language.startswith("zh") else " "
            if used:
                words = [word for word, _ in used.get(language, Counter()).most_common(2)]
            else:
                words = list(industry_words(language))
            filled += [(f"{begin}{space}{w}{space}{end}".strip(), target, language) for w in words]
        return filled


@lru_cache
def industry_words(language: str) -> tuple[str, ...]:
    """List the words of all industries, normalised."""
    return tuple(plain(word) for word in list_industries(language)["plain"])


@lru_cache
def _forms_around(language: str) -> dict[str, tuple[str, ...]]:
    """How a language speaks of a service, with a hole for its word: this ␟, an excellent ␟."""
    table = list_industries(language)
    found: dict[str, dict[str, None]] = {"plain": {_HOLE: None}, "this": {}, "excellent": {}}
    for form in ("this", "excellent"):
        for word, text in zip(table["plain"], table[form], strict=True):
            if isinstance(text, str) and word in text:
                found[form][text.replace(word, _HOLE, 1)] = None
    return {form: tuple(texts) for form, texts in found.items()}


def _with_holes(text: str, language: str) -> Iterator[str]:
    """Put a hole where the organisation stands, in each way that the language may say it."""
    used = [name for name in PLACEHOLDERS if f"{{{name}}}" in text]
    if not used:
        return
    around = _forms_around(language)
    first = used[0]
    for way in around[PLACEHOLDERS[first]]:
        filled = text.replace(f"{{{first}}}", way)
        for name in used[1:]:
            filled = filled.replace(f"{{{name}}}", around[PLACEHOLDERS[name]][0])
        yield filled


def _questions(instrument: Instrument) -> Iterator[tuple[Target, dict[str, str]]]:
    """Walk all questions with their texts by language."""
    description = instrument.description
    for item in description.items:
        for form in instrument.forms:
            yield Target(form, item.code), getattr(item, form) or item.perception
        if description.importance is not None and description.importance.kind == "ratings":
            yield Target("importance", item.code), item.label
    for dimension in description.dimensions:
        asked = description.importance
        if asked is not None and asked.kind == "points":
            yield Target("points", dimension.name), dimension.definition or dimension.title
    for outcome in description.outcomes:
        if outcome.question is not None:
            yield Target("other", outcome.column), outcome.question
    for question in description.questions:
        yield Target("other", question.column), question.question


def wordings_of(instrument: Instrument) -> Wordings:
    """Gather an instrument's questions in all its languages.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    Wordings

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> words = wordings_of(load_instrument("servqual", service="bank"))
    >>> words.find_around("this zoo uses tools and technology that keep up with the times")
    {'zoo': [(Target(form='perception', code='Q1'), 'en')]}
    """
    exact: dict[str, list[tuple[Target, str]]] = {}
    texts: dict[tuple[str, Target], str] = {}
    patterns: dict[tuple[str, str, Target], str] = {}
    description = instrument.description

    def note(text: str, target: Target, language: str) -> None:
        wording = plain(text)
        if wording:
            known = exact.setdefault(wording, [])
            if all(target != other for other, _ in known):
                known.append((target, language))
            texts.setdefault((wording, target), language)

    for item in instrument.items:
        for form in instrument.forms:
            note(instrument.wording(item.code, form), Target(form, item.code), instrument.language)
    for target, words in _questions(instrument):
        for tag, text in words.items():
            language = description.language if tag == UNDETERMINED else tag
            own, known = service_in(description.service, language, description.language)
            if known or "{" not in text:
                try:
                    note(fill(text, own), target, language)
                except InstrumentError:
                    known = False  # the language does not derive the form: holes below serve
            for holed in _with_holes(text, language):
                begin, _, end = holed.partition(_HOLE)
                begin, end = plain(begin), plain(end.replace(_HOLE, " "))
                if len(begin) + len(end) >= _LEAST:
                    patterns.setdefault((begin, end, target), language)
    return Wordings(
        exact,
        [(begin, end, target, language) for (begin, end, target), language in patterns.items()],
        [(wording, target, language) for (wording, target), language in texts.items()],
    )
