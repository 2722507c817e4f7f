"""What the eigenvalues alone say of the number of factors."""

from __future__ import annotations

import numpy as np

__all__ = ["acceleration", "empirical_kaiser", "leading", "optimal_coordinates"]


def acceleration(eigenvalues: np.ndarray) -> np.ndarray:
    """Measure how sharply the scree bends at each eigenvalue.

    Parameters
    ----------
    eigenvalues : ndarray (p,)
        Descending.

    Returns
    -------
    ndarray (p,)
        λ_{i+1} − 2λ_i + λ_{i−1}; NaN at both ends. The elbow is where it is largest, and the
        factors are those before it.

    Notes
    -----
    Raîche, Walls, Magis, Riopel & Blais (2013, *Methodology* 9, 23-29).

    Examples
    --------
    >>> acceleration(np.array([4.0, 1.0, 0.6, 0.4])).round(1).tolist()
    [nan, 2.6, 0.2, nan]
    """
    found = np.full(len(eigenvalues), np.nan)
    found[1:-1] = eigenvalues[2:] - 2 * eigenvalues[1:-1] + eigenvalues[:-2]
    return found


def optimal_coordinates(eigenvalues: np.ndarray) -> np.ndarray:
    """Predict each eigenvalue by the line through the next one and the last.

    Parameters
    ----------
    eigenvalues : ndarray (p,)
        Descending.

    Returns
    -------
    ndarray (p,)
        NaN for the last two, which have no such line. Factors count while their eigenvalue is at
        least as large as predicted, and at least 1.

    Notes
    -----
    Raîche et al. (2013); ``nFactors::nScree`` with Kaiser's bound.

    Examples
    --------
    >>> optimal_coordinates(np.array([4.0, 1.0, 0.6, 0.4])).round(1).tolist()
    [1.3, 0.8, nan, nan]
    """
    p = len(eigenvalues)
    found = np.full(p, np.nan)
    following = np.arange(1, p - 1)
    slope = (eigenvalues[-1] - eigenvalues[following]) / (p - 1 - following)
    found[: p - 2] = eigenvalues[following] - slope
    return found


def empirical_kaiser(eigenvalues: np.ndarray, n: int) -> np.ndarray:
    """Give what each eigenvalue must exceed by the empirical Kaiser criterion.

    Parameters
    ----------
    eigenvalues : ndarray (p,)
        Descending.
    n : int
        Respondents.

    Returns
    -------
    ndarray (p,)
        What earlier eigenvalues leave over, spread evenly, widened for n, and at least 1.

    Notes
    -----
    Braeken & van Assen (2017, *Psychological Methods* 22, 450-466, eq. 2).

    Examples
    --------
    >>> empirical_kaiser(np.array([2.0, 0.6, 0.4]), 300).round(2).tolist()
    [1.21, 1.0, 1.0]
    """
    p = len(eigenvalues)
    before = np.concatenate([[0.0], np.cumsum(eigenvalues)[:-1]])
    spread = (p - before) / (p - np.arange(p)) * (1 + np.sqrt(p / n)) ** 2
    return np.maximum(spread, 1.0)


def leading(passed: np.ndarray) -> int:
    """Count those that pass before the first that does not.

    Parameters
    ----------
    passed : ndarray of bool

    Returns
    -------
    int

    Examples
    --------
    >>> leading(np.array([True, True, False, True]))
    2
    """
    return len(passed) if passed.all() else int(np.argmin(passed))
