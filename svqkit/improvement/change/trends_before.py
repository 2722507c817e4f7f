"""Did both groups run in parallel before the change? Period by period, and as a line."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.change.cluster_errors import clustered_ols, exactly
from svqkit.improvement.change.compared_rows import Rows
from svqkit.improvement.change.t_tests import by_t

__all__ = ["event_path", "pre_trend"]


def event_path(rows: Rows, level: float = 0.95) -> pd.DataFrame:
    """Difference of the groups in each period, less that in the last period before the change.

    Parameters
    ----------
    rows : Rows
    level : float

    Returns
    -------
    DataFrame (index: period)
        ``treated comparison`` (means), ``after``, ``difference`` (less that of the last period
        before), ``low high p`` (missing for that period, which is 0 by construction, where each
        group has one row a period, and where nothing is left to chance).

    Examples
    --------
    >>> from svqkit.improvement.change.compared_rows import compared_rows
    >>> data = pd.DataFrame({"y": [1.0, 2, 1, 4, 2, 3, 2, 6], "t": [1, 2] * 4,
    ...                      "new": [0, 0, 1, 1] * 2})
    >>> event_path(compared_rows(data, "y", "t", "new", None, None, None))["difference"].tolist()
    [0.0, 2.5]
    """
    base = rows.first_after - 1
    frame = pd.DataFrame({"period": rows.period, "treated": rows.treated, "y": rows.y})
    cells = frame.groupby(["period", "treated"])["y"].mean().unstack()
    places = [k for k in range(len(rows.periods)) if k != base]
    found = np.full((len(rows.periods), 4), np.nan)
    apart = (cells[True] - cells[False]).to_numpy()
    found[:, 0] = apart - apart[base]
    if len(rows.y) > 2 * len(rows.periods):
        X = _by_period(rows, np.ones(len(rows.y), bool), places)
        if exactly(rows.y, X):
            return _path(rows, cells, found)
        fit = clustered_ols(rows.y, X, rows.cluster)
        for place, b, se in zip(
            places, fit.estimate[-len(places) :], fit.se[-len(places) :], strict=True
        ):
            if se > 1e-12 * np.abs(rows.y).max():
                one = by_t("t", float(b), float(se), fit.df, level)
                found[place, 1:] = one.low, one.high, one.p
    return _path(rows, cells, found)


def _path(rows: Rows, cells: pd.DataFrame, found: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame(found, columns=["difference", "low", "high", "p"])
    table.insert(0, "treated", cells[True].to_numpy())
    table.insert(1, "comparison", cells[False].to_numpy())
    table.insert(2, "after", np.arange(len(table)) >= rows.first_after)
    table.index = pd.Index(rows.periods, name="period")
    return table


def pre_trend(rows: Rows, level: float = 0.95) -> pd.Series | None:
    """Test whether the groups drew apart before the change.

    Parameters
    ----------
    rows : Rows
    level : float

    Returns
    -------
    Series or None
        ``slope slope_low slope_high slope_p``: how much more the treated group rose a period;
        ``joint_f joint_df joint_p``: all differences before at once (missing where clusters are too
        few for it). None with fewer than two periods before, too few rows, or nothing left to
        chance.

    Examples
    --------
    >>> from svqkit.improvement.change.compared_rows import compared_rows
    >>> rng = np.random.default_rng(2)
    >>> data = pd.DataFrame({"t": np.tile([1, 2, 3, 4], 20), "new": np.repeat([0, 1], 40)})
    >>> data["y"] = rng.normal(size=80) + data["t"] * data["new"]
    >>> trend = pre_trend(compared_rows(data, "y", "t", "new", 4, None, None))
    >>> bool(trend["slope_low"] < 1 < trend["slope_high"])
    True
    """
    from scipy.special import fdtrc

    if rows.first_after < 2:
        return None
    before = ~rows.post
    kept = None if rows.cluster is None else np.unique(rows.cluster[before], return_inverse=True)[1]
    y = rows.y[before]
    if len(y) <= rows.first_after + 2:
        return None
    X = _by_period(rows, before, [])
    along = np.column_stack([X, (rows.treated * rows.period)[before].astype(float)])
    if exactly(y, along):
        return None
    line = clustered_ols(y, along, kept)
    if not line.se[-1] > 1e-12 * np.abs(y).max():
        return None
    slope = by_t("t", float(line.estimate[-1]), float(line.se[-1]), line.df, level)
    q = rows.first_after - 1
    joint_f = joint_p = np.nan
    each = _by_period(rows, before, list(range(q)))
    if line.df > q and before.sum() > 2 * rows.first_after and not exactly(y, each):
        fit = clustered_ols(y, each, kept)
        b, V = fit.estimate[-q:], fit.covariance[-q:, -q:]
        joint_f = float(b @ np.linalg.solve(V, b)) / q
        joint_p = float(fdtrc(q, fit.df, joint_f))
    return pd.Series(
        {
            "slope": slope.estimate,
            "slope_low": slope.low,
            "slope_high": slope.high,
            "slope_p": slope.p,
            "joint_f": joint_f,
            "joint_df": float(q),
            "joint_p": joint_p,
        },
        name="before the change",
    )


def _by_period(rows: Rows, kept: np.ndarray, places: list[int]) -> np.ndarray:
    """Columns for each period, the treated group, and the treated group in some periods."""
    period, treated = rows.period[kept], rows.treated[kept]
    periods = (period[:, None] == np.unique(period)).astype(float)
    own = treated[:, None] & (period[:, None] == np.array(places, dtype=int))
    return np.column_stack([periods, treated, own]).astype(float)
