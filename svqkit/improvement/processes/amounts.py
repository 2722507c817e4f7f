"""Numbers given to the functions of processes: checked once, with the place named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["amount", "amounts", "count", "hours_of", "named", "share"]

LARGEST = 1e12
"""No process has more minutes or customers: such a number is a slip, and squares would overflow."""
LEAST = 1e-12
MOST = 1_000_000


def amount(name: str, value: Any, *, zero: bool = False) -> float:
    """Take a finite number above zero, or from zero on.

    Parameters
    ----------
    name : str
        What it is, for the message.
    value : number
    zero : bool
        Whether zero will do.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is no such number.

    Examples
    --------
    >>> amount("demand", 0)
    Traceback (most recent call last):
    ...
    ValueError: demand must be a number above 0, not 0
    """
    bound = "of 0 or more" if zero else "above 0"
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise ValueError(f"{name} must be a number {bound}, not {value!r}")
    number = float(value)
    if not np.isfinite(number) or number < 0 or (number < LEAST and not zero):
        raise ValueError(f"{name} must be a number {bound}, not {value!r}")
    if number > LARGEST:
        raise ValueError(f"{name} is {number:g}; more than {LARGEST:g} cannot be right")
    return number


def share(name: str, value: Any) -> float:
    """Take a share between 0 and 1, both left out.

    Examples
    --------
    >>> share("share", 80)
    Traceback (most recent call last):
    ...
    ValueError: share must lie between 0 and 1 (80 % is 0.8), not 80
    """
    if isinstance(value, bool) or not 0 < amount(name, value, zero=True) < 1:
        raise ValueError(f"{name} must lie between 0 and 1 (80 % is 0.8), not {value!r}")
    return float(value)


def count(name: str, value: Any, *, least: int = 1) -> int:
    """Take a whole number from a least one on, up to a million.

    Examples
    --------
    >>> count("servers", 2.5)
    Traceback (most recent call last):
    ...
    ValueError: servers must be a whole number of 1 or more, not 2.5
    """
    whole = isinstance(value, (int, np.integer)) or (
        isinstance(value, (float, np.floating)) and float(value).is_integer()
    )
    if isinstance(value, bool) or not whole or value < least:
        raise ValueError(f"{name} must be a whole number of {least} or more, not {value!r}")
    if value > MOST:
        raise ValueError(f"{name} is {value:g}; more than {MOST:,} is too many to compute with")
    return int(value)


def named(label: Any) -> str:
    """Write a row's label as its owner would, numpy's numbers as plain ones.

    Examples
    --------
    >>> named(np.int64(9)), named("greet")
    ('9', "'greet'")
    """
    return repr(label.item() if isinstance(label, np.generic) else label)


def amounts(table: pd.DataFrame, column: str, *, zero: bool = True, high: float = np.inf) -> Any:
    """Take a column of numbers from zero on; a missing one stays missing.

    Parameters
    ----------
    table : DataFrame
        Its index names the rows in messages.
    column : str
    zero : bool
        Whether zero will do.
    high : float
        The largest that will do.

    Returns
    -------
    Series of float

    Raises
    ------
    DataError
        If a cell is text, infinite, or out of range.

    Examples
    --------
    >>> amounts(pd.DataFrame({"wait": [5.0, -2.0]}, index=["greet", "pay"]), "wait")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: wait of 'pay' is -2; it must be 0 or more
    """
    values = _floats(table, column)
    bad = (values < 0) | (values > min(high, LARGEST))
    if not zero:
        bad |= values == 0
    if bad.any():
        at = int(bad.argmax())
        row, value = table.index[at], float(values[at])
        bound = "0 or more" if zero else "above 0"
        if value > 0:
            bound = f"between 0 and {min(high, LARGEST):g}"
        raise DataError(
            f"{column} of {named(row)} is {value:g}; it must be {bound}",
            row=row,
            column=column,
            value=value,
        )
    return pd.Series(values, index=table.index, name=column)


def _floats(table: pd.DataFrame, column: str) -> np.ndarray:
    cells = table[column]
    if cells.dtype.kind in "iuf":
        return np.asarray(cells.to_numpy(dtype=float, na_value=np.nan))
    if cells.dtype.kind in "mMc":
        raise DataError(f"{column} holds {cells.dtype}; plain numbers are needed", column=column)
    numbers = pd.to_numeric(cells, errors="coerce")
    texts = (cells.notna() & numbers.isna()).to_numpy()
    if texts.any():
        at = int(texts.argmax())
        row, value = table.index[at], cells.iloc[at]
        raise DataError(
            f"{column} of {named(row)} is {value!r}, which is no number", row=row, column=column
        )
    return numbers.to_numpy(dtype=float, na_value=np.nan)


def hours_of(name: str, given: Any) -> pd.Series:
    """Take numbers by hour of the day, hour after hour.

    Parameters
    ----------
    name : str
        What is given, for messages.
    given : mapping or Series
        Hour (9 is from 9:00 to 10:00) to a number of 0 or more.

    Returns
    -------
    Series of float (index: hour)

    Raises
    ------
    DataError
        If it is empty, an hour is no whole number, twice there, or missing between others.

    Examples
    --------
    >>> hours_of("arrivals", {9: 12, 11: 20})
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: arrivals skip hour 10; give 0 where nobody comes
    """
    if not isinstance(given, (Mapping, pd.Series)):
        raise DataError(f"{name} must be given by hour, such as {{9: 12, 10: 20}}, not {given!r}")
    table = pd.Series(given).to_frame(name)
    if table.empty:
        raise DataError(f"{name} are empty; give a number for each hour, such as {{9: 12, 10: 20}}")
    try:
        table.index = pd.Index([count("hour", hour, least=0) for hour in table.index], name="hour")
    except ValueError as wrong:
        raise DataError(f"{name} must be given by hour: {wrong}") from None
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise DataError(f"{name} give hour {twice[0]} twice")
    table = table.sort_index()
    values = amounts(table, name)
    if values.isna().any():
        raise DataError(f"{name} are missing in hour {values.index[values.isna()][0]}")
    for hour in range(int(table.index[0]), int(table.index[-1])):
        if hour not in table.index:
            raise DataError(f"{name} skip hour {hour}; give 0 where nobody comes")
    return values.astype(float)
