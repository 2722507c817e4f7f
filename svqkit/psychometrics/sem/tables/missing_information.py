"""Fraction of missing information: how much of an estimate's precision the gaps took away."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES, Likelihood
from svqkit.psychometrics.sem.discrepancies.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.samples.patterns import PatternedSample
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["missing_information", "saturated_missing_information"]


def _fractions(present: np.ndarray, complete: np.ndarray, n: int) -> dict[str, np.ndarray]:
    """Compare the errors from what was answered with those from complete answers."""
    errors = np.diag(np.linalg.inv(present)) / n
    ideal = np.diag(np.linalg.inv(complete)) / n
    return {"se": np.sqrt(errors), "se_complete": np.sqrt(ideal), "fmi": 1.0 - ideal / errors}


def missing_information(table: ParameterTable, problem: Problem, found: Estimate) -> pd.DataFrame:
    """Compute the fraction of missing information of each parameter of a model.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
        With full information.
    found : Estimate

    Returns
    -------
    DataFrame
        ``lhs op rhs group label est se se_complete fmi``; NaN for fixed parameters.

    Raises
    ------
    DataError
        If the model was not fitted with full information.

    Notes
    -----
    1 − SE²(complete)/SE²: errors from the observed information of the answers given, against
    those that complete answers with the same means and covariances (the EM ones) would give, as
    lavaan. Errors are normal-theory ones also where the fit's own are robust.

    References
    ----------
    Savalei, V., & Rhemtulla, M. (2012). On obtaining estimates of the fraction of missing
    information from full information maximum likelihood. Structural Equation Modeling, 19,
    477–494.
    """
    if not isinstance(problem.discrepancy, FullInformation):
        raise DataError(
            "the fraction of missing information needs missing='fiml': "
            "a fit to complete respondents has no information missing"
        )
    whole = Problem(problem.groups, problem.samples, DISCREPANCIES["ML"], problem.n_free)
    fractions = _fractions(
        observed_information(problem, found.states),
        observed_information(whole, found.states),
        problem.n,
    )
    free = np.array([row.free for row in table.rows])
    values = np.where(free > 0, found.x[np.maximum(free - 1, 0)], [row.value for row in table.rows])
    laid = {
        name: np.where(free > 0, column[np.maximum(free - 1, 0)], np.nan)
        for name, column in fractions.items()
    }
    named = table.frame()[["lhs", "op", "rhs", "group", "label"]]
    return named.assign(est=values, **laid)


def saturated_missing_information(sample: PatternedSample, names: list[str]) -> pd.DataFrame:
    """Compute the fraction of missing information of means, variances and covariances.

    Parameters
    ----------
    sample : PatternedSample
    names : list of str
        The items.

    Returns
    -------
    DataFrame
        ``lhs op rhs est se se_complete fmi``: means (``~1``), then variances and covariances
        (``~~``) with the divisor n.

    References
    ----------
    Savalei & Rhemtulla (2012), of the unrestricted model.

    Examples
    --------
    >>> from svqkit.psychometrics.sem.samples.patterns import patterned_sample
    >>> answers = np.array([[1.0, 2], [2, 1], [3, 5], [4, np.nan], [np.nan, 3]])
    >>> found = saturated_missing_information(patterned_sample(answers, ["a", "b"]), ["a", "b"])
    >>> found[["lhs", "op", "rhs"]].agg(" ".join, axis=1).tolist()
    ['a ~1 ', 'b ~1 ', 'a ~~ a', 'a ~~ b', 'b ~~ b']
    """
    cells = saturated_cells(sample.p)
    present = FullInformation().curvature(sample, sample, cells, cells)
    complete = cast(Likelihood, DISCREPANCIES["ML"]).information(sample, sample, cells, cells)
    fractions = _fractions(present, complete, sample.n)
    row, column = np.tril_indices(sample.p)
    table = pd.DataFrame(
        {
            "lhs": [*(names[at] for at in column), *names],
            "op": ["~~"] * len(row) + ["~1"] * sample.p,
            "rhs": [*(names[at] for at in row), *[""] * sample.p],
            "est": np.concatenate([sample.covariance[row, column], sample.mean]),
            **fractions,
        }
    )
    order = np.concatenate([np.arange(len(row), len(table)), np.arange(len(row))])
    return table.iloc[order].reset_index(drop=True)
