"""The table of estimates: value, standard error, z, p, interval, standardised values."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.psychometrics.sem.estimation import Estimate, Problem
from svqkit.psychometrics.sem.standardised import (
    complex_jacobian,
    row_layout,
    row_values,
    standardised,
)
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["parameter_frame", "standardised_frame"]


def _wald(values: np.ndarray, errors: np.ndarray, level: float) -> dict[str, np.ndarray]:
    """z, two-sided p and interval; a value without error keeps itself for an interval."""
    half = float(ndtri(0.5 + level / 2)) * np.where(np.isnan(errors), 0.0, errors)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(errors > 0, values / errors, np.nan)
    return {
        "z": z,
        "pvalue": 2.0 * ndtr(-np.abs(z)),
        "ci_lower": values - half,
        "ci_upper": values + half,
    }


def _names(table: ParameterTable) -> dict[str, list]:
    return {
        "lhs": [row.lhs for row in table.rows],
        "op": [row.op for row in table.rows],
        "rhs": [row.rhs for row in table.rows],
        "group": [table.groups[row.group] for row in table.rows],
        "label": [row.label for row in table.rows],
    }


def _free_index(table: ParameterTable) -> np.ndarray:
    return np.array([row.free for row in table.rows])


def parameter_frame(
    table: ParameterTable, problem: Problem, found: Estimate, vcov: np.ndarray, level: float = 0.95
) -> pd.DataFrame:
    """Lay out the estimates; fixed ones have se 0 and no z or p.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate
    vcov : ndarray (k, k)
        Sampling covariances of the free parameters.
    level : float
        Of the Wald intervals.

    Returns
    -------
    DataFrame
        ``lhs op rhs group label est se z pvalue ci_lower ci_upper std_lv std_all``.
    """
    layout = row_layout(table.rows, table)
    values = row_values(table, problem, found.x, layout, found.states)
    free = _free_index(table)
    own = np.sqrt(np.maximum(np.diag(vcov), 0.0))
    errors = np.where(free > 0, own[np.maximum(free - 1, 0)], 0.0)
    return pd.DataFrame(
        {
            **_names(table),
            "est": values,
            "se": errors,
            **_wald(values, errors, level),
            "std_lv": standardised(layout, values, found.states, items=False),
            "std_all": standardised(layout, values, found.states),
        }
    )


def standardised_frame(
    table: ParameterTable, problem: Problem, found: Estimate, vcov: np.ndarray, level: float = 0.95
) -> pd.DataFrame:
    """Lay out the completely standardised estimates with delta-method errors.

    Parameters
    ----------
    table, problem, found, vcov, level
        As :func:`parameter_frame`.

    Returns
    -------
    DataFrame
        ``lhs op rhs group label est_std se z pvalue ci_lower ci_upper``.
    """
    layout = row_layout(table.rows, table)

    def all_standardised(x: np.ndarray) -> np.ndarray:
        states = problem.states(x)
        return standardised(layout, row_values(table, problem, x, layout, states), states)

    values = all_standardised(found.x)
    slopes = complex_jacobian(all_standardised, found.x)
    variance = ((slopes @ vcov) * slopes).sum(axis=1)
    variance = np.where(np.isnan(values), np.nan, variance)
    errors = np.sqrt(np.where(variance < 1e-14, 0.0, variance))
    return pd.DataFrame(
        {**_names(table), "est_std": values, "se": errors, **_wald(values, errors, level)}
    )
