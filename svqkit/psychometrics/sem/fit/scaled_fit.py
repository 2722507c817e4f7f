"""Scaled and robust fit indices, read off a scaled χ².

Scaled indices put the scaled χ² in the ordinary formulas; robust ones estimate what the index
would be with normal answers (Brosseau-Liard & Savalei 2014; Brosseau-Liard, Savalei & Li 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.fit.incremental import incremental, robust_incremental
from svqkit.psychometrics.sem.fit.rmsea import ChiSquare, rmsea
from svqkit.psychometrics.sem.fit.scaling import Adjusted, Correction
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = [
    "Corrections",
    "Fitted",
    "Robust",
    "RobustTest",
    "robust_from_corrections",
    "robust_indices",
    "scaled_indices",
]

RMSEA_NAMES = ("rmsea", "rmsea_ci_lower", "rmsea_ci_upper", "rmsea_pvalue", "rmsea_notclose_pvalue")


@dataclass(frozen=True)
class RobustTest:
    """An unscaled χ² and what it is expected to be where the model is true (c·df)."""

    chisq: float
    excess: float

    def factor(self, df: float) -> float:
        """Return c; NaN without degrees of freedom, or where it would not be positive."""
        return self.excess / df if df > 0 and self.excess > 0 else nan


@dataclass(frozen=True)
class Corrections:
    """Corrections of the model and of its independence model (None where that is empty)."""

    model: Correction
    baseline: Correction | None


Fitted = tuple[Problem, Estimate]
"""A problem and where its search ended."""

Robust = tuple[RobustTest, RobustTest | None]
"""The tests of a model and of its independence model that robust indices rest on."""


def robust_from_corrections(
    table: ParameterTable, model: Fitted, baseline: Fitted | None, corrections: Corrections
) -> Robust:
    """Rest robust indices on the unscaled χ² and its correction.

    Parameters
    ----------
    table : ParameterTable
    model, baseline : tuple of Problem and Estimate
    corrections : Corrections

    Returns
    -------
    tuple of RobustTest
    """

    def test(fitted: Fitted, correction: Correction) -> RobustTest:
        return RobustTest(fitted[0].n * fitted[1].value, correction.excess)

    of_baseline = None
    if baseline and corrections.baseline:
        of_baseline = test(baseline, corrections.baseline)
    return test(model, corrections.model), of_baseline


def _renamed(found: dict[str, float], suffix: str) -> dict[str, float]:
    return {f"{name}_{suffix}": value for name, value in found.items()}


def scaled_indices(
    test: ChiSquare, base: ChiSquare, corrections: Corrections, n: int, groups: int
) -> dict[str, float]:
    """Compute what a scaled χ² adds to the fit indices.

    Parameters
    ----------
    test, base : ChiSquare
        Unscaled, of the model and of the independence model.
    corrections : Corrections
    n, groups : int

    Returns
    -------
    dict of float
        lavaan's names with underscores for dots.
    """
    own = corrections.model.adjusted(test.chisq, int(test.df))
    of_base = Adjusted(nan, base.df, nan)
    if corrections.baseline is not None:
        of_base = corrections.baseline.adjusted(base.chisq, int(base.df))
    scaled, base_scaled = ChiSquare(own.chisq, own.df), ChiSquare(of_base.chisq, of_base.df)
    # after a division lavaan's scaled RMSEA keeps χ² and takes tr(UΓ) for df: the same value,
    # another interval
    expected = corrections.model.excess if test.df > 0 else 0.0
    as_df = rmsea(ChiSquare(test.chisq, expected) if own.on_traces else scaled, n, groups)
    shift = {} if isnan(own.shift) else {"chisq_shift_parameter": own.shift}
    return {
        "chisq_scaled": scaled.chisq,
        "df_scaled": float(scaled.df),
        "pvalue_scaled": scaled.pvalue,
        "chisq_scaling_factor": own.factor,
        **shift,
        "baseline_chisq_scaled": base_scaled.chisq,
        "baseline_df_scaled": float(base_scaled.df),
        "baseline_pvalue_scaled": base_scaled.pvalue,
        "baseline_chisq_scaling_factor": of_base.factor,
        **_renamed(incremental(scaled, base_scaled), "scaled"),
        **_renamed({name: as_df[name] for name in RMSEA_NAMES}, "scaled"),
        **corrections.model.factors,
    }


def robust_indices(
    test: RobustTest, base: RobustTest | None, df: float, base_df: float, n: int, groups: int
) -> dict[str, float]:
    """Estimate what CFI, TLI and RMSEA would be with normal and complete answers.

    Parameters
    ----------
    test, base : RobustTest
        Of the model and of the independence model (None where that is empty).
    df, base_df : float
    n, groups : int

    Returns
    -------
    dict of float
        ``cfi_robust tli_robust nnfi_robust rni_robust rmsea_robust`` …
    """
    scale = test.factor(df)
    base_scale = nan if base is None else base.factor(base_df)
    unscaled = ChiSquare(test.chisq, df)
    base_unscaled = ChiSquare(nan if base is None else base.chisq, base_df)
    found = rmsea(ChiSquare(test.chisq / scale, df), n, groups, scale=scale)
    return {
        **_renamed(robust_incremental(unscaled, base_unscaled, scale, base_scale), "robust"),
        **_renamed({name: found[name] for name in RMSEA_NAMES}, "robust"),
    }
