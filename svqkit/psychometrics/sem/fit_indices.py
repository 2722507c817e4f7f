"""Fit indices under lavaan's names and conventions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, nan, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, chndtr

from svqkit.psychometrics.sem.estimation import Estimate, Problem, estimate
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.residual_fit import residual_indices
from svqkit.psychometrics.sem.row import Parameter
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["baseline_table", "degrees_of_freedom", "fit_indices"]

RMSEA_LEVEL = 0.90
CLOSE_FIT = 0.05
NOT_CLOSE_FIT = 0.08


@dataclass(frozen=True)
class _Test:
    """χ² with its degrees of freedom, and whether its distribution is known."""

    chisq: float
    df: int
    known: bool = True

    @property
    def pvalue(self) -> float:
        return float(chdtrc(self.df, self.chisq)) if self.df > 0 and self.known else nan


def baseline_table(table: ParameterTable) -> ParameterTable:
    """Build the independence model: variances (and means) only.

    Observed predictors whose moments are given keep their covariances.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    ParameterTable
    """
    given = set(table.roles.fixed_x)
    rows: list[Parameter] = []
    count = 0
    for group in range(len(table.groups)):
        blank = Parameter("", "~~", "", group, 0, "", nan, nan, False)
        for name in table.observed:
            for op in ("~~", "~1") if table.means else ("~~",):
                count += name not in given
                rows.append(
                    replace(
                        blank,
                        lhs=name,
                        op=op,
                        rhs=name if op == "~~" else "",
                        free=0 if name in given else count,
                        sampled=name in given,
                    )
                )
        rows += [
            replace(blank, lhs=left, rhs=right, sampled=True)
            for at, left in enumerate(table.roles.fixed_x)
            for right in table.roles.fixed_x[at + 1 :]
        ]
    roles = replace(table.roles, latent=(), indicators={}, exogenous=(), outcomes=(), regressed=())
    return ParameterTable(tuple(rows), roles, table.groups, table.means, count)


def degrees_of_freedom(table: ParameterTable) -> int:
    """Count moments, less those taken as given, less free parameters."""
    p, given = len(table.observed), len(table.roles.fixed_x)
    moments = p * (p + 1) // 2 - given * (given + 1) // 2
    moments += (p - given) * table.means
    return moments * len(table.groups) - table.n_free


def _fit_baseline(table: ParameterTable, problem: Problem) -> _Test:
    independence = baseline_table(table)
    if independence.n_free == 0:
        return _Test(nan, 0)
    groups = build_matrices(independence, problem.samples)
    start = np.zeros(independence.n_free)
    at = {name: i for i, name in enumerate(table.observed)}
    for row in independence.rows:
        if row.free:
            sample, i = problem.samples[row.group], at[row.lhs]
            start[row.free - 1] = sample.mean[i] if row.op == "~1" else sample.covariance[i, i]
    bare = Problem(tuple(groups), problem.samples, problem.discrepancy, independence.n_free)
    found = estimate(bare, start)
    tested = problem.discrepancy.tested
    return _Test(problem.n * found.value, degrees_of_freedom(independence), tested)


def _rmsea_from(noncentrality: float, df: int, n: int, groups: int) -> float:
    return sqrt(max(noncentrality, 0.0) / (n * df)) * sqrt(groups)


def _noncentrality_at(chisq: float, df: int, probability: float, n: int) -> float:
    """Find λ with P(χ²(df, λ) ≤ chisq) = probability; 0 where even λ = 0 is below it."""
    if chdtrc(df, chisq) > 1.0 - probability:
        return 0.0
    top = max(float(n), 4.0 * chisq)
    while chndtr(chisq, df, top) > probability:
        top *= 2.0
    return float(brentq(lambda nc: chndtr(chisq, df, nc) - probability, 0.0, top, xtol=1e-9))


def _rmsea(test: _Test, n: int, groups: int) -> dict[str, float]:
    """RMSEA with N in the denominator (lavaan, EQS and others differ), its interval and p."""
    names = [
        "rmsea",
        "rmsea_ci_lower",
        "rmsea_ci_upper",
        "rmsea_ci_level",
        "rmsea_pvalue",
        "rmsea_close_h0",
        "rmsea_notclose_pvalue",
        "rmsea_notclose_h0",
    ]
    if test.df == 0:
        values = (0.0, 0.0, 0.0, RMSEA_LEVEL, nan, CLOSE_FIT, nan, NOT_CLOSE_FIT)
        return dict(zip(names, values, strict=True))
    tail = (1.0 - RMSEA_LEVEL) / 2.0
    point = _rmsea_from(test.chisq - test.df, test.df, n, groups)
    low, high = (
        _rmsea_from(_noncentrality_at(test.chisq, test.df, p, n), test.df, n, groups)
        for p in (1.0 - tail, tail)
    )
    close, not_close = (
        float(chndtr(test.chisq, test.df, n * test.df * bound**2 / groups))
        for bound in (CLOSE_FIT, NOT_CLOSE_FIT)
    )
    values = (point, low, high, RMSEA_LEVEL, 1.0 - close, CLOSE_FIT, not_close, NOT_CLOSE_FIT)
    return dict(zip(names, values, strict=True))


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom != 0 else nan


def _incremental(test: _Test, base: _Test) -> dict[str, float]:
    """CFI, TLI and their relatives: how far from the independence model."""
    x, df, x0, df0 = test.chisq, test.df, base.chisq, base.df
    worst = max(x - df, x0 - df0, 0.0)
    cfi = 1.0 if worst == 0 else 1.0 - max(x - df, 0.0) / worst
    tli = rfi = nfi = 1.0
    if df > 0:
        tli = _ratio(x0 / df0 - x / df, x0 / df0 - 1.0)
        rfi = _ratio(x0 / df0 - x / df, x0 / df0)
        nfi = _ratio(x0 - x, x0)
    if df > df0:
        # with fewer parameters than the independence model these two are not defined
        rfi = nfi = nan
    return {
        "cfi": cfi,
        "tli": tli,
        "nnfi": tli,
        "rfi": rfi,
        "nfi": nfi,
        "pnfi": _ratio(df, df0) * _ratio(x0 - x, x0),
        "ifi": _ratio(x0 - x, x0 - df),
        "rni": 1.0 - _ratio(x - df, x0 - df0),
    }


def _log_likelihood(
    table: ParameterTable, problem: Problem, values: tuple[float, ...]
) -> tuple[float, float]:
    """Log-likelihood of the model and of the saturated one, less that of given predictors."""
    model = saturated = 0.0
    at = [table.observed.index(name) for name in table.roles.fixed_x]
    for sample, value in zip(problem.samples, values, strict=True):
        free = sample.p - len(at)
        given = np.linalg.slogdet(sample.covariance[np.ix_(at, at)])[1] if at else 0.0
        whole = free * (np.log(2 * np.pi) + 1.0) + sample.log_determinant - given
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


def _sizes(test: _Test, n: int, npar: int) -> dict[str, float]:
    """Critical N (Hoelter), McDonald's index, expected cross-validation index."""
    cn = {
        f"cn_{name}": float(chdtri(test.df, alpha)) / (test.chisq / n) + 1.0
        if test.df > 0 and test.chisq > 0
        else (inf if test.df > 0 else nan)
        for name, alpha in (("05", 0.05), ("01", 0.01))
    }
    mfi = float(np.exp(-0.5 * (test.chisq - test.df) / n))
    return {**cn, "mfi": mfi, "ecvi": test.chisq / n + 2 * npar / n}


def fit_indices(table: ParameterTable, problem: Problem, found: Estimate) -> dict[str, float]:
    """Compute every fit index of a model.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate

    Returns
    -------
    dict of float
        lavaan's names with underscores for dots; NaN where an index does not exist.
    """
    df = degrees_of_freedom(table)
    # rounding leaves a saturated model a hair from 0
    value = 0.0 if df == 0 else max(found.value, 0.0)
    test = _Test(problem.n * value, df, problem.discrepancy.tested)
    base = _fit_baseline(table, problem)
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
        **_incremental(test, base),
        **_information_criteria(table, problem, found),
        "ntotal": float(problem.n),
        **_rmsea(test, n, groups),
        **residual_indices(table, problem, found.states, df),
        **_sizes(test, n, table.n_free),
    }
