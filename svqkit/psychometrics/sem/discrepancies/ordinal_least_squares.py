"""Least squares on thresholds and polychoric correlations: diagonally, fully or not weighted.

F = (s − σ)ᵀ W (s − σ) with the observed and implied thresholds and correlations s and σ; W is
the inverse of the diagonal of Γ (DWLS), of all of Γ (WLS), or 1 (ULS). Muthén (1984); Muthén,
du Toit & Spisic (1997).
"""

from __future__ import annotations

from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.counting import Counting
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian
from svqkit.psychometrics.sem.matrices.matrices import Implied
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalJacobian, OrdinalState
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = [
    "DiagonallyWeighted",
    "FullyWeighted",
    "OrdinalLeastSquares",
    "UnweightedOrdinal",
]

MOMENTS = "on thresholds and polychoric correlations; χ² = (N − 1)·F"


class OrdinalLeastSquares(Counting):
    """What the three have in common; each says how it weighs changes of the moments."""

    name = ""
    observed = False
    unbiased = True
    likelihood = False
    tested = True
    convention = ""

    def weights(self, sample: OrdinalSample, changes: np.ndarray) -> np.ndarray:
        """Apply W to changes of the moments (… × q)."""
        raise NotImplementedError

    def gap(self, sample: Sample, state: Implied) -> tuple[OrdinalSample, np.ndarray]:
        """Return the sample as what it is, and observed less implied moments (q)."""
        ordinal = cast(OrdinalSample, sample)
        return ordinal, ordinal.observed_moments - cast(OrdinalState, state).implied_moments

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, infinite where a variance is not positive."""
        ordinal, gap = self.gap(sample, state)
        found = float(self.weights(ordinal, gap) @ gap)
        return found if np.isfinite(found) else float("inf")

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dr by correlation (m) and dF/dt by threshold (T)."""
        ordinal, gap = self.gap(sample, state)
        slope = -2.0 * self.weights(ordinal, gap)
        count = len(ordinal.thresholds)
        return slope[count:], slope[:count]

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Apply W to changes of correlations (c × m) and of thresholds (c × T)."""
        ordinal = cast(OrdinalSample, sample)
        count = len(ordinal.thresholds)
        weighed = self.weights(ordinal, np.concatenate([mean, spread], axis=-1))
        return weighed[..., count:], weighed[..., :count]

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return Δ₁ᵀ W Δ₂."""
        left, right = cast(OrdinalJacobian, rows), cast(OrdinalJacobian, columns)
        return np.asarray(self.weights(cast(OrdinalSample, sample), left.moments) @ right.moments.T)


class DiagonallyWeighted(OrdinalLeastSquares):
    """Diagonally weighted least squares: moments count by their own precision."""

    name = "DWLS"
    convention = f"diagonally weighted least squares {MOMENTS}"

    def weights(self, sample: OrdinalSample, changes: np.ndarray) -> np.ndarray:
        """Divide by the diagonal of Γ."""
        return np.asarray(changes / np.diag(sample.gamma))


class UnweightedOrdinal(OrdinalLeastSquares):
    """Unweighted least squares; its χ² follows no known distribution unless it is scaled."""

    name = "ULS"
    tested = False
    convention = f"unweighted least squares {MOMENTS}, without a p-value of its own"

    def weights(self, sample: OrdinalSample, changes: np.ndarray) -> np.ndarray:
        """Leave changes as they are."""
        return changes


class FullyWeighted(OrdinalLeastSquares):
    """Weighted least squares with the whole of Γ⁻¹, for large samples."""

    name = "WLS"
    convention = f"weighted least squares with the whole of Γ⁻¹ {MOMENTS}"

    def weights(self, sample: OrdinalSample, changes: np.ndarray) -> np.ndarray:
        """Multiply by Γ⁻¹."""
        return np.asarray(changes @ sample.gamma_inverse)
