"""A model fitted again to other samples: from the estimates of the first, in a few steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from svqkit.errors import ConvergenceError
from svqkit.psychometrics.sem.admissibility import inadmissible
from svqkit.psychometrics.sem.baseline import baseline_table, degrees_of_freedom, fit_baseline
from svqkit.psychometrics.sem.bounded import estimate_within
from svqkit.psychometrics.sem.bounds import find_bounds
from svqkit.psychometrics.sem.estimation import Estimate, Problem, estimate
from svqkit.psychometrics.sem.incremental import incremental
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.parameters import with_defined
from svqkit.psychometrics.sem.residual_fit import residual_indices
from svqkit.psychometrics.sem.rmsea import ChiSquare
from svqkit.psychometrics.sem.sample import Sample
from svqkit.psychometrics.sem.standardised import row_layout, row_values, standardised
from svqkit.psychometrics.sem.starts import admissible_start

if TYPE_CHECKING:
    from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["INDICES", "Refit"]

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

    def values(self, problem: Problem, found: Estimate) -> np.ndarray:
        """Lay out the estimates and standardised estimates, defined ones last (2 × rows)."""
        estimates = row_values(self.table, problem, found.x, self.layout, found.states)
        both = estimates, standardised(self.layout, estimates, found.states)
        return np.stack([with_defined(self.table, one)[0] for one in both])

    def indices(self, problem: Problem, found: Estimate) -> np.ndarray:
        """Compute the fit indices of :data:`INDICES`."""
        value = 0.0 if self.df == 0 else max(found.value, 0.0)
        test = ChiSquare(problem.n * value, self.df, problem.discrepancy.tested)
        independence = fit_baseline(self.table, problem)
        base = ChiSquare(np.nan, 0)
        if independence is not None:
            base = ChiSquare(problem.n * independence[1].value, self.base_df)
        against = incremental(test, base)
        excess = max(test.chisq - self.df, 0.0) / (problem.n_for_errors * self.df or np.inf)
        srmr = residual_indices(self.table, problem, found.states, self.df)["srmr"]
        rmsea = np.sqrt(excess * len(problem.samples))
        return np.array([test.chisq, against["cfi"], against["tli"], rmsea, srmr])

    def admissible(self, found: Estimate) -> bool:
        """Say whether a population could have these estimates."""
        return not inadmissible(self.table, found.states)
