"""Comparison data: populations with a known number of factors and the answers' own distributions."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.sufficient import Moments

__all__ = ["ComparisonData", "compare_with_known_factors", "population"]

POPULATION = 10_000
ALPHA = 0.30
TRIALS = 5
AXIS_STEPS = 50
AXIS_CHANGE = 1e-3


class ComparisonData(NamedTuple):
    """What comparison data say.

    Parameters
    ----------
    factors : int
    table : DataFrame (index 1 … factors + 1)
        rmsr, the mean root mean square difference of eigenvalues; pvalue, of the Mann-Whitney test
        that this number comes closer than one factor fewer.
    """

    factors: int
    table: pd.DataFrame


def compare_with_known_factors(
    items: Any,
    correlation: str,
    most: int,
    samples: int,
    rng: np.random.Generator,
    *,
    progress: bool = True,
) -> ComparisonData:
    """Add factors to comparison data while that brings their eigenvalues closer.

    Parameters
    ----------
    items : DataFrame or Responses
    correlation : {"pearson", "spearman"}
    most : int
        Factors to try.
    samples : int
        Samples of the answers' size for each number of factors.
    rng : numpy.random.Generator
    progress : bool

    Returns
    -------
    ComparisonData

    Raises
    ------
    DataError
        If only moments are given, or the correlations are polychoric.

    Notes
    -----
    Ruscio & Roche (2012, *Psychological Assessment* 24, 282-292): one more factor is kept while a
    one-sided Mann-Whitney test at .30 finds its differences smaller.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> two = np.repeat(rng.normal(size=(200, 2)), 3, axis=1) + rng.normal(size=(200, 6))
    >>> compare_with_known_factors(pd.DataFrame(two), "pearson", 3, 20, rng).factors
    2
    """
    if correlation == "polychoric":
        raise DataError("comparison data are made for pearson or spearman correlations")
    if isinstance(items, Moments):
        raise DataError("comparison data need single answers, not moments; pass the table")
    from scipy.stats import mannwhitneyu
    from tqdm.auto import tqdm

    frame = complete_cases(as_items(items))[0]
    answers = (frame.rank() if correlation == "spearman" else frame).to_numpy()
    wanted = np.linalg.eigvalsh(np.corrcoef(answers, rowvar=False))
    rows: dict[int, dict[str, float]] = {}
    before: np.ndarray | None = None
    kept = most
    bar = tqdm(total=most, desc="comparison data", unit="factors", disable=not progress, delay=1)
    with bar:
        for m in range(1, most + 1):
            away = _distances(population(answers, m, rng), len(answers), samples, wanted, rng)
            p = np.nan
            if before is not None:
                p = float(mannwhitneyu(away, before, alternative="less").pvalue)
            rows[m] = {"rmsr": float(away.mean()), "pvalue": p}
            bar.update()
            if p >= ALPHA:
                kept = m - 1
                break
            before = away
    table = pd.DataFrame(rows).T.rename_axis("factors")
    return ComparisonData(kept, table)


def population(answers: np.ndarray, m: int, rng: np.random.Generator) -> np.ndarray:
    """Make a large population with m factors and the answers' distributions and correlations.

    Parameters
    ----------
    answers : ndarray (n, p)
    m : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (10000, p)

    Notes
    -----
    Ruscio & Kaczetow (2008, *Multivariate Behavioral Research* 43, 355-381): normal data with m
    factors are replaced, rank by rank, by resampled answers; the correlations aimed at are
    corrected until the result no longer comes closer to the observed ones.

    Examples
    --------
    >>> x = np.random.default_rng(1).integers(1, 6, size=(100, 4))
    >>> population(x, 1, np.random.default_rng(2)).shape
    (10000, 4)
    """
    n, p = answers.shape
    observed = np.corrcoef(answers, rowvar=False)
    drawn = np.take_along_axis(answers, rng.integers(0, n, (POPULATION, p)), axis=0)
    scores = np.sort(drawn, axis=0)
    common = rng.standard_normal((POPULATION, m))
    own = rng.standard_normal((POPULATION, p))
    aim, best_aim, best_residual = observed, observed, np.zeros_like(observed)
    best, closest, without_gain = np.empty_like(scores), np.inf, 0
    lower = np.tril_indices(p, -1)
    while without_gain < TRIALS:
        loadings = np.clip(_principal_axis(aim, m), -1, 1)
        unique = np.sqrt(np.maximum(1 - (loadings**2).sum(axis=1), 0))
        order = np.argsort(common @ loadings.T + own * unique, axis=0)
        made = np.empty_like(scores)
        np.put_along_axis(made, order, scores, axis=0)
        residual = observed - np.corrcoef(made, rowvar=False)
        off = float(np.sqrt((residual[lower] ** 2).mean()))
        if off < closest:
            best, closest, without_gain = made, off, 0
            best_aim, best_residual = aim, residual
            aim = aim + residual
        else:
            without_gain += 1
            aim = best_aim + 0.5**without_gain * best_residual
    return best


def _principal_axis(R: np.ndarray, m: int) -> np.ndarray:
    """Factor a matrix that need not be a possible correlation matrix."""
    reduced = R.copy()
    communality = np.abs(R - np.eye(len(R))).max(axis=1)
    loadings = np.zeros((len(R), m))
    for _ in range(AXIS_STEPS):
        np.fill_diagonal(reduced, communality)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -m:] * np.sqrt(np.maximum(values[-m:], 0))
        new = np.minimum((loadings**2).sum(axis=1), 1.0)
        change = np.abs(new - communality).max()
        communality = new
        if change < AXIS_CHANGE:
            break
    return loadings


def _distances(
    made: np.ndarray, n: int, samples: int, wanted: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Root mean square difference of eigenvalues of samples from those of the answers."""
    found = np.empty(samples)
    for sample in range(samples):
        drawn = made[rng.integers(0, len(made), n)]
        with np.errstate(invalid="ignore", divide="ignore"):
            R = np.corrcoef(drawn, rowvar=False)
        # an item that nobody of the sample answered differently correlates with nothing
        values = np.linalg.eigvalsh(np.nan_to_num(R, nan=0.0))
        found[sample] = np.sqrt(((values - wanted) ** 2).mean())
    return found
