"""Days as exports write them, told apart by column: 2025-03-14, 14/03/2025, 3/14/2025, 2025年3月14日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError
from svqkit.responses.raw_table import is_blank

__all__ = ["day_of", "days_of"]

_YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:[T ,].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = (20_000, 80_000)
_EPOCH = np.datetime64("1899-12-30")


def _day_first(cells: Sequence[str]) -> bool | None:
    """Whether the day stands before the month; None where nothing or both show it."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := _YEAR_LAST.fullmatch(cell))]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if first == second else first


def _parsed(cell: Any, day_first: bool) -> pd.Timestamp | None:
    if isinstance(cell, (datetime, date, np.datetime64)):
        stamp = pd.Timestamp(cell)
        return None if stamp is pd.NaT else stamp.tz_localize(None).normalize()
    if isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool):
        if _SERIAL[0] < float(cell) < _SERIAL[1]:
            return pd.Timestamp(_EPOCH + np.timedelta64(int(cell), "D"))
        cell = f"{cell:.0f}"  # 20250314, as a number
    text = str(cell).strip()
    match = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        year, month, day = (int(part) for part in match.groups())
    elif match := _YEAR_LAST.fullmatch(text):
        one, two, year = (int(part) for part in match.groups())
        day, month = (one, two) if day_first else (two, one)
    else:
        return None
    try:
        return pd.Timestamp(date(year, month, day))
    except ValueError:
        return None


def day_of(value: Any) -> date:
    """Read the one day that a user names.

    Raises
    ------
    DataError
        If it is no day.

    Examples
    --------
    >>> day_of("2025-12-31")
    datetime.date(2025, 12, 31)
    """
    stamp = _parsed(value, True)
    if stamp is None:
        raise DataError(f"{value!r} is no day; write it as 2025-12-31", value=value)
    return stamp.date()


def days_of(
    cells: Sequence[Any], day_first: bool | None = None
) -> tuple[pd.Series, list[int], bool]:
    """Read the days of one column.

    Parameters
    ----------
    cells : sequence
        Text, dates, or the serial numbers of a spreadsheet.
    day_first : bool, optional
        Whether 03/04/2025 is the third of April. Otherwise a cell of the column such as
        14/03/2025 tells; where none does, the day is taken to stand first.

    Returns
    -------
    Series of datetime64
        Missing where a cell is empty or no day.
    list of int
        Positions of filled cells that are no day.
    bool
        Whether days and months could be told apart only by that convention.

    Examples
    --------
    >>> days, wrong, guessed = days_of(["14/03/2025", "2025年4月1日", "soon", ""])
    >>> days.dt.strftime("%d %b").tolist()[:2], wrong, guessed
    (['14 Mar', '01 Apr'], [2], False)
    """
    texts = [str(cell).strip() for cell in cells if isinstance(cell, str)]
    told = _day_first(texts) if day_first is None else day_first
    ambiguous = any(_YEAR_LAST.fullmatch(text) for text in texts)
    cache: dict[Any, pd.Timestamp | None] = {}
    read: list[pd.Timestamp | None] = []
    wrong = []
    for at, cell in enumerate(cells):
        if is_blank(cell) or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
            read.append(None)
            continue
        if cell not in cache:
            cache[cell] = _parsed(cell, told is not False)
        read.append(cache[cell])
        if cache[cell] is None:
            wrong.append(at)
    days = [np.datetime64("NaT", "s") if one is None else one.to_datetime64() for one in read]
    return pd.Series(np.array(days, dtype="datetime64[s]")), wrong, told is None and ambiguous
