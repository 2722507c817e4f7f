"""Tests and errors of models of ordered answers, from Γ instead of single answers.

With U = W − W Δ (Δᵀ W Δ)⁻¹ Δᵀ W, χ² is a weighted sum of χ² variables whose mean is tr(UΓ) and
whose variance is 2 tr((UΓ)²). Only its mean is put right (WLSM), or both: by other degrees of
freedom (WLSMVS; Satorra & Bentler 1994) or by a scale and a shift (WLSMV; Asparouhov & Muthén 2010,
"Simple second order chi-square correction").
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan, sqrt
from typing import cast

import numpy as np

from svqkit.psychometrics.sem.discrepancies.ordinal_least_squares import OrdinalLeastSquares
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.scaling import Adjusted, Adjustment, Correction, mean_adjusted
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalJacobian

__all__ = [
    "MEAN",
    "MEAN_AND_VARIANCE",
    "SCALED_SHIFTED",
    "FromGamma",
    "free_moments",
    "mean_and_variance_adjusted",
    "scaled_and_shifted",
]

ERRORS = "errors from the sandwich of the weights and Γ"


def scaled_and_shifted(chisq: float, df: int, trace: float, squared: float) -> Adjusted:
    """Give χ² the mean and variance of χ²(df) by a scale and a shift.

    Parameters
    ----------
    chisq : float
    df : int
    trace, squared : float
        tr(UΓ) and tr((UΓ)²).

    Returns
    -------
    Adjusted

    References
    ----------
    Asparouhov, T., & Muthén, B. (2010). Simple second order chi-square correction.

    Examples
    --------
    >>> scaled_and_shifted(30.0, 10, 15.0, 40.0).chisq  # a = √(10/40), b = 10 − 15 a
    17.5
    """
    if not df > 0:
        return Adjusted(chisq, df, nan, nan, on_traces=False)
    a = sqrt(df / squared) if squared > 0 else nan
    shift = df - a * trace
    return Adjusted(a * chisq + shift, df, 1.0 / a, shift, on_traces=False)


def mean_and_variance_adjusted(chisq: float, df: int, trace: float, squared: float) -> Adjusted:
    """Give χ² the mean and variance of a χ² with other degrees of freedom.

    Parameters
    ----------
    chisq : float
    df : int
    trace, squared : float
        tr(UΓ) and tr((UΓ)²).

    Returns
    -------
    Adjusted

    References
    ----------
    Satorra, A., & Bentler, P. M. (1994). Corrections to test statistics and standard errors in
    covariance structure analysis.

    Examples
    --------
    >>> mean_and_variance_adjusted(30.0, 10, 15.0, 45.0)
    Adjusted(chisq=10.0, df=5.0, factor=3.0, shift=nan, on_traces=True)
    """
    if not df > 0:
        return Adjusted(chisq, df, nan)
    wanted = trace**2 / squared
    return Adjusted(chisq * wanted / trace, wanted, trace / wanted)


def free_moments(problem: Problem, found: Estimate) -> list[np.ndarray]:
    """Differentiate each group's implied moments with respect to the free parameters.

    Parameters
    ----------
    problem : Problem
        Of ordered items.
    found : Estimate

    Returns
    -------
    list of ndarray (k, q)
    """
    return [
        gather(
            cast(OrdinalJacobian, group.jacobian(state)).moments,
            group.index,
            problem.n_free,
        )
        for group, state in zip(problem.groups, found.states, strict=True)
    ]


class FromGamma:
    """A test of the ordered kind: errors from the sandwich, χ² adjusted in one of three ways."""

    needs_answers = False
    observed = False

    def __init__(self, name: str, adjustment: Adjustment, difference: str, convention: str) -> None:
        self.name = name
        self.difference = difference
        self.adjustment = adjustment
        self.convention = f"{convention}; {ERRORS}"

    def correct(
        self, problem: Problem, found: Estimate, answers: Sequence[np.ndarray]
    ) -> Correction:
        """Form Δᵀ W Γ W Δ, tr(W Γ) and tr((UΓ)²); no answers are needed."""
        discrepancy = cast(OrdinalLeastSquares, problem.discrepancy)
        k = problem.n_free
        meat, middle = np.zeros((k, k)), np.zeros((k, k))
        trace = squared = 0.0
        parts = zip(problem.samples, free_moments(problem, found), problem.shares, strict=True)
        for given, delta, share in parts:
            sample = cast(OrdinalSample, given)
            pulled = discrepancy.weights(sample, delta)
            through = pulled @ sample.gamma
            meat += share * through @ pulled.T
            middle += share * discrepancy.weights(sample, through) @ through.T
            product = discrepancy.weights(sample, sample.gamma)
            trace += float(np.trace(product))
            squared += float((product * product.T).sum())
        inverse = np.linalg.inv(found.information)
        own = inverse @ meat
        squared += float((own * own.T).sum() - 2.0 * (inverse * middle.T).sum())
        return Correction(
            found.information, meat, trace, squared=squared, adjustment=self.adjustment
        )


MEAN = FromGamma("satorra.bentler", mean_adjusted, "2001", "χ² divided so that its mean is right")
MEAN_AND_VARIANCE = FromGamma(
    "mean.var.adjusted",
    mean_and_variance_adjusted,
    "2000",
    "χ² and its degrees of freedom adjusted to its mean and variance (Satterthwaite)",
)
SCALED_SHIFTED = FromGamma(
    "scaled.shifted",
    scaled_and_shifted,
    "2000",
    "χ² scaled and shifted to the right mean and variance (Asparouhov & Muthén 2010)",
)
