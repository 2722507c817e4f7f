"""Response scales for simulated answers: thresholds of a given skew, or those of observed answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.bivariate_normal import corners, cumulative
from svqkit.psychometrics.data.answers import as_items

__all__ = ["coded_covariance", "even_thresholds", "observed_thresholds", "skewness_of"]

SPAN = 2.5
MOST = 11
"""More different answers than this are no response scale."""


def skewness_of(thresholds: np.ndarray) -> float:
    """Skewness of codes 1, 2, … that thresholds cut a normal variable into.

    Parameters
    ----------
    thresholds : ndarray (c − 1,)

    Returns
    -------
    float

    Examples
    --------
    >>> round(skewness_of(np.array([-1.0, 1.0])), 6)
    0.0
    """
    shares = np.diff(np.concatenate([[0.0], ndtr(thresholds), [1.0]]))
    codes = np.arange(1, len(shares) + 1)
    deviations = codes - shares @ codes
    return float(shares @ deviations**3 / (shares @ deviations**2) ** 1.5)


def even_thresholds(categories: int, skew: float = 0.0) -> np.ndarray:
    """Thresholds equally far apart over ±2.5 standard deviations, moved to give a skewness.

    Parameters
    ----------
    categories : int
        2 to 11.
    skew : float
        Skewness of the answers; negative where high answers are frequent, as in satisfaction.

    Returns
    -------
    ndarray (categories − 1,)

    Raises
    ------
    ValueError
        If the number of categories or the skewness is impossible.

    References
    ----------
    Symmetric thresholds as in Rhemtulla, Brosseau-Liard & Savalei (2012). Psychological Methods,
    17, 354–373.

    Examples
    --------
    >>> even_thresholds(5).tolist()
    [-1.5, -0.5, 0.5, 1.5]
    """
    from scipy.optimize import brentq

    if not 2 <= categories <= MOST:
        raise ValueError(f"categories={categories} must be 2 to {MOST}")
    middle = np.linspace(-SPAN, SPAN, categories + 1)[1:-1]
    if skew == 0:
        return middle
    low, high = -SPAN, SPAN
    ends = [skewness_of(middle + move) for move in (low, high)]
    if not min(ends) < skew < max(ends):
        raise ValueError(
            f"skew={skew:g} is out of reach of {categories} categories "
            f"({min(ends):.2f} to {max(ends):.2f})"
        )
    move = brentq(lambda shift: skewness_of(middle + shift) - skew, low, high)
    return middle + float(move)


def observed_thresholds(items: Any, names: Sequence[str]) -> tuple[np.ndarray, ...]:
    """Thresholds that give simulated answers the observed categories and frequencies.

    Parameters
    ----------
    items : DataFrame or Responses
    names : sequence of str

    Returns
    -------
    tuple of ndarray
        One an item. A category that nobody chose has no threshold.

    Raises
    ------
    DataError
        If an item is absent, constant, or has more than eleven different answers.

    Examples
    --------
    >>> import pandas as pd
    >>> observed_thresholds(pd.DataFrame({"Q1": [1, 1, 2, 2, 2, 2, 3, 3]}), ["Q1"])[0].round(3).tolist()
    [-0.674, 0.674]
    """
    table = getattr(items, "perceptions", items)
    for name in names:
        if name not in getattr(table, "columns", names):
            raise DataError(f"items lack {name!r}, which the model has", column=name)
    frame = as_items(table[list(names)] if hasattr(table, "columns") else table)
    found = []
    for name in names:
        shares = frame[name].value_counts(normalize=True).sort_index().to_numpy()
        if not 2 <= len(shares) <= MOST:
            raise DataError(
                f"item {name!r} has {len(shares)} different answers; a response scale has 2 to {MOST}. "
                "Leave items= out for continuous answers",
                column=name,
            )
        found.append(ndtri(np.cumsum(shares)[:-1]))
    return tuple(found)


def coded_covariance(correlations: np.ndarray, thresholds: Sequence[np.ndarray]) -> np.ndarray:
    """Covariances of the codes that thresholds cut normal responses into.

    Parameters
    ----------
    correlations : ndarray (p, p)
        Of the responses.
    thresholds : sequence of ndarray
        One an item.

    Returns
    -------
    ndarray (p, p)
        A code counts the thresholds below the response, so that two codes' covariance is the sum of
        P(both below) − P(one below)·P(other below) over pairs of thresholds.

    Examples
    --------
    >>> R = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> coded_covariance(R, [np.zeros(1)] * 2).round(4).tolist()
    [[0.25, 0.0833], [0.0833, 0.25]]
    """
    p = len(correlations)
    cuts = np.full((p, max(len(points) for points in thresholds)), np.inf)
    for item, points in enumerate(thresholds):
        cuts[item, : len(points)] = points
    below = ndtr(cuts)
    first, second = np.tril_indices(p, -1)
    at = corners(cuts[first], cuts[second])
    shared = (cumulative(at, correlations[first, second]) - at.independent).sum(axis=(1, 2))
    both = np.minimum(below[:, :, None], below[:, None, :]) - below[:, :, None] * below[:, None, :]
    found = np.diag(both.sum(axis=(1, 2)))
    found[first, second] = found[second, first] = shared
    return found
