"""What robust CFI, TLI and RMSEA of ordered answers rest on (Savalei 2021).

The model is judged by the likelihood discrepancy between the polychoric matrix and the one
implied by the least-squares estimates, as if the responses behind the answers had been seen;
Γ tells what that discrepancy is expected to be where the model is true.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.ordinal_least_squares import OrdinalLeastSquares
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.ordinal_tests import free_moments
from svqkit.psychometrics.sem.fit.scaled_fit import Corrections, Fitted, RobustTest
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["ordinal_robust", "robust_from_polychorics", "why_not_robust"]


def why_not_robust(table: ParameterTable, problem: Problem, found: Estimate) -> str:
    """Say why robust indices are not defined; empty where they are.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate

    Returns
    -------
    str
        A sentence.
    """
    thresholds = len(table.groups) * sum(table.ordered.thresholds.values())
    if len({row.free for row in table.rows if row.free and row.op == "|"}) < thresholds:
        return (
            "Thresholds are constrained, and robust CFI, TLI and RMSEA would look at correlations "
            "only, so they are not defined; look at the scaled indices."
        )
    for label, given, state in zip(table.groups, problem.samples, found.states, strict=True):
        sample = cast(OrdinalSample, given)
        where = f" in group {label!r}" if len(table.groups) > 1 else ""
        if not sample.positive_definite:
            lowest = float(np.linalg.eigvalsh(sample.covariance)[0])
            return (
                f"The polychoric correlation matrix{where} is not positive definite (smallest "
                f"eigenvalue {lowest:.4f}), so robust CFI, TLI and RMSEA are not defined; look "
                "for items that nearly repeat each other, sparse categories, or few respondents."
            )
        if not np.linalg.eigvalsh(state.covariance)[0] > np.sqrt(np.finfo(float).eps):
            return (
                f"The implied correlation matrix{where} is not positive definite, so robust CFI, "
                "TLI and RMSEA are not defined."
            )
    return ""


def _likelihood_weights(correlation: np.ndarray, pairs: tuple[np.ndarray, ...]) -> np.ndarray:
    """Normal-theory weights of the correlations below the diagonal at a matrix (m × m)."""
    inverse = np.linalg.inv(correlation)
    i, j = pairs
    found = inverse[np.ix_(i, i)] * inverse[np.ix_(j, j)]
    found += inverse[np.ix_(i, j)] * inverse[np.ix_(j, i)]
    return np.asarray(found)


def _discrepancy(observed: np.ndarray, implied: np.ndarray) -> float:
    logs = np.linalg.slogdet(implied)[1] - np.linalg.slogdet(observed)[1]
    return float(logs + np.trace(np.linalg.solve(implied, observed)) - len(observed))


def ordinal_robust(
    table: ParameterTable, problem: Problem, found: Estimate
) -> tuple[RobustTest, RobustTest]:
    """Judge a model of ordered items, and independence, by the likelihood of the polychorics.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate

    Returns
    -------
    tuple of RobustTest
        Of the model and of the independence model; NaN where :func:`why_not_robust` has a reason.

    References
    ----------
    Savalei, V. (2021). Improving fit indices in structural equation modeling with categorical
    data. Multivariate Behavioral Research, 56, 390–407. With several groups lavaan 0.6-14 weighs
    Γ of the independence model by the inverse of the groups' shares, so that its robust CFI and
    TLI come out lower.
    """
    if why_not_robust(table, problem, found):
        return RobustTest(np.nan, np.nan), RobustTest(np.nan, np.nan)
    discrepancy = cast(OrdinalLeastSquares, problem.discrepancy)
    inverse = np.linalg.inv(found.information)
    chisq = base_chisq = base_excess = excess = 0.0
    deltas = free_moments(problem, found)
    reach = np.zeros((problem.n_free, problem.n_free))
    back = np.zeros_like(reach)
    parts = list(zip(problem.samples, found.states, deltas, problem.shares, strict=True))
    for given, state, delta, share in parts:
        sample = cast(OrdinalSample, given)
        cuts = len(sample.thresholds)
        gamma = sample.gamma[cuts:, cuts:]
        weights = _likelihood_weights(state.covariance, sample.pairs)
        # the correlations' own part of the weights: a change of the correlations alone
        alone = np.concatenate([np.zeros((len(delta), cuts)), delta[:, cuts:]], axis=1)
        pulled = discrepancy.weights(sample, alone)[:, cuts:]
        slopes = delta[:, cuts:]
        weighed = slopes @ weights
        excess += float((weights * gamma).sum())
        excess -= 2.0 * float((inverse * (share * pulled @ gamma @ weighed.T)).sum())
        reach += share * pulled @ gamma @ pulled.T
        back += share * weighed @ slopes.T
        count = sample.n
        chisq += count * _discrepancy(sample.covariance, state.covariance)
        base_chisq -= count * float(np.linalg.slogdet(sample.covariance)[1])
        base_excess += float(np.trace(gamma))
    excess += float(np.trace(inverse @ reach @ inverse @ back))
    return RobustTest(chisq, excess), RobustTest(base_chisq, base_excess)


def robust_from_polychorics(
    table: ParameterTable, model: Fitted, baseline: Fitted | None, corrections: Corrections
) -> tuple[RobustTest, RobustTest]:
    """Rest robust indices on the polychoric matrices, as :func:`ordinal_robust`.

    Parameters
    ----------
    table : ParameterTable
    model, baseline : tuple of Problem and Estimate
    corrections : Corrections

    Returns
    -------
    tuple of RobustTest
    """
    return ordinal_robust(table, *model)
