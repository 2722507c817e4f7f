"""Weights and consistency of reciprocal matrices, many at once."""

from __future__ import annotations

import numpy as np

__all__ = [
    "RANDOM_INDEX",
    "consensus",
    "consistency",
    "geometric_weights",
    "principal_weights",
    "without_judgement",
]

RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
"""Mean consistency index of random judgements of 1 to 15 things (Saaty 1980)."""


def principal_weights(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the principal eigenvector of positive matrices, summing to 1, and its eigenvalue.

    Parameters
    ----------
    matrices : ndarray (…, n, n)
        Nonnegative and irreducible.

    Returns
    -------
    weights : ndarray (…, n)
    largest : ndarray (…)

    References
    ----------
    Saaty, T. L. (1980). The analytic hierarchy process.

    Examples
    --------
    >>> weights, largest = principal_weights(np.array([[1.0, 3.0], [1 / 3, 1.0]]))
    >>> weights.round(6).tolist(), largest.round(6)
    ([0.75, 0.25], np.float64(2.0))
    """
    values, vectors = np.linalg.eig(matrices)
    at = values.real.argmax(axis=-1)
    largest = np.take_along_axis(values.real, at[..., None], axis=-1)[..., 0]
    principal = np.take_along_axis(vectors, at[..., None, None], axis=-1)[..., 0].real
    return principal / principal.sum(axis=-1, keepdims=True), largest[()]


def geometric_weights(matrices: np.ndarray) -> np.ndarray:
    """Give the geometric means of the rows, summing to 1 (Crawford & Williams 1985).

    Parameters
    ----------
    matrices : ndarray (…, n, n)

    Returns
    -------
    ndarray (…, n)

    Examples
    --------
    >>> geometric_weights(np.array([[1.0, 3.0], [1 / 3, 1.0]])).round(6).tolist()
    [0.75, 0.25]
    """
    means = np.exp(np.log(matrices).mean(axis=-1))
    return np.asarray(means / means.sum(axis=-1, keepdims=True))


def consistency(largest: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the consistency index (λ − n)/(n − 1) and its ratio to that of random judgements.

    Parameters
    ----------
    largest : ndarray
        Principal eigenvalues.
    n : int
        Things compared, up to 15.

    Returns
    -------
    index, ratio : ndarray
        Two things are always consistent: both 0.

    Examples
    --------
    >>> [float(value.round(4)) for value in consistency(np.array(3.058), 3)]
    [0.029, 0.05]
    """
    index = np.maximum(np.asarray(largest) - n, 0) / (n - 1)
    if n < 3:
        return np.zeros_like(index), np.zeros_like(index)
    return index, index / RANDOM_INDEX[n - 1]


def without_judgement(matrix: np.ndarray, row: int, column: int) -> float:
    """Say what a judgement would be if it followed from all others.

    Parameters
    ----------
    matrix : ndarray (n, n)
        Reciprocal, n at least 3.
    row, column : int

    Returns
    -------
    float
        The ratio of the two weights that the other judgements give: the pair is emptied and one is
        added to both diagonal cells (Harker 1987).

    References
    ----------
    Harker, P. T. (1987). Alternative modes of questioning in the analytic hierarchy process.
    Mathematical Modelling, 9, 353–360.

    Examples
    --------
    >>> a = np.array([[1, 2, 9], [1 / 2, 1, 3], [1 / 9, 1 / 3, 1]])
    >>> round(without_judgement(a, 0, 2), 6)
    6.0
    """
    open_pair = matrix.copy()
    open_pair[row, column] = open_pair[column, row] = 0
    open_pair[row, row] = open_pair[column, column] = 2
    weights, _ = principal_weights(open_pair)
    return float(weights[row] / weights[column])


def consensus(priorities: np.ndarray, largest: float = 9.0) -> float:
    """Measure how far experts' weights agree, from 0 (none) to 1 (the same weights).

    Shannon entropies as effective numbers: D_α within experts, D_γ of their mean weights,
    D_β = D_γ / D_α. S* = (1/D_β − D_α,min/n) / (1 − D_α,min/n), where D_α,min belongs to an expert
    who puts one thing 9 times above all others.

    Parameters
    ----------
    priorities : ndarray (experts, n)
        Each row sums to 1.
    largest : float
        End of the judgement scale.

    Returns
    -------
    float

    References
    ----------
    Goepel, K. D. (2013). Implementing the analytic hierarchy process as a standard method for
    multi-criteria decision making in corporate enterprises. ISAHP; with his later D_γ,max = n
    (bpmsg.com), which does not depend on the number of experts.

    Examples
    --------
    >>> consensus(np.array([[0.9, 0.1], [0.1, 0.9]])), consensus(np.array([[0.7, 0.3]] * 2))
    (0.0, 1.0)
    """

    def number(shares: np.ndarray) -> np.ndarray:
        positive = np.where(shares > 0, shares, 1.0)
        return np.asarray(-(positive * np.log(positive)).sum(axis=-1))

    n = priorities.shape[1]
    within, together = number(priorities).mean(), number(priorities.mean(axis=0))
    one = np.array([largest, *[1.0] * (n - 1)]) / (n + largest - 1)
    least = np.exp(number(one)) / n
    found = (np.exp(within - together) - least) / (1 - least)
    return float(np.clip(np.round(found, 12), 0, 1))
