"""How well common factors reproduce a correlation matrix, by psych's formulas.

``psych::fa`` is followed to the letter: χ² carries Bartlett's correction with the term for the
number of factors, the null model has none; RMSEA divides by n; the root mean square of residuals
leaves out the diagonal.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc, chndtr

__all__ = [
    "COMPONENTS",
    "CONVENTION",
    "DESCRIPTIVE",
    "component_fit",
    "efa_fit",
    "fit_indices",
    "noncentrality",
]

TINY = 1e-12
INDICES = (
    "chisq",
    "df",
    "pvalue",
    "rmsea",
    "rmsea_ci_lower",
    "rmsea_ci_upper",
    "cfi",
    "tli",
    "rmsr",
    "bic",
    "sabic",
    "objective",
    "null_chisq",
    "null_df",
)
CONVENTION = (
    "χ² = F·((n − 1) − (2p + 5)/6 − 2m/3) with F the maximum-likelihood discrepancy of the "
    "solution; RMSEA = √(χ²/(df·n) − 1/(n − 1)) with a 90 % interval; RMSR over off-diagonal "
    "residuals; BIC = χ² − df·ln n, SABIC = χ² − df·ln((n + 2)/24) (as psych::fa); CFI from the same "
    "χ², where other programs use uncorrected ones. SPSS and JASP correct χ² likewise, lavaan and "
    "Mplus do not."
)
COMPONENTS = (
    "Components have no test of fit; RMSR over off-diagonal residuals (as psych::principal)."
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
    if chdtrc(df, chisq) >= 1 - probability:
        return 0.0
    from scipy.optimize import brentq

    top = max(chisq, 1.0)
    while chndtr(chisq, df, top) > probability:
        top *= 2
    return float(
        brentq(lambda nc: chndtr(chisq, df, nc) - probability, 1e-12, top, xtol=1e-12, rtol=1e-14)
    )


def efa_fit(R: np.ndarray, loadings: np.ndarray, phi: np.ndarray, n: int | None) -> pd.Series:
    """Judge a factor solution; see :func:`fit_indices`.

    Parameters
    ----------
    R, loadings, phi, n
        As :func:`fit_indices`.

    Returns
    -------
    Series
        The same numbers.

    Examples
    --------
    >>> l = np.array([[0.8], [0.7], [0.6], [0.5]])
    >>> R = l @ l.T; np.fill_diagonal(R, 1)
    >>> float(efa_fit(R, l, np.eye(1), 200)["df"])
    2.0
    """
    return pd.Series(fit_indices(R, loadings, phi, n), name="fit", dtype=float)


def fit_indices(
    R: np.ndarray, loadings: np.ndarray, phi: np.ndarray, n: int | None
) -> dict[str, float]:
    """Judge a factor solution.

    Parameters
    ----------
    R : ndarray (p, p)
        Positive definite correlations.
    loadings : ndarray (p, m)
        Without columns for the null model.
    phi : ndarray (m, m)
    n : int or None
        Respondents; None where they are not known.

    Returns
    -------
    dict
        chisq, df, pvalue, rmsea, rmsea_ci_lower, rmsea_ci_upper, cfi, tli, rmsr, bic, sabic,
        objective, null_chisq, null_df. NaN where df leaves them undefined, where they need an n
        that is not known, and where a Heywood case implies correlations that are not positive
        definite (psych replaces them by some that are, with an arbitrary χ²).

    Examples
    --------
    >>> l = np.array([[0.8], [0.7], [0.6], [0.5]])
    >>> R = l @ l.T; np.fill_diagonal(R, 1)
    >>> abs(fit_indices(R, l, np.eye(1), 200)["chisq"]) < 1e-9
    True
    """
    p, m = loadings.shape
    df = p * (p - 1) // 2 - p * m + m * (m - 1) // 2
    model = loadings @ phi @ loadings.T
    rmsr = _root_mean_square(R - model)
    np.fill_diagonal(model, 1)
    null_objective = -float(np.linalg.slogdet(R)[1])
    null_df = p * (p - 1) // 2
    objective = _discrepancy(R, model) if np.linalg.eigvalsh(model)[0] > TINY else np.nan
    size = np.nan if n is None else float(n)
    null_factor = (size - 1) - (2 * p + 5) / 6
    factor = null_factor - 2 * m / 3
    chisq = float(np.maximum(objective * factor, 0.0))
    null_chisq = null_objective * null_factor
    found: dict[str, float] = dict.fromkeys(INDICES, np.nan)
    found.update(chisq=chisq, df=df, rmsr=rmsr, objective=objective)
    found.update(null_chisq=null_chisq, null_df=null_df)
    if df > 0 and np.isfinite(chisq):
        null_ratio = null_objective / null_df
        lower, upper = (noncentrality(chisq, df, tail) for tail in (0.95, 0.05))
        excess = max(chisq - df, 0.0)
        least = max(null_chisq - null_df, excess)
        found.update(
            pvalue=float(chdtrc(df, chisq)),
            rmsea=float(np.sqrt(max(chisq / (df * size) - 1 / (size - 1), 0))),
            rmsea_ci_lower=float(np.sqrt(lower / (size - 1) / df)),
            rmsea_ci_upper=float(np.sqrt(upper / (size - 1) / df)),
            cfi=1 - excess / least if least > 0 else 1.0,
            tli=(null_ratio - objective / df) / (null_ratio - 1 / factor),
            bic=chisq - df * float(np.log(size)),
            sabic=chisq - df * float(np.log((size + 2) / 24)),
        )
    return found


def component_fit(R: np.ndarray, loadings: np.ndarray, phi: np.ndarray) -> pd.Series:
    """Judge principal components, which have residuals but no test.

    Parameters
    ----------
    R : ndarray (p, p)
    loadings : ndarray (p, m)
    phi : ndarray (m, m)

    Returns
    -------
    Series
        As :func:`efa_fit`; NaN but for rmsr.

    Examples
    --------
    >>> float(component_fit(np.eye(3), np.eye(3), np.eye(3))["rmsr"])
    0.0
    """
    found = dict.fromkeys(INDICES, np.nan)
    found["rmsr"] = _root_mean_square(R - loadings @ phi @ loadings.T)
    return pd.Series(found, name="fit", dtype=float)


def _root_mean_square(residual: np.ndarray) -> float:
    p = len(residual)
    off = residual - np.diag(np.diag(residual))
    return float(np.sqrt((off**2).sum() / (p * (p - 1))))


def _discrepancy(R: np.ndarray, model: np.ndarray) -> float:
    ratio = np.linalg.solve(model, R)
    return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(R))
