"""Correlation matrices of unrelated normal items, drawn without drawing a single answer."""

from __future__ import annotations

import numpy as np

__all__ = ["random_correlations"]


def random_correlations(p: int, n: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw sample correlation matrices of n respondents on p independent normal items.

    Parameters
    ----------
    p : int
        Items.
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
    The cross-products of n normal rows are Wishart with n − 1 degrees of freedom. Bartlett (1933,
    *Proceedings of the Royal Society of Edinburgh* 53, 260-283): T Tᵀ has this distribution if T
    is lower triangular with independent χ(n − 1), χ(n − 2), … on its diagonal and standard
    normals below. So a draw costs p², whatever n.

    Examples
    --------
    >>> random_correlations(4, 100, 3, np.random.default_rng(1)).shape
    (3, 4, 4)
    """
    T = np.zeros((draws, p, p))
    row, column = np.tril_indices(p, -1)
    T[:, row, column] = rng.standard_normal((draws, len(row)))
    index = np.arange(p)
    T[:, index, index] = np.sqrt(rng.chisquare(n - 1 - index, size=(draws, p)))
    T /= np.sqrt((T**2).sum(axis=2, keepdims=True))
    R = T @ np.swapaxes(T, 1, 2)
    R[:, index, index] = 1.0
    return R
