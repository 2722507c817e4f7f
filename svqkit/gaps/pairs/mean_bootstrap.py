"""Bootstrap intervals of many means at once: counts of respondents times their values."""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.data.resampling import resampled_counts

__all__ = ["bootstrap_interval", "bootstrapped_means", "said_of_bootstrap"]


def bootstrapped_means(
    values: np.ndarray, samples: int, rng: np.random.Generator, *, interval: str, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give bootstrap intervals of each column's mean over the respondents who have a value.

    Whole respondents are drawn, so their columns stay together. All samples are one product of
    counts with values and one with what is there.

    Parameters
    ----------
    values : ndarray (n, k)
        NaN where missing.
    samples : int
    rng : numpy.random.Generator
    interval : {"bca", "percentile"}
    level : float in (0, 1)

    Returns
    -------
    low, high : ndarray (k,)
        NaN where fewer than two respondents have a value. A sample in which nobody has one is
        left out for that column.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(100, 1))
    >>> low, high = bootstrapped_means(
    ...     x, 500, np.random.default_rng(1), interval="bca", level=0.95)
    >>> bool(low[0] < x.mean() < high[0])
    True
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    known = np.where(there, values, 0.0)
    both = np.concatenate([known, there], axis=1)
    k = values.shape[1]
    drawn = []
    for counts in resampled_counts(len(values), samples, rng):
        sums = counts @ both
        with np.errstate(invalid="ignore"):
            drawn.append(sums[:, :k] / sums[:, k:])
    with np.errstate(invalid="ignore"):
        point = known.sum(axis=0) / n
    influence = np.where(there, values - point, 0.0)
    low, high = bootstrap_interval(
        np.concatenate(drawn), point, influence, interval=interval, level=level
    )
    return np.where(n > 1, low, np.nan), np.where(n > 1, high, np.nan)


def bootstrap_interval(
    draws: np.ndarray, point: np.ndarray, influence: np.ndarray, *, interval: str, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take intervals from draws; statistics that some samples do not have use the others.

    Parameters
    ----------
    draws : ndarray (samples, k)
        NaN where a sample has no such statistic.
    point : ndarray (k,)
    influence : ndarray (n, k)
        Of each respondent on the statistic, up to a factor.
    interval : {"bca", "percentile"}
    level : float in (0, 1)

    Returns
    -------
    low, high : ndarray (k,)

    Examples
    --------
    >>> draws = np.arange(101.0)[:, None]
    >>> low, high = bootstrap_interval(
    ...     draws, np.array([50.0]), np.array([[-1.0], [1.0]]), interval="bca", level=0.9)
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([5.0], [95.0])
    """
    skew = acceleration(influence)
    skew = np.where((influence == 0).all(axis=0), 0.0, skew)
    ends = np.full((2, len(point)), np.nan)
    known = ~np.isnan(draws)
    whole = known.all(axis=0)

    def interval_at(kept: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if interval == "bca":
            return bca_interval(kept, point[at], skew[at], level)
        return percentile_interval(kept, level)

    ends[:, whole] = interval_at(draws[:, whole], np.flatnonzero(whole))
    for column in np.flatnonzero(~whole & known.any(axis=0)):
        at = np.array([column])
        ends[:, at] = interval_at(draws[known[:, column]][:, at], at)
    return ends[0], ends[1]


def said_of_bootstrap(samples: int, interval: str, seed: int | None) -> str:
    """Say for a convention how bootstrap intervals were made.

    Parameters
    ----------
    samples : int
    interval : {"bca", "percentile"}
    seed : int or None

    Returns
    -------
    str

    Examples
    --------
    >>> said_of_bootstrap(2000, "percentile", 1)
    'percentiles of 2000 resamples of respondents (seed 1)'
    """
    kind = "BCa percentiles (Efron 1987)" if interval == "bca" else "percentiles"
    seeded = "no seed, so they do not repeat" if seed is None else f"seed {seed}"
    return f"{kind} of {samples} resamples of respondents ({seeded})"
