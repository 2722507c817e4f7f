"""The joint uncertainty of importance and performance: ellipses, and chances of each quadrant."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.priorities.lines import Lines

__all__ = ["CHANCES", "bivariate_normal", "ellipses", "quadrant_chances", "resampled_chances"]

CHANCES = ("p_concentrate", "p_keep", "p_low", "p_overkill")
"""Columns in the order of the quadrants."""


def ellipses(index: pd.Index, importance: np.ndarray, performance: np.ndarray) -> pd.DataFrame:
    """Give the standard errors of both coordinates and their correlation over respondents.

    Parameters
    ----------
    index : Index (k,)
    importance, performance : ndarray (n, k)
        Influences of respondents.

    Returns
    -------
    DataFrame (index: attribute)
        ``se_importance se_performance correlation``; the correlation is 0 where an error is 0.

    Examples
    --------
    >>> moved = np.array([[1.0], [-1.0]])
    >>> ellipses(pd.Index(["care"]), moved, -moved).round(3).values.tolist()
    [[0.707, 0.707, -1.0]]
    """
    n = len(importance)
    first, second = (np.sqrt((part**2).sum(axis=0)) / n for part in (importance, performance))
    return pd.DataFrame(
        {
            "se_importance": first,
            "se_performance": second,
            "correlation": _correlation(importance, performance),
        },
        index=index,
    )


def _correlation(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    product = np.sqrt((first**2).sum(axis=0) * (second**2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(product > 0, (first * second).sum(axis=0) / product, 0.0)
    return np.asarray(np.clip(found, -1.0, 1.0))


def bivariate_normal(h: np.ndarray, k: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Give the chance that two standard normal variables of correlation r lie below h and k.

    By Owen's T function (Owen 1956, Annals of Mathematical Statistics 27, 1075–1090, eq. 2.1).

    Parameters
    ----------
    h, k, r : ndarray
        Of one shape; r from −1 to 1.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> bivariate_normal(np.zeros(2), np.zeros(2), np.array([0.0, 0.5])).round(6).tolist()
    [0.25, 0.333333]
    """
    from scipy.special import ndtr, owens_t

    root = np.sqrt(
        np.maximum((1 - r) * (1 + r), 1e-14)
    )  # a correlation of 1 comes as near as 1e-14
    h = np.where(np.abs(h) < 1e-12, 1e-12, h)
    k = np.where(np.abs(k) < 1e-12, 1e-12, k)
    half = np.where(h * k > 0, 0.0, 0.5)
    found = (ndtr(h) + ndtr(k)) / 2 - half
    found = found - owens_t(h, (k / h - r) / root) - owens_t(k, (h / k - r) / root)
    return np.asarray(np.clip(found, 0.0, 1.0))


def quadrant_chances(
    importance: np.ndarray,
    performance: np.ndarray,
    influences: tuple[np.ndarray, np.ndarray],
    lines: Lines,
) -> np.ndarray:
    """Give the probability of each quadrant, importance and performance taken as jointly normal.

    A line at the mean of what is shown moves with the respondents.

    Parameters
    ----------
    importance, performance : ndarray (k,)
    influences : (ndarray (n, k), ndarray (n, k))
    lines : Lines

    Returns
    -------
    ndarray (k, 4)
        In the order of ``CHANCES``; rows sum to 1.

    Examples
    --------
    >>> moved = np.array([[1.0, 1.0], [-1.0, 1.0], [0.0, -2.0]])
    >>> found = quadrant_chances(np.array([9.0, 1.0]), np.array([1.0, 9.0]), (moved, moved),
    ...                          Lines(5.0, 5.0, (False, False), ""))
    >>> found.round(3).tolist()
    [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    """
    moved = [
        part - part.mean(axis=1, keepdims=True) if moves else part
        for part, moves in zip(influences, lines.moves, strict=True)
    ]
    n = len(moved[0])
    away = importance - lines.importance, performance - lines.performance
    z = []
    for part, distance in zip(moved, away, strict=True):
        error = np.sqrt((part**2).sum(axis=0)) / n
        far = np.where(distance >= 0, 40.0, -40.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            z.append(np.where(error > 0, np.clip(distance / error, -40, 40), far))
    r = _correlation(moved[0], moved[1])
    both = bivariate_normal(z[0], z[1], r)
    neither = bivariate_normal(-z[0], -z[1], r)
    only_important = bivariate_normal(z[0], -z[1], -r)
    only_done = bivariate_normal(-z[0], z[1], -r)
    found = np.column_stack([only_important, both, neither, only_done])
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def resampled_chances(
    importance: np.ndarray, performance: np.ndarray, lines: Lines
) -> tuple[np.ndarray, np.ndarray]:
    """Count in how many bootstrap samples an attribute lies in each quadrant.

    Parameters
    ----------
    importance, performance : ndarray (b, k)
    lines : Lines

    Returns
    -------
    ndarray (k, 4)
        Shares of samples, in the order of ``CHANCES``.
    ndarray (b, k)
        The quadrant, 0 to 3, of each attribute in each sample.

    Examples
    --------
    >>> lines = Lines(5.0, 5.0, (False, False), "")
    >>> resampled_chances(np.array([[6.0], [4.0]]), np.array([[4.0], [4.0]]), lines)[0].tolist()
    [[0.5, 0.0, 0.5, 0.0]]
    """
    up = importance.mean(axis=1, keepdims=True) if lines.moves[0] else lines.importance
    across = performance.mean(axis=1, keepdims=True) if lines.moves[1] else lines.performance
    important, done = importance >= up, performance >= across
    place = np.where(important, np.where(done, 1, 0), np.where(done, 3, 2))
    shares = np.stack([(place == q).mean(axis=0) for q in range(4)], axis=1)
    return shares, place
