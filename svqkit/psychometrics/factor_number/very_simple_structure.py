"""Very simple structure: how well factors fit when each item may use one or two of them."""

from __future__ import annotations

import numpy as np

__all__ = ["very_simple_fit"]


def very_simple_fit(R: np.ndarray, loadings: np.ndarray, complexity: int) -> float:
    """Judge the fit of a solution reduced to the largest loadings of each item.

    Parameters
    ----------
    R : ndarray (p, p)
        Correlations.
    loadings : ndarray (p, m)
        Orthogonally rotated.
    complexity : int
        Loadings kept of each item.

    Returns
    -------
    float
        1 − (sum of squared residuals)/(sum of squared correlations), diagonals included as in
        ``psych::vss``.

    Notes
    -----
    Revelle & Rocklin (1979, *Multivariate Behavioral Research* 14, 403-414).

    Examples
    --------
    >>> l = np.array([[0.8, 0.1], [0.7, 0.0], [0.0, 0.9]])
    >>> round(very_simple_fit(l @ l.T, l, 2), 6), round(very_simple_fit(l @ l.T, l, 1), 3)
    (1.0, 0.992)
    """
    m = loadings.shape[1]
    kept = loadings.copy()
    if complexity < m:
        small = np.argsort(-np.abs(loadings), axis=1, kind="stable")[:, complexity:]
        np.put_along_axis(kept, small, 0.0, axis=1)
    residual = R - kept @ kept.T
    return float(1 - (residual**2).sum() / (R**2).sum())
