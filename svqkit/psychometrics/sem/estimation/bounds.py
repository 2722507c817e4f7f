"""Bounds that keep estimates admissible, where they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from svqkit.psychometrics.sem.samples.sample import Sample
from svqkit.psychometrics.sem.syntax.table import ParameterTable

__all__ = ["BOUNDS", "Bounds", "at_bounds", "find_bounds"]

BOUNDS = ("none", "variances", "standard")
MARKER_RELIABILITY = 0.1
LEAST_OUTCOME_VARIANCE = 0.005
COVARIANCE_SHARE = 0.998
CLOSE = 1e-8


@dataclass(frozen=True)
class Bounds:
    """Lower and upper bounds of the free parameters (k each), infinite where there is none."""

    kind: str
    lower: np.ndarray
    upper: np.ndarray

    @property
    def convention(self) -> str:
        """What the bounds are, and how errors treat them."""
        if self.kind == "none":
            return "estimates not bounded"
        what = {
            "variances": "variances not below 0 (lavaan's pos.var)",
            "standard": "variances, loadings and covariances bounded (De Jonckere & Rosseel 2022)",
        }[self.kind]
        return f"{what}; errors and df as if no bound were met (lavaan)"


def _marker(table: ParameterTable, group: int, factor: str) -> str:
    """Find the observed indicator whose loading of 1 sets the factor's scale."""
    for row in table.rows:
        own = row.group == group and row.op == "=~" and row.lhs == factor
        if own and not row.free and row.value == 1.0 and row.rhs in table.observed:
            return row.rhs
    return ""


def _limits(table: ParameterTable, group: int, sample: Sample) -> dict[str, tuple[float, float]]:
    """Bound each variable's own variance (of residuals, factors and disturbances)."""
    variance = dict(zip(table.observed, np.diag(sample.covariance).tolist(), strict=True))
    markers = {factor: _marker(table, group, factor) for factor in table.latent}
    found = {}
    for name in table.observed:
        share = 1.0 - MARKER_RELIABILITY if name in markers.values() else 1.0
        found[name] = (0.0, share * variance[name])
    for factor, marker in markers.items():
        low, high = 0.0, max(variance.values())
        if marker:
            low, high = MARKER_RELIABILITY * variance[marker], variance[marker]
        found[factor] = (low, high)
    for row in table.rows:
        fixed = row.group == group and row.op == "~~" and row.lhs == row.rhs and not row.free
        if fixed and row.lhs in markers and not markers[row.lhs]:
            found[row.lhs] = (row.value, row.value)
    return found


def find_bounds(table: ParameterTable, samples: Sequence[Sample], kind: str) -> Bounds:
    """Find the bounds of the free parameters.

    Parameters
    ----------
    table : ParameterTable
    samples : sequence of Sample
    kind : {"none", "variances", "standard"}
        No bounds; no variance below 0; or also: residual variances up to the item's variance
        (nine tenths of the marker's), factor variances from a tenth of the marker's variance to
        all of it, disturbances from .005, loadings and covariances as far as these allow.

    Returns
    -------
    Bounds
        Equal parameters take the narrowest of their bounds.

    Raises
    ------
    ValueError
        If the kind is unknown, or the items are ordered.

    References
    ----------
    De Jonckere, J., & Rosseel, Y. (2022). Using bounded estimation to avoid nonconvergence in
    small sample structural equation modeling. Structural Equation Modeling, 29, 412–427. Values
    as lavaan's ``bounds="pos.var"`` and ``"standard"``.
    """
    if kind not in BOUNDS:
        raise ValueError(f"bounds={kind!r} is unknown; choose from {', '.join(BOUNDS)}")
    lower, upper = np.full(table.n_free, -inf), np.full(table.n_free, inf)
    if kind != "none" and table.ordered.thresholds:
        raise ValueError("bounds are not offered for ordered items; leave bounds= out")
    for group, sample in enumerate(samples if kind != "none" else ()):
        limits = _limits(table, group, sample)
        variance = dict(zip(table.observed, np.diag(sample.covariance).tolist(), strict=True))
        for row in table.rows:
            if not row.free or row.group != group:
                continue
            low, high = -inf, inf
            if row.op == "~~" and row.lhs == row.rhs:
                low, high = limits[row.lhs] if kind == "standard" else (0.0, inf)
                if kind == "standard" and row.lhs in _outcomes(table):
                    low = LEAST_OUTCOME_VARIANCE
            elif kind == "standard" and row.op == "~~":
                high = COVARIANCE_SHARE * sqrt(limits[row.lhs][1] * limits[row.rhs][1])
                low = -high
            elif kind == "standard" and row.op == "=~" and row.rhs in variance:
                least = limits[row.lhs][0]
                high = sqrt(variance[row.rhs] / least) if least > 0 else inf
                low = -high
            at = row.free - 1
            lower[at], upper[at] = max(lower[at], low), min(upper[at], high)
    return Bounds(kind, lower, upper)


def _outcomes(table: ParameterTable) -> set[str]:
    """Factors that something else explains."""
    return set(table.latent) - set(table.roles.exogenous)


def at_bounds(table: ParameterTable, bounds: Bounds, x: np.ndarray) -> tuple[str, ...]:
    """Name the parameters that stand at a bound, each in a sentence.

    Parameters
    ----------
    table : ParameterTable
    bounds : Bounds
    x : ndarray (k,)

    Returns
    -------
    tuple of str
    """
    found = []
    for at, value in enumerate(x):
        for word, bound in (("lower", bounds.lower[at]), ("upper", bounds.upper[at])):
            if np.isfinite(bound) and abs(value - bound) <= CLOSE * (1.0 + abs(bound)):
                name = table.names_of(at + 1)
                found.append(
                    f"'{name}' stands at its {word} bound ({bound:.3f}): without the bound it "
                    "would be beyond, and its standard error is no guide."
                )
    return tuple(found)
