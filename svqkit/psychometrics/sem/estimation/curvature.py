"""The observed information: half the second derivative of F, worked out analytically.

It has two parts: how F bends in the moments, and how the moments bend in the parameters. With
B = (I − A)⁻¹, T = B S Bᵀ, M the slope dF/dΣ laid over the observed variables, K = Bᵀ M B and
P = T M B, the second derivatives of tr(M B S Bᵀ) in cells of A and S are sums of products of
single elements of B, T, K and P, so that no array larger than cells × cells is formed.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.discrepancy import Likelihood
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State

__all__ = ["observed_information", "second_order"]


def second_order(
    group: GroupMatrices, state: State, spread: np.ndarray, mean: np.ndarray
) -> np.ndarray:
    """Contract the second derivatives of the implied moments with a slope in these moments.

    Parameters
    ----------
    group : GroupMatrices
    state : State
    spread, mean : ndarray (p, p) and (p,)
        dF/dΣ (symmetric) and dF/dμ.

    Returns
    -------
    ndarray (c, c)
        By free cells, in the order of ``group.index``.
    """
    p = state.p
    effect = np.linalg.inv(np.eye(len(state.paths)) - state.paths)
    inner = state.reach.T @ spread @ state.reach
    through = state.total[:, :p] @ spread @ state.reach
    a, s, m = group.path_cells, group.spread_cells, group.intercept_cells
    found = np.zeros((len(group.index),) * 2)
    one, two = len(a), len(a) + len(s)
    row, column = a.row[:, None], a.column[:, None]
    turned = effect[column, a.row] * through[a.column, row]
    found[:one, :one] = 2.0 * (
        turned + turned.T + state.total[column, a.column] * inner[a.row, row]
    )
    crossed = effect[column, s.row] * inner[s.column, row]
    crossed += np.where(s.row == s.column, 0.0, effect[column, s.column] * inner[s.row, row])
    found[:one, one:two] = 2.0 * crossed
    if group.has_means:
        pushed = state.reach.T @ mean
        moved = effect[column, a.row] * pushed[row] * state.means[a.column]
        found[:one, :one] += moved + moved.T
        found[:one, two:] = pushed[row] * effect[column, m.row]
    found[one:, :one] = found[:one, one:].T
    return found


def observed_information(problem: Problem, states: list[State] | tuple[State, ...]) -> np.ndarray:
    """Return ½ d²F/dθ² (k × k), the observed information for one respondent.

    Parameters
    ----------
    problem : Problem
    states : sequence of State
        One a group.

    Returns
    -------
    ndarray (k, k)
    """
    k = problem.n_free
    total = np.zeros((k, k))
    parts = zip(problem.groups, problem.samples, states, problem.weights, strict=True)
    for group, sample, state, weight in parts:
        cells = group.jacobian(state)
        bend = cast(Likelihood, problem.discrepancy).curvature(sample, state, cells, cells)
        slope = problem.discrepancy.slope(sample, state)
        bend = bend + 0.5 * second_order(group, state, *slope)
        total += weight * gather(gather(bend, group.index, k).T, group.index, k)
    return 0.5 * (total + total.T)
