"""Draws from a population: sample covariances without a single answer, or answers where needed.

With normal answers and a method that looks at covariances only, the sample covariance matrix is
drawn itself: it is Wishart, and Bartlett's decomposition costs p² a draw, whatever n. Answers on a
response scale are normal variables cut at thresholds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["cut", "draw_answers", "draw_covariances", "leave_gaps"]


def draw_covariances(
    covariance: np.ndarray, n: int, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw sample covariance matrices (divisor n) of n normal respondents.

    Parameters
    ----------
    covariance : ndarray (p, p)
        Of the population, positive definite.
    n : int
        Respondents, more than p.
    draws : int
        Matrices.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (draws, p, p)

    Notes
    -----
    Bartlett (1933, *Proceedings of the Royal Society of Edinburgh* 53, 260-283): with L Lᵀ = Σ and T
    lower triangular, χ(n − 1), χ(n − 2), … on its diagonal and standard normals below, (L T)(L T)ᵀ
    is Wishart with n − 1 degrees of freedom.

    Examples
    --------
    >>> S = draw_covariances(np.eye(3), 100, 2000, np.random.default_rng(1))
    >>> np.diag(S.mean(axis=0)).round(2).tolist()
    [0.98, 0.99, 0.99]
    """
    p = len(covariance)
    root = np.zeros((draws, p, p))
    row, column = np.tril_indices(p, -1)
    root[:, row, column] = rng.standard_normal((draws, len(row)))
    at = np.arange(p)
    root[:, at, at] = np.sqrt(rng.chisquare(n - 1 - at, size=(draws, p)))
    root = np.linalg.cholesky(covariance) @ root
    return root @ np.swapaxes(root, 1, 2) / n


def draw_answers(covariance: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw normal answers with mean 0.

    Parameters
    ----------
    covariance : ndarray (p, p)
        Positive definite.
    n : int
        Respondents.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (n, p)

    Examples
    --------
    >>> draw_answers(np.eye(3), 5, np.random.default_rng(1)).shape
    (5, 3)
    """
    return rng.standard_normal((n, len(covariance))) @ np.linalg.cholesky(covariance).T


def cut(answers: np.ndarray, thresholds: Sequence[np.ndarray]) -> np.ndarray:
    """Turn continuous responses into codes 1, 2, … by each item's thresholds.

    Parameters
    ----------
    answers : ndarray (n, p)
        In standard deviations.
    thresholds : sequence of ndarray
        Ascending, one array an item.

    Returns
    -------
    ndarray (n, p)

    Examples
    --------
    >>> cut(np.array([[-1.0], [0.2], [3.0]]), [np.array([0.0, 1.0])]).ravel().tolist()
    [1.0, 2.0, 3.0]
    """
    codes = np.empty_like(answers)
    for item, points in enumerate(thresholds):
        codes[:, item] = 1 + np.searchsorted(points, answers[:, item])
    return codes


def leave_gaps(answers: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Take answers away completely at random.

    Parameters
    ----------
    answers : ndarray (n, p)
        Left as it is.
    share : float
        Probability that an answer is missing.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (n, p)

    Examples
    --------
    >>> int(np.isnan(leave_gaps(np.ones((100, 4)), 0.5, np.random.default_rng(1))).sum())
    210
    """
    return np.where(rng.random(answers.shape) < share, np.nan, answers)
