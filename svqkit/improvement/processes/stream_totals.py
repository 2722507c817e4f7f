"""Totals of a value stream, and their bootstrap over timed cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.improvement.processes.roles import cycle_times, people_of, staffed
from svqkit.psychometrics.data.resampling import generator

__all__ = ["PERCENT", "bootstrap_totals", "stream_totals", "totals_of"]

PERCENT = ("process_cycle_efficiency", "activity_ratio", "rolled_complete_accurate")


def stream_totals(table: pd.DataFrame, takt: float, available: float | None) -> pd.Series:
    """Add up a value stream.

    Parameters
    ----------
    table : DataFrame (index: step)
        ``process_time wait complete_accurate people role taken_by value``, complete.
    takt : float
        NaN where demand is unknown.
    available : float or None

    Returns
    -------
    Series
        ``lead_time process_time waiting_time value_adding_time process_cycle_efficiency
        activity_ratio rolled_complete_accurate takt_time cycle_time capacity people people_needed``.

    Examples
    --------
    >>> steps = pd.DataFrame({"process_time": [2.0, 3.0], "wait": [0.0, 5.0], "role": ["a", "b"],
    ...                       "people": 1.0, "taken_by": 100.0, "complete_accurate": 90.0,
    ...                       "value": "adding"})
    >>> float(stream_totals(steps, np.nan, None)["process_cycle_efficiency"])
    50.0
    """
    usable = table["complete_accurate"].to_numpy(float)
    drawn = totals_of(
        table,
        table["process_time"].to_numpy(float)[None],
        table["wait"].to_numpy(float)[None],
        usable[None],
        takt,
        available,
    )
    return drawn.iloc[0]


def totals_of(
    table: pd.DataFrame,
    process: np.ndarray,
    wait: np.ndarray,
    usable: np.ndarray,
    takt: float,
    available: float | None,
) -> pd.DataFrame:
    """Add up many versions of a value stream at once.

    Parameters
    ----------
    table : DataFrame (index: step)
        ``people role taken_by value``.
    process, wait, usable : ndarray (versions × steps)
        Times, and %C&A with NaN where unknown.
    takt : float
    available : float or None

    Returns
    -------
    DataFrame (versions × measures)

    Examples
    --------
    >>> steps = pd.DataFrame({"people": [2.0], "role": "a", "taken_by": [100.0], "value": ["adding"]})
    >>> one = np.array([[4.0]])
    >>> totals_of(steps, one, one, one, 8.0, 480.0)["capacity"].tolist()
    [240.0]
    """
    part = table["taken_by"].to_numpy(float) / 100
    work, waits = process @ part, wait @ part
    lead = work + waits
    known = table["value"].notna() & (table["value"] != "")
    adding = process @ (part * (table["value"] == "adding").to_numpy(float))
    adding = adding if known.all() else np.full(len(lead), np.nan)
    passed = np.nanprod(1 - part * (1 - usable / 100), axis=1)
    rolled = np.where(np.isnan(usable).all(axis=1), np.nan, 100 * passed)
    longest = cycle_times(table, process).max(axis=1)
    return pd.DataFrame(
        {
            "lead_time": lead,
            "process_time": work,
            "waiting_time": waits,
            "value_adding_time": adding,
            "process_cycle_efficiency": 100 * adding / lead,
            "activity_ratio": 100 * work / lead,
            "rolled_complete_accurate": rolled,
            "takt_time": takt,
            "cycle_time": longest,
            "capacity": np.nan
            if available is None
            else np.divide(available, longest, out=np.full(len(lead), np.inf), where=longest > 0),
            "people": people_of(table),
            "people_needed": process @ (part * staffed(table)) / takt,
        }
    )


def bootstrap_totals(
    table: pd.DataFrame,
    cases: Any,
    takt: float,
    available: float | None,
    draws: int,
    seed: int | None,
) -> pd.DataFrame:
    """Draw whole cases with replacement and add up anew.

    Parameters
    ----------
    table : DataFrame (index: step)
    cases : TimedCases
        What was measured of each case; missing times count neither above nor below the line.
    takt, available : float
    draws : int
    seed : int or None

    Returns
    -------
    DataFrame (draws × measures)

    Examples
    --------
    >>> from svqkit.improvement.processes.timed_cases import TimedCases
    >>> steps = pd.DataFrame({"people": [1.0], "role": "a", "taken_by": [100.0], "value": ["adding"],
    ...                       "process_time": [2.0], "wait": [1.0], "complete_accurate": [90.0]})
    >>> cases = TimedCases(["a", "b"], {"process_time": np.array([[1.0], [3.0]])})
    >>> bootstrap_totals(steps, cases, np.nan, None, 50, 1)["lead_time"].isin([2, 3, 4]).all()
    np.True_
    """
    n = len(cases.names)
    weights = generator(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    means = {}
    for column in ("process_time", "wait", "complete_accurate"):
        fixed = np.broadcast_to(table[column].to_numpy(float), (draws, len(table)))
        if column not in cases.values:
            means[column] = fixed
            continue
        seen = cases.values[column]
        there = ~np.isnan(seen)
        sums, counts = weights @ np.where(there, seen, 0.0), weights @ there
        means[column] = np.where(counts > 0, sums / np.maximum(counts, 1), fixed)
    return totals_of(
        table, means["process_time"], means["wait"], means["complete_accurate"], takt, available
    )
