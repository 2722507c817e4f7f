"""Minimise within bounds: find which parameters stand at one, hold them there, polish the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.estimation.bounds import Bounds
from svqkit.psychometrics.sem.estimation.estimation import (
    Estimate,
    Problem,
    estimate,
    natural_units,
)
from svqkit.psychometrics.sem.estimation.rescue import estimate_surely
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["estimate_within"]

ROUNDS = 25
BEYOND = 1e6
SLACK = 1e-6


@dataclass(frozen=True)
class _Held(Problem):
    """A problem with some parameters held where they are; the others are counted anew."""

    free: np.ndarray
    values_held: np.ndarray

    def whole(self, x: np.ndarray) -> np.ndarray:
        full = self.values_held.astype(x.dtype)
        full[self.free] = x
        return full

    def states(self, x: np.ndarray) -> list[State]:
        return super().states(self.whole(x))

    def gradient(self, states: list[State] | tuple[State, ...]) -> np.ndarray:  # type: ignore[override]
        return super().gradient(states)[self.free]

    def information(self, states: list[State] | tuple[State, ...]) -> np.ndarray:  # type: ignore[override]
        return super().information(states)[np.ix_(self.free, self.free)]


def _within(bounds: Bounds, x: np.ndarray) -> bool:
    scale = SLACK * (1.0 + np.abs(x))
    return bool((x >= bounds.lower - scale).all() and (x <= bounds.upper + scale).all())


def _rough(problem: Problem, start: np.ndarray, bounds: Bounds) -> np.ndarray:
    """Find the minimum roughly by quasi-Newton steps between bounds (L-BFGS-B)."""
    from scipy.optimize import minimize

    unit = natural_units(problem.information(problem.states(start)))

    def value(scaled: np.ndarray) -> tuple[float, np.ndarray]:
        states = problem.states(unit * scaled)
        found = problem.value(states)
        if not np.isfinite(found):
            return BEYOND, np.zeros_like(scaled)
        return found, unit * problem.gradient(states)

    between = list(zip(bounds.lower / unit, bounds.upper / unit, strict=True))
    options = {"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9}
    found = minimize(
        value, start / unit, jac=True, method="L-BFGS-B", bounds=between, options=options
    )
    return np.clip(unit * found.x, bounds.lower, bounds.upper)


def _polished(problem: Problem, x: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Bring the gradient of the parameters that are not held to 0."""
    free = np.flatnonzero(~held)
    if len(free) == 0:
        return x
    rest = _Held(problem.groups, problem.samples, problem.discrepancy, len(x), free, x)
    return rest.whole(estimate(rest, x[free]).x)


def estimate_within(
    problem: Problem,
    table: ParameterTable,
    start: np.ndarray,
    bounds: Bounds,
    states: Sequence[State] | None = None,
) -> Estimate:
    """Minimise the discrepancy within bounds.

    Parameters
    ----------
    problem : Problem
    table : ParameterTable
    start : ndarray (k,)
        Admissible.
    bounds : Bounds
    states : sequence of State, optional
        What the model implies at the start, where that has been worked out already.

    Returns
    -------
    Estimate
        Where F can fall no further within the bounds: the gradient vanishes but for parameters
        that it presses against their bound. ``gradient`` is the largest scaled one of the others.

    Raises
    ------
    ConvergenceError
        If the estimates do not settle.
    """
    if bounds.kind == "none":
        return estimate_surely(problem, table, start, states)
    try:
        first = estimate(problem, start, states)
        if _within(bounds, first.x):
            return first
    except ConvergenceError:
        pass
    x = _rough(problem, np.clip(start, bounds.lower, bounds.upper), bounds)
    scale = SLACK * (1.0 + np.abs(x))
    low, high = x <= bounds.lower + scale, x >= bounds.upper - scale
    for _ in range(ROUNDS):
        held = low | high
        x = np.where(low, bounds.lower, np.where(high, bounds.upper, x))
        trial = _polished(problem, x, held)
        if not _within(bounds, trial):
            # the first bound on the way holds from here on
            step = trial - x
            with np.errstate(divide="ignore", invalid="ignore"):
                room = np.where(step < 0, (bounds.lower - x) / step, (bounds.upper - x) / step)
            room = np.where((step == 0) | held, np.inf, room)
            at = int(np.argmin(room))
            low[at], high[at] = step[at] < 0, step[at] > 0
            x = x + max(float(room[at]), 0.0) * step
            continue
        x = trial
        states = problem.states(x)
        gradient, information = problem.gradient(states), problem.information(states)
        slope = gradient / np.sqrt(np.maximum(np.diag(information), 1e-300))
        loose = (low & (slope < -1e-7)) | (high & (slope > 1e-7))
        if not loose.any():
            rest = np.abs(slope[~held]).max(initial=0.0)
            return Estimate(
                x,
                tuple(states),
                problem.value(states),
                tuple(problem.values(states)),
                information,
                float(rest),
                0,
            )
        at = int(np.argmax(np.where(loose, np.abs(slope), 0.0)))
        low[at] = high[at] = False
    raise ConvergenceError(
        "the estimates did not settle within the bounds; leave bounds= out and look at which "
        "estimates run off"
    )
