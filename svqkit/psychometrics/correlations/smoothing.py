"""The nearest usable matrix when pairwise estimates do not fit together."""

from __future__ import annotations

import numpy as np

__all__ = ["smooth_correlation"]

TOLERANCE = 1e-12


def smooth_correlation(R: np.ndarray) -> np.ndarray:
    """Lift negative eigenvalues of a correlation matrix a little above zero.

    Parameters
    ----------
    R : ndarray (p, p)

    Returns
    -------
    ndarray (p, p)
        The same matrix if it is positive definite.

    Notes
    -----
    ``psych::cor.smooth``: eigenvalues below 1e-12 become 1e-10, all are scaled to sum to p, and the
    result is scaled to a unit diagonal. The smoothed matrix is almost singular: it can be factored,
    but its inverse (KMO, Bartlett, maximum likelihood) says little.

    Examples
    --------
    >>> R = np.array([[1, 0.9, 0.2], [0.9, 1, 0.9], [0.2, 0.9, 1]])
    >>> bool(np.linalg.eigvalsh(R)[0] < 0), bool(np.linalg.eigvalsh(smooth_correlation(R))[0] > 0)
    (True, True)
    """
    values, vectors = np.linalg.eigh(R)
    if values[0] >= np.finfo(float).eps:
        return R
    values = np.where(values < TOLERANCE, 100 * TOLERANCE, values)
    values *= len(R) / values.sum()
    smoothed = (vectors * values) @ vectors.T
    scale = np.sqrt(np.diag(smoothed))
    smoothed /= np.outer(scale, scale)
    np.fill_diagonal(smoothed, 1.0)
    return np.asarray((smoothed + smoothed.T) / 2)
