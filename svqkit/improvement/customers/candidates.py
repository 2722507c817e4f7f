"""How many segments: every number that was tried, with its criteria, and the one chosen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.customers.partitions import kmeans, latent_classes, silhouette
from svqkit.improvement.customers.structure import choose_by_gap, gap_statistic

__all__ = ["CRITERIA", "candidates"]

CRITERIA = {"kmeans": ("silhouette", "gap"), "latent": ("bic",)}
"""What chooses the number, by method; the first is usual."""


def candidates(
    x: np.ndarray,
    method: str,
    criterion: str,
    most: int,
    restarts: int,
    references: int,
    seed: int | None,
) -> tuple[pd.DataFrame, dict[int, np.ndarray], int]:
    """Divide into one segment, two, three and so on.

    Parameters
    ----------
    x : ndarray (n, p)
    method : {"kmeans", "latent"}
    criterion : {"silhouette", "gap", "bic"}
    most : int
        Largest number tried.
    restarts, references : int
    seed : int or None

    Returns
    -------
    table : DataFrame (index: k)
        k-means: ``within silhouette gap gap_se smallest``. Latent classes: ``loglik npar bic entropy
        certainty smallest``. ``smallest``: customers of the smallest segment.
    labels : dict of int to ndarray
        From 0, the largest segment first.
    chosen : int
        By the criterion.

    Examples
    --------
    >>> x = np.repeat([[0.0], [5.0], [10.0]], 20, axis=0) + np.linspace(0, 1, 60)[:, None]
    >>> candidates(x, "kmeans", "silhouette", 4, 5, 10, 0)[2]
    3
    """
    rows, labels = {}, {}
    for k in range(1, most + 1):
        divide = kmeans if method == "kmeans" else latent_classes
        found, about = divide(x, k, restarts, seed)
        labels[k] = _largest_first(found)
        if method == "kmeans":
            about["silhouette"] = silhouette(x, found, seed)
        rows[k] = {**about, "smallest": float(np.bincount(found, minlength=k).min())}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("k")
    if method == "latent":
        return table, labels, 1 + int(table["bic"].to_numpy().argmin())
    gap, se = gap_statistic(x, table["within"].tolist(), references, seed)
    table.insert(2, "gap", gap)
    table.insert(3, "gap_se", se)
    best = (
        choose_by_gap(gap, se) if criterion == "gap" else 1 + int(np.nanargmax(table["silhouette"]))
    )
    return table, labels, best


def _largest_first(labels: np.ndarray) -> np.ndarray:
    """Call the largest segment 0 and so on; of equal ones, the one that comes first."""
    found, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    place = np.empty(found.max() + 1, dtype=int)
    place[found[order]] = np.arange(len(found))
    return np.asarray(place[labels])
