"""Parallel analysis: the eigenvalues that answers without any structure would have."""

from __future__ import annotations

from typing import Any

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polychoric import as_tables
from svqkit.psychometrics.correlations.random_correlations import random_correlations
from svqkit.psychometrics.correlations.shuffled_polychorics import shuffled_polychorics
from svqkit.psychometrics.data.answers import as_items, complete_cases
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.extraction.extraction import minres_batch

__all__ = ["KINDS", "component_eigenvalues", "factor_eigenvalues", "unrelated_correlations"]

KINDS = {
    "normal": "unrelated normal data of the same size",
    "shuffled": "the items' own answers, each shuffled among respondents",
}


def unrelated_correlations(
    items: Any, p: int, n: int, draws: int, *, kind: str, correlation: str, rng: np.random.Generator
) -> np.ndarray:
    """Draw correlation matrices of items that have nothing to do with each other.

    Parameters
    ----------
    items : DataFrame, Responses or Moments
        Needed where answers are shuffled.
    p, n, draws : int
        Items, respondents, matrices.
    kind : {"normal", "shuffled"}
    correlation : str
        Polychoric correlations are always of shuffled answers.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (draws, p, p)

    Raises
    ------
    DataError
        If answers are to be shuffled and only moments are given.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> unrelated_correlations(
    ...     None, 4, 90, 5, kind="normal", correlation="pearson", rng=rng
    ... ).shape
    (5, 4, 4)
    """
    if correlation == "polychoric":
        return shuffled_polychorics(as_tables(items), draws, rng)
    if kind == "normal":
        return random_correlations(p, n, draws, rng)
    if isinstance(items, Moments):
        raise DataError('shuffling needs single answers; pass the table, or choose random="normal"')
    answers = complete_cases(as_items(items))[0]
    if correlation == "spearman":
        answers = answers.rank()
    centred = answers.to_numpy() - answers.to_numpy().mean(axis=0)
    scaled = centred / np.sqrt((centred**2).sum(axis=0))
    R = np.empty((draws, p, p))
    for draw in range(draws):
        shuffled = rng.permuted(scaled, axis=0)
        R[draw] = shuffled.T @ shuffled
    return R


def component_eigenvalues(R: np.ndarray) -> np.ndarray:
    """Eigenvalues of correlation matrices, largest first.

    Parameters
    ----------
    R : ndarray (b, p, p)

    Returns
    -------
    ndarray (b, p)

    Examples
    --------
    >>> component_eigenvalues(np.array([[[1.0, 0.5], [0.5, 1.0]]])).round(6)
    array([[1.5, 0.5]])
    """
    return np.linalg.eigvalsh(R)[:, ::-1]


def factor_eigenvalues(R: np.ndarray) -> np.ndarray:
    """Eigenvalues with the communalities of one minres factor on the diagonal.

    Parameters
    ----------
    R : ndarray (b, p, p)

    Returns
    -------
    ndarray (b, p)
        Largest first, as ``psych::fa.parallel`` takes them.

    Examples
    --------
    >>> l = np.array([0.8, 0.7, 0.6, 0.5])
    >>> R = np.outer(l, l); np.fill_diagonal(R, 1)
    >>> np.abs(factor_eigenvalues(R[None])).round(6)
    array([[1.74, 0.  , 0.  , 0.  ]])
    """
    loadings, _ = minres_batch(R, 1)
    reduced = R.copy()
    index = np.arange(R.shape[-1])
    reduced[:, index, index] = loadings[:, :, 0] ** 2
    return component_eigenvalues(reduced)
