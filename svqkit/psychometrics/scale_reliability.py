"""One scale's coefficients, item statistics and notes, from its moments."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.psychometrics.alpha import (
    alpha,
    alpha_if_dropped,
    feldt_interval,
    item_rest,
    lambda6,
    mean_correlation,
)
from svqkit.psychometrics.moments import Moments
from svqkit.psychometrics.omega import Omega, omega, omega_replicates
from svqkit.psychometrics.one_factor import OneFactor
from svqkit.psychometrics.resampling import Resample, resampled_covariances

__all__ = ["Basis", "Scale", "bootstrap_scale", "measure_scale", "percentile", "reversed_items"]


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
    items : DataFrame (items)
    notes : list of str
    basis : Basis
    fitted : OneFactor or None
        Estimates to start bootstrap replicates from.
    gradient : ndarray or None
        How omega changes with the correlations of the items that vary.
    """

    coefficients: dict[str, Any]
    items: pd.DataFrame
    notes: list[str]
    basis: Basis
    fitted: OneFactor | None
    gradient: np.ndarray | None = None


def reversed_items(R: np.ndarray) -> np.ndarray:
    """Find items that point against the first principal axis of their scale.

    Parameters
    ----------
    R : ndarray (k, k)
        Correlations; rows of NaN for constant items.

    Returns
    -------
    ndarray of bool (k,)
        Never true for constant items. Two items with a negative correlation are both suspected:
        nothing says which is reversed.

    Examples
    --------
    >>> R = np.array([[1, 0.5, -0.4], [0.5, 1, -0.5], [-0.4, -0.5, 1]])
    >>> reversed_items(R).tolist()
    [False, False, True]
    """
    varying = np.isfinite(np.diag(R))
    suspected = np.zeros(len(R), dtype=bool)
    if varying.sum() < 2:
        return suspected
    part = R[np.ix_(varying, varying)]
    axis = np.linalg.eigh(part)[1][:, -1]
    if abs(axis.sum()) < 1e-9:
        suspected[varying] = True
        return suspected
    suspected[varying] = axis * np.sign(axis.sum()) < 0
    return suspected


def measure_scale(moments: Moments, level: float) -> Scale:
    """Compute all coefficients of one scale.

    Parameters
    ----------
    moments : Moments
        Of its items.
    level : float
        Confidence of the intervals.

    Returns
    -------
    Scale

    Examples
    --------
    >>> S = pd.DataFrame([[2.0, 1.0], [1.0, 2.0]], ["Q1", "Q2"], ["Q1", "Q2"])
    >>> scale = measure_scale(Moments.from_covariance(S, n=50), 0.95)
    >>> round(float(scale.coefficients["alpha"]), 4), scale.notes
    (0.6667, ['two items: loadings set equal, so omega equals alpha'])
    """
    S, R = moments.cov.to_numpy(), moments.corr.to_numpy()
    names = list(moments.columns)
    varying = moments.sd.to_numpy() > 0
    found = omega(S[np.ix_(varying, varying)], moments.n, level)
    raw = float(alpha(S))
    low, high = feldt_interval(raw, moments.n, len(names), level)
    coefficients = {
        "k": len(names),
        "n": moments.n,
        "alpha": raw,
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": float(alpha(R)),
        "mean_r": mean_correlation(R),
        "lambda6": lambda6(R),
        "omega_total": found.value,
        "omega_low": found.low,
        "omega_high": found.high,
        "omega_kind": found.kind,
        "alpha_stratified": np.nan,
        "omega_hierarchical": np.nan,
    }
    loadings = np.full(len(names), np.nan)
    loadings[varying] = found.loadings
    items = pd.DataFrame(
        {
            "mean": moments.mean.to_numpy(),
            "sd": moments.sd.to_numpy(),
            "r_drop": item_rest(S),
            "alpha_if_dropped": alpha_if_dropped(S),
            "loading": loadings,
            "reverse_suspected": reversed_items(R),
        },
        index=pd.Index(names, name="item"),
    )
    notes = _notes(moments, items, found)
    basis = Basis(moments, moments)
    return Scale(coefficients, items, notes, basis, found.fitted, found.gradient)


def _notes(moments: Moments, items: pd.DataFrame, found: Omega) -> list[str]:
    notes = []
    if moments.constant:
        notes.append(
            f"the same answer from everybody on {', '.join(moments.constant)}: no variance in "
            "alpha, standardised coefficients not defined, left out of omega"
        )
    if found.note:
        notes.append(found.note)
    suspected = items.index[items["reverse_suspected"].to_numpy()]
    if len(suspected):
        notes.append(
            f"possibly reversed (not recoded): {', '.join(str(name) for name in suspected)}"
        )
    varying = [name for name in moments.columns if name not in moments.constant]
    pairs = zip(varying, found.uniquenesses, strict=True)
    negative = [str(name) for name, uniqueness in pairs if uniqueness <= 0]
    if negative:
        notes.append(
            "Heywood case in the one-factor model: negative unique variance of "
            f"{', '.join(negative)}"
        )
    return notes


def percentile(values: np.ndarray, level: float) -> tuple[float, float]:
    """Percentile interval of bootstrap replicates.

    Parameters
    ----------
    values : ndarray (b,)
        NaN where a replicate has no value; these are left out.
    level : float

    Returns
    -------
    low, high : float
        NaN if fewer than half of the replicates have a value.

    Examples
    --------
    >>> [round(end, 6) for end in percentile(np.arange(101.0), 0.9)]
    [5.0, 95.0]
    """
    known = values[np.isfinite(values)]
    if len(known) < max(len(values) / 2, 1):
        return np.nan, np.nan
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def bootstrap_scale(
    scale: Scale,
    answers: pd.DataFrame,
    level: float,
    samples: int,
    rng: np.random.Generator,
    resample: Resample = resampled_covariances,
) -> Scale:
    """Replace a scale's intervals by percentile intervals over resampled respondents.

    Parameters
    ----------
    scale : Scale
    answers : DataFrame (n × k)
        Complete on the scale's items.
    level : float
    samples : int
    rng : numpy.random.Generator
    resample : Resample
        Gives the matrices of the samples: covariances, or polychoric correlations.

    Returns
    -------
    Scale
    """
    sd = scale.items["sd"].to_numpy()
    varying = np.flatnonzero(sd > 0)
    alphas, omegas = [], []
    for S in resample(answers.to_numpy(), samples, rng):
        alphas.append(alpha(S))
        if np.isfinite(scale.coefficients["omega_total"]):
            omegas.append(omega_replicates(S[:, varying][:, :, varying], scale.fitted))
    row = dict(scale.coefficients)
    row["alpha_low"], row["alpha_high"] = percentile(np.concatenate(alphas), level)
    notes = list(scale.notes)
    if omegas:
        replicates = np.concatenate(omegas)
        row["omega_low"], row["omega_high"] = percentile(replicates, level)
        lost = int(np.isnan(replicates).sum())
        if lost:
            notes.append(f"omega had no solution in {lost} of {samples} resamples, left out")
    return scale._replace(coefficients=row, notes=notes)
