"""What a model of ordered items leaves unexplained of correlations and thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.discrepancies.ordinal_least_squares import OrdinalLeastSquares
from svqkit.psychometrics.sem.discrepancies.ordinal_sample import OrdinalSample
from svqkit.psychometrics.sem.estimators.residuals import Residuals, over_error
from svqkit.psychometrics.sem.fit.ordinal_tests import free_moments
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState

__all__ = ["OrdinalResiduals"]


@dataclass(frozen=True, eq=False, repr=False)
class OrdinalResiduals(Residuals):
    """Observed less implied polychoric correlations and thresholds.

    ``raw`` and ``cor`` are the same, as the diagonal is 1; ``normalized`` are residuals over the
    standard error of the polychoric correlation, ``standardized`` over that of the residual,
    both from Γ. ``thresholds`` and ``thresholds_standardized`` (Series ``Q1|t1``, …) are those of
    thresholds; means have none.
    """

    @cached_property
    def _gaps(self) -> list[np.ndarray]:
        pairs = zip(self.problem.samples, self.found.states, strict=True)
        return [
            cast(OrdinalSample, sample).observed_moments - cast(OrdinalState, state).implied_moments
            for sample, state in pairs
        ]

    def _square(self, group: int, moments: np.ndarray, diagonal: float) -> np.ndarray:
        sample = cast(OrdinalSample, self.problem.samples[group])
        first, second = sample.pairs
        block = np.full((sample.p, sample.p), diagonal)
        block[first, second] = block[second, first] = moments[len(sample.thresholds) :]
        return block

    @cached_property
    def _variances_of_moments(self) -> list[np.ndarray]:
        """Sampling variances of the residuals: the diagonal of Q Γ Qᵀ/n, Q = 1 − Δ I⁻¹ Δᵀ W."""
        discrepancy = cast(OrdinalLeastSquares, self.problem.discrepancy)
        inverse = np.linalg.inv(self.found.information)
        deltas = free_moments(self.problem, self.found)
        found = []
        for given, delta, share in zip(
            self.problem.samples, deltas, self.problem.shares, strict=True
        ):
            sample = cast(OrdinalSample, given)
            pulled = discrepancy.weights(sample, delta)
            reach = share * (inverse @ delta)
            crossed = pulled @ sample.gamma
            own = np.diag(sample.gamma)
            left = own - 2.0 * (reach * crossed).sum(axis=0)
            left += (reach * (crossed @ pulled.T @ reach)).sum(axis=0)
            # rounding is left where the model reproduces a moment whatever the data
            found.append(np.where(left < 1e-9 * own, np.nan, left) / sample.n)
        return found

    @cached_property
    def raw(self) -> pd.DataFrame:
        """Observed less implied correlations (items × items)."""
        return self._frame([self._square(g, gap, 0.0) for g, gap in enumerate(self._gaps)])

    @cached_property
    def cor(self) -> pd.DataFrame:
        """The same as ``raw``: these are correlations."""
        return self.raw

    def _over(self, variances: list[np.ndarray]) -> list[np.ndarray]:
        return [over_error(gap, v) for gap, v in zip(self._gaps, variances, strict=True)]

    @cached_property
    def normalized(self) -> pd.DataFrame:
        """Residuals over the standard error of the polychoric correlation."""
        samples = [cast(OrdinalSample, sample) for sample in self.problem.samples]
        over = self._over([np.diag(sample.gamma) / sample.n for sample in samples])
        return self._frame([self._square(g, one, 0.0) for g, one in enumerate(over)])

    @cached_property
    def standardized(self) -> pd.DataFrame:
        """Residuals over their own standard error; NaN where that is not defined."""
        over = self._over(self._variances_of_moments)
        return self._frame([self._square(g, one, 0.0) for g, one in enumerate(over)])

    @property
    def mean(self) -> pd.Series | None:
        """None: ordered items have thresholds instead of means."""
        return None

    @property
    def mean_standardized(self) -> pd.Series | None:
        """None: ordered items have thresholds instead of means."""
        return None

    def _of_thresholds(self, blocks: list[np.ndarray]) -> pd.Series:
        counts = self.table.ordered.thresholds
        names = [
            f"{item}|t{at}" for item in self.table.observed for at in range(1, counts[item] + 1)
        ]
        parts = [pd.Series(block[: len(names)], index=names) for block in blocks]
        if len(parts) == 1:
            return parts[0].rename("residual")
        keys = list(self.table.groups)
        return pd.concat(parts, keys=keys, names=["group", "threshold"]).rename("residual")

    @cached_property
    def thresholds(self) -> pd.Series:
        """Observed less implied thresholds."""
        return self._of_thresholds(self._gaps)

    @cached_property
    def thresholds_standardized(self) -> pd.Series:
        """Threshold residuals over their own standard error; NaN where that is not defined."""
        return self._of_thresholds(self._over(self._variances_of_moments))
