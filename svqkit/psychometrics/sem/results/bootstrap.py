"""Bootstrap of a factor model: respondents drawn anew, and the model fitted to each draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from svqkit.errors import ConvergenceError, DataError
from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.sem.batches.batch_moments import TOGETHER
from svqkit.psychometrics.sem.batches.refit import INDICES, Refit, Refitted
from svqkit.psychometrics.sem.results.bootstrap_result import CFABootstrap
from svqkit.psychometrics.sem.samples.groups import grouped_answers
from svqkit.psychometrics.sem.samples.patterns import PatternedSample
from svqkit.psychometrics.sem.samples.resampled_moments import (
    as_the_model_has_it,
    drawn_counts,
    left_out_counts,
    resampled_samples,
)
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.tables.parameters import parameter_names

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.results.fitted import Fitted

__all__ = ["bootstrap_fit"]

KINDS = ("case", "bollen-stine")
INTERVALS = ("percentile", "basic", "bc", "bca")


def _answers(fit: Fitted, items: Any, group: Any, gaps: bool) -> list[np.ndarray]:
    """Take the answers that the model was fitted to."""
    if fit.groups and group is None:
        raise DataError("the model has groups: give group= so that each respondent has one")
    labels = fit.table.groups
    given = grouped_answers(
        items, fit.items, group if fit.groups else None, labels, wanted_by="bootstrap"
    )
    answers = [
        part[~(np.isnan(part).all(axis=1) if gaps else np.isnan(part).any(axis=1))]
        for part in given
    ]
    for part, sample in zip(answers, fit.problem.samples, strict=True):
        mean = np.nanmean(part, axis=0) if len(part) else sample.mean
        known = gaps or np.allclose(mean, sample.mean, rtol=1e-6, atol=1e-8)
        if len(part) != sample.n or not known:
            raise DataError(
                "these are not the answers that the model was fitted to "
                f"({len(part)} usable respondents, {sample.n} in the fit); give the same items"
            )
    return answers


def _check(fit: Fitted, kind: str, ci: str, draws: int, level: float, gaps: bool) -> None:
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r} is unknown; choose from {', '.join(KINDS)}")
    if ci not in INTERVALS:
        raise ValueError(f"ci={ci!r} is unknown; choose from {', '.join(INTERVALS)}")
    if draws < 2:
        raise ValueError(f"draws must be at least 2, not {draws}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    if any(type(sample) not in (Sample, PatternedSample) for sample in fit.problem.samples):
        raise DataError("bootstrap is not offered for models of ordered items yet")
    if kind != "case" and gaps:
        raise DataError(
            "the Bollen-Stine bootstrap needs complete answers; fit with missing='listwise'"
        )


def _fitted(
    refit: Refit, samples: Sequence[tuple[Sample, ...] | None]
) -> Iterator[Refitted | None]:
    """Fit to each sample, to all at once where the model allows; None where that fails."""
    if not refit.together:
        for one in samples:
            yield None if one is None else refit.to_one(one)
        return
    many = iter(refit.to_many([one[0] for one in samples if one is not None]))
    for one in samples:
        yield None if one is None else next(many)


def _refits(
    refit: Refit,
    answers: Sequence[np.ndarray],
    batches: Iterator[list[np.ndarray]],
    names: Sequence[str],
    gaps: bool,
) -> Iterator[Refitted | None]:
    """Fit each resample: its values, its fit indices and whether it is admissible."""
    unbiased = refit.problem.discrepancy.unbiased
    for batch in batches:
        for at in range(0, len(batch[0]), TOGETHER):
            part = [counts[at : at + TOGETHER] for counts in batch]
            yield from _fitted(
                refit, resampled_samples(answers, part, names, unbiased=unbiased, gaps=gaps)
            )


def _shown(
    draws: np.ndarray, point: np.ndarray, ci: str, level: float, accelerations: np.ndarray
) -> dict[str, np.ndarray]:
    """Describe the draws: standard deviation, bias, interval; constants have no error or width."""
    with np.errstate(invalid="ignore"):
        low, high = percentile_interval(draws, level)
        if ci == "basic":
            low, high = 2 * point - high, 2 * point - low
        elif ci in ("bc", "bca"):
            low, high = bca_interval(draws, point, accelerations, level)
        still = np.ptp(draws, axis=0) <= 1e-12 * (1.0 + np.abs(point))
    return {
        "se": np.where(still, 0.0, draws.std(axis=0, ddof=1)),
        "bias": np.where(still, 0.0, draws.mean(axis=0) - point),
        "ci_lower": np.where(still, point, low),
        "ci_upper": np.where(still, point, high),
    }


def bootstrap_fit(
    fit: Fitted,
    items: Any,
    *,
    draws: int = 1000,
    kind: str = "case",
    group: Any = None,
    seed: Any = None,
    ci: str = "percentile",
    level: float = 0.95,
    progress: bool = True,
) -> CFABootstrap:
    """Fit a model again to resampled respondents.

    Parameters
    ----------
    fit : CFA
    items : DataFrame or Responses
        The answers it was fitted to; results hold moments, never answers.
    draws : int
        Resamples, taken within each group.
    kind : {"case", "bollen-stine"}
        Respondents as they are, or transformed so that the model holds (for its p-value).
    group : Series or column name
        Needed where the model has groups.
    seed : int, optional
    ci : {"percentile", "basic", "bc", "bca"}
        "bc" corrects for bias (lavaan's "bca.simple"), "bca" for skewness too, by leaving out one
        respondent after the other.
    level : float
    progress : bool
        Show a bar where it takes more than a second.

    Returns
    -------
    CFABootstrap
        ``.parameters .standardized .fit .pvalue .failed .inadmissible .estimates .indices``

    Raises
    ------
    DataError
        If these are other answers, only moments, or the model's items are ordered.
    ValueError
        If an option is unknown.
    ConvergenceError
        If hardly any resample settles.

    Notes
    -----
    χ² of resampled cases is too large even where the model is true (its mean is about the sample's
    χ² plus df), so intervals of fit indices describe spread, not the population's fit; test with
    "bollen-stine" (Bollen & Stine 1992). Robust estimators share their estimates with ML, and so
    their draws.
    """
    from tqdm.auto import tqdm

    gaps = any(isinstance(sample, PatternedSample) for sample in fit.problem.samples)
    _check(fit, kind, ci, draws, level, gaps)
    answers = _answers(fit, items, group, gaps)
    sizes = [len(part) for part in answers]
    bounds = "none" if fit.bounds is None else fit.bounds.kind
    refit = Refit(fit.table, fit.problem, fit.found.x, bounds)
    point = refit.values(fit.problem, fit.found)
    point_indices = refit.indices(fit.problem, fit.found)
    sources = answers
    if kind == "bollen-stine":
        parts = zip(answers, fit.problem.samples, fit.found.states, strict=True)
        sources = [
            as_the_model_has_it(part, sample, state, means=fit.table.means)
            for part, sample, state in parts
        ]
    batches = drawn_counts(sizes, draws, np.random.default_rng(seed))
    steps = _refits(refit, sources, batches, fit.items, gaps)
    bar = tqdm(steps, total=draws, desc="bootstrap", delay=1, disable=not progress, leave=False)
    kept = [found for found in bar if found is not None]
    if len(kept) < 2:
        raise ConvergenceError(
            f"the model settled in {len(kept)} of {draws} resamples only; it asks more of these "
            "answers than they hold"
        )
    values = np.stack([found[0] for found in kept])
    indices = np.stack([found[1] for found in kept])
    by_value, by_index = np.zeros_like(point), np.zeros_like(point_indices)
    if ci == "bca":
        left_out = _refits(refit, answers, left_out_counts(sizes), fit.items, gaps)
        bar = tqdm(
            left_out, total=sum(sizes), desc="jackknife", delay=1, disable=not progress, leave=False
        )
        jackknife = [found for found in bar if found is not None]
        for_values = np.stack([found[0] for found in jackknife])
        for_indices = np.stack([found[1] for found in jackknife])
        by_value = acceleration(for_values.mean(axis=0) - for_values)
        by_index = acceleration(for_indices.mean(axis=0) - for_indices)
    shown = _shown(values, point, ci, level, by_value)
    of_fit = _shown(indices, point_indices, ci, level, by_index)
    named = pd.DataFrame(parameter_names(fit.table))
    return CFABootstrap(
        kind=kind,
        ci=ci,
        level=level,
        draws=draws,
        failed=draws - len(kept),
        inadmissible=sum(not found[2] for found in kept),
        parameters=named.assign(est=point[0], **{name: part[0] for name, part in shown.items()}),
        standardized=named.assign(
            est_std=point[1], **{name: part[1] for name, part in shown.items()}
        ),
        fit=pd.DataFrame(
            {"est": point_indices, "mean": indices.mean(axis=0), **of_fit}, index=list(INDICES)
        ).drop(columns="bias"),
        estimates=values[:, 0],
        indices=indices,
    )
