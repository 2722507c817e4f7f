"""Reliability of the sum over several scales: stratified alpha, omega total and hierarchical."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from svqkit.psychometrics.alpha import (
    alpha,
    feldt_interval,
    lambda6,
    mean_correlation,
    stratified_alpha,
)
from svqkit.psychometrics.extraction import minres_batch
from svqkit.psychometrics.moments import Moments
from svqkit.psychometrics.resampling import Resample, resampled_covariances
from svqkit.psychometrics.scale_reliability import Basis, percentile, reversed_items
from svqkit.psychometrics.schmid_leiman import schmid_leiman

__all__ = ["Total", "bootstrap_total", "measure_total"]

SMALLEST_EIGENVALUE = 1e-9
KIND = "omega total of standardised items, {m} minres factors (as psych::omega, no item reversed)"


class Total(NamedTuple):
    """What is known of all scales' items together.

    Parameters
    ----------
    coefficients : dict
        One row of ``Reliability.coefficients``.
    notes : list of str
    basis : Basis
    """

    coefficients: dict[str, Any]
    notes: list[str]
    basis: Basis


def measure_total(moments: Moments, scales: Mapping[str, Sequence[str]], level: float) -> Total:
    """Compute the coefficients of all scales' items together.

    Parameters
    ----------
    moments : Moments
        Of all items of the scales.
    scales : mapping of scale to items
        Two or more.
    level : float
        Confidence of the intervals.

    Returns
    -------
    Total
    """
    S, R = moments.cov.to_numpy(), moments.corr.to_numpy()
    raw = float(alpha(S))
    low, high = feldt_interval(raw, moments.n, len(S), level)
    stratified, notes = _stratified(moments, scales)
    row = {
        "k": len(S),
        "n": moments.n,
        "alpha": raw,
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": float(alpha(R)),
        "mean_r": mean_correlation(R),
        "lambda6": lambda6(R),
        "omega_total": np.nan,
        "omega_low": np.nan,
        "omega_high": np.nan,
        "omega_kind": "",
        "alpha_stratified": stratified,
        "omega_hierarchical": np.nan,
    }
    basis = Basis(moments, moments)
    reason = _why_not(moments, len(scales))
    if reason:
        return Total(row, [*notes, reason], basis)
    found = schmid_leiman(R, len(scales))
    row["omega_total"] = found.omega_total
    row["omega_hierarchical"] = found.omega_hierarchical
    row["omega_kind"] = KIND.format(m=len(scales))
    if len(scales) < 3:
        notes.append("omega hierarchical needs at least three scales to identify a general factor")
    suspected = np.flatnonzero(reversed_items(R))
    if len(suspected):
        listed = ", ".join(str(moments.columns[i]) for i in suspected)
        notes.append(f"possibly reversed (not recoded): {listed}")
    return Total(row, notes, basis)


def _stratified(moments: Moments, scales: Mapping[str, Sequence[str]]) -> tuple[float, list[str]]:
    positions = {name: i for i, name in enumerate(moments.columns)}
    strata = [[positions[item] for item in items] for items in scales.values()]
    single = [name for name, items in scales.items() if len(items) < 2]
    if single:
        return np.nan, [f"stratified alpha needs two items in every scale; {single[0]} has one"]
    if sum(len(rows) for rows in strata) > len(positions):
        return np.nan, ["stratified alpha is not defined: scales share items"]
    return stratified_alpha(moments.cov.to_numpy(), strata), []


def _why_not(moments: Moments, m: int) -> str:
    """Say why the factor omegas of the total are not defined, or nothing if they are."""
    if moments.constant:
        return (
            f"the same answer from everybody on {', '.join(moments.constant)}: no variance in "
            "alpha, standardised coefficients and omega of the total not defined"
        )
    p = len(moments.columns)
    if p * (p - 1) // 2 - p * m + m * (m - 1) // 2 < 0:
        return f"{p} items are too few for {m} factors: omega of the total is not defined"
    if moments.n <= p or np.linalg.eigvalsh(moments.corr.to_numpy())[0] < 1e-10:
        return (
            f"the correlations of {p} items and {moments.n} respondents are singular: omega of "
            "the total is not defined"
        )
    return ""


def bootstrap_total(
    row: Mapping[str, Any],
    answers: pd.DataFrame,
    scales: Mapping[str, Sequence[str]],
    level: float,
    samples: int,
    rng: np.random.Generator,
    resample: Resample = resampled_covariances,
) -> dict[str, Any]:
    """Replace the total's intervals by percentile intervals over resampled respondents.

    Parameters
    ----------
    row : mapping
        From :func:`measure_total`.
    answers : DataFrame (n × k)
        Complete on all items.
    scales : mapping of scale to items
    level : float
    samples : int
    rng : numpy.random.Generator
    resample : Resample
        Gives the matrices of the samples: covariances, or polychoric correlations.

    Returns
    -------
    dict
        The same row; ``omega_low`` and ``omega_high`` are of omega total.
    """
    m = len(scales)
    alphas, omegas = [], []
    start = None
    for S in resample(answers.to_numpy(), samples, rng):
        alphas.append(alpha(S))
        if not np.isfinite(row["omega_total"]):
            continue
        if start is None:
            start = _uniquenesses(np.corrcoef(answers.to_numpy(), rowvar=False)[None], m, None)[0]
        omegas.append(_omega_totals(S, m, start))
    found = dict(row)
    found["alpha_low"], found["alpha_high"] = percentile(np.concatenate(alphas), level)
    if omegas:
        found["omega_low"], found["omega_high"] = percentile(np.concatenate(omegas), level)
    return found


def _uniquenesses(R: np.ndarray, m: int, start: np.ndarray | None) -> np.ndarray:
    loadings, _ = minres_batch(R, m, start)
    return np.asarray(1 - (loadings**2).sum(axis=2))


def _omega_totals(S: np.ndarray, m: int, start: np.ndarray) -> np.ndarray:
    values = np.full(len(S), np.nan)
    variances = np.einsum("bii->bi", S)
    usable = (variances > 0).all(axis=1)
    sd = np.sqrt(variances[usable])
    R = S[usable] / (sd[:, :, None] * sd[:, None, :])
    definite = np.linalg.eigvalsh(R)[:, 0] > SMALLEST_EIGENVALUE
    usable[usable], R = definite, R[definite]
    total = R.sum(axis=(1, 2))
    values[usable] = 1 - _uniquenesses(R, m, start).sum(axis=1) / total
    return values
