"""Tables given by hand: a frame, or a list of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from svqkit.errors import DataError

__all__ = ["name_of", "rows_of"]


def rows_of(what: str, given: Any) -> pd.DataFrame:
    """Take a table, or a list with a mapping a row, as a table of its own.

    Parameters
    ----------
    what : str
        What the rows are, for messages.
    given : DataFrame or list of mappings
        None is a table without rows.

    Returns
    -------
    DataFrame

    Raises
    ------
    DataError
        If it is neither, or a column is there twice.

    Examples
    --------
    >>> rows_of("steps", "greet, pay")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: steps must be a table or a list of rows such as {'name': 1}, not 'greet, pay'
    """
    if isinstance(given, pd.DataFrame):
        twice = given.columns[given.columns.duplicated()]
        if len(twice):
            raise DataError(f"{what} have the column {twice[0]!r} twice", column=twice[0])
        return given.copy()
    rows = [] if given is None else given
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, Mapping) for row in rows):
        raise DataError(
            f"{what} must be a table or a list of rows such as {{'name': 1}}, not {given!r}"
        )
    return pd.DataFrame(list(rows))


def name_of(cell: Any) -> str:
    """Write a cell as a name, trimmed; nothing where it is missing.

    Examples
    --------
    >>> name_of(" greet "), name_of(None), name_of(float("nan")), name_of(7)
    ('greet', '', '', '7')
    """
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    return str(cell).strip()
