"""Least squares: unweighted, and weighted by the inverse of the sample covariances.

Both take the unbiased covariance matrix S (divisor n − 1) and have no likelihood; the weights do
not depend on the model, so F is quadratic in the implied moments.
"""

from __future__ import annotations

import numpy as np

from svqkit.psychometrics.sem.discrepancies.counting import Counting
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian
from svqkit.psychometrics.sem.matrices.matrices import Implied
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["GeneralisedLeastSquares", "UnweightedLeastSquares"]


def _diagonal(matrices: np.ndarray) -> np.ndarray:
    """Keep the diagonal of each matrix and set the rest to 0."""
    return matrices * np.eye(matrices.shape[-1])


class UnweightedLeastSquares(Counting):
    """Unweighted least squares: the squared residuals of all distinct moments, summed.

    Estimates depend on the items' units. χ² = (N − 1)·F follows no known distribution, so its
    p-value is not defined. As in lavaan a variance counts as much as a covariance; ½ tr (S − Σ)²
    counts it half, which is the same where residual variances are free.
    """

    name = "ULS"
    observed = False
    unbiased = True
    likelihood = False
    tested = False
    convention = (
        "unweighted least squares on the covariance matrix with divisor N − 1; χ² = (N − 1)·F, "
        "without a p-value (its distribution is not known, so indices read off it are "
        "descriptive); standard errors as lavaan's, which take the weights for right"
    )

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, defined for any Σ."""
        gap = sample.covariance - state.covariance
        shift = sample.mean - state.mean
        return 0.5 * float((gap**2).sum() + (np.diag(gap) ** 2).sum()) + float(shift @ shift)

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ and dF/dμ."""
        gap = state.covariance - sample.covariance
        return gap + _diagonal(gap), 2.0 * (state.mean - sample.mean)

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Halve covariances, which stand in dΣ twice."""
        return 0.5 * (spread + _diagonal(spread)), mean

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return the products of the derivatives of all distinct moments."""
        one = np.eye(sample.p)
        on_variances = (rows.left * rows.right) @ (columns.left * columns.right).T
        return rows.weighed_by(columns, one, one) + 2.0 * on_variances


class GeneralisedLeastSquares(Counting):
    """Generalised least squares (Browne 1974), with V the inverse of the sample covariances.

    F = ½ tr (S − Σ) V (S − Σ) V + (m − μ)ᵀ V (m − μ).
    """

    name = "GLS"
    observed = False
    unbiased = True
    likelihood = False
    tested = True
    convention = (
        "generalised least squares on the covariance matrix with divisor N − 1; χ² = (N − 1)·F"
    )
    errors_rest_on = "expected information"

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, defined for any Σ."""
        gap = sample.inverse @ (sample.covariance - state.covariance)
        shift = sample.mean - state.mean
        return 0.5 * float((gap * gap.T).sum()) + float(shift @ sample.inverse @ shift)

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ = V (Σ − S) V and dF/dμ = 2 V (μ − m)."""
        weight = sample.inverse
        gap = state.covariance - sample.covariance
        return weight @ gap @ weight, 2.0 * weight @ (state.mean - sample.mean)

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return ½ V dΣ V and V dμ."""
        return 0.5 * (sample.inverse @ spread @ sample.inverse), mean @ sample.inverse

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return ½ tr(V dΣ V dΣ′) + dμᵀ V dμ′."""
        return rows.weighed_by(columns, sample.inverse, sample.inverse)
