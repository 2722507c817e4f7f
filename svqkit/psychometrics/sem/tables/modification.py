"""Modification indices: what freeing one fixed parameter would gain (score tests).

With u the score and V its variance given all free parameters, for one respondent,
MI = N u²/V and the expected change is EPC = u/V (Sörbom 1989), by expected information and
normal theory whatever the estimator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from math import nan

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.estimation.layout import cells_of
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.psychometrics.sem.tables.standardised import row_layout, scale_factors

__all__ = ["MATRIX_ORDER", "candidates", "modification_indices", "score_parts"]

BLOCK = 128
"""Candidates handled at once, so that memory stays bounded with many items."""


def _keys(table: ParameterTable) -> Iterator[tuple[str, str, str]]:
    roles = table.roles
    given = set(roles.fixed_x)
    free_items = [name for name in table.observed if name not in given]
    for factor in table.latent:
        for name in free_items:
            if name not in roles.regressed:
                yield factor, "=~", name
    causes = (*table.latent, *roles.fixed_x, *roles.regressed)
    for effect in roles.regressed:
        for cause in dict.fromkeys(causes):
            if cause != effect:
                yield effect, "~", cause
    for left, right in combinations(free_items, 2):
        yield left, "~~", right
    for left, right in combinations(table.latent, 2):
        yield left, "~~", right


def candidates(table: ParameterTable) -> list[Parameter]:
    """List parameters that are not free but could be.

    What the model itself fixes; loadings of any item on any factor; regressions of what is
    regressed on anything else, unless it causes it already; covariances between residuals and
    between factors.

    Parameters
    ----------
    table : ParameterTable

    Returns
    -------
    list of Parameter
        Of these, factors' scale-setting values turn out to have no index.
    """
    found = []
    for group in range(len(table.groups)):
        rows = [row for row in table.rows if row.group == group]
        known = {(row.lhs, row.op, row.rhs) for row in rows}
        known |= {(row.rhs, row.op, row.lhs) for row in rows if row.op in ("~~", "~")}
        blank = Parameter("", "", "", group, 0, "", nan, nan, False)
        found += [row for row in rows if not (row.free or row.sampled or row.implied)]
        found += [
            replace(blank, lhs=lhs, op=op, rhs=rhs)
            for lhs, op, rhs in _keys(table)
            if (lhs, op, rhs) not in known
        ]
    return found


def score_parts(
    rows: list[Parameter], table: ParameterTable, problem: Problem, found: Estimate, group: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Work out the scores of rows in one group, as if each had a parameter of its own.

    Parameters
    ----------
    rows : list of Parameter
        Of this group, sorted by :data:`MATRIX_ORDER`.
    table, problem, found
        The fitted model.
    group : int

    Returns
    -------
    ndarray (c,), ndarray (c,), ndarray (c, k)
        Scores, their information, and the information they share with the free parameters, for
        one respondent.
    """
    matrices, state = problem.groups[group], found.states[group]
    sample, share = problem.samples[group], problem.shares[group]
    single = matrices.jacobian(state, cells_of(rows, table))
    free = matrices.jacobian(state)
    information = problem.discrepancy.information
    own = share * np.diag(information(sample, state, single, single))
    by_cell = share * information(sample, state, free, single)
    shared = gather(by_cell, matrices.index, problem.n_free).T
    slope = single.along(*problem.discrepancy.slope(sample, state))
    return -0.5 * problem.weights[group] * slope, own, shared


def _score_block(
    rows: list[Parameter], table: ParameterTable, problem: Problem, found: Estimate, group: int
) -> tuple[np.ndarray, np.ndarray]:
    """Score u and its variance V for candidates of one group."""
    score, own, shared = score_parts(rows, table, problem, found, group)
    explained = (shared * np.linalg.solve(found.information, shared.T).T).sum(axis=1)
    variance = own - explained
    # nothing of a score is left where freeing the parameter would not be identified
    return score, np.where(variance > 1e-10 * np.maximum(own, 1e-300), variance, np.nan)


MATRIX_ORDER = {"=~": 0, "~": 0, "~~": 1, "~1": 2, "|": 3, "~*~": 4}
"""Rows sorted by this stand as the matrices' cells do: paths, spread, means, thresholds, scales."""


def modification_indices(
    table: ParameterTable, problem: Problem, found: Estimate, *, scale: float | None = None
) -> pd.DataFrame:
    """Compute the modification index and expected change of every candidate.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate
    scale : float, optional
        The scaling factor of a robust χ²; adds ``mi_scaled``, the index divided by it.

    Returns
    -------
    DataFrame
        ``lhs op rhs group mi epc sepc_lv sepc_all``; largest index first.
    """
    columns = ["lhs", "op", "rhs", "group", "mi", "epc", "sepc_lv", "sepc_all"]
    rows = sorted(candidates(table), key=lambda row: (row.group, MATRIX_ORDER[row.op]))
    if not rows:
        return pd.DataFrame(columns=columns)
    scores, variances = [], []
    for group in range(len(table.groups)):
        mine = [row for row in rows if row.group == group]
        for start in range(0, len(mine), BLOCK):
            score, variance = _score_block(
                mine[start : start + BLOCK], table, problem, found, group
            )
            scores.append(score)
            variances.append(variance)
    u, v = np.concatenate(scores), np.concatenate(variances)
    layout = row_layout(rows, table)
    epc = u / v
    frame = pd.DataFrame(
        {
            "lhs": [row.lhs for row in rows],
            "op": [row.op for row in rows],
            "rhs": [row.rhs for row in rows],
            "group": [table.groups[row.group] for row in rows],
            "mi": problem.n * u**2 / v,
            "epc": epc,
            "sepc_lv": epc * scale_factors(layout, found.states, items=False),
            "sepc_all": epc * scale_factors(layout, found.states, items=True),
        }
    )
    if scale is not None:
        frame.insert(5, "mi_scaled", frame["mi"] / scale)
    return frame.dropna(subset="mi").sort_values("mi", ascending=False, ignore_index=True)
