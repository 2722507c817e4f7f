"""Every pair of items cross-tabulated: all that polychoric correlations need of the answers.

The tables are one matrix of counts, the cross-products of the answers' indicator columns, so a
million respondents cost one matrix product and two parts merge by adding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.category_codes import (
    MOST_CATEGORIES,
    Coded,
    coded_answers,
    refuse_many,
)

__all__ = [
    "MOST_IN_MOMENTS",
    "CategoryTables",
    "category_tables",
    "indicator_counts",
    "merge_tables",
    "tables_of",
]

MOST_IN_MOMENTS = 11
BLOCK_ROWS = 100_000


@dataclass(frozen=True, eq=False)
class CategoryTables:
    """Two-way tables of counts of every pair of items.

    Parameters
    ----------
    columns : tuple of str
        The items, in order.
    levels : tuple of ndarray
        The codes that occur in each item, ascending; codes nobody chose are no category.
    counts : ndarray of int (L, L)
        Respondents by category of one item (rows) and of another (columns), items one after the
        other; the blocks on the diagonal hold the margins.

    Examples
    --------
    >>> tables = category_tables(pd.DataFrame({"Q1": [1, 1, 2], "Q2": [5, 7, 7]}))
    >>> tables.counts[:2, 2:].tolist()
    [[1, 1], [0, 1]]
    """

    columns: tuple[str, ...]
    levels: tuple[np.ndarray, ...]
    counts: np.ndarray

    @cached_property
    def sizes(self) -> np.ndarray:
        """Categories of each item."""
        return np.array([len(level) for level in self.levels], dtype=int)

    @cached_property
    def starts(self) -> np.ndarray:
        """Where each item's categories begin in ``counts``."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(int)

    @cached_property
    def margins(self) -> np.ndarray:
        """Answers in each category (L,)."""
        return np.asarray(np.diag(self.counts))

    @cached_property
    def item_totals(self) -> np.ndarray:
        """Answers to each item (p,)."""
        return np.append(self.margins, 0)[self.positions].sum(axis=1)

    @cached_property
    def positions(self) -> np.ndarray:
        """Rows of ``counts`` by item and category (p, most categories), padded with L; 2 or more wide."""
        most = max(int(self.sizes.max(initial=2)), 2)
        place = self.starts[:, None] + np.arange(most)
        return np.where(np.arange(most) < self.sizes[:, None], place, len(self.counts))

    def pair(self, first: str, second: str) -> pd.DataFrame:
        """Cross-tabulate two items.

        Parameters
        ----------
        first, second : str

        Returns
        -------
        DataFrame (categories of the first × categories of the second)
        """
        i, j = self.columns.index(first), self.columns.index(second)
        rows, columns = (self.positions[x, : self.sizes[x]] for x in (i, j))
        return pd.DataFrame(
            self.counts[np.ix_(rows, columns)],
            index=pd.Index(self.levels[i], name=first),
            columns=pd.Index(self.levels[j], name=second),
        )

    def blocks(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Tables of many pairs, padded with empty categories to one size.

        Parameters
        ----------
        first, second : ndarray of int (m,)
            Items by number.

        Returns
        -------
        ndarray (m, c, c)
        """
        padded = np.pad(self.counts, (0, 1))
        return np.asarray(
            padded[self.positions[first][:, :, None], self.positions[second][:, None, :]], float
        )

    def select(self, columns: Sequence[str]) -> CategoryTables:
        """Keep some items, in the order given.

        Parameters
        ----------
        columns : sequence of str

        Returns
        -------
        CategoryTables
        """
        kept = [self.columns.index(name) for name in columns]
        places = [self.positions[i, : self.sizes[i]] for i in kept]
        rows = np.concatenate(places) if places else np.zeros(0, int)
        levels = tuple(self.levels[i] for i in kept)
        return CategoryTables(tuple(columns), levels, self.counts[np.ix_(rows, rows)])


def category_tables(
    items: Any, *, missing: str = "listwise", most: int = MOST_CATEGORIES
) -> CategoryTables:
    """Cross-tabulate every pair of items.

    Parameters
    ----------
    items : DataFrame (respondents × items) or Responses
        Any numbers: each different one is a category, in ascending order.
    missing : {"listwise", "pairwise"}
        Pairwise counts whoever answered both items, and each item's own answers in its margin.
    most : int
        Categories allowed.

    Returns
    -------
    CategoryTables

    Raises
    ------
    DataError, ValueError
        As :func:`coded_answers`.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 2, 2, None], "Q2": [4, 4, 6, 6]})
    >>> category_tables(answers).margins.tolist()
    [1, 2, 2, 1]
    >>> category_tables(answers, missing="pairwise").margins.tolist()
    [1, 2, 2, 2]
    """
    return tables_of(coded_answers(items, missing=missing, most=most))


def tables_of(coded: Coded) -> CategoryTables:
    """Cross-tabulate answers whose categories are numbered.

    Parameters
    ----------
    coded : Coded

    Returns
    -------
    CategoryTables

    Examples
    --------
    >>> tables_of(coded_answers(pd.DataFrame({"Q1": [3, 7, 3]}))).counts.tolist()
    [[2, 0], [0, 1]]
    """
    sizes = np.array([len(level) for level in coded.levels], dtype=int)
    return CategoryTables(coded.columns, coded.levels, indicator_counts(coded.codes, sizes))


def indicator_counts(codes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Count every pair of categories by one matrix product of indicators.

    Parameters
    ----------
    codes : ndarray of int (n, p)
        Category of each answer from 0; −1 where missing.
    sizes : ndarray of int (p,)
        Categories of each item.

    Returns
    -------
    ndarray of int (L, L)

    Examples
    --------
    >>> indicator_counts(np.array([[0], [1], [1]]), np.array([2])).tolist()
    [[1, 0], [0, 2]]
    """
    whole = int(sizes.sum())
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    counts = np.zeros((whole, whole), dtype=np.int64)
    for start in range(0, len(codes), BLOCK_ROWS):
        block = codes[start : start + BLOCK_ROWS]
        # single precision counts exactly up to 16 million respondents in a block
        indicators = np.zeros((len(block), whole + 1), dtype=np.float32)
        places = np.where(block >= 0, block + starts, whole)
        np.put_along_axis(indicators, places, np.float32(1), axis=1)
        indicators = indicators[:, :whole]
        counts += np.rint(indicators.T @ indicators).astype(np.int64)
    return counts


