"""From what stands in a cell to the code of an answer, and an account of every other cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.instruments.instrument import Instrument
from svqkit.responses.problems import ProblemList, listed

__all__ = ["NO_ANSWER", "CodeBook", "codebook", "read_codes"]

NO_ANSWER = frozenset(
    {"na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", ".", "-", "--", "–", "?", "x"}
    | {"missing", "no answer", "no response", "not applicable", "not answered", "refused"}
    | {"don't know", "don’t know", "dont know", "do not know", "dk", "unknown", "not sure"}
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_CODED = re.compile(r"([+-]?\d+)\s*([-–—:=.)]?)\s*(\D+)")
_TRAILING = re.compile(r"(\D+?)\s*[(\[=:–—-]\s*([+-]?\d+)\s*[)\]]?")

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


def _normal(text: str) -> str:
    """Without case, doubled spaces and marks at the end."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'")).strip(" .,;:!\"'")


def codebook(instrument: Instrument) -> CodeBook:
    """Gather an instrument's words for its codes, in all its languages.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    CodeBook

    Examples
    --------
    >>> from svqkit.instruments.catalogue_index import load_instrument
    >>> codebook(load_instrument("servqual")).words["strongly agree"]
    7
    """
    scale = instrument.description.scale
    words = {
        _normal(text): code for code, texts in scale.anchors.items() for text in texts.values()
    }
    for code, texts in scale.synonyms.items():
        for text in texts:
            words.setdefault(_normal(text), code)
    return CodeBook(scale.low, scale.high, words, frozenset(scale.codes_for_no_answer()))


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
        return _number_kind(float(cell), book)
    if isinstance(cell, (datetime, date, time, np.datetime64)):
        return math.nan, "date"
    text = str(cell).strip()
    if not text:
        return math.nan, "blank"
    if _NUMBER.fullmatch(text):
        return _number_kind(float(text.replace(",", ".")), book)
    if text.casefold() in NO_ANSWER or _normal(text) in NO_ANSWER:
        return math.nan, "missing_code"
    code = book.words.get(_normal(text))
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
    known = book.words.get(_normal(words))
    if known is not None:
        return (float(known), "text") if known == number else (math.nan, "contradiction")
    if _normal(words) in NO_ANSWER:
        return math.nan, "missing_code"
    if mark and book.low <= number <= book.high and any(ch.isalpha() for ch in words):
        return float(number), "coded"
    return math.nan, "unreadable"


def _cells(frame: pd.DataFrame, cells: np.ndarray) -> list[tuple[Any, str]]:
    rows, columns = np.nonzero(cells)
    return [
        (frame.index[int(r)], str(frame.columns[int(c)]))
        for r, c in zip(rows, columns, strict=True)
    ]


def _shown(cell: Any) -> str:
    text = str(cell)
    return repr(text if len(text) <= 40 else text[:37] + "…")


def read_codes(
    frame: pd.DataFrame, book: CodeBook, problems: ProblemList, *, row_word: str = "line"
) -> pd.DataFrame:
    """Read a block of cells as codes; every cell that is no plain code is counted.

    Parameters
    ----------
    frame : DataFrame (respondents × columns)
        Raw cells; the column names are those of the file, for messages.
    book : CodeBook
    problems : ProblemList
        Receives missing codes, codes out of range, decimals and words.
    row_word : str
        What a row is called in messages: ``line`` of a file, ``row`` of a frame.

    Returns
    -------
    DataFrame
        Floating-point codes, NaN where there is no answer.

    Raises
    ------
    DataError
        At the first cell that cannot be read, or if the answers do not fit the scale.

    Examples
    --------
    >>> found = ProblemList()
    >>> book = CodeBook(1, 7, {}, frozenset({99}))
    >>> read_codes(pd.DataFrame({"P1": ["3", "99"]}), book, found)["P1"].tolist()
    [3.0, nan]
    """
    raw = frame.astype(object).to_numpy()
    flat, values = pd.factorize(raw.ravel(), use_na_sentinel=True)
    read = [read_cell(value, book) for value in values] + [(math.nan, "blank")]
    codes = np.array([code for code, _ in read], dtype=float)[flat].reshape(raw.shape)
    kinds = np.array([kind for _, kind in read], dtype=object)[flat].reshape(raw.shape)
    _refuse_unreadable(frame, raw, kinds, book, row_word)
    _refuse_other_scale(frame, codes, kinds, raw, book)
    _note(frame, raw, kinds, book, problems, row_word)
    return pd.DataFrame(codes, index=frame.index, columns=frame.columns)


