"""A second way to the minimum, for models on which Fisher scoring does not settle.

Small samples and weak items make valleys where scoring's steps mislead. Quasi-Newton steps in
scaled parameters are slower and steadier; they are tried from the first start and from a plain
one, and what they reach is sharpened by scoring. A model that runs off to infinity (a residual
variance without bound) has no minimum: then the error stands, and names what ran away.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.estimation.estimation import (
    Estimate,
    Problem,
    estimate,
    natural_units,
)
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["estimate_steadily", "estimate_surely"]

STEPS = 400
PLAIN_VARIANCE = 0.05
BEYOND = 1e6
"""What stands for an inadmissible value: finite, so that a line search can back away."""


def _plain_start(table: ParameterTable, start: np.ndarray) -> np.ndarray:
    """Start from nearly no common variance: unit loadings, small variances, no covariances."""
    plain = start.copy()
    marked = {row.lhs for row in table.rows if row.op == "=~" and not row.free}
    for row in table.rows:
        if not row.free or not isnan(row.start):
            continue
        at = row.free - 1
        if row.op == "~~" and row.lhs != row.rhs:
            plain[at] = 0.0
        elif row.op == "~~" and row.lhs in table.latent:
            plain[at] = PLAIN_VARIANCE
        elif row.op == "=~" and row.lhs in marked:
            plain[at] = 1.0 if start[at] >= 0 else -1.0
    return plain


def _quasi_newton(problem: Problem, start: np.ndarray) -> np.ndarray:
    from scipy.optimize import minimize

    unit = natural_units(problem.information(problem.states(start)))

    def value(moved: np.ndarray) -> float:
        return min(problem.value(problem.states(start + unit * moved)), BEYOND)

    def slope(moved: np.ndarray) -> np.ndarray:
        return unit * problem.gradient(problem.states(start + unit * moved))

    zero = np.zeros_like(start)
    options = {"gtol": 1e-6, "maxiter": STEPS}
    found = minimize(value, zero, jac=slope, method="BFGS", options=options)
    return start + unit * found.x


def _farthest(table: ParameterTable, start: np.ndarray, reached: np.ndarray) -> str:
    """Name the parameter that moved farthest from where it began."""
    moved = np.abs(reached - start) / (np.abs(start) + 0.1)
    return table.names_of(int(np.argmax(moved)) + 1)


def estimate_surely(
    problem: Problem,
    table: ParameterTable,
    start: np.ndarray,
    states: Sequence[State] | None = None,
) -> Estimate:
    """Minimise by scoring, and by quasi-Newton steps from two starts where that fails.

    Parameters
    ----------
    problem : Problem
    table : ParameterTable
    start : ndarray (k,)
        Admissible.
    states : sequence of State, optional
        What the model implies there, where that has been worked out already.

    Returns
    -------
    Estimate
        The lowest of the minima that were reached.

    Raises
    ------
    ConvergenceError
        If none was reached; the parameter that ran off is named.
    """
    try:
        return estimate(problem, start, states)
    except ConvergenceError as error:
        first = error
    found, reached = estimate_steadily(problem, table, start)
    if found:
        return min(found, key=lambda one: one.value)
    raise ConvergenceError(
        f"{first}. '{_farthest(table, start, reached)}' ran off farthest: look at it first"
    )


def estimate_steadily(
    problem: Problem, table: ParameterTable, start: np.ndarray
) -> tuple[list[Estimate], np.ndarray]:
    """Minimise by quasi-Newton steps from two starts, sharpened by scoring.

    Parameters
    ----------
    problem : Problem
    table : ParameterTable
    start : ndarray (k,)

    Returns
    -------
    list of Estimate
        The minima reached; empty where none was.
    ndarray (k,)
        Where the last steps led.
    """
    found: list[Estimate] = []
    reached = start
    for begin in (start, _plain_start(table, start)):
        if not np.isfinite(problem.value(problem.states(begin))):
            continue
        reached = _quasi_newton(problem, begin)
        try:
            found.append(estimate(problem, reached))
        except ConvergenceError:
            continue
    return found, reached
