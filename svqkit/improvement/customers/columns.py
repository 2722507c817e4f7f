"""Numbers from a table's columns, checked: what is missing, text, constant or there twice is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from svqkit.errors import DataError

__all__ = ["known_columns", "numbers_of", "one_row_each", "zeros_and_ones"]

_LARGEST = 1e15
"""Size up to which a float holds whole numbers exactly."""


def known_columns(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse names that are no columns of the table.

    Examples
    --------
    >>> known_columns(pd.DataFrame({"visits": [1]}), ["visit"])
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: there is no column 'visit'; there are visits
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(f"give a DataFrame with a row each, not a {type(table).__name__}")
    if isinstance(columns, str) or not isinstance(columns, Iterable):
        raise TypeError(f"give a list of columns, such as [{columns!r}]")
    for name in columns:
        count = int((table.columns == name).sum())
        if not count:
            raise DataError(
                f"there is no column {name!r}; there are {', '.join(map(str, table.columns))}",
                column=name,
            )
        if count > 1:
            raise DataError(f"{name!r} heads {count} columns; rename or drop one", column=name)


def one_row_each(table: pd.DataFrame, what: str = "customer") -> None:
    """Refuse a table in which a label of the index comes twice.

    Examples
    --------
    >>> one_row_each(pd.DataFrame({"visits": [1, 2]}, index=["K1", "K1"]))
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: the customer 'K1' comes twice; drop what is there twice first
    """
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise DataError(
            f"the {what} {twice[0]!r} comes twice; drop what is there twice first", row=twice[0]
        )


def numbers_of(
    table: pd.DataFrame, columns: Sequence[str], log: Sequence[str] = (), *, vary: bool = True
) -> pd.DataFrame:
    """Read columns as numbers; those in ``log`` as logarithms.

    Parameters
    ----------
    table : DataFrame
    columns : sequence of str
    log : sequence of str
        Some of the columns.
    vary : bool
        Whether a column that is the same in all rows is an error.

    Returns
    -------
    DataFrame
        Floats; missing values stay missing.

    Raises
    ------
    DataError
        If a column is not there, holds text, infinity or more than 1e15, does not vary, or a logarithm is not possible.

    Examples
    --------
    >>> numbers_of(pd.DataFrame({"visits": ["3", "four"]}), ["visits"])
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: row 1 of column 'visits' holds 'four', which is no number
    """
    known_columns(table, columns)
    known_columns(table[list(columns)], log)
    found = pd.DataFrame(index=table.index)
    for name in columns:
        if pd.api.types.is_complex_dtype(table[name]):
            raise DataError(f"column {name!r} holds complex numbers", column=name)
        values = pd.to_numeric(table[name], errors="coerce").astype(float)
        bad = (values.isna() & table[name].notna()) | np.isinf(values)
        if bad.any():
            row = table.index[bad][0]
            value = table[name][bad].iloc[0]
            raise DataError(
                f"row {row} of column {name!r} holds {value!r}, which is no number",
                row=row,
                column=name,
                value=value,
            )
        if (values.abs() > _LARGEST).any():
            row = table.index[(values.abs() > _LARGEST).to_numpy()][0]
            raise DataError(
                f"row {row} of column {name!r} is beyond {_LARGEST:g}; use a larger unit",
                row=row,
                column=name,
            )
        if name in log:
            if (values <= 0).any():
                row = table.index[(values <= 0).to_numpy()][0]
                raise DataError(
                    f"row {row} of column {name!r} is {values[values <= 0].iloc[0]:g}: a "
                    "logarithm needs numbers above 0; leave the column out of log=",
                    row=row,
                    column=name,
                )
            values = pd.Series(np.log(values.to_numpy()), values.index)
        if vary and not values.std(ddof=0) > 0:
            raise DataError(f"column {name!r} does not vary; leave it out", column=name)
        found[name] = values
    return found


def zeros_and_ones(table: pd.DataFrame, column: str, *, both: bool = True) -> pd.Series:
    """Read a column that says whether something happened.

    Parameters
    ----------
    table : DataFrame
    column : str
        1 or true where it happened, 0 or false where not.
    both : bool
        Whether both must occur.

    Returns
    -------
    Series
        Floats; missing values stay missing.

    Raises
    ------
    DataError
        If another value is found, or only one of the two where both must occur.

    Examples
    --------
    >>> zeros_and_ones(pd.DataFrame({"churned": [0, 1, 2]}), "churned")
    Traceback (most recent call last):
    ...
    svqkit.errors.DataError: row 2 of column 'churned' holds 2; 1 means it happened, 0 that it did not
    """
    known_columns(table, [column])
    values = pd.to_numeric(table[column], errors="coerce").astype(float)
    bad = table[column].notna() & ~values.isin([0.0, 1.0])
    if bad.any():
        row, value = table.index[bad][0], table[column][bad].iloc[0]
        raise DataError(
            f"row {row} of column {column!r} holds {value}; 1 means it happened, 0 that it did not",
            row=row,
            column=column,
            value=value,
        )
    if both and values.nunique() < 2:
        raise DataError(f"column {column!r} holds only one value: there is nothing to compare")
    return values
