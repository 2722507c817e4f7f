"""How far the implied moments are from the observed ones: interchangeable discrepancy functions.

An estimator is one object with a value, its slope and its weights, registered by name in
:data:`DISCREPANCIES`. The rest of the engine asks the object and never its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from svqkit.psychometrics.sem.discrepancies.counting import Counting
from svqkit.psychometrics.sem.discrepancies.least_squares import (
    GeneralisedLeastSquares,
    UnweightedLeastSquares,
)
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian
from svqkit.psychometrics.sem.matrices.matrices import Implied
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["DISCREPANCIES", "Discrepancy", "Likelihood", "MaximumLikelihood", "weighed_spread"]


class Discrepancy(Protocol):
    """What the engine needs to know of an estimator, for one group and per respondent.

    ``unbiased`` says whether the sample covariance has the divisor n − 1, and with it whether
    χ² = (N − 1)·F instead of N·F. ``likelihood`` says whether log-likelihood, AIC and BIC exist,
    ``tested`` whether χ² has a known distribution and so a p-value, ``observed`` whether errors
    rest on observed information rather than expected; ``errors_rest_on`` says so in words where
    no robust test says otherwise ("" where ``convention`` has said it). ``keeps_own_moments`` says
    whether independent items are estimated to vary as they do in the sample.
    """

    name: str
    observed: bool
    unbiased: bool
    likelihood: bool
    tested: bool
    convention: str
    errors_rest_on: str
    keeps_own_moments: bool

    def multipliers(self, sizes: Sequence[int]) -> list[float]:
        """Return what each group's F is multiplied with in χ², from the groups' sizes."""
        ...

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, infinite where the implied covariances are not admissible."""
        ...

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ (p × p, symmetric) and dF/dμ (p)."""
        ...

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Apply the weight matrix W to changes of Σ (c × p × p) and of μ (c × p)."""
        ...

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return Δ₁ᵀ W Δ₂, the expected information of two sets of cells (c₁ × c₂)."""
        ...


class Likelihood(Discrepancy, Protocol):
    """What robust errors and tests need besides: curvature and single respondents."""

    def curvature(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return ½ d²F of two sets of cells (c₁ × c₂), but for the bend of Σ and μ themselves."""
        ...

    def case_pulls(
        self, sample: Sample, state: Implied, answers: np.ndarray, cells: Jacobian
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return Σ⁻¹ (y − μ) of each respondent (n × p) and lᵀ Σ⁻¹ r of each cell (n or 1 × c)."""
        ...

    def saturated_trace(self, sample: Sample, answers: np.ndarray, means: bool) -> float:
        """Return tr(A⁻¹ B) of the saturated model, A its curvature and B its slopes' products."""
        ...


class MaximumLikelihood(Counting):
    """Normal-theory maximum likelihood (Jöreskog 1969) on S with divisor N.

    F = ln|Σ| + tr(S Σ⁻¹) − ln|S| − p + (m − μ)ᵀ Σ⁻¹ (m − μ); W is ½ Σ⁻¹ ⊗ Σ⁻¹ for covariances
    and Σ⁻¹ for means.
    """

    name = "ML"
    observed = False
    unbiased = False
    likelihood = True
    tested = True
    convention = (
        "maximum likelihood on the covariance matrix with divisor N; χ² = N·F "
        "(lavaan's default; AMOS N − groups, EQS N − 1)"
    )
    errors_rest_on = "expected information"
    keeps_own_moments = True

    def value(self, sample: Sample, state: Implied) -> float:
        """Return F, infinite where Σ is not positive definite (or so nearly that it overflows)."""
        log_determinant = state.log_determinant
        if not np.isfinite(log_determinant):
            return float("inf")
        inverse = state.inverse
        gap = sample.mean - state.mean
        trace = float((sample.covariance * inverse).sum())
        distance = float(gap @ inverse @ gap)
        return log_determinant - sample.log_determinant + trace - sample.p + distance

    def slope(self, sample: Sample, state: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ = Σ⁻¹ − Σ⁻¹ (S + d dᵀ) Σ⁻¹ and dF/dμ = −2 Σ⁻¹ d, with d = m − μ."""
        inverse = state.inverse
        gap = sample.mean - state.mean
        if not gap.any():  # as without a mean structure
            return inverse - inverse @ sample.covariance @ inverse, gap
        observed = sample.covariance + np.outer(gap, gap)
        return inverse - inverse @ observed @ inverse, -2.0 * inverse @ gap

    def weigh(
        self, sample: Sample, state: Implied, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return ½ Σ⁻¹ dΣ Σ⁻¹ and Σ⁻¹ dμ."""
        inverse = state.inverse
        return 0.5 * (inverse @ spread @ inverse), mean @ inverse

    def information(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return ½ tr(Σ⁻¹ dΣ Σ⁻¹ dΣ′) + dμᵀ Σ⁻¹ dμ′."""
        inverse = state.inverse
        return rows.weighed_by(columns, inverse, inverse)

    def curvature(
        self, sample: Sample, state: Implied, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        """Return ½ tr(Σ⁻¹ dΣ C dΣ′) + dμᵀ Σ⁻¹ dμ′ and the cross terms, C = 2 Σ⁻¹ A Σ⁻¹ − Σ⁻¹."""
        inverse = state.inverse
        gap = sample.mean - state.mean
        observed = sample.covariance + np.outer(gap, gap)
        bent = 2.0 * inverse @ observed @ inverse - inverse
        found = rows.weighed_by(columns, inverse, bent)
        if rows.mean is not None and columns.mean is not None:
            pull = inverse @ gap
            found += rows.towards(pull) @ inverse @ columns.mean.T
            found += rows.mean @ inverse @ columns.towards(pull).T
        return found

    def case_pulls(
        self, sample: Sample, state: Implied, answers: np.ndarray, cells: Jacobian
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return Σ⁻¹ (y − μ) of each respondent and lᵀ Σ⁻¹ r of each cell."""
        inverse = state.inverse
        shared = ((cells.left @ inverse) * cells.right).sum(axis=1)
        return (answers - state.mean) @ inverse, shared[None, :]

    def saturated_trace(self, sample: Sample, answers: np.ndarray, means: bool) -> float:
        """Return ½ E(d²) − ½ p (+ p with means), d the squared Mahalanobis distance."""
        return weighed_spread(sample, sample.inverse, answers, means)


def weighed_spread(sample: Sample, inverse: np.ndarray, answers: np.ndarray, means: bool) -> float:
    """Return tr(W Γ) with normal-theory weights W and Γ the sampling covariances of the moments.

    Parameters
    ----------
    sample : Sample
    inverse : ndarray (p, p)
        Σ⁻¹, which makes W = ½ Σ⁻¹ ⊗ Σ⁻¹ for covariances and Σ⁻¹ for means.
    answers : ndarray (n, p)
    means : bool
        Whether means count.

    Returns
    -------
    float
        Γ is the distribution-free estimate with divisor n; it is never formed.
    """
    deviations = answers - sample.mean
    distances = ((deviations @ inverse) * deviations).sum(axis=1)
    product = inverse @ (deviations.T @ deviations / len(answers))
    found = 0.5 * float((distances**2).mean() - (product * product.T).sum())
    return found + means * float(np.trace(product))


DISCREPANCIES: dict[str, Discrepancy] = {
    one.name: one
    for one in (MaximumLikelihood(), UnweightedLeastSquares(), GeneralisedLeastSquares())
}
"""Every estimator there is, by name."""
