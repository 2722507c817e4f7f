"""What a fit takes from its items: samples by group, and single answers where they are needed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.sem.estimators.estimators import Estimator
from svqkit.psychometrics.sem.samples.groups import (
    GroupedMoments,
    complete_answers,
    grouped_answers,
    grouped_moments,
)
from svqkit.psychometrics.sem.samples.patterns import PatternedSample, patterned_sample
from svqkit.psychometrics.sem.samples.sample import Sample, sample_from

__all__ = ["Data", "complete_data", "patterned_data"]


@dataclass(frozen=True)
class Data:
    """Samples by group, their moments, and the answers they came from (empty if not needed)."""

    samples: tuple[Sample, ...]
    moments: dict[Hashable, Moments]
    answers: tuple[np.ndarray, ...]
    n_dropped: int


def complete_data(
    items: Any,
    names: Sequence[str],
    group: Any,
    grouped: GroupedMoments,
    *,
    method: Estimator,
    means: bool,
) -> Data:
    """Take the moments of complete respondents, and their answers where a robust test wants them.

    Parameters
    ----------
    items : DataFrame, Responses or Moments
    names : sequence of str
        The model's observed variables, in its order.
    group : Series or column name, or None
    grouped : GroupedMoments
        Of these items.
    method : Estimator
    means : bool
        Whether the model has a mean structure.

    Returns
    -------
    Data
    """
    answers: tuple[np.ndarray, ...] = ()
    if method.scaled is not None and method.scaled.needs_answers:
        wanted_by = f"estimator={method.name!r}"
        answers = complete_answers(items, names, group, grouped.labels, wanted_by=wanted_by)
    samples = tuple(
        sample_from(
            part,
            names,
            unbiased=method.discrepancy.unbiased,
            means=means,
            group=str(label),
        )
        for label, part in zip(grouped.labels, grouped.parts, strict=True)
    )
    moments = dict(zip(grouped.labels, grouped.parts, strict=True))
    return Data(samples, moments, answers, grouped.n_dropped)


def _em_moments(sample: PatternedSample, names: Sequence[str]) -> Moments:
    unbiased = sample.covariance * (sample.n / (sample.n - 1))
    covariance = pd.DataFrame(unbiased, index=list(names), columns=list(names))
    return Moments.from_covariance(
        covariance, n=sample.n, mean=pd.Series(sample.mean, index=list(names))
    )


def patterned_data(items: Any, names: Sequence[str], group: Any) -> Data:
    """Take all respondents with an answer, summed up by missing pattern.

    Parameters
    ----------
    items : DataFrame or Responses
    names : sequence of str
        The model's observed variables, in its order.
    group : Series or column name, or None

    Returns
    -------
    Data
        Its moments are the EM estimates of the unrestricted means and covariances.
    """
    labels = grouped_moments(items, names, group).labels
    given = grouped_answers(items, names, group, labels, wanted_by="missing='fiml'")
    answers = tuple(part[~np.isnan(part).all(axis=1)] for part in given)
    samples = tuple(
        patterned_sample(part, names, group=str(label))
        for label, part in zip(labels, answers, strict=True)
    )
    moments = {
        label: _em_moments(sample, names) for label, sample in zip(labels, samples, strict=True)
    }
    rows = len(getattr(items, "perceptions", items))
    return Data(samples, moments, answers, rows - sum(len(part) for part in answers))
