"""Tables read off an exploratory solution: variance, complexity, cross-loadings, hierarchy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.errors import ModelError
from svqkit.psychometrics.extraction.extraction import extract
from svqkit.psychometrics.extraction.matching import congruences, nearest_order
from svqkit.psychometrics.rotation.rotation import Search

__all__ = ["complexity_of", "cross_loadings_of", "hierarchy_of", "minima_of", "variance_of"]

SAME_MINIMUM = 1e-5


def complexity_of(loadings: np.ndarray, names: Sequence[str] | pd.Index) -> pd.Series:
    """Count, roughly, the factors that each item needs.

    Parameters
    ----------
    loadings : ndarray (p, m)
    names : sequence of str, length p

    Returns
    -------
    Series
        (Σλ²)²/Σλ⁴ (Hofmann 1978); NaN for an item without loadings.

    Examples
    --------
    >>> complexity_of(np.array([[0.5, 0.5], [0.7, 0.0]]), ["Q1", "Q2"]).tolist()
    [2.0, 1.0]
    """
    squared = loadings**2
    fourth = (squared**2).sum(axis=1)
    values = np.divide(
        squared.sum(axis=1) ** 2, fourth, out=np.full(len(names), np.nan), where=fourth > 0
    )
    return pd.Series(values, index=pd.Index(names), name="complexity")


def variance_of(
    loadings: np.ndarray, phi: np.ndarray, factors: Sequence[str] | pd.Index
) -> pd.DataFrame:
    """Work out what each factor explains.

    Parameters
    ----------
    loadings : ndarray (p, m)
    phi : ndarray (m, m)
    factors : sequence of str, length m

    Returns
    -------
    DataFrame (rows ss_loadings, proportion, cumulative × factors)
        The diagonal of ΦΛᵀΛ, so that correlated factors share what they share.

    Examples
    --------
    >>> variance_of(np.array([[0.8], [0.6]]), np.eye(1), ["F1"])["F1"].tolist()
    [1.0, 0.5, 0.5]
    """
    explained = np.diag(phi @ loadings.T @ loadings)
    proportion = explained / len(loadings)
    rows = ["ss_loadings", "proportion", "cumulative"]
    values = [explained, proportion, np.cumsum(proportion)]
    return pd.DataFrame(values, index=rows, columns=pd.Index(factors))


def cross_loadings_of(
    loadings: pd.DataFrame, design: Mapping[str, Sequence[str]] | None, threshold: float
) -> pd.DataFrame:
    """List loadings on factors other than the item's own.

    Parameters
    ----------
    loadings : DataFrame (items × factors)
    design : mapping of dimension to its items, optional
        The item's own factor is that of its dimension; else that of its largest loading.
    threshold : float
        From which size on a loading is listed.

    Returns
    -------
    DataFrame
        item, own_factor, own_loading, other_factor, other_loading, misplaced (the other is the
        larger); largest first.

    Examples
    --------
    >>> table = pd.DataFrame({"F1": [0.7, 0.4], "F2": [0.1, 0.5]}, index=["Q1", "Q2"])
    >>> cross_loadings_of(table, None, 0.3)[["item", "other_factor"]].to_numpy().tolist()
    [['Q2', 'F1']]
    """
    home = dict(zip(loadings.index, loadings.abs().fillna(0).idxmax(axis=1), strict=True))
    for dimension, items in (design or {}).items():
        if dimension in loadings.columns:
            home.update(dict.fromkeys(items, dimension))
    rows = []
    for item, values in loadings.iterrows():
        own = float(values[home[item]])
        for factor, value in values.items():
            if factor != home[item] and abs(value) >= threshold:
                rows.append((item, home[item], own, factor, float(value), abs(value) > abs(own)))
    columns = ["item", "own_factor", "own_loading", "other_factor", "other_loading", "misplaced"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        "other_loading", key=np.abs, ascending=False, kind="stable", ignore_index=True
    )


def against_design(
    loadings: pd.DataFrame, design: Mapping[str, Sequence[str]] | None, threshold: float = 0.30
) -> list[str]:
    """Find items that load on their own dimension's factor the other way round.

    Parameters
    ----------
    loadings : DataFrame (items × factors)
    design : mapping of dimension to its items, optional
    threshold : float
        From which size on a negative loading counts.

    Returns
    -------
    list of str
        In the order of the design; none without a design.

    Examples
    --------
    >>> table = pd.DataFrame({"care": [0.7, -0.5, 0.6]}, index=["Q1", "Q2", "Q3"])
    >>> against_design(table, {"care": ["Q1", "Q2", "Q3"]})
    ['Q2']
    """
    found: list[str] = []
    for dimension, items in (design or {}).items():
        if dimension in loadings.columns:
            own = loadings.loc[list(items), dimension].to_numpy(dtype=float)
            found += [item for item, value in zip(items, own, strict=True) if value <= -threshold]
    return found


def hierarchy_of(loadings: pd.DataFrame, phi: pd.DataFrame) -> pd.DataFrame:
    """Let a general factor speak for what correlated factors share.

    Parameters
    ----------
    loadings : DataFrame (items × factors)
    phi : DataFrame (factors × factors)

    Returns
    -------
    DataFrame (items)
        general, the factors freed of it, communality, uniqueness, p2 (the general factor's share
        of the communality).

    Raises
    ------
    ModelError
        With fewer than three factors, or factors that do not correlate.

    Notes
    -----
    Schmid & Leiman (1957, *Psychometrika* 22, 53-61), with a minres factor of Φ, as
    ``psych::schmid``.

    Examples
    --------
    >>> names, items = ["a", "b", "c"], list("pqrstuvwx")
    >>> pattern = pd.DataFrame(np.kron(np.eye(3), np.full((3, 1), 0.8)), items, names)
    >>> phi = pd.DataFrame(np.full((3, 3), 0.5) + 0.5 * np.eye(3), names, names)
    >>> hierarchy_of(pattern, phi).loc["p"].round(3).tolist()
    [0.566, 0.566, 0.0, 0.0, 0.64, 0.36, 0.5]
    """
    m = len(phi)
    if m < 3:
        raise ModelError(f"{m} factors do not identify a general one above them; 3 are needed")
    if np.allclose(phi, np.eye(m)):
        raise ModelError("these factors do not correlate; a hierarchy needs an oblique rotation")
    second = extract(phi.to_numpy(), 1, "minres").loadings[:, 0]
    pattern = loadings.to_numpy()
    general = pattern @ second
    table = pd.DataFrame(
        pattern * np.sqrt(np.maximum(1 - second**2, 0)),
        index=loadings.index,
        columns=loadings.columns,
    )
    table.insert(0, "general", general)
    communality = np.einsum("ij,jk,ik->i", pattern, phi.to_numpy(), pattern)
    table["communality"] = communality
    table["uniqueness"] = 1 - communality
    table["p2"] = general**2 / communality
    return table


def minima_of(searched: Search) -> pd.DataFrame | None:
    """Tell apart the minima that the starts of a rotation led to.

    Parameters
    ----------
    searched : Search

    Returns
    -------
    DataFrame or None
        criterion, starts (how many ended there), congruence (the lowest of its factors with those
        kept), lowest first; None for a rotation with one start.

    Examples
    --------
    >>> from svqkit.psychometrics.rotation.rotation import search
    >>> simple = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.5]])
    >>> minima_of(search(simple, "oblimin"))["starts"].tolist()
    [2]
    """
    if len(searched.values) == 0:
        return None
    order = np.argsort(searched.values, kind="stable")
    values = searched.values[order]
    new = np.diff(values, prepend=-np.inf) > SAME_MINIMUM * (1 + np.abs(values))
    rows = []
    for first, count in zip(order[new], np.bincount(np.cumsum(new) - 1), strict=True):
        pattern = searched.patterns[first]
        own, signs = nearest_order(pattern, searched.rotated.loadings)
        alike = np.diag(congruences(pattern[:, own] * signs, searched.rotated.loadings))
        rows.append((searched.values[first], count, alike.min()))
    return pd.DataFrame(rows, columns=["criterion", "starts", "congruence"])
