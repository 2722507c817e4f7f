"""Answers with gaps, summed up by missing pattern: who answered the same items stands together.

Matrices of a pattern are laid over all p items with zeros where it has no answer, so that all
patterns fit one array and need no loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.sem.matrices import Implied
from svqkit.psychometrics.sem.pattern_inverses import pattern_inverses
from svqkit.psychometrics.sem.sample import Sample, refuse_collinear

__all__ = ["PatternedSample", "Patterns", "patterned_sample"]

TOLERANCE = 1e-11
MAX_STEPS = 5000


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

    def pulled(self, moments: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Multiply rows and gaps by their pattern's Σ⁻¹: (r × p) and (J × p)."""
        inverses, _ = self.inverses(moments.covariance)
        pulls = (inverses @ self.gaps(moments.mean)[:, :, None])[:, :, 0]
        rows = np.empty_like(self.rows)
        for at, (start, stop) in enumerate(pairwise(self.row_of)):
            if stop > start:
                rows[start:stop] = self.rows[start:stop] @ inverses[at]
        return rows, pulls

    def slopes(self, moments: Implied) -> tuple[np.ndarray, np.ndarray]:
        """Differentiate the deviance in Σ (p × p) and μ (p)."""
        inverses, _ = self.inverses(moments.covariance)
        rows, pulls = self.pulled(moments)
        spread = np.tensordot(self.shares, inverses, 1) - rows.T @ rows
        return spread - (self.shares[:, None] * pulls).T @ pulls, -2.0 * self.shares @ pulls

    def deviance(self, moments: Implied) -> float:
        """−2 log-likelihood for one respondent, less the constant in 2π."""
        _, log_determinants = self.inverses(moments.covariance)
        rows, pulls = self.pulled(moments)
        traces = (pulls * self.gaps(moments.mean)).sum(axis=1)
        return float(self.shares @ (log_determinants + traces) + (rows * self.rows).sum())


@dataclass(frozen=True)
class PatternedSample(Sample):
    """One group's answers with gaps: EM estimates of the saturated moments, and the patterns."""

    patterns: Patterns
    saturated: float

    def usable(self, answers: np.ndarray) -> np.ndarray:
        """Keep the respondents that this kind of sample is made of: those with any answer."""
        return answers[~np.isnan(answers).all(axis=1)]

    def saturated_deviance(self, given: Sequence[int] = ()) -> float:
        """−2 log-likelihood of the saturated model for one respondent."""
        answered = float(self.patterns.shares @ self.patterns.masks.sum(axis=1))
        return answered * float(np.log(2 * np.pi)) + self.saturated


@dataclass(frozen=True)
class _Moments:
    covariance: np.ndarray
    mean: np.ndarray


def _in_group(group: str) -> str:
    return f" in group {group!r}" if group else ""


def _summed_up(answers: np.ndarray) -> Patterns:
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


def _em(patterns: Patterns, start: _Moments, names: Sequence[str], group: str) -> _Moments:
    """Estimate unrestricted means and covariances (Dempster, Laird & Rubin 1977)."""
    now = start
    for _ in range(MAX_STEPS):
        refuse_collinear(now.covariance, names, group)
        # a step of EM is one along the deviance's slope (Xu & Jordan 1996)
        bend, pull = patterns.slopes(now)
        shift = -0.5 * now.covariance @ pull
        total = now.covariance - now.covariance @ bend @ now.covariance - np.outer(shift, shift)
        following = _Moments(0.5 * (total + total.T), now.mean + shift)
        sd = np.sqrt(np.diag(now.covariance))
        moved = max(
            float(np.abs((following.covariance - now.covariance) / np.outer(sd, sd)).max()),
            float(np.abs(shift / sd).max()),
        )
        now = following
        if moved < TOLERANCE:
            return now
    raise ConvergenceError(
        f"the unrestricted means and covariances{_in_group(group)} did not settle: too few respondents "
        "answered some pair of items; leave one of them out"
    )


def patterned_sample(
    answers: np.ndarray, names: Sequence[str], *, group: str = ""
) -> PatternedSample:
    """Sum up answers with gaps, and estimate their unrestricted moments by EM.

    Parameters
    ----------
    answers : ndarray (n, p)
        NaN where missing; respondents without any answer must be left out before.
    names : sequence of str
        The items.
    group : str
        Named in errors.

    Returns
    -------
    PatternedSample

    Raises
    ------
    DataError
        If there are not more respondents than items, an item is constant or never answered, or
        two items were never answered together, or items are linearly dependent.
    ConvergenceError
        If EM does not settle.

    Examples
    --------
    >>> answers = np.array([[1.0, 2], [2, 1], [3, 5], [4, np.nan], [np.nan, 3]])
    >>> sample = patterned_sample(answers, ["a", "b"])
    >>> sample.n, len(sample.patterns.masks)
    (5, 3)
    """
    n, p = answers.shape
    where = _in_group(group)
    if n <= p:
        raise DataError(
            f"{n} respondents{where} for {p} items: a model needs more respondents than items"
        )
    there = (~np.isnan(answers)).astype(float)
    if not there.any(axis=0).all():
        name = names[int(np.argmin(there.any(axis=0)))]
        raise DataError(f"item {name!r}{where} has no answers at all; leave it out", column=name)
    together = there.T @ there
    low = np.argwhere(together < 2)
    if len(low):
        first, second = (names[int(at)] for at in low[0])
        raise DataError(
            f"items {first!r} and {second!r}{where} were answered together by fewer than two "
            "respondents, so their covariance cannot be estimated; leave one out",
            column=first,
        )
    mean, variance = np.nanmean(answers, axis=0), np.nanvar(answers, axis=0)
    constant = variance <= (1e-12 * np.maximum(np.abs(mean), 1e-150)) ** 2
    if constant.any():
        name = names[int(np.argmax(constant))]
        raise DataError(
            f"item {name!r}{where} is constant: everyone gave the same answer; "
            "leave it out of the model",
            column=name,
        )
    patterns = _summed_up(answers)
    found = _em(patterns, _Moments(np.diag(variance), mean), names, group)
    log_determinant = float(np.linalg.slogdet(found.covariance)[1])
    return PatternedSample(
        n, found.mean, found.covariance, log_determinant, patterns, patterns.deviance(found)
    )
