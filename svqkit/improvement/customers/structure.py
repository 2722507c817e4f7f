"""Is there more structure than in data without any: the gap statistic and a normal cloud as reference."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from svqkit.improvement.customers.partitions import kmeans

__all__ = ["choose_by_gap", "gap_statistic", "without_segments"]


def gap_statistic(
    x: np.ndarray, within: list[float], references: int, seed: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Compare log sums of squares within with those of boxes along the principal axes.

    Parameters
    ----------
    x : ndarray (n, p)
    within : list of float
        For k = 1, 2, …
    references : int
        Boxes drawn.
    seed : int or None

    Returns
    -------
    gap, se : ndarray (K,)
        ``se`` is s·√(1 + 1/B), s the standard deviation over the boxes (divisor B).

    References
    ----------
    Tibshirani, Walther & Hastie (2001), Journal of the Royal Statistical Society B 63, 411–423.
    R's cluster::clusGap with d.power = 2 is the same.

    Examples
    --------
    >>> x = np.array([[0.0, 0], [0, 1], [9, 9], [9, 10], [1, 0], [10, 9]])
    >>> gap, se = gap_statistic(x, [kmeans(x, k, 3, 0)[1]["within"] for k in (1, 2)], 20, 0)
    >>> bool(gap[1] > gap[0])
    True
    """
    rng = np.random.default_rng(seed)
    centred = x - x.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    logs = np.empty((references, len(within)))
    for b in range(references):
        box = rng.uniform(low, high, size=x.shape)
        for k in range(1, len(within) + 1):
            logs[b, k - 1] = np.log(kmeans(box, k, 3, int(rng.integers(2**31)))[1]["within"])
    gap = logs.mean(axis=0) - np.log(within)
    return gap, logs.std(axis=0) * np.sqrt(1 + 1 / references)


def choose_by_gap(gap: np.ndarray, se: np.ndarray) -> int:
    """Give the smallest k whose gap is within one error of the next one's.

    Parameters
    ----------
    gap, se : ndarray (K,)

    Returns
    -------
    int
        K where no k is.

    References
    ----------
    Tibshirani, Walther & Hastie (2001), step 3: Gap(k) ≥ Gap(k + 1) − s(k + 1).

    Examples
    --------
    >>> choose_by_gap(np.array([0.1, 0.5, 0.9, 0.85]), np.full(4, 0.02))
    3
    """
    enough = np.nonzero(gap[:-1] >= gap[1:] - se[1:])[0]
    return int(enough[0]) + 1 if len(enough) else len(gap)


def without_segments(
    x: np.ndarray, references: int, seed: int | None, measure: Callable[[np.ndarray], float]
) -> np.ndarray:
    """Measure clusteredness in data without segments that are otherwise like these.

    Numbers become normal ones with the same means and covariances; yes/no columns are shuffled, each
    by itself, for there association is what classes stand for.

    Parameters
    ----------
    x : ndarray (n, p)
        Rows with missing values are left out.
    references : int
    seed : int or None
    measure : callable
        Takes data, gives a number.

    Returns
    -------
    ndarray (references,)

    References
    ----------
    Hennig & Lin (2015), Statistics and Computing 25, 821–833: a parametric bootstrap against
    homogeneity.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [2.0, 5.0], [4.0, 3.0]])
    >>> without_segments(x, 2, 0, lambda like: float(len(like))).tolist()
    [3.0, 3.0]
    """
    rng = np.random.default_rng(seed)
    if np.isin(x[~np.isnan(x)], (0.0, 1.0)).all():
        return np.array([measure(rng.permuted(x, axis=0)) for _ in range(references)])
    whole = x[~np.isnan(x).any(axis=1)]
    mean, covariance = whole.mean(axis=0), np.atleast_2d(np.cov(whole, rowvar=False))
    return np.array(
        [
            measure(rng.multivariate_normal(mean, covariance, len(x), method="eigh"))
            for _ in range(references)
        ]
    )
