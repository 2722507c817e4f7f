"""One group's answers with gaps, as a sample that a model can be fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.psychometrics.data.expectation_maximisation import saturated_moments
from svqkit.psychometrics.data.patterns import Patterns
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["PatternedSample", "patterned_sample"]


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
    patterns, found = saturated_moments(answers, names, group=group)
    log_determinant = float(np.linalg.slogdet(found.covariance)[1])
    return PatternedSample(
        len(answers),
        found.mean,
        found.covariance,
        log_determinant,
        patterns,
        patterns.deviance(found),
    )
