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

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.data.positive import all_above, inverse_and_log_determinant
from svqkit.psychometrics.sem.discrepancies.discrepancy import Discrepancy
from svqkit.psychometrics.sem.matrices.matrices import GroupMatrices, State
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["Estimate", "Problem", "estimate"]

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
        return float(np.dot(self.weights, self.values(states)))

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


def _inverse_curvature(information: np.ndarray, damping: float) -> np.ndarray:
    """Invert the curvature 2·I, scaled to a unit diagonal; damped where it is nearly singular."""
    diagonal = np.diag(information)
    scale = 1.0 / np.sqrt(np.maximum(diagonal, 1e-12 * max(float(diagonal.max()), 1e-300)))
    scaled = information * np.outer(scale, scale)
    while True:
        damped = scaled + damping * np.eye(len(scaled)) if damping else scaled
        if all_above(damped, 1e-14):
            found = inverse_and_log_determinant(damped)
            if found is not None:
                return 0.5 * found[0] * np.outer(scale, scale)
        damping = max(10.0 * damping, 1e-6)


def _updated(inverse: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Correct the inverse curvature by what the last step taught (BFGS)."""
    product = float(step @ change)
    if product <= 1e-12 * float(np.linalg.norm(step) * np.linalg.norm(change)):
        return inverse
    pushed = inverse @ change
    factor = (1.0 + float(change @ pushed) / product) / product
    cross = np.outer(0.5 * factor * step - pushed / product, step)
    return inverse + cross + cross.T


def _search(
    problem: Problem, x: np.ndarray, value: float, gradient: np.ndarray, direction: np.ndarray
) -> tuple[float, list[State], float] | None:
    """Halve the step until F falls enough; None where it never does."""
    promised = -float(gradient @ direction)
    length = 1.0
    for _ in range(MAX_HALVINGS):
        states = problem.states(x + length * direction)
        trial = problem.value(states)
        # near the minimum the gain drowns in rounding: then the step itself is trusted
        if np.isfinite(trial) and trial <= value - 1e-4 * length * promised + 1e-13 * (
            1.0 + abs(value)
        ):
            return length, states, trial
        length *= 0.5
    return None


def estimate(problem: Problem, start: np.ndarray, *, tolerance: float = TOLERANCE) -> Estimate:
    """Minimise the discrepancy by Fisher scoring, sharpened by BFGS updates near the minimum.

    Parameters
    ----------
    problem : Problem
    start : ndarray (k,)
        Must imply positive definite covariances.
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
    x, states = start.copy(), problem.states(start)
    value = problem.value(states)
    gradient, damping, fresh, size = problem.gradient(states), 0.0, True, np.inf
    smallest, reached = np.inf, 0
    for steps in range(MAX_STEPS + 1):
        fresh = fresh or steps - reached > STALLED
        if fresh:
            information = problem.information(states)
            unit = np.sqrt(np.maximum(np.diag(information), 1e-300))
        size = float(np.abs(gradient / unit).max())
        if size < 0.5 * smallest or steps - reached > STALLED:
            smallest, reached = size, steps
        if size < tolerance:
            values = tuple(problem.values(states))
            last = information if fresh else problem.information(states)
            return Estimate(x, tuple(states), value, values, last, size, steps)
        if fresh:
            inverse = _inverse_curvature(information, damping)
        direction = -inverse @ gradient
        found = _search(problem, x, value, gradient, direction)
        if found is None:
            if fresh and damping > 1e6:
                break
            damping = max(10.0 * damping, 1e-3) if fresh else damping
            fresh = True
            continue
        length, states, value = found
        x = x + length * direction
        previous, gradient = gradient, problem.gradient(states)
        damping = 0.1 * damping if length == 1.0 and damping > 1e-6 else 0.0
        # scoring leads while its whole steps hold; after that BFGS learns what it misjudges
        fresh = size > NEAR and length == 1.0
        if not fresh:
            inverse = _updated(inverse, length * direction, gradient - previous)
    raise ConvergenceError(
        f"the estimates did not settle after {steps} steps (largest scaled gradient {size:.1e}); "
        "check for factors with two items, items that hardly correlate, or too few respondents"
    )
