"""A Schmid-Leiman solution as tables: loadings, and the omegas of general and group factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from svqkit.psychometrics.reliability.schmid_leiman import SchmidLeiman

__all__ = ["group_table", "loadings_table"]


def _names(solution: SchmidLeiman) -> list[str]:
    return [f"F{i + 1}" for i in range(solution.group.shape[1])]


def loadings_table(solution: SchmidLeiman, items: Sequence[str]) -> pd.DataFrame:
    """Put names on the loadings.

    Parameters
    ----------
    solution : SchmidLeiman
    items : sequence of str, length p

    Returns
    -------
    DataFrame (items)
        general, F1 … Fm, communality, uniqueness, p2.

    Examples
    --------
    >>> from svqkit.psychometrics.reliability.schmid_leiman import schmid_leiman
    >>> pattern = np.kron(np.eye(3), np.full((3, 1), 0.8))
    >>> R = pattern @ (np.full((3, 3), 0.5) + 0.5 * np.eye(3)) @ pattern.T
    >>> np.fill_diagonal(R, 1)
    >>> loadings_table(schmid_leiman(R, 3), list("abcdefghi")).loc["a", "p2"].round(3)
    np.float64(0.5)
    """
    table = pd.DataFrame(solution.group, index=pd.Index(items, name="item"))
    table.columns = pd.Index(_names(solution))
    table.insert(0, "general", solution.general)
    table["communality"] = solution.communalities
    table["uniqueness"] = 1 - solution.communalities
    table["p2"] = solution.general**2 / solution.communalities
    return table


def group_table(
    solution: SchmidLeiman,
    R: np.ndarray,
    items: Sequence[str],
    scales: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Work out the omegas of the general factor and of each group factor.

    Parameters
    ----------
    solution : SchmidLeiman
    R : ndarray (p, p)
        Correlations of the items.
    items : sequence of str, length p
    scales : mapping of scale to items
        The design, to say where a factor's items come from.

    Returns
    -------
    DataFrame (index factor: general, F1 … Fm)
        k, omega_total, omega_general, omega_group, ecv, scale, items. An item counts for the group
        factor on which its loading is largest in size; NaN for a factor without items.

    Notes
    -----
    As ``psych::omega``'s ``omega.group`` without reversing items; ecv: explained common variance
    (Reise, Moore & Haviland 2010, *Journal of Personality Assessment* 92, 544-559).

    Examples
    --------
    >>> from svqkit.psychometrics.reliability.schmid_leiman import schmid_leiman
    >>> pattern = np.kron(np.eye(3), np.full((3, 1), 0.8))
    >>> R = pattern @ (np.full((3, 3), 0.5) + 0.5 * np.eye(3)) @ pattern.T
    >>> np.fill_diagonal(R, 1)
    >>> group_table(schmid_leiman(R, 3), R, list("abcdefghi"), {"one": "abc"}).loc["general", "ecv"].round(3)
    np.float64(0.5)
    """
    general, group = solution.general, solution.group
    m = group.shape[1]
    home = np.abs(group).argmax(axis=1)
    squares = np.concatenate([[(general**2).sum()], (group**2).sum(axis=0)])
    rows, own = [], 0.0
    for factor in range(m):
        at = np.flatnonzero(home == factor)
        variance = float(R[np.ix_(at, at)].sum())
        through = (float(general[at].sum() ** 2), float(group[at, factor].sum() ** 2))
        own += through[1]
        usable = len(at) > 0 and variance > 0
        shares = [v / variance for v in through] if usable else [np.nan, np.nan]
        names = [items[int(i)] for i in at]
        rows.append(
            [len(at), sum(shares), *shares, _from(names, scales), ", ".join(map(str, names))]
        )
    total = float(R.sum())
    first = [len(R), solution.omega_total, solution.omega_hierarchical, own / total, "all", "all"]
    columns = ["k", "omega_total", "omega_general", "omega_group", "scale", "items"]
    index = pd.Index(["general", *_names(solution)], name="factor")
    table = pd.DataFrame([first, *rows], index=index, columns=columns)
    table.insert(4, "ecv", squares / squares.sum())
    return table


def _from(names: Sequence[str], scales: Mapping[str, Sequence[str]]) -> str:
    """Scales that items belong to, the one with most of them first."""
    counts = {scale: len(set(names) & set(items)) for scale, items in scales.items()}
    return ", ".join(sorted((s for s in counts if counts[s]), key=lambda s: -counts[s]))
