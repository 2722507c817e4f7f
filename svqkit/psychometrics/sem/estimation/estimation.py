"""Fisher scoring with a line search: the parameters that bring a model closest to the data.

Steps solve I·δ = −½ dF/dθ with the expected information I scaled to a unit diagonal; where I
is nearly singular it is damped (Levenberg–Marquardt). Near the minimum of a model that does not
fit exactly, scoring alone creeps, so BFGS updates learn the rest of the curvature. Iterated until the gradient, in units of
each parameter's standard error for one respondent, is below 1e-8, so the result does not depend
on the items' units. Estimates are not bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, sqrt

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.data.positive import factor_above, solved_by_factor
from svqkit.psychometrics.sem.discrepancies.discrepancy import Discrepancy
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["Estimate", "Problem", "estimate", "natural_units"]

TOLERANCE = 1e-8
MAX_STEPS = 300
MAX_HALVINGS = 40
STALLED = 6
"""Steps without halving the gradient after which what BFGS has learnt is forgotten."""
NEAR = 0.1
"""Scaled gradient below which BFGS updates replace fresh information."""


@dataclass(frozen=True)
class Problem:
    """A model in every group, its data, and the discrepancy that joins them.

    Groups weigh by their share of the respondents, and χ² = N·F.
    """

    groups: tuple[GroupMatrices, ...]
    samples: tuple[Sample, ...]
    discrepancy: Discrepancy
    n_free: int

    @cached_property
    def n(self) -> int:
        """Respondents in all groups."""
        return sum(sample.n for sample in self.samples)

    @property
    def n_for_errors(self) -> int:
        """What errors and RMSEA divide by: N, or N less one a group."""
        return round(sum(self.discrepancy.multipliers([sample.n for sample in self.samples])))

    @cached_property
    def shares(self) -> list[float]:
        """Each group's share of the respondents."""
        return [sample.n / self.n for sample in self.samples]

    @cached_property
    def weights(self) -> list[float]:
        """What each group's discrepancy counts for: its share, or a little less.

        So χ² = N·F, which is Σ (n − 1)·F over groups with unbiased covariances.
        """
        counted = self.discrepancy.multipliers([sample.n for sample in self.samples])
        return [count / self.n for count in counted]

    def states(self, x: np.ndarray) -> list[State]:
        """Work out what the model implies in each group."""
        return [group.state(x) for group in self.groups]

    def values(self, states: Sequence[State]) -> list[float]:
        """Return the discrepancy of each group, unweighted."""
        pairs = zip(self.samples, states, strict=True)
        return [self.discrepancy.value(sample, state) for sample, state in pairs]

    def value(self, states: Sequence[State]) -> float:
        """F over all groups."""
        return self.weighed(self.values(states))

    def weighed(self, values: Sequence[float]) -> float:
        """F over all groups from that of each."""
        return sum(weight * value for weight, value in zip(self.weights, values, strict=True))

    def gradient(self, states: Sequence[State]) -> np.ndarray:
        """dF/dθ over all groups (k)."""
        total = np.zeros(self.n_free)
        for (group, sample, state, _), weight in zip(
            self._parts(states), self.weights, strict=True
        ):
            slope = self.discrepancy.slope(sample, state)
            total += weight * group.pull_back(state, *slope, self.n_free)
        return total

    def information(self, states: Sequence[State]) -> np.ndarray:
        """Return the expected information for one respondent (k × k)."""
        total = np.zeros((self.n_free, self.n_free))
        for group, sample, state, share in self._parts(states):
            cells = group.jacobian(state)
            found = share * self.discrepancy.information(sample, state, cells, cells)
            total += group.gathered(found, self.n_free)
        return 0.5 * (total + total.T)

    def _parts(
        self, states: Sequence[State]
    ) -> Iterator[tuple[GroupMatrices, Sample, State, float]]:
        return zip(self.groups, self.samples, states, self.shares, strict=True)


@dataclass(frozen=True)
class Estimate:
    """Where the search ended.

    ``values`` are the groups' discrepancies, ``information`` the expected information for one
    respondent, ``gradient`` the largest scaled gradient left.
    """

    x: np.ndarray
    states: tuple[State, ...]
    value: float
    values: tuple[float, ...]
    information: np.ndarray
    gradient: float
    steps: int


def natural_units(information: np.ndarray) -> np.ndarray:
    """Find the unit of each parameter: its standard error for one respondent, the others known.

    Parameters
    ----------
    information : ndarray (k, k)

    Returns
    -------
    ndarray (k,)
        1 where a parameter has no information at all.

    Examples
    --------
    >>> natural_units(np.diag([4.0, 1e-10, 0.0])).round(6).tolist()
    [0.5, 100000.0, 1.0]
    """
    diagonal = information.diagonal()
    return np.asarray(1.0 / np.sqrt(np.where(diagonal > 1e-300, diagonal, 1.0)))


