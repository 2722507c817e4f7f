"""Blocks of cells read as answers, with an account of every cell that is no plain code."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.answer_codes import CodeBook, read_cell
from svqkit.responses.problems import ProblemList, listed

__all__ = ["read_codes"]


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
    >>> from svqkit.responses.answer_codes import CodeBook
    >>> found = ProblemList()
    >>> book = CodeBook(1, 7, {}, frozenset({99}))
    >>> read_codes(pd.DataFrame({"P1": ["3", "99"]}), book, found)["P1"].tolist()
    [3.0, nan]
    """
    raw = frame.astype(object).to_numpy(dtype=object)
    # True and 1 are equal to pandas, but only one of them is an answer.
    cells = np.array([str(c) if isinstance(c, bool) else c for c in raw.ravel()], dtype=object)
    flat, values = pd.factorize(cells, use_na_sentinel=True)
    read = [read_cell(value, book) for value in values] + [(math.nan, "blank")]
    codes = np.array([code for code, _ in read], dtype=float)[flat].reshape(raw.shape)
    kinds = np.array([kind for _, kind in read], dtype=object)[flat].reshape(raw.shape)
    _refuse_unreadable(frame, raw, kinds, book, row_word)
    _refuse_other_scale(frame, codes, kinds, raw, book)
    _note(frame, raw, kinds, codes, book, problems, row_word)
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
    words = list(book.words)
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
    codes: np.ndarray,
    book: CodeBook,
    problems: ProblemList,
    row_word: str,
) -> None:
    """Count what was handled: per value for missing codes, per column for the rest."""
    at_code = kinds == "missing_code"
    texts = pd.Series([str(cell).strip() for cell in raw[at_code]], dtype=object)
    places = np.array([f"{row_word} {row} {name}" for row, name in _cells(frame, at_code)], object)
    for value, count in texts.value_counts().items():
        where = listed(places[(texts == value).to_numpy()])
        problems.add("missing_code", "items", count, "counted as no answer", f"{value!r}: {where}")
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
                    f"{row_word} {labels[int(row)]}: {str(raw[row, position]).strip()[:40]}"
                    for row in rows
                )
                problems.add(kind, str(column), len(rows), done, detail)
    for kind, done in {"text": "words turned into codes", "coded": "the number taken"}.items():
        count = int((kinds == kind).sum())
        if count:
            used = sorted({str(cell).strip() for cell in raw[kinds == kind]})
            problems.add("text_answers", "items", count, done, listed(map(repr, used), 14))
    _suspect_five_points(codes[kinds == "text"], book, problems)


def _suspect_five_points(codes: np.ndarray, book: CodeBook, problems: ProblemList) -> None:
    """Flag words of a five-point form: on seven points they leave the codes 3 and 5 unused."""
    between = {book.low + 2, book.low + 4}
    if book.high - book.low != 6 or len(codes) < 50 or between & set(codes.tolist()):
        return
    problems.add(
        "five_point_words",
        "items",
        len(codes),
        f"flagged; coded {book.low} to {book.high} by their words all the same",
        f"no answer's words stand for {book.low + 2} or {book.low + 4}: was the form made with five "
        "points? Then describe its scale in an instrument's YAML file of your own",
    )
