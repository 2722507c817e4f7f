"""Where weights come from, and how they would vary with other respondents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from svqkit.errors import DataError
from svqkit.gaps.weighting.derived import derived_importance
from svqkit.gaps.weighting.derived_scores import scores_and_outcome
from svqkit.gaps.weighting.derived_shares import shares_of
from svqkit.gaps.weighting.given_weights import given_weights
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.psychometrics.prediction.relative_importance import covariance_influence

__all__ = ["KINDS", "Weighing", "weigh"]

KINDS = ("respondents", "sample", "derived")
Redraw = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Weighing:
    """Weights of k dimensions for n respondents.

    ``weights`` (k,) sums to 100. ``influence`` (n, k) is each respondent's influence on them, so
    that its sum of squares over n² is their squared standard error up to n / (n − 1); zero for
    weights that are given. ``redraw`` takes counts of respondents (b, n) to the weights of those
    samples (b, k). ``own`` (n, k) holds respondents' own weights where each uses their.
    ``n`` is how many respondents the weights come from.
    """

    kind: str
    weights: np.ndarray
    influence: np.ndarray
    redraw: Redraw
    own: np.ndarray | None
    n: int
    said: str


def weigh(responses: Any, weights: Any, dimensions: list[str], usable: np.ndarray) -> Weighing:
    """Find the weights that were asked for.

    Parameters
    ----------
    responses : Responses
    weights : str, Series, mapping or result
    dimensions : list of str
    usable : ndarray of bool (n,)
        Respondents with gaps on all dimensions; own weights count for these only.

    Returns
    -------
    Weighing

    Raises
    ------
    ValueError
        If ``weights`` is an unknown word.
    DataError
        If the weights cannot be had or used.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> some = SimpleNamespace(perceptions=[5.0, 6.0])
    >>> weigh(some, {"care": 100}, ["care"], np.array([True, True])).weights.tolist()
    [100.0]
    """
    n = len(responses.perceptions)
    if not isinstance(weights, str):
        fixed = given_weights(weights, dimensions).to_numpy()
        who = "Weights as given"
        if hasattr(weights, "weights"):
            who = f"Weights from {type(weights).__name__}"
        said = (
            f"{who}, taken as fixed: the intervals hold the variation of gaps over respondents, "
            "not what is uncertain about the weights."
        )
        influence = np.zeros((n, len(dimensions)))

        def same(counts: np.ndarray) -> np.ndarray:
            return np.broadcast_to(fixed, (len(counts), len(fixed)))

        return Weighing("given", fixed, influence, same, None, n, said)
    if weights not in KINDS:
        raise ValueError(
            f"weights={weights!r} is unknown; choose from {', '.join(KINDS)}, or give a Series, a "
            "mapping or a result with .weights"
        )
    if weights == "derived":
        return _derived(responses, dimensions)
    stated, how = importance_weights(responses, dimensions)
    return _stated(stated.to_numpy(), how, usable, own=weights == "respondents")


def _stated(stated: np.ndarray, how: str, usable: np.ndarray, *, own: bool) -> Weighing:
    """Take the mean of stated weights, of those who also have gaps where each uses their own."""
    there = ~np.isnan(stated).any(axis=1) & (usable | (not own))
    if not there.any():
        raise DataError("nobody has both usable importance weights and gaps on every dimension")
    n, m = len(stated), int(there.sum())
    known = np.where(there[:, None], stated, 0.0)
    mean = known.sum(axis=0) / m

    def redraw(counts: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.asarray((counts @ known) / (counts @ there)[:, None])

    influence = np.where(there[:, None], stated - mean, 0.0) * (n / m)
    if own:
        said = (
            f"Each respondent's own weights; {how}. Intervals: the variation of weighted gaps over "
            "respondents (Student's t)."
        )
        return Weighing("respondents", mean, influence, redraw, known, m, said)
    said = (
        f"The sample's mean weights, from {m} respondents; {how}. Intervals: the variation of gaps, "
        "of weights, and of both together over respondents (delta method, Student's t)."
    )
    return Weighing("sample", mean, influence, redraw, None, m, said)


def _derived(responses: Any, dimensions: list[str]) -> Weighing:
    """Take each dimension's part of R², with a regression of its own in every resample."""
    found = derived_importance(responses)
    if list(found.weights.index) != dimensions:
        alone = next(name for name in found.weights.index if name not in dimensions)
        raise DataError(
            f"dimension {alone!r} was asked in one form only, so it has a derived weight but no gap",
            column=alone,
        )
    shares = shares_of(found.method)
    _, both = scores_and_outcome(responses, found.outcome)
    there = both.notna().all(axis=1).to_numpy()
    values = both.to_numpy()[there]
    n, m = len(both), len(values)
    influence = np.zeros((n, len(dimensions)))
    influence[there] = covariance_influence(shares, values) * (n / m)
    centred = values - values.mean(axis=0)
    row, column = np.triu_indices(centred.shape[1])
    products = np.concatenate([centred, centred[:, row] * centred[:, column]], axis=1)
    q = centred.shape[1]

    def redraw(counts: np.ndarray) -> np.ndarray:
        mine = counts[:, there]
        sums, drawn = mine @ products, mine.sum(axis=1)[:, None]
        S = np.empty((len(counts), q, q))
        S[:, row, column] = (sums[:, q:] - sums[:, row] * sums[:, column] / drawn) / (drawn - 1)
        S[:, column, row] = S[:, row, column]
        return shares(S)

    said = (
        f"Weights derived from {found.outcome} (relative importance of perceptions, {m} "
        f"respondents, R² {found.regression['r_squared']:.2f}). Intervals: the variation of gaps, of weights, and of both together over "
        "respondents (delta method, Student's t; weights on the scale of log odds). Resamples have "
        "regressions of their own; of derived weights percentiles are shown."
    )
    return Weighing("derived", found.weights.to_numpy(), influence, redraw, None, m, said)
