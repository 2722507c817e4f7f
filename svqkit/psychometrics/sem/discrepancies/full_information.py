"""Full-information maximum likelihood: every answer given counts, whatever else is missing."""

from __future__ import annotations

from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.counting import Counting
from svqkit.psychometrics.sem.discrepancies.pattern_sums import bilinear, sandwiched
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian
from svqkit.psychometrics.sem.matrices.matrices import Implied
from svqkit.psychometrics.sem.matrices.slopes import case_slopes
from svqkit.psychometrics.sem.samples.patterns import PatternedSample
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["FullInformation", "saturated_cells"]


def saturated_cells(p: int) -> Jacobian:
    """Differentiate all distinct moments with respect to themselves: covariances, then means."""
    row, column = np.tril_indices(p)
    one = np.eye(p)
    still = np.zeros((p, p))
    halved = np.where(row == column, 0.5, 1.0)[:, None]
    left = np.concatenate([one[row], still])
    right = np.concatenate([halved * one[column], still])
    return Jacobian(left, right, np.concatenate([np.zeros((len(row), p)), one]))


class FullInformation(Counting):
    """F is 2 (log L₁ − log L₀) for one respondent, L₁ of the unrestricted model (by EM).

    The likelihood of each respondent is that of the answers given (Arbuckle 1996), right where
    answers are missing at random. Needs samples by missing pattern.
    """

    name = "ML"
    observed = True
    unbiased = False
    likelihood = True
    tested = True
    convention = (
        "full-information maximum likelihood by missing pattern; χ² = 2 (log L₁ − log L₀) with L₁ "
        "of the unrestricted model by EM; observed information; residuals and SRMR against the EM "
        "moments"
    )

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, infinite where Σ is not positive definite."""
        try:
            np.linalg.cholesky(state.covariance)
        except np.linalg.LinAlgError:
            return float("inf")
        found = cast(PatternedSample, sample)
        return found.patterns.deviance(state) - found.saturated

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ and dF/dμ, summed over patterns."""
        return cast(PatternedSample, sample).patterns.slopes(state)

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return ½ Σ⁻¹ dΣ Σ⁻¹ and Σ⁻¹ dμ, summed over patterns."""
        patterns = cast(PatternedSample, sample).patterns
        inverses, _ = patterns.inverses(state.covariance)
        on_spread = 0.5 * sandwiched(patterns.shares, inverses, spread)
        return on_spread, mean @ np.tensordot(patterns.shares, inverses, 1)

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return the expected information, given who answered what."""
        patterns = cast(PatternedSample, sample).patterns
        inverses, _ = patterns.inverses(state.covariance)
        return bilinear(rows, columns, patterns.shares, inverses, inverses)

    def curvature(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return ½ d²F, as that of complete answers, summed over patterns."""
        patterns = cast(PatternedSample, sample).patterns
        inverses, _ = patterns.inverses(state.covariance)
        bent = 2.0 * inverses @ patterns.observed(state.mean) @ inverses - inverses
        found = bilinear(rows, columns, patterns.shares, inverses, bent)
        if rows.mean is not None and columns.mean is not None:
            p = sample.p
            pulls = (inverses @ patterns.gaps(state.mean)[:, :, None])[:, :, 0]
            flat = (patterns.shares[:, None] * inverses.reshape(len(inverses), -1)).T @ pulls
            # dμᵀ V dΣ e: first index of V with the mean, second with dΣ, e with dΣ's other side
            crossed = flat.reshape(p, p * p)
            found += rows.covariance.reshape(-1, p * p) @ crossed.T @ columns.mean.T
            found += rows.mean @ crossed @ columns.covariance.reshape(-1, p * p).T
        return found

    def case_pulls(
        self, sample: Sample, state: Implied, answers: np.ndarray, cells: Jacobian
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return Σ⁻¹ (y − μ) by pattern of each respondent, and each cell's lᵀ Σ⁻¹ r."""
        patterns = cast(PatternedSample, sample).patterns
        inverses, _ = patterns.inverses(state.covariance)
        deviations = np.nan_to_num(answers - state.mean)
        pulls = np.zeros_like(deviations)
        shared = np.zeros((len(inverses), len(cells.left)))
        for at, inverse in enumerate(inverses):
            mine = patterns.of_case == at
            pulls[mine] = deviations[mine] @ inverse
            shared[at] = ((cells.left @ inverse) * cells.right).sum(axis=1)
        return pulls, shared[patterns.of_case]

    def saturated_trace(self, sample: Sample, answers: np.ndarray, means: bool) -> float:
        """Return tr(A⁻¹ B) of the unrestricted model at the EM moments."""
        cells = saturated_cells(sample.p)
        curvature = self.curvature(sample, sample, cells, cells)
        return float(np.trace(np.linalg.solve(curvature, self.saturated_meat(sample, answers))))

    def saturated_meat(self, sample: Sample, answers: np.ndarray) -> np.ndarray:
        """Mean products of the slopes of the unrestricted model at the EM moments."""
        cells = saturated_cells(sample.p)
        pulls, shared = self.case_pulls(sample, sample, answers, cells)
        slopes = case_slopes(cells, pulls) - shared
        return slopes.T @ slopes / len(slopes)
