"""Sampling variances of residuals that hold without normality, worked out from the answers.

Residual covariances and means have the covariances Q Γ Qᵀ / n with Γ the distribution-free
covariances of the observed moments and Q = 1 − Δ (Δᵀ W Δ)⁻¹ Δᵀ W, the residuals' share of them
(Browne 1984). W is the information of the saturated model at the implied moments, expected or
observed as the estimator's own; nothing larger than parameters × moments is formed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.sem.discrepancies.discrepancy import Likelihood
from svqkit.psychometrics.sem.discrepancies.full_information import saturated_cells
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimators.gap_residuals import (
    Variances,
    gap_variances,
    laid_out,
    moments_left,
)
from svqkit.psychometrics.sem.estimators.residuals import Residuals
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian, gather
from svqkit.psychometrics.sem.samples.groups import grouped_answers
from svqkit.psychometrics.sem.samples.patterns import PatternedSample

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.results.fitted import Fitted

__all__ = ["robust_residuals", "robust_variances"]


def _products(answers: np.ndarray, mean: np.ndarray, means: bool) -> np.ndarray:
    """Lay out each respondent's products of deviations, and deviations (n × q), centred."""
    deviations = answers - mean
    row, column = np.tril_indices(answers.shape[1])
    parts = [deviations[:, row] * deviations[:, column]]
    found = np.concatenate([*parts, deviations] if means else parts, axis=1)
    return np.asarray(found - found.mean(axis=0))


def robust_variances(
    problem: Problem, found: Estimate, answers: Sequence[np.ndarray], *, observed: bool
) -> list[tuple[Variances, Variances]]:
    """Find the variances of the observed moments, and of their residuals, in every group.

    Parameters
    ----------
    problem : Problem
    found : Estimate
    answers : sequence of ndarray (n, p)
        One a group, in the order of the model's items.
    observed : bool
        Whether the estimator's errors rest on observed information.

    Returns
    -------
    list of ((ndarray, ndarray), (ndarray, ndarray))
        As :func:`svqkit.psychometrics.sem.estimators.gap_residuals.gap_variances`.
    """
    if isinstance(problem.samples[0], PatternedSample):
        return gap_variances(problem, found, answers)
    weigh = problem.discrepancy.information
    if observed:
        weigh = cast(Likelihood, problem.discrepancy).curvature
    k, information = problem.n_free, np.zeros((problem.n_free,) * 2)
    weighed, deltas = [], []
    for group, sample, state, share in zip(
        problem.groups, problem.samples, found.states, problem.shares, strict=True
    ):
        free = group.jacobian(state)
        cells = saturated_cells(sample.p)
        if not group.has_means:
            cells = _without_means(cells, sample.p)
        weighed.append(share * gather(weigh(sample, state, free, cells), group.index, k))
        deltas.append(gather(_distinct(free, group.has_means), group.index, k))
        information += weighed[-1] @ deltas[-1].T
    pairs = []
    for sample, given, pushed, delta in zip(problem.samples, answers, weighed, deltas, strict=True):
        products = _products(given, given.mean(axis=0), delta.shape[1] > _covariances(sample.p))
        own = (products**2).mean(axis=0)
        crossed = (pushed @ products.T) @ products / len(given)
        left = moments_left(information, delta, pushed, crossed, own)
        pairs.append((laid_out(own / sample.n, sample.p), laid_out(left / sample.n, sample.p)))
    return pairs


def _covariances(p: int) -> int:
    """Count the distinct covariances of p items."""
    return p * (p + 1) // 2


def _without_means(cells: Jacobian, p: int) -> Jacobian:
    keep = _covariances(p)
    return Jacobian(cells.left[:keep], cells.right[:keep], None)


def _distinct(cells: Jacobian, means: bool) -> np.ndarray:
    """Write out the derivatives of the distinct covariances, and of the means (c × q)."""
    row, column = np.tril_indices(cells.left.shape[1])
    spread = cells.left[:, row] * cells.right[:, column]
    spread += cells.left[:, column] * cells.right[:, row]
    if not means or cells.mean is None:
        return spread
    return np.concatenate([spread, cells.mean], axis=1)


def robust_residuals(fit: Fitted, items: Any, group: Any) -> Residuals:
    """Take a fitted model's residuals with errors that hold without normality.

    Parameters
    ----------
    fit : CFA
    items : DataFrame or Responses
    group : Series or column name, or None

    Returns
    -------
    Residuals

    Raises
    ------
    DataError
        If the answers are not those the model was fitted to.
    ModelError
        If the estimator is not one of maximum likelihood.
    """
    problem = fit.problem
    if not problem.discrepancy.likelihood:
        raise ModelError(
            f"robust residuals are not offered with estimator={fit.estimator!r}; "
            "choose from 'ML', 'MLM', 'MLR'"
        )
    if fit.groups and group is None:
        raise DataError("the model has groups: give group= so that each respondent has one")
    given = grouped_answers(
        items,
        fit.items,
        group if fit.groups else None,
        fit.table.groups,
        wanted_by="robust_residuals",
    )
    patterned = isinstance(problem.samples[0], PatternedSample)
    usable = tuple(sample.usable(part) for sample, part in zip(problem.samples, given, strict=True))
    if not all(
        len(part) == sample.n and (patterned or np.allclose(part.mean(axis=0), sample.mean))
        for part, sample in zip(usable, problem.samples, strict=True)
    ):
        raise DataError("these are not the answers the model was fitted to")
    observed = fit.method.scaled is not None and fit.method.scaled.observed
    found = robust_variances(problem, fit.found, usable, observed=observed)
    return Residuals(fit.table, problem, fit.found, robust=found)
