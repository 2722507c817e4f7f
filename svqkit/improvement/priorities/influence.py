"""How much each respondent moves a mean or a correlation, and what other samples would give."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = [
    "correlation_influence",
    "mean_influence",
    "redrawn_correlations",
    "redrawn_means",
]


def mean_influence(values: np.ndarray) -> np.ndarray:
    """Give each respondent's influence on each column's mean.

    Parameters
    ----------
    values : ndarray (n, k)
        NaN where missing.

    Returns
    -------
    ndarray (n, k)
        0 where missing. The sum of squares over n² is s² over the number who answered.

    Examples
    --------
    >>> given = np.array([[1.0], [2.0], [6.0]])
    >>> squares = (mean_influence(given) ** 2).sum(axis=0) / 9
    >>> bool(abs(squares[0] - given.var(ddof=1) / 3) < 1e-12)
    True
    """
    there = ~np.isnan(values)
    n = np.maximum(there.sum(axis=0), 1)
    known = np.where(there, values, 0.0)
    moved = np.where(there, values - known.sum(axis=0) / n, 0.0) * (len(values) / n)
    return np.asarray(moved * np.sqrt(n / np.maximum(n - 1, 1)))


def correlation_influence(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Give each respondent's influence on each column's correlation with y.

    z_x z_y − r (z_x² + z_y²) / 2 over those who have both (Devlin, Gnanadesikan & Kettenring 1975,
    Biometrika 62, 531–545); needs no normality.

    Parameters
    ----------
    x : ndarray (n, k)
    y : ndarray (n,)

    Returns
    -------
    ndarray (n, k)
        0 for those without both.

    Examples
    --------
    >>> x = np.array([[1.0], [2.0], [3.0]])
    >>> correlation_influence(x, x[:, 0]).round(9).tolist()
    [[0.0], [0.0], [0.0]]
    """
    both = np.isfinite(x) & np.isfinite(y)[:, None]
    n = both.sum(axis=0)

    def standard(values: np.ndarray) -> np.ndarray:
        known = np.where(both, values, 0.0)
        centred = np.where(both, known - known.sum(axis=0) / n, 0.0)
        return np.asarray(centred / np.sqrt((centred**2).sum(axis=0) / n))

    zx, zy = standard(x), standard(np.broadcast_to(y[:, None], x.shape))
    r = (zx * zy).sum(axis=0) / n
    moved = zx * zy - r * (zx**2 + zy**2) / 2
    return np.asarray(moved * (len(x) / n) * np.sqrt(n / np.maximum(n - 1, 1)))


def redrawn_means(values: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Make the function from counts of respondents to the means of those samples.

    Parameters
    ----------
    values : ndarray (n, k)
        NaN where missing.

    Returns
    -------
    callable
        ndarray (b, n) to ndarray (b, k); NaN where a sample has nobody.

    Examples
    --------
    >>> redrawn_means(np.array([[1.0], [4.0]]))(np.array([[2.0, 0.0], [1.0, 1.0]])).tolist()
    [[1.0], [2.5]]
    """
    there = (~np.isnan(values)).astype(float)
    known = np.where(there > 0, values, 0.0)

    def means(counts: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((counts @ known) / (counts @ there))

    return means


def redrawn_correlations(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Make the function from counts of respondents to each column's correlation with y.

    Parameters
    ----------
    x : ndarray (n, k)
    y : ndarray (n,)

    Returns
    -------
    callable
        ndarray (b, n) to ndarray (b, k); NaN where nothing varies in a sample.

    Examples
    --------
    >>> x = np.array([[1.0], [2.0], [4.0]])
    >>> redrawn_correlations(x, np.array([1.0, 3.0, 5.0]))(np.ones((1, 3))).round(3).tolist()
    [[0.982]]
    """
    both = np.isfinite(x) & np.isfinite(y)[:, None]
    n = both.sum(axis=0)
    centre_x = np.where(both, x, 0.0).sum(axis=0) / n
    centre_y = np.where(both, y[:, None], 0.0).sum(axis=0) / n
    a = np.where(both, x - centre_x, 0.0)
    b = np.where(both, y[:, None] - centre_y, 0.0)
    sums = np.hstack([both, a, b, a * a, b * b, a * b])

    def correlations(counts: np.ndarray) -> np.ndarray:
        w, sa, sb, saa, sbb, sab = np.split(counts @ sums, 6, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            covariance = sab - sa * sb / w
            spread = np.sqrt((saa - sa**2 / w) * (sbb - sb**2 / w))
            return np.asarray(covariance / spread)

    return correlations
