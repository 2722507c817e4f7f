"""The random-intercept model of one score: how much groups differ beyond chance, by REML.

y_ij = μ + u_j + e_ij with variances τ² between and σ² within groups. Everything follows from each
group's n and mean and the sum of squares within; the likelihood depends on θ = τ²/σ² alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from svqkit.errors import DataError

__all__ = ["GroupSums", "fit_theta", "theta_limits"]


@dataclass(frozen=True, eq=False)
class GroupSums:
    """What the model needs of the answers: groups' sizes and means, the spread within them.

    Examples
    --------
    >>> sums = GroupSums(np.array([2.0, 2.0]), np.array([1.0, 3.0]), 4.0)
    >>> float(sums.f)
    2.0
    """

    n: np.ndarray
    mean: np.ndarray
    within: float
    """Sum of squares within groups."""

    @classmethod
    def of(cls, values: np.ndarray, codes: np.ndarray) -> GroupSums:
        """Sum up values by group (codes from 0); missing values and codes below 0 stay out."""
        kept = ~np.isnan(values) & (codes >= 0)
        values, codes = values[kept], codes[kept]
        n = np.bincount(codes).astype(float)
        present = n > 0
        mean = np.bincount(codes, values, len(n))[present] / n[present]
        place = np.cumsum(present) - 1
        within = float(((values - mean[place[codes]]) ** 2).sum())
        return cls(n[present], mean, within)

    @property
    def groups(self) -> int:
        """How many groups have a value."""
        return len(self.n)

    @property
    def total(self) -> float:
        """How many values there are."""
        return float(self.n.sum())

    @property
    def mean_square(self) -> float:
        """Mean square within groups."""
        return self.within / (self.total - self.groups)

    @cached_property
    def f(self) -> float:
        """F of the analysis of variance over the groups."""
        return float(self.between(np.zeros(1))[0] / (self.groups - 1) / self.mean_square)

    @property
    def average_size(self) -> float:
        """Size n0 of groups that enters the expected mean square (Searle et al. 1992, p. 70)."""
        return float((self.total - (self.n**2).sum() / self.total) / (self.groups - 1))

    def weights(self, theta: np.ndarray) -> np.ndarray:
        """σ² times the precision of each group's mean, for each θ (k × groups)."""
        return self.n / (1 + np.asarray(theta, dtype=float)[:, None] * self.n)

    def centre(self, theta: np.ndarray) -> np.ndarray:
        """Give the generalised least-squares mean for each θ (k,)."""
        w = self.weights(theta)
        return np.asarray((w * self.mean).sum(axis=1) / w.sum(axis=1))

    def between(self, theta: np.ndarray) -> np.ndarray:
        """Weighted squares of the groups' means around their centre; σ²χ² at the true θ (k,)."""
        w = self.weights(theta)
        return np.asarray((w * (self.mean - self.centre(theta)[:, None]) ** 2).sum(axis=1))

    def deviance(self, theta: np.ndarray) -> np.ndarray:
        """−2 log restricted likelihood with σ² at its best, up to a constant (k,)."""
        theta = np.asarray(theta, dtype=float)
        squares = self.within + self.between(theta)
        logs = np.log1p(theta[:, None] * self.n).sum(axis=1)
        return np.asarray(
            (self.total - 1) * np.log(squares) + logs + np.log(self.weights(theta).sum(axis=1))
        )

    def slope(self, theta: np.ndarray) -> np.ndarray:
        """Derive the deviance by θ (k,)."""
        w = self.weights(theta)
        away = (self.mean - self.centre(theta)[:, None]) ** 2
        squares = self.within + (w * away).sum(axis=1)
        first = -(self.total - 1) * (w**2 * away).sum(axis=1) / squares
        return np.asarray(first + w.sum(axis=1) - (w**2).sum(axis=1) / w.sum(axis=1))

    def check(self, name: str) -> None:
        """Refuse what cannot be divided into two variances."""
        if self.groups < 2:
            raise DataError(f"{name}: a variance between groups needs two groups with answers")
        if self.total - self.groups < 1 or not self.within > 1e-12 * self.total:
            raise DataError(
                f"{name}: the answers do not vary within groups, so two variances cannot be told "
                "apart"
            )


def _grid(sums: GroupSums) -> np.ndarray:
    """Ratios τ²/σ² from far below what the sample can see to far above."""
    return np.r_[0.0, np.geomspace(1e-9, 1e7, 400)] / sums.n.mean()


def fit_theta(sums: GroupSums) -> float:
    """Find the ratio τ²/σ² with the largest restricted likelihood; 0 if it lies on the boundary.

    Parameters
    ----------
    sums : GroupSums

    Returns
    -------
    float

    References
    ----------
    Searle, S. R., Casella, G., & McCulloch, C. E. (1992). Variance components. Wiley, ch. 6.

    Examples
    --------
    >>> balanced = GroupSums(np.array([5.0, 5.0, 5.0]), np.array([1.0, 2.0, 6.0]), 24.0)
    >>> round(fit_theta(balanced), 9), round((balanced.f - 1) / 5, 9)
    (3.3, 3.3)
    """
    from scipy.optimize import brentq

    grid = _grid(sums)
    slopes = sums.slope(grid)
    valleys = np.flatnonzero((slopes[:-1] < 0) & (slopes[1:] >= 0))
    found = [
        brentq(lambda x: sums.slope(np.array([x]))[0], grid[at], grid[at + 1], xtol=1e-300)
        for at in valleys
    ]
    candidates = np.array([0.0, *found])
    return float(candidates[sums.deviance(candidates).argmin()])


def theta_limits(sums: GroupSums, squares: np.ndarray) -> np.ndarray:
    """Solve ``sums.between(θ) = squares`` for θ ≥ 0; 0 where even θ = 0 gives less.

    With squares = F·(k − 1)·MS within, at quantiles of F, these are Wald's exact limits, which in
    balanced data are those of Searle and of Shrout and Fleiss.

    Parameters
    ----------
    sums : GroupSums
    squares : ndarray (m,)
        Positive.

    Returns
    -------
    ndarray (m,)

    References
    ----------
    Wald, A. (1940). A note on the analysis of variance with unequal class frequencies. Annals of
    Mathematical Statistics, 11, 96–100. Harville, D. A., & Fenech, A. P. (1985). Confidence
    intervals for a variance ratio, or for heritability, in an unbalanced mixed linear model.
    Biometrics, 41, 137–152.

    Examples
    --------
    >>> sums = GroupSums(np.array([5.0, 5.0]), np.array([1.0, 3.0]), 8.0)
    >>> theta_limits(sums, np.array([2.0, 99.0])).round(9).tolist()
    [0.8, 0.0]
    """
    squares = np.asarray(squares, dtype=float)
    grid = _grid(sums)
    values = sums.between(grid)
    at = np.clip(np.searchsorted(-values, -squares, side="right"), 1, len(grid) - 1)
    low, high = grid[at - 1], grid[at]
    for _ in range(12):  # false position on 1/B, which is nearly straight within a grid's cell
        b_low, b_high = 1 / sums.between(low), 1 / sums.between(high)
        rise = b_high - b_low
        share = (1 / squares - b_low) / np.where(rise > 0, rise, np.inf)
        middle = low + np.clip(share, 0, 1) * (high - low)
        above = sums.between(middle) > squares
        low, high = np.where(above, middle, low), np.where(above, high, middle)
        if np.all(high - low <= 1e-15 * (1 + high)):
            break
    return np.where(squares >= values[0], 0.0, middle)
