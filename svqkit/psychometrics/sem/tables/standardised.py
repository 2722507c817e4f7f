"""Standardised estimates: factors, or factors and items, with unit variance.

Residual covariances are standardised by the residual standard deviations, as in lavaan, so
that they are residual correlations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = [
    "RowLayout",
    "complex_jacobian",
    "row_layout",
    "row_values",
    "scale_factors",
    "standardised",
    "table_layout",
]

STEP = 1e-30
VARIANCE = "variance"


@dataclass(frozen=True)
class RowLayout:
    """Rows as arrays: operator, group, positions of both variables."""

    op: np.ndarray
    group: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @cached_property
    def kinds(self) -> dict[str, tuple[np.ndarray, ...]]:
        """Rows that are standardised alike, with their groups and positions, by operator.

        Variances, on whose both sides the same variable stands, are a kind of their own.
        """
        kind = np.where((self.op == "~~") & (self.left == self.right), VARIANCE, self.op)
        alike = {name: np.flatnonzero(kind == name) for name in np.unique(kind).tolist()}
        return {
            name: (rows, self.group[rows], self.left[rows], self.right[rows])
            for name, rows in alike.items()
        }


def row_layout(rows: Sequence[Parameter], table: ParameterTable) -> RowLayout:
    """Lay rows out as arrays, variables by their position in the model's matrices.

    Right of an intercept or a threshold stands no variable; it counts as its left one.
    """
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    return RowLayout(
        np.array([row.op for row in rows]),
        np.array([row.group for row in rows], dtype=int),
        np.array([position[row.lhs] for row in rows], dtype=int),
        np.array([position.get(row.rhs, position[row.lhs]) for row in rows], dtype=int),
    )


@lru_cache(maxsize=64)
def table_layout(table: ParameterTable) -> RowLayout:
    """Lay all rows of a table out as arrays."""
    return row_layout(table.rows, table)


def _magnitude(values: np.ndarray) -> np.ndarray:
    """Take the absolute value of the real part, analytic for complex steps."""
    return values * np.where(values.real < 0, -1.0, 1.0)


def scale_factors(layout: RowLayout, states: Sequence[State], *, items: bool) -> np.ndarray:
    """Find what each row's value is multiplied with to standardise it.

    Parameters
    ----------
    layout : RowLayout
    states : sequence of State
        One a group.
    items : bool
        Whether observed variables are standardised too (``std_all``) or factors only (``std_lv``).

    Returns
    -------
    ndarray (rows,)
        NaN where a variance is not positive.
    """
    variance = np.array([state.total.diagonal() for state in states])
    residual = _magnitude(np.array([state.spread.diagonal() for state in states]))
    if not items:
        variance[:, : states[0].p] = 1.0
        residual[:, : states[0].p] = 1.0
    factors = np.empty(len(layout.op), dtype=variance.dtype)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd, residual_sd = np.sqrt(variance), np.sqrt(residual)
        for kind, (rows, group, left, right) in layout.kinds.items():
            own = sd[group, left]
            if kind == "=~":
                factors[rows] = own / sd[group, right]
            elif kind == "~":
                factors[rows] = sd[group, right] / own
            elif kind == "~~":
                factors[rows] = 1.0 / (residual_sd[group, left] * residual_sd[group, right])
            elif kind == "~*~":
                factors[rows] = own
            else:
                factors[rows] = 1.0 / (own**2 if kind == VARIANCE else own)
    factors[~np.isfinite(factors)] = np.nan
    return factors


def standardised(
    layout: RowLayout, values: np.ndarray, states: Sequence[State], *, items: bool = True
) -> np.ndarray:
    """Standardise the values of the rows (``std_all``, or ``std_lv`` with ``items=False``)."""
    return values * scale_factors(layout, states, items=items)


def complex_jacobian(function: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """Differentiate an analytic function by complex steps, exact to rounding.

    Parameters
    ----------
    function : callable
        Takes a complex vector (k,), returns a vector (q,).
    x : ndarray (k,)

    Returns
    -------
    ndarray (q, k)

    Examples
    --------
    >>> complex_jacobian(lambda x: x**2, np.array([3.0]))
    array([[6.]])
    """
    columns = []
    for at in range(len(x)):
        moved = x.astype(complex)
        moved[at] += 1j * STEP
        columns.append(np.imag(function(moved)) / STEP)
    return np.array(columns).T


def row_values(
    table: ParameterTable,
    problem: Problem,
    x: np.ndarray,
    layout: RowLayout,
    states: Sequence[State],
) -> np.ndarray:
    """Evaluate every row: free ones from x, the others as fixed, sampled or implied."""
    free, given = table.free, table.given.astype(x.dtype)
    for at in table.following:
        row, left, right = table.rows[at], layout.left[at], layout.right[at]
        if row.sampled:
            sample = problem.samples[row.group]
            given[at] = sample.mean[left] if row.op == "~1" else sample.covariance[left, right]
        else:
            state = states[row.group]
            residual, whole = state.spread[left, left], state.total[left, left]
            given[at] = residual if row.op == "~~" else 1.0 / np.sqrt(whole)
    return np.where(free > 0, x[np.maximum(free - 1, 0)], given)
