"""Which factor is which: order and sign by size, or matched to a questionnaire's design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from svqkit.psychometrics.rotation.rotated import Rotated, arrange

__all__ = [
    "arranged_factors",
    "by_design",
    "by_target",
    "by_variance",
    "congruences",
    "general_first",
    "nearest_order",
]


def by_variance(rotated: Rotated) -> tuple[Rotated, list[str]]:
    """Order factors by the variance they explain and turn each to a positive sum.

    Parameters
    ----------
    rotated : Rotated

    Returns
    -------
    Rotated
    list of str
        F1, F2, …

    Examples
    --------
    >>> start = Rotated(np.array([[0.1, -0.9], [0.2, -0.8]]), np.eye(2))
    >>> by_variance(start)[0].loadings[0].tolist()
    [0.9, 0.1]
    """
    loadings, phi = rotated
    explained = np.diag(phi @ loadings.T @ loadings)
    order = np.argsort(-explained, kind="stable")
    signs = np.where(loadings.sum(axis=0)[order] < 0, -1.0, 1.0)
    names = [f"F{k + 1}" for k in range(len(order))]
    return arrange(rotated, order, signs), names


def congruences(loadings: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Tucker's congruence of every factor with every column of a target.

    Parameters
    ----------
    loadings : ndarray (p, m)
    target : ndarray (p, d)

    Returns
    -------
    ndarray (m, d)
        Between -1 and 1; 0 for an empty column.

    Examples
    --------
    >>> congruences(np.array([[1.0], [1.0]]), np.array([[2.0], [2.0]]))
    array([[1.]])
    """
    lengths = np.outer(np.sqrt((loadings**2).sum(axis=0)), np.sqrt((target**2).sum(axis=0)))
    products = loadings.T @ target
    return np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)


def by_design(
    rotated: Rotated, items: Sequence[str], design: Mapping[str, Sequence[str]]
) -> tuple[Rotated, list[str], pd.Series]:
    """Order, reflect and name factors after the dimensions that the items were written for.

    Parameters
    ----------
    rotated : Rotated
    items : sequence of str, length p
    design : mapping of dimension to its items

    Returns
    -------
    Rotated
        Matched factors in the order of the design, then factors that match none by variance.
    list of str
        Dimension names; F1, F2 … for factors that match none.
    Series
        Tucker congruence of each factor with its dimension (1 where an item belongs to it,
        0 elsewhere); NaN for factors that match none.

    Notes
    -----
    The assignment maximises the sum of congruences of absolute loadings, which items worded in
    reverse do not change; the congruences returned are Tucker's (1951; Lorenzo-Seva & ten Berge
    2006, *Methodology* 2, 57-64: .85 to .94 fair, .95 and more good similarity).
    """
    target = np.array([[float(item in set(names)) for names in design.values()] for item in items])
    dimensions = list(design)
    similar = congruences(rotated.loadings, target)
    # by size alone: items worded in reverse would cancel the others of their dimension
    alike = congruences(np.abs(rotated.loadings), target)
    factors, columns = linear_sum_assignment(-alike)
    by_column = {int(c): int(f) for f, c in zip(factors, columns, strict=True)}
    matched = [(by_column[c], c) for c in range(len(dimensions)) if c in by_column]
    explained = np.diag(rotated.phi @ rotated.loadings.T @ rotated.loadings)
    taken = {f for f, _ in matched}
    others = [int(f) for f in np.argsort(-explained, kind="stable") if int(f) not in taken]
    order = np.array([f for f, _ in matched] + others)
    matched_sums = [similar[f, c] for f, c in matched]
    other_sums = [rotated.loadings[:, f].sum() for f in others]
    signs = np.where(np.array(matched_sums + other_sums) < 0, -1.0, 1.0)
    names = [dimensions[c] for _, c in matched] + [f"F{k + 1}" for k in range(len(others))]
    congruence = pd.Series(
        [abs(value) for value in matched_sums] + [np.nan] * len(others),
        index=names,
        name="congruence",
        dtype=float,
    )
    return arrange(rotated, order, signs), names, congruence


