"""Heterotrait–monotrait ratios and their bootstrap, from correlations alone.

HTMT (Henseler, Ringle & Sarstedt 2015) is the mean correlation of items of different factors
over the geometric mean of the mean correlations of items of the same factor; HTMT2 (Roemer,
Schuberth & Henseler 2021) takes geometric means throughout. Correlations are absolute, as in
semTools. (JASP prints HTMT2 under the name HTMT.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

__all__ = ["bootstrap_covariances", "design_matrix", "htmt_ratios"]

BLOCK = 4_000_000
"""Resampling counts held in memory at once."""


def design_matrix(factors: Mapping[str, Sequence[str]], items: Sequence[str]) -> np.ndarray:
    """Mark which item belongs to which factor.

    Parameters
    ----------
    factors : mapping of factor to its items
    items : sequence of str

    Returns
    -------
    ndarray (factors × items)

    Examples
    --------
    >>> design_matrix({"f": ["a"], "g": ["b", "c"]}, ["a", "b", "c"])
    array([[1., 0., 0.],
           [0., 1., 1.]])
    """
    return np.array([[float(item in names) for item in items] for names in factors.values()])


def _ratios(blocks: np.ndarray, sizes: np.ndarray, power: bool) -> np.ndarray:
    """Divide between-factor means by within-factor means; sums without diagonals come in."""
    shape = np.arange(len(sizes))
    counts = np.outer(sizes, sizes)
    counts[shape, shape] = sizes * (sizes - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = blocks / counts
        own = means[..., shape, shape]
        if power:
            ratio = np.exp(means - 0.5 * (own[..., :, None] + own[..., None, :]))
        else:
            ratio = means / np.sqrt(own[..., :, None] * own[..., None, :])
    ratio[..., shape, shape] = np.where(sizes > 1, 1.0, np.nan)
    return ratio


def htmt_ratios(correlations: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute HTMT and HTMT2 of every pair of factors, for one or many correlation matrices.

    Parameters
    ----------
    correlations : ndarray (…, p, p)
    design : ndarray (f, p)
        From :func:`design_matrix`.

    Returns
    -------
    htmt, htmt2 : ndarray (…, f, f)
        NaN for factors with one item and for pairs that share an item.

    Examples
    --------
    >>> r = np.array([[1, .6, .3, .3], [.6, 1, .3, .3], [.3, .3, 1, .6], [.3, .3, .6, 1]])
    >>> htmt_ratios(r, np.array([[1., 1, 0, 0], [0, 0, 1, 1]]))[0][0, 1].round(6)
    np.float64(0.5)
    """
    absolute = np.abs(correlations)
    diagonal = np.arange(absolute.shape[-1])
    absolute[..., diagonal, diagonal] = 0.0
    with np.errstate(divide="ignore"):
        logs = np.log(absolute)
    logs[..., diagonal, diagonal] = 0.0
    sizes = design.sum(axis=1)
    arithmetic = _ratios(design @ absolute @ design.T, sizes, False)
    with np.errstate(invalid="ignore"):
        summed = design @ np.maximum(logs, -1e6) @ design.T
    geometric = _ratios(summed, sizes, True)
    shared = design @ design.T > 0
    np.fill_diagonal(shared, False)
    arithmetic[..., shared] = np.nan
    geometric[..., shared] = np.nan
    return arithmetic, geometric


def bootstrap_covariances(values: np.ndarray, draws: int, seed: int | None) -> np.ndarray:
    """Resample respondents and return the covariance matrix of every resample.

    A resample is a vector of counts; counts times the products of deviations give all
    covariances in one matrix product, so no resampled data are formed.

    Parameters
    ----------
    values : ndarray (n, p)
        Complete answers.
    draws : int
    seed : int or None

    Returns
    -------
    ndarray (draws, p, p)
        Divisor n.

    Examples
    --------
    >>> bootstrap_covariances(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]]), 5, 1).shape
    (5, 2, 2)
    """
    n, p = values.shape
    random = np.random.default_rng(seed)
    deviations = values - values.mean(axis=0)
    rows, columns = np.tril_indices(p)
    products = deviations[:, rows] * deviations[:, columns]
    found = np.empty((draws, p, p))
    step = max(1, BLOCK // n)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        counts = random.multinomial(n, np.full(n, 1.0 / n), size=size) / n
        means = counts @ deviations
        half = counts @ products - means[:, rows] * means[:, columns]
        found[start : start + size, rows, columns] = half
        found[start : start + size, columns, rows] = half
    return found
