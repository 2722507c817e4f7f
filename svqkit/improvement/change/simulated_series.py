"""Tests of many simulated series at once."""

from __future__ import annotations

from typing import Literal

import numpy as np

from svqkit.improvement.change.series_errors import newey_west_lags

__all__ = ["ar1_deviations", "ar1_t", "hac_t", "simulated_tests"]

GRID = np.linspace(-0.95, 0.98, 80)
"""Correlations among which REML chooses."""


def simulated_tests(
    X: np.ndarray,
    row: np.ndarray,
    effect: float,
    rho: float,
    *,
    errors: Literal["hac", "ar1"],
    alpha: float,
    simulations: int,
    seed: int | None,
) -> tuple[float, float]:
    """Say how often an effect is found where there is one, and where there is none.

    Parameters
    ----------
    X : ndarray (n, k)
    row : ndarray (k,)
        What is tested: row · coefficients.
    effect : float
        Its true value, in standard deviations of a point.
    rho : float
    errors : {"hac", "ar1"}
    alpha : float
    simulations : int
    seed : int, optional

    Returns
    -------
    power, false_alarms : float

    Examples
    --------
    >>> X = np.ones((40, 1))
    >>> power, alarms = simulated_tests(X, np.ones(1), 2.0, 0.0, errors="hac", alpha=0.05,
    ...                                 simulations=400, seed=1)
    >>> power > 0.99, alarms < 0.12
    (True, True)
    """
    from scipy.special import stdtrit

    n, k = X.shape
    noise = ar1_deviations(simulations, n, rho, seed)
    estimate, se = hac_t(noise, X, row) if errors == "hac" else ar1_t(noise, X, row)
    critical = float(stdtrit(n - k, 1 - alpha / 2))
    # Residuals do not depend on the coefficients: the effect only moves the estimate.
    power = float((np.abs(estimate + effect) > critical * se).mean())
    return power, float((np.abs(estimate) > critical * se).mean())


def ar1_deviations(count: int, n: int, rho: float, seed: int | None) -> np.ndarray:
    """Draw stationary AR(1) series with a standard deviation of 1.

    Parameters
    ----------
    count, n : int
    rho : float
    seed : int, optional

    Returns
    -------
    ndarray (count, n)

    Examples
    --------
    >>> ar1_deviations(2, 3, 0.5, 1).shape
    (2, 3)
    """
    from scipy.signal import lfilter

    drawn = np.random.default_rng(seed).normal(size=(count, n))
    drawn[:, 1:] *= np.sqrt(1 - rho**2)
    result: np.ndarray = lfilter([1.0], [1.0, -rho], drawn, axis=1)
    return result


def hac_t(Y: np.ndarray, X: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Estimate one quantity in many series, with Newey–West errors.

    Parameters
    ----------
    Y : ndarray (count, n)
    X : ndarray (n, k)
    row : ndarray (k,)

    Returns
    -------
    estimate, se : ndarray (count,)

    Examples
    --------
    >>> estimate, se = hac_t(np.array([[1.0, 2, 3, 6]]), np.ones((4, 1)), np.ones(1))
    >>> estimate.tolist(), (se**2).round(4).tolist()
    ([3.0], [1.3333])
    """
    n, k = X.shape
    bread = np.linalg.inv(X.T @ X)
    influence = X @ (bread @ row)
    scores = (Y - (Y @ X) @ bread @ X.T) * influence
    lags = newey_west_lags(n)
    variance = (scores**2).sum(axis=1)
    for lag in range(1, lags + 1):
        weight = 1 - lag / (lags + 1)
        variance += 2 * weight * (scores[:, lag:] * scores[:, :-lag]).sum(axis=1)
    return Y @ influence, np.sqrt(variance * n / (n - k))


def ar1_t(Y: np.ndarray, X: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Estimate one quantity in many series, with AR(1) errors by REML on a grid.

    Parameters
    ----------
    Y : ndarray (count, n)
    X : ndarray (n, k)
    row : ndarray (k,)

    Returns
    -------
    estimate, se : ndarray (count,)

    Examples
    --------
    >>> Y = ar1_deviations(3, 60, 0.5, 2)
    >>> estimate, se = ar1_t(Y, np.ones((60, 1)), np.ones(1))
    >>> se.shape
    (3,)
    """
    n, k = X.shape
    best = np.full(len(Y), np.inf)
    estimate, se = np.zeros(len(Y)), np.zeros(len(Y))
    for rho in GRID:
        scale = np.sqrt(1 - rho**2)
        A = np.vstack([X[:1], (X[1:] - rho * X[:-1]) / scale])
        B = np.hstack([Y[:, :1], (Y[:, 1:] - rho * Y[:, :-1]) / scale])
        inner = A.T @ A
        bread = np.linalg.inv(inner)
        weights = A @ (bread @ row)
        left = B - (B @ A) @ bread @ A.T
        rss = (left**2).sum(axis=1)
        minus_twice = (
            (n - k) * np.log(rss) + np.linalg.slogdet(inner)[1] + (n - 1) * np.log(1 - rho**2)
        )
        better = minus_twice < best
        best[better] = minus_twice[better]
        estimate[better] = (B @ weights)[better]
        se[better] = np.sqrt(rss[better] / (n - k) * (row @ bread @ row))
    return estimate, se
