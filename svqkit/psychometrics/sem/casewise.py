"""What each respondent contributes: slopes of the log-likelihood, and their mean products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancy import Likelihood
from svqkit.psychometrics.sem.estimation import Problem
from svqkit.psychometrics.sem.matrices import Jacobian, State, gather

__all__ = ["case_slopes", "first_order_information"]


def case_slopes(cells: Jacobian, pulls: np.ndarray) -> np.ndarray:
    """Differentiate each respondent's log-likelihood, but for the part that all share.

    Parameters
    ----------
    cells : Jacobian
        Of c cells.
    pulls : ndarray (n, p)
        Σ⁻¹ (y − μ) of each respondent, 0 where an answer is missing.

    Returns
    -------
    ndarray (n, c)
        lᵀ e eᵀ r + eᵀ dμ with e the pull; the shared part is −lᵀ Σ⁻¹ r.
    """
    slopes = (pulls @ cells.left.T) * (pulls @ cells.right.T)
    return slopes if cells.mean is None else slopes + pulls @ cells.mean.T


def first_order_information(
    problem: Problem, states: Sequence[State], answers: Sequence[np.ndarray]
) -> np.ndarray:
    """Average the products of the respondents' slopes, the "meat" of a sandwich.

    Parameters
    ----------
    problem : Problem
    states : sequence of State
    answers : sequence of ndarray (n, p)
        One a group, columns in the order of the model's items.

    Returns
    -------
    ndarray (k, k)
        For one respondent.
    """
    k = problem.n_free
    total = np.zeros((k, k))
    parts = zip(problem.groups, problem.samples, states, problem.shares, answers, strict=True)
    for group, sample, state, share, given in parts:
        cells = group.jacobian(state)
        pulls, shared = cast(Likelihood, problem.discrepancy).case_pulls(
            sample, state, given, cells
        )
        slopes = case_slopes(cells, pulls) - shared
        by_parameter = gather(slopes.T, group.index, k)
        total += share / len(given) * (by_parameter @ by_parameter.T)
    return total
