"""Model matrices and the moments they imply, with analytic derivatives.

All variables, observed first and then factors, stand in one vector v = A v + u with
cov(u) = S and mean(u) = m (the reticular action model, McArdle & McDonald 1984). So a loading,
a second-order loading and a regression are all cells of A; a residual, factor or error
(co)variance is a cell of S. With B = (I − A)⁻¹ and F picking the observed variables:

    Σ = F B S Bᵀ Fᵀ,   μ = F B m.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from svqkit.psychometrics.data.positive import inverse_and_log_determinant
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian, gather

__all__ = ["Cells", "GroupMatrices", "Implied", "State"]


@dataclass(frozen=True)
class Cells:
    """Cells of one matrix that free parameters fill: rows, columns, parameter (from 0)."""

    row: np.ndarray
    column: np.ndarray
    parameter: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


class Implied(Protocol):
    """Moments of the observed variables that a model implies."""

    @property
    def covariance(self) -> np.ndarray:
        """Covariances (p × p)."""
        ...

    @property
    def mean(self) -> np.ndarray:
        """Means (p)."""
        ...

    @property
    def inverse(self) -> np.ndarray:
        """The inverse of the covariances (p × p)."""
        ...

    @property
    def log_determinant(self) -> float:
        """Of the covariances."""
        ...


@dataclass(frozen=True)
class State:
    """A group's model at one parameter vector.

    ``reach`` is F B (p × t), ``total`` the covariances B S Bᵀ of all t variables, ``means`` of all
    variables; ``covariance`` (p × p) and ``mean`` (p) are those of the observed ones; ``paths``
    and ``spread`` are A and S.
    """

    paths: np.ndarray
    spread: np.ndarray
    reach: np.ndarray
    total: np.ndarray
    means: np.ndarray

    @property
    def p(self) -> int:
        """Number of observed variables."""
        return self.reach.shape[0]

    @property
    def covariance(self) -> np.ndarray:
        """Implied covariances of the observed variables."""
        return self.total[: self.p, : self.p]

    @property
    def mean(self) -> np.ndarray:
        """Implied means of the observed variables."""
        return self.means[: self.p]

    @cached_property
    def factored(self) -> tuple[np.ndarray, float] | None:
        """Inverse and log determinant of the covariances; None where they are not admissible."""
        return inverse_and_log_determinant(self.covariance)

    @property
    def inverse(self) -> np.ndarray:
        """The inverse of the implied covariances; value, slope and weights all need it."""
        return self.factored[0] if self.factored else np.linalg.inv(self.covariance)

    @property
    def log_determinant(self) -> float:
        """Log determinant of the implied covariances; infinite where they are not admissible."""
        return self.factored[1] if self.factored else float("inf")


@dataclass(frozen=True)
class GroupMatrices:
    """One group's matrices: fixed values in place, and where the free parameters go.

    Without a mean structure ``intercepts`` holds the sample means, and these are the means.
    """

    paths: np.ndarray
    spread: np.ndarray
    intercepts: np.ndarray
    path_cells: Cells
    spread_cells: Cells
    intercept_cells: Cells
    n_observed: int
    has_means: bool

    def state(self, x: np.ndarray) -> State:
        """Fill in the parameters and work out what the model implies.

        Parameters
        ----------
        x : ndarray (k,)
            Free parameters of all groups; may be complex, for complex-step derivatives.
        """
        kind = np.result_type(x.dtype, float)
        paths, spread = self.paths.astype(kind), self.spread.astype(kind)
        intercepts = self.intercepts.astype(kind)
        cells = self.path_cells
        paths[cells.row, cells.column] = x[cells.parameter]
        cells = self.spread_cells
        spread[cells.row, cells.column] = x[cells.parameter]
        spread[cells.column, cells.row] = x[cells.parameter]
        cells = self.intercept_cells
        intercepts[cells.row] = x[cells.parameter]
        unit = np.eye(len(paths))
        # where no variable stands between two others, B = I + A + A² + … ends after A
        effect = unit + paths if self.direct else np.linalg.inv(unit - paths)
        total = effect @ spread @ effect.T
        means = effect @ intercepts if self.has_means else intercepts
        return State(paths, spread, effect[: self.n_observed], total, means)

    @cached_property
    def direct(self) -> bool:
        """Whether every path ends where no other begins, as in a model of measurement."""
        drawn = self.paths != 0
        drawn[self.path_cells.row, self.path_cells.column] = True
        return not (drawn.any(axis=1) & drawn.any(axis=0)).any()

    @cached_property
    def index(self) -> np.ndarray:
        """Each free cell's parameter, in the order of :meth:`jacobian`."""
        return np.concatenate([c.parameter for c in self.cells.values()])

    @cached_property
    def one_cell_each(self) -> bool:
        """Whether no two cells share a parameter."""
        return len(np.unique(self.index)) == len(self.index)

    def gathered(self, found: np.ndarray, count: int) -> np.ndarray:
        """Add up rows and columns of a matrix over cells (c × c) that share a parameter."""
        if not self.one_cell_each:
            return gather(gather(found, self.index, count).T, self.index, count)
        total = np.zeros((count, count), dtype=found.dtype)
        total[np.ix_(self.index, self.index)] = found
        return total

    @property
    def cells(self) -> dict[str, Cells]:
        """The free cells by matrix, as :meth:`jacobian` takes them."""
        return {
            "paths": self.path_cells,
            "spread": self.spread_cells,
            "means": self.intercept_cells,
        }

    def jacobian(self, state: State, cells: Mapping[str, Cells] | None = None) -> Jacobian:
        """Differentiate the implied moments with respect to cells, the free ones by default.

        Parameters
        ----------
        state : State
        cells : mapping of Cells, optional
            Cells of A (``paths``), S (``spread``) and m (``means``); the result has them in this
            order.

        Returns
        -------
        Jacobian
        """
        wanted = self.cells if cells is None else cells
        a, s, m = wanted["paths"], wanted["spread"], wanted["means"]
        reach, source = state.reach.T, state.total[:, : state.p]
        still = np.zeros((len(m), state.p))
        left = np.concatenate([reach[a.row], reach[s.row], still])
        halved = np.where(s.row == s.column, 0.5, 1.0)[:, None]
        right = np.concatenate([source[a.column], halved * reach[s.column], still])
        if not self.has_means:
            return Jacobian(left, right, None)
        on_paths = reach[a.row] * state.means[a.column][:, None]
        mean = np.concatenate([on_paths, np.zeros((len(s), state.p)), reach[m.row]])
        return Jacobian(left, right, mean)

    def pull_back(
        self, state: State, spread: np.ndarray, mean: np.ndarray, n_free: int
    ) -> np.ndarray:
        """Carry a slope in Σ and μ back to the parameters, without forming the Jacobian.

        Parameters
        ----------
        state : State
        spread, mean : ndarray (p, p) and (p,)
            dF/dΣ (symmetric) and dF/dμ.
        n_free : int

        Returns
        -------
        ndarray (k,)
            dF/dθ.
        """
        pushed = state.reach.T @ spread
        on_paths = 2.0 * pushed @ state.total[: state.p]
        on_spread = 2.0 * (pushed @ state.reach)
        own = np.arange(len(on_spread))
        on_spread[own, own] *= 0.5
        index, slopes = [], []
        if self.has_means:
            on_means = state.reach.T @ mean
            on_paths += np.outer(on_means, state.means)
            index.append(self.intercept_cells.parameter)
            slopes.append(on_means[self.intercept_cells.row])
        for cells, slope in ((self.path_cells, on_paths), (self.spread_cells, on_spread)):
            index.append(cells.parameter)
            slopes.append(slope[cells.row, cells.column])
        return np.bincount(np.concatenate(index), np.concatenate(slopes), minlength=n_free)
