"""Runs of machines from a service to the next fault: read, cut into periods, and drawn as a curve."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from svqkit.errors import DataError, MissingExtraError
from svqkit.improvement.customers.columns import known_columns, zeros_and_ones

__all__ = ["kaplan_meier", "periods", "read_runs"]


def read_runs(
    table: pd.DataFrame, time: str, fault: str, machine: str | None, running: str | None
) -> pd.DataFrame:
    """Read runs: how long each lasted, and whether it ended in a fault.

    Parameters
    ----------
    table : DataFrame (a row each run)
    time, fault : str
        Columns: time since service (above 0), and 1 where the run ended in a fault.
    machine, running : str or None
        Columns: whose run it is (each row its own without), and 1 for the run going on today.

    Returns
    -------
    DataFrame
        ``time fault machine running``.

    Raises
    ------
    DataError
        If a column or a value is missing, a time is not above 0, a run has both faulted and is
        running, or a machine has two running runs.

    Examples
    --------
    >>> runs = pd.DataFrame({"days": [5, 0], "fault": [1, 0]})
    >>> read_runs(runs, "days", "fault", None, None)
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: row 1: a run of 0 days; runs last longer than 0
    """
    known_columns(table, [name for name in (time, fault, machine, running) if name])
    runs = pd.DataFrame(
        {
            "time": pd.to_numeric(table[time], errors="coerce").astype(float),
            "fault": zeros_and_ones(table, fault),
            "machine": table[machine] if machine else table.index,
            "running": zeros_and_ones(table, running, both=False) if running else 0.0,
        },
        index=table.index,
    )
    if runs.isna().to_numpy().any():
        row = runs.index[runs.isna().any(axis=1)][0]
        column = runs.columns[runs.loc[[row]].isna().to_numpy()[0]][0]
        raise DataError(f"row {row}: {column} is not known; leave the run out", row=row)
    if np.isinf(runs["time"]).any():
        row = runs.index[np.isinf(runs["time"]).to_numpy()][0]
        raise DataError(f"row {row}: a run without end; give the time until today", row=row)
    if (runs["time"] <= 0).any():
        row = runs.index[runs["time"] <= 0][0]
        raise DataError(
            f"row {row}: a run of {runs.loc[row, 'time']:g} {time}; runs last longer than 0",
            row=row,
        )
    both = (runs["fault"] == 1) & (runs["running"] == 1)
    if both.any():
        row = runs.index[both][0]
        raise DataError(f"row {row}: the run ended in a fault and is said to go on", row=row)
    going = runs.loc[runs["running"] == 1, "machine"]
    if going.duplicated().any():
        name = going[going.duplicated()].iloc[0]
        raise DataError(f"the machine {name!r} has two runs that go on today", value=name)
    return runs


def periods(time: np.ndarray, fault: np.ndarray, width: float) -> tuple[np.ndarray, ...]:
    """Cut runs into periods: one row for each period a run was at risk in.

    Parameters
    ----------
    time, fault : ndarray (n,)
    width : float
        Of a period.

    Returns
    -------
    run, period, happened : ndarray
        Run (from 0), period (from 1), and 1 in the period of the fault. A last period that was left
        without a fault before its end is not counted, as nobody knows how it would have ended.

    References
    ----------
    Allison (1982), Sociological Methodology 13, 61–98.

    Examples
    --------
    >>> [part.tolist() for part in periods(np.array([70.0, 45.0]), np.array([1, 0]), 30)]
    [[0, 0, 0, 1], [1, 2, 3, 1], [0.0, 0.0, 1.0, 0.0]]
    """
    whole = np.where(fault == 1, np.ceil(time / width), np.floor(time / width)).astype(int)
    run = np.repeat(np.arange(len(time)), whole)
    period = np.concatenate([np.arange(1, k + 1) for k in whole]) if len(whole) else run
    happened = ((period == whole[run]) & (fault[run] == 1)).astype(float)
    return run, period, happened


def kaplan_meier(
    time: Sequence[float] | np.ndarray, fault: Sequence[int] | np.ndarray, ci: float = 0.95
) -> pd.DataFrame:
    """Give the share of runs still without a fault after each time.

    Parameters
    ----------
    time, fault : sequence or ndarray (n,)
    ci : float

    Returns
    -------
    DataFrame (index: time)
        ``at_risk faults without low high``; intervals on the log scale, as R's survfit.

    References
    ----------
    Kaplan & Meier (1958); Greenwood (1926).

    Examples
    --------
    >>> kaplan_meier([5, 8, 12], [1, 0, 1])["without"].round(3).tolist()
    [0.667, 0.0]
    """
    try:
        from statsmodels.duration.survfunc import SurvfuncRight
    except ImportError:
        raise MissingExtraError("improve", "statsmodels") from None

    found = SurvfuncRight(np.asarray(time, dtype=float), np.asarray(fault, dtype=float))
    share = np.asarray(found.surv_prob)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = float(ndtri((1 + ci) / 2)) * np.asarray(found.surv_prob_se) / share
        low, high = share * np.exp(-spread), np.minimum(share * np.exp(spread), 1)
    return pd.DataFrame(
        {
            "at_risk": np.asarray(found.n_risk, dtype=int),
            "faults": np.asarray(found.n_events, dtype=int),
            "without": share,
            "low": low,
            "high": high,
        },
        index=pd.Index(found.surv_times, name="time"),
    )
