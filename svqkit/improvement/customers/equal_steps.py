"""A series in equal steps of time: checked, its gaps named, its steps carried on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["SEASONS", "equal_steps", "steps_ahead"]

SEASONS = {"Y": 1, "A": 1, "Q": 4, "M": 12, "W": 52, "D": 7, "h": 24, "H": 24}
"""Steps in the usual season, by pandas' letter of the step."""

_LARGEST = 1e15
"""Size up to which a float holds whole numbers exactly."""


def equal_steps(series: Any, gaps: str) -> tuple[pd.Series, int]:
    """Check a series, and fill its gaps if that was asked for.

    Parameters
    ----------
    series : Series
        Numbers by time (dates, times or periods) or by whole numbers.
    gaps : {"refuse", "fill"}
        Whether missing steps are an error, or filled by a straight line.

    Returns
    -------
    Series
        Complete, by period (or by whole numbers).
    int
        How many were filled.

    Raises
    ------
    DataError
        If a time comes twice, times are not in equal steps, or a step or a number is missing.

    Examples
    --------
    >>> weeks = pd.Series([3.0, 4, 6], pd.to_datetime(["2026-01-05", "2026-01-12", "2026-01-26"]))
    >>> equal_steps(weeks, "fill")[0].tolist()
    [3.0, 4.0, 5.0, 6.0]
    """
    if not isinstance(series, pd.Series):
        raise TypeError(f"give a Series of numbers by time, not {type(series).__name__}")
    if gaps not in ("refuse", "fill"):
        raise ValueError(f"gaps is 'refuse' or 'fill', not {gaps!r}")
    if pd.api.types.is_complex_dtype(series):
        raise DataError("the series holds complex numbers")
    if isinstance(series.index, pd.MultiIndex):
        raise DataError("the index has several levels; choose one series of them first")
    if series.index.hasnans:
        raise DataError("a number has no time: its place in the index is missing")
    values = pd.to_numeric(series, errors="coerce").astype(float)
    text = values.isna() & series.notna()
    if text.any() or np.isinf(values).any():
        at = series.index[(text | np.isinf(values)).to_numpy()][0]
        raise DataError(f"{at} holds {series[at]!r}, which is no number", row=at)
    twice = series.index[series.index.duplicated()]
    if len(twice):
        raise DataError(f"{twice[0]} comes twice; add its rows up, or drop one", row=twice[0])
    if values.notna().sum() < 3:
        raise DataError(f"{values.notna().sum()} numbers are too few for a forecast")
    if values.abs().max() > _LARGEST:
        raise DataError(
            f"{values.abs().idxmax()} is beyond {_LARGEST:g}; use a larger unit, such as millions"
        )
    values = values.sort_index()
    if isinstance(values.index, pd.DatetimeIndex):
        values.index = values.index.tz_localize(None)  # the clock on the wall tells the step
    full = _full_index(values.index)
    if isinstance(values.index, pd.DatetimeIndex):
        values.index = values.index.to_period(full.freq)
    values = values.reindex(full)
    holes = values.isna()
    if holes.any() and gaps == "refuse":
        named = ", ".join(str(at) for at in values.index[holes][:3])
        raise DataError(
            f"{int(holes.sum())} steps have no number: {named}{' …' if holes.sum() > 3 else ''}; "
            'find them, or fill them by a straight line with gaps="fill"'
        )
    return values.interpolate().ffill().bfill(), int(holes.sum())


def _full_index(index: pd.Index) -> Any:
    """Give every step from the first to the last."""
    if isinstance(index, pd.PeriodIndex):
        return pd.period_range(index[0], index[-1], freq=index.freq)
    if isinstance(index, pd.DatetimeIndex):
        for letter in ("Y", "Q", "M", *_weeks(index), "D", "h"):
            periods = index.to_period(letter)
            full = pd.period_range(periods[0], periods[-1], freq=letter)
            if periods.is_unique and len(full) <= 1.5 * len(index) and _regular(index, periods):
                return full
        raise DataError(
            "the times are not in equal steps of years, quarters, months, weeks, days or hours; "
            "add up to such steps first"
        )
    if pd.api.types.is_integer_dtype(index):
        if index[-1] - index[0] + 1 > 1.5 * len(index):
            raise DataError(
                f"{len(index)} numbers stand on {index[-1] - index[0] + 1} steps: too many are missing"
            )
        return pd.RangeIndex(index[0], index[-1] + 1)
    raise DataError("the index must hold dates, times, periods or whole numbers")


def _weeks(index: pd.DatetimeIndex) -> list[str]:
    """Name the weeks that begin on the day of all times, if they share one."""
    days = index.day_of_week.unique()
    names = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
    return [f"W-{names[(days[0] - 1) % 7]}"] if len(days) == 1 else []


def _regular(index: pd.DatetimeIndex, periods: pd.PeriodIndex) -> bool:
    """Tell whether times stand at one place in their periods, or are too coarse to tell."""
    away = index - periods.start_time
    return bool((away == away[0]).all() or (index == periods.end_time.normalize()).all())


def steps_ahead(index: Any, horizon: int) -> Any:
    """Carry steps on.

    Examples
    --------
    >>> steps_ahead(pd.period_range("2026-01", "2026-03", freq="M"), 2).astype(str).tolist()
    ['2026-04', '2026-05']
    """
    if isinstance(index, pd.PeriodIndex):
        return pd.period_range(index[-1] + 1, periods=horizon, freq=index.freq)
    return pd.RangeIndex(int(index[-1]) + 1, int(index[-1]) + 1 + horizon)
