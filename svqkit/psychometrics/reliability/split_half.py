"""Split-half reliability over all splits of a scale, found without visiting them one by one.

Items are divided into two blocks. The cross-product of a half is the sum of what lies within the
blocks and what lies between them, so a table of one block's subsets against the other's holds
every split: 22 items, 705,432 halves, take one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

__all__ = [
    "MOST_EXACT",
    "Halves",
    "coefficients_of_halves",
    "every_split",
    "half_variances",
    "largest_split",
    "sampled_splits",
]

MOST_EXACT = 24
SAMPLED = 10_000
MOST_CELLS = 2_000_000


class Halves(NamedTuple):
    """Coefficients of splits.

    Parameters
    ----------
    r : ndarray (s,)
        Correlation of the two halves' sums.
    spearman_brown : ndarray (s,)
        2r/(1 + r).
    guttman : ndarray (s,)
        4 times the halves' covariance over the variance of the whole sum.
    """

    r: np.ndarray
    spearman_brown: np.ndarray
    guttman: np.ndarray


def half_variances(S: np.ndarray, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variance of each half's sum, and its covariance with the whole sum.

    Parameters
    ----------
    S : ndarray (k, k)
    members : ndarray (s, k)
        1 for an item of the half, 0 for the others.

    Returns
    -------
    own, with_whole : ndarray (s,)

    Examples
    --------
    >>> half_variances(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([[1.0, 0.0]]))
    (array([2.]), array([3.]))
    """
    return ((members @ S) * members).sum(axis=1), members @ S.sum(axis=1)


def coefficients_of_halves(own: np.ndarray, with_whole: np.ndarray, total: float) -> Halves:
    """Turn the variances of halves into coefficients of reliability.

    Parameters
    ----------
    own, with_whole : ndarray (s,)
        From :func:`half_variances`.
    total : float
        Variance of the whole sum.

    Returns
    -------
    Halves
        NaN where a half has no variance.

    Notes
    -----
    Spearman (1910) and Brown (1910); Guttman's (1945, *Psychometrika* 10, 255-282) λ4, which is
    Rulon's and Flanagan's coefficient.

    Examples
    --------
    >>> found = coefficients_of_halves(np.array([1.0]), np.array([1.5]), 3.0)
    >>> found.r.item(), round(found.spearman_brown.item(), 4), round(found.guttman.item(), 4)
    (0.5, 0.6667, 0.6667)
    """
    between = with_whole - own
    other = total - own - 2 * between
    product = own * other
    least = (1e-12 * max(abs(total), 1e-300)) ** 2
    ok = (product > least) & (own > 0) & (other > 0)
    r = np.where(ok, between / np.sqrt(np.where(ok, product, 1.0)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = np.where(r > -1, 2 * r / (1 + r), np.nan)
    guttman = 4 * between / total if total > 0 else np.full(len(r), np.nan)
    return Halves(r, stepped, guttman)


def every_split(S: np.ndarray) -> Iterator[Halves]:
    """Split into equal halves in every way; for an odd number, into halves one item apart.

    Parameters
    ----------
    S : ndarray (k, k)
        k from 2 to ``MOST_EXACT``.

    Yields
    ------
    Halves
        In batches; together each split of two equal halves twice (once from each side), each
        split of unequal halves once.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> sum(len(batch.guttman) for batch in every_split(S))
    6
    """
    k, half, total = len(S), len(S) // 2, float(S.sum())
    first, second = _subsets(k - k // 2), _subsets(k // 2)
    own, with_whole, between = _blocks(S, first, second)
    sizes = [block.sum(axis=1) for block in (first, second)]
    for size in range(half + 1):
        rows, columns = np.flatnonzero(sizes[0] == size), np.flatnonzero(sizes[1] == half - size)
        if len(rows) == 0 or len(columns) == 0:
            continue
        joint = 2 * between(rows, columns) + own[0][rows, None] + own[1][columns]
        whole = with_whole[0][rows, None] + with_whole[1][columns]
        yield coefficients_of_halves(joint.ravel(), whole.ravel(), total)


def largest_split(S: np.ndarray) -> float:
    """Guttman's λ4 of the best of all splits, into halves of any sizes.

    Parameters
    ----------
    S : ndarray (k, k)
        k from 2 to ``MOST_EXACT``.

    Returns
    -------
    float

    Examples
    --------
    >>> S = np.array([[1.0, 0.8, 0.1], [0.8, 1.0, 0.1], [0.1, 0.1, 1.0]])
    >>> round(largest_split(S), 4)  # the first item against the other two
    0.72
    """
    k, total = len(S), float(S.sum())
    first, second = _subsets(k - k // 2), _subsets(k // 2)
    own, with_whole, between = _blocks(S, first, second)
    best = -np.inf
    step = max(1, MOST_CELLS // len(second))
    columns = np.arange(len(second))
    for start in range(0, len(first), step):
        rows = np.arange(start, min(start + step, len(first)))
        inside = 2 * between(rows, columns) + own[0][rows, None] + own[1]
        whole = with_whole[0][rows, None] + with_whole[1]
        best = max(best, float((whole - inside).max()))
    return 4 * best / total if total > 0 else np.nan


def sampled_splits(S: np.ndarray, rng: np.random.Generator) -> tuple[Halves, float]:
    """Split a long scale at random, and search for its best split from there.

    Parameters
    ----------
    S : ndarray (k, k)
    rng : numpy.random.Generator

    Returns
    -------
    Halves
        Of 10,000 random splits into halves.
    float
        The largest λ4 found when single items change sides until none improves it, from the 200
        best of them; not proven to be the largest there is.

    Examples
    --------
    >>> S = np.full((30, 30), 0.5) + 0.5 * np.eye(30)
    >>> halves, best = sampled_splits(S, np.random.default_rng(1))
    >>> len(halves.guttman), round(best, 4), round(float(halves.guttman.mean()), 4)
    (10000, 0.9677, 0.9677)
    """
    k, total = len(S), float(S.sum())
    order = rng.random((SAMPLED, k)).argsort(axis=1)
    members = (order < k // 2).astype(float)
    found = coefficients_of_halves(*half_variances(S, members), total)
    signs = 2 * members[np.argsort(-found.guttman)[:200]] - 1
    off = S - np.diag(np.diag(S))
    for _ in range(50 * k):  # signs' S signs falls by 4 times the largest s_i (off s)_i
        gain = signs * (signs @ off)
        item = gain.argmax(axis=1)
        moving = np.flatnonzero(gain[np.arange(len(signs)), item] > 1e-12 * abs(total))
        if len(moving) == 0:
            break
        signs[moving, item[moving]] *= -1
    lowest = float(((signs @ S) * signs).sum(axis=1).min())
    return found, (total - lowest) / total if total > 0 else np.nan


def _subsets(size: int) -> np.ndarray:
    return (np.arange(2**size)[:, None] >> np.arange(size) & 1).astype(float)


def _blocks(
    S: np.ndarray, first: np.ndarray, second: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """Variances within each block's subsets, their covariances with the whole, and across."""
    cut = first.shape[1]
    own = [((first @ S[:cut, :cut]) * first).sum(axis=1)]
    own.append(((second @ S[cut:, cut:]) * second).sum(axis=1))
    whole = S.sum(axis=1)
    across = first @ S[:cut, cut:]

    def between(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        return across[rows] @ second[columns].T

    return own, [first @ whole[:cut], second @ whole[cut:]], between
