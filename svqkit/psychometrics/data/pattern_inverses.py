"""Invert the covariances of every missing pattern's items, from one inverse of all.

With K = Σ⁻¹ and M the items that a pattern lacks, the inverse of what is left, laid over all items
with zeros for M, is K − K_·M (K_MM)⁻¹ K_M·, and ln|Σ_OO| = ln|Σ| + ln|K_MM|. So a pattern costs
p²·|M| instead of p³. Patterns that lack more than half of the items are inverted directly.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["blocks_of", "pattern_inverses"]

BLOCK = 4_000_000
"""Numbers that one temporary array may hold."""


def blocks_of(count: int, size: int) -> Iterator[slice]:
    """Cut ``count`` things of ``size`` numbers each into blocks of bounded memory.

    Examples
    --------
    >>> [(block.start, block.stop) for block in blocks_of(5, 2_000_000)]
    [(0, 2), (2, 4), (4, 5)]
    """
    step = max(BLOCK // max(size, 1), 1)
    return (slice(start, min(start + step, count)) for start in range(0, count, step))


def _by_lacking(
    whole: np.ndarray, log_determinant: float, lacking: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Take K for patterns that lack few items (J × k of their positions)."""
    count, k = lacking.shape
    across = whole[lacking]
    at = np.arange(count)[:, None, None], np.arange(k)[None, :, None], lacking[:, None, :]
    inner = across[at]
    found = whole - across.transpose(0, 2, 1) @ np.linalg.solve(inner, across)
    each = np.arange(count)[:, None]
    found[each, lacking] = 0.0
    found[each, :, lacking] = 0.0
    return found, log_determinant + np.linalg.slogdet(inner)[1]


def _by_answered(covariance: np.ndarray, answered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Invert directly for patterns with few answers (J × k of their positions)."""
    own = covariance[answered[:, :, None], answered[:, None, :]]
    found = np.zeros((len(answered), *covariance.shape))
    each = np.arange(len(answered))[:, None, None]
    found[each, answered[:, :, None], answered[:, None, :]] = np.linalg.inv(own)
    return found, np.linalg.slogdet(own)[1]


def pattern_inverses(covariance: np.ndarray, masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Invert the covariances of each pattern's items.

    Parameters
    ----------
    covariance : ndarray (p, p)
        Positive definite.
    masks : ndarray of bool (J, p)
        What each pattern answered.

    Returns
    -------
    ndarray (J, p, p)
        Zeros where an item was not answered.
    ndarray (J,)
        ln|Σ| of each pattern's items.

    Examples
    --------
    >>> inverses, _ = pattern_inverses(np.diag([2.0, 4.0]), np.array([[True, False]]))
    >>> inverses[0].tolist()
    [[0.5, 0.0], [0.0, 0.0]]
    """
    p = len(covariance)
    whole = np.linalg.inv(covariance)
    log_determinant = float(np.linalg.slogdet(covariance)[1])
    found, logs = np.empty((len(masks), p, p)), np.empty(len(masks))
    lacks = (~masks).sum(axis=1)
    for k in np.unique(lacks):
        same = np.flatnonzero(lacks == k)
        few = k <= p // 2
        positions = np.nonzero(~masks[same] if few else masks[same])[1].reshape(len(same), -1)
        for block in blocks_of(len(same), p * p):
            at, where = same[block], positions[block]
            if k == 0:
                found[at], logs[at] = whole, log_determinant
            elif few:
                found[at], logs[at] = _by_lacking(whole, log_determinant, where)
            else:
                found[at], logs[at] = _by_answered(covariance, where)
    return found, logs
