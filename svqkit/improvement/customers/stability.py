"""Would the same segments be found again: Jaccard's similarity over bootstrap samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

__all__ = ["bootstrap_jaccard", "jaccard", "stability_table"]

DISSOLVED, DOUBTFUL, STABLE, VERY_STABLE = 0.5, 0.6, 0.75, 0.85
"""Hennig's marks: at most .5 in one sample, a segment has dissolved there; a mean under .6 is not to
be trusted, .75 is stable, .85 highly stable (Hennig 2007, 2008; documentation of R's fpc)."""


def jaccard(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Compare two divisions of the same rows: overlap of each pair of segments over their union.

    Parameters
    ----------
    a, b : ndarray of int (n,)
        Segments from 0.

    Returns
    -------
    ndarray (segments of a, segments of b)

    Examples
    --------
    >>> jaccard(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])).round(3).tolist()
    [[0.667, 0.25], [0.0, 0.5]]
    """
    both = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(both, (a, b), 1)
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return np.divide(both, union, out=np.zeros_like(both), where=union > 0)


def bootstrap_jaccard(
    x: np.ndarray,
    labels: np.ndarray,
    divide: Callable[[np.ndarray, int], np.ndarray],
    draws: int,
    seed: int | None,
    progress: bool,
) -> np.ndarray:
    """Divide bootstrap samples anew, and find each segment's best match in each.

    Parameters
    ----------
    x : ndarray (n, p)
    labels : ndarray of int (n,)
    divide : callable
        Takes rows and a seed, gives segments from 0.
    draws : int
    seed : int or None
    progress : bool

    Returns
    -------
    ndarray (draws, segments)
        Largest Jaccard similarity; NaN where no row of the segment was drawn. A row drawn twice
        counts once.

    References
    ----------
    Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics & Data
    Analysis 52, 258–271.

    Examples
    --------
    >>> x = np.array([[0.0], [0.1], [0.2], [5.0], [5.1], [5.2]])
    >>> far = lambda rows, seed: (rows[:, 0] > 2).astype(int)
    >>> float(np.nanmin(bootstrap_jaccard(x, far(x, 0), far, 20, 0, False)))
    1.0
    """
    from tqdm.auto import tqdm

    rng = np.random.default_rng(seed)
    found = np.full((draws, labels.max() + 1), np.nan)
    for b in tqdm(range(draws), desc="bootstrap", delay=1, disable=not progress, leave=False):
        rows = np.unique(rng.integers(0, len(x), len(x)))
        again = divide(x[rows], int(rng.integers(2**31)))
        similarity = jaccard(labels[rows], again).max(axis=1)
        present = np.unique(labels[rows])
        found[b, present] = similarity[present]
    return found


def stability_table(similarity: np.ndarray) -> pd.DataFrame:
    """Sum bootstrap similarities up, with the verdict of Hennig's marks.

    Parameters
    ----------
    similarity : ndarray (draws, segments)

    Returns
    -------
    DataFrame (index: segment, from 1)
        ``jaccard low high dissolved verdict``: mean with its 95 % Monte-Carlo interval, share of samples
        in which the segment dissolved (similarity of at most .5).

    Examples
    --------
    >>> stability_table(np.array([[0.9, 0.4], [0.8, 0.7]]))["verdict"].tolist()
    ['highly stable', 'dissolved']
    """
    mean = np.nanmean(similarity, axis=0)
    known = (~np.isnan(similarity)).sum(axis=0)
    reach = 1.96 * np.nanstd(similarity, axis=0, ddof=1) / np.sqrt(known)
    verdict = np.select(
        [mean < DOUBTFUL, mean < STABLE, mean < VERY_STABLE],
        ["dissolved", "doubtful", "stable"],
        default="highly stable",
    )
    return pd.DataFrame(
        {
            "jaccard": mean,
            "low": np.clip(mean - reach, 0, 1),
            "high": np.clip(mean + reach, 0, 1),
            "dissolved": np.nanmean(
                np.where(np.isnan(similarity), np.nan, similarity <= DISSOLVED), axis=0
            ),
            "verdict": verdict,
        },
        index=pd.RangeIndex(1, len(mean) + 1, name="segment"),
    )
