"""One model fitted to many samples at once by maximum likelihood.

Simulations and bootstraps fit the same model over and over to samples that differ little. All of
them take each step together, in batches of arrays; the curvature is that of the population, where
all start, and BFGS updates learn what each sample has different. What does not settle so is left to
the engine that fits a single sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.batches.batch_moments import (
    TOGETHER,
    BatchState,
    batch_gradients,
    batch_states,
    batch_values,
    gathering,
    information_of,
)
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Problem, estimate
from svqkit.psychometrics.sem.estimation.rescue import estimate_surely
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["BatchFit", "fit_many"]

TOLERANCE = 1e-5
"""Largest scaled gradient; χ² is then right to about 1e-10 times n and the condition number."""
STEPS = 60
HALVINGS = 12


@dataclass(frozen=True)
class BatchFit:
    """What many fits found: parameters (b × k), F (b), implied covariances (b × p × p) and spread.

    ``converged`` (b) is False where no minimum was found; the rest is NaN there. ``spread``
    (b × t × t) holds the variances and covariances of residuals and factors, ``total`` those of
    all variables.
    """

    x: np.ndarray
    value: np.ndarray
    converged: np.ndarray
    covariance: np.ndarray
    spread: np.ndarray
    total: np.ndarray


def _search_together(
    group: GroupMatrices,
    samples: np.ndarray,
    log_determinants: np.ndarray,
    start: np.ndarray,
    information: np.ndarray,
    gather: np.ndarray,
    tolerance: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take quasi-Newton steps for all samples until each has settled or given up."""
    b = len(samples)
    unit = np.sqrt(np.diag(information))
    x, settled = np.tile(start, (b, 1)), np.zeros(b, dtype=bool)
    curvature = 0.5 * np.linalg.inv(information)
    learned: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    value, state, inverse = batch_values(group, x, samples, log_determinants)
    gradient = batch_gradients(group, state, inverse, samples, gather)
    running = np.arange(b)
    for _ in range(STEPS):
        done = np.abs(gradient / unit).max(axis=1) < tolerance
        settled[running[done]] = True
        if done.all():
            break
        keep = ~done
        running, gradient = running[keep], gradient[keep]
        learned = [(s[keep], y[keep], rho[keep]) for s, y, rho in learned]
        direction = _direction(gradient, curvature, learned)
        promised = -(gradient * direction).sum(axis=1)
        length = np.ones(len(running))
        for _ in range(HALVINGS):
            moved = x[running] + length[:, None] * direction
            trial, state, inverse = batch_values(
                group, moved, samples[running], log_determinants[running]
            )
            slack = 1e-13 * (1.0 + np.abs(value[running]))
            short = ~(trial <= value[running] - 1e-4 * length * promised + slack)
            if not short.any():
                break
            length[short] *= 0.5
        # whoever finds no lower value is left to the single engine
        good = ~short
        running, trial, direction = running[good], trial[good], direction[good] * length[good, None]
        state = BatchState(state.spread[good], state.reach[good], state.total[good])
        previous, learned = gradient[good], [(s[good], y[good], rho[good]) for s, y, rho in learned]
        if len(running) == 0:
            break
        x[running] += direction
        value[running] = trial
        gradient = batch_gradients(group, state, inverse[good], samples[running], gather)
        learned.append(_lesson(direction, gradient - previous))
    return x, value, settled


def _lesson(step: np.ndarray, change: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keep what a step taught of the curvature: step, change of slope, one over their product."""
    product = (step * change).sum(axis=1)
    usable = product > 1e-12 * np.linalg.norm(step, axis=1) * np.linalg.norm(change, axis=1)
    return step, change, np.where(usable, 1.0 / np.where(usable, product, 1.0), 0.0)


def _direction(
    gradient: np.ndarray,
    curvature: np.ndarray,
    learned: list[tuple[np.ndarray, np.ndarray, np.ndarray]],
) -> np.ndarray:
    """Multiply slopes by BFGS's inverse curvature without forming it (Nocedal 1980)."""
    q, weights = gradient.copy(), []
    for step, change, rho in reversed(learned):
        weights.append(rho * (step * q).sum(axis=1))
        q -= weights[-1][:, None] * change
    q = q @ curvature
    for (step, change, rho), weight in zip(learned, reversed(weights), strict=True):
        q += (weight - rho * (change * q).sum(axis=1))[:, None] * step
    return -q


def _curvature(problem: Problem, start: np.ndarray) -> np.ndarray:
    """Observed information at the start, on the problem's own sample; expected where it bends down."""
    expected = information_of(problem, start[None])[0]
    observed = observed_information(problem, problem.states(start))
    scale = 1.0 / np.sqrt(np.diag(expected))
    lowest = np.linalg.eigvalsh(observed * np.outer(scale, scale))[0]
    return observed if lowest > 1e-6 else expected


def fit_many(
    problem: Problem,
    table: ParameterTable,
    samples: np.ndarray,
    n: Sequence[int] | np.ndarray,
    start: np.ndarray,
    *,
    tolerance: float = TOLERANCE,
    rescue: bool = True,
) -> BatchFit:
    """Fit a model to many covariance matrices by maximum likelihood.

    Parameters
    ----------
    problem : Problem
        One group, covariances only; its own sample (that of the population, or the whole one) is
        where ``start`` is the minimum.
    table : ParameterTable
    samples : ndarray (b, p, p)
        Covariances with divisor n, positive definite.
    n : sequence of int (b)
        Respondents of each sample.
    start : ndarray (k,)
        Where all begin: the population's parameters, or those of the whole sample.
    tolerance : float
        Largest scaled gradient.
    rescue : bool
        Whether samples that run off are tried again by slow and steady steps.

    Returns
    -------
    BatchFit
    """
    group, k = problem.groups[0], problem.n_free
    gather = gathering(group, k)
    information = _curvature(problem, start)
    log_determinants = np.linalg.slogdet(samples)[1]
    x, value = np.empty((len(samples), k)), np.empty(len(samples))
    converged = np.empty(len(samples), dtype=bool)
    for at in range(0, len(samples), TOGETHER):
        part = slice(at, at + TOGETHER)
        x[part], value[part], converged[part] = _search_together(
            group, samples[part], log_determinants[part], start, information, gather, tolerance
        )
    for at in np.flatnonzero(~converged).tolist():
        sample = Sample(int(n[at]), np.zeros(group.n_observed), samples[at], log_determinants[at])
        alone = Problem(problem.groups, (sample,), problem.discrepancy, k)
        try:
            found = estimate_surely(alone, table, start) if rescue else estimate(alone, start)
        except ConvergenceError:
            x[at], value[at] = np.nan, np.nan
        else:
            x[at], value[at], converged[at] = found.x, found.value, True
    state = batch_states(group, x)
    p = group.n_observed
    return BatchFit(x, value, converged, state.total[:, :p, :p], state.spread, state.total)
