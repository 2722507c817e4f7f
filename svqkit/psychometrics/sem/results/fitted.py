"""What a fitted model holds: its parameter table, matrices, data sums and estimate."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.data.positive import inverse_and_log_determinant
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.sem.estimation.bounds import Bounds
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimators.estimators import Estimator
from svqkit.psychometrics.sem.fit.scaled_fit import Corrections, RobustTest
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.psychometrics.threads import single_threaded
from svqkit.result import Result

__all__ = ["Fitted"]


@dataclass(frozen=True, eq=False, repr=False)
class Fitted(Result):
    """The parts of a fitted model that its tables, scores and resamples are worked out from.

    ``model`` is its syntax, ``table`` its parameter table, ``problem`` its matrices and data,
    ``found`` the estimate, ``group_moments`` the moments by group, ``n_dropped`` the respondents
    left out for a missing answer (or group), ``method`` the estimator and ``corrections`` what a
    robust one took from the answers, which are not kept; ``robust`` are the tests that robust CFI
    and RMSEA rest on; ``notes`` say what a reader must know of the data; ``bounds`` are those of
    the estimates. With full information the problem holds sums by missing pattern.
    """

    model: str
    estimator: str
    table: ParameterTable
    problem: Problem
    found: Estimate
    group_moments: dict[Hashable, Moments]
    n_dropped: int
    method: Estimator
    corrections: Corrections | None = None
    robust: tuple[RobustTest, RobustTest | None] | None = None
    notes: tuple[str, ...] = ()
    bounds: Bounds | None = None

    @property
    def n(self) -> int:
        """Respondents in the analysis."""
        return self.problem.n

    @property
    def converged(self) -> bool:
        """True: a model that does not converge raises ``ConvergenceError``."""
        return True

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors, in the model's order."""
        return self.table.latent

    @property
    def items(self) -> tuple[str, ...]:
        """Names of the observed variables, in the model's order."""
        return self.table.observed

    @property
    def groups(self) -> tuple[Hashable, ...]:
        """Labels of the groups; empty with one group."""
        return self.table.groups if len(self.table.groups) > 1 else ()

    @cached_property
    def moments(self) -> Moments:
        """The moments the model was fitted to (those of all groups together, with several)."""
        return reduce(merge, self.group_moments.values())

    @cached_property
    @single_threaded
    def vcov_free(self) -> np.ndarray:
        """Sampling covariances of the free parameters (k × k)."""
        if self.corrections is not None:
            return self.corrections.model.covariance / self.problem.n_for_errors
        information = self.found.information
        if self.problem.discrepancy.observed:
            information = observed_information(self.problem, self.found.states)
        factored = inverse_and_log_determinant(information)
        inverse = factored[0] if factored else np.linalg.inv(information)
        return inverse / self.problem.n_for_errors
