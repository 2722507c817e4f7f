"""A model fitted again to other samples: from the estimates of the first, in a few steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.batches.batch import fit_many
from svqkit.psychometrics.sem.batches.batch_fit import admissible, many_fit_indices
from svqkit.psychometrics.sem.discrepancies.discrepancy import MaximumLikelihood
from svqkit.psychometrics.sem.estimation.baseline import (
    baseline_table,
    baseline_value,
    degrees_of_freedom,
)
from svqkit.psychometrics.sem.estimation.bounded import estimate_within
from svqkit.psychometrics.sem.estimation.bounds import find_bounds
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem, estimate
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.fit.incremental import incremental
from svqkit.psychometrics.sem.fit.residual_fit import residual_indices
from svqkit.psychometrics.sem.fit.rmsea import ChiSquare
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.tables.admissibility import inadmissible
from svqkit.psychometrics.sem.tables.parameters import with_defined
from svqkit.psychometrics.sem.tables.standardised import row_layout, row_values, standardised

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["INDICES", "Refit", "Refitted"]

SETTLED = 1e-8
Refitted = tuple[np.ndarray, np.ndarray, bool]
"""Estimates and standardised ones, fit indices, and whether they are admissible."""
INDICES = ("chisq", "cfi", "tli", "rmsea", "srmr")
"""Fit indices of a refit."""


class Refit:
    """Fits one model to many samples.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
        Of the first fit.
    start : ndarray (k,)
        Its estimates.
    bounds : {"none", "variances", "standard"}
        Found anew from each sample.
    """

    def __init__(
        self, table: ParameterTable, problem: Problem, start: np.ndarray, bounds: str = "none"
    ) -> None:
        self.table, self.problem, self.start, self.bounds = table, problem, start, bounds
        self.layout = row_layout(table.rows, table)
        self.df = degrees_of_freedom(table)
        self.base_df = self.df + table.n_free - baseline_table(table).n_free

    def to(self, samples: Sequence[Sample]) -> tuple[Problem, Estimate] | None:
        """Fit to samples; None where the estimates do not settle.

        Parameters
        ----------
        samples : sequence of Sample
            One a group.

        Returns
        -------
        tuple of Problem and Estimate
        """
        groups = tuple(
            replace(old, paths=new.paths, spread=new.spread, intercepts=new.intercepts)
            for old, new in zip(
                self.problem.groups, build_matrices(self.table, samples), strict=True
            )
        )
        problem = replace(self.problem, groups=groups, samples=tuple(samples))
        # no slow rescue: draws that run off are common in small samples, and left out by lavaan too
        for start in (lambda: self.start, lambda: admissible_start(problem, self.table)):
            try:
                if self.bounds == "none":
                    return problem, estimate(problem, start())
                limits = find_bounds(self.table, samples, self.bounds)
                return problem, estimate_within(problem, self.table, start(), limits)
            except ConvergenceError:
                continue
        return None

    def to_one(self, samples: Sequence[Sample]) -> Refitted | None:
        """Fit to samples and lay out what was found; None where the estimates do not settle."""
        fitted = self.to(samples)
        if fitted is None:
            return None
        return self.values(*fitted), self.indices(*fitted), self.admissible(fitted[1])

    @property
    def together(self) -> bool:
        """Whether many samples can be fitted in one go: ML, one group, covariances only."""
        return (
            self.bounds == "none"
            and not self.table.means
            and not self.table.roles.fixed_x
            and len(self.problem.samples) == 1
            and type(self.problem.discrepancy) is MaximumLikelihood
            and self.df > 0
        )

    def to_many(self, samples: Sequence[Sample]) -> list[Refitted | None]:
        """Fit to many samples at once, where :attr:`together`.

        Parameters
        ----------
        samples : sequence of Sample

        Returns
        -------
        list of Refitted
        """
        if not samples:
            return []
        covariances = np.array([sample.covariance for sample in samples])
        n = np.array([sample.n for sample in samples])
        found = fit_many(
            self.problem, self.table, covariances, n, self.start, tolerance=SETTLED, rescue=False
        )
        fit = many_fit_indices(found, covariances, n, self.df)
        indices = np.stack([fit[name] for name in INDICES], axis=1)
        sound = admissible(found)
        (group,) = self.problem.groups
        result: list[Refitted | None] = []
        for at in range(len(samples)):
            if not found.converged[at]:
                result.append(None)
                continue
            x = found.x[at]
            values = self.laid_out(self.problem, x, [group.state(x)])
            result.append((values, indices[at], bool(sound[at])))
        return result

    def values(self, problem: Problem, found: Estimate) -> np.ndarray:
        """Lay out the estimates and standardised estimates, defined ones last (2 × rows)."""
        return self.laid_out(problem, found.x, found.states)

    def laid_out(self, problem: Problem, x: np.ndarray, states: Sequence[State]) -> np.ndarray:
        """Lay out parameters as :meth:`values`."""
        estimates = row_values(self.table, problem, x, self.layout, states)
        both = estimates, standardised(self.layout, estimates, states)
        if not self.table.definitions:
            return np.stack(both)
        return np.stack([with_defined(self.table, one)[0] for one in both])

    def indices(self, problem: Problem, found: Estimate) -> np.ndarray:
        """Compute the fit indices of :data:`INDICES`."""
        value = 0.0 if self.df == 0 else max(found.value, 0.0)
        test = ChiSquare(problem.n * value, self.df, problem.discrepancy.tested)
        independence = baseline_value(self.table, problem)
        base = ChiSquare(np.nan, 0)
        if independence is not None:
            base = ChiSquare(problem.n * independence[0], self.base_df)
        against = incremental(test, base)
        excess = max(test.chisq - self.df, 0.0) / (problem.n_for_errors * self.df or np.inf)
        srmr = residual_indices(self.table, problem, found.states, self.df)["srmr"]
        rmsea = np.sqrt(excess * len(problem.samples))
        return np.array([test.chisq, against["cfi"], against["tli"], rmsea, srmr])

    def admissible(self, found: Estimate) -> bool:
        """Say whether a population could have these estimates."""
        return not inadmissible(self.table, found.states)
