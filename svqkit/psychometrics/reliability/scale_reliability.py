"""One scale's coefficients, item statistics and notes, from its moments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.extraction.one_factor import OneFactor
from svqkit.psychometrics.reliability.alpha import (
    alpha,
    alpha_if_dropped,
    item_rest,
    lambda6,
    mean_correlation,
)
from svqkit.psychometrics.reliability.alpha_intervals import alpha_interval
from svqkit.psychometrics.reliability.omega import Omega, omega
from svqkit.psychometrics.reliability.reversing import reversed_items

__all__ = ["Basis", "Scale", "coefficient_h", "mark_reversed", "measure_scale"]


class Basis(NamedTuple):
    """What one row of the coefficients rests on.

    Parameters
    ----------
    observed : Moments
        Of the answers themselves.
    analysed : Moments
        The same, or with polychoric correlations those of the responses behind the categories.
    """

    observed: Moments
    analysed: Moments


class Scale(NamedTuple):
    """What is known of one scale.

    Parameters
    ----------
    coefficients : dict
        One row of ``Reliability.coefficients``.
    items : dict of ndarray (k,)
        Columns of the table of items.
    notes : list of str
    basis : Basis
    fitted : OneFactor or None
        Estimates to start bootstrap replicates from.
    gradient : ndarray or None
        How omega changes with the correlations of the items that vary.
    bound_ends : dict
        Intervals of the lower bounds, where there was a bootstrap.
    """

    coefficients: dict[str, Any]
    items: dict[str, np.ndarray]
    notes: list[str]
    basis: Basis
    fitted: OneFactor | None
    gradient: np.ndarray | None = None
    bound_ends: Mapping[str, float] = MappingProxyType({})


def coefficient_h(loadings: np.ndarray) -> float:
    """Reliability of the sum whose weights suit the loadings best (maximal reliability).

    Parameters
    ----------
    loadings : ndarray (k,)
        Standardised, of one factor.

    Returns
    -------
    float
        1/(1 + 1/Σ λ²/(1 − λ²)) (Hancock & Mueller 2001, in Cudeck, du Toit & Sörbom, *Structural
        Equation Modeling: Present and Future*, 195-216); NaN with a loading of 1 or beyond.

    Examples
    --------
    >>> round(coefficient_h(np.array([0.8, 0.7, 0.6])), 4)
    0.7675
    """
    if len(loadings) < 2 or not (np.abs(loadings) < 1).all():
        return np.nan
    information = float((loadings**2 / (1 - loadings**2)).sum())
    return information / (1 + information)


def measure_scale(
    moments: Moments, level: float, interval: str = "feldt", fitted: OneFactor | None = None
) -> Scale:
    """Compute all coefficients of one scale.

    Parameters
    ----------
    moments : Moments
        Of its items.
    level : float
        Confidence of the intervals.
    interval : str
        Which formula's for alpha, see :mod:`alpha_intervals`.
    fitted : OneFactor, optional
        One factor of all its items, where it has been fitted already.

    Returns
    -------
    Scale

    Examples
    --------
    >>> from pandas import DataFrame
    >>> S = DataFrame([[2.0, 1.0], [1.0, 2.0]], ["Q1", "Q2"], ["Q1", "Q2"])
    >>> scale = measure_scale(Moments.from_covariance(S, n=50), 0.95)
    >>> round(float(scale.coefficients["alpha"]), 4), scale.notes
    (0.6667, ['two items: loadings set equal, so omega equals alpha'])
    """
    S, R = moments.cov.to_numpy(), moments.corr.to_numpy()
    names = list(moments.columns)
    varying = moments.sd.to_numpy() > 0
    some = S if varying.all() else S[np.ix_(varying, varying)]
    found = omega(some, moments.n, level, fitted if varying.all() else None)
    low, high = alpha_interval(S, moments.n, level, interval)
    coefficients = {
        "k": len(names),
        "n": moments.n,
        "alpha": float(alpha(S)),
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": float(alpha(R)),
        "mean_r": mean_correlation(R),
        "lambda6": lambda6(R),
        "omega_total": found.value,
        "omega_low": found.low,
        "omega_high": found.high,
        "omega_kind": found.kind,
        "coefficient_h": coefficient_h(found.loadings),
    }
    loadings = np.full(len(names), np.nan)
    loadings[varying] = found.loadings
    items = {
        "mean": moments.mean.to_numpy(),
        "sd": moments.sd.to_numpy(),
        "r_drop": item_rest(S),
        "alpha_if_dropped": alpha_if_dropped(S),
        "loading": loadings,
        "reverse_suspected": reversed_items(R),
    }
    notes = _notes(moments, items["reverse_suspected"], found)
    basis = Basis(moments, moments)
    return Scale(coefficients, items, notes, basis, found.fitted, found.gradient)


def _notes(moments: Moments, reverse: np.ndarray, found: Omega) -> list[str]:
    notes, constant = [], moments.constant
    if constant:
        notes.append(
            f"the same answer from everybody on {', '.join(constant)}: no variance in "
            "alpha, standardised coefficients not defined, left out of omega"
        )
    if found.note:
        notes.append(found.note)
    suspected = [str(moments.columns[at]) for at in np.flatnonzero(reverse)]
    if suspected:
        notes.append(f"possibly reversed (not recoded): {', '.join(suspected)}")
    varying = [name for name in moments.columns if name not in constant]
    pairs = zip(varying, found.uniquenesses, strict=True)
    negative = [str(name) for name, uniqueness in pairs if uniqueness <= 0]
    if negative:
        notes.append(
            "Heywood case in the one-factor model: negative unique variance of "
            f"{', '.join(negative)}"
        )
    return notes


def mark_reversed(scale: Scale, turned: Sequence[str]) -> Scale:
    """Say which items were recoded before the scale was measured.

    Parameters
    ----------
    scale : Scale
    turned : sequence of str
        May hold items of other scales.

    Returns
    -------
    Scale
        With a column ``reversed`` among its items, and a note if there are any.
    """
    columns = scale.basis.observed.columns
    items = {**scale.items, "reversed": np.array([name in turned for name in columns])}
    names = [str(name) for name in columns if name in turned]
    note = [f"recoded as asked: {', '.join(names)}"] if names else []
    return scale._replace(items=items, notes=[*note, *scale.notes])
