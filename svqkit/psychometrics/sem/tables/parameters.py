"""The table of estimates: value, standard error, z, p, interval, standardised values."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.syntax.definitions import Dual, evaluated
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.psychometrics.sem.tables.standardised import (
    row_values,
    standardised,
    table_layout,
)
from svqkit.psychometrics.sem.tables.standardised_slopes import standardised_slopes

__all__ = ["parameter_frame", "parameter_names", "standardised_frame", "with_defined"]

LABELS = ("lhs", "op", "rhs", "group", "label")


def _wald(values: np.ndarray, errors: np.ndarray, level: float) -> dict[str, np.ndarray]:
    """z, two-sided p and interval; a value without error keeps itself for an interval."""
    half = float(ndtri(0.5 + level / 2)) * np.where(np.isnan(errors), 0.0, errors)
    z = np.full(len(values), np.nan)
    np.divide(values, errors, out=z, where=errors > 0)
    return {
        "z": z,
        "pvalue": 2.0 * ndtr(-np.abs(z)),
        "ci_lower": values - half,
        "ci_upper": values + half,
    }


def parameter_names(table: ParameterTable) -> dict[str, list]:
    """Name the rows, and after them the defined parameters, which belong to no group.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    dict of list
        ``lhs op rhs group label``.
    """
    defined = table.definitions
    return {
        "lhs": [row.lhs for row in table.rows] + [one.name for one in defined],
        "op": [row.op for row in table.rows] + [":=" for _ in defined],
        "rhs": [row.rhs for row in table.rows] + [one.text for one in defined],
        "group": [table.groups[row.group] for row in table.rows] + ["" for _ in defined],
        "label": [row.label for row in table.rows] + [one.name for one in defined],
    }


@lru_cache(maxsize=64)
def _labels(table: ParameterTable) -> pd.DataFrame:
    return pd.DataFrame(parameter_names(table))


@lru_cache(maxsize=8)
def _columns(names: tuple[str, ...]) -> pd.Index:
    """Name all columns; few sets of them exist, and an index never changes."""
    return pd.Index([*LABELS, *names])


def _labelled(table: ParameterTable, numbers: dict[str, np.ndarray]) -> pd.DataFrame:
    """Put columns of numbers beside the rows' names."""
    columns = pd.DataFrame(np.array([*numbers.values()]).T)
    found = pd.concat([_labels(table), columns], axis=1, ignore_index=True)
    found.columns = _columns(tuple(numbers))
    return found


def with_defined(
    table: ParameterTable, values: np.ndarray, slopes: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Work out the defined parameters and put them after the rows.

    Parameters
    ----------
    table : ParameterTable
    values : ndarray (rows,)
        Of the rows, standardised or not: formulas take them as they are, as in lavaan.
    slopes : ndarray (rows, k), optional
        Their derivatives by the free parameters; 0 if not given.

    Returns
    -------
    values : ndarray (rows + defined,)
    slopes : ndarray (rows + defined, k)
    """
    known = np.zeros((len(values), table.n_free)) if slopes is None else slopes
    if not table.definitions:
        return values, known
    labelled: dict[str, Dual] = {}
    for row, value, slope in zip(table.rows, values, known, strict=True):
        if row.label:
            labelled.setdefault(row.label, Dual(value, slope))
    found = evaluated(table.definitions, labelled, table.n_free)
    return (
        np.concatenate([values, [one.value for one in found]]),
        np.concatenate([known, np.reshape([one.slope for one in found], (-1, table.n_free))]),
    )


def _variances(slopes: np.ndarray, vcov: np.ndarray) -> np.ndarray:
    """Find sampling variances by the delta method."""
    return np.asarray(((slopes @ vcov) * slopes).sum(axis=1))


def _errors(values: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Take roots of sampling variances; NaN where there is no value."""
    return np.sqrt(np.where(np.isnan(values), np.nan, np.maximum(variances, 0.0)))


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
    layout = table_layout(table)
    values = row_values(table, problem, found.x, layout, found.states)
    std_lv = standardised(layout, values, found.states, items=False)
    std_all = standardised(layout, values, found.states)
    # rows that are not free find the 0 at the end
    variances = np.append(vcov.diagonal(), 0.0)[table.free - 1]
    if table.definitions:
        slopes = np.eye(table.n_free + 1, table.n_free)[table.free - 1]
        values, slopes = with_defined(table, values, slopes)
        variances = _variances(slopes, vcov)
        std_lv, std_all = with_defined(table, std_lv)[0], with_defined(table, std_all)[0]
    errors = _errors(values, variances)
    return _labelled(
        table,
        {
            "est": values,
            "se": errors,
            **_wald(values, errors, level),
            "std_lv": std_lv,
            "std_all": std_all,
        },
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
    layout = table_layout(table)
    values = row_values(table, problem, found.x, layout, found.states)
    values, slopes = with_defined(
        table,
        standardised(layout, values, found.states),
        standardised_slopes(table, problem, found.x, layout, found.states),
    )
    errors = _errors(values, _variances(slopes, vcov))
    errors = np.where(errors < 1e-7, 0.0, errors)
    return _labelled(table, {"est_std": values, "se": errors, **_wald(values, errors, level)})
