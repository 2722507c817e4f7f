"""Tables of numbers for weighting, checked: what experts gave, and what units scored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["numbers_of"]


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
    for names, what in ((table.index, row), (table.columns, column)):
        if names.has_duplicates:
            raise DataError(f"{what} {names[names.duplicated()][0]!r} comes twice")
    found = table.apply(pd.to_numeric, errors="coerce").astype(float)
    bad = ~np.isfinite(found.to_numpy())
    if bad.any():
        i, j = (int(at) for at in np.argwhere(bad)[0])
        given = table.iat[i, j]
        said = "no number" if pd.isna(given) else f"{given!r}, which is no number,"
        raise DataError(
            f"{row} {table.index[i]!r} has {said} for {column} {table.columns[j]!r}; fill it in, or "
            f"leave the {row} or the {column} out",
            row=table.index[i],
            column=table.columns[j],
            value=given,
        )
    return found
