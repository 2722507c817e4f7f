"""Formulas of bifactor indices, from standardised loadings on orthogonal factors.

Rodriguez, Reise & Haviland (2016, *Psychological Methods* 21, 137–150; 2016, *Journal of
Personality Assessment* 98, 223–237), and Stucky & Edelen (2015) for the indices of items. All are
analytic, so that complex steps differentiate them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Pattern", "factor_indices", "item_shares", "uncontaminated"]


class Pattern(NamedTuple):
    """Standardised loadings on a general factor and on special ones, all orthogonal.

    Parameters
    ----------
    loadings : ndarray (p, m)
    unique : ndarray (p,)
        Unique variances.
    members : ndarray of bool (p, m)
        Items that count as a factor's own; all of them for the general factor.
    general : int
        Its column.
    """

    loadings: np.ndarray
    unique: np.ndarray
    members: np.ndarray
    general: int


def factor_indices(pattern: Pattern) -> dict[str, np.ndarray]:
    """Compute what each factor explains, and how well scores would show it.

    Parameters
    ----------
    pattern : Pattern

    Returns
    -------
    dict of ndarray (m,)
        ecv_own (share of the common variance of its own items), ecv_whole (of all items),
        ecv_general (the general factor's share in these items), omega (all factors' share of the
        variance of the sum of its items), omega_h (its own share: ωH of the general factor, ωHS of
        a special one), relative_omega (omega_h over omega), h (construct replicability),
        determinacy (of factor scores).

    Notes
    -----
    Variances of sums are implied ones. Determinacy is the square root of diag(Λᵀ Σ⁻¹ Λ).

    Examples
    --------
    >>> loadings = np.array([[0.6, 0.5, 0], [0.6, 0.5, 0], [0.6, 0, 0.5], [0.6, 0, 0.5]])
    >>> own = np.array(loadings != 0)
    >>> found = factor_indices(Pattern(loadings, 1 - (loadings**2).sum(axis=1), own, 0))
    >>> found["ecv_own"].round(3).tolist(), found["omega_h"].round(3).tolist()
    ([0.59, 0.41, 0.41], [0.618, 0.311, 0.311])
    """
    loadings, unique, members, general = pattern
    squares = loadings**2
    own = np.where(members, squares, 0.0).sum(axis=0)
    common = members.T @ squares.sum(axis=1)
    sums = members.T @ loadings
    explained = (sums**2).sum(axis=1)
    variance = explained + members.T @ unique
    mine = np.diag(sums) ** 2
    sigma = loadings @ loadings.T + np.diag(unique)
    determined = np.diag(loadings.T @ np.linalg.solve(sigma, loadings))
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.where(members, squares / (1 - squares), 0.0).sum(axis=0)
        return {
            "ecv_own": own / common,
            "ecv_whole": own / squares.sum(),
            "ecv_general": (members.T @ squares[:, general]) / common,
            "omega": explained / variance,
            "omega_h": mine / variance,
            "relative_omega": mine / explained,
            "h": odds / (1 + odds),
            "determinacy": np.sqrt(determined),
        }


def item_shares(pattern: Pattern) -> np.ndarray:
    """Give the general factor's share of each item's common variance (I-ECV).

    Parameters
    ----------
    pattern : Pattern

    Returns
    -------
    ndarray (p,)

    Examples
    --------
    >>> loadings = np.array([[0.6, 0.6], [0.6, 0.2]])
    >>> item_shares(Pattern(loadings, np.ones(2), loadings > 0, 0)).round(6).tolist()
    [0.5, 0.9]
    """
    squares = pattern.loadings**2
    return np.asarray(squares[:, pattern.general] / squares.sum(axis=1))


def uncontaminated(members: np.ndarray, general: int) -> float:
    """Give the share of the pairs of items that have no special factor in common (PUC).

    Parameters
    ----------
    members : ndarray of bool (p, m)
    general : int

    Returns
    -------
    float

    Examples
    --------
    >>> members = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1]], dtype=bool)
    >>> round(uncontaminated(members, 0), 3)
    0.667
    """
    special = np.delete(members, general, axis=1).astype(float)
    shared = special @ special.T > 0
    first, second = np.triu_indices(len(members), 1)
    return float(1 - shared[first, second].mean())
