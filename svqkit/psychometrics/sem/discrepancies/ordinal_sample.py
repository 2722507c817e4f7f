"""What a model of ordered answers sees of one group: thresholds, polychorics and their Γ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Protocol, cast

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.ordinal_statistics import OrdinalStatistics
from svqkit.psychometrics.sem.samples.sample import Fitted, Sample, root_mean

__all__ = ["OrdinalSample", "item_of_threshold", "ordinal_sample"]


def item_of_threshold(thresholds: Mapping[str, int]) -> np.ndarray:
    """Give each threshold's item by position.

    Parameters
    ----------
    thresholds : mapping of item to number of thresholds

    Returns
    -------
    ndarray of int (T,)

    Examples
    --------
    >>> item_of_threshold({"Q1": 2, "Q2": 1}).tolist()
    [0, 0, 1]
    """
    return np.repeat(np.arange(len(thresholds)), list(thresholds.values()))


class FittedThresholds(Fitted, Protocol):
    """Moments that a model of ordered items implies."""

    @property
    def implied_moments(self) -> np.ndarray:
        """Thresholds and correlations (q)."""
        ...


@dataclass(frozen=True)
class OrdinalSample(Sample):
    """One group's thresholds (T), polychoric correlations (p × p) and n × their covariance Γ.

    ``item_of`` tells each threshold's item. The moments are the thresholds and then the
    correlations below the diagonal, column by column; Γ stands in this order. ``mean`` is 0.
    ``levels`` are the codes of each item's categories, ascending.
    """

    thresholds: np.ndarray
    item_of: np.ndarray
    gamma: np.ndarray
    levels: tuple[np.ndarray, ...] = ()

    @property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the correlations among the moments."""
        first, second = np.triu_indices(self.p, 1)
        return first, second

    @cached_property
    def observed_moments(self) -> np.ndarray:
        """Thresholds and correlations in one vector (q)."""
        return np.concatenate([self.thresholds, self.covariance[self.pairs]])

    @cached_property
    def gamma_inverse(self) -> np.ndarray:
        """Γ⁻¹, the weights of full weighted least squares.

        Raises
        ------
        DataError
            If Γ is singular, as with fewer respondents than moments.
        """
        scale = 1.0 / np.sqrt(np.diag(self.gamma))
        scaled = self.gamma * np.outer(scale, scale)
        q = len(scaled)
        if self.n <= q or np.linalg.eigvalsh(scaled)[0] < 1e-10:
            raise DataError(
                f"full weighted least squares needs the inverse of the {q} × {q} covariances of "
                f"thresholds and correlations, which {self.n} respondents cannot give; take "
                "estimator='WLSMV'"
            )
        return np.linalg.inv(scaled) * np.outer(scale, scale)

    @property
    def positive_definite(self) -> bool:
        """Whether the polychoric matrix is, as robust indices and likelihoods need."""
        return bool(np.linalg.eigvalsh(self.covariance)[0] >= np.sqrt(np.finfo(float).eps))

    def moment_order(self, order: Sequence[int]) -> np.ndarray:
        """Find where the moments of items in another order stand among these (q)."""
        at = np.asarray(order)
        cuts = np.concatenate([np.flatnonzero(self.item_of == item) for item in at])
        place = np.zeros((self.p, self.p), dtype=int)
        first, second = self.pairs
        place[first, second] = place[second, first] = np.arange(len(first))
        return np.concatenate([cuts, len(cuts) + place[at[first], at[second]]])

    def implied_by(self, state: Fitted, order: Sequence[int]) -> Sample:
        """Make a sample whose moments are those that a model implies, items in another order."""
        at = self.moment_order(order)
        implied, count = cast(FittedThresholds, state).implied_moments, len(self.thresholds)
        return replace(
            self,
            covariance=state.covariance[np.ix_(list(order), list(order))],
            thresholds=implied[at[:count]],
            item_of=np.repeat(np.arange(self.p), np.bincount(self.item_of)[list(order)]),
            gamma=self.gamma[np.ix_(at, at)],
        )

    def n_moments(self, means: bool) -> int:
        """Count thresholds and correlations."""
        return len(self.observed_moments)

    def residual_moments(
        self, state: Fitted, given: Sequence[int], means: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Stack residuals on observed moments, correlations (2 × m) and thresholds (2 × T)."""
        observed = self.observed_moments
        both = np.stack([observed - cast(FittedThresholds, state).implied_moments, observed])
        count = len(self.thresholds)
        return both[:, count:], both[:, :count]

    def residual_roots(self, state: Fitted, means: bool) -> dict[str, float]:
        """Return root mean squares of residuals, as lavaan's for ordered items.

        ``srmr`` looks at the correlations only and divides by p (p + 1)/2; ``srmr_bentler``,
        ``crmr`` and ``rmr`` count thresholds too.
        """
        spread, cuts = (part[0] for part in self.residual_moments(state, (), means))
        squares, on_cuts = float((spread**2).sum()), float((cuts**2).sum())
        m, t = len(spread), len(cuts)
        plain, whole = root_mean(squares, m + self.p), root_mean(squares + on_cuts, m + self.p + t)
        return {
            "rmr": whole,
            "rmr_nomean": plain,
            "srmr": plain,
            "srmr_nomean": plain,
            "srmr_bentler": whole,
            "srmr_bentler_nomean": plain,
            "crmr": root_mean(squares + on_cuts, m + t),
            "crmr_nomean": root_mean(squares, m),
            "srmr_mplus": nan,
            "srmr_mplus_nomean": nan,
        }

    def residual_convention(self, means: bool) -> str:
        """Say what SRMR counts."""
        return "SRMR of the correlations only, divided by p(p + 1)/2 (lavaan's for ordered items)"

    def threshold(self, item: int, which: str) -> float:
        """Return the sample threshold called ``t1``, ``t2`` … of an item."""
        return float(self.thresholds[np.flatnonzero(self.item_of == item)[int(which[1:]) - 1]])


def ordinal_sample(
    statistics: OrdinalStatistics,
    names: Sequence[str],
    levels: Sequence[np.ndarray],
) -> OrdinalSample:
    """Take a group's statistics in the order of the model's items.

    Parameters
    ----------
    statistics : OrdinalStatistics
        With columns as ``names``.
    names : sequence of str
    levels : sequence of ndarray
        The codes of each item's categories, ascending.

    Returns
    -------
    OrdinalSample
    """
    counts = {name: len(level) - 1 for name, level in zip(names, levels, strict=True)}
    item_of = item_of_threshold(counts)
    correlation = statistics.correlation.to_numpy()
    sign, log_determinant = np.linalg.slogdet(correlation)
    return OrdinalSample(
        n=statistics.n,
        mean=np.zeros(len(names)),
        covariance=correlation,
        log_determinant=float(log_determinant) if sign > 0 else float("nan"),
        thresholds=statistics.thresholds.to_numpy(),
        item_of=item_of,
        gamma=statistics.gamma.to_numpy(),
        levels=tuple(levels),
    )