def by_target(rotated: Rotated, target: pd.DataFrame) -> tuple[Rotated, list[str]]:
    """Reflect and name factors after the columns of the target that they were rotated to.

    Parameters
    ----------
    rotated : Rotated
        Its factors are in the order of the target.
    target : DataFrame (items × factors)
        NaN where free.

    Returns
    -------
    Rotated
        Free and positive targets have a positive sum.
    list of str

    Examples
    --------
    >>> start = Rotated(np.array([[-0.9], [-0.8]]), np.eye(1))
    >>> by_target(start, pd.DataFrame({"speed": [np.nan, np.nan]}))[0].loadings[:, 0].tolist()
    [0.9, 0.8]
    """
    values = target.to_numpy(dtype=float)
    side = (rotated.loadings * np.where(np.isfinite(values), values, 1.0)).sum(axis=0)
    order = np.arange(len(side))
    return arrange(rotated, order, np.where(side < 0, -1.0, 1.0)), [str(c) for c in target.columns]


def general_first(
    rotated: Rotated, items: Sequence[str], design: Mapping[str, Sequence[str]] | None
) -> tuple[Rotated, list[str], pd.Series | None]:
    """Keep a general factor in front and arrange the group factors behind it.

    Parameters
    ----------
    rotated : Rotated
        Orthogonal, its first factor general.
    items : sequence of str
    design : mapping of dimension to its items, optional

    Returns
    -------
    Rotated
    list of str
        general, then dimensions or F1, F2, …
    Series or None
        Congruence of the group factors with the design; NaN for the general one.

    Examples
    --------
    >>> start = Rotated(np.array([[-0.7, 0.1, 0.5], [-0.7, 0.6, 0.0]]), np.eye(3))
    >>> general_first(start, ["a", "b"], None)[0].loadings.tolist()
    [[0.7, 0.1, 0.5], [0.7, 0.6, 0.0]]
    """
    whole = rotated.loadings[:, :1]
    whole = whole * (-1.0 if whole.sum() < 0 else 1.0)
    groups = Rotated(rotated.loadings[:, 1:], rotated.phi[1:, 1:])
    congruence = None
    if design is None:
        groups, names = by_variance(groups)
    else:
        groups, names, own = by_design(groups, items, design)
        congruence = pd.concat([pd.Series({"general": np.nan}, name="congruence"), own])
    loadings = np.column_stack([whole, groups.loadings])
    return Rotated(loadings, rotated.phi), ["general", *names], congruence


def nearest_order(loadings: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the order and signs that lay factors on those of another solution.

    Parameters
    ----------
    loadings, wanted : ndarray (p, m)

    Returns
    -------
    order : ndarray of int (m,)
    signs : ndarray (m,)

    Examples
    --------
    >>> a = np.array([[0.9, 0.1], [0.0, -0.8]])
    >>> nearest_order(a, a[:, ::-1] * [-1, 1])
    (array([1, 0]), array([-1.,  1.]))
    """
    similar = congruences(loadings, wanted)
    rows, columns = linear_sum_assignment(-np.abs(similar))
    order = rows[np.argsort(columns)]
    signs = np.where(similar[order, np.arange(len(order))] < 0, -1.0, 1.0)
    return order, signs


def arranged_factors(
    rotated: Rotated,
    names: Sequence[str],
    design: dict[str, list[str]] | None,
    target: pd.DataFrame | None,
    *,
    general: bool = False,
) -> tuple[Rotated, list[str], pd.Series | None]:
    """Order, reflect and name factors by what is known of them.

    Parameters
    ----------
    rotated : Rotated
    names : sequence of str
        Items.
    design : dict of dimension to items, optional
    target : DataFrame (items × factors), optional
        What they were rotated to.
    general : bool
        Whether the first factor is a general one.

    Returns
    -------
    Rotated
    list of str
    Series or None
        Congruence with the design.

    Examples
    --------
    >>> start = Rotated(np.array([[0.1, -0.9], [0.7, -0.1]]), np.eye(2))
    >>> arranged_factors(start, ["Q1", "Q2"], {"care": ["Q2"], "speed": ["Q1"]}, None)[1]
    ['care', 'speed']
    """
    if general:
        return general_first(rotated, names, design)
    if target is not None and (design is None or set(design) == set(target.columns)):
        arranged, factors = by_target(rotated, target)
        if design is None:
            return arranged, factors, None
        belongs = np.array([[float(n in design[f]) for f in factors] for n in names])
        own = np.diag(congruences(arranged.loadings, belongs))
        return arranged, factors, pd.Series(own, index=factors, name="congruence")
    if design is not None:
        return by_design(rotated, names, design)
    arranged, factors = by_variance(rotated)
    return arranged, factors, None