def _refuse_unreadable(
    frame: pd.DataFrame, raw: np.ndarray, kinds: np.ndarray, book: CodeBook, row_word: str
) -> None:
    bad = np.isin(kinds, ["unreadable", "contradiction", "date"])
    if not bad.any():
        return
    where = _cells(frame, bad)
    row, column = where[0]
    r, c = np.argwhere(bad)[0]
    cell, kind = raw[r, c], kinds[r, c]
    words = sorted(book.words, key=lambda word: book.words[word])
    advice = {
        "date": "it is a date, perhaps an answer that a spreadsheet turned into one; "
        "format the column as text and enter the code again",
        "contradiction": "its number and its words mean different codes on this scale; "
        "was the form made for another scale?",
    }.get(
        kind,
        f"use the codes {book.low} to {book.high}, their words "
        f"({listed(map(repr, words), 3)}), or leave the cell empty",
    )
    more = f" ({len(where)} such cells in all)" if len(where) > 1 else ""
    raise DataError(
        f"{row_word} {row}, column {column!r} holds {_shown(cell)}, which cannot be read as an "
        f"answer{more}; {advice}",
        row=row,
        column=column,
        value=cell,
    )


def _refuse_other_scale(
    frame: pd.DataFrame, codes: np.ndarray, kinds: np.ndarray, raw: np.ndarray, book: CodeBook
) -> None:
    outside = kinds == "out_of_range"
    answered = outside.sum() + np.isfinite(codes).sum()
    if outside.sum() <= max(0.1 * answered, 5):
        return
    numbers = pd.to_numeric(pd.Series(raw[outside]).astype(str).str.replace(",", "."))
    found = [*codes[np.isfinite(codes)].tolist(), *numbers.tolist()]
    row, column = _cells(frame, outside)[0]
    raise DataError(
        f"{int(outside.sum())} of {int(answered)} answers lie outside the scale {book.low} to "
        f"{book.high}: they run from {min(found):g} to {max(found):g}. The answers belong to "
        "another scale; describe it in an instrument's YAML file of your own "
        "(based_on: … with another scale:) rather than losing them",
        row=row,
        column=column,
    )


def _note(
    frame: pd.DataFrame,
    raw: np.ndarray,
    kinds: np.ndarray,
    book: CodeBook,
    problems: ProblemList,
    row_word: str,
) -> None:
    """Count what was handled: per value for missing codes, per column for the rest."""
    cells = raw[kinds == "missing_code"]
    for value, count in (
        pd.Series([str(cell).strip() for cell in cells], dtype=object).value_counts().items()
    ):
        same = (kinds == "missing_code") & np.array(
            [str(x).strip() == value for x in raw.ravel()]
        ).reshape(raw.shape)
        places = listed(f"{row_word} {row} {column}" for row, column in _cells(frame, same))
        problems.add("missing_code", "items", count, "counted as no answer", f"{value!r}: {places}")
    handling = {
        "out_of_range": f"set to missing: outside {book.low} to {book.high}",
        "non_integer": "kept as it is",
    }
    labels = frame.index.tolist()
    for kind, done in handling.items():
        for position, column in enumerate(frame.columns):
            rows = np.flatnonzero(kinds[:, position] == kind)
            if len(rows):
                detail = listed(
                    f"{row_word} {labels[int(row)]}: {str(raw[row, position]).strip()}"
                    for row in rows
                )
                problems.add(kind, str(column), len(rows), done, detail)
    for kind in ("text", "coded"):
        count = int((kinds == kind).sum())
        if count:
            used = sorted({str(cell).strip() for cell in raw[kinds == kind]})
            problems.add(
                "text_answers",
                "items",
                count,
                "words turned into codes",
                listed(map(repr, used), 14),
            )
