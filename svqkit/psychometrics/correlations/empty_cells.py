"""Empty cells of two-way tables: what lavaan and psych do about them."""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.correlations.polychoric_pairs import thresholds
from svqkit.psychometrics.data.category_tables import CategoryTables

__all__ = [
    "fill_empty_cells",
    "keep_two_by_two_possible",
    "pairs_with_empty_cells",
    "without_maximum",
]


def keep_two_by_two_possible(tables: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Treat empty cells of 2 × 2 tables as lavaan does.

    Parameters
    ----------
    tables : ndarray (m, c, c)
        Padded with empty categories; only tables of 2 × 2 are touched.

    Returns
    -------
    ndarray (m, c, c)
        One empty cell becomes ½, the others give and take ½ so that the margins stay.
    ndarray (m,)
        ±1 where two cells are empty, so that the answers agree or disagree throughout; else NaN.

    Examples
    --------
    >>> keep_two_by_two_possible(np.array([[[4.0, 0.0], [3.0, 5.0]]]))[0].tolist()
    [[[3.5, 0.5], [3.5, 4.5]]]
    """
    perfect = np.full(len(tables), np.nan)
    inner, empty = _two_by_two(tables)
    changed = np.array(tables)
    one = empty == 1
    diagonal = (inner[:, 0, 0] == 0) | (inner[:, 1, 1] == 0)
    shift = np.where(diagonal, 0.5, -0.5)[one]
    changed[one, :2, :2] += shift[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    both = empty == 2
    perfect[both] = np.where(inner[both, 0, 0] > 0, 1.0, -1.0)
    return changed, perfect


def _two_by_two(tables: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Upper left 2 × 2 of each table, and its empty cells; none where the table is larger."""
    inner = tables[:, :2, :2]
    small = tables.sum(axis=(1, 2)) == inner.sum(axis=(1, 2))
    small &= (inner.sum(axis=1) > 0).all(axis=1) & (inner.sum(axis=2) > 0).all(axis=1)
    return inner, np.where(small, (inner == 0).sum(axis=(1, 2)), 0)


def without_maximum(tables: np.ndarray) -> np.ndarray:
    """Say where the likelihood of a 2 × 2 table rises all the way to ±1.

    Parameters
    ----------
    tables : ndarray (m, c, c)
        Padded with empty categories.

    Returns
    -------
    ndarray (m,)
        ±1 where a cell of a 2 × 2 table is empty, NaN elsewhere.

    Examples
    --------
    >>> without_maximum(np.array([[[4.0, 0.0], [3.0, 5.0]], [[4.0, 1.0], [3.0, 5.0]]])).tolist()
    [1.0, nan]
    """
    inner, empty = _two_by_two(tables)
    agreeing = inner[:, 0, 0] * inner[:, 1, 1] > 0
    return np.where(empty > 0, np.where(agreeing, 1.0, -1.0), np.nan)


def fill_empty_cells(
    tables: np.ndarray, correct: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Treat empty cells as psych does: add to each, and cut at the enlarged margins.

    Parameters
    ----------
    tables : ndarray (m, c, c)
        Padded with empty categories; categories nobody of the pair chose stay empty.
    correct : float
        Respondents to add.

    Returns
    -------
    ndarray (m, c, c)
        The enlarged tables.
    h, k : ndarray (m, c − 1)
        Thresholds: shares are of the respondents before the addition, as in psych.
    ndarray of bool (m,)
        Where so much was added that the last category has no share left.

    Examples
    --------
    >>> fill_empty_cells(np.array([[[4.0, 0.0], [3.0, 5.0]]]), 0.5)[0].tolist()
    [[[4.0, 0.5], [3.0, 5.0]]]
    """
    rows, columns = tables.sum(axis=2) > 0, tables.sum(axis=1) > 0
    there = rows[:, :, None] & columns[:, None, :]
    enlarged = np.where(there & (tables == 0), correct, tables)
    total = tables.sum(axis=(1, 2))
    cuts, full = [], np.zeros(len(tables), dtype=bool)
    for margin in (enlarged.sum(axis=2), enlarged.sum(axis=1)):
        below = np.cumsum(margin, axis=1)
        inside = below[:, :-1] < below[:, -1:]
        full |= (inside & (below[:, :-1] >= total[:, None])).any(axis=1)
        cuts.append(thresholds(margin, np.where(full, below[:, -1], total)))
    return enlarged, cuts[0], cuts[1], full


def pairs_with_empty_cells(tables: CategoryTables) -> int:
    """Count the pairs of items with a combination of answers that nobody gave.

    Parameters
    ----------
    tables : CategoryTables

    Returns
    -------
    int

    Examples
    --------
    >>> levels = (np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    >>> counts = np.array([[2, 0, 2, 0], [0, 1, 0, 1], [2, 0, 2, 0], [0, 1, 0, 1]])
    >>> pairs_with_empty_cells(CategoryTables(("a", "b"), levels, counts))
    1
    """
    first, second = np.tril_indices(len(tables.columns), -1)
    wanted = tables.sizes[first] * tables.sizes[second]
    filled = (tables.blocks(first, second) > 0).sum(axis=(1, 2))
    return int((filled < wanted).sum())
