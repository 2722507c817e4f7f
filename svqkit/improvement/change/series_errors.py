"""Errors of a regression over time: Newey and West's, and an AR(1) process by REML."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from svqkit.errors import MissingExtraError

__all__ = ["SeriesFit", "ar1_fit", "autocorrelation", "hac_fit", "newey_west_lags", "ols_fit"]


class SeriesFit(NamedTuple):
    """Coefficients, their covariance, residuals, degrees of freedom, and ρ where it is estimated.

    Examples
    --------
    >>> SeriesFit(np.ones(1), np.eye(1), np.zeros(3), 2, float("nan")).df
    2
    """

    estimate: np.ndarray
    covariance: np.ndarray
    residuals: np.ndarray
    df: int
    rho: float


def newey_west_lags(n: int) -> int:
    """Choose the number of lags for n points, ⌊4(n/100)^(2/9)⌋.

    Parameters
    ----------
    n : int

    Returns
    -------
    int

    References
    ----------
    Newey & West (1994), Review of Economic Studies 61, 631–653.

    Examples
    --------
    >>> newey_west_lags(24), newey_west_lags(104)
    (2, 4)
    """
    return int(4 * (n / 100) ** (2 / 9))


def ols_fit(y: np.ndarray, X: np.ndarray) -> SeriesFit:
    """Least squares as if the points were independent.

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)

    Returns
    -------
    SeriesFit

    Examples
    --------
    >>> ols_fit(np.array([1.0, 2, 3, 6]), np.ones((4, 1))).estimate.tolist()
    [3.0]
    """
    bread = np.linalg.inv(X.T @ X)
    estimate = bread @ (X.T @ y)
    residuals = y - X @ estimate
    df = len(y) - X.shape[1]
    return SeriesFit(estimate, bread * (residuals @ residuals) / df, residuals, df, np.nan)


def hac_fit(y: np.ndarray, X: np.ndarray, steps: np.ndarray, lags: int) -> SeriesFit:
    """Least squares with errors robust to unequal variances and autocorrelation (Bartlett kernel).

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)
    steps : ndarray (n,) of int
        Places in time; at a gap the scores are zero, so that only points a lag apart are paired.
    lags : int

    Returns
    -------
    SeriesFit
        With the correction n/(n − k).

    References
    ----------
    Newey & West (1987), Econometrica 55, 703–708. R: ``sandwich::NeweyWest(lag, prewhite = FALSE,
    adjust = TRUE)``. Gaps: Datta & Du (2012), amplitude-modulated estimator.

    Examples
    --------
    >>> y = np.array([1.0, 2, 3, 6])
    >>> hac_fit(y, np.ones((4, 1)), np.arange(4), 1).covariance.round(4).tolist()
    [[1.3333]]
    """
    try:
        from statsmodels.stats.sandwich_covariance import S_hac_simple
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None
    plain = ols_fit(y, X)
    scores = np.zeros((int(steps[-1] - steps[0]) + 1, X.shape[1]))
    scores[steps - steps[0]] = X * plain.residuals[:, None]
    bread = np.linalg.inv(X.T @ X)
    covariance = bread @ S_hac_simple(scores, nlags=lags) @ bread * len(y) / plain.df
    return plain._replace(covariance=covariance)


def ar1_fit(y: np.ndarray, X: np.ndarray, steps: np.ndarray) -> SeriesFit:
    """Generalised least squares with AR(1) errors, their correlation by REML.

    Parameters
    ----------
    y : ndarray (n,)
    X : ndarray (n, k)
    steps : ndarray (n,) of int
        Places in time; over a gap of h the correlation is ρ^h.

    Returns
    -------
    SeriesFit
        ρ is sought between −0.99 and 0.999; at an end the series is no AR(1) process around a line.

    References
    ----------
    Turner et al. (2021), BMC Medical Research Methodology 21, 181: REML among methods for
    interrupted series. R: ``nlme::gls(correlation = corAR1(), method = "REML")``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> round(ar1_fit(rng.normal(size=50).cumsum(), np.ones((50, 1)), np.arange(50)).rho, 2) > 0.8
    True
    """
    from scipy.optimize import minimize_scalar

    n, k = X.shape
    apart = np.diff(steps)

    def transformed(rho: float, values: np.ndarray) -> np.ndarray:
        own = rho**apart
        scale = 1 / np.sqrt(1 - own**2)
        shape = (-1,) + (1,) * (values.ndim - 1)
        later = (values[1:] - own.reshape(shape) * values[:-1]) * scale.reshape(shape)
        return np.concatenate([values[:1], later])

    def minus_twice(rho: float) -> float:
        fit = ols_fit(transformed(rho, y), transformed(rho, X))
        inner = np.linalg.slogdet(transformed(rho, X).T @ transformed(rho, X))[1]
        outer = np.log(1 - rho ** (2 * apart)).sum()
        return float((n - k) * np.log(fit.residuals @ fit.residuals) + inner + outer)

    found = minimize_scalar(
        minus_twice, bounds=(-0.99, 0.999), method="bounded", options={"xatol": 1e-9}
    )
    rho = float(found.x)
    fit = ols_fit(transformed(rho, y), transformed(rho, X))
    return SeriesFit(fit.estimate, fit.covariance, y - X @ fit.estimate, n - k, rho)


def autocorrelation(
    residuals: np.ndarray, steps: np.ndarray, lags: int
) -> tuple[np.ndarray, float]:
    """Correlate residuals with those some steps earlier, and test all lags at once.

    Parameters
    ----------
    residuals : ndarray (n,)
    steps : ndarray (n,) of int
    lags : int

    Returns
    -------
    r : ndarray (lags,)
    p : float
        Ljung and Box's test.

    References
    ----------
    Ljung & Box (1978), Biometrika 65, 297–303. R: ``Box.test(type = "Ljung-Box")``.

    Examples
    --------
    >>> autocorrelation(np.array([1.0, -1, 1, -1]), np.arange(4), 1)[0].tolist()
    [-0.75]
    """
    from scipy.special import chdtrc

    whole = np.zeros(int(steps[-1] - steps[0]) + 1)
    whole[steps - steps[0]] = residuals - residuals.mean()
    r = np.array([whole[lag:] @ whole[:-lag] for lag in range(1, lags + 1)]) / (whole @ whole)
    n = len(residuals)
    q = n * (n + 2) * (r**2 / (n - np.arange(1, lags + 1))).sum()
    return r, float(chdtrc(lags, q))
