"""χ² and the RMSEA read off it, with its interval and tests of close fit."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, sqrt

from scipy.optimize import brentq
from scipy.special import chdtrc, chndtr, ndtri

__all__ = ["ChiSquare", "rmsea"]

RMSEA_LEVEL = 0.90
CLOSE_FIT = 0.05
NOT_CLOSE_FIT = 0.08
NORMAL_BEYOND = 1e8
"""χ² (of least squares in large units, say) above which it is normal with variance 4·χ²: the
series of the noncentral distribution runs out of digits, and 1e-8 of λ is left out."""


@dataclass(frozen=True)
class ChiSquare:
    """χ² with its degrees of freedom, and whether its distribution is known."""

    chisq: float
    df: float
    known: bool = True

    @property
    def pvalue(self) -> float:
        """Probability of a χ² as large where the model is true; NaN where not known."""
        return float(chdtrc(self.df, self.chisq)) if self.df > 0 and self.known else nan


def _rmsea_from(noncentrality: float, df: float, n: float, groups: int) -> float:
    return sqrt(max(noncentrality, 0.0) / (n * df)) * sqrt(groups)


def _noncentrality_at(chisq: float, df: float, probability: float, n: int) -> float:
    """Find λ with P(χ²(df, λ) ≤ chisq) = probability; 0 where even λ = 0 is below it."""
    if chdtrc(df, chisq) > 1.0 - probability:
        return 0.0
    if chisq > NORMAL_BEYOND:
        return float(chisq - df - 2.0 * ndtri(probability) * sqrt(chisq))
    top = max(float(n), 4.0 * chisq)
    while chndtr(chisq, df, top) > probability:
        top *= 2.0
    return float(brentq(lambda nc: chndtr(chisq, df, nc) - probability, 0.0, top, xtol=1e-9))


def rmsea(test: ChiSquare, n: int, groups: int, *, scale: float = 1.0) -> dict[str, float]:
    """RMSEA with N in the denominator (lavaan, EQS and others differ), its interval and p.

    Parameters
    ----------
    test : ChiSquare
    n, groups : int
    scale : float
        What χ² was divided by, where the unscaled misfit is wanted back (robust RMSEA).

    Returns
    -------
    dict of float
    """
    names = [
        "rmsea",
        "rmsea_ci_lower",
        "rmsea_ci_upper",
        "rmsea_ci_level",
        "rmsea_pvalue",
        "rmsea_close_h0",
        "rmsea_notclose_pvalue",
        "rmsea_notclose_h0",
    ]
    if isnan(test.chisq):
        values = (nan, nan, nan, RMSEA_LEVEL, nan, CLOSE_FIT, nan, NOT_CLOSE_FIT)
        return dict(zip(names, values, strict=True))
    if not test.df > 0:
        values = (0.0, 0.0, 0.0, RMSEA_LEVEL, nan, CLOSE_FIT, nan, NOT_CLOSE_FIT)
        return dict(zip(names, values, strict=True))
    tail = (1.0 - RMSEA_LEVEL) / 2.0
    n_scaled = n / scale
    point = _rmsea_from(test.chisq - test.df, test.df, n_scaled, groups)
    low, high = (
        _rmsea_from(_noncentrality_at(test.chisq, test.df, p, n), test.df, n_scaled, groups)
        for p in (1.0 - tail, tail)
    )
    close, not_close = (
        float(chndtr(test.chisq, test.df, n_scaled * test.df * bound**2 / groups))
        for bound in (CLOSE_FIT, NOT_CLOSE_FIT)
    )
    values = (point, low, high, RMSEA_LEVEL, 1.0 - close, CLOSE_FIT, not_close, NOT_CLOSE_FIT)
    return dict(zip(names, values, strict=True))
