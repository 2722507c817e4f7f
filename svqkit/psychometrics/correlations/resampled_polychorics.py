"""Polychoric matrices of bootstrap samples, many pairs and samples at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from svqkit.psychometrics.correlations.empty_cells import keep_two_by_two_possible
from svqkit.psychometrics.correlations.polychoric import polychoric_matrix
from svqkit.psychometrics.correlations.polychoric_pairs import pair_correlations, thresholds
from svqkit.psychometrics.data.category_codes import coded_answers
from svqkit.psychometrics.data.category_tables import CategoryTables, indicator_counts, tables_of
from svqkit.psychometrics.data.resampling import groups_to_leave_out

__all__ = ["left_out_ordinal", "resampled_ordinal", "resampled_polychorics"]

MOST_CELLS = 40_000  # of the tables solved together: what stays in the processor's cache
SETTLED = 1e-4  # Newton's next step would be its square
MOST_GROUPS = 200


def resampled_polychorics(
    answers: np.ndarray, samples: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Polychoric correlations of resampled respondents, in batches.

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
        NaN where an item has one category left; the batches together have ``samples`` matrices.

    Examples
    --------
    >>> x = np.random.default_rng(0).integers(1, 4, size=(50, 3))
    >>> sum(len(R) for R in resampled_polychorics(x, 20, np.random.default_rng(1)))
    20
    """
    for R, _ in resampled_ordinal(answers, samples, rng):
        yield R


def resampled_ordinal(
    answers: np.ndarray, samples: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Polychoric correlations and thresholds of resampled respondents, in batches.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    samples : int
    rng : numpy.random.Generator

    Yields
    ------
    R : ndarray (b, p, p)
        As :func:`resampled_polychorics`.
    cuts : ndarray (b, p, c − 1)
        Infinite beyond an item's last.

    Examples
    --------
    >>> x = np.random.default_rng(0).integers(1, 4, size=(50, 3))
    >>> R, cuts = next(resampled_ordinal(x, 20, np.random.default_rng(1)))
    >>> cuts.shape[1:]
    (3, 2)
    """
    n = len(answers)
    yield from _of_samples(answers, (rng.integers(0, n, n) for _ in range(samples)), samples)


def left_out_ordinal(
    answers: np.ndarray, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Leave out each respondent, or each of 200 groups of respondents, instead.

    Parameters
    ----------
    answers : ndarray (n, p)
        Complete.
    rng : numpy.random.Generator
        Forms the groups.

    Yields
    ------
    R, cuts : ndarray
        As :func:`resampled_ordinal`.

    Examples
    --------
    >>> x = np.random.default_rng(0).integers(1, 4, size=(50, 3))
    >>> sum(len(R) for R, _ in left_out_ordinal(x, np.random.default_rng(1)))
    50
    """
    groups = groups_to_leave_out(len(answers), rng, MOST_GROUPS)
    everyone = np.arange(len(answers))
    rows = (np.delete(everyone, group) for group in groups)
    yield from _of_samples(answers, rows, len(groups))


def _of_samples(
    answers: np.ndarray, chosen: Iterable[np.ndarray], samples: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    rows = iter(chosen)
    coded = coded_answers(pd.DataFrame(answers))
    whole = tables_of(coded)
    p = coded.codes.shape[1]
    first, second = np.tril_indices(p, -1)
    start = np.nan_to_num(polychoric_matrix(whole)[first, second])
    wide = whole.positions.shape[1]
    batch = max(1, min(samples, MOST_CELLS // max(len(first) * wide**2, 1)))
    for done in range(0, samples, batch):
        b = min(batch, samples - done)
        blocks = np.empty((b, len(first), wide, wide))
        cuts = np.empty((b, p, wide - 1))
        varying = np.empty((b, p), dtype=bool)
        for i in range(b):
            counts = indicator_counts(coded.codes[next(rows)], whole.sizes)
            tables = CategoryTables(whole.columns, whole.levels, counts)
            margins = np.append(tables.margins, 0)[tables.positions].astype(float)
            blocks[i], cuts[i] = tables.blocks(first, second), thresholds(margins)
            varying[i] = (margins > 0).sum(axis=1) > 1
        R = np.where(varying[:, :, None] & varying[:, None, :], np.eye(p), np.nan)
        solved, perfect = keep_two_by_two_possible(blocks.reshape(-1, wide, wide))
        usable = (varying[:, first] & varying[:, second]).ravel() & np.isnan(perfect)
        found = perfect
        found[usable] = pair_correlations(
            solved[usable],
            cuts[:, first].reshape(-1, wide - 1)[usable],
            cuts[:, second].reshape(-1, wide - 1)[usable],
            np.tile(start, b)[usable],
            settled=SETTLED,
        )
        R[:, first, second] = R[:, second, first] = found.reshape(b, -1)
        yield R, cuts
