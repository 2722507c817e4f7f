"""Sums of a model's items: their variance, and what factors share in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr

from svqkit.psychometrics.reliability.categorical_omega import categorical_omega, sum_covariances
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState
from svqkit.psychometrics.sem.samples.sample import Sample

__all__ = ["responses_covariance", "share_of_sum", "sum_slopes"]

FAR = 37.0
"""A threshold beyond which nobody is; the normal density is 0 there in double precision."""


def responses_covariance(state: State, sample: Sample) -> np.ndarray:
    """Observed covariances, those of the responses behind ordered items in the model's units."""
    if isinstance(state, OrdinalState):
        return np.asarray(sample.covariance / np.outer(state.scale, state.scale))
    return sample.covariance


def share_of_sum(
    state: State, common: np.ndarray, covariance: np.ndarray, items: Sequence[int] | np.ndarray
) -> Any:
    """Give the common share of the variance of a sum of items; of the answers' sum if ordered.

    Parameters
    ----------
    state : State
        May be complex, for complex-step derivatives.
    common : ndarray (k, k)
        Covariances of the items through the factors.
    covariance : ndarray (p, p)
    items : sequence of int
        The k positions among the p.

    Returns
    -------
    float or complex
    """
    at = list(items)
    block = covariance[np.ix_(at, at)]
    if not isinstance(state, OrdinalState):
        return common.sum() / block.sum()
    d = np.outer(state.scale[at], state.scale[at])
    cuts = [state.implied_thresholds[state.item_of == item] for item in at]
    padded = np.full((len(at), max(map(len, cuts))), FAR, dtype=common.dtype)
    for row, own in zip(padded, cuts, strict=True):
        row[: len(own)] = own
    shared, whole = common * d, block * d
    np.fill_diagonal(whole, 1.0)
    if not np.iscomplexobj(common):
        return categorical_omega(shared, whole, padded)
    return _along(shared, whole, padded)


def _along(common: np.ndarray, whole: np.ndarray, cuts: np.ndarray) -> complex:
    """Carry a complex step through categorical omega by its analytic slopes."""
    parts = []
    for R in (common, whole):
        by_r, by_cut = sum_slopes(R.real, cuts.real)
        value = float(sum_covariances(R.real, cuts.real).sum())
        moved = (by_r * R.imag).sum() + (by_cut * cuts.imag).sum()
        parts.append((value, moved))
    (top, top_moved), (bottom, bottom_moved) = parts
    return complex(top / bottom, (top_moved - top / bottom * bottom_moved) / bottom)


def sum_slopes(R: np.ndarray, cuts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Differentiate the variance of a sum of category numbers.

    Parameters
    ----------
    R : ndarray (k, k)
        Correlations of the responses behind the categories; where one is 1 its slope is left out.
    cuts : ndarray (k, c)
        Thresholds, ascending; large beyond an item's last.

    Returns
    -------
    by_r : ndarray (k, k)
        For each cell of R on its own.
    by_cut : ndarray (k, c)

    Examples
    --------
    >>> R, cuts = np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([[0.0, 9.0], [-0.2, 0.4]])
    >>> step = np.array([[0, 1e-6], [1e-6, 0]])
    >>> moved = sum_covariances(R + step, cuts).sum() - sum_covariances(R - step, cuts).sum()
    >>> bool(np.isclose(moved / 2e-6, (sum_slopes(R, cuts)[0] * (step > 0)).sum()))
    True
    """
    a = cuts[:, None, :, None]
    b = cuts[None, :, None, :]
    one = np.isclose(R, 1.0)
    r = np.where(one, 0.0, R)[:, :, None, None]
    rest = 1 - r**2
    density = np.exp(-(a**2 - 2 * r * a * b + b**2) / (2 * rest)) / (2 * np.pi * np.sqrt(rest))
    by_r = np.where(one, 0.0, density.sum(axis=(2, 3)))
    height = np.exp(-(a**2) / 2) / np.sqrt(2 * np.pi)
    below = np.where(
        one[:, :, None, None], np.where(b > a, 1.0, 0.0), ndtr((b - r * a) / np.sqrt(rest))
    )
    # a threshold with itself: both arguments of the corner move together
    below += np.where(one[:, :, None, None] & (a == b), 0.5, 0.0)
    by_cut = 2 * (height * (below - ndtr(b))).sum(axis=(1, 3))
    return by_r, np.asarray(by_cut)
