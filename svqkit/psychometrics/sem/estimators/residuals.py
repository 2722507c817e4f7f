"""What the model leaves unexplained, raw, as correlations, and against its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimators.gap_residuals import Variances, gap_variances
from svqkit.psychometrics.sem.fit.scaled_fit import Corrections
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.result import Part, Result

__all__ = ["Residuals", "frame_by_group", "over_error"]

NEAR_ZERO = 1e-5
"""A residual this small is shown as it is, as in lavaan: its standard error is rounding."""


def frame_by_group(
    blocks: Sequence[np.ndarray],
    table: ParameterTable,
    rows: Sequence[str],
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Make one frame of the groups' matrices; with several groups the index is group × row."""
    wide = list(columns if columns is not None else rows)
    frames = [pd.DataFrame(block, index=list(rows), columns=wide) for block in blocks]
    if len(frames) == 1:
        return frames[0]
    keys = list(table.groups)
    return pd.concat(frames, keys=keys, names=["group", "item"])


@dataclass(frozen=True, eq=False, repr=False)
class Residuals(Result):
    """Observed less implied moments.

    ``raw`` are covariances, ``cor`` correlations (Bollen), ``normalized`` raw residuals over the
    standard error of the observed covariance, ``standardized`` over that of the residual itself;
    the last two read as z values. Their errors are those of normal theory whatever the estimator,
    unless ``robust`` holds variances worked out from the answers
    (:meth:`svqkit.psychometrics.cfa.CFA.robust_residuals`). ``mean`` and ``mean_standardized``
    (Series) are those of means, None where the model has none.
    """

    table: ParameterTable
    problem: Problem
    found: Estimate
    corrections: Corrections | None = None
    robust: list[tuple[Variances, Variances]] | None = None

    def _frame(self, blocks: Sequence[np.ndarray]) -> pd.DataFrame:
        return frame_by_group(blocks, self.table, self.table.observed)

    def _series(self, blocks: Sequence[np.ndarray]) -> pd.Series | None:
        if not self.table.means:
            return None
        names = ["residual"]
        frame = frame_by_group([b[:, None] for b in blocks], self.table, self.table.observed, names)
        return frame["residual"]

    @cached_property
    def _raw(self) -> list[np.ndarray]:
        pairs = zip(self.problem.samples, self.found.states, strict=True)
        return [sample.covariance - state.covariance for sample, state in pairs]

    @cached_property
    def _mean(self) -> list[np.ndarray]:
        pairs = zip(self.problem.samples, self.found.states, strict=True)
        return [sample.mean - state.mean for sample, state in pairs]

    @cached_property
    def raw(self) -> pd.DataFrame:
        """Observed less implied covariances (items × items)."""
        return self._frame(self._raw)

    @cached_property
    def cor(self) -> pd.DataFrame:
        """Observed less implied correlations, each matrix scaled by its own variances."""
        blocks = []
        for sample, state in zip(self.problem.samples, self.found.states, strict=True):
            sd, implied = np.sqrt(np.diag(sample.covariance)), np.sqrt(np.diag(state.covariance))
            block = sample.covariance / np.outer(sd, sd)
            blocks.append(block - state.covariance / np.outer(implied, implied))
        return self._frame(blocks)

    @cached_property
    def normalized(self) -> pd.DataFrame:
        """Raw residuals over √((s_ii s_jj + s_ij²)/n), the error of the observed covariance."""
        blocks = []
        if self.robust or self.problem.discrepancy.observed:
            pairs = self.robust or gap_variances(self.problem, self.found)
            return self._frame(
                [
                    over_error(raw, gamma)
                    for raw, ((gamma, _), _) in zip(self._raw, pairs, strict=True)
                ]
            )
        for sample, raw in zip(self.problem.samples, self._raw, strict=True):
            s = sample.covariance
            variance = (np.outer(np.diag(s), np.diag(s)) + s**2) / sample.n
            blocks.append(over_error(raw, variance))
        return self._frame(blocks)

    @cached_property
    def _variances(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Asymptotic variances of the residuals, of covariances and of means, by group.

        The diagonal of Q Γ Qᵀ with Q = 1 − g Δ I⁻¹ Δᵀ W and normal-theory Γ at the sample
        moments, formed without the q × q matrices: Γ applied to a symmetric M is 2 S M S.
        """
        if self.robust:
            return [left for _, left in self.robust]
        if self.problem.discrepancy.observed:
            return [left for _, left in gap_variances(self.problem, self.found)]
        inverse = np.linalg.inv(self.found.information)
        parts = zip(
            self.problem.groups,
            self.problem.samples,
            self.found.states,
            self.problem.shares,
            strict=True,
        )
        found = []
        for group, sample, state, share in parts:
            cells = group.jacobian(state)
            k, p, s = self.problem.n_free, sample.p, sample.covariance
            spread = gather(cells.covariance, group.index, k)
            mean = np.zeros((k, p))
            if cells.mean is not None:
                mean = gather(cells.mean, group.index, k)
            on_spread, on_mean = self.problem.discrepancy.weigh(sample, state, spread, mean)
            flat = np.concatenate([spread.reshape(k, -1), mean], axis=1)
            weights = np.concatenate([on_spread.reshape(k, -1), on_mean], axis=1)
            pushed = np.concatenate([(2.0 * s @ on_spread @ s).reshape(k, -1), on_mean @ s], axis=1)
            gamma = np.outer(np.diag(s), np.diag(s)) + s**2
            gamma = np.concatenate([gamma.ravel(), np.diag(s)])
            reach = share * (inverse @ flat)
            inner = weights @ pushed.T
            variance = gamma - 2.0 * (reach * pushed).sum(axis=0)
            variance += (reach * (inner @ reach)).sum(axis=0)
            # rounding is left where the model reproduces a moment whatever the data
            variance = np.where(variance < 1e-9 * gamma, np.nan, variance) / sample.n
            found.append((variance[: p * p].reshape(p, p), variance[p * p :]))
        return found

    @cached_property
    def standardized(self) -> pd.DataFrame:
        """Raw residuals over their own standard error; NaN where that is not defined."""
        pairs = zip(self._raw, self._variances, strict=True)
        return self._frame([over_error(raw, variance) for raw, (variance, _) in pairs])

    @cached_property
    def mean(self) -> pd.Series | None:
        """Observed less implied means."""
        return self._series(self._mean)

    @cached_property
    def mean_standardized(self) -> pd.Series | None:
        """Mean residuals over their own standard error."""
        if not self.table.means:
            return None
        pairs = zip(self._mean, self._variances, strict=True)
        return self._series([over_error(raw, variance) for raw, (_, variance) in pairs])

    def _parts(self) -> list[Part]:
        return [("Correlation residuals", self.cor), ("Standardised residuals", self.standardized)]


def over_error(raw: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Divide residuals by their standard errors; those that are nearly 0 stay as they are.

    Parameters
    ----------
    raw, variance : ndarray
        Of the same shape.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> over_error(np.array([0.3, 0.0]), np.array([0.01, 0.0])).round(6).tolist()
    [3.0, 0.0]
    """
    return raw / np.where(np.abs(raw) < NEAR_ZERO, 1.0, np.sqrt(variance))
