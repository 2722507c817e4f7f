"""Linear regression from covariances, for one or many covariance matrices at once."""

from __future__ import annotations

import numpy as np

__all__ = ["jackknife_covariances", "r_squared", "r_squared_interval", "standardised_slopes"]

DEPENDENT = 1e-12
"""Eigenvalue, as part of the largest, that counts as none."""


def r_squared(covariances: np.ndarray, predictors: np.ndarray) -> np.ndarray:
    """Give the share of the last variable's variance that predictors explain.

    Parameters
    ----------
    covariances : ndarray (…, p + 1, p + 1)
        The outcome last.
    predictors : ndarray of int
        Which of the first p variables predict; none gives 0. Of dependent ones the span counts.

    Returns
    -------
    ndarray (…)

    Examples
    --------
    >>> r_squared(np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0]))
    np.float64(0.25)
    """
    at = np.asarray(predictors, dtype=int)
    if len(at) == 0:
        return np.zeros(covariances.shape[:-2])
    with_outcome = covariances[..., at, -1]
    among = covariances[..., at[:, None], at]
    inverse = np.linalg.pinv(among, rcond=DEPENDENT, hermitian=True)
    slopes = (inverse @ with_outcome[..., None])[..., 0]
    explained = (slopes * with_outcome).sum(axis=-1)
    return np.asarray(explained / covariances[..., -1, -1])[()]


def standardised_slopes(covariances: np.ndarray) -> np.ndarray:
    """Give the standardised slopes of the last variable on all others.

    Parameters
    ----------
    covariances : ndarray (…, p + 1, p + 1)

    Returns
    -------
    ndarray (…, p)

    Examples
    --------
    >>> standardised_slopes(np.array([[4.0, 1.0], [1.0, 1.0]]))
    array([0.5])
    """
    slopes = np.linalg.solve(covariances[..., :-1, :-1], covariances[..., :-1, -1:])[..., 0]
    sd = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    return np.asarray(slopes * sd[..., :-1] / sd[..., -1:])


def r_squared_interval(value: float, n: int, predictors: int, level: float) -> tuple[float, float]:
    """Put a large-sample interval around R², cut at 0 and 1.

    Parameters
    ----------
    value : float
    n, predictors : int
    level : float

    Returns
    -------
    low, high : float

    References
    ----------
    Olkin, I., & Finn, J. D. (1995). Correlations redux. Psychological Bulletin, 118, 155–164; the
    formula as in Cohen, Cohen, West & Aiken (2003, eq. 3.6.3).

    Examples
    --------
    >>> low, high = r_squared_interval(0.5032, 62, 4, 0.95)
    >>> round(low, 2), round(high, 2)
    (0.35, 0.66)
    """
    from scipy.special import ndtri

    ratio = (n - predictors - 1) ** 2 / ((n**2 - 1) * (n + 3))
    half = float(ndtri(0.5 + level / 2)) * np.sqrt(4 * value * (1 - value) ** 2 * ratio)
    return max(0.0, float(value - half)), min(1.0, float(value + half))


def jackknife_covariances(values: np.ndarray) -> np.ndarray:
    """Give the covariances without each respondent in turn.

    Parameters
    ----------
    values : ndarray (n, q)

    Returns
    -------
    ndarray (n, q, q)
        Divisor n − 2.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 3.0]])
    >>> bool(np.allclose(jackknife_covariances(x)[0], np.cov(x[1:].T)))
    True
    """
    n = len(values)
    centred = values - values.mean(axis=0)
    products = centred.T @ centred
    own = centred[:, :, None] * centred[:, None, :]
    return np.asarray((products - own * (n / (n - 1))) / (n - 2))
