"""What answer a model expects of an item, given the factors, and how groups differ in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.matrices.ordinal_matrices import OrdinalState
from svqkit.psychometrics.sem.results.result import CFA

__all__ = ["Curves", "expected_difference", "item_sds", "response_curves"]

NODES = 61
"""Gauss–Hermite nodes; the difference of two smooth curves needs far fewer."""


class Curves(NamedTuple):
    """A group's items as functions of the factors, and the factors' distribution.

    Parameters
    ----------
    intercepts : ndarray (p,)
    loadings : ndarray (p, m)
    residual_sds : ndarray (p,)
        Used with thresholds only.
    thresholds : tuple of ndarray or None
        Each item's, None for continuous answers.
    means : ndarray (m,)
        Of the factors.
    covariance : ndarray (m, m)
    """

    intercepts: np.ndarray
    loadings: np.ndarray
    residual_sds: np.ndarray
    thresholds: tuple[np.ndarray, ...] | None
    means: np.ndarray
    covariance: np.ndarray


def response_curves(state: State) -> Curves:
    """Take a group's curves from its model.

    Parameters
    ----------
    state : State

    Returns
    -------
    Curves
    """
    p = state.p
    loadings = state.paths[:p, p:]
    means = state.means[p:]
    cuts = None
    if isinstance(state, OrdinalState):
        cuts = tuple(state.thresholds[state.item_of == i] for i in range(p))
    return Curves(
        state.means[:p] - loadings @ means,
        loadings,
        np.sqrt(np.diag(state.spread)[:p]),
        cuts,
        means,
        state.total[p:, p:],
    )


def expected_difference(reference: Curves, focal: Curves, item: int, *, squared: bool) -> float:
    """Average the difference of an item's expected answers over the focal group's factors.

    Parameters
    ----------
    reference, focal : Curves
    item : int
    squared : bool
        The mean of its square instead.

    Returns
    -------
    float
        Focal less reference; complex for complex curves.

    Examples
    --------
    >>> def curve(a, b):
    ...     one = np.ones(1)
    ...     return Curves(a * one, b * np.ones((1, 1)), one, None, 0.5 * one, 4 * np.ones((1, 1)))
    >>> found = expected_difference(curve(0.8, 1.0), curve(0.5, 0.5), 0, squared=True)
    >>> bool(np.isclose(found, 0.3**2 + 2 * 0.3 * 0.5 * 0.5 + 0.5**2 * (0.5**2 + 2**2)))
    True
    """
    a = focal.intercepts[item] - reference.intercepts[item]
    b = focal.loadings[item] - reference.loadings[item]
    if focal.thresholds is None or reference.thresholds is None:
        mean = a + b @ focal.means
        return mean**2 + b @ focal.covariance @ b if squared else mean
    both = np.stack([reference.loadings[item], focal.loadings[item]])
    centre = np.array([g.intercepts[item] for g in (reference, focal)]) + both @ focal.means
    points, weights = _nodes(both @ focal.covariance @ both.T)
    answers = [
        _expected(centre[k] + points[k], group.thresholds[item], group.residual_sds[item])  # type: ignore[index]
        for k, group in enumerate((reference, focal))
    ]
    gap = answers[1] - answers[0]
    return weights @ (gap**2 if squared else gap)


def _nodes(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points (2 × q) and weights (q) for a centred normal pair, also a degenerate one."""
    z, w = np.polynomial.hermite_e.hermegauss(NODES)
    w = w / w.sum()
    first, second = (part.ravel() for part in np.meshgrid(z, z, indexing="ij"))
    weights = np.outer(w, w).ravel()
    size = np.sqrt(covariance[0, 0])
    if size.real <= 0:
        return np.stack([0 * first, np.sqrt(covariance[1, 1]) * second]), weights
    slope = covariance[0, 1] / size
    rest = covariance[1, 1] - slope**2
    # one factor: both answers follow the same point, and rounding leaves no second dimension
    left = np.sqrt(rest) if rest.real > 1e-12 * covariance[1, 1].real else 0.0
    return np.stack([size * first, slope * first + left * second]), weights


def _expected(behind: np.ndarray, cuts: np.ndarray, sd: complex) -> np.ndarray:
    """Expect a category, counted from 1, given the mean of the response behind it."""
    return np.asarray(1 + ndtr((behind[:, None] - cuts) / sd).sum(axis=1))


def item_sds(fit: CFA) -> list[np.ndarray]:
    """Give the standard deviations of the answers in each group (divisor n − 1)."""
    return [
        np.sqrt(np.diag(moments.cov.loc[list(fit.items), list(fit.items)].to_numpy()))
        for moments in fit.group_moments.values()
    ]
