"""Days summed up: means over replications with intervals, flows compared day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.improvement.processes.branch_day import HOUR, Day

__all__ = ["changes", "day_hours", "day_measures", "day_roles", "over_days"]


def day_measures(day: Day, warm_up: float, target: float | None) -> dict[str, float]:
    """Sum up one day; customers who came during the warm-up do not count.

    Parameters
    ----------
    day : Day
    warm_up : float
        Minutes since opening.
    target : float or None
        Minutes of waiting.

    Returns
    -------
    dict
        ``customers wait wait_p90 within_target time_in_branch overtime``.

    Examples
    --------
    >>> one = np.ones(2)
    >>> day_measures(Day(one, one, one, one[:, None], one, one, 0.0), 0.0, 5.0)["within_target"]
    1.0
    """
    counts = day.arrived >= warm_up
    waited, stayed = day.waited[counts], day.stayed[counts]
    some = counts.any()
    measures = {
        "customers": float(counts.sum()),
        "wait": float(waited.mean()) if some else np.nan,
        "wait_p90": float(np.quantile(waited, 0.9)) if some else np.nan,
        "time_in_branch": float(stayed.mean()) if some else np.nan,
        "overtime": day.closed,
    }
    if target is not None:
        measures["within_target"] = float((waited <= target).mean()) if some else np.nan
    return measures


def day_roles(day: Day, warm_up: float) -> np.ndarray:
    """Give utilisation and mean wait of each role (2 × roles); NaN where it was not needed.

    Examples
    --------
    >>> one = np.ones(2)
    >>> day_roles(Day(one, one, one, one[:, None], one[:1], 2 * one[:1], 0.0), 0.0).tolist()
    [[0.5], [1.0]]
    """
    waits = day.waits[day.arrived >= warm_up]
    seen = (~np.isnan(waits)).sum(axis=0)
    sums = np.nansum(waits, axis=0)
    means = np.divide(sums, seen, out=np.full(len(seen), np.nan), where=seen > 0)
    return np.vstack([day.busy / day.paid, means])


def day_hours(day: Day, hours: int) -> np.ndarray:
    """Give the mean wait of those who came in each hour (NaN where nobody did).

    Examples
    --------
    >>> one = np.ones(2)
    >>> day_hours(Day(one, 3 * one, one, one[:, None], one[:1], one[:1], 0.0), 2).tolist()
    [3.0, nan]
    """
    came = (day.arrived // HOUR).astype(int)
    numbers = np.bincount(came, minlength=hours)
    sums = np.bincount(came, weights=day.waited, minlength=hours)
    return np.divide(sums, numbers, out=np.full(hours, np.nan), where=numbers > 0)


def over_days(values: np.ndarray, level: float) -> pd.DataFrame:
    """Average over days, with the interval of Student's t over days.

    Parameters
    ----------
    values : ndarray (days × measures)
        NaN where a day has no value.
    level : float

    Returns
    -------
    DataFrame (measures × mean low high sd)

    Examples
    --------
    >>> over_days(np.array([[1.0], [3.0]]), 0.95).round(2).to_numpy().tolist()
    [[2.0, -10.71, 14.71, 1.41]]
    """
    from scipy.special import stdtrit

    there = ~np.isnan(values)
    n = there.sum(axis=0)
    mean = np.divide(np.nansum(values, axis=0), n, out=np.full(len(n), np.nan), where=n > 0)
    squares = np.nansum((values - mean) ** 2, axis=0)
    sd = np.sqrt(np.divide(squares, n - 1, out=np.full(len(n), np.nan), where=n > 1))
    df = np.where(n > 1, n - 1, np.nan)
    half = stdtrit(df, 0.5 + level / 2) * sd / np.sqrt(np.maximum(n, 1))
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half, "sd": sd})


def changes(days: pd.DataFrame, level: float) -> pd.DataFrame:
    """Compare each flow with the first, day by day.

    Parameters
    ----------
    days : DataFrame (index: flow, day)
    level : float

    Returns
    -------
    DataFrame (index: flow, measure)
        ``change low high``.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1]], names=["flow", "day"])
    >>> changes(pd.DataFrame({"wait": [5.0, 7.0, 4.0, 5.0]}, index=index), 0.95)["change"].tolist()
    [-1.5]
    """
    flows = list(dict.fromkeys(days.index.get_level_values("flow")))
    first = days.loc[flows[0]]
    tables = {}
    for flow in flows[1:]:
        table = over_days((days.loc[flow] - first).to_numpy(float), level)
        table.index = pd.Index(days.columns, name="measure")
        tables[flow] = table.rename(columns={"mean": "change"})[["change", "low", "high"]]
    if not tables:
        return pd.DataFrame(columns=["change", "low", "high"])
    return pd.concat(tables, names=["flow"])
