"""Velicer's minimum average partial: what is left between items after each component."""

from __future__ import annotations

import numpy as np

__all__ = ["average_partials"]


def average_partials(R: np.ndarray, power: int) -> np.ndarray:
    """Average power of the partial correlations after 0, 1, … p − 1 components.

    Parameters
    ----------
    R : ndarray (p, p)
        Correlations.
    power : {2, 4}
        2 is the original test, 4 the revised one.

    Returns
    -------
    ndarray (p,)
        Entry k is the average after taking out k components; NaN where a component leaves an
        item without variance.

    Notes
    -----
    Velicer (1976, *Psychometrika* 41, 321-327); Velicer, Eaton & Fava (2000) for the 4th power.

    Examples
    --------
    >>> average_partials(np.array([[1, 0.5], [0.5, 1]]), 2).round(3).tolist()
    [0.25, 1.0]
    """
    p = len(R)
    values, vectors = np.linalg.eigh(R)
    components = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
    averages = np.full(p, np.nan)
    left = R.copy()
    for k in range(p):
        if k > 0:
            left = left - np.outer(components[:, k - 1], components[:, k - 1])
        variance = np.diag(left)
        if (variance <= 1e-12).any():
            break
        root = np.sqrt(variance)
        partial = left / np.outer(root, root)
        np.fill_diagonal(partial, 0)
        averages[k] = (np.abs(partial) ** power).sum() / (p * (p - 1))
    return averages
