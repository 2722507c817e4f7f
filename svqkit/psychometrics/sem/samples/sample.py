"""What a discrepancy function sees of the data in one group: n, means and covariances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from svqkit.errors import DataError
from svqkit.psychometrics.data.collinearity import in_group, refuse_collinear
from svqkit.psychometrics.data.positive import log_determinant
from svqkit.psychometrics.data.sufficient import Moments

__all__ = ["Fitted", "Sample", "root_mean", "sample_from"]


class Fitted(Protocol):
    """Moments that a model implies."""

    @property
    def covariance(self) -> np.ndarray:
        """Covariances (p × p)."""
        ...

    @property
    def mean(self) -> np.ndarray:
        """Means (p)."""
        ...


def _squares(values: np.ndarray) -> float:
    return float(values @ values)


def _below(matrix: np.ndarray) -> float:
    """Sum up the squares below the diagonal of a symmetric matrix."""
    whole = np.array(matrix)
    whole.flat[:: len(whole) + 1] = 0.0
    return 0.5 * _squares(whole.reshape(-1))


def root_mean(squares: float, count: int) -> float:
    """Return the root of a mean of squares, NaN of none.

    Parameters
    ----------
    squares : float
        Their sum.
    count : int

    Returns
    -------
    float

    Examples
    --------
    >>> root_mean(8.0, 2)
    2.0
    """
    return float(np.sqrt(squares / count)) if count > 0 else float("nan")


@dataclass(frozen=True)
class Sample:
    """One group's statistics, in the order of the model's observed variables.

    ``covariance`` (p × p) has the divisor of the estimator; ``divisor`` says which (n or n − 1).
    """

    n: int
    mean: np.ndarray
    covariance: np.ndarray
    log_determinant: float

    @property
    def p(self) -> int:
        """Number of observed variables."""
        return len(self.mean)

    def usable(self, answers: np.ndarray) -> np.ndarray:
        """Keep the respondents that this kind of sample is made of: the complete ones."""
        return answers[~np.isnan(answers).any(axis=1)]

    def n_moments(self, means: bool) -> int:
        """Count the distinct moments."""
        return self.p * (self.p + 1) // 2 + self.p * means

    def residual_convention(self, means: bool) -> str:
        """Say what SRMR counts."""
        return "SRMR with the diagonal" + (" and means" if means else "")

    def threshold(self, item: int, which: str) -> float:
        """Return a sample threshold; items without an order have none."""
        raise DataError(f"item {item} has no threshold {which}: it is not ordered")

    def implied_by(self, state: Fitted, order: Sequence[int]) -> Sample:
        """Make a sample whose moments are those that a model implies, items in another order."""
        at = list(order)
        covariance = state.covariance[np.ix_(at, at)]
        log_determinant = float(np.linalg.slogdet(covariance)[1])
        return Sample(self.n, state.mean[at], covariance, log_determinant)

    def residual_moments(
        self, state: Fitted, given: Sequence[int], means: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Stack residuals on observed moments, covariances and means, for weighing them.

        Parameters
        ----------
        state : Fitted
        given : sequence of int
            Positions of variables whose moments are taken as given and count as 0.
        means : bool
            Whether means count.
        """
        at = list(given)
        spread = np.stack([self.covariance - state.covariance, self.covariance])
        mean = np.stack([self.mean - state.mean, self.mean]) * means
        if at:
            spread[np.ix_([0, 1], at, at)] = 0.0
            mean[:, at] = 0.0
        return spread, mean

    def residual_roots(self, state: Fitted, means: bool) -> dict[str, float]:
        """Return root mean squares of residuals: ``rmr srmr crmr srmr_mplus``, also ``_nomean``."""
        p = self.p
        half = p * (p + 1) // 2
        with np.errstate(invalid="ignore"):  # least squares may imply a negative variance
            sd, implied_sd = (
                np.sqrt(self.covariance.diagonal()),
                np.sqrt(state.covariance.diagonal()),
            )
        gap, mean_gap = self.covariance - state.covariance, self.mean - state.mean
        scale = np.outer(sd, sd)
        correlation_gap = self.covariance / scale
        correlation_gap = correlation_gap - state.covariance / np.outer(implied_sd, implied_sd)
        mean_ratio = self.mean / sd - state.mean / implied_sd
        variance_ratio = gap.diagonal() / self.covariance.diagonal()
        off = _below(correlation_gap)
        plain = {
            "rmr": (_below(gap) + _squares(gap.diagonal()), half, mean_gap),
            "srmr": (_below(gap / scale) + _squares(variance_ratio), half, mean_gap / sd),
            "crmr": (off, half - p, mean_gap / sd),
            "srmr_mplus": (off + _squares(variance_ratio), half, mean_ratio),
        }
        roots = {}
        for name, (squares, count, mean) in plain.items():
            roots[f"{name}_nomean"] = root_mean(squares, count)
            whole = squares + _squares(mean)
            roots[name] = root_mean(whole, count + p) if means else roots[f"{name}_nomean"]
        roots["srmr_bentler"] = roots["srmr"]
        roots["srmr_bentler_nomean"] = roots["srmr_nomean"]
        return roots

    def saturated_deviance(self, given: Sequence[int] = ()) -> float:
        """−2 log-likelihood of the saturated model for one respondent, given some variables.

        Parameters
        ----------
        given : sequence of int
            Positions of variables whose likelihood does not count.
        """
        at = list(given)
        log_determinant = self.log_determinant
        if at:
            log_determinant -= float(np.linalg.slogdet(self.covariance[np.ix_(at, at)])[1])
        return (self.p - len(at)) * (float(np.log(2 * np.pi)) + 1.0) + log_determinant

    @cached_property
    def inverse(self) -> np.ndarray:
        """The inverse of the covariances."""
        return np.linalg.inv(self.covariance)


