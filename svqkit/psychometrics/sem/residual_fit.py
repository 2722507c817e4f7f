"""Fit read off the residuals: RMR, SRMR, CRMR, GFI.

SRMR is lavaan's default (Bentler 1995: covariances over the items' standard deviations, diagonal
counted; mean residuals too where the model has means); Mplus has its own. GFI is the classical
one, weighted by the estimator's own weights at the implied moments (lavaan 0.7 gave the name
another meaning).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np

from svqkit.psychometrics.sem.estimation import Problem
from svqkit.psychometrics.sem.matrices import State
from svqkit.psychometrics.sem.sample import Sample
from svqkit.psychometrics.sem.table import ParameterTable

__all__ = ["residual_indices"]


def _root_mean(squares: float, count: int) -> float:
    return float(np.sqrt(squares / count)) if count > 0 else nan


def _group_roots(sample: Sample, state: State, means: bool) -> dict[str, float]:
    """Root mean squares of one group's residuals, each kind with and without means."""
    p = sample.p
    half = p * (p + 1) // 2
    lower = np.tril_indices(p)
    below = np.tril_indices(p, -1)
    sd, implied_sd = np.sqrt(np.diag(sample.covariance)), np.sqrt(np.diag(state.covariance))
    gap = sample.covariance - state.covariance
    mean_gap = sample.mean - state.mean
    correlation_gap = sample.covariance / np.outer(sd, sd)
    correlation_gap = correlation_gap - state.covariance / np.outer(implied_sd, implied_sd)
    mean_ratio = sample.mean / sd - state.mean / implied_sd
    variance_ratio = np.diag(gap) / np.diag(sample.covariance)
    off = float((correlation_gap[below] ** 2).sum())
    plain = {
        "rmr": (float((gap[lower] ** 2).sum()), half, mean_gap),
        "srmr": (float(((gap / np.outer(sd, sd))[lower] ** 2).sum()), half, mean_gap / sd),
        "crmr": (off, half - p, mean_gap / sd),
        "srmr_mplus": (off + float((variance_ratio**2).sum()), half, mean_ratio),
    }
    roots = {}
    for name, (squares, count, mean) in plain.items():
        roots[f"{name}_nomean"] = _root_mean(squares, count)
        with_means = squares + float((mean**2).sum())
        roots[name] = _root_mean(with_means, count + p) if means else roots[f"{name}_nomean"]
    return roots


def _goodness(
    table: ParameterTable, problem: Problem, states: Sequence[State], df: int
) -> dict[str, float]:
    """GFI = 1 − (s − σ)ᵀW(s − σ) / sᵀW s, and its adjusted and parsimonious forms."""
    gfi = 0.0
    count = 0
    for sample, state, share in zip(problem.samples, states, problem.shares, strict=True):
        spread = np.stack([sample.covariance - state.covariance, sample.covariance])
        mean = np.stack([sample.mean - state.mean, sample.mean]) * table.means
        # moments taken as given are no part of the model
        at = [table.observed.index(name) for name in table.roles.fixed_x]
        spread[np.ix_([0, 1], at, at)] = 0.0
        mean[:, at] = 0.0
        on_spread, on_mean = problem.discrepancy.weigh(sample, state, spread, mean)
        weighed = (on_spread * spread).sum(axis=(1, 2)) + (on_mean * mean).sum(axis=1)
        gfi += share * (1.0 - weighed[0] / weighed[1])
        count += sample.p * (sample.p + 1) // 2 + sample.p * table.means
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
        for name, root in _group_roots(sample, state, table.means).items():
            total[name] = total.get(name, 0.0) + share * root
    total["srmr_bentler"] = total["srmr"]
    total["srmr_bentler_nomean"] = total["srmr_nomean"]
    return {**total, **_goodness(table, problem, states, df)}
