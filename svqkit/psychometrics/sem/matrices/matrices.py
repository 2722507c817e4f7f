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
from svqkit.psychometrics.sem.matrices.wiring import Cells, Wiring, pick

__all__ = ["GroupMatrices", "Implied", "State"]


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
    wiring: Wiring
    n_observed: int
    has_means: bool

    def state(self, x: np.ndarray) -> State:
        """Fill in the parameters and work out what the model implies.

        Parameters
        ----------
        x : ndarray (k,)
            Free parameters of all groups; may be complex, for complex-step derivatives.
        """
        kind = complex if np.iscomplexobj(x) else float
        paths, spread, means = (
            part.astype(kind, order="C") for part in (self.paths, self.spread, self.intercepts)
        )
        on_paths, on_spread, mirrored = self.wiring.places
        paths.reshape(-1)[on_paths] = x[self.path_cells.parameter]
        free = x[self.spread_cells.parameter]
        spread.reshape(-1)[on_spread] = free
        spread.reshape(-1)[mirrored] = free
        means[self.intercept_cells.row] = x[self.intercept_cells.parameter]
        # where no variable stands between two others, B = I + A + A² + … ends after A
        unit = self.wiring.unit
        effect = unit + paths if self.wiring.direct else np.linalg.inv(unit - paths)
        total = effect @ spread @ effect.T
        if self.has_means:
            means = effect @ means
        return State(paths, spread, effect[: self.n_observed], total, means)

    @property
    def path_cells(self) -> Cells:
        """Free cells of A."""
        return self.wiring.cells["paths"]

    @property
    def spread_cells(self) -> Cells:
        """Free cells of S."""
        return self.wiring.cells["spread"]

    @property
    def intercept_cells(self) -> Cells:
        """Free cells of m."""
        return self.wiring.cells["means"]

    @property
    def index(self) -> np.ndarray:
        """Each free cell's parameter, in the order of :meth:`jacobian`."""
        return self.wiring.index

    def gathered(self, found: np.ndarray, count: int) -> np.ndarray:
        """Add up rows and columns of a matrix over cells (c × c) that share a parameter."""
        if self.wiring.aligned == count:
            return found
        if not self.wiring.one_cell_each:
            return gather(gather(found, self.index, count).T, self.index, count)
        total = np.zeros((count, count), dtype=found.dtype)
        total[np.ix_(self.index, self.index)] = found
        return total

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
        picked = self.wiring.picked if cells is None else pick(cells, len(self.paths))
        size, p = len(self.paths), state.p
        rows = np.zeros((2 * size + 1, p), dtype=state.total.dtype)
        rows[:size], rows[size:-1] = state.reach.T, state.total[:, :p]
        left, right = rows[picked.left], rows[picked.right] * picked.halved[:, None]
        if not self.has_means:
            return Jacobian(left, right, None)
        moved = np.append(state.means, 1.0)[picked.moved]
        return Jacobian(left, right, rows[picked.mean] * moved[:, None])

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
        on_paths = pushed @ state.total[: state.p]
        if self.has_means:
            on_means = state.reach.T @ mean
            on_paths += np.outer(on_means, 0.5 * state.means)
        at_paths, at_spread, _ = self.wiring.places
        on_cells = [
            2.0 * on_paths.reshape(-1)[at_paths],
            2.0 * (pushed @ state.reach).reshape(-1)[at_spread],
        ]
        if self.has_means:
            on_cells.append(on_means[self.intercept_cells.row])
        found = np.concatenate(on_cells) * self.wiring.picked.halved
        return (
            found
            if self.wiring.aligned == n_free
            else np.bincount(self.index, found, minlength=n_free)
        )
