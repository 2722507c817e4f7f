"""Relative importance, and how it would vary with other respondents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.drivers.shapley import logit_deviances
from svqkit.psychometrics.data.collinearity import dependent_samples
from svqkit.psychometrics.data.resampling import generator, resampled_counts
from svqkit.psychometrics.prediction.outcome_regression import MOST_IMPORTANT
from svqkit.psychometrics.prediction.relative_importance import lmg_importance, relative_weights

__all__ = ["linear_importance", "resampled", "single_fits"]

Draw = Callable[[np.ndarray], np.ndarray]
FEW = 250
"""Samples drawn at a time."""


def linear_importance(scores: pd.DataFrame, outcome: pd.Series) -> tuple[np.ndarray, Draw, str]:
    """Divide R²: LMG by pingouin up to ten predictors, Johnson's relative weights beyond.

    Parameters
    ----------
    scores : DataFrame (n × k)
    outcome : Series

    Returns
    -------
    ndarray (k,)
        Sums to R².
    callable
        Counts of respondents (b, n) to importance (b, k), the same measure from covariances; NaN
        where predictors are linearly dependent in a sample.
    str
        The measure in words.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(80, 2)), columns=["care", "speed"])
    >>> found, draw, _ = linear_importance(frame, frame["care"] + rng.normal(size=80))
    >>> bool(np.allclose(found, draw(np.ones((1, 80)))[0]))
    True
    """
    values = np.column_stack([scores.to_numpy(float), outcome.to_numpy(float)])
    n, q = values.shape
    centred = (values - values.mean(axis=0)) / values.std(axis=0)
    row, column = np.triu_indices(q)
    products = np.hstack([centred, centred[:, row] * centred[:, column]])
    few = q - 1 <= MOST_IMPORTANT
    measure = lmg_importance if few else relative_weights

    def draw(counts: np.ndarray) -> np.ndarray:
        sums = counts @ products
        S = np.empty((len(counts), q, q))
        S[:, row, column] = S[:, column, row] = sums[:, q:]
        S -= sums[:, :q, None] * sums[:, None, :q] / n
        S /= n
        dependent = dependent_samples(S[:, :-1, :-1])
        S[dependent] = np.eye(q)
        found = measure(S)
        found[dependent] = np.nan
        return found

    if not few:
        once = draw(np.ones((1, n)))[0]
        return once, draw, "Johnson's relative weights, which come close to LMG (Johnson 2000)"
    if q == 2:
        return np.array([np.corrcoef(values.T)[0, 1] ** 2]), draw, "R² of the one predictor"
    import pingouin

    fitted = pingouin.linear_regression(centred[:, :-1], centred[:, -1], relimp=True)
    importance = np.asarray(fitted["relimp"].iloc[1:], dtype=float)
    return importance, draw, "R² averaged over orders of entry (LMG, pingouin)"


def single_fits(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Give McFadden's R² of each predictor by itself.

    Parameters
    ----------
    X : ndarray (n, k)
    y : ndarray (n,)
        0 and 1.

    Returns
    -------
    ndarray (k,)

    Examples
    --------
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> single_fits(X, np.array([0.0, 1.0, 0.0, 1.0])).round(4).tolist()
    [0.1533]
    """
    once = np.ones((1, len(X)))
    found = []
    for j in range(X.shape[1]):
        without, alone = logit_deviances(X[:, [j]], y, once)[:, 0]
        found.append(1 - alone / without)
    return np.array(found)


def resampled(
    draw: Draw, n: int, samples: int, seed: int | None, ci: float
) -> tuple[pd.DataFrame, int]:
    """Put bootstrap intervals around importance and ranks.

    Parameters
    ----------
    draw : callable
        Counts of respondents (b, n) to importance (b, k).
    n, samples : int
    seed : int or None
    ci : float in (0, 1)

    Returns
    -------
    DataFrame (k rows)
        ``importance_low importance_high rank_low rank_high``.
    int
        Samples without an answer, left out.

    Raises
    ------
    DataError
        If no sample has an answer.

    Examples
    --------
    >>> x = np.random.default_rng(2).normal(size=(60, 2)) + [5, 3]
    >>> ends, lost = resampled(lambda c: c @ x / 60, 60, 200, 1, 0.95)
    >>> ends["rank_low"].tolist(), lost
    ([1, 2], 0)
    """
    from tqdm.auto import tqdm

    rng = generator(seed)
    drawn = []
    with tqdm(total=samples, desc="bootstrap", delay=2, leave=False) as shown:
        for start in range(0, samples, FEW):
            for counts in resampled_counts(n, min(FEW, samples - start), rng):
                drawn.append(draw(counts))
                shown.update(len(counts))
    every = np.concatenate(drawn)
    kept = every[np.isfinite(every).all(axis=1)]
    if not len(kept):
        raise DataError(
            f"none of {samples} resamples can be fitted: respondents are too few for so many "
            "predictors. Take fewer of them, or bootstrap=0"
        )
    tails = [(1 - ci) / 2, (1 + ci) / 2]
    low, high = np.quantile(kept, tails, axis=0)
    ranks = (-kept).argsort(axis=1, kind="stable").argsort(axis=1) + 1
    first, last = np.quantile(ranks, tails, axis=0, method="inverted_cdf").astype(int)
    table = pd.DataFrame(
        {"importance_low": low, "importance_high": high, "rank_low": first, "rank_high": last}
    )
    return table, len(every) - len(kept)
