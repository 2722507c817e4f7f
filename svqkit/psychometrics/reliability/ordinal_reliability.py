"""Reliability on polychoric correlations: of the responses behind the categories, and of the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.ordinal_statistics import ordinal_statistics
from svqkit.psychometrics.correlations.polychoric import Polychoric, polychoric
from svqkit.psychometrics.data.sufficient import Moments, build_moments
from svqkit.psychometrics.moments import as_moments
from svqkit.psychometrics.reliability.categorical_omega import categorical_omega
from svqkit.psychometrics.reliability.scale_reliability import Basis, Scale, measure_scale
from svqkit.psychometrics.reliability.total_reliability import Total, measure_total

__all__ = ["measure_ordinal_scale", "measure_ordinal_total"]

KIND = (
    "omega total of the responses behind the categories, one-factor ML model of polychoric "
    "correlations: an upper bound for the sum score"
)
KIND_TWO = (
    "omega total of the responses behind the categories, two items with equal loadings (equals "
    "alpha): an upper bound for the sum score"
)
SMALLEST_EIGENVALUE = 1e-10


def measure_ordinal_scale(
    source: pd.DataFrame | Moments, level: float, *, intervals: bool = True
) -> Scale:
    """Compute all coefficients of one scale from its polychoric correlations.

    Parameters
    ----------
    source : DataFrame (respondents × items) or Moments with tables
        Intervals need the answers.
    level : float
        Confidence of the intervals.
    intervals : bool
        Whether to find them; not where a bootstrap follows.

    Returns
    -------
    Scale
        With ``omega_categorical`` among its coefficients.

    Raises
    ------
    DataError
        If fewer than two respondents are complete, or an item has too many different answers.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": [1, 1, 1, 2, 2, 2], "Q2": [1, 1, 2, 1, 2, 2]})
    >>> round(measure_ordinal_scale(answers, 0.95).coefficients["alpha"], 4)  # 2r / (1 + r)
    0.6667
    """
    found = polychoric(source)
    latent = _latent(found)
    scale = measure_scale(latent, level)
    observed = as_moments(source)
    row, items, notes = dict(scale.coefficients), dict(scale.items), list(scale.notes)
    items["mean"], items["sd"] = observed.mean.to_numpy(), observed.sd.to_numpy()
    row["alpha"] = row["alpha_std"]
    if latent.constant:
        items["alpha_if_dropped"] = np.full(len(observed.columns), np.nan)
    notes = _with_reason(found, row, notes)
    row["omega_categorical"] = np.nan
    if row["omega_kind"]:
        row["omega_kind"] = KIND_TWO if row["k"] - len(latent.constant) == 2 else KIND
        row["omega_categorical"] = _of_sum(found, items["loading"])
    ends, why = _intervals(source, found, row, scale.gradient, level, intervals)
    row.update(ends)
    basis = Basis(observed, latent)
    return scale._replace(coefficients=row, items=items, notes=notes + why, basis=basis)


def measure_ordinal_total(
    source: pd.DataFrame | Moments,
    scales: Mapping[str, Sequence[str]],
    level: float,
    *,
    intervals: bool = True,
) -> Total:
    """Compute the coefficients of all scales' items together from polychoric correlations.

    Parameters
    ----------
    source : DataFrame (respondents × items) or Moments with tables
    scales : mapping of scale to items
        Two or more.
    level : float
    intervals : bool

    Returns
    -------
    Total
    """
    found = polychoric(source)
    total = measure_total(_latent(found), scales, level)
    row, notes = dict(total.coefficients), total.notes
    row["alpha"] = row["alpha_std"]
    row["omega_categorical"] = np.nan
    if row["omega_kind"]:
        row["omega_kind"] += "; polychoric correlations"
    notes = _with_reason(found, row, notes)
    ends, why = _intervals(source, found, row, None, level, intervals)
    row.update(ends)
    basis = Basis(as_moments(source), total.basis.analysed)
    return total._replace(coefficients=row, notes=notes + why, basis=basis)


def _latent(found: Polychoric) -> Moments:
    """Moments of standardised responses; an item without variation has none here either."""
    R = found.correlation.to_numpy()
    p = len(R)
    products = np.nan_to_num(R) * (found.n - 1)
    return build_moments(
        list(found.correlation.columns), found.n, found.n, np.zeros(p), products, np.zeros(p, int)
    )


def _with_reason(found: Polychoric, row: dict[str, Any], notes: list[str]) -> list[str]:
    """Say in the words of polychorics why omega is not defined, and leave lambda6 out too."""
    if not found.smallest_eigenvalue <= SMALLEST_EIGENVALUE:
        return notes
    row["lambda6"] = np.nan
    kept = [note for note in notes if "determine each other" not in note and "singular" not in note]
    return [
        *kept,
        "the polychoric correlations are not positive definite (smallest eigenvalue "
        f"{found.smallest_eigenvalue:.4g}): omega and lambda6 are not defined",
    ]


def _of_sum(found: Polychoric, loadings: np.ndarray) -> float:
    varying = np.isfinite(loadings)
    if (np.abs(loadings[varying]) > 1).any():
        return np.nan
    R = found.correlation.to_numpy()[np.ix_(varying, varying)]
    common = np.outer(loadings[varying], loadings[varying])
    return categorical_omega(common, R, found.thresholds.to_numpy()[varying])


def _intervals(
    source: pd.DataFrame | Moments,
    found: Polychoric,
    row: Mapping[str, Any],
    gradient: np.ndarray | None,
    level: float,
    wanted: bool,
) -> tuple[dict[str, float], list[str]]:
    """Find the ends of the intervals of alpha and omega, or why there are none."""
    ends = dict.fromkeys(("alpha_low", "alpha_high", "omega_low", "omega_high"), np.nan)
    R = found.correlation.to_numpy()
    if not wanted or not np.isfinite(row["alpha"]) or len(R) < 2:
        return ends, []
    if isinstance(source, Moments):
        return ends, ["intervals of ordinal coefficients need the answers, not moments"]
    try:
        statistics = ordinal_statistics(source)
    except DataError as error:
        return ends, [f"no intervals: {error}"]
    k, m = len(R), len(R) * (len(R) - 1) // 2
    gamma = statistics.gamma.to_numpy()[-m:, -m:]
    z = float(ndtri(0.5 + level / 2))
    through_alpha = np.full(m, 2 * k**2 / ((k - 1) * R.sum() ** 2))
    slopes = [("alpha", row["alpha"], through_alpha)]
    if gradient is not None:
        slopes.append(("omega", row["omega_total"], 2 * gradient[np.triu_indices(k, 1)]))
    for name, value, slope in slopes:
        se = float(np.sqrt(slope @ gamma @ slope / statistics.n))
        ends[f"{name}_low"], ends[f"{name}_high"] = value - z * se, value + z * se
    return ends, []
