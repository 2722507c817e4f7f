"""Covariance matrices of bootstrap samples, without drawing the samples.

A bootstrap sample is a vector of counts; its means and cross-products are counts times the
respondents' own products. So many samples are one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = [
    "generator",
    "groups_to_leave_out",
    "left_out_covariances",
    "resampled_counts",
    "resampled_covariances",
]

MOST_COUNTS = 4_000_000
MOST_GROUPS = 1_000
ROUNDING = 1e-13
"""Share of a sum of squares that is left of a variance of 0."""


def generator(seed: int | None) -> np.random.Generator:
    """Start a random generator, or say that the seed is none.

    Parameters
    ----------
    seed : int or None
        None draws anew each time.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    ValueError
        If the seed is no whole number from 0.

    Examples
    --------
    >>> generator(-1)
    Traceback (most recent call last):
    ...
    ValueError: seed=-1 must be a whole number, 0 or more, or None
    """
    whole = isinstance(seed, (int, np.integer)) and not isinstance(seed, bool)
    if seed is not None and not (whole and seed >= 0):
        raise ValueError(f"seed={seed!r} must be a whole number, 0 or more, or None")
    return np.random.default_rng(seed)


def resampled_counts(n: int, samples: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """How often each respondent is in each bootstrap sample, in batches of bounded memory.

    Parameters
    ----------
    n : int
        Respondents.
    samples : int
        Bootstrap samples.
    rng : numpy.random.Generator

    Yields
    ------
    ndarray (b, n)
        Whole numbers as floats; each row sums to n.

    Examples
    --------
    >>> [counts.sum(axis=1).tolist() for counts in resampled_counts(5, 2, np.random.default_rng(1))]
    [[5.0, 5.0]]
    """
    batch = max(1, min(samples, MOST_COUNTS // n))
    done = 0
    while done < samples:
        b = min(batch, samples - done)
        drawn = rng.integers(0, n, size=(b, n)) + n * np.arange(b)[:, None]
        yield np.bincount(drawn.ravel(), minlength=b * n).reshape(b, n).astype(float)
        done += b


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
        Divisor n − 1; the batches together have ``samples`` matrices. An item that all drawn
        respondents answered alike has a variance of 0.

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
    for counts in resampled_counts(n, samples, rng):
        sums = counts @ products
        S = np.empty((len(counts), p, p))
        S[:, row, column] = sums[:, p:]
        S[:, column, row] = sums[:, p:]
        S -= sums[:, :p, None] * sums[:, None, :p] / n
        _flatten(S, sums[:, p:][:, row == column])
        yield S / (n - 1)


def _flatten(S: np.ndarray, squares: np.ndarray) -> None:
    """Set to 0 what rounding leaves of an item's products when all its answers are the same."""
    constant = np.diagonal(S, axis1=1, axis2=2) <= ROUNDING * squares
    if constant.any():
        S[constant[:, :, None] | constant[:, None, :]] = 0.0


def groups_to_leave_out(
    n: int, rng: np.random.Generator, most: int = MOST_GROUPS
) -> list[np.ndarray]:
    """Form the groups of a jackknife: single respondents, or random groups where these are many.

    Parameters
    ----------
    n : int
        Respondents.
    rng : numpy.random.Generator
    most : int
        Groups at most, where there are more than twice as many respondents.

    Returns
    -------
    list of ndarray
        Positions.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> len(groups_to_leave_out(50, rng)), len(groups_to_leave_out(5000, rng))
    (50, 1000)
    """
    order = rng.permutation(n)
    return np.array_split(order, n if n <= 2 * most else most)


def left_out_covariances(answers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Covariances without each respondent, or each of 1,000 groups of respondents.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    rng : numpy.random.Generator
        Forms the groups.

    Returns
    -------
    ndarray (g, p, p)
        NaN where a single respondent remains.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(50, 3))
    >>> left_out_covariances(x, np.random.default_rng(1)).shape
    (50, 3, 3)
    """
    centred = answers - answers.mean(axis=0)
    groups = [centred[group] for group in groups_to_leave_out(len(answers), rng)]
    sums = -np.stack([group.sum(axis=0) for group in groups])
    products = np.stack([group.T @ group for group in groups])
    left = len(answers) - np.array([len(group) for group in groups])[:, None, None]
    whole = centred.T @ centred
    S = whole - products - sums[:, :, None] * sums[:, None, :] / left
    _flatten(S, np.diag(whole))
    return np.asarray(S / np.where(left > 1, left - 1.0, np.nan))
