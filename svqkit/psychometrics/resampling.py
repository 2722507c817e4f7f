"""Covariance matrices of bootstrap samples, without drawing the samples.

A bootstrap sample is a vector of counts; its means and cross-products are counts times the
respondents' own products. So many samples are one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

__all__ = ["Resample", "resampled_covariances"]

Resample = Callable[[np.ndarray, int, np.random.Generator], Iterator[np.ndarray]]
"""Answers, number of samples and generator to batches of matrices."""

MOST_COUNTS = 4_000_000


def resampled_covariances(
    answers: np.ndarray, samples: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Covariances of resampled respondents, in batches of bounded memory.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    samples : int
        Bootstrap samples.
    rng : numpy.random.Generator

    Yields
    ------
    ndarray (b, p, p)
        Divisor n − 1; the batches together have ``samples`` matrices.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(50, 3))
    >>> sum(len(S) for S in resampled_covariances(x, 20, np.random.default_rng(1)))
    20
    """
    n, p = answers.shape
    centred = answers - answers.mean(axis=0)
    row, column = np.triu_indices(p)
    products = np.concatenate([centred, centred[:, row] * centred[:, column]], axis=1)
    batch = max(1, min(samples, MOST_COUNTS // n))
    done = 0
    while done < samples:
        b = min(batch, samples - done)
        drawn = rng.integers(0, n, size=(b, n)) + n * np.arange(b)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=b * n).reshape(b, n)
        sums = counts.astype(float) @ products
        S = np.empty((b, p, p))
        S[:, row, column] = sums[:, p:]
        S[:, column, row] = sums[:, p:]
        S -= sums[:, :p, None] * sums[:, None, :p] / n
        yield S / (n - 1)
        done += b
