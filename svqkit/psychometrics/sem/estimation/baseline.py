"""The independence model, against which incremental indices measure, and degrees of freedom."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import nan

import numpy as np

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem, estimate
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import own_moment
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["baseline_table", "baseline_value", "degrees_of_freedom", "fit_baseline"]


@lru_cache(maxsize=64)
def baseline_table(table: ParameterTable) -> ParameterTable:
    """Build the independence model: variances (and means) only.

    Observed predictors whose moments are given keep their covariances.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    ParameterTable
    """
    given = set(table.roles.fixed_x)
    rows: list[Parameter] = []
    count = 0
    ordered = replace(table.ordered, parameterization="delta")
    for group in range(len(table.groups)):
        blank = Parameter("", "~~", "", group, 0, "", nan, nan, False)
        for name in table.observed:
            if name in ordered.thresholds:
                which = [f"t{at}" for at in range(1, ordered.thresholds[name] + 1)]
                rows += [
                    replace(blank, lhs=name, op="|", rhs=cut, free=count + at)
                    for at, cut in enumerate(which, start=1)
                ]
                rows += [
                    replace(blank, lhs=name, rhs=name, implied=True),
                    replace(blank, lhs=name, op="~*~", rhs=name, value=1.0),
                ]
                count += len(which)
                continue
            for op in ("~~", "~1") if table.means else ("~~",):
                count += name not in given
                rows.append(
                    replace(
                        blank,
                        lhs=name,
                        op=op,
                        rhs=name if op == "~~" else "",
                        free=0 if name in given else count,
                        sampled=name in given,
                    )
                )
        rows += [
            replace(blank, lhs=left, rhs=right, sampled=True)
            for at, left in enumerate(table.roles.fixed_x)
            for right in table.roles.fixed_x[at + 1 :]
        ]
    roles = replace(table.roles, latent=(), indicators={}, exogenous=(), outcomes=(), regressed=())
    return ParameterTable(tuple(rows), roles, table.groups, table.means, count, ordered)


def degrees_of_freedom(table: ParameterTable) -> int:
    """Count moments, less those taken as given, less free parameters.

    Ordered items have thresholds instead of a mean and a variance.
    """
    p, given = len(table.observed), len(table.roles.fixed_x)
    cuts = table.ordered.thresholds
    moments = p * (p + 1) // 2 - given * (given + 1) // 2 - len(cuts)
    moments += (p - given - len(cuts)) * table.means + sum(cuts.values())
    return moments * len(table.groups) - table.n_free


def fit_baseline(table: ParameterTable, problem: Problem) -> tuple[Problem, Estimate] | None:
    """Fit the independence model to the data of a model.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
        The model's own.

    Returns
    -------
    tuple of Problem and Estimate
        None where all moments are taken as given, so that nothing is left to estimate.
    """
    independence = baseline_table(table)
    if independence.n_free == 0:
        return None
    bare, start = _bare(independence, problem)
    return bare, estimate(bare, start)


def baseline_value(table: ParameterTable, problem: Problem) -> tuple[float, int] | None:
    """Find how far the independence model is from the data, and its number of free parameters.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
        The model's own.

    Returns
    -------
    tuple of float and int
        As :func:`fit_baseline` finds them, without a search where the estimates are the sample's
        own moments; None where nothing is left to estimate.
    """
    if not problem.discrepancy.keeps_own_moments or table.roles.fixed_x:
        found = fit_baseline(table, problem)
        return None if found is None else (found[1].value, found[0].n_free)
    bare, start = _bare(baseline_table(table), problem)
    return bare.value(bare.states(start)), bare.n_free


def _bare(independence: ParameterTable, problem: Problem) -> tuple[Problem, np.ndarray]:
    """Lay the independence model out, and start it from the sample's own moments."""
    groups = build_matrices(independence, problem.samples)
    start = np.zeros(independence.n_free)
    at = {name: i for i, name in enumerate(independence.observed)}
    for row in independence.rows:
        if row.free:
            start[row.free - 1] = own_moment(row, problem.samples[row.group], at[row.lhs])
    return Problem(tuple(groups), problem.samples, problem.discrepancy, independence.n_free), start
