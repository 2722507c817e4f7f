"""Score tests of equalities over groups: what giving one up would gain."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from svqkit.psychometrics.sem.estimation.estimation import Estimate, Problem
from svqkit.psychometrics.sem.syntax.row import Parameter
from svqkit.psychometrics.sem.syntax.table import ParameterTable
from svqkit.psychometrics.sem.tables.modification import MATRIX_ORDER, score_parts

__all__ = ["equality_scores"]

COLUMNS = ["parameter", "lhs", "op", "rhs", "chisq", "df", "pvalue", "epc"]


def _shared_over_groups(table: ParameterTable) -> list[list[Parameter]]:
    """Rows of the same parameter that are equal in all groups or several, first group first."""
    by_key: dict[tuple[str, str, str, int], list[Parameter]] = {}
    for row in table.rows:
        if row.free:
            by_key.setdefault((row.lhs, row.op, row.rhs, row.free), []).append(row)
    return [rows for rows in by_key.values() if len(rows) > 1]


def equality_scores(table: ParameterTable, problem: Problem, found: Estimate) -> pd.DataFrame:
    """Test every equality over groups without refitting.

    With u the scores of a parameter in all groups but the first and V their covariances given
    all free parameters, χ² = N uᵀ V⁻¹ u with a degree of freedom a group but one.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    found : Estimate

    Returns
    -------
    DataFrame
        ``parameter lhs op rhs chisq df pvalue epc``; ``epc`` is the expected change, from the
        common value, of the group that would change most.
    """
    shared = _shared_over_groups(table)
    later = sorted(
        (row for rows in shared for row in rows[1:]),
        key=lambda row: (row.group, MATRIX_ORDER[row.op]),
    )
    place = {row: at for at, row in enumerate(later)}
    scores, own = np.zeros(len(later)), np.zeros(len(later))
    reach = np.zeros((len(later), problem.n_free))
    for group in range(len(table.groups)):
        mine = [row for row in later if row.group == group]
        if mine:
            at = [place[row] for row in mine]
            scores[at], own[at], reach[at] = score_parts(mine, table, problem, found, group)
    records = []
    for rows in shared:
        at = [place[row] for row in rows[1:]]
        explained = reach[at] @ np.linalg.solve(found.information, reach[at].T)
        variance = np.diag(own[at]) - explained
        change = np.linalg.solve(variance, scores[at])
        chisq = float(problem.n * scores[at] @ change)
        first = rows[0]
        largest = float(change[np.argmax(np.abs(change))])
        records.append(
            [
                first.name,
                first.lhs,
                first.op,
                first.rhs,
                chisq,
                len(at),
                float(chdtrc(len(at), max(chisq, 0.0))),
                largest,
            ]
        )
    return pd.DataFrame(records, columns=COLUMNS)
