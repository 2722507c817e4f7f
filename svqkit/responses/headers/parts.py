"""The parts of a header: the question itself, what stands before it, its number, its mark."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["FORM_WORDS", "HeaderParts", "form_of", "parts_of", "plain"]

_LONGEST = 600
_TAG = re.compile(r"<[^<>]{0,200}>")
_NUMBER = re.compile(
    r"^[\s(\[]*(?:[A-Za-z]{1,3}[\s.]?)?(\d{1,3})(?:[-.](\d{1,2}))?(?:[.):\]]|\s*-\s|\s)\s*"
)
_CODE = re.compile(r"^[A-Za-z]\w{0,24}(?:\[\w{1,24}\])?[.:]\s+")
_BRACKET = re.compile(r"^(.*?)\s*\[(.+)\]\s*$", re.S)
_MARK = re.compile(r"^(.*?)\s*[(（]([^()（）]{1,40})[)）]\s*$", re.S)
_SLASH = re.compile(r"^([^/]{1,120})/\s*(\S.*)$", re.S)  # KoboToolbox: a group and its question
_DASH = re.compile(r"^(.*\S)\s+[-–—|>]\s+(\S.*)$", re.S)

FORM_WORDS = {
    "expectation": (r"expect\w*|verwacht\w*|ideal|ideaal|excellent|期望|期待|기대",),
    "perception": (
        r"perce(?:ption|ive)\w*|experienc\w*|actual\w*|received?|ervar\w*|ervaar\w*|perceptie\w*"
        r"|gekregen|感知|感受|体验|體驗|实际|實際|인지|실제|체감",
    ),
    "minimum": (r"minim\w*|least|lowest|adequate|acceptable|minste|最低|최소|최저",),
    "desired": (r"desir\w*|would like|wish\w*|gewenst\w*|wens\w*|graag|希望|理想水|희망",),
    "importance": (r"importan\w*|belangrijk\w*|重要|중요\w*",),
}
"""Words that name a form in a heading or a mark, in the languages of the catalogue and Korean."""
_PATTERNS = {form: re.compile("|".join(words), re.I) for form, words in FORM_WORDS.items()}


@dataclass(frozen=True)
class HeaderParts:
    """What a header consists of.

    ``wordings`` are what may be the question, normalised, the most likely first; ``form`` the form
    that a heading or mark beside the question names; ``number`` the number it begins with.
    """

    wordings: tuple[str, ...]
    form: str | None
    number: int | None
    tail: str


def plain(text: str) -> str:
    """Bring a text down to its letters and digits, so that spelling alone makes no difference.

    Examples
    --------
    >>> plain("This  bank's staff — polite!"), plain("這家銀行，很好。")
    ('this bank s staff polite', '這家銀行 很好')
    """
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("_", " ")
    return re.sub(r"[\W]+", " ", folded).strip()


def form_of(text: str) -> str | None:
    """Tell which form a heading or a mark names, if it names one only.

    Examples
    --------
    >>> form_of("What you expect"), form_of("기대 설문"), form_of("About you")
    ('expectation', 'expectation', None)
    """
    named = [form for form, pattern in _PATTERNS.items() if pattern.search(text[:_LONGEST])]
    return named[0] if len(named) == 1 else None


def parts_of(header: str) -> HeaderParts:
    """Take a header apart.

    Parameters
    ----------
    header : str
        Such as ``"What you expect [It is clean.]"``, ``"7-1. It should be clean (expectation)"``.

    Returns
    -------
    HeaderParts

    Examples
    --------
    >>> parts_of("What you expect [It is clean.]").wordings[0]
    'it is clean'
    >>> found = parts_of("9-1. It is clean. (perception)")
    >>> found.wordings[0], found.form, found.number
    ('it is clean', 'perception', 9)
    """
    text = html.unescape(_TAG.sub(" ", header[:_LONGEST])).strip()
    code = _CODE.match(text)
    if code:
        text = text[code.end() :]
    numbered = _NUMBER.match(text)
    number = int(numbered[1]) if numbered else None
    rest = text[numbered.end() :] if numbered else text
    form, found = None, []
    mark = _MARK.match(rest)
    if mark and form_of(mark[2]):
        form, rest = form_of(mark[2]), mark[1]
    for pattern in (_BRACKET, _SLASH, _DASH):
        cut = pattern.match(rest)
        if cut:
            found.append(_inner(cut[2]))
            form = form or form_of(cut[1]) or (form_of(cut[2]) if len(cut[2]) < 40 else None)
            found.append(cut[1])
    wordings = [plain(one) for one in [*found, rest, text]]
    return HeaderParts(
        tuple(dict.fromkeys(one for one in wordings if one)), form, number, rest[-40:]
    )


def _inner(text: str) -> str:
    """Take the number off a grid's row."""
    numbered = _NUMBER.match(text)
    return text[numbered.end() :] if numbered else text
