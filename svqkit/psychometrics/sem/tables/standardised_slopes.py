"""How standardised estimates move with the free parameters, for their errors by the delta method.

A standardised estimate is one times and over standard deviations, so its relative change is its own
and, added and taken away, theirs. Derivatives are exact, in closed form or by complex steps.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.psychometrics.sem.tables.standardised import (
    VARIANCE,
    RowLayout,
    complex_jacobian,
    row_values,
    scale_factors,
    standardised,
)

__all__ = ["standardised_slopes"]


def standardised_slopes(
    table: ParameterTable,
    problem: Problem,
    x: np.ndarray,
    layout: RowLayout,
    states: Sequence[State],
) -> np.ndarray:
    """Differentiate completely standardised values by the free parameters.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    x : ndarray (k,)
        The estimates.
    layout : RowLayout
        Of all rows.
    states : sequence of State
        At the estimates.

    Returns
    -------
    ndarray (rows, k)
        In closed form; by complex steps where thresholds move too, or rows follow others.
    """
    if table.ordered.thresholds or len(table.following):

        def all_standardised(moved: np.ndarray) -> np.ndarray:
            there = problem.states(moved)
            return standardised(layout, row_values(table, problem, moved, layout, there), there)

        return complex_jacobian(all_standardised, x)
    factors = scale_factors(layout, states, items=True)
    whole, own = (
        np.stack(parts)
        for parts in zip(
            *(
                _relative_changes(group, state, len(x))
                for group, state in zip(problem.groups, states, strict=True)
            ),
            strict=True,
        )
    )
    slopes = np.empty((len(factors), len(x)))
    for kind, (rows, group, left, right) in layout.kinds.items():
        if kind == "=~":
            slopes[rows] = whole[group, left] - whole[group, right]
        elif kind == "~":
            slopes[rows] = whole[group, right] - whole[group, left]
        elif kind == "~~":
            slopes[rows] = -own[group, left] - own[group, right]
        else:
            slopes[rows] = -whole[group, left] * (2.0 if kind == VARIANCE else 1.0)
    values = row_values(table, problem, x, layout, states) * factors
    # a row that stands still has no part in what the scales do
    slopes = np.where(values[:, None] == 0.0, 0.0, slopes * values[:, None])
    free = np.flatnonzero(table.free > 0)
    slopes[free, table.free[free] - 1] += factors[free]
    return slopes


def _relative_changes(
    group: GroupMatrices, state: State, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Differentiate the logarithms of standard deviations, whole and residual (both t × k)."""
    a, s, unit = group.path_cells, group.spread_cells, group.wiring.unit
    effect = unit + state.paths if group.wiring.direct else np.linalg.inv(unit - state.paths)
    twice = np.where(s.row == s.column, 1.0, 2.0)
    on_cells = [
        2.0 * effect[:, a.row] * state.total[:, a.column],
        effect[:, s.row] * effect[:, s.column] * twice,
    ]
    parameter = np.concatenate([a.parameter, s.parameter])
    whole = gather(np.concatenate(on_cells, axis=1).T, parameter, count).T
    residual = np.zeros((len(unit), count))
    alone = s.row == s.column
    residual[s.row[alone], s.parameter[alone]] = 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            0.5 * whole / state.total.diagonal()[:, None],
            0.5 * residual / state.spread.diagonal()[:, None],
        )
