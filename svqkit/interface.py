"""The program's own words in the reader's language.

Code is written with English sentences; ``translator(language)`` gives the function that says them in
another language, from the catalogues ``locale/<language>.po`` (gettext's format, edited with any
gettext editor). A sentence without translation is said in English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from svqkit.errors import DataError

__all__ = ["LANGUAGES", "catalogue", "checked_language", "joined", "translator"]

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "nl")
"""Languages of the interface (BCP 47)."""

_FULL_STOPS = "。！？；："
_FOLDER = Path(__file__).resolve().parent / "locale"


def checked_language(language: str) -> str:
    """Check that the program's own words are there in a language, as a command needs them.

    Parameters
    ----------
    language : str
        BCP 47.

    Returns
    -------
    str
        The language.

    Raises
    ------
    DataError
        If it is none of ``LANGUAGES``.

    Examples
    --------
    >>> checked_language("nl")
    'nl'
    >>> checked_language("xx")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no language 'xx'; there is: en, zh-Hans, zh-Hant, nl
    """
    if language not in LANGUAGES:
        raise DataError(f"there is no language {language!r}; there is: {', '.join(LANGUAGES)}")
    return language


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Mapping[str, str]:
    """Read the translated sentences of a language.

    Parameters
    ----------
    language : str
        BCP 47; English and languages without a catalogue have none.

    Returns
    -------
    mapping of str to str
        English sentence to its translation; only finished ones.

    Examples
    --------
    >>> dict(catalogue("en"))
    {}
    >>> catalogue("nl")["expectation"]
    'verwachting'
    """
    path = _FOLDER / f"{language}.po"
    if language not in LANGUAGES or not path.exists():
        return MappingProxyType({})
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    finished = {
        str(one.id): str(one.string) for one in messages if one.id and one.string and not one.fuzzy
    }
    return MappingProxyType(finished)


def translator(language: str = "en") -> Callable[..., str]:
    """Give the function that says the program's sentences in a language.

    Parameters
    ----------
    language : str
        BCP 47, usually ``instrument.language``.

    Returns
    -------
    callable
        ``say("n = {n}", n=412)``: the sentence in that language, or in English where it has no
        translation; braces are filled after translation, by ``str.format``.

    Examples
    --------
    >>> translator("nl")("expectation")
    'verwachting'
    >>> translator("fr")("{n} respondents", n=9)
    '9 respondents'
    """
    sentences = catalogue(language)

    def say(sentence: str, **values: object) -> str:
        words = sentences.get(sentence, sentence)
        return words.format(**values) if values else words

    return say


def joined(sentences: Iterable[str]) -> str:
    """Put sentences behind one another; a Chinese full stop needs no space behind it.

    Parameters
    ----------
    sentences : iterable of str
        Empty ones are left out.

    Returns
    -------
    str

    Examples
    --------
    >>> joined(["One.", "", "Two."]), joined(["差距变小了。", "期望没有变。"])
    ('One. Two.', '差距变小了。期望没有变。')
    """
    said = ""
    for sentence in filter(None, sentences):
        said += ("" if not said or said[-1] in _FULL_STOPS else " ") + sentence
    return said