def sample_from(
    moments: Moments,
    names: Sequence[str],
    *,
    unbiased: bool = False,
    means: bool = False,
    group: str = "",
) -> Sample:
    """Take a model's items from moments and check that they can bear an analysis.

    Parameters
    ----------
    moments : Moments
        Holding exactly or more than ``names``.
    names : sequence of str
        The model's observed variables, in its order.
    unbiased : bool
        Divisor n − 1 instead of n.
    means : bool
        Whether the model has a mean structure; without one, unknown means count as 0.
    group : str
        Named in errors.

    Returns
    -------
    Sample

    Raises
    ------
    DataError
        If there are not more respondents than items, an item is constant, items are linearly
        dependent, or means are needed and not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from svqkit.psychometrics.moments import moments
    >>> frame = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 1, 4, 3]})
    >>> sample_from(moments(frame), ["b", "a"]).covariance[0, 1].item()
    0.75
    """
    n, p = moments.n, len(names)
    if n == 0:
        moments.require(1)  # names an item that nobody answered
    if n <= p:
        raise DataError(
            f"{n} complete respondents{in_group(group)} for {p} items: a model needs more "
            "respondents than items"
        )
    own = moments.select(names)
    mean = own.mean.to_numpy()
    if np.isnan(mean).any():
        if means:
            raise DataError("the model has intercepts, but these moments hold no means")
        mean = np.zeros(p)
    covariance = own.cross_products.to_numpy() / (n - 1)
    variances = covariance.diagonal()
    constant = variances <= (1e-12 * np.maximum(np.abs(mean), 1e-150)) ** 2
    if constant.any():
        name = names[int(np.argmax(constant))]
        raise DataError(
            f"item {name!r}{in_group(group)} is constant: everyone gave the same answer; "
            "leave it out of the model",
            column=name,
        )
    refuse_collinear(covariance, names, group)
    if not unbiased:
        covariance = covariance * ((n - 1) / n)
    return Sample(n, mean, covariance, log_determinant(covariance))
