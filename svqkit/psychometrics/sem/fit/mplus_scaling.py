"""The Satorra–Bentler correction as Mplus works it out: weights at the sample's moments."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from svqkit.psychometrics.sem.discrepancies.discrepancy import weighed_spread
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.scaling import Answers, Correction
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.slopes import case_slopes

__all__ = ["MplusSatorraBentler"]


@dataclass(frozen=True, kw_only=True)
class MplusCorrection(Correction):
    """A correction whose errors rest on another product of slopes than its test."""

    errors: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """A⁻¹ B A⁻¹, the sampling covariances of the parameters times N."""
        inverse = np.linalg.inv(self.bread)
        return inverse @ self.errors @ inverse


class MplusSatorraBentler:
    """Satorra & Bentler (1994) with normal-theory weights from S instead of Σ̂.

    In the errors all of Γ but the means' own part counts n/(n − 1) times, as in lavaan's mimic.
    """

    name = "satorra.bentler.mplus"
    needs_answers = True
    difference = "2001"
    observed = False
    convention = (
        "χ² scaled by Satorra & Bentler (1994) with weights at the sample's moments, errors "
        "likewise, as MLM of Mplus and lavaan's mimic of it"
    )

    def correct(self, problem: Problem, found: Estimate, answers: Answers) -> Correction:
        """Form Δᵀ W Γ W Δ and tr(W Γ) from the answers, W at the sample's moments."""
        k = problem.n_free
        bread, meat, errors, trace = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k)), 0.0
        parts = zip(
            problem.groups, problem.samples, found.states, problem.shares, answers, strict=True
        )
        for group, sample, state, share, given in parts:
            cells = group.jacobian(state)
            own = problem.discrepancy.information(sample, sample, cells, cells)
            bread += share * gather(gather(own, group.index, k).T, group.index, k)
            more = len(given) / (len(given) - 1)
            pulls = (given - sample.mean) @ sample.inverse
            slopes = gather(case_slopes(cells, pulls).T, group.index, k)
            centred = slopes - slopes.mean(axis=1, keepdims=True)
            spread = gather(case_slopes(replace(cells, mean=None), pulls).T, group.index, k)
            on_means = (slopes - spread) @ (slopes - spread).T / len(given)
            product = centred @ centred.T / len(given)
            meat += share * product
            errors += share * (more * (product - on_means) + on_means)
            trace += weighed_spread(sample, sample.inverse, given, group.has_means)
        return MplusCorrection(bread, meat, trace, errors=errors)
