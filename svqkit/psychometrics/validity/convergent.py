"""Convergence of each factor's items: AVE, composite reliability, coefficient H, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian
from svqkit.psychometrics.validity.model_slopes import moved, smooth
from svqkit.psychometrics.validity.scale_measures import scale_measures, scale_slopes
from svqkit.psychometrics.validity.scales import Scale
from svqkit.psychometrics.validity.sums_of_items import responses_covariance, share_of_sum

__all__ = ["by_group", "convergence", "higher_order", "wald_interval"]

MEASURES = ("ave", "ave_standardized", "cr", "h")


def wald_interval(point: np.ndarray, variance: np.ndarray, level: float) -> pd.DataFrame:
    """Put a normal-theory interval around estimates.

    Parameters
    ----------
    point, variance : ndarray (q,)
    level : float

    Returns
    -------
    DataFrame
        se low high.

    Examples
    --------
    >>> wald_interval(np.array([0.5]), np.array([0.01]), 0.95).round(3).iloc[0].tolist()
    [0.1, 0.304, 0.696]
    """
    return pd.DataFrame(_wald(point, variance, level))


def _wald(point: np.ndarray, variance: np.ndarray, level: float) -> dict[str, np.ndarray]:
    se = np.sqrt(np.maximum(variance, 0.0))
    half = float(ndtri(0.5 + level / 2)) * se
    return {"se": se, "low": point - half, "high": point + half}


def by_group(fit: CFA, tables: Sequence[pd.DataFrame], name: str) -> pd.DataFrame:
    """Stack the tables of the groups; with one group its table stays as it is.

    Parameters
    ----------
    fit : CFA
    tables : sequence of DataFrame
    name : str
        What the rows are.

    Returns
    -------
    DataFrame
    """
    if not fit.groups:
        return tables[0]
    return pd.concat(list(tables), keys=list(fit.groups), names=["group", name])


def convergence(fit: CFA, scales: Sequence[Scale], level: float) -> pd.DataFrame:
    """Compute AVE, CR and H of every factor with delta-method intervals.

    Parameters
    ----------
    fit : CFA
    scales : sequence of Scale
    level : float

    Returns
    -------
    DataFrame
        Index factor (with groups: group and factor): items and, for each of ave,
        ave_standardized, cr and h, the value, ``_se``, ``_low``, ``_high``.

    Notes
    -----
    The point of AVE and CR divides by observed, the slope by implied variance: both vary over
    samples alike. H is not defined where a standardised loading reaches 1 (Heywood).
    """
    covariances = [
        responses_covariance(state, sample)
        for state, sample in zip(fit.found.states, fit.problem.samples, strict=True)
    ]
    points = np.array(
        [
            [scale_measures(state, observed, scale) for scale in scales]
            for state, observed in zip(fit.found.states, covariances, strict=True)
        ]
    )

    def everything(x: np.ndarray) -> np.ndarray:
        states = fit.problem.states(x)
        return np.concatenate(
            [scale_measures(s, s.total[: s.p, : s.p], scale) for s in states for scale in scales]
        )

    if smooth(fit):
        changes = [
            moved(group, state, len(fit.found.x))
            for group, state in zip(fit.problem.groups, fit.found.states, strict=True)
        ]
        both = list(zip(fit.found.states, changes, strict=True))
        slopes = np.concatenate([scale_slopes(*each, scale) for each in both for scale in scales])
    else:
        slopes = complex_jacobian(everything, fit.found.x)
    variance = ((slopes @ fit.vcov_free) * slopes).sum(axis=1).reshape(points.shape)
    impure = np.array([not scale.pure for scale in scales])
    single = np.array([len(scale.items) < 2 for scale in scales])
    undefined = np.stack([impure, impure, single, impure], axis=1)
    heywood = np.array([_reaches_one(fit, scale) for scale in scales]).T
    tables = []
    for g in range(len(points)):
        hidden = undefined.copy()
        hidden[:, 3] |= heywood[g]
        table: dict[str, Any] = {"items": [len(scale.items) for scale in scales]}
        for at, name in enumerate(MEASURES):
            values = np.where(hidden[:, at], np.nan, points[g, :, at])
            spread = np.where(hidden[:, at], np.nan, variance[g, :, at])
            table[name] = values
            ends = _wald(values, spread, level)
            table |= {f"{name}_{end}": numbers for end, numbers in ends.items()}
        names = pd.Index([scale.name for scale in scales], name="factor")
        tables.append(pd.DataFrame(table, index=names))
    return by_group(fit, tables, "factor")


def _reaches_one(fit: CFA, scale: Scale) -> list[bool]:
    residual = [np.diag(state.spread)[scale.items] for state in fit.found.states]
    return [bool((part <= 0).any()) for part in residual]


def higher_order(fit: CFA, level: float) -> pd.DataFrame:
    """Compute how much of the sum of all items below a higher-order factor this factor explains.

    Parameters
    ----------
    fit : CFA
    level : float

    Returns
    -------
    DataFrame
        Index factor (with groups: group and factor): items, omega, omega_se, omega_low,
        omega_high; no row where the model has no factor of factors.

    Notes
    -----
    As ``semTools::compRelSEM(higher = …)``: variance through the higher factor over the observed
    variance of the sum.
    """
    indicators = fit.table.roles.indicators
    names = [f for f in fit.factors if all(name in indicators for name in indicators[f])]
    p = len(fit.items)
    places = []
    for name in names:
        below = list(indicators[name])
        while any(one in indicators for one in below):
            below = [x for one in below for x in indicators.get(one, (one,))]
        places.append(
            (p + fit.factors.index(name), [fit.items.index(x) for x in dict.fromkeys(below)])
        )

    def shares(states: Sequence[State], covariances: Sequence[np.ndarray]) -> np.ndarray:
        found = [
            share_of_sum(
                state,
                np.outer(state.reach[items, at], state.reach[items, at]) * state.spread[at, at],
                covariance,
                items,
            )
            for state, covariance in zip(states, covariances, strict=True)
            for at, items in places
        ]
        return np.array(found)

    def implied(x: np.ndarray) -> np.ndarray:
        states = fit.problem.states(x)
        return shares(states, [s.total[: s.p, : s.p] for s in states])

    columns = ["items", "omega", "omega_se", "omega_low", "omega_high"]
    index = pd.Index(names, name="factor")
    if not names:
        return pd.DataFrame(columns=columns, index=index)
    observed = [
        responses_covariance(state, sample)
        for state, sample in zip(fit.found.states, fit.problem.samples, strict=True)
    ]
    points = shares(fit.found.states, observed)
    slopes = complex_jacobian(implied, fit.found.x)
    interval = wald_interval(points, ((slopes @ fit.vcov_free) * slopes).sum(axis=1), level)
    sizes = [len(items) for _, items in places]
    whole = pd.concat([pd.Series(points), interval], axis=1).to_numpy().reshape(-1, len(names), 4)
    tables = [pd.DataFrame(part, index, columns[1:]) for part in whole]
    for table in tables:
        table.insert(0, "items", sizes)
    return by_group(fit, tables, "factor")
