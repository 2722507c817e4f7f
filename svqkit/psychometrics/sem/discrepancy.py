"""How far the implied moments are from the observed ones: interchangeable discrepancy functions.

An estimator is one object with a value, its slope and its expected information, registered by
name in :data:`DISCREPANCIES`. The rest of the engine asks the object and never its name.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.linalg import lapack

from svqkit.psychometrics.sem.matrices import Jacobian, State
from svqkit.psychometrics.sem.sample import Sample

__all__ = ["DISCREPANCIES", "Discrepancy", "MaximumLikelihood"]


class Discrepancy(Protocol):
    """What the engine needs to know of an estimator, for one group and per respondent.

    ``unbiased`` says whether the sample covariance has the divisor n − 1, and with it whether
    χ² = (N − 1)·F instead of N·F. ``likelihood`` says whether log-likelihood, AIC and BIC exist.
    """

    name: str
    unbiased: bool
    likelihood: bool
    convention: str

    def value(self, sample: Sample, state: State) -> float:
        """Return F, infinite where the implied covariances are not positive definite."""
        ...

    def slope(self, sample: Sample, state: State) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ (p × p, symmetric) and dF/dμ (p)."""
        ...

    def weigh(self, sample: Sample, state: State, jacobian: Jacobian) -> np.ndarray:
        """Return W·Δ laid out as ``jacobian.flat`` (k × q), so that information is W·Δ times Δᵀ."""
        ...


def _inverse(matrix: np.ndarray) -> tuple[np.ndarray, float] | None:
    """Return inverse and log determinant of a positive definite matrix, None where it is not."""
    factor, info = lapack.dpotrf(matrix, lower=1)
    if info != 0:
        return None
    inverse, _ = lapack.dpotri(factor, lower=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    return inverse, 2.0 * float(np.log(np.diag(factor)).sum())


class MaximumLikelihood:
    """Normal-theory maximum likelihood (Jöreskog 1969), Wishart-free: S with divisor N.

    F = ln|Σ| + tr(S Σ⁻¹) − ln|S| − p + (m − μ)ᵀ Σ⁻¹ (m − μ).
    """

    name = "ML"
    unbiased = False
    likelihood = True
    convention = (
        "maximum likelihood on the covariance matrix with divisor N; χ² = N·F "
        "(lavaan's default; AMOS N − groups, EQS N − 1); expected information"
    )

    def value(self, sample: Sample, state: State) -> float:
        """Return F, infinite where Σ is not positive definite."""
        found = _inverse(state.covariance)
        if found is None:
            return float("inf")
        inverse, log_determinant = found
        gap = sample.mean - state.mean
        trace = float((sample.covariance * inverse).sum())
        distance = float(gap @ inverse @ gap)
        return log_determinant - sample.log_determinant + trace - sample.p + distance

    def slope(self, sample: Sample, state: State) -> tuple[np.ndarray, np.ndarray]:
        """Return dF/dΣ = Σ⁻¹ − Σ⁻¹ (S + d dᵀ) Σ⁻¹ and dF/dμ = −2 Σ⁻¹ d, with d = m − μ."""
        inverse = np.linalg.inv(state.covariance)
        gap = sample.mean - state.mean
        observed = sample.covariance + np.outer(gap, gap)
        return inverse - inverse @ observed @ inverse, -2.0 * inverse @ gap

    def weigh(self, sample: Sample, state: State, jacobian: Jacobian) -> np.ndarray:
        """Return ½ Σ⁻¹ dΣ Σ⁻¹ and Σ⁻¹ dμ side by side."""
        inverse = np.linalg.inv(state.covariance)
        spread = 0.5 * (inverse @ jacobian.covariance @ inverse)
        flat = spread.reshape(len(spread), -1)
        if jacobian.mean is None:
            return flat
        return np.concatenate([flat, jacobian.mean @ inverse], axis=1)


DISCREPANCIES: dict[str, Discrepancy] = {"ML": MaximumLikelihood()}
"""Every estimator there is, by name."""
