"""Sampling variances of residuals after gaps, where EM moments take the place of observed ones."""

from __future__ import annotations

from typing import cast

import numpy as np

from svqkit.psychometrics.sem.estimation import Estimate, Problem
from svqkit.psychometrics.sem.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.gap_fit import moment_derivatives

__all__ = ["gap_variances"]

Variances = tuple[np.ndarray, np.ndarray]


def _laid_out(found: np.ndarray, p: int) -> Variances:
    """Split variances of all distinct moments into those of covariances (p × p) and means."""
    row, column = np.tril_indices(p)
    spread = np.zeros((p, p))
    spread[row, column] = spread[column, row] = found[: len(row)]
    return spread, found[len(row) :]


def gap_variances(problem: Problem, found: Estimate) -> list[tuple[Variances, Variances]]:
    """Find the variances of the EM moments, and of their residuals, in every group.

    The EM moments have the covariances Γ/n, Γ the inverse of the observed information there; their
    residuals those of Q Γ Qᵀ with Q = 1 − Δ (Δᵀ W Δ)⁻¹ Δᵀ W and W at the implied moments, within
    each group, as in lavaan.

    Parameters
    ----------
    problem : Problem
        With full information.
    found : Estimate

    Returns
    -------
    list of ((ndarray, ndarray), (ndarray, ndarray))
        A pair for covariances and means each: of the moments, of the residuals (NaN where a
        residual has no variance).
    """
    full = cast(FullInformation, problem.discrepancy)
    k = problem.n_free
    gammas, deltas, weighed = [], [], []
    information = np.zeros((k, k))
    parts = zip(problem.groups, problem.samples, found.states, problem.shares, strict=True)
    for group, sample, state, share in parts:
        cells = saturated_cells(sample.p)
        gammas.append(np.linalg.inv(full.curvature(sample, sample, cells, cells)))
        deltas.append(moment_derivatives(group, state, k))
        weighed.append(share * deltas[-1] @ full.curvature(sample, state, cells, cells))
        information += weighed[-1] @ deltas[-1].T
    pairs = []
    laid = zip(problem.samples, gammas, deltas, weighed, strict=True)
    for sample, gamma, delta, pushed in laid:
        reach = np.linalg.solve(information, delta)
        crossed = pushed @ gamma
        own = np.diag(gamma)
        left = own - 2.0 * (reach * crossed).sum(axis=0)
        left += (reach * (crossed @ pushed.T @ reach)).sum(axis=0)
        left = np.where(left < 1e-9 * own, np.nan, left)
        pairs.append((_laid_out(own / sample.n, sample.p), _laid_out(left / sample.n, sample.p)))
    return pairs
