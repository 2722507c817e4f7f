"""Dates and times as people write them, with or without a time zone."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.improvement.processes.amounts import named

__all__ = ["moment", "moments_of", "zone_of"]

_DAY_OR_MONTH_FIRST = re.compile(r"\s*\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}\b")
_OFFSET = re.compile(r":\d\d.*?(Z|[+-]\d\d(?::?\d\d)?)\s*$")


def moment(name: str, given: Any) -> pd.Timestamp:
    """Take one date or time.

    Parameters
    ----------
    name : str
        What it is, for the message.
    given : str, date, datetime or Timestamp

    Returns
    -------
    Timestamp

    Raises
    ------
    DataError
        If it is no date, a number, or a text such as 01/02/2026 that could be two days.

    Examples
    --------
    >>> moment("end", 20261231)
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: end 20261231 is no date or time; write 2026-03-01 or 2026-03-01 09:30
    """
    read: Any = pd.NaT
    if isinstance(given, pd.Period):
        read = given.to_timestamp()
    elif not _is_number(given) and not _could_be_two(given) and pd.api.types.is_scalar(given):
        read = pd.to_datetime(given, errors="coerce")
    if not isinstance(read, pd.Timestamp):
        raise DataError(
            f"{name} {given!r} is no date or time; write 2026-03-01 or 2026-03-01 09:30",
            value=given,
        )
    return read


def moments_of(name: str, cells: pd.Series) -> pd.Series:
    """Read a column of moments; what is empty stays missing.

    Parameters
    ----------
    name : str
        Of the column, for messages.
    cells : Series
        Times, or texts written year first.

    Returns
    -------
    Series of datetime64
        Without a zone, in the one zone that all have, or in UTC where they have several offsets.

    Raises
    ------
    DataError
        If the column holds numbers, a text cannot be read or could be two days, or some have a zone
        and others none.

    Examples
    --------
    >>> moments_of("opened", pd.Series(["2026-03-02T08:15", None])).dt.hour.tolist()
    [8.0, nan]
    """
    if isinstance(cells.dtype, (pd.PeriodDtype, pd.ArrowDtype)):
        cells = cells.astype(object)
    if isinstance(cells.dtype, pd.CategoricalDtype):
        cells = cells.astype(cells.cat.categories.dtype)
    if pd.api.types.is_datetime64_any_dtype(cells):
        return cells
    empty = cells.isna() | (cells.astype(str).str.strip() == "")
    given = cells.astype(object).where(~empty, None)
    given = given.map(lambda cell: cell.to_timestamp() if isinstance(cell, pd.Period) else cell)
    wrong = given.map(lambda cell: _is_number(cell) or _could_be_two(cell)).to_numpy(bool)
    read = pd.to_datetime(given.mask(wrong), errors="coerce", format="ISO8601", utc=True)
    wrong = wrong | (read.isna() & ~empty).to_numpy()
    if wrong.any():
        at = int(wrong.argmax())
        row, cell = cells.index[at], cells.iloc[at]
        raise DataError(
            f"column {name!r} holds {named(cell)} at row {row}; write moments as 2026-03-02T08:15",
            row=row,
            column=name,
            value=cell,
        )
    zones = {zone_of(cell) for cell in given[~empty]}
    if len(zones) > 1 and None in zones:
        raise DataError(
            f"some moments of {name!r} have a time zone and others none; write all alike",
            column=name,
        )
    if zones <= {None}:
        return read.dt.tz_localize(None)
    if len(zones) == 1:
        return pd.to_datetime(given, format="ISO8601")
    return read


def zone_of(cell: Any) -> str | None:
    """Name the zone or offset that a moment carries.

    Examples
    --------
    >>> zone_of("2026-03-02T08:15+01:00"), zone_of("2026-03-02 08:15"), zone_of("2026-03-02")
    ('+01:00', None, None)
    """
    if isinstance(cell, str):
        found = _OFFSET.search(cell)
        return found.group(1) if found else None
    zone = getattr(cell, "tzinfo", None)
    return None if zone is None else str(zone)


def _is_number(given: Any) -> bool:
    number = isinstance(given, (bool, int, float, complex, np.number, np.bool_))
    return number and bool(given == given)  # a missing cell is a float that is not itself


def _could_be_two(given: Any) -> bool:
    return isinstance(given, str) and _DAY_OR_MONTH_FIRST.match(given) is not None
