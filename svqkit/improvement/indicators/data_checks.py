"""What values say about an indicator system: who repeats whom, and who tells units apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["discrimination_of", "redundancy_of"]

FEWEST = 8
"""Pairs of values that a correlation is told of."""
NARROW = 0.05
"""A range over units below this share of the way from worst to best tells them hardly apart."""
CEILING = 0.9
CHANCE = 0.05


def redundancy_of(values: pd.DataFrame, table: pd.DataFrame, limit: float) -> pd.DataFrame:
    """List pairs of indicators whose correlation reaches a limit, in the sense of better and worse.

    Parameters
    ----------
    values : DataFrame (index: unit, or unit and period; columns: indicator)
    table : DataFrame (index: indicator)
        ``direction``.
    limit : float

    Returns
    -------
    DataFrame
        ``indicator other r n within``; r is positive where both are good together; ``within``:
        whether units' means were taken out.

    Examples
    --------
    >>> values = pd.DataFrame({"wait": range(9), "speed": [-v for v in range(9)]})
    >>> table = pd.DataFrame({"direction": ["less", "more"]}, index=["wait", "speed"])
    >>> redundancy_of(values, table, 0.9)[["indicator", "r"]].values.tolist()
    [['wait', 1.0]]
    """
    columns = ["indicator", "other", "r", "n", "within"]
    if len(values) < FEWEST:
        return pd.DataFrame([], columns=columns)
    sign = np.where(table["direction"].reindex(values.columns) == "more", 1.0, -1.0)
    turned = values * sign
    within = values.index.nlevels > 1
    if within:
        turned = turned - turned.groupby(level=0).transform("mean")
    known = turned.notna().to_numpy().astype(float)
    pairs = known.T @ known
    r = turned.corr(min_periods=FEWEST).to_numpy()
    i, j = np.where(np.triu(np.abs(np.nan_to_num(r)) >= limit - 1e-12, 1))
    rows = [
        (values.columns[a], values.columns[b], float(r[a, b]), int(pairs[a, b]), within)
        for a, b in zip(i, j, strict=True)
    ]
    return pd.DataFrame(rows, columns=columns)


def discrimination_of(values: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Say how far apart an indicator puts units, whether by more than chance, and whether at its best.

    Parameters
    ----------
    values : DataFrame (index: unit, or unit and period; columns: indicator)
    table : DataFrame (index: indicator)
        ``worst best``.

    Returns
    -------
    DataFrame (index: indicator)
        ``lowest highest`` (means of units), ``spread`` (their range over the way from worst to best,
        NaN without anchors), ``at_best`` (share of values at the best anchor), ``icc p`` (with
        periods: share of variance that lies between units, and the p of its F test), ``tells_apart``
        (yes, or why not).

    Examples
    --------
    >>> values = pd.DataFrame({"privacy": [100.0, 100, 100]}, index=list("abc"))
    >>> table = pd.DataFrame({"worst": [90.0], "best": [100.0]}, index=["privacy"])
    >>> discrimination_of(values, table).loc["privacy", "tells_apart"]
    'no: all units are alike at 100'
    """
    names = ["lowest", "highest", "spread", "at_best", "icc", "p", "tells_apart"]
    if not len(values):
        return pd.DataFrame([], columns=names)
    means = values.groupby(level=0).mean()
    found = pd.DataFrame({"lowest": means.min(), "highest": means.max()})
    worst, best = (table[name].reindex(values.columns) for name in ("worst", "best"))
    found["spread"] = (found["highest"] - found["lowest"]) / (best - worst).abs()
    equal = values.eq(best).where(values.notna()).astype(float)
    found["at_best"] = equal.mean().where(best.notna())
    found["icc"], found["p"] = np.nan, np.nan
    if values.index.nlevels > 1:
        for name, column in values.items():
            found.loc[name, ["icc", "p"]] = _between(column.dropna())
    found["tells_apart"] = [_tells(row) for row in found.itertuples()]
    return found


def _between(column: pd.Series) -> tuple[float, float]:
    """ICC(1) and the p of the one-way analysis of variance, units with unequal numbers of periods."""
    from scipy.special import fdtrc

    groups = [part.to_numpy() for _, part in column.groupby(level=0)]
    n = np.array([len(part) for part in groups])
    k, total = len(groups), int(n.sum())
    if k < 2 or total <= k:
        return np.nan, np.nan
    grand = np.concatenate(groups).mean()
    between = sum(len(g) * (g.mean() - grand) ** 2 for g in groups) / (k - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (total - k)
    if within == 0:
        return (np.nan, np.nan) if between == 0 else (1.0, 0.0)
    size = (total - (n**2).sum() / total) / (k - 1)
    icc = (between - within) / (between + (size - 1) * within)
    return float(icc), float(fdtrc(k - 1, total - k, between / within))


def _tells(row: Any) -> str:
    """Say whether an indicator tells units apart, and why it does not."""
    if pd.isna(row.lowest):
        return "no: there are no values"
    if row.highest == row.lowest:
        return f"no: all units are alike at {row.lowest:g}"
    if row.p > CHANCE:
        return f"hardly: units differ no more than their periods do (p = {row.p:.3f})"
    if row.spread < NARROW:
        return (
            f"hardly: units lie between {row.lowest:.4g} and {row.highest:.4g}, {row.spread:.1%} of "
            "the way from worst to best"
        )
    if row.at_best >= CEILING:
        return f"hardly: {row.at_best:.0%} of its values are at the best"
    return "yes"
