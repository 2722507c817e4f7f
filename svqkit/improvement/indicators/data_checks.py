"""What values say about an indicator system: who repeats whom, and who tells units apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["discrimination_of", "redundancy_of"]

FEWEST = 8
"""Pairs of values that a correlation is told of."""
NARROW = 0.05
"""A range over units below this share of the way from worst to best tells them hardly apart."""
CEILING = 0.9


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
    """Say how far apart an indicator puts units, and whether it sits at its best value.

    Parameters
    ----------
    values : DataFrame (index: unit, or unit and period; columns: indicator)
    table : DataFrame (index: indicator)
        ``worst best``.

    Returns
    -------
    DataFrame (index: indicator)
        ``lowest highest`` (means of units), ``spread`` (their range over the way from worst to best,
        NaN without anchors), ``at_best`` (share of values at the best anchor), ``tells_apart`` (yes,
        or why not).

    Examples
    --------
    >>> values = pd.DataFrame({"privacy": [100.0, 100, 100]}, index=list("abc"))
    >>> table = pd.DataFrame({"worst": [90.0], "best": [100.0]}, index=["privacy"])
    >>> discrimination_of(values, table).loc["privacy", "tells_apart"]
    'no: all units are alike at 100'
    """
    names = ["lowest", "highest", "spread", "at_best", "tells_apart"]
    if not len(values):
        return pd.DataFrame([], columns=names)
    means = values.groupby(level=0).mean()
    low, high = means.min(), means.max()
    worst, best = (table[name].reindex(values.columns) for name in ("worst", "best"))
    spread = (high - low) / (best - worst).abs()
    at_best = (values.eq(best).where(values.notna())).astype(float).mean().where(best.notna())
    said = []
    for name in values.columns:
        if pd.isna(low[name]):
            said.append("no: there are no values")
        elif high[name] == low[name]:
            said.append(f"no: all units are alike at {low[name]:g}")
        elif spread[name] < NARROW:
            said.append(
                f"hardly: units lie between {low[name]:.4g} and {high[name]:.4g}, "
                f"{spread[name]:.1%} of the way from worst to best"
            )
        elif at_best[name] >= CEILING:
            said.append(f"hardly: {at_best[name]:.0%} of its values are at the best")
        else:
            said.append("yes")
    return pd.DataFrame(
        {"lowest": low, "highest": high, "spread": spread, "at_best": at_best, "tells_apart": said}
    )