def merge_tables(
    a: CategoryTables, b: CategoryTables, *, most: int = MOST_CATEGORIES
) -> CategoryTables:
    """Add the tables of two sets of respondents; a category of either is one of both.

    Parameters
    ----------
    a, b : CategoryTables
        Of the same items in the same order.
    most : int
        Categories allowed.

    Returns
    -------
    CategoryTables

    Raises
    ------
    DataError
        If an item has more categories together.

    Examples
    --------
    >>> low, high = (category_tables(pd.DataFrame({"Q1": [c, c]})) for c in (1, 4))
    >>> merge_tables(low, high).counts.tolist()
    [[2, 0], [0, 2]]
    """
    levels = tuple(np.union1d(x, y) for x, y in zip(a.levels, b.levels, strict=True))
    for name, level in zip(a.columns, levels, strict=True):
        refuse_many(name, level, most)
    starts = np.concatenate([[0], np.cumsum([len(level) for level in levels])]).astype(int)
    counts = np.zeros((starts[-1], starts[-1]), dtype=np.int64)
    for part in (a, b):
        places = [
            start + np.searchsorted(level, own)
            for start, level, own in zip(starts, levels, part.levels, strict=False)
        ]
        rows = np.concatenate(places) if places else np.zeros(0, int)
        counts[np.ix_(rows, rows)] += part.counts
    return CategoryTables(a.columns, levels, counts)
