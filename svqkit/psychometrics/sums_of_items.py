"""Sums of a model's items: their variance, what factors share in it, and its slopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from svqkit.psychometrics.categorical_omega import categorical_omega
from svqkit.psychometrics.sem.matrices import State
from svqkit.psychometrics.sem.ordinal_matrices import OrdinalState
from svqkit.psychometrics.sem.result import CFA
from svqkit.psychometrics.sem.sample import Sample
from svqkit.psychometrics.sem.standardised import complex_jacobian

__all__ = ["responses_covariance", "share_of_sum", "slopes_of"]

STEP = 1e-5
"""Step of central differences, as part of the parameter."""


def responses_covariance(state: State, sample: Sample) -> np.ndarray:
    """Observed covariances, those of the responses behind ordered items in the model's units."""
    if isinstance(state, OrdinalState):
        return np.asarray(sample.covariance / np.outer(state.scale, state.scale))
    return sample.covariance


def share_of_sum(
    state: State, common: np.ndarray, covariance: np.ndarray, items: Sequence[int] | np.ndarray
) -> Any:
    """Share of the variance of a sum of items that is common; of the answers' sum if ordered."""
    at = list(items)
    block = covariance[np.ix_(at, at)]
    if not isinstance(state, OrdinalState):
        return common.sum() / block.sum()
    d = np.outer(state.scale[at], state.scale[at])
    cuts = [state.implied_thresholds[state.item_of == item] for item in at]
    padded = np.full((len(at), max(map(len, cuts))), np.inf)
    for row, own in zip(padded, cuts, strict=True):
        row[: len(own)] = own
    return categorical_omega(common * d, block * d, padded)


def slopes_of(function: Callable[[np.ndarray], np.ndarray], fit: CFA) -> np.ndarray:
    """Differentiate by the free parameters: exactly, or by small steps with ordered items."""
    x = fit.found.x
    if not fit.table.ordered.thresholds:
        return complex_jacobian(function, x)
    columns = []
    for at, size in enumerate(np.maximum(np.abs(x), 0.1) * STEP):
        up, down = x.copy(), x.copy()
        up[at] += size
        down[at] -= size
        columns.append((function(up) - function(down)) / (2 * size))
    return np.array(columns).T
