"""Bootstrap intervals of reliability coefficients, from matrices of resampled respondents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.psychometrics.alpha import alpha, stratified_alpha
from svqkit.psychometrics.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.categorical_omega import categorical_omegas
from svqkit.psychometrics.omega import replicates
from svqkit.psychometrics.resampled_polychorics import left_out_ordinal, resampled_ordinal
from svqkit.psychometrics.resampling import left_out_covariances, resampled_covariances
from svqkit.psychometrics.scale_reliability import Scale
from svqkit.psychometrics.schmid_leiman import hierarchical_replicates
from svqkit.psychometrics.total_reliability import Total

__all__ = ["Plan", "bootstrap_scale", "bootstrap_total", "ends_of"]

Batch = tuple[np.ndarray, np.ndarray | None]
Statistic = Callable[[np.ndarray, "np.ndarray | None"], dict[str, np.ndarray]]


class Plan(NamedTuple):
    """How to resample.

    Parameters
    ----------
    samples : int
    kind : {"percentile", "bca"}
    level : float
    ordinal : bool
        Polychoric correlations of the samples, not covariances.
    progress : bool
    """

    samples: int
    kind: str
    level: float
    ordinal: bool
    progress: bool


def ends_of(
    drawn: np.ndarray, point: float, left_out: np.ndarray | None, level: float
) -> tuple[float, float]:
    """Interval of one coefficient from its bootstrap replicates.

    Parameters
    ----------
    drawn : ndarray (b,)
        NaN where a replicate has no value; these are left out.
    point : float
        The coefficient of the sample itself.
    left_out : ndarray (g,) or None
        Jackknife values for a BCa interval; None for percentiles.
    level : float

    Returns
    -------
    low, high : float
        NaN if the point is, or fewer than half of the replicates have a value.

    Examples
    --------
    >>> [round(end, 6) for end in ends_of(np.arange(101.0), 50.0, None, 0.9)]
    [5.0, 95.0]
    """
    known = drawn[np.isfinite(drawn)]
    if not np.isfinite(point) or len(known) < max(len(drawn) / 2, 1):
        return np.nan, np.nan
    if left_out is None:
        low, high = percentile_interval(known, level)
        return float(low), float(high)
    values = left_out[np.isfinite(left_out)]
    if len(values) < 2:
        return np.nan, np.nan
    bent = acceleration(values.mean() - values)
    low, high = bca_interval(known, np.asarray(point), bent, level)
    return float(low), float(high)


def bootstrap_scale(
    scale: Scale, answers: pd.DataFrame, plan: Plan, rng: np.random.Generator
) -> Scale:
    """Give a scale intervals over resampled respondents.

    Parameters
    ----------
    scale : Scale
    answers : DataFrame (n × k)
        Complete on the scale's items.
    plan : Plan
    rng : numpy.random.Generator

    Returns
    -------
    Scale
    """
    varying = np.flatnonzero(scale.items["sd"].to_numpy() > 0)
    wanted = np.isfinite(scale.coefficients["omega_total"])

    def statistic(S: np.ndarray, cuts: np.ndarray | None) -> dict[str, np.ndarray]:
        found = {"alpha": alpha(S)}
        if wanted:
            part = S[:, varying][:, :, varying]
            found["omega"], loadings = replicates(part, scale.fitted)
            if cuts is not None:
                found["omega_categorical"] = categorical_omegas(loadings, part, cuts[:, varying])
        return found

    ends, notes = _bootstrap(statistic, scale.coefficients, answers, plan, rng)
    row = scale.coefficients | ends
    return scale._replace(coefficients=row, notes=[*scale.notes, *notes])


def bootstrap_total(
    total: Total,
    answers: pd.DataFrame,
    scales: Mapping[str, Sequence[str]],
    plan: Plan,
    rng: np.random.Generator,
) -> Total:
    """Give the total intervals over resampled respondents.

    Parameters
    ----------
    total : Total
    answers : DataFrame (n × k)
        Complete on all items.
    scales : mapping of scale to items
    plan : Plan
    rng : numpy.random.Generator

    Returns
    -------
    Total
    """
    places = {name: i for i, name in enumerate(answers.columns)}
    strata = [[places[item] for item in items] for items in scales.values()]

    def statistic(S: np.ndarray, _cuts: np.ndarray | None) -> dict[str, np.ndarray]:
        found = {"alpha": alpha(S)}
        if np.isfinite(total.coefficients["alpha_stratified"]):
            found["alpha_stratified"] = stratified_alpha(S, strata)
        if total.solution is not None:
            found |= hierarchical_replicates(S, total.solution)
        return found

    ends, notes = _bootstrap(statistic, total.coefficients, answers, plan, rng)
    return total._replace(coefficients=total.coefficients | ends, notes=[*total.notes, *notes])


def _bootstrap(
    statistic: Statistic,
    row: Mapping[str, Any],
    answers: pd.DataFrame,
    plan: Plan,
    rng: np.random.Generator,
) -> tuple[dict[str, float], list[str]]:
    values = answers.to_numpy()
    drawn = _gather(statistic, _shown(_draws(values, plan, rng), plan))
    left_out: dict[str, np.ndarray] = {}
    if plan.kind == "bca":
        left_out = _gather(statistic, _left_out(values, plan, rng))
    ends: dict[str, float] = {}
    notes = []
    for name, replicated in drawn.items():
        point = float(row["omega_total" if name == "omega" else name])
        low, high = ends_of(replicated, point, left_out.get(name), plan.level)
        ends[f"{name}_low"], ends[f"{name}_high"] = low, high
        lost = int(np.isnan(replicated).sum())
        if lost:
            words = name.replace("_", " ")
            notes.append(f"{words} had no solution in {lost} of {plan.samples} resamples, left out")
        elif np.isfinite(point) and not np.isfinite(low):
            notes.append(f"no interval of {name.replace('_', ' ')}: all resamples lie on one side")
    return ends, notes


def _draws(values: np.ndarray, plan: Plan, rng: np.random.Generator) -> Iterator[Batch]:
    if plan.ordinal:
        yield from resampled_ordinal(values, plan.samples, rng)
    else:
        for S in resampled_covariances(values, plan.samples, rng):
            yield S, None


def _left_out(values: np.ndarray, plan: Plan, rng: np.random.Generator) -> Iterator[Batch]:
    if plan.ordinal:
        yield from left_out_ordinal(values, rng)
    else:
        yield left_out_covariances(values, rng), None


def _gather(statistic: Statistic, batches: Iterable[Batch]) -> dict[str, np.ndarray]:
    found = [statistic(S, cuts) for S, cuts in batches]
    return {name: np.concatenate([one[name] for one in found]) for name in found[0]}


def _shown(batches: Iterator[Batch], plan: Plan) -> Iterator[Batch]:
    from tqdm.auto import tqdm

    with tqdm(total=plan.samples, desc="resampling", delay=1, disable=not plan.progress) as bar:
        for batch in batches:
            yield batch
            bar.update(len(batch[0]))
