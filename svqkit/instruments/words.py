"""Texts in several languages, by BCP 47 tag."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

__all__ = ["TAG", "UNDETERMINED", "Words", "fallbacks", "resolve"]

UNDETERMINED = "und"  # BCP 47: the language is not said
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _as_words(value: object) -> object:
    """Let a plain sentence stand for a language map of one."""
    if isinstance(value, str):
        return {UNDETERMINED: value}
    if isinstance(value, dict):
        wrong = [tag for tag in value if not (isinstance(tag, str) and TAG.fullmatch(tag))]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no language tag such as en, nl or zh-Hans")
        if not value or not all(isinstance(text, str) and text.strip() for text in value.values()):
            raise ValueError("each language needs a text")
    return value


Words = Annotated[dict[str, str], BeforeValidator(_as_words)]
"""A text in one or more languages, by BCP 47 tag."""


def fallbacks(language: str) -> list[str]:
    """List the tags that serve a language, the nearest first, in small letters.

    A Chinese tag without a script means the one that its region writes: BCP 47 leaves it out.

    Parameters
    ----------
    language : str
        BCP 47 tag.

    Returns
    -------
    list of str

    Examples
    --------
    >>> fallbacks("nl-BE"), fallbacks("zh-TW"), fallbacks("zh")
    (['nl-be', 'nl'], ['zh-tw', 'zh-hant', 'zh'], ['zh', 'zh-hans'])
    """
    parts = language.casefold().split("-")
    found = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    if parts[0] == "zh" and not {"hans", "hant"} & set(parts):
        found.insert(1, "zh-hant" if {"tw", "hk", "mo"} & set(parts) else "zh-hans")
    return found


def resolve(words: dict[str, str], language: str, base: str) -> tuple[str, bool]:
    """Find a text in a language, or else in the instrument's base language.

    Parameters
    ----------
    words : dict of language tag to text
    language, base : str
        The language wanted, and the one to fall back to.

    Returns
    -------
    str
        The text.
    bool
        Whether it is in the language wanted.

    Examples
    --------
    >>> resolve({"en": "Quality", "nl": "Kwaliteit"}, "nl-BE", "en")
    ('Kwaliteit', True)
    >>> resolve({"en": "Quality"}, "nl", "en")
    ('Quality', False)
    >>> resolve({"en": "Quality", "zh-Hant": "品質"}, "zh-TW", "en")
    ('品質', True)
    """
    by_tag = {tag.casefold(): text for tag, text in words.items()}
    for tag in fallbacks(language):
        if tag in by_tag:
            return by_tag[tag], True
    if UNDETERMINED in by_tag:
        return by_tag[UNDETERMINED], language.casefold() == base.casefold()
    return by_tag[base.casefold()], False
