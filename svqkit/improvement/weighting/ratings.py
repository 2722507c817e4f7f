"""Tables of numbers for weighting, checked: what experts gave, and what units scored."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["floats_of", "numbers_of"]


def numbers_of(table: Any, row: str, column: str, fewest: int = 2) -> pd.DataFrame:
    """Read a table of which no cell may be missing.

    Parameters
    ----------
    table : DataFrame or array (rows × columns)
    row, column : str
        What a row and a column are, as errors call them: "expert", "indicator".
    fewest : int
        Rows needed.

    Returns
    -------
    DataFrame of float

    Raises
    ------
    TypeError
        If this is no table.
    DataError
        If it is too small, a name comes twice, or a cell is no finite number.

    Examples
    --------
    >>> numbers_of(pd.DataFrame({"queue": [3, None], "accuracy": [4, 5]}), "expert", "indicator")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: expert 1 has no number for indicator 'queue'; fill it in, or leave ...
    """
    if not isinstance(table, pd.DataFrame):
        array = np.asarray(table, dtype=object)
        if array.ndim != 2:
            raise TypeError(f"a table ({row}s × {column}s) is needed, not {type(table).__name__}")
        table = pd.DataFrame(array)
    if len(table) < fewest or table.shape[1] < 2:
        raise DataError(
            f"{len(table)} {row}s and {table.shape[1]} {column}s are too few; at least {fewest} "
            f"{row}s and 2 {column}s are needed"
        )
    rows, columns = table.index.to_flat_index(), table.columns.to_flat_index()
    for names, what in ((rows, row), (columns, column)):
        if names.has_duplicates:
            raise DataError(f"{what} {names[names.duplicated()].tolist()[0]!r} comes twice")
    table = table.set_axis(rows).set_axis(columns, axis=1)
    found = floats_of(table)
    bad = ~np.isfinite(found.to_numpy())
    if bad.any():
        i, j = (int(at) for at in np.argwhere(bad)[0])
        one, other, given = rows.tolist()[i], columns.tolist()[j], table.iat[i, j]
        said = "no number" if pd.isna(given) else f"{str(given)!r}, which is no number,"
        raise DataError(
            f"{row} {one!r} has {said} for {column} {other!r}; fill it in, or leave the {row} or the "
            f"{column} out",
            row=one,
            column=other,
            value=given,
        )
    return found


def floats_of(table: pd.DataFrame) -> pd.DataFrame:
    """Turn cells into numbers; what is no real number (a word, a date, a duration) becomes NaN.

    Parameters
    ----------
    table : DataFrame

    Returns
    -------
    DataFrame of float

    Examples
    --------
    >>> day = pd.to_datetime(["2026-01-05"])
    >>> floats_of(pd.DataFrame({"share": ["0.5"], "day": day})).values.tolist()
    [[0.5, nan]]
    """
    if all(kind.kind == "f" for kind in table.dtypes):
        return table.astype(float)
    return table.apply(_floats)


def _floats(column: pd.Series) -> pd.Series:
    if column.dtype.kind in "mMc":
        return pd.Series(np.nan, column.index)
    if column.dtype == object:
        column = column.mask(column.map(lambda cell: isinstance(cell, _NO_NUMBERS)))
    return pd.to_numeric(column, errors="coerce").astype(float)


_NO_NUMBERS = (bool, complex, date, timedelta, np.datetime64, np.timedelta64, pd.Period)
