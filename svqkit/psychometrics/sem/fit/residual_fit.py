"""Fit read off the residuals: RMR, SRMR, CRMR, GFI.

SRMR is lavaan's default (Bentler 1995: covariances over the items' standard deviations, diagonal
counted; mean residuals too where the model has means); Mplus has its own. GFI is the classical
one, weighted by the estimator's own weights at the implied moments (lavaan 0.7 gave the name
another meaning).
"""

from __future__ import annotations

from collections.abc import Sequence

from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["residual_indices"]


def _goodness(
    table: ParameterTable, problem: Problem, states: Sequence[State], df: int
) -> dict[str, float]:
    """GFI = 1 − (s − σ)ᵀW(s − σ) / sᵀW s, and its adjusted and parsimonious forms."""
    gfi = 0.0
    count = 0
    for sample, state, share in zip(problem.samples, states, problem.shares, strict=True):
        # moments taken as given are no part of the model
        at = [table.observed.index(name) for name in table.roles.fixed_x]
        spread, mean = sample.residual_moments(state, at, table.means)
        on_spread, on_mean = problem.discrepancy.weigh(sample, state, spread, mean)
        weighed = (on_spread * spread).reshape(2, -1).sum(axis=1) + (on_mean * mean).sum(axis=1)
        gfi += share * (1.0 - weighed[0] / weighed[1])
        count += sample.n_moments(table.means)
    agfi = 1.0 - (count / df) * (1.0 - gfi) if df > 0 else 1.0
    return {"gfi": float(gfi), "agfi": float(agfi), "pgfi": float(df / count * gfi)}


def residual_indices(
    table: ParameterTable, problem: Problem, states: Sequence[State], df: int
) -> dict[str, float]:
    """Summarise the residuals of a model; groups weigh by their respondents.

    Parameters
    ----------
    table : ParameterTable
    problem : Problem
    states : sequence of State
    df : int

    Returns
    -------
    dict of float
        ``rmr srmr crmr srmr_mplus`` each with ``_nomean``, ``srmr_bentler``, ``gfi agfi pgfi``.
    """
    total: dict[str, float] = {}
    for sample, state, share in zip(problem.samples, states, problem.shares, strict=True):
        for name, root in sample.residual_roots(state, table.means).items():
            total[name] = total.get(name, 0.0) + share * root
    return {**total, **_goodness(table, problem, states, df)}
