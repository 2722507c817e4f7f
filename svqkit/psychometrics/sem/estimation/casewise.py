"""What each respondent contributes: slopes of the log-likelihood, and their mean products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.discrepancy import Likelihood
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.matrices.slopes import case_slopes

__all__ = ["first_order_information"]


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
