"""Where estimation starts: each factor's centroid found from the covariances of its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.estimation.start_plan import SHARE, GroupPlan, Turn, plan_starts
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["admissible_start", "own_moment", "start_and_states", "start_values"]


UNEVEN = 10.0
"""How often the largest standard deviation may hold the smallest before units matter."""


def _principal_axes(covariance: np.ndarray, turn: Turn) -> np.ndarray:
    """Find each factor's loadings (f × m), from covariances with half of each variance taken off."""
    at = turn.indicator
    reduced = covariance[at[:, :, None], at[:, None, :]] * turn.weight - turn.empty
    values, vectors = np.linalg.eigh(reduced)
    loadings = vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 1e-12))
    return np.where(loadings[:, :1] >= 0, loadings, -loadings)


def _extend(
    turns: Sequence[Turn], covariance: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Guess covariances of items and factors together, and loadings (factor × indicator).

    A factor's scores are its indicators weighted by their loadings; the covariance of two such
    composites is free of the items' own residuals where they share no indicator.
    """
    p = len(covariance)
    total, loadings = np.zeros((size, size)), np.zeros((size, size))
    total[:p, :p] = covariance
    for turn in turns:
        here, found = turn.factor, _principal_axes(total, turn)
        loadings[turn.loaded] = found[turn.measured]
        own = loadings[here]
        weights = own / (own * own).sum(axis=1, keepdims=True)
        on_all = weights @ total
        on_all[:, here] = on_all @ weights.T
        on_all[np.arange(len(here)), here] = 1.0
        total[here] = on_all
        total[:, here] = on_all.T
    return total, loadings


def _units(covariance: np.ndarray, size: int) -> np.ndarray:
    """Find what to count each variable in: items by their standard deviations if these differ much.

    A factor's axis would else follow the one item that is counted in cents.
    """
    units = np.ones(size)
    deviations = np.sqrt(covariance.diagonal())
    if deviations.max() > UNEVEN * deviations.min():
        units[: len(deviations)] = deviations
    return units


def _scales(plan: GroupPlan, loadings: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Find each factor's standard deviation in the model's own metric, beside those of items."""
    scales = units.copy()
    factor = plan.markers.row
    marked = loadings[factor, plan.markers.column]
    usable = np.abs(marked) > 1e-3 * np.abs(loadings[factor]).max(axis=1, initial=0.0)
    # of several fixed loadings the first counts: it is written last
    for at in np.flatnonzero(usable)[::-1].tolist():
        scales[factor[at]] = marked[at] * units[plan.markers.column[at]] / plan.marks[at]
    return scales


def own_moment(row: Parameter, sample: Sample, position: int) -> float:
    """Take the sample's own value of a mean, variance or threshold.

    Parameters
    ----------
    row : Parameter
    sample : Sample
    position : int
        Of the item.

    Returns
    -------
    float
    """
    if row.op == "|":
        return sample.threshold(position, row.rhs)
    own = sample.mean[position] if row.op == "~1" else sample.covariance[position, position]
    return float(own)


def start_values(table: ParameterTable, samples: Sequence[Sample]) -> np.ndarray:
    """Guess the free parameters.

    Parameters
    ----------
    table : ParameterTable
    samples : sequence of Sample

    Returns
    -------
    ndarray (k,)
        The user's ``start()`` values where given; of equal rows the first decides.
    """
    plan = plan_starts(table)
    x, size = plan.plain.copy(), len(table.observed) + len(table.latent)
    unit = sqrt(1.0 / SHARE) if table.ordered.residual is not None else 1.0
    for group, sample in zip(plan.groups, samples, strict=True):
        # with residual variances of 1, responses behind ordered items vary more than that
        units = _units(sample.covariance, size)
        covariance = sample.covariance / np.outer(units[: sample.p], units[: sample.p])
        total, loadings = _extend(plan.turns, unit**2 * covariance, size)
        scales = _scales(group, loadings, units)
        cells = group.loadings
        # a second-order loading is in the metric of the first-order factor
        found = loadings[cells.row, cells.column] / scales[cells.row] * scales[cells.column]
        x[cells.parameter] = found
        cells = group.spread
        found = total[cells.row, cells.column]
        found = np.minimum(np.maximum(found, -group.limit), group.limit)
        x[cells.parameter] = group.share * found * scales[cells.row] * scales[cells.column]
        for row, at in group.own:
            x[row.free - 1] = own_moment(row, sample, at) * (unit if row.op == "|" else 1.0)
    return x


def admissible_start(problem: Problem, table: ParameterTable) -> np.ndarray:
    """Guess the free parameters such that the implied covariances are positive definite.

    Parameters
    ----------
    problem : Problem
    table : ParameterTable

    Returns
    -------
    ndarray (k,)
        The start values; covariances begin at 0 where the guessed ones do not go together.

    Raises
    ------
    ConvergenceError
        If not even these are admissible, as with start values of the user's own.
    """
    return start_and_states(problem, table)[0]


def start_and_states(problem: Problem, table: ParameterTable) -> tuple[np.ndarray, list[State]]:
    """Guess as :func:`admissible_start`, and say what the model implies there.

    Parameters
    ----------
    problem : Problem
    table : ParameterTable

    Returns
    -------
    start : ndarray (k,)
    states : list of State
        One a group.
    """
    start = start_values(table, problem.samples)
    states = problem.states(start)
    if np.isfinite(problem.value(states)):
        return start, states
    for row in table.rows:
        if row.free and row.op == "~~" and row.lhs != row.rhs and isnan(row.start):
            start[row.free - 1] = 0.0
    states = problem.states(start)
    if np.isfinite(problem.value(states)):
        return start, states
    raise ConvergenceError(
        "the starting values imply a covariance matrix that is not positive definite; "
        "give better ones with start(), for example 'f =~ start(0.7)*x2'"
    )
