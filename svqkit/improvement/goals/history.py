"""An indicator's measured values in the order of time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import LARGEST
from svqkit.improvement.processes.moments import moments_of

__all__ = ["measured"]


def measured(values: Any, *, dated: bool = True, least: int = 1) -> pd.Series:
    """Check a series of measurements, leave out what is missing, and put it in order of time.

    Parameters
    ----------
    values : Series
        Numbers; the index holds dates (``DatetimeIndex``, ``PeriodIndex`` or what pandas reads as
        dates) where ``dated``.
    dated : bool
        Whether the index is time.
    least : int
        So many values are needed.

    Returns
    -------
    Series of float
        Index of time stamps, rising, each once, without a zone: what stood on the clock.

    Raises
    ------
    DataError
        If a value is no number, a date cannot be read or comes twice, or too few are left.

    Examples
    --------
    >>> wait = pd.Series([12.0, None, 14.0], index=["2026-03-01", "2026-02-01", "2026-01-01"])
    >>> measured(wait).tolist()
    [14.0, 12.0]
    """
    if not isinstance(values, pd.Series):
        raise DataError(f"a Series of measurements is needed, not {type(values).__name__}")
    if values.dtype.kind in "mMcb":
        raise DataError(f"the values are of type {values.dtype}; numbers are needed")
    numbers = pd.to_numeric(values.astype(object), errors="coerce")
    wrong = numbers.isna() & values.notna()
    if wrong.any():
        where = values.index[wrong][0]
        raise DataError(
            f"the value at {where} is {values[wrong].iloc[0]!r}; numbers are needed", row=where
        )
    endless = (numbers.abs() > LARGEST).fillna(False).to_numpy(bool)
    if endless.any():
        where = values.index[endless][0]
        raise DataError(
            f"the value at {where} is {numbers[endless].iloc[0]:g}: too large", row=where
        )
    numbers = numbers.dropna().astype(float)
    if dated:
        numbers.index = _times(numbers.index)
        numbers = numbers.sort_index()
        twice = numbers.index[numbers.index.duplicated()]
        if len(twice):
            raise DataError(
                f"{len(twice)} time stamps come twice, first {twice[0]:%Y-%m-%d %H:%M}; keep one "
                "value a time"
            )
    if len(numbers) < least:
        raise DataError(f"{len(numbers)} measured values are too few; {least} are needed")
    return numbers


def _times(index: pd.Index) -> pd.DatetimeIndex:
    if pd.api.types.is_numeric_dtype(index) or isinstance(index, pd.MultiIndex):
        raise DataError(
            f"the index holds {'numbers' if index.nlevels == 1 else 'several levels'}; give the dates "
            "of the measurements as the index"
        )
    times = moments_of("index", pd.Series(index))
    if times.isna().any():
        raise DataError("a value has no date in the index; fill it in or leave the value out")
    return pd.DatetimeIndex(times).tz_localize(None)
