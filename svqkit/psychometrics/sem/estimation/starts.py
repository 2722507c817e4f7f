"""Where estimation starts: each factor's centroid found from the covariances of its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["admissible_start", "own_moment", "start_values"]

SHARE = 0.5
"""Part of a variance that starts as residual."""


def _principal_axis(covariance: np.ndarray) -> np.ndarray:
    """Find the loadings of one factor, from the covariances with half of each variance taken off."""
    size = len(covariance)
    variances = np.diag(covariance)
    if size == 1:
        return np.sqrt(np.maximum(variances, 1e-12))
    reduced = covariance - np.diag(SHARE * variances)
    values, vectors = np.linalg.eigh(reduced)
    loadings = vectors[:, -1] * np.sqrt(max(values[-1], 1e-12))
    return loadings if loadings[0] >= 0 else -loadings


def _extend(
    table: ParameterTable, covariance: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Guess covariances of items and factors together, and each factor's loadings.

    A factor's scores are its indicators weighted by their loadings; the covariance of two such
    composites is free of the items' own residuals where they share no indicator.
    """
    p = len(covariance)
    names = (*table.observed, *table.latent)
    position = {name: at for at, name in enumerate(names)}
    total = np.zeros((len(names), len(names)))
    total[:p, :p] = covariance
    loadings: dict[str, np.ndarray] = {}
    waiting = list(table.latent)
    while waiting:
        ready = [
            f for f in waiting if not any(i in waiting for i in table.roles.indicators[f])
        ] or waiting[:1]
        for factor in ready:
            at = [position[name] for name in table.roles.indicators[factor]]
            found = _principal_axis(total[np.ix_(at, at)])
            loadings[factor] = found
            here = position[factor]
            weights = found / (found @ found)
            total[here] = weights @ total[at]
            total[:, here] = total[here]
            total[here, here] = 1.0
            waiting.remove(factor)
    return total, loadings


def _scales(table: ParameterTable, group: int, loadings: dict[str, np.ndarray]) -> dict[str, float]:
    """Find each factor's standard deviation in the model's own metric."""
    scales: dict[str, float] = {}
    for row in table.rows:
        if row.free or row.op != "=~" or row.group != group or row.lhs in scales:
            continue
        own = loadings[row.lhs]
        loading = own[table.roles.indicators[row.lhs].index(row.rhs)]
        if abs(row.value) > 1e-8 and abs(loading) > 1e-3 * np.abs(own).max():
            scales[row.lhs] = float(loading / row.value)
    return {factor: scales.get(factor, 1.0) for factor in table.latent}


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
    x = np.full(table.n_free, np.nan)
    position = {name: at for at, name in enumerate((*table.observed, *table.latent))}
    unit = sqrt(1.0 / SHARE) if table.ordered.residual is not None else 1.0
    for group, sample in enumerate(samples):
        # with residual variances of 1, responses behind ordered items vary more than that
        total, loadings = _extend(table, unit**2 * sample.covariance)
        scales = _scales(table, group, loadings)
        for row in table.rows:
            if row.group != group or not row.free:
                continue
            if not isnan(row.start):
                x[row.free - 1] = row.start
            elif isnan(x[row.free - 1]):
                guess = _guess(row, table, sample, total, loadings, scales, position)
                x[row.free - 1] = guess * (unit if row.op == "|" else 1.0)
    return x


def _guess(
    row: Parameter,
    table: ParameterTable,
    sample: Sample,
    total: np.ndarray,
    loadings: dict[str, np.ndarray],
    scales: dict[str, float],
    position: dict[str, int],
) -> float:
    left = position[row.lhs]
    if row.op == "=~":
        which = table.roles.indicators[row.lhs].index(row.rhs)
        # a second-order loading is in the metric of the first-order factor
        return float(loadings[row.lhs][which] / scales[row.lhs] * scales.get(row.rhs, 1.0))
    if row.op == "~":
        return 0.0
    if row.op == "~*~":
        return 1.0
    if row.op in ("|", "~1"):
        return 0.0 if row.lhs in table.latent else own_moment(row, sample, left)
    right = position[row.rhs]
    scale = scales.get(row.lhs, 1.0) * scales.get(row.rhs, 1.0)
    if left == right:
        share = 1.0 if row.lhs in table.roles.exogenous else SHARE
        return float(share * total[left, left] * scale)
    both_exogenous = {row.lhs, row.rhs} <= set(table.roles.exogenous)
    if both_exogenous:
        return float(np.clip(total[left, right], -0.8, 0.8) * scale)
    given = row.lhs in table.observed and row.rhs in table.observed
    if given and not any(
        {row.lhs, row.rhs} & {*names} for names in table.roles.indicators.values()
    ):
        return float(SHARE * total[left, right])
    return 0.0


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
    start = start_values(table, problem.samples)
    if np.isfinite(problem.value(problem.states(start))):
        return start
    for row in table.rows:
        if row.free and row.op == "~~" and row.lhs != row.rhs and isnan(row.start):
            start[row.free - 1] = 0.0
    if np.isfinite(problem.value(problem.states(start))):
        return start
    raise ConvergenceError(
        "the starting values imply a covariance matrix that is not positive definite; "
        "give better ones with start(), for example 'f =~ start(0.7)*x2'"
    )
