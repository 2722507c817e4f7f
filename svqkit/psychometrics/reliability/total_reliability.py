"""Reliability of the sum over several scales: stratified alpha, omega total and hierarchical."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.reliability.alpha import (
    alpha,
    lambda6,
    mean_correlation,
    stratified_alpha,
)
from svqkit.psychometrics.reliability.alpha_intervals import alpha_interval
from svqkit.psychometrics.reliability.reversing import reversed_items
from svqkit.psychometrics.reliability.scale_reliability import Basis
from svqkit.psychometrics.reliability.schmid_leiman import SchmidLeiman, schmid_leiman

__all__ = ["Total", "measure_total"]

KIND = "omega total of standardised items, {m} minres factors (as psych::omega, no item reversed)"


class Total(NamedTuple):
    """What is known of all scales' items together.

    Parameters
    ----------
    coefficients : dict
        One row of ``Reliability.coefficients``.
    notes : list of str
    basis : Basis
    solution : SchmidLeiman or None
        None where the factor omegas are not defined.
    bound_ends : dict
        Intervals of the lower bounds, where there was a bootstrap.
    """

    coefficients: dict[str, Any]
    notes: list[str]
    basis: Basis
    solution: SchmidLeiman | None
    bound_ends: Mapping[str, float] = MappingProxyType({})


def measure_total(
    moments: Moments,
    scales: Mapping[str, Sequence[str]],
    level: float,
    interval: str = "feldt",
) -> Total:
    """Compute the coefficients of all scales' items together.

    Parameters
    ----------
    moments : Moments
        Of all items of the scales.
    scales : mapping of scale to items
        Two or more.
    level : float
        Confidence of the intervals.
    interval : str
        Which formula's for alpha, see :mod:`alpha_intervals`.

    Returns
    -------
    Total
    """
    S, R = moments.cov.to_numpy(), moments.corr.to_numpy()
    low, high = alpha_interval(S, moments.n, level, interval)
    stratified, notes = _stratified(moments, scales)
    row = {
        "k": len(S),
        "n": moments.n,
        "alpha": float(alpha(S)),
        "alpha_low": low,
        "alpha_high": high,
        "alpha_std": float(alpha(R)),
        "mean_r": mean_correlation(R),
        "lambda6": lambda6(R),
        "omega_total": np.nan,
        "omega_low": np.nan,
        "omega_high": np.nan,
        "omega_kind": "",
        "coefficient_h": np.nan,
        "alpha_stratified": stratified,
        "omega_hierarchical": np.nan,
    }
    basis = Basis(moments, moments)
    reason = _why_not(moments, len(scales))
    if reason:
        return Total(row, [*notes, reason], basis, None)
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
    return Total(row, notes, basis, found)


def _stratified(moments: Moments, scales: Mapping[str, Sequence[str]]) -> tuple[float, list[str]]:
    positions = {name: i for i, name in enumerate(moments.columns)}
    strata = [[positions[item] for item in items] for items in scales.values()]
    single = [name for name, items in scales.items() if len(items) < 2]
    if single:
        return np.nan, [f"stratified alpha needs two items in every scale; {single[0]} has one"]
    if sum(len(rows) for rows in strata) > len(positions):
        return np.nan, ["stratified alpha is not defined: scales share items"]
    return float(stratified_alpha(moments.cov.to_numpy(), strata)), []


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
