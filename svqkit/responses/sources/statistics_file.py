"""Files of statistics programs: SPSS and Stata, with labels and codes for no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from svqkit.errors import DataError, MissingExtraError
from svqkit.responses.problems import listed
from svqkit.responses.raw_table import Note, RawTable

__all__ = ["STATISTICS", "read_statistics_file"]

STATISTICS = {
    ".sav": "SPSS",
    ".zsav": "SPSS, compressed",
    ".por": "SPSS, portable",
    ".dta": "Stata",
}


def _in_ranges(values: pd.Series, ranges: list[dict[str, Any]]) -> pd.Series:
    found = pd.Series(False, index=values.index)
    for one in ranges:
        low, high = one["lo"], one["hi"]
        if isinstance(low, str):
            found |= values == low
        elif pd.api.types.is_numeric_dtype(values):
            found |= values.between(low, high)
    return found


def _user_missing(frame: pd.DataFrame, meta: Any, notes: list[Note]) -> pd.DataFrame:
    """Set what the file itself declares missing to missing, and count it."""
    places = []
    total = 0
    for column, ranges in (meta.missing_ranges or {}).items():
        gone = _in_ranges(frame[column], ranges)
        if gone.any():
            frame[column] = frame[column].mask(gone)
            total += int(gone.sum())
            places.append(f"{column}: {int(gone.sum())}")
    for column, letters in (meta.missing_user_values or {}).items():  # Stata's .a to .z
        gone = frame[column].isin(letters)
        if gone.any():
            frame[column] = pd.to_numeric(frame[column].mask(gone))
            total += int(gone.sum())
            places.append(f"{column}: {int(gone.sum())}")
    if total:
        handling = "counted as no answer: declared missing in the file"
        notes.append(("user_missing", "file", total, handling, listed(places)))
    return frame


def _cell(value: Any) -> Any:
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if number != number:
            return None
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if isinstance(value, str):
        return value.strip() or None
    return value


def read_statistics_file(path: Path) -> RawTable:
    """Read an SPSS or Stata file with its variable labels, value labels and missing codes.

    Parameters
    ----------
    path : pathlib.Path
        Ending in .sav, .zsav, .por or .dta.

    Returns
    -------
    RawTable
        Numbers as they are coded; what the file declares missing is empty and counted.

    Raises
    ------
    DataError
        If the file is damaged or holds nothing.
    MissingExtraError
        Without the package pyreadstat.
    """
    try:
        import pyreadstat
    except ModuleNotFoundError:
        raise MissingExtraError("io", "pyreadstat") from None
    suffix = path.suffix.casefold()
    try:
        if suffix == ".por":
            frame, meta = pyreadstat.read_por(str(path))
        elif suffix == ".dta":
            frame, meta = pyreadstat.read_dta(str(path), user_missing=True)
        else:
            frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    except (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        UnicodeDecodeError,
        ValueError,
        OverflowError,
    ) as error:
        raise DataError(
            f"{path.name} is not a readable {STATISTICS[suffix]} file ({type(error).__name__}); "
            "save it again, or as CSV"
        ) from None
    if frame.empty:
        raise DataError(f"{path.name} is empty: it holds no cases")
    notes: list[Note] = []
    frame = _user_missing(frame, meta, notes)
    header = [str(name) for name in frame.columns]
    labels = {
        header.index(name): words
        for name, words in meta.variable_value_labels.items()
        if name in header
    }
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    return RawTable(
        header,
        rows,
        list(range(2, len(rows) + 2)),
        {"kind": STATISTICS[suffix], "encoding": meta.file_encoding or "utf-8"},
        notes=notes,
        texts=[str(label or "") for label in meta.column_labels],
        labels=labels,
    )
