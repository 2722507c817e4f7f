"""Model matrices of ordered items: the responses behind them, their thresholds and scales.

Behind item i stands a normal response y_i with the moments Σ and μ of
:mod:`svqkit.psychometrics.sem.matrices.matrices`; its scale d_i is 1 over its standard deviation. The
moments implied are

    thresholds   (τ_k − μ_i) d_i          correlations   d_i Σ_ij d_j.

Under the delta parameterisation d is a parameter and residual variances follow from it; under
theta residual variances are parameters and d follows (Muthén & Asparouhov 2002, Mplus Web
Notes 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from svqkit.psychometrics.sem.matrices.jacobian import Jacobian, gather
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State
from svqkit.psychometrics.sem.matrices.wiring import Cells

__all__ = ["OrdinalJacobian", "OrdinalMatrices", "OrdinalState"]


@dataclass(frozen=True)
class OrdinalState(State):
    """A group's model of ordered items at one parameter vector.

    ``scale`` is d (p), ``thresholds`` τ (T); ``covariance`` are the correlations of the responses
    behind the items, ``implied_thresholds`` their thresholds in standard units.
    """

    scale: np.ndarray
    thresholds: np.ndarray
    item_of: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """Implied correlations of the responses behind the items."""
        with np.errstate(invalid="ignore"):  # no scale where a variance is not positive
            return np.asarray(self.total[: self.p, : self.p] * np.outer(self.scale, self.scale))

    @property
    def implied_thresholds(self) -> np.ndarray:
        """Implied thresholds in units of the responses' standard deviations."""
        at = self.item_of
        return (self.thresholds - self.means[at]) * self.scale[at]

    @property
    def implied_moments(self) -> np.ndarray:
        """Thresholds and then correlations below the diagonal, column by column (q)."""
        pairs = np.triu_indices(self.p, 1)
        return np.concatenate([self.implied_thresholds, self.covariance[pairs]])


@dataclass(frozen=True)
class OrdinalJacobian(Jacobian):
    """Derivatives of the implied thresholds and correlations by cell: ``moments`` (c × q)."""

    moments: np.ndarray

    def along(self, spread: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """Return every cell's slope (c) from those in correlations (m) and thresholds (T)."""
        return self.moments @ np.concatenate([mean, spread])


@dataclass(frozen=True)
class OrdinalMatrices(GroupMatrices):
    """One group's matrices with thresholds and scales, and where free ones go.

    ``theta`` says that scales follow from residual variances.
    """

    thresholds: np.ndarray
    scales: np.ndarray
    item_of: np.ndarray
    theta: bool

    def state(self, x: np.ndarray) -> OrdinalState:
        """Fill in the parameters and work out what the model implies.

        Parameters
        ----------
        x : ndarray (k,)
            May be complex, for complex-step derivatives.
        """
        behind = super().state(x)
        p, spread, total = self.n_observed, behind.spread, behind.total
        thresholds, scale = self.thresholds.astype(x.dtype), self.scales.astype(x.dtype)
        cells = self.wiring.cells["thresholds"]
        thresholds[cells.row] = x[cells.parameter]
        cells = self.wiring.cells["scales"]
        scale[cells.row] = x[cells.parameter]
        own = np.arange(p)
        if self.theta:
            with np.errstate(invalid="ignore", divide="ignore"):
                scale = 1.0 / np.sqrt(total[own, own])
        else:
            # items have no effects of their own, so a residual moves nothing but its own variance
            residual = 1.0 / scale**2 - total[own, own]
            spread[own, own] += residual
            total[own, own] += residual
        return OrdinalState(
            behind.paths, spread, behind.reach, total, behind.means, scale, thresholds, self.item_of
        )

    def jacobian(self, state: State, cells: Mapping[str, Cells] | None = None) -> OrdinalJacobian:
        """Differentiate thresholds and correlations with respect to cells, the free ones by default.

        Parameters
        ----------
        state : OrdinalState
        cells : mapping of Cells, optional
            As those of ``wiring.cells``; the result has them in this order.

        Returns
        -------
        OrdinalJacobian
        """
        wanted = self.wiring.cells if cells is None else cells
        behind = super().jacobian(state, cells)
        own = cast(OrdinalState, state)
        at, d = own.item_of, own.scale
        first, second = np.triu_indices(state.p, 1)
        left, right = behind.left, behind.right
        products = left[:, first] * right[:, second] + left[:, second] * right[:, first]
        on_pairs = products * (d[first] * d[second])
        on_cuts = np.zeros((len(left), len(at)))
        if behind.mean is not None:
            on_cuts -= behind.mean[:, at] * d[at]
        if self.theta:
            stretch = -(left * right) * d**2
            on_pairs += (stretch[:, first] + stretch[:, second]) * own.covariance[first, second]
            on_cuts += stretch[:, at] * own.implied_thresholds
        moved = np.concatenate([on_cuts, on_pairs], axis=1)
        added = [moved, self._on_thresholds(own, wanted), self._on_scales(own, wanted)]
        return OrdinalJacobian(left, right, behind.mean, np.concatenate(added))

    def _on_thresholds(self, state: OrdinalState, cells: Mapping[str, Cells]) -> np.ndarray:
        rows = cells["thresholds"].row
        m = state.p * (state.p - 1) // 2
        moved = np.zeros((len(rows), len(state.item_of) + m))
        moved[np.arange(len(rows)), rows] = state.scale[state.item_of[rows]]
        return moved

    def _on_scales(self, state: OrdinalState, cells: Mapping[str, Cells]) -> np.ndarray:
        rows = cells["scales"].row
        first, second = np.triu_indices(state.p, 1)
        touched = (rows[:, None] == first) + 0.0 + (rows[:, None] == second)
        on_pairs = touched * state.covariance[first, second] / state.scale[rows, None]
        on_cuts = (rows[:, None] == state.item_of) * state.implied_thresholds
        return np.concatenate([on_cuts / state.scale[rows, None], on_pairs], axis=1)

    def pull_back(
        self, state: State, spread: np.ndarray, mean: np.ndarray, n_free: int
    ) -> np.ndarray:
        """Carry a slope in correlations (m) and thresholds (T) back to the parameters."""
        return gather(self.jacobian(state).along(spread, mean), self.index, n_free)
