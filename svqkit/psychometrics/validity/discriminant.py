"""Whether factors differ: their correlations with intervals, against .85, 1 and √AVE."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian
from svqkit.psychometrics.validity.convergent import wald_interval
from svqkit.psychometrics.validity.model_slopes import moved, smooth
from svqkit.psychometrics.validity.scales import Scale

__all__ = [
    "larcker_squares",
    "latent_correlations",
    "latent_pairs",
    "problem_of",
    "shared_variances",
]

STEPS = (0.8, 0.9, 1.0)
PROBLEMS = ("none", "marginal", "moderate", "severe")


def latent_correlations(state: State) -> np.ndarray:
    """Give the factors' implied correlations (f × f), analytic for complex steps."""
    latent = state.total[state.p :, state.p :]
    sd = np.sqrt(np.diag(latent))
    return np.asarray(latent / np.outer(sd, sd))


def problem_of(upper: float) -> str:
    """Say how far two factors are from being told apart, by the upper limit of |r|.

    Parameters
    ----------
    upper : float
        Upper limit of the interval of the correlation, turned positive.

    Returns
    -------
    str
        "none" below .8, "marginal" below .9, "moderate" below 1, otherwise "severe"; empty where
        there is no limit.

    References
    ----------
    Rönkkö, M., & Cho, E. (2022). An updated guideline for assessing discriminant validity.
    Organizational Research Methods, 25, 6–47.

    Examples
    --------
    >>> [problem_of(x) for x in (0.7, 0.85, 0.95, 1.2)]
    ['none', 'marginal', 'moderate', 'severe']
    """
    return "" if np.isnan(upper) else PROBLEMS[int(np.searchsorted(STEPS, upper, side="right"))]


def _against(low: float, high: float, criterion: float) -> str:
    if np.isnan(low) or np.isnan(high):
        return ""
    return "below" if high < criterion else ("above" if low > criterion else "open")


def _slopes(fit: CFA, left: Sequence[int], right: Sequence[int]) -> np.ndarray:
    """Differentiate the factors' correlations in the free parameters, group by group (q × k)."""
    found = []
    for group, state in zip(fit.problem.groups, fit.found.states, strict=True):
        change = moved(group, state, len(fit.found.x)).total[:, state.p :, state.p :]
        latent = state.total[state.p :, state.p :]
        own = np.diag(latent)
        widening = np.diagonal(change, axis1=1, axis2=2) / own
        r = latent_correlations(state)[left, right]
        across = change[:, left, right] / np.sqrt(own[left] * own[right])
        found.append(across - r / 2 * (widening[:, left] + widening[:, right]))
    return np.concatenate(found, axis=1).T


def latent_pairs(fit: CFA, scales: Sequence[Scale], level: float) -> list[pd.DataFrame]:
    """Correlate each pair of factors, with delta-method intervals held against .85 and 1.

    Parameters
    ----------
    fit : CFA
    scales : sequence of Scale
    level : float

    Returns
    -------
    list of DataFrame
        One a group: factor_1 factor_2 r se low high shared_variance against_85 against_1
        cicfa.
    """
    places = list(combinations(scales, 2))
    names = [(a.name, b.name) for a, b in places]
    left = [a.factor for a, _ in places]
    right = [b.factor for _, b in places]

    def of_pairs(x: np.ndarray) -> np.ndarray:
        states = fit.problem.states(x)
        return np.concatenate([latent_correlations(state)[left, right] for state in states])

    r = of_pairs(fit.found.x)
    variance = np.empty(0)
    if places:
        slopes = (
            _slopes(fit, left, right) if smooth(fit) else complex_jacobian(of_pairs, fit.found.x)
        )
        variance = ((slopes @ fit.vcov_free) * slopes).sum(axis=1)
    interval = wald_interval(r, variance, level)
    whole = {"r": r, **{name: interval[name].to_numpy() for name in interval}}
    tables = []
    for g in range(len(fit.found.states)):
        mine = slice(g * len(places), (g + 1) * len(places))
        own = {name: values[mine] for name, values in whole.items()}
        ends = [
            (low, high) if value >= 0 else (-high, -low)
            for value, low, high in zip(own["r"], own["low"], own["high"], strict=True)
        ]
        table = pd.DataFrame(
            {
                "factor_1": [one for one, _ in names],
                "factor_2": [other for _, other in names],
                **own,
                "shared_variance": own["r"] ** 2,
                "against_85": [_against(*both, 0.85) for both in ends],
                "against_1": [_against(*both, 1.0) for both in ends],
                "cicfa": [problem_of(high) for _, high in ends],
            }
        )
        tables.append(table)
    return tables


def larcker_squares(fit: CFA, scales: Sequence[Scale], factors: pd.DataFrame) -> list[pd.DataFrame]:
    """Put √AVE on the diagonal and the factors' correlations off it; one table a group."""
    names = [scale.name for scale in scales]
    at = [scale.factor for scale in scales]
    roots = np.sqrt(factors["ave"].to_numpy()).reshape(-1, len(scales))
    tables = []
    for state, root in zip(fit.found.states, roots, strict=True):
        square = latent_correlations(state)[np.ix_(at, at)]
        np.fill_diagonal(square, root)
        tables.append(pd.DataFrame(square, index=names, columns=names))
    return tables


def shared_variances(square: pd.DataFrame) -> pd.DataFrame:
    """Take √AVE and the largest and mean variance shared with other factors (sqrt_ave msv asv)."""
    values = square.to_numpy() ** 2
    others = np.where(np.eye(len(values), dtype=bool), np.nan, values)
    some = len(values) > 1
    msv = np.nanmax(others, axis=1) if some else np.full(1, np.nan)
    asv = np.nanmean(others, axis=1) if some else np.full(1, np.nan)
    return pd.DataFrame({"sqrt_ave": np.diag(square), "msv": msv, "asv": asv}, index=square.index)
