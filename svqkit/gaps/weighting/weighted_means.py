"""Weighted mean gaps of all respondents or of a segment, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from svqkit.gaps.weighting.weighing import Weighing

__all__ = ["WeightedMeans", "interval_of", "redrawn_parts", "weighted_means"]


@dataclass(frozen=True)
class WeightedMeans:
    """Each dimension's weighted gap, and what each respondent adds to it.

    ``parts`` (k,) sums to the weighted total. ``influence`` (n, k) is each respondent's influence
    on the parts. ``members`` (n,) are those whose gaps count, ``n`` of them. ``gaps`` (k,) are
    their mean gaps.
    """

    parts: np.ndarray
    influence: np.ndarray
    members: np.ndarray
    n: int
    gaps: np.ndarray


def weighted_means(gaps: np.ndarray, weighing: Weighing, members: np.ndarray) -> WeightedMeans:
    """Weight the mean gaps of some respondents.

    Parameters
    ----------
    gaps : ndarray (n, k)
    weighing : Weighing
    members : ndarray of bool (n,)
        Whose gaps count; they have a gap on every dimension.

    Returns
    -------
    WeightedMeans
        With respondents' own weights a part is the mean of weight × gap, otherwise the weight
        times the mean gap.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([100.0]), np.zeros((2, 1)), lambda c: c, None, 2, "")
    >>> weighted_means(np.array([[-1.0], [-2.0]]), fixed, np.array([True, True])).parts.tolist()
    [-1.5]
    """
    n, m = len(gaps), int(members.sum())
    mine = np.where(members[:, None], gaps, 0.0)
    mean = mine.sum(axis=0) / m
    if weighing.own is not None:
        products = mine * weighing.own / 100
        parts = products.sum(axis=0) / m
        influence = np.where(members[:, None], products - parts, 0.0) * (n / m)
    else:
        parts = weighing.weights * mean / 100
        centred = np.where(members[:, None], gaps - mean, 0.0) * (n / m)
        influence = (weighing.weights * centred + mean * weighing.influence) / 100
    return WeightedMeans(parts, influence, members, m, mean)


def interval_of(
    point: np.ndarray, influence: np.ndarray, n: int, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Put Student's t around statistics whose influence is known.

    Parameters
    ----------
    point : ndarray (k,)
    influence : ndarray (all respondents, k)
    n : int
        Respondents whose number gives the degrees of freedom.
    level : float in (0, 1)

    Returns
    -------
    low, high : ndarray (k,)
        Of a mean over n respondents exactly the usual interval; NaN under two.

    Examples
    --------
    >>> x = np.array([1.0, 2.0, 6.0])
    >>> low, high = interval_of(np.array([3.0]), (x - 3)[:, None], 3, 0.95)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([-3.572], [9.572])
    """
    if n < 2:
        return np.full(len(point), np.nan), np.full(len(point), np.nan)
    squares = (influence**2).sum(axis=0) / len(influence) ** 2
    reach = stdtrit(n - 1, (1 + level) / 2) * np.sqrt(squares * n / (n - 1))
    return point - reach, point + reach


def redrawn_parts(
    gaps: np.ndarray,
    weighing: Weighing,
    members: np.ndarray,
    counts: np.ndarray,
    weights: np.ndarray,
) -> np.ndarray:
    """Compute the parts of bootstrap samples.

    Parameters
    ----------
    gaps : ndarray (n, k)
    weighing : Weighing
    members : ndarray of bool (n,)
    counts : ndarray (b, n)
    weights : ndarray (b, k)
        Those samples' weights.

    Returns
    -------
    ndarray (b, k)
        NaN where a sample has no member.

    Examples
    --------
    >>> fixed = Weighing("given", np.array([100.0]), np.zeros((2, 1)), lambda c: c, None, 2, "")
    >>> everybody, counts = np.array([True, True]), np.array([[2.0, 0.0]])
    >>> redrawn_parts(np.array([[-1.0], [-2.0]]), fixed, everybody, counts, np.array([[100.0]])).tolist()
    [[-1.0]]
    """
    mine = counts[:, members]
    drawn = mine.sum(axis=1)[:, None]
    with np.errstate(invalid="ignore"):
        if weighing.own is not None:
            return np.asarray(mine @ (gaps * weighing.own / 100)[members] / drawn)
        return np.asarray(weights * (mine @ gaps[members]) / drawn / 100)
