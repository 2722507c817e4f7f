"""Samples of resampled respondents: how often each was drawn, times their own products.

A resample is a vector of counts. Its means and covariances are counts times the respondents'
deviations and products, so many resamples are one matrix product and no answers are copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.samples.patterns import patterned_sample
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["as_the_model_has_it", "drawn_counts", "left_out_counts", "resampled_samples"]

MOST_COUNTS = 4_000_000
SINGULAR = 1e-10


def drawn_counts(
    sizes: Sequence[int], draws: int, rng: np.random.Generator
) -> Iterator[list[np.ndarray]]:
    """Draw respondents with replacement, within each group.

    Parameters
    ----------
    sizes : sequence of int
        Respondents of each group.
    draws : int
    rng : numpy.random.Generator

    Yields
    ------
    list of ndarray (b, n)
        How often each respondent was drawn, one array a group; batches of bounded memory.

    Examples
    --------
    >>> batches = drawn_counts([4, 3], 10, np.random.default_rng(0))
    >>> [[counts.sum(axis=1).tolist()[:2] for counts in batch] for batch in batches]
    [[[4, 4], [3, 3]]]
    """
    most = max(1, min(draws, MOST_COUNTS // sum(sizes)))
    for done in range(0, draws, most):
        b = min(most, draws - done)
        batch = []
        for n in sizes:
            drawn = rng.integers(0, n, size=(b, n)) + n * np.arange(b)[:, None]
            batch.append(np.bincount(drawn.ravel(), minlength=b * n).reshape(b, n))
        yield batch


def left_out_counts(sizes: Sequence[int]) -> Iterator[list[np.ndarray]]:
    """Leave out one respondent after the other (jackknife), over all groups.

    Parameters
    ----------
    sizes : sequence of int

    Yields
    ------
    list of ndarray (b, n)
        Counts of 1 and 0, one array a group; batches of bounded memory.

    Examples
    --------
    >>> [[c.tolist() for c in batch] for batch in left_out_counts([2, 1])]
    [[[[0, 1], [1, 0]], [[1], [1]]], [[[1, 1]], [[0]]]]
    """
    most = max(1, MOST_COUNTS // sum(sizes))
    for group, n in enumerate(sizes):
        for done in range(0, n, most):
            b = min(most, n - done)
            batch = [np.ones((b, size), dtype=int) for size in sizes]
            batch[group][np.arange(b), done + np.arange(b)] = 0
            yield batch


def as_the_model_has_it(
    answers: np.ndarray, sample: Sample, state: State, *, means: bool
) -> np.ndarray:
    """Transform answers so that the model holds in them exactly (Bollen & Stine 1992).

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    sample : Sample
    state : State
        The fitted model.
    means : bool
        Whether the model has a mean structure.

    Returns
    -------
    ndarray (n, p)
        Y S^(−½) Σ^(½) about the model's means, with symmetric roots as in lavaan.

    References
    ----------
    Bollen, K. A., & Stine, R. A. (1992). Bootstrapping goodness-of-fit measures in structural
    equation models. Sociological Methods & Research, 21, 205–229.
    """

    def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
        values, vectors = np.linalg.eigh(matrix)
        return (vectors * values**exponent) @ vectors.T

    turned = (answers - sample.mean) @ power(sample.covariance, -0.5)
    turned = turned @ power(state.covariance, 0.5)
    return turned + (state.mean if means else sample.mean)


def _complete(answers: np.ndarray, counts: np.ndarray, unbiased: bool) -> list[Sample | None]:
    """Sum up complete answers; None where the resample's covariances are singular."""
    centre = answers.mean(axis=0)
    centred = answers - centre
    row, column = np.triu_indices(answers.shape[1])
    products = np.concatenate([centred, centred[:, row] * centred[:, column]], axis=1)
    n = counts.sum(axis=1)
    sums = counts.astype(float) @ products
    p = answers.shape[1]
    shift = sums[:, :p] / n[:, None]
    spread = np.empty((len(counts), p, p))
    spread[:, row, column] = spread[:, column, row] = sums[:, p:]
    spread -= n[:, None, None] * shift[:, :, None] * shift[:, None, :]
    spread /= (n - unbiased)[:, None, None]
    sd = np.sqrt(np.maximum(np.diagonal(spread, axis1=1, axis2=2), 1e-300))
    lowest = np.linalg.eigvalsh(spread / (sd[:, :, None] * sd[:, None, :]))[:, 0]
    log_determinants = np.linalg.slogdet(spread)[1]
    return [
        Sample(int(n[at]), centre + shift[at], spread[at], float(log_determinants[at]))
        if lowest[at] > SINGULAR
        else None
        for at in range(len(counts))
    ]


def _patterned(
    answers: np.ndarray, counts: np.ndarray, names: Sequence[str]
) -> list[Sample | None]:
    """Sum up answers with gaps by missing pattern; None where that leaves moments undetermined."""
    rows = np.arange(len(answers))
    found: list[Sample | None] = []
    for own in counts:
        try:
            found.append(patterned_sample(answers[np.repeat(rows, own)], names))
        except (DataError, ConvergenceError):
            found.append(None)
    return found


def resampled_samples(
    answers: Sequence[np.ndarray],
    batch: Sequence[np.ndarray],
    names: Sequence[str],
    *,
    unbiased: bool,
    gaps: bool,
) -> list[tuple[Sample, ...] | None]:
    """Sum up each resample of a batch.

    Parameters
    ----------
    answers : sequence of ndarray (n, p)
        One a group.
    batch : sequence of ndarray (b, n)
        Counts, one array a group.
    names : sequence of str
        The items.
    unbiased : bool
        Divisor n − 1 instead of n.
    gaps : bool
        Whether answers are missing.

    Returns
    -------
    list of tuple of Sample
        One tuple (a sample a group) a resample; None where some group's
        covariances are singular or not determined.
    """
    groups = [
        _patterned(part, counts, names) if gaps else _complete(part, counts, unbiased)
        for part, counts in zip(answers, batch, strict=True)
    ]
    found: list[tuple[Sample, ...] | None] = []
    for samples in zip(*groups, strict=True):
        there = tuple(sample for sample in samples if sample is not None)
        found.append(there if len(there) == len(groups) else None)
    return found
