"""The model that a simulation fits again and again, and what it makes of the population itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svqkit.errors import ModelError
from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES
from svqkit.psychometrics.sem.estimation.baseline import degrees_of_freedom
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.estimation.identification import refuse_unidentified
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.rescue import estimate_surely
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.syntax import read_model
from svqkit.psychometrics.sem.syntax.table import ParameterTable, build_table

__all__ = ["Analysis", "analyse", "first_rows"]


@dataclass(frozen=True)
class Analysis:
    """A model to be fitted again and again: its table, and what it makes of the population.

    ``x`` are the parameters that infinitely many respondents would give, ``misfit`` the F they
    leave; ``text`` is the model for ``cfa``.
    """

    text: str
    table: ParameterTable
    problem: Problem
    x: np.ndarray
    misfit: float
    df: int


def analyse(text: str, names: Sequence[str], covariance: np.ndarray) -> Analysis:
    """Fit a model to a population itself.

    Parameters
    ----------
    text : str
        Model syntax; factors without a scale of their own get variance 1.
    names : sequence of str
        The covariances' items.
    covariance : ndarray (p, p)
        Of the population.

    Returns
    -------
    Analysis

    Raises
    ------
    ModelError
        If the model names an item that the population lacks, or is not identified.
    """
    table = build_table(read_model(text), std_lv=True, means=False)
    absent = [name for name in table.observed if name not in names]
    if absent:
        raise ModelError(f"the model names {absent[0]!r}, which the population does not have")
    if table.roles.fixed_x:
        raise ModelError(
            f"{table.roles.fixed_x[0]!r} is an observed predictor; in a simulation it varies like "
            f"everything else: write '{table.roles.fixed_x[0]} ~~ {table.roles.fixed_x[0]}'"
        )
    at = [list(names).index(name) for name in table.observed]
    whole = covariance[np.ix_(at, at)]
    sample = Sample(10**6, np.zeros(len(at)), whole, float(np.linalg.slogdet(whole)[1]))
    groups = tuple(build_matrices(table, [sample]))
    problem = Problem(groups, (sample,), DISCREPANCIES["ML"], table.n_free)
    df = degrees_of_freedom(table)
    found = estimate_surely(problem, table, admissible_start(problem, table))
    refuse_unidentified(found.information, table, degrees=df, at_solution=True)
    return Analysis(text, table, problem, found.x, max(found.value, 0.0), df)


def first_rows(table: ParameterTable) -> list[tuple[str, str, str]]:
    """Name each free parameter by its first row.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    list of (lhs, op, rhs)
        In the order of the parameters.
    """
    found: dict[int, tuple[str, str, str]] = {}
    for row in table.rows:
        if row.free:
            found.setdefault(row.free, (row.lhs, row.op, row.rhs))
    return [found[number] for number in sorted(found)]
