"""Tables of a case that are no survey: indicators, waiting times, comments.

Their columns, types and units stand in the ``datapackage.json`` beside them (Table Schema).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["read_case_table"]

_TYPES = {"string": "object", "integer": "Int64", "number": "float64", "boolean": "boolean"}
_MOMENTS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%dT%H:%M:%S"}


def read_case_table(path: Path, schema: dict[str, Any]) -> pd.DataFrame:
    r"""Read a bundled table with the types its schema states.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8; an empty cell is a missing value.
    schema : dict
        Table Schema: ``fields`` with ``name`` and ``type`` (``string``, ``integer``, ``number``,
        ``boolean``, ``date``, ``datetime``); ``primaryKey``, where there is one, becomes the index.

    Returns
    -------
    DataFrame
        The fields as columns, in the schema's order. Whole numbers are ``int64``, or ``Int64``
        where some are missing; dates and times are ``datetime64``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> schema = {"fields": [{"name": "day", "type": "date"}, {"name": "lost", "type": "integer"}]}
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "parcels.csv"
    ...     _ = path.write_text("day,lost\n2026-03-02,4\n", encoding="utf-8")
    ...     read_case_table(path, schema)
             day  lost
    0 2026-03-02     4
    """
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    table = pd.read_csv(
        path,
        encoding="utf-8",
        dtype={name: _TYPES.get(kind, "object") for name, kind in kinds.items()},
        keep_default_na=False,
        na_values=[""],
    )[list(kinds)]
    for name, kind in kinds.items():
        if kind in _MOMENTS:
            table[name] = pd.to_datetime(table[name], format=_MOMENTS[kind])
        elif kind in ("integer", "boolean") and not table[name].isna().any():
            table[name] = table[name].astype("int64" if kind == "integer" else "bool")
    return table.set_index(schema["primaryKey"]) if "primaryKey" in schema else table
