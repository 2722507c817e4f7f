"""Answers as category numbers: only their order counts from here on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items

__all__ = ["MOST_CATEGORIES", "Coded", "coded_answers", "refuse_many"]

MOST_CATEGORIES = 20


class Coded(NamedTuple):
    """Answers as category numbers.

    Parameters
    ----------
    columns : tuple of str
    levels : tuple of ndarray
        The codes behind the numbers, ascending.
    codes : ndarray of int (n, p)
        From 0; −1 where missing.
    """

    columns: tuple[str, ...]
    levels: tuple[np.ndarray, ...]
    codes: np.ndarray


def coded_answers(items: Any, *, missing: str = "listwise", most: int = MOST_CATEGORIES) -> Coded:
    """Turn each item's answers into category numbers.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
    missing : {"listwise", "pairwise"}
        Listwise leaves out whoever missed an item.
    most : int
        Categories allowed.

    Returns
    -------
    Coded

    Raises
    ------
    DataError
        If an item has more categories.
    ValueError
        If ``missing`` is unknown.

    Examples
    --------
    >>> coded_answers(pd.DataFrame({"Q1": [3, 7, 3]})).codes.tolist()
    [[0], [1], [0]]
    """
    if missing not in ("listwise", "pairwise"):
        raise ValueError(f"missing={missing!r} is unknown; choose from listwise, pairwise")
    answers = as_items(items)
    values = answers.to_numpy()
    if missing == "listwise":
        values = values[~np.isnan(values).any(axis=1)]
    codes = np.empty(values.shape, dtype=np.int64)
    levels = []
    for column, name in enumerate(answers.columns):
        seen = np.asarray(pd.unique(values[:, column]))
        level = np.sort(seen[~np.isnan(seen)])
        refuse_many(name, level, most)
        levels.append(level)
        codes[:, column] = np.searchsorted(level, values[:, column])
        codes[np.isnan(values[:, column]), column] = -1
    return Coded(tuple(answers.columns), tuple(levels), codes)


def refuse_many(name: object, level: np.ndarray, most: int) -> None:
    """Refuse an item with more different answers than tables may have.

    Parameters
    ----------
    name : object
        The item.
    level : ndarray
        Its different answers.
    most : int

    Raises
    ------
    DataError

    Examples
    --------
    >>> refuse_many("Q1", np.array([1.0, 2.0]), 20)
    """
    if len(level) > most:
        raise DataError(
            f"item {name!r} has {len(level)} different answers; tables are made of items with up "
            f"to {most} categories. Group its answers, or use pearson or spearman",
            column=name,
        )
