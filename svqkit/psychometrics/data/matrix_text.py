"""Read a covariance or correlation matrix as papers print it: a triangle or a square of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["read_matrix"]


def _number(word: str) -> float | None:
    try:
        return float(word.replace("−", "-"))
    except ValueError:
        return None


def _rows(text: str) -> list[list[str]]:
    """Split lines into words; empty lines and what follows a # are left out."""
    found = []
    for line in text.splitlines():
        bare = line.split("#", 1)[0].strip()
        words = [word.strip("\"'") for word in re.split(r"[\s,;]+", bare)]
        if any(words):
            found.append([word for word in words if word])
    return found


def _split(rows: list[list[str]]) -> tuple[list[str], list[str], list[list[float]]]:
    """Names above the columns, names before the rows, and the numbers."""
    header: list[str] = []
    if rows and len(rows[0]) > 1 and all(_number(word) is None for word in rows[0]):
        header, rows = rows[0], rows[1:]
    names, numbers = [], []
    for at, row in enumerate(rows, start=1):
        own = row
        if _number(row[0]) is None:
            names.append(row[0])
            own = row[1:]
        values = [_number(word) for word in own]
        bad = [word for word, value in zip(own, values, strict=True) if value is None]
        if bad:
            raise DataError(f"row {at} of the matrix: {bad[0]!r} is no number")
        numbers.append([value for value in values if value is not None])
    if names and len(names) != len(numbers):
        raise DataError("some rows of the matrix begin with an item's name and some do not")
    return header, names, numbers


def _laid_out(numbers: list[list[float]], p: int) -> np.ndarray:
    lengths = [len(row) for row in numbers]
    values = np.zeros((p, p))
    if lengths == [p] * p:
        return np.array(numbers)
    if lengths == list(range(1, p + 1)):
        values[np.tril_indices(p)] = np.concatenate(numbers)
        return np.asarray(values + np.tril(values, -1).T)
    if lengths == list(range(p, 0, -1)):
        values[np.triu_indices(p)] = np.concatenate(numbers)
        return np.asarray(values + np.triu(values, 1).T)
    if lengths in (list(range(p)), list(range(1, p))):
        values[np.tril_indices(p, -1)] = np.concatenate(numbers)
        return np.asarray(values + values.T + np.eye(p))
    raise DataError(
        f"{p} items, but the rows of the matrix have {', '.join(map(str, lengths[:8]))} numbers: give "
        "the lower triangle (1, 2, 3 … numbers), the upper one, or all of it"
    )


def read_matrix(text: str, names: Sequence[str] | None = None) -> pd.DataFrame:
    r"""Read a symmetric matrix from text.

    Parameters
    ----------
    text : str
        One row a line, numbers apart by spaces, tabs, commas or semicolons; the lower triangle,
        the upper one, or the whole square. A line of names may stand first, a name before each
        row; ``#`` begins a comment. A lower triangle without its diagonal is one of correlations.
    names : sequence of str, optional
        The items, where the text has no names.

    Returns
    -------
    DataFrame (items × items)

    Raises
    ------
    DataError
        If a word is no number, names are absent or twice, or rows have lengths that make no
        matrix.

    Examples
    --------
    >>> read_matrix("Q1 1.00\nQ2 .30 1.00\nQ3 .42 .51 1.00").loc["Q1", "Q3"].item()
    0.42
    """
    header, beside, numbers = _split(_rows(text))
    found = list(names) if names is not None else beside or header
    if header and beside and header[-len(beside) :] != beside:
        raise DataError("the names above and beside the matrix differ")
    if not found:
        raise DataError("the matrix has no item names: give names in the text, or columns=")
    if len(set(found)) < len(found):
        raise DataError("an item's name stands twice in the matrix")
    return pd.DataFrame(_laid_out(numbers, len(found)), index=found, columns=found)
