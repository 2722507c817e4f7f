"""Files of records: Parquet, and JSON as our own forms save it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from svqkit.errors import DataError, MissingExtraError
from svqkit.responses.encodings import decode
from svqkit.responses.raw_table import RawTable

__all__ = ["read_json", "read_parquet"]

_LISTS = ("responses", "answers", "records", "results", "data", "rows")


def read_parquet(data: bytes, name: str) -> RawTable:
    """Read a Parquet file.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for messages.

    Returns
    -------
    RawTable

    Raises
    ------
    DataError
        If it is no Parquet file, or empty.
    MissingExtraError
        Without the package pyarrow.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise MissingExtraError("io", "pyarrow") from None
    try:
        # A single file's bytes: nothing is looked up by address.
        table = parquet.ParquetFile(BytesIO(data)).read()
        frame = table.to_pandas(ignore_metadata=False)
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{name} is not a readable Parquet file ({type(error).__name__})") from None
    if not isinstance(frame.index, pd.RangeIndex) and frame.index.name is not None:
        frame = frame.reset_index()
    if frame.empty:
        raise DataError(f"{name} is empty: it has no rows or no columns")
    cells = frame.astype(object).where(frame.notna(), None)
    return RawTable(
        [str(column).strip() for column in frame.columns],
        [list(row) for row in cells.itertuples(index=False, name=None)],
        list(range(2, len(frame) + 2)),
        {"kind": "Parquet"},
    )


def _records(value: Any, name: str) -> list[Mapping[str, Any]]:
    """Find the records: a list of them, one of them, or a list under a usual name."""
    if isinstance(value, Mapping):
        inside = next((value[key] for key in _LISTS if key in value), None)
        if isinstance(inside, list):
            value = inside
        elif isinstance(inside, Mapping):
            rest = {key: cell for key, cell in value.items() if not isinstance(cell, (dict, list))}
            value = [{**rest, **inside}]
        else:
            value = [value]
    if not isinstance(value, list) or not value or not all(isinstance(r, Mapping) for r in value):
        raise DataError(
            f"{name} holds no list of answers; expected is a list of records such as "
            '[{"P1": 5, "P2": 6}], or one record'
        )
    return [
        {**{k: v for k, v in one.items() if k != "answers"}, **one["answers"]}
        if isinstance(one.get("answers"), Mapping)
        else one
        for one in value
    ]


def _cell(value: Any) -> Any:
    if isinstance(value, str):  # half a surrogate pair is legal in JSON, and nowhere else
        return value.encode("utf-8", "replace").decode()
    if value is None or isinstance(value, (int, float)):
        return value
    return json.dumps(value, ensure_ascii=False)


def read_json(data: bytes, name: str, encoding: str | None = None) -> RawTable:
    """Read answers saved as JSON: a list of records, one record, or a record a line.

    Parameters
    ----------
    data : bytes
    name : str
        The file's name, for messages.
    encoding : str, optional

    Returns
    -------
    RawTable
        Columns in the order of first appearance; ``lines`` count the records, the first being 2.

    Raises
    ------
    DataError
        If it is no JSON, or holds no records.

    Examples
    --------
    >>> read_json(b'[{"P1": 5}, {"P1": 6, "P2": 7}]', "a.json").rows
    [[5, None], [6, 7]]
    """
    text, found, _ = decode(data, name, encoding)
    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        try:
            value = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError) as error:
            place = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise DataError(f"{name} is not readable JSON{place}; export it again") from None
    records = _records(value, name)
    header = list(dict.fromkeys(key for one in records for key in one))
    if not header:
        raise DataError(f"{name} holds records without any answers")
    rows = [[_cell(one.get(key)) for key in header] for one in records]
    return RawTable(
        [str(key).strip() for key in header],
        rows,
        list(range(2, len(rows) + 2)),
        {"kind": "JSON", "encoding": found},
    )
