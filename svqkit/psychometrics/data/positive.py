"""Symmetric matrices that ought to be positive definite: inverted, or known not to be."""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs

__all__ = [
    "all_above",
    "factor_above",
    "inverse_and_log_determinant",
    "log_determinant",
    "solved_by_factor",
]


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


def log_determinant(matrix: np.ndarray) -> float:
    """Take the log determinant of a matrix that is known to be positive definite.

    Parameters
    ----------
    matrix : ndarray (p, p)

    Returns
    -------
    float
        NaN where it is not.

    Examples
    --------
    >>> round(log_determinant(np.diag([2.0, 4.0])), 6)
    2.079442
    """
    factor, failed = dpotrf(matrix)
    return float("nan") if failed else 2.0 * float(np.log(factor.diagonal()).sum())


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
    return factor_above(matrix, least) is not None


def factor_above(matrix: np.ndarray, least: float) -> np.ndarray | None:
    """Factor a symmetric matrix less a bound of its eigenvalues: M − least·1 = Uᵀ U.

    Parameters
    ----------
    matrix : ndarray (p, p)
    least : float
        Below 0, it is added to the diagonal.

    Returns
    -------
    ndarray (p, p)
        Cholesky's upper factor; None where an eigenvalue is not above the bound.

    Examples
    --------
    >>> factor_above(np.array([[5.0, 0.0], [0.0, 10.0]]), 1.0)
    array([[2., 0.],
           [0., 3.]])
    """
    lowered = np.array(matrix, dtype=float)
    lowered.flat[:: len(lowered) + 1] -= least
    factor, failed = dpotrf(lowered)
    return None if failed or not np.isfinite(factor.diagonal()).all() else factor


def solved_by_factor(factor: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve Uᵀ U x = b.

    Parameters
    ----------
    factor : ndarray (p, p)
        Cholesky's upper factor U.
    right : ndarray (p,)
        b.

    Returns
    -------
    ndarray (p,)

    Examples
    --------
    >>> solved_by_factor(np.diag([2.0, 3.0]), np.array([8.0, 9.0]))
    array([2., 1.])
    """
    return np.asarray(dpotrs(factor, right)[0])
