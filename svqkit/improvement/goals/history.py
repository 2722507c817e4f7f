"""An indicator's measured values in the order of time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

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
        Index of time stamps, rising, each once.

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
    numbers = pd.to_numeric(values, errors="coerce")
    wrong = numbers.isna() & values.notna()
    if wrong.any():
        where = values.index[wrong][0]
        raise DataError(
            f"the value at {where} is {values[wrong].iloc[0]!r}; numbers are needed", row=where
        )
    infinite = np.isinf(numbers.to_numpy(float))
    if infinite.any():
        raise DataError(f"the value at {values.index[infinite][0]} is infinite")
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
    if isinstance(index, pd.PeriodIndex):
        return index.to_timestamp()
    if isinstance(index, pd.DatetimeIndex):
        return index
    if pd.api.types.is_numeric_dtype(index):
        raise DataError("the index holds numbers; give the dates of the measurements as the index")
    times = pd.to_datetime(pd.Series(index.astype(str)), errors="coerce", format="mixed")
    if times.isna().any():
        raise DataError(f"{index[times.isna().to_numpy()][0]!r} in the index is no date")
    return pd.DatetimeIndex(times)
