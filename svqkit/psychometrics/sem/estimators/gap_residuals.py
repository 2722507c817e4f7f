"""Sampling variances of residuals after gaps, where EM moments take the place of observed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.discrepancies.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.gap_fit import beyond_reach, moment_derivatives

__all__ = ["Variances", "gap_variances", "laid_out", "moments_left"]

Variances = tuple[np.ndarray, np.ndarray]
"""Variances of covariances (p × p) and of means (p, or none)."""


def laid_out(found: np.ndarray, p: int) -> Variances:
    """Split variances of all distinct moments into those of covariances (p × p) and means."""
    row, column = np.tril_indices(p)
    spread = np.zeros((p, p))
    spread[row, column] = spread[column, row] = found[: len(row)]
    return spread, found[len(row) :]


def moments_left(
    information: np.ndarray,
    delta: np.ndarray,
    pushed: np.ndarray,
    crossed: np.ndarray,
    own: np.ndarray,
) -> np.ndarray:
    """Find the diagonal of Q Γ Qᵀ, what the estimates leave of the moments' variances.

    Parameters
    ----------
    information : ndarray (k, k)
        Δᵀ W Δ of all groups.
    delta, pushed, crossed : ndarray (k, q)
        Δᵀ, Δᵀ W and Δᵀ W Γ of this group.
    own : ndarray (q,)
        The diagonal of Γ.

    Returns
    -------
    ndarray (q,)
        NaN where nothing is left.
    """
    reach = np.linalg.solve(information, delta)
    left = own - 2.0 * (reach * crossed).sum(axis=0)
    left += (reach * (crossed @ pushed.T @ reach)).sum(axis=0)
    return np.where(left < 1e-9 * own, np.nan, left)


def gap_variances(
    problem: Problem, found: Estimate, answers: Sequence[np.ndarray] | None = None
) -> list[tuple[Variances, Variances]]:
    """Find the variances of the EM moments, and of their residuals, in every group.

    The EM moments have the covariances Γ/n, Γ the inverse of the observed information there, or
    with answers a sandwich of it that holds without normality; their residuals those of Q Γ Qᵀ with Q = 1 − Δ (Δᵀ W Δ)⁻¹ Δᵀ W and W at the implied moments, within
    each group, as in lavaan.

    Parameters
    ----------
    problem : Problem
        With full information.
    found : Estimate
    answers : sequence of ndarray (n, p), optional

    Returns
    -------
    list of ((ndarray, ndarray), (ndarray, ndarray))
        A pair for covariances and means each: of the moments, of the residuals (NaN where a
        residual has no variance).

    Raises
    ------
    ModelError
        If there are more than 60 items.
    """
    full = cast(FullInformation, problem.discrepancy)
    if reason := beyond_reach(problem.samples[0].p, "standard errors of residuals"):
        raise ModelError(reason)
    k = problem.n_free
    gammas, deltas, weighed = [], [], []
    information = np.zeros((k, k))
    parts = zip(problem.groups, problem.samples, found.states, problem.shares, strict=True)
    for at, (group, sample, state, share) in enumerate(parts):
        cells = saturated_cells(sample.p)
        gamma = np.linalg.inv(full.curvature(sample, sample, cells, cells))
        if answers is not None:
            gamma = gamma @ full.saturated_meat(sample, answers[at]) @ gamma
        gammas.append(gamma)
        deltas.append(moment_derivatives(group, state, k))
        weighed.append(share * deltas[-1] @ full.curvature(sample, state, cells, cells))
        information += weighed[-1] @ deltas[-1].T
    pairs = []
    laid = zip(problem.samples, gammas, deltas, weighed, strict=True)
    for sample, gamma, delta, pushed in laid:
        own = np.diag(gamma)
        left = moments_left(information, delta, pushed, pushed @ gamma, own)
        pairs.append((laid_out(own / sample.n, sample.p), laid_out(left / sample.n, sample.p)))
    return pairs
