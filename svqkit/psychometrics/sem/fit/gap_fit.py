"""What CFI and RMSEA would be without missing answers (Zhang & Savalei 2023).

Under full information χ² shrinks with the information that is missing, and so do indices read
off it. Here the complete-data discrepancy between the EM moments and the implied ones takes its
place, with a scaling factor for its own sampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.linalg import block_diag

from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES
from svqkit.psychometrics.sem.discrepancies.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.scaled_fit import RobustTest
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State

__all__ = [
    "GapWeights",
    "beyond_reach",
    "gap_test",
    "gap_weights",
    "moment_derivatives",
]

MOST_ITEMS = 60
"""Items up to which matrices of moments × moments (1891 × 1891) are formed in seconds."""


def beyond_reach(p: int, what: str) -> str:
    """Say that something takes moments × moments, where there are too many items for it.

    Parameters
    ----------
    p : int
        Number of items.
    what : str

    Returns
    -------
    str
        Empty where it is within reach.

    Examples
    --------
    >>> beyond_reach(22, "it")
    ''
    """
    if p <= MOST_ITEMS:
        return ""
    return (
        f"{what} take matrices of all moments after gaps and are worked out for up to "
        f"{MOST_ITEMS} items, not {p}"
    )


@dataclass(frozen=True)
class GapWeights:
    """Matrices of the unrestricted model, all groups' moments in one block-diagonal (q × q).

    ``present`` is the information of the answers given, ``complete`` that of complete answers,
    ``gamma`` the sampling covariances of the EM moments; None means that answers are normal.
    """

    present: np.ndarray
    complete: np.ndarray
    gamma: np.ndarray | None


def gap_weights(problem: Problem, answers: Sequence[np.ndarray] | None) -> GapWeights:
    """Work out the matrices of the unrestricted model.

    Parameters
    ----------
    problem : Problem
        With full information.
    answers : sequence of ndarray (n, p), optional
        For factors that hold without normality.

    Returns
    -------
    GapWeights
    """
    full = cast(FullInformation, problem.discrepancy)
    present, complete, gamma = [], [], []
    for at, (sample, share) in enumerate(zip(problem.samples, problem.shares, strict=True)):
        cells = saturated_cells(sample.p)
        given = full.curvature(sample, sample, cells, cells)
        present.append(share * given)
        complete.append(share * DISCREPANCIES["ML"].information(sample, sample, cells, cells))
        if answers is not None:
            inverse = np.linalg.inv(given)
            gamma.append(inverse @ full.saturated_meat(sample, answers[at]) @ inverse / share)
    return GapWeights(
        block_diag(*present), block_diag(*complete), block_diag(*gamma) if gamma else None
    )


def moment_derivatives(group: GroupMatrices, state: State, n_free: int) -> np.ndarray:
    """Differentiate all distinct moments (k × q), in the order of :func:`saturated_cells`."""
    cells = group.jacobian(state)
    row, column = np.tril_indices(state.p)
    spread = cells.covariance[:, row, column]
    mean = np.zeros((len(spread), state.p)) if cells.mean is None else cells.mean
    return gather(np.concatenate([spread, mean], axis=1), group.index, n_free)


def gap_test(problem: Problem, found: Estimate, weights: GapWeights) -> RobustTest:
    """Compute the complete-data χ² at the full-information estimates, with its scaling.

    Parameters
    ----------
    problem : Problem
    found : Estimate
    weights : GapWeights

    Returns
    -------
    RobustTest

    References
    ----------
    Zhang, X., & Savalei, V. (2023). New computations for RMSEA and CFI following FIML and TS
    estimation with missing data. Psychological Methods, 28, 263–283 (versions V6 and, without
    normality, V3, as in lavaan).
    """
    pairs = zip(problem.groups, found.states, strict=True)
    delta = np.hstack([moment_derivatives(group, state, problem.n_free) for group, state in pairs])
    reach = np.linalg.solve(delta @ weights.present @ delta.T, delta)
    if weights.gamma is None:
        lost = np.linalg.solve(weights.present, weights.complete)
        excess = np.trace(lost) - np.trace(reach @ weights.complete @ delta.T)
    else:
        residual = np.eye(delta.shape[1]) - delta.T @ reach @ weights.present
        excess = ((residual.T @ weights.complete @ residual) * weights.gamma).sum()
    complete = DISCREPANCIES["ML"]
    values = [
        complete.value(sample, state)
        for sample, state in zip(problem.samples, found.states, strict=True)
    ]
    return RobustTest(problem.n * float(np.dot(problem.shares, values)), float(excess))
