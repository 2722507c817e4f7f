"""How well common factors reproduce a correlation matrix, by psych's formulas.

``psych::fa`` is followed to the letter: χ² carries Bartlett's correction with the term for the
number of factors, the null model has none; RMSEA divides by n; the root mean square of residuals
leaves out the diagonal.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2

__all__ = ["efa_fit", "noncentrality"]

TINY = 1e-12
CONVENTION = (
    "χ² = F·((n − 1) − (2p + 5)/6 − 2m/3) with F the maximum-likelihood discrepancy of the "
    "solution; RMSEA = √(χ²/(df·n) − 1/(n − 1)) with a 90 % interval; RMSR over off-diagonal "
    "residuals; BIC = χ² − df·ln n (as psych::fa)."
)
DESCRIPTIVE = (
    " With polychoric correlations χ² and what follows from it only describe: the formula does not "
    "know their larger sampling error."
)


def noncentrality(chisq: float, df: int, probability: float) -> float:
    """Find the noncentrality at which χ² would stand at a probability of its distribution.

    Parameters
    ----------
    chisq : float
        Not negative.
    df : int
        At least 1.
    probability : float
        Lower-tail probability, between 0 and 1.

    Returns
    -------
    float
        0 where even the central distribution lies beyond.

    Examples
    --------
    >>> noncentrality(3.0, 10, 0.95)
    0.0
    """
    if chi2.cdf(chisq, df) <= probability:
        return 0.0
    top = max(chisq, 1.0)
    while ncx2.cdf(chisq, df, top) > probability:
        top *= 2
    return float(
        brentq(lambda nc: ncx2.cdf(chisq, df, nc) - probability, 1e-12, top, xtol=1e-12, rtol=1e-14)
    )


def efa_fit(R: np.ndarray, loadings: np.ndarray, phi: np.ndarray, n: int) -> pd.Series:
    """Judge a factor solution.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite correlations.
    loadings : ndarray (p, m)
    phi : ndarray (m, m)
    n : int
        Respondents.

    Returns
    -------
    Series
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, tli, rmsr, bic, objective,
        null_chisq, null_df. NaN where df leaves them undefined, and where a Heywood case
        implies correlations that are not positive definite (psych replaces them by some that
        are, with an arbitrary χ²).

    Examples
    --------
    >>> l = np.array([[0.8], [0.7], [0.6], [0.5]])
    >>> R = l @ l.T; np.fill_diagonal(R, 1)
    >>> abs(float(efa_fit(R, l, np.eye(1), 200)["chisq"])) < 1e-9
    True
    """
    p, m = loadings.shape
    df = p * (p - 1) // 2 - p * m + m * (m - 1) // 2
    model = loadings @ phi @ loadings.T
    residual = R - model
    np.fill_diagonal(residual, 0)
    np.fill_diagonal(model, 1)
    null_objective = -float(np.linalg.slogdet(R)[1])
    null_df = p * (p - 1) // 2
    objective = _discrepancy(R, model) if np.linalg.eigvalsh(model)[0] > TINY else np.nan
    factor = (n - 1) - (2 * p + 5) / 6 - 2 * m / 3
    chisq = float(np.maximum(objective * factor, 0.0))
    fit = {
        "chisq": chisq,
        "df": df,
        "pvalue": np.nan,
        "rmsea": np.nan,
        "rmsea_ci_lower": np.nan,
        "rmsea_ci_upper": np.nan,
        "tli": np.nan,
        "rmsr": float(np.sqrt((residual**2).sum() / (p * (p - 1)))),
        "bic": np.nan,
        "objective": objective,
        "null_chisq": null_objective * ((n - 1) - (2 * p + 5) / 6),
        "null_df": null_df,
    }
    if df > 0 and np.isfinite(chisq):
        null_ratio = null_objective / null_df
        fit["pvalue"] = float(chi2.sf(chisq, df))
        fit["rmsea"] = float(np.sqrt(max(chisq / (df * n) - 1 / (n - 1), 0)))
        fit["rmsea_ci_lower"] = float(np.sqrt(noncentrality(chisq, df, 0.95) / (n - 1) / df))
        fit["rmsea_ci_upper"] = float(np.sqrt(noncentrality(chisq, df, 0.05) / (n - 1) / df))
        fit["tli"] = (null_ratio - objective / df) / (null_ratio - 1 / factor)
        fit["bic"] = chisq - df * float(np.log(n))
    return pd.Series(fit, name="fit", dtype=float)


def _discrepancy(R: np.ndarray, model: np.ndarray) -> float:
    ratio = np.linalg.solve(model, R)
    return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(R))
