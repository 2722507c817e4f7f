"""Fit indices under lavaan's names and conventions."""

from __future__ import annotations

from math import inf, nan

import numpy as np
from scipy.special import chdtri

from svqkit.psychometrics.sem.estimation.baseline import baseline_value, degrees_of_freedom
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.incremental import incremental
from svqkit.psychometrics.sem.fit.residual_fit import residual_indices
from svqkit.psychometrics.sem.fit.rmsea import ChiSquare, rmsea
from svqkit.psychometrics.sem.fit.scaled_fit import (
    Corrections,
    RobustTest,
    robust_indices,
    scaled_indices,
)
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["fit_indices"]


def _log_likelihood(
    table: ParameterTable, problem: Problem, values: tuple[float, ...]
) -> tuple[float, float]:
    """Log-likelihood of the model and of the saturated one, less that of given predictors."""
    model = saturated = 0.0
    at = [table.observed.index(name) for name in table.roles.fixed_x]
    for sample, value in zip(problem.samples, values, strict=True):
        whole = sample.saturated_deviance(at)
        saturated -= 0.5 * sample.n * whole
        model -= 0.5 * sample.n * (whole + value)
    return float(model), float(saturated)


def _information_criteria(
    table: ParameterTable, problem: Problem, found: Estimate
) -> dict[str, float]:
    names = ("logl", "unrestricted_logl", "aic", "bic", "bic2")
    if not problem.discrepancy.likelihood:
        return dict.fromkeys(names, nan)
    logl, saturated = _log_likelihood(table, problem, found.values)
    n, k = problem.n, table.n_free
    bic2 = -2 * logl + k * np.log((n + 2) / 24)
    values = (logl, saturated, -2 * logl + 2 * k, -2 * logl + k * np.log(n), bic2)
    return dict(zip(names, map(float, values), strict=True))


def _weighted_root(table: ParameterTable, problem: Problem, test: ChiSquare) -> dict[str, float]:
    """WRMR = √(χ²/moments) of ordered items (Muthén & Muthén); moments of one group, as lavaan."""
    if not table.ordered.thresholds:
        return {}
    moments = problem.samples[0].n_moments(table.means)
    return {"wrmr": float(np.sqrt(test.chisq / moments))}


def _sizes(test: ChiSquare, n: int, npar: int) -> dict[str, float]:
    """Critical N (Hoelter), McDonald's index, expected cross-validation index."""
    cn = {
        f"cn_{name}": float(chdtri(test.df, alpha)) / (test.chisq / n) + 1.0
        if test.df > 0 and test.chisq > 0
        else (inf if test.df > 0 else nan)
        for name, alpha in (("05", 0.05), ("01", 0.01))
    }
    mfi = float(np.exp(-0.5 * (test.chisq - test.df) / n))
    return {**cn, "mfi": mfi, "ecvi": test.chisq / n + 2 * npar / n}


def fit_indices(
    table: ParameterTable,
    problem: Problem,
    found: Estimate,
    corrections: Corrections | None = None,
    robust: tuple[RobustTest, RobustTest | None] | None = None,
) -> dict[str, float]:
    """Compute every fit index of a model.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate
    corrections : Corrections, optional
        Of a robust estimator; adds the scaled indices.
    robust : tuple of RobustTest, optional
        Of the model and of the independence model; adds the robust indices.

    Returns
    -------
    dict of float
        lavaan's names with underscores for dots; NaN where an index does not exist.
    """
    df = degrees_of_freedom(table)
    # rounding leaves a saturated model a hair from 0
    value = 0.0 if df == 0 else max(found.value, 0.0)
    test = ChiSquare(problem.n * value, df, problem.discrepancy.tested)
    independence = baseline_value(table, problem)
    base = ChiSquare(nan, 0)
    if independence is not None:
        value_alone, free = independence
        base = ChiSquare(problem.n * value_alone, df + table.n_free - free, test.known)
    groups = len(problem.samples)
    n = problem.n_for_errors
    return {
        "npar": float(table.n_free),
        "fmin": 0.5 * value,
        "chisq": test.chisq,
        "df": float(test.df),
        "pvalue": test.pvalue,
        "baseline_chisq": base.chisq,
        "baseline_df": float(base.df),
        "baseline_pvalue": base.pvalue,
        **incremental(test, base),
        **_information_criteria(table, problem, found),
        "ntotal": float(problem.n),
        **rmsea(test, n, groups),
        **residual_indices(table, problem, found.states, df),
        **_weighted_root(table, problem, test),
        **_sizes(test, n, table.n_free),
        **(scaled_indices(test, base, corrections, n, groups) if corrections else {}),
        **(robust_indices(*robust, test.df, base.df, n, groups) if robust else {}),
    }
