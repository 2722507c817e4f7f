"""Scores put together: the weighted mean, or the weighted geometric mean that forgives less."""

from __future__ import annotations

import numpy as np

__all__ = ["combine", "together", "within"]


def combine(scores: np.ndarray, weights: np.ndarray, aggregate: str) -> np.ndarray:
    """Combine scores by one or many sets of weights.

    Parameters
    ----------
    scores : ndarray (m units, k indicators)
        From 0 to 100; NaN gives NaN unless its weight is 0.
    weights : ndarray (k,) or (draws, k)
        Each sums to 1.
    aggregate : {"arithmetic", "geometric"}

    Returns
    -------
    ndarray (m,) or (draws, m)

    Examples
    --------
    >>> scores, weights = np.array([[25.0, 100.0]]), np.array([0.5, 0.5])
    >>> [combine(scores, weights, how).round(6).tolist() for how in ("arithmetic", "geometric")]
    [[62.5], [50.0]]
    """
    if aggregate == "arithmetic":
        return np.asarray(weights @ scores.T)
    zero = scores == 0
    logs = np.log(np.where(zero, 1.0, scores))
    nothing = (np.asarray(weights > 0, dtype=float) @ zero.T.astype(float)) > 0
    return np.asarray(np.where(nothing, 0.0, np.exp(weights @ logs.T)))


def within(weights: np.ndarray) -> np.ndarray:
    """Give weights within a group, summing to 1; all alike where the group has none.

    Examples
    --------
    >>> within(np.array([0.1, 0.3])).round(9).tolist()
    [0.25, 0.75]
    """
    total = float(weights.sum())
    return weights / total if total > 0 else np.full(len(weights), 1 / len(weights))


def together(scores: np.ndarray, weights: np.ndarray, aggregate: str, missing: str) -> np.ndarray:
    """Combine scores of units of which some may lack an indicator.

    Parameters
    ----------
    scores : ndarray (m units, k indicators)
    weights : ndarray (k,)
        Sums to 1.
    aggregate : {"arithmetic", "geometric"}
    missing : {"error", "reweigh"}
        ``"reweigh"`` gives the weight of what a unit lacks to its others; otherwise that unit is NaN.

    Returns
    -------
    ndarray (m,)

    Examples
    --------
    >>> scores = np.array([[50.0, np.nan], [50, 100]])
    >>> together(scores, np.array([0.5, 0.5]), "arithmetic", "reweigh").tolist()
    [50.0, 75.0]
    """
    known = ~np.isnan(scores)
    if known.all():
        return combine(scores, weights, aggregate)
    found = np.full(len(scores), np.nan)
    for i, row in enumerate(scores):
        share = weights * known[i]
        if (known[i].all() or missing == "reweigh") and share.sum() > 0:
            found[i] = combine(row[None, known[i]], share[known[i]] / share.sum(), aggregate)[0]
    return found
