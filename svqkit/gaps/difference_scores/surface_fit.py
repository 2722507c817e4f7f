"""Least squares for the surface: coefficients, their errors, joint tests, resamples, influence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import chdtrc, fdtrc

from svqkit.psychometrics.data.resampling import MOST_COUNTS

__all__ = [
    "Fit",
    "fit_checks",
    "joint_test",
    "least_squares",
    "resampled_coefficients",
    "spread_test",
]

SINGULAR = 1e-11


class Fit(NamedTuple):
    """A fitted regression.

    Parameters
    ----------
    b : ndarray (k,)
    cov : ndarray (k, k)
        Of the coefficients, by the chosen kind of errors.
    rss, tss : float
        Residual and total sum of squares about the mean.
    df : int
        n − k.
    residuals, leverage, cook : ndarray (n,)
        Cook's distance uses ordinary errors.

    Examples
    --------
    >>> one = np.ones(1)
    >>> Fit(one, np.eye(1), rss=2.0, tss=8.0, df=3, residuals=one, leverage=one, cook=one).r_squared
    0.75
    """

    b: np.ndarray
    cov: np.ndarray
    rss: float
    tss: float
    df: int
    residuals: np.ndarray
    leverage: np.ndarray
    cook: np.ndarray

    @property
    def r_squared(self) -> float:
        """Share of variance explained."""
        return 1 - self.rss / self.tss


def least_squares(X: np.ndarray, z: np.ndarray, errors: str = "OLS") -> Fit:
    """Regress an outcome on the columns of a design.

    Parameters
    ----------
    X : ndarray (n, k)
        Of full column rank, the constant included.
    z : ndarray (n,)
    errors : {"OLS", "HC3"}
        Constant error variance, or MacKinnon and White's (1985) HC3: e²/(1 − h)² for each.

    Returns
    -------
    Fit

    Examples
    --------
    >>> x = np.array([0.0, 1.0, 2.0, 3.0])
    >>> least_squares(np.column_stack([np.ones(4), x]), 1 + 2 * x).b.round(9).tolist()
    [1.0, 2.0]
    """
    n, k = X.shape
    q, r = np.linalg.qr(X)
    b = np.linalg.solve(r, q.T @ z)
    residuals = z - X @ b
    leverage = (q * q).sum(axis=1)
    df = n - k
    rss = float(residuals @ residuals)
    inverse_r = np.linalg.inv(r)
    bread = inverse_r @ inverse_r.T
    variance = rss / df
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = residuals / (1 - leverage)
        cook = outside**2 * leverage / (k * variance)
    if errors == "HC3":
        half = inverse_r @ (q * outside[:, None]).T
        cov = half @ half.T
    else:
        cov = bread * variance
    return Fit(b, cov, rss, float(((z - z.mean()) ** 2).sum()), df, residuals, leverage, cook)


def joint_test(fit: Fit, constraints: np.ndarray) -> tuple[float, int, int, float]:
    """Test that linear combinations of the coefficients are all zero.

    With ordinary errors this is the F test of the two models' residual sums of squares.

    Parameters
    ----------
    fit : Fit
    constraints : ndarray (q, k)
        One row a combination.

    Returns
    -------
    f, df1, df2, p
        Of data without error: f is infinite where a combination is not zero, else NaN.

    Examples
    --------
    >>> x = np.array([0.0, 1.0, 2.0, 3.0])
    >>> fit = least_squares(np.column_stack([np.ones(4), x]), np.array([0.0, 1.0, 1.0, 3.0]))
    >>> f, df1, df2, p = joint_test(fit, np.array([[0.0, 1.0]]))
    >>> round(f, 3), df1, df2, round(p, 3)
    (11.571, 1, 2, 0.077)
    """
    C = np.atleast_2d(constraints)
    away = C @ fit.b
    if fit.rss <= 1e-24 * fit.tss:
        broken = bool(np.abs(away).max() > 1e-9 * np.abs(fit.b).max())
        return (np.inf, len(C), fit.df, 0.0) if broken else (np.nan, len(C), fit.df, np.nan)
    f = float(away @ np.linalg.solve(C @ fit.cov @ C.T, away)) / len(C)
    return f, len(C), fit.df, float(fdtrc(len(C), fit.df, f))


def resampled_coefficients(
    X: np.ndarray, z: np.ndarray, samples: int, rng: np.random.Generator
) -> np.ndarray:
    """Refit the regression on resampled respondents, from weighted cross-products.

    Parameters
    ----------
    X : ndarray (n, k)
    z : ndarray (n,)
    samples : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray (samples, k)
        NaN where a resample does not determine the coefficients.

    Examples
    --------
    >>> x = np.arange(30.0)
    >>> X = np.column_stack([np.ones(30), x])
    >>> resampled_coefficients(X, 1 + 2 * x, 3, np.random.default_rng(0)).round(6)[:, 1].tolist()
    [2.0, 2.0, 2.0]
    """
    n, k = X.shape
    scale = np.sqrt((X * X).mean(axis=0))
    design = X / scale
    row, column = np.triu_indices(k)
    products = np.hstack([design[:, row] * design[:, column], design * z[:, None]])
    found = np.full((samples, k), np.nan)
    batch = max(1, min(samples, MOST_COUNTS // n))
    for begin in range(0, samples, batch):
        b = min(batch, samples - begin)
        drawn = rng.integers(0, n, size=(b, n)) + n * np.arange(b)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=b * n).reshape(b, n)
        sums = counts.astype(float) @ products / n
        gram = np.empty((b, k, k))
        gram[:, row, column] = gram[:, column, row] = sums[:, : len(row)]
        spectrum = np.linalg.eigvalsh(gram)
        fine = spectrum[:, 0] > SINGULAR * spectrum[:, -1]
        solved = np.linalg.solve(gram[fine], sums[fine, len(row) :, None])[..., 0]
        found[begin : begin + b][fine] = solved / scale
    return found


def spread_test(X: np.ndarray, residuals: np.ndarray) -> tuple[float, int, float]:
    """Test whether the errors' variance changes over the design.

    Parameters
    ----------
    X : ndarray (n, k)
        Constant first.
    residuals : ndarray (n,)

    Returns
    -------
    chisq, df, p
        n R² of the squared residuals on the design.

    References
    ----------
    Koenker, R. (1981). A note on studentizing a test for heteroscedasticity. Journal of
    Econometrics, 17, 107–112: the Breusch–Pagan test without normality.

    Examples
    --------
    >>> x = np.linspace(0, 1, 100)
    >>> chisq, df, p = spread_test(np.column_stack([np.ones(100), x]), x * np.sin(50 * x))
    >>> df, bool(p < 0.001)
    (1, True)
    """
    squares = residuals**2
    if float(np.ptp(squares)) == 0:
        return 0.0, X.shape[1] - 1, 1.0
    chisq = len(X) * least_squares(X, squares).r_squared
    return chisq, X.shape[1] - 1, float(chdtrc(X.shape[1] - 1, max(chisq, 0.0)))


def fit_checks(
    x: np.ndarray,
    y: np.ndarray,
    X: np.ndarray,
    fit: Fit,
    influential: np.ndarray,
    centred_in_data: bool,
) -> pd.Series:
    """Gather what could make the surface misleading.

    Parameters
    ----------
    x, y : ndarray (n,)
        Perception and expectation.
    X : ndarray (n, 6)
    fit : Fit
    influential : ndarray of bool (n,)
    centred_in_data : bool
        Whether anybody's scores surround the centre.

    Returns
    -------
    Series
        ``r`` of perception and expectation, ``vif`` of each in the linear model, ``condition``
        (number of the design in unit columns, about the common mean), ``largest_leverage
        largest_cook influential`` (how many), ``center_in_data`` (1 or 0), ``spread_chisq spread_df spread_p`` (Koenker's test
        of constant error variance; if it rejects, take ``errors="HC3"``).

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(30, 6))
    >>> fit = least_squares(X, rng.normal(size=30))
    >>> round(float(fit_checks(X[:, 1], X[:, 2], X, fit, fit.cook > 1, True)["vif"]), 2)
    1.01
    """
    r = float(np.corrcoef(x, y)[0, 1])
    spread = np.linalg.svd(X / np.sqrt((X * X).mean(axis=0)), compute_uv=False)
    chisq, df, p = spread_test(X, fit.residuals)
    return pd.Series(
        {
            "r": r,
            "vif": 1 / (1 - r * r),
            "condition": float(spread[0] / spread[-1]),
            "largest_leverage": float(fit.leverage.max()),
            "largest_cook": float(np.nanmax(fit.cook, initial=0.0)),
            "influential": float(influential.sum()),
            "center_in_data": float(centred_in_data),
            "spread_chisq": chisq,
            "spread_df": float(df),
            "spread_p": p,
        },
        name="value",
    )
