"""Bootstrap intervals of reliability coefficients, from matrices of resampled respondents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.psychometrics.correlations.resampled_polychorics import (
    left_out_ordinal,
    resampled_ordinal,
)
from svqkit.psychometrics.data.bootstrap_intervals import (
    acceleration,
    bca_interval,
    percentile_interval,
)
from svqkit.psychometrics.data.resampling import left_out_covariances, resampled_covariances
from svqkit.psychometrics.reliability.alpha import alpha, stratified_alpha
from svqkit.psychometrics.reliability.categorical_omega import categorical_omegas
from svqkit.psychometrics.reliability.lower_bounds import bound_replicates
from svqkit.psychometrics.reliability.omega import replicates
from svqkit.psychometrics.reliability.scale_reliability import Basis, Scale
from svqkit.psychometrics.reliability.schmid_leiman import hierarchical_replicates
from svqkit.psychometrics.reliability.total_reliability import Total

__all__ = ["Plan", "bootstrap_scale", "bootstrap_total", "ends_of"]

BOUND = "bound "
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


class _Found(NamedTuple):
    """Ends of the intervals of coefficients and of bounds, and what a reader must know."""

    ends: dict[str, float]
    bound_ends: dict[str, float]
    notes: list[str]


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
    varying = np.flatnonzero(scale.items["sd"] > 0)
    wanted = np.isfinite(scale.coefficients["omega_total"])

    def statistic(S: np.ndarray, cuts: np.ndarray | None) -> dict[str, np.ndarray]:
        found = {"alpha": alpha(S), **_bounds(S)}
        if wanted:
            part = S[:, varying][:, :, varying]
            found["omega"], loadings = replicates(part, scale.fitted)
            if cuts is not None:
                found["omega_categorical"] = categorical_omegas(loadings, part, cuts[:, varying])
        return found

    found = _bootstrap(statistic, scale.coefficients, scale.basis, answers, plan, rng)
    return scale._replace(
        coefficients=scale.coefficients | found.ends,
        notes=[*scale.notes, *found.notes],
        bound_ends=found.bound_ends,
    )


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
        found = {"alpha": alpha(S), **_bounds(S)}
        if np.isfinite(total.coefficients["alpha_stratified"]):
            found["alpha_stratified"] = stratified_alpha(S, strata)
        if total.solution is not None:
            found |= hierarchical_replicates(S, total.solution)
        return found

    found = _bootstrap(statistic, total.coefficients, total.basis, answers, plan, rng)
    return total._replace(
        coefficients=total.coefficients | found.ends,
        notes=[*total.notes, *found.notes],
        bound_ends=found.bound_ends,
    )


def _bounds(S: np.ndarray) -> dict[str, np.ndarray]:
    return {BOUND + name: values for name, values in bound_replicates(S).items()}


def _bootstrap(
    statistic: Statistic,
    row: Mapping[str, Any],
    basis: Basis,
    answers: pd.DataFrame,
    plan: Plan,
    rng: np.random.Generator,
) -> _Found:
    values = answers.to_numpy()
    points = {name: v[0] for name, v in _bounds(basis.analysed.cov.to_numpy()[None]).items()}
    points |= {"omega": row["omega_total"]}
    drawn = _gather(statistic, _shown(_draws(values, plan, rng), plan))
    left_out: dict[str, np.ndarray] = {}
    if plan.kind == "bca":
        left_out = _gather(statistic, _left_out(values, plan, rng))
    found = _Found({}, {}, [])
    for name, replicated in drawn.items():
        point = float(points[name] if name in points else row[name])
        low, high = ends_of(replicated, point, left_out.get(name), plan.level)
        if name.startswith(BOUND):
            bound = name.removeprefix(BOUND)
            found.bound_ends[f"{bound}_low"], found.bound_ends[f"{bound}_high"] = low, high
            continue
        found.ends[f"{name}_low"], found.ends[f"{name}_high"] = low, high
        lost = int(np.isnan(replicated).sum())
        if lost:
            words = name.replace("_", " ")
            found.notes.append(
                f"{words} had no solution in {lost} of {plan.samples} resamples, left out"
            )
        elif np.isfinite(point) and not np.isfinite(low):
            words = name.replace("_", " ")
            found.notes.append(f"no interval of {words}: all resamples lie on one side")
    return found


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
