"""Moments of one table: means and cross-products in one pass, in pieces that fit the cache."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items
from svqkit.psychometrics.data.category_tables import MOST_IN_MOMENTS, category_tables
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.data.sufficient import Moments, build_moments

__all__ = ["BLOCK_ROWS", "moments_of_items", "table_moments"]

BLOCK_ROWS = 100_000
CACHED_ROWS = 4096
_Sums = tuple[int, np.ndarray, np.ndarray]
"""Rows, their mean, and the cross-products of their deviations from it."""


def _joined(a: _Sums, b: _Sums) -> _Sums:
    """Join n, mean and cross-products of two sets of rows (Chan, Golub & LeVeque 1983)."""
    if a[0] == 0 or b[0] == 0:
        return b if a[0] == 0 else a
    n = a[0] + b[0]
    apart = b[1] - a[1]
    products = a[2] + b[2] + np.outer(apart, apart) * (a[0] * (b[0] / n))
    return n, a[1] + apart * (b[0] / n), products


def _sums(rows: np.ndarray) -> _Sums:
    """Two passes over complete rows that fit the cache: mean, then products of deviations."""
    # a product sums in a seventh of the time of a mean, and whole numbers as exactly
    ones, n = np.ones(len(rows)), len(rows)
    mean = ones @ rows / n
    deviations = rows - mean
    # the second pass also removes what rounding left in the first
    left = ones @ deviations / n
    products = deviations.T @ deviations - np.outer(n * left, left)
    return n, mean + left, products


def _of_block(names: pd.Index, block: np.ndarray, tables: bool) -> Moments:
    """Go over a block a few thousand rows at a time."""
    p = block.shape[1]
    missing = np.zeros(p, dtype=int)
    sums: _Sums = (0, np.full(p, np.nan), np.zeros((p, p)))
    complete = []
    for start in range(0, len(block), CACHED_ROWS):
        rows = block[start : start + CACHED_ROWS]
        gaps = np.isnan(rows)
        if gaps.any():
            missing += gaps.sum(axis=0)
            rows = rows[~gaps.any(axis=1)]
        if len(rows):
            sums = _joined(sums, _sums(rows))
            complete += [rows] if tables else []
    counted = None
    if tables:
        whole = np.concatenate(complete) if complete else np.empty((0, p))
        counted = category_tables(pd.DataFrame(whole, columns=list(names)), most=MOST_IN_MOMENTS)
    return build_moments(names, sums[0], len(block), sums[1], sums[2], missing, counted)


def table_moments(source: Any, *, tables: bool = False) -> Moments:
    """Gather the moments of one table, a block of rows at a time.

    Parameters
    ----------
    source : DataFrame (respondents × items)
        A respondent with a missing answer is left out and counted.
    tables : bool
        Also cross-tabulate every pair of items.

    Returns
    -------
    Moments

    Raises
    ------
    DataError
        If there are no columns, a column is not numeric, or, with ``tables``, an item has too many
        different answers.

    Examples
    --------
    >>> table_moments(pd.DataFrame({"Q1": [1, 2, 3, None]})).n
    3
    """
    items = as_items(source)
    if items.shape[1] == 0:
        raise DataError("there are no items: the table has no columns")
    return _of_values(items.columns, items.to_numpy(), tables)


def moments_of_items(items: pd.DataFrame, columns: Sequence[str]) -> Moments:
    """Gather the moments of some items of a table that has been checked already.

    Parameters
    ----------
    items : DataFrame (respondents × items)
        As :func:`as_items` gives it; it is not checked again for every scale.
    columns : sequence of str
        One or more of its columns.

    Returns
    -------
    Moments

    Examples
    --------
    >>> items = as_items(pd.DataFrame({"Q1": [1, 2, 3], "Q2": [3, 2, 4]}))
    >>> moments_of_items(items, ["Q2"]).mean.to_dict()
    {'Q2': 3.0}
    """
    places = {name: at for at, name in enumerate(items.columns.tolist())}
    at = [places[name] for name in columns]
    return _of_values(items.columns.take(at), items.to_numpy()[:, at], False)


def _of_values(names: pd.Index, values: np.ndarray, tables: bool) -> Moments:
    starts = range(0, max(len(values), 1), BLOCK_ROWS)
    blocks = (_of_block(names, values[start : start + BLOCK_ROWS], tables) for start in starts)
    return reduce(merge, blocks)
