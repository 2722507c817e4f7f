"""Texts in several languages, by BCP 47 tag."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

__all__ = ["TAG", "UNDETERMINED", "Words", "resolve"]

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
    """
    by_tag = {tag.casefold(): text for tag, text in words.items()}
    parts = language.casefold().split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        if tag in by_tag:
            return by_tag[tag], True
    if UNDETERMINED in by_tag:
        return by_tag[UNDETERMINED], language.casefold() == base.casefold()
    return by_tag[base.casefold()], False
