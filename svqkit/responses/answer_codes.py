"""From what stands in a cell to the code of an answer."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.instruments.instrument import Instrument

__all__ = [
    "NO_ANSWER",
    "CodeBook",
    "Kind",
    "as_float",
    "codebook",
    "codebooks",
    "normal",
    "read_cell",
]

NO_ANSWER = frozenset(
    {"na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", ".", "-", "--", "–", "?", "x"}
    | {"missing", "no answer", "no response", "not applicable", "not answered", "refused"}
    | {"不适用", "不適用", "无", "無", "未回答", "不知道", "拒答", "无法回答", "無法回答"}
    | {"nvt", "n.v.t.", "n.v.t", "niet van toepassing", "geen antwoord", "weet niet", "geen mening"}
    | {"don't know", "don’t know", "dont know", "do not know", "dk", "unknown", "not sure"}
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_CODED = re.compile(r"([+-]?\d{1,9})\s*([-–—:=.)]?)\s*(\D+)")
_TRAILING = re.compile(r"(\D+?)\s*[(\[=:–—-]\s*([+-]?\d{1,9})\s*[)\]]?")

Kind = Literal[
    "code",
    "blank",
    "missing_code",
    "out_of_range",
    "non_integer",
    "text",
    "coded",
    "unreadable",
    "contradiction",
    "date",
]


@dataclass(frozen=True)
class CodeBook:
    """How cells are read: the scale's ends, its words (normalised) and codes for no answer."""

    low: int
    high: int
    words: dict[str, int]
    missing_codes: frozenset[int]


def normal(text: str) -> str:
    """Strip a text of case, doubled spaces and marks at the end."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'")).strip(" .,;:!\"'。，、；：！")


def _words(instrument: Instrument, anchors: Mapping[int, Mapping[str, str]]) -> dict[str, int]:
    """Gather words in all languages; the scale's synonyms fill what the anchors leave."""
    words = {normal(text): code for code, texts in anchors.items() for text in texts.values()}
    for code, synonyms in instrument.description.scale.synonyms.items():
        for text in synonyms:
            words.setdefault(normal(text), code)
    return words


def codebook(
    instrument: Instrument, dimension: str | None = None, *, importance: bool = False
) -> CodeBook:
    """Gather an instrument's words for its codes, in all its languages.

    Parameters
    ----------
    instrument : Instrument
    dimension : str, optional
        One whose items may have words of their own.
    importance : bool
        The words of ratings of importance, where the instrument has them.

    Returns
    -------
    CodeBook

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> codebook(load_instrument("servqual")).words["strongly agree"]
    7
    """
    description = instrument.description
    scale, anchors = description.scale, description.scale.anchors
    if importance and description.importance is not None:
        anchors = description.importance.anchors or anchors
    own = {d.name: d.anchors for d in description.dimensions if d.anchors}
    if dimension in own:
        # Words of the scale serve where the dimension's own do not say otherwise.
        words = {**_words(instrument, anchors), **_words(instrument, own[str(dimension)])}
    else:
        words = _words(instrument, anchors)
    return CodeBook(scale.low, scale.high, words, frozenset(scale.codes_for_no_answer()))


def codebooks(
    instrument: Instrument, spelled: Mapping[str, int] | None = None
) -> dict[str, CodeBook]:
    """Give each item its code book: one for all but the dimensions with words of their own.

    Parameters
    ----------
    instrument : Instrument
    spelled : mapping of str to int, optional
        Further spellings of answers, normalised.

    Returns
    -------
    dict of CodeBook
        By item code; items that share their words share the object.

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> len(set(map(id, codebooks(load_instrument("servqual")).values())))
    1
    """

    def book(dimension: str | None = None) -> CodeBook:
        found = codebook(instrument, dimension)
        return replace(found, words={**(spelled or {}), **found.words}) if spelled else found

    usual = book()
    own = {d.name: book(d.name) for d in instrument.description.dimensions if d.anchors}
    return {item.code: own.get(item.dimension or "", usual) for item in instrument.items}


def as_float(number: Any) -> float:
    """Turn a number into floating point; whole numbers beyond its range are infinite.

    Examples
    --------
    >>> as_float(7), as_float(-(10**400))
    (7.0, -inf)
    """
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _number_kind(value: float, book: CodeBook) -> tuple[float, Kind]:
    if math.isnan(value):
        return math.nan, "blank"
    if value in book.missing_codes:
        return math.nan, "missing_code"
    if not book.low <= value <= book.high:
        return math.nan, "out_of_range"
    return (value, "code") if value == int(value) else (value, "non_integer")


def read_cell(cell: Any, book: CodeBook) -> tuple[float, Kind]:
    """Read one cell.

    Parameters
    ----------
    cell : object
        As it stands in the file or frame.
    book : CodeBook

    Returns
    -------
    float
        The code, or NaN.
    str
        What kind of cell it was.

    Examples
    --------
    >>> book = CodeBook(1, 7, {"strongly agree": 7}, frozenset({99}))
    >>> read_cell(" Strongly  AGREE", book), read_cell("7 - strongly agree", book)
    ((7.0, 'text'), (7.0, 'text'))
    >>> read_cell("99", book), read_cell("4,0", book), read_cell("8", book)
    ((nan, 'missing_code'), (4.0, 'code'), (nan, 'out_of_range'))
    """
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return math.nan, "blank"
    if isinstance(cell, (bool, np.bool_)):
        return math.nan, "unreadable"
    if isinstance(cell, (int, float, np.integer, np.floating)):
        return _number_kind(as_float(cell), book)
    if isinstance(cell, (datetime, date, time, np.datetime64)):
        return math.nan, "date"
    text = str(cell).strip()
    if not text:
        return math.nan, "blank"
    if _NUMBER.fullmatch(text):
        return _number_kind(float(text.replace(",", ".")), book)
    if text.casefold() in NO_ANSWER or normal(text) in NO_ANSWER:
        return math.nan, "missing_code"
    code = book.words.get(normal(text))
    if code is not None:
        return float(code), "text"
    return _coded_text(text, book)


def _coded_text(text: str, book: CodeBook) -> tuple[float, Kind]:
    """Read a code with words: ``7 - Strongly agree``, ``Strongly agree (7)``."""
    leading, trailing = _CODED.fullmatch(text), _TRAILING.fullmatch(text)
    if leading:
        number, mark, words = int(leading[1]), leading[2], leading[3]
    elif trailing:
        number, mark, words = int(trailing[2]), "(", trailing[1]
    else:
        return math.nan, "unreadable"
    known = book.words.get(normal(words))
    if known is not None:
        return (float(known), "text") if known == number else (math.nan, "contradiction")
    if normal(words) in NO_ANSWER:
        return math.nan, "missing_code"
    if mark and book.low <= number <= book.high and any(ch.isalpha() for ch in words):
        return float(number), "coded"
    return math.nan, "unreadable"
