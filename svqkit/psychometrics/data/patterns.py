"""Answers with gaps, summed up by missing pattern: who answered the same items stands together.

Matrices of a pattern are laid over all p items with zeros where it has no answer, so that all
patterns fit one array and need no loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np

from svqkit.psychometrics.data.pattern_inverses import pattern_inverses

__all__ = ["NormalMoments", "Patterns", "summed_by_pattern"]


class NormalMoments(Protocol):
    """Means and covariances, observed or implied."""

    @property
    def covariance(self) -> np.ndarray:
        """Covariances (p × p)."""
        ...

    @property
    def mean(self) -> np.ndarray:
        """Means (p)."""
        ...


@dataclass(frozen=True)
class Patterns:
    """Sufficient statistics of J patterns.

    ``masks`` (J × p) says what was answered, ``shares`` (J) how many respondents have the
    pattern, as part of all; ``means`` (J × p) hold zeros where there is no answer. ``rows`` (r × p)
    are deviations from these means, at most p a pattern (``row_of``, J + 1, says where each
    begins), whose products sum to the pattern's, divided by the respondents of all. ``of_case`` is
    each respondent's pattern, ``latest`` the last inverses: value, slope and information ask for
    the same ones.
    """

    masks: np.ndarray
    shares: np.ndarray
    means: np.ndarray
    rows: np.ndarray
    row_of: np.ndarray
    of_case: np.ndarray
    latest: dict[bytes, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def inverses(self, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Invert the covariances of each pattern's items: (J × p × p) and ln|Σ| (J)."""
        key = covariance.tobytes()
        if key in self.latest:
            return self.latest[key]
        found = pattern_inverses(covariance, self.masks)
        self.latest.clear()
        self.latest[key] = found
        return found

    def gaps(self, mean: np.ndarray) -> np.ndarray:
        """Each pattern's means less μ (J × p)."""
        return (self.means - mean) * self.masks

    def observed(self, mean: np.ndarray) -> np.ndarray:
        """Each pattern's mean squares and products about μ (J × p × p)."""
        gaps = self.gaps(mean)
        found = gaps[:, :, None] * gaps[:, None, :]
        for at, (start, stop) in enumerate(pairwise(self.row_of)):
            own = self.rows[start:stop]
            found[at] += own.T @ own / self.shares[at]
        return found

    def pulled(self, moments: NormalMoments) -> tuple[np.ndarray, np.ndarray]:
        """Multiply rows and gaps by their pattern's Σ⁻¹: (r × p) and (J × p)."""
        inverses, _ = self.inverses(moments.covariance)
        pulls = (inverses @ self.gaps(moments.mean)[:, :, None])[:, :, 0]
        rows = np.empty_like(self.rows)
        for at, (start, stop) in enumerate(pairwise(self.row_of)):
            if stop > start:
                rows[start:stop] = self.rows[start:stop] @ inverses[at]
        return rows, pulls

    def slopes(self, moments: NormalMoments) -> tuple[np.ndarray, np.ndarray]:
        """Differentiate the deviance in Σ (p × p) and μ (p)."""
        inverses, _ = self.inverses(moments.covariance)
        rows, pulls = self.pulled(moments)
        spread = np.tensordot(self.shares, inverses, 1) - rows.T @ rows
        return spread - (self.shares[:, None] * pulls).T @ pulls, -2.0 * self.shares @ pulls

    def deviance(self, moments: NormalMoments) -> float:
        """−2 log-likelihood for one respondent, less the constant in 2π."""
        _, log_determinants = self.inverses(moments.covariance)
        rows, pulls = self.pulled(moments)
        traces = (pulls * self.gaps(moments.mean)).sum(axis=1)
        return float(self.shares @ (log_determinants + traces) + (rows * self.rows).sum())


def summed_by_pattern(answers: np.ndarray) -> Patterns:
    """Sum answers up by what was answered.

    Parameters
    ----------
    answers : ndarray (n, p)
        NaN where missing; every respondent gave an answer.

    Returns
    -------
    Patterns

    Examples
    --------
    >>> summed_by_pattern(np.array([[1.0, 2], [2, np.nan], [3, 4]])).shares.round(2).tolist()
    [0.33, 0.67]
    """
    masks, of_case = np.unique(~np.isnan(answers), axis=0, return_inverse=True)
    of_case = of_case.ravel()
    counts = np.bincount(of_case, minlength=len(masks))
    filled = np.nan_to_num(answers)
    means = np.zeros(masks.shape)
    np.add.at(means, of_case, filled)
    means /= counts[:, None]
    deviations = (filled - means[of_case]) / np.sqrt(len(answers))
    order = np.argsort(of_case, kind="stable")
    kept, ends = [], [0]
    for own in np.split(deviations[order], np.cumsum(counts)[:-1]):
        kept.append(_compressed(own))
        ends.append(ends[-1] + len(kept[-1]))
    rows = np.concatenate(kept)
    return Patterns(masks, counts / len(answers), means, rows, np.array(ends), of_case)


def _compressed(rows: np.ndarray) -> np.ndarray:
    """Keep at most p rows with the same products; a single respondent deviates from no mean."""
    if len(rows) == 1:
        return rows[:0]
    return rows if len(rows) <= rows.shape[1] else np.asarray(np.linalg.qr(rows, mode="r"))
