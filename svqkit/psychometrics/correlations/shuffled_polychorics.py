"""Polychoric correlations of unrelated items with the margins of the real ones."""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.correlations.empty_cells import keep_two_by_two_possible
from svqkit.psychometrics.correlations.polychoric_pairs import BOUND, pair_correlations, thresholds
from svqkit.psychometrics.correlations.random_correlations import random_correlations
from svqkit.psychometrics.correlations.smoothing import smooth_correlation
from svqkit.psychometrics.data.category_tables import CategoryTables, indicator_counts

__all__ = ["shuffled_polychorics"]

LARGE = 5_000
SETTLED = 1e-4  # Newton's next step would be its square


def shuffled_polychorics(
    tables: CategoryTables, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw polychoric matrices of the items' answers, each item shuffled among respondents.

    Parameters
    ----------
    tables : CategoryTables
        Their margins are kept exactly; every item has two categories or more, and listwise.
    draws : int
        Matrices.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (draws, p, p)
        One that is not positive definite is smoothed, as psych does.

    Notes
    -----
    With more than 5000 respondents no answers are shuffled. Near ρ = 0 the estimate is the
    correlation of the categories' normal scores divided by both scores' standard deviations
    (one step of Fisher scoring from 0), and those correlations are drawn as for normal items.

    Examples
    --------
    >>> import pandas as pd
    >>> from svqkit.psychometrics.data.category_tables import category_tables
    >>> tables = category_tables(pd.DataFrame({"Q1": [1, 2] * 30, "Q2": [1, 2, 3] * 20}))
    >>> shuffled_polychorics(tables, 5, np.random.default_rng(1)).shape
    (5, 2, 2)
    """
    n, p = int(tables.item_totals[0]), len(tables.columns)
    margins = np.append(tables.margins, 0)[tables.positions].astype(float)
    cuts = thresholds(margins)
    first, second = np.tril_indices(p, -1)
    if n > LARGE:
        sd = _score_sd(margins / n, cuts)
        drawn = random_correlations(p, n, draws, rng)[:, first, second] / (sd[first] * sd[second])
    else:
        drawn = np.empty((draws, len(first)))
        codes = np.stack(
            [np.repeat(np.arange(margins.shape[1]), row.astype(int)) for row in margins], axis=1
        )
        for draw in range(draws):
            counts = indicator_counts(rng.permuted(codes, axis=0), tables.sizes)
            shuffled = CategoryTables(tables.columns, tables.levels, counts)
            blocks, perfect = keep_two_by_two_possible(shuffled.blocks(first, second))
            found = pair_correlations(blocks, cuts[first], cuts[second], settled=SETTLED)
            drawn[draw] = np.where(np.isnan(perfect), found, BOUND * perfect)
    R = np.zeros((draws, p, p))
    R[:, first, second] = R[:, second, first] = drawn
    R[:, np.arange(p), np.arange(p)] = 1.0
    for bad in np.flatnonzero(np.linalg.eigvalsh(R)[:, 0] < np.finfo(float).eps):
        R[bad] = smooth_correlation(R[bad])
    return R


def _score_sd(share: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Spread of the mean of the standard normal within each category."""
    height = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    mass = np.diff(np.pad(height, ((0, 0), (1, 1))), axis=1)
    squares = np.divide(mass**2, share, out=np.zeros_like(mass), where=share > 0)
    return np.asarray(np.sqrt(squares.sum(axis=1)))
