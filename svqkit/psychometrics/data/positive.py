"""Symmetric matrices that ought to be positive definite: inverted, or known not to be."""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri

__all__ = ["all_above", "inverse_and_log_determinant"]


def inverse_and_log_determinant(matrix: np.ndarray) -> tuple[np.ndarray, float] | None:
    """Invert a positive definite matrix by its Cholesky factor, which also gives its determinant.

    Parameters
    ----------
    matrix : ndarray (p, p)
        Real and symmetric.

    Returns
    -------
    inverse : ndarray (p, p)
        Exactly symmetric.
    log_determinant : float
        None in place of both where the matrix is not positive definite, or not finite.

    Examples
    --------
    >>> inverse, log_determinant = inverse_and_log_determinant(np.diag([2.0, 4.0]))
    >>> inverse.diagonal().round(12).tolist(), round(log_determinant, 6)
    ([0.5, 0.25], 2.079442)
    >>> inverse_and_log_determinant(np.diag([1.0, -1.0])) is None
    True
    """
    factor, failed = dpotrf(matrix, lower=0, clean=1)
    if failed:
        return None
    log_determinant = 2.0 * float(np.log(factor.diagonal()).sum())
    half, failed = dpotri(factor, lower=0)
    if failed or not np.isfinite(log_determinant):
        return None
    inverse = half + half.T
    inverse.flat[:: len(inverse) + 1] *= 0.5
    return inverse, log_determinant


def all_above(matrix: np.ndarray, least: float) -> bool:
    """Whether every eigenvalue of a symmetric matrix is above a bound, by one Cholesky factor.

    Parameters
    ----------
    matrix : ndarray (p, p)
    least : float

    Returns
    -------
    bool
        Rounding may say no where an eigenvalue is the bound to the last digit.

    Examples
    --------
    >>> all_above(np.array([[1.0, 0.5], [0.5, 1.0]]), 0.4)
    True
    """
    lowered = np.array(matrix, dtype=float)
    lowered.flat[:: len(lowered) + 1] -= least
    factor, failed = dpotrf(lowered)
    return not failed and bool(np.isfinite(factor.diagonal()).all())