_Lesson = tuple[np.ndarray, np.ndarray, float]
"""A step, how the gradient changed on it, and their product."""


def _factored_curvature(information: np.ndarray, damping: float) -> tuple[np.ndarray, np.ndarray]:
    """Factor the information, scaled to a unit diagonal; damped where it is nearly singular.

    Returns Cholesky's factor and the scale of each parameter.
    """
    scale = natural_units(information)
    scaled = information * scale * scale[:, None]
    while True:
        factor = factor_above(scaled, 1e-14 - damping)
        if factor is not None:
            return factor, scale
        damping = max(10.0 * damping, 1e-6)


def _direction(
    gradient: np.ndarray, curvature: tuple[np.ndarray, np.ndarray], learned: Sequence[_Lesson]
) -> np.ndarray:
    """Solve for the step downhill, with the curvature 2·I and what BFGS has learnt since.

    The inverse curvature is not formed (Nocedal 1980).
    """
    factor, scale = curvature
    downhill, weights = -gradient, []
    for step, change, product in reversed(learned):
        weight = float(step @ downhill) / product
        downhill = downhill - weight * change
        weights.append(weight)
    downhill = 0.5 * scale * solved_by_factor(factor, scale * downhill)
    for (step, change, product), weight in zip(learned, reversed(weights), strict=True):
        downhill = downhill + (weight - float(change @ downhill) / product) * step
    return downhill


def _lesson(step: np.ndarray, change: np.ndarray) -> list[_Lesson]:
    """Keep what a step taught of the curvature, if it taught anything (BFGS)."""
    product = float(step @ change)
    heard = product > 1e-12 * sqrt(float(step @ step) * float(change @ change))
    return [(step, change, product)] if heard else []


def _search(
    problem: Problem, x: np.ndarray, value: float, gradient: np.ndarray, direction: np.ndarray
) -> tuple[float, list[State], list[float], float] | None:
    """Halve the step until F falls enough; None where it never does."""
    promised = -float(gradient @ direction)
    length = 1.0
    for _ in range(MAX_HALVINGS):
        states = problem.states(x + length * direction)
        values = problem.values(states)
        trial = problem.weighed(values)
        # near the minimum the gain drowns in rounding: then the step itself is trusted
        if isfinite(trial) and trial <= value - 1e-4 * length * promised + 1e-13 * (
            1.0 + abs(value)
        ):
            return length, states, values, trial
        length *= 0.5
    return None


def estimate(
    problem: Problem,
    start: np.ndarray,
    states: Sequence[State] | None = None,
    *,
    tolerance: float = TOLERANCE,
) -> Estimate:
    """Minimise the discrepancy by Fisher scoring, sharpened by BFGS updates near the minimum.

    Parameters
    ----------
    problem : Problem
    start : ndarray (k,)
        Must imply positive definite covariances.
    states : sequence of State, optional
        What the model implies there, where that has been worked out already.
    tolerance : float
        Largest gradient, each parameter in units of its standard error for one respondent.

    Returns
    -------
    Estimate

    Raises
    ------
    ConvergenceError
        If the gradient does not settle.
    """
    x, states = start.copy(), problem.states(start) if states is None else states
    values = problem.values(states)
    value, learned = problem.weighed(values), list[_Lesson]()
    gradient, damping, fresh, size = problem.gradient(states), 0.0, True, np.inf
    smallest, reached = np.inf, 0
    for steps in range(MAX_STEPS + 1):
        fresh = fresh or steps - reached > STALLED
        if fresh:
            information = problem.information(states)
            unit = np.sqrt(np.maximum(information.diagonal(), 1e-300))
        size = float(np.abs(gradient / unit).max())
        if size < 0.5 * smallest or steps - reached > STALLED:
            smallest, reached = size, steps
        if size < tolerance:
            last = information if fresh else problem.information(states)
            return Estimate(x, tuple(states), value, tuple(values), last, size, steps)
        if fresh:
            curvature, learned = _factored_curvature(information, damping), []
        direction = _direction(gradient, curvature, learned)
        found = _search(problem, x, value, gradient, direction)
        if found is None:
            if fresh and damping > 1e6:
                break
            damping = max(10.0 * damping, 1e-3) if fresh else damping
            fresh = True
            continue
        length, states, values, value = found
        x = x + length * direction
        previous, gradient = gradient, problem.gradient(states)
        damping = 0.1 * damping if length == 1.0 and damping > 1e-6 else 0.0
        # scoring leads while its whole steps hold; after that BFGS learns what it misjudges
        fresh = size > NEAR and length == 1.0
        if not fresh:
            learned += _lesson(length * direction, gradient - previous)
    raise ConvergenceError(
        f"the estimates did not settle after {steps} steps (largest scaled gradient {size:.1e}); "
        "check for factors with two items, items that hardly correlate, or too few respondents"
    )
