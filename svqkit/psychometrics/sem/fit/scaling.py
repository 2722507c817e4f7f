"""Tests and errors that hold without normality: scaled χ² and sandwich errors.

All have one form. With A the information, B the mean products of the respondents' slopes, errors
are those of A⁻¹ B A⁻¹ / N, and χ² is divided by c = (tr_saturated − tr(A⁻¹ B)) / df.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Protocol, cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.discrepancy import Likelihood, weighed_spread
from svqkit.psychometrics.sem.estimation.casewise import first_order_information
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.slopes import case_slopes

__all__ = [
    "Adjusted",
    "Adjustment",
    "Correction",
    "SatorraBentler",
    "ScaledTest",
    "YuanBentler",
    "mean_adjusted",
]

Answers = Sequence[np.ndarray]


@dataclass(frozen=True)
class Adjusted:
    """An adjusted χ²: χ²/factor + shift, on ``df`` degrees of freedom.

    ``on_traces`` says whether lavaan's scaled RMSEA takes the unadjusted χ² on tr(UΓ) degrees of
    freedom for its interval, or the adjusted one as it is.
    """

    chisq: float
    df: float
    factor: float
    shift: float = nan
    on_traces: bool = True


class Adjustment(Protocol):
    """How χ² is brought to its reference distribution."""

    def __call__(self, chisq: float, df: int, trace: float, squared: float) -> Adjusted:
        """Adjust χ² by tr(UΓ) and tr((UΓ)²)."""
        ...


def mean_adjusted(chisq: float, df: int, trace: float, squared: float) -> Adjusted:
    """Divide χ² so that its mean is df (Satorra & Bentler 1994).

    Parameters
    ----------
    chisq : float
    df : int
    trace, squared : float
        tr(UΓ) and tr((UΓ)²).

    Returns
    -------
    Adjusted

    Examples
    --------
    >>> mean_adjusted(30.0, 10, 15.0, 30.0).chisq
    20.0
    """
    factor = trace / df if df > 0 and trace > 0 else nan
    return Adjusted(chisq / factor if df > 0 else chisq, df, factor)


@dataclass(frozen=True)
class Correction:
    """What the single answers taught: ``bread`` A and ``meat`` B (k × k) and the trace of the saturated model.

    ``apart`` is the number of moments where the traces of both models are shown beside c.
    ``squared`` is tr((UΓ)²), where ``adjustment`` needs it.
    """

    bread: np.ndarray
    meat: np.ndarray
    saturated_trace: float
    apart: int = 0
    squared: float = nan
    adjustment: Adjustment = mean_adjusted

    @property
    def trace(self) -> float:
        """tr(A⁻¹ B) of the model itself."""
        return float(np.trace(np.linalg.solve(self.bread, self.meat)))

    @property
    def excess(self) -> float:
        """c·df: what χ² is expected to be where the model is true."""
        return self.saturated_trace - self.trace

    def factor(self, df: int) -> float:
        """Return c, the number χ² is divided by; NaN without degrees of freedom."""
        return self.excess / df if df > 0 and self.excess > 0 else nan

    def adjusted(self, chisq: float, df: int) -> Adjusted:
        """Adjust a χ² of this model."""
        return self.adjustment(chisq, df, self.excess, self.squared)

    @property
    def factors(self) -> dict[str, float]:
        """The mean traces of both models where they are shown apart."""
        if not self.apart:
            return {}
        return {
            "scaling_factor_h1": self.saturated_trace / self.apart,
            "scaling_factor_h0": self.trace / len(self.bread),
        }

    @property
    def covariance(self) -> np.ndarray:
        """A⁻¹ B A⁻¹, the sampling covariances of the parameters times N."""
        inverse = np.linalg.inv(self.bread)
        return inverse @ self.meat @ inverse


class ScaledTest(Protocol):
    """How a correction is worked out from the answers.

    ``difference`` names how the difference of two such χ² is scaled: "2000" or "2001".
    """

    name: str
    convention: str
    needs_answers: bool
    observed: bool
    difference: str

    def correct(self, problem: Problem, found: Estimate, answers: Answers) -> Correction:
        """Take what is needed from the answers; they are not kept."""
        ...


class SatorraBentler:
    """Satorra & Bentler (1994): expected information and weights at the model's own moments."""

    name = "satorra.bentler"
    needs_answers = True
    observed = False
    difference = "2001"
    convention = (
        "χ² scaled by Satorra & Bentler (1994), errors from the sandwich of expected information "
        "and the distribution-free covariances of the moments (divisor N), as lavaan's MLM"
    )

    def correct(self, problem: Problem, found: Estimate, answers: Answers) -> Correction:
        """Form Δᵀ W Γ W Δ and tr(W Γ) from the answers, without Γ."""
        k = problem.n_free
        meat, trace = np.zeros((k, k)), 0.0
        parts = zip(
            problem.groups, problem.samples, found.states, problem.shares, answers, strict=True
        )
        for group, sample, state, share, given in parts:
            inverse = np.linalg.inv(state.covariance)
            slopes = case_slopes(group.jacobian(state), (given - sample.mean) @ inverse)
            slopes = gather((slopes - slopes.mean(axis=0)).T, group.index, k)
            meat += share / len(given) * (slopes @ slopes.T)
            trace += weighed_spread(sample, inverse, given, group.has_means)
        return Correction(found.information, meat, trace)


class YuanBentler:
    """Yuan & Bentler (2000) in Mplus' variant: observed information of both models."""

    name = "yuan.bentler.mplus"
    needs_answers = True
    observed = True
    difference = "2001"
    convention = (
        "χ² scaled by Yuan & Bentler (2000) in the variant of Mplus, errors from the sandwich of "
        "observed information and casewise slopes (Huber–White), as lavaan's MLR"
    )

    def correct(self, problem: Problem, found: Estimate, answers: Answers) -> Correction:
        """Compare slopes with curvature, in the model and in the saturated one."""
        discrepancy = cast(Likelihood, problem.discrepancy)
        trace = sum(
            discrepancy.saturated_trace(sample, given, group.has_means)
            for group, sample, given in zip(problem.groups, problem.samples, answers, strict=True)
        )
        bread = observed_information(problem, found.states)
        meat = first_order_information(problem, found.states, answers)
        p = problem.samples[0].p
        moments = len(problem.groups) * (p * (p + 1) // 2 + p * problem.groups[0].has_means)
        return Correction(bread, meat, trace, moments)
