"""What a bootstrap of a factor model found: errors and intervals of every number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from svqkit.result import Part, Result

__all__ = ["CFABootstrap"]


@dataclass(frozen=True, eq=False, repr=False)
class CFABootstrap(Result):
    """What a fitted model's numbers would be in other samples.

    Parameters
    ----------
    kind : {"case", "bollen-stine"}
    ci : str
        Kind of interval.
    level : float
    draws : int
        Resamples asked for.
    failed : int
        Resamples left out: singular, or the estimates did not settle.
    inadmissible : int
        Resamples kept though an estimate is inadmissible (a negative variance, a correlation
        beyond 1).
    parameters : DataFrame
        ``lhs op rhs group label est se bias ci_lower ci_upper``: standard deviation of the draws,
        their mean less the estimate, and interval.
    standardized : DataFrame
        The same of the completely standardised estimates (``est_std``).
    fit : DataFrame (chisq, cfi, tli, rmsea, srmr)
        ``est mean se ci_lower ci_upper``; under Bollen–Stine what a true model would give.
    estimates, indices : ndarray (resamples, …)
        Every draw: rows of ``parameters``, and the fit indices.

    Examples
    --------
    >>> import svqkit as svq
    >>> bank = svq.load_dataset("bank")
    >>> fit = svq.cfa(bank, {"tangibles": ["Q1", "Q2", "Q3", "Q4"]})
    >>> found = fit.bootstrap(bank, draws=50, seed=1)
    >>> found.estimates.shape[0] + found.failed
    50
    """

    kind: str
    ci: str
    level: float
    draws: int
    failed: int
    inadmissible: int
    parameters: pd.DataFrame
    standardized: pd.DataFrame
    fit: pd.DataFrame
    estimates: np.ndarray
    indices: np.ndarray

    @cached_property
    def pvalue(self) -> float:
        """Bollen–Stine p-value: share of resamples with a larger χ²; NaN of a case bootstrap."""
        if self.kind == "case":
            return float("nan")
        return float((self.indices[:, 0] > self.fit.loc["chisq", "est"]).mean())

    @property
    def convention(self) -> str:
        """How the numbers were computed, where programs differ."""
        return (
            f"{len(self.estimates)} of {self.draws} resamples; those that do not settle are left "
            "out, inadmissible ones kept (lavaan's policy); standard errors are standard deviations "
            f"of the draws; {self.ci} intervals (quantiles interpolated linearly, lavaan's on the "
            "normal scale; lavaan's bca.simple is bc here)"
        )

    def _title(self) -> str:
        return f"Bootstrap of a factor model ({self.kind})"

    def _parts(self) -> list[Part]:
        shown = self.parameters.drop(columns=["label"]).set_index(["lhs", "op", "rhs"])
        if shown["group"].nunique() == 1:
            shown = shown.drop(columns=["group"])
        parts: list[Part] = [("Estimates", shown), ("Fit", self.fit)]
        if self.kind != "case":
            parts.insert(0, ("Bollen-Stine", f"p = {self.pvalue:.3f}"))
        if self.failed or self.inadmissible:
            said = f"{self.failed} left out, {self.inadmissible} inadmissible but kept"
            parts.append(("Resamples", said))
        return [*parts, ("Convention", self.convention)]
