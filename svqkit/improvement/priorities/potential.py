"""Improvement potential: how much of the outcome goes with raising an attribute to a target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.gaps.pairs.mean_bootstrap import said_of_bootstrap
from svqkit.gaps.pairs.segments import segment_labels
from svqkit.gaps.weighting.derived_scores import scores_and_outcome
from svqkit.improvement.priorities.placed_scores import need_responses
from svqkit.improvement.priorities.potential_result import Potential
from svqkit.improvement.priorities.targets import best_segments, given_targets
from svqkit.psychometrics.data.collinearity import dependent_samples, refuse_collinear
from svqkit.psychometrics.data.resampling import generator, resampled_counts
from svqkit.psychometrics.validity.htmt_bootstrap import check_bootstrap

__all__ = ["Potential", "improvement_potential"]


def improvement_potential(
    responses: Any,
    outcome: str | None = None,
    *,
    target: Any = None,
    by: str | pd.Series | None = None,
    level: str = "dimension",
    ci: float = 0.95,
    bootstrap: int = 2000,
    seed: int | None = 0,
) -> Potential:
    """Estimate what the outcome would be, were an attribute at its target.

    Slope of the outcome on the attribute times the distance to the target: nothing where the
    target is reached. That is what customers who differ so much differ in the outcome, not what
    raising it does.

    Parameters
    ----------
    responses : Responses
    outcome : str, optional
        A numeric column of ``responses.respondents``; the first of ``responses.outcomes`` otherwise.
    target : float or mapping, optional
        A level on the answer scale for all attributes, or for those named.
    by : str or Series, optional
        Instead: segments, such as ``"branch"``; the target is the level of the best one, drawn
        towards the others by the part that is chance.
    level : {"dimension", "item"}
    ci : float in (0, 1)
    bootstrap : int
        Resamples of respondents, each with its own slopes and means; 0 leaves intervals out.
    seed : int, optional

    Returns
    -------
    Potential
        ``.table .total .segments .notes``.

    Raises
    ------
    DataError
        If the outcome cannot be used, scores are linearly dependent, respondents are too few, or
        fewer than two segments have ten.
    ValueError
        If not exactly one of ``target`` and ``by`` is given, or a target lies off the scale.

    References
    ----------
    DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177–188 (τ²).

    Examples
    --------
    >>> import svqkit as svq
    >>> found = improvement_potential(svq.load_dataset("bank"), "satisfaction", target=6)
    >>> bool((found.table["gain_low"] <= found.table["gain"]).all())
    True
    """
    need_responses(responses, "improvement potentials")
    check_bootstrap(ci, bootstrap, "percentile", "pearson")
    if (target is None) == (by is None):
        raise ValueError(
            "say what attributes are raised to: target=… (a level, or one for each attribute) or "
            "by=… (the best segment), not both"
        )
    name, both = scores_and_outcome(responses, outcome, level=level)
    labels = None
    if by is not None:
        labels = segment_labels(responses, by)
        both = both[labels.notna()]
    whole = both.dropna()
    scores, y = whole.iloc[:, :-1], whole.iloc[:, -1].to_numpy(float)
    _check(scores, y, name)
    names = list(map(str, scores.columns))
    values, best, segments, levels = whole.to_numpy(float), None, None, None
    if labels is None:
        goal = given_targets(target, names, responses.instrument.scale)
    else:
        best, segments, levels = best_segments(scores, labels[whole.index])
        goal = levels(np.ones((1, len(whole))))[0]
    once = _gains(values, np.ones((1, len(whole))), goal[None])
    table = pd.DataFrame({"mean": scores.mean().to_numpy(), "target": goal}, index=scores.columns)
    if best is not None:
        table["best"] = pd.Series([str(one) for one in best], index=table.index)
    table["raise"], table["slope"] = once["raise"][0], once["slope"][0]
    total = pd.Series({"gain": float(np.nansum(once["gain"][0]))})
    ends = [(1 - ci) / 2, (1 + ci) / 2]
    drawn: dict[str, list[np.ndarray]] = {"gain": [], "alone": []}
    if bootstrap:
        rng = generator(seed)
        for counts in resampled_counts(len(whole), int(bootstrap), rng):
            aim = (
                np.broadcast_to(goal, (len(counts), len(goal)))
                if levels is None
                else levels(counts)
            )
            found = _gains(values, counts, aim)
            fitted = np.isfinite(found["gain"][:, ~np.isnan(goal)]).all(axis=1)
            for part, kept in drawn.items():
                kept.append(found[part][fitted])
    for part, kept in drawn.items():
        table[part] = once[part][0]
        if kept:
            values = np.concatenate(kept)
            if not len(values):
                raise DataError(
                    f"none of {bootstrap} resamples can be fitted: respondents are too few for so "
                    "many scores. Take level='dimension', or bootstrap=0"
                )
            table[f"{part}_low"], table[f"{part}_high"] = np.quantile(values, ends, axis=0)
    if bootstrap:
        sums = np.nansum(np.concatenate(drawn["gain"]), axis=1)
        total["gain_low"], total["gain_high"] = np.quantile(sums, ends)
    table["rank"] = table["gain"].rank(ascending=False, method="min").astype("Int64")
    convention = (
        f"Slopes: one least-squares regression of {name} on all {len(names)} scores, "
        f"{len(whole)} complete respondents. gain = slope × (target − mean), nothing where the target "
        "is reached; alone: with the slope of a regression on that score only."
    )
    if by is not None:
        convention += " Target: mean of the best segment, shrunk by DerSimonian and Laird's τ²."
    if bootstrap:
        lost = int(bootstrap) - sum(map(len, drawn["gain"]))
        if lost:
            convention += f" {lost} resamples that could not be fitted are left out."
        convention += f" Intervals at {ci:.0%}: {said_of_bootstrap(bootstrap, 'percentile', seed)}."
    return Potential(
        table.rename_axis(level),
        total,
        segments,
        name,
        level,
        len(whole),
        responses.instrument,
        _notes(table, name, responses.instrument, float(y.mean()), float(total["gain"])),
        ci,
        int(bootstrap),
        seed,
        convention,
    )


def _check(scores: pd.DataFrame, y: np.ndarray, name: str) -> None:
    n, k = scores.shape
    if n <= k + 2:
        raise DataError(
            f"{n} complete respondents are too few for a regression on {k} scores; take "
            "level='dimension', or ask more customers"
        )
    for column in scores:
        if scores[column].nunique() == 1:
            raise DataError(
                f"{column!r} is the same for everybody, so it has no slope", column=column
            )
    if np.ptp(y) == 0:
        raise DataError(f"{name!r} is the same for everybody; nothing can be gained", column=name)
    refuse_collinear(np.cov(scores.to_numpy(float).T).reshape(k, k), list(scores.columns), "")


def _gains(values: np.ndarray, counts: np.ndarray, goal: np.ndarray) -> dict[str, np.ndarray]:
    """Gains of many samples: counts of respondents (b, n), targets (b, k)."""
    n, k = values.shape[0], values.shape[1] - 1
    shift = values.mean(axis=0)
    centred = values - shift
    row, column = np.triu_indices(k + 1)
    sums = counts @ np.hstack([centred, centred[:, row] * centred[:, column]])
    means = sums[:, : k + 1] / n
    S = np.empty((len(counts), k + 1, k + 1))
    S[:, row, column] = S[:, column, row] = sums[:, k + 1 :] / n
    S -= means[:, :, None] * means[:, None, :]
    spread = centred[:, :k].std(axis=0)
    dependent = dependent_samples(S[:, :k, :k] / np.outer(spread, spread))
    S[dependent] = np.nan
    slope = np.full((len(counts), k), np.nan)
    rest = S[~dependent]
    slope[~dependent] = np.linalg.solve(rest[:, :k, :k], rest[:, :k, k:])[..., 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        alone = S[:, :k, k] / np.diagonal(S, axis1=1, axis2=2)[:, :k]
    up = np.maximum(goal - (means[:, :k] + shift[:k]), 0.0)
    return {"raise": up, "slope": slope, "gain": slope * up, "alone": alone * up}


def _notes(
    table: pd.DataFrame, name: str, instrument: Any, mean: float, total: float
) -> tuple[str, ...]:
    notes = [
        "These are differences between customers, not effects of a measure: customers who see more "
        f"of a score also report more {name}, for whatever reason. Only a trial with a comparison "
        "shows an effect. Costs are not in it.",
        "The true gain of raising one attribute often lies between gain (the others stay) and alone "
        "(the others move along).",
    ]
    there = ", ".join(str(one) for one in table.index[table["raise"] < 1e-9])
    if there and "best" in table:
        notes.append(
            f"Segments differ by no more than chance, so none is a better example: {there}."
        )
    elif there:
        notes.append(f"At or above the target, so nothing to gain there: {there}.")
    down = [str(one) for one in table.index[table["slope"] < 0]]
    if down:
        notes.append(
            f"Slope below zero beside the other scores: {', '.join(down)}. It corrects the others; "
            "do not read it as harm."
        )
    ends = {one.column: one.high for one in getattr(instrument, "outcomes", ())}
    if name in ends and mean + total > float(ends[name]):
        notes.append(
            f"All raised together would put mean {name} at {mean + total:.2f}, beyond the end of its "
            f"scale ({ends[name]:g}): a straight line does not hold that far."
        )
    return tuple(notes)
