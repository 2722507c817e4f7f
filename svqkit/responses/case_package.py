"""Write the tables of a simulated case as a data package: CSV files, truths, a description.

The reader of such tables is ``case_tables``. Cells are written by one rule, so that a build script
gives the same bytes wherever it runs.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["CaseTable", "fields_of", "write_case"]

LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


@dataclass(frozen=True)
class CaseTable:
    """A table of a case, and what its package says about it.

    Attributes
    ----------
    title : str
    rows : DataFrame
        As written; its columns are those of ``fields``.
    fields : list of dict
        Table Schema: ``name``, ``type``, ``title``.
    path : str
        File name.
    key : str or None
        Column that names a row.
    truth : str
        File that holds what is true of it.
    about : dict
        ``instrument`` and ``outcomes`` of a survey; empty for another table.

    Examples
    --------
    >>> table = CaseTable("Parcels", pd.DataFrame({"lost": [4]}),
    ...                   fields_of({"lost": ("integer", "Parcels lost")}), "parcels.csv")
    >>> table.fields[0]["title"]
    'Parcels lost'
    """

    title: str
    rows: pd.DataFrame
    fields: list[dict[str, Any]]
    path: str
    key: str | None = None
    truth: str = "truth.json"
    about: Mapping[str, Any] = field(default_factory=dict)


def fields_of(columns: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Make Table Schema's fields of names with types and titles.

    Parameters
    ----------
    columns : mapping of str to (type, title)

    Returns
    -------
    list of dict

    Examples
    --------
    >>> fields_of({"day": ("date", "Day")})
    [{'name': 'day', 'type': 'date', 'title': 'Day'}]
    """
    return [{"name": name, "type": kind, "title": said} for name, (kind, said) in columns.items()]


def write_case(
    folder: Path,
    name: str,
    title: str,
    description: str,
    tables: Mapping[str, CaseTable],
    truths: Mapping[str, Any],
) -> None:
    r"""Write a case's tables, truths and ``datapackage.json`` into a folder.

    Parameters
    ----------
    folder : Path
    name, title, description : str
        Of the package.
    tables : mapping of str to CaseTable
        By the name that ``load_dataset`` takes.
    truths : mapping of file name to content
        What is true of the tables; numbers are rounded to eight digits.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> table = CaseTable("Parcels", pd.DataFrame({"lost": [4, None]}),
    ...                   fields_of({"lost": ("number", "Parcels lost")}), "parcels.csv")
    >>> with TemporaryDirectory() as made:
    ...     write_case(Path(made), "post", "Post", "", {"post_parcels": table}, {})
    ...     (Path(made) / "parcels.csv").read_text(encoding="utf-8")
    'lost\n4\n""\n'
    """
    for path, content in truths.items():
        _write_json(_rounded(content), folder / path)
    resources = []
    for table_name, table in tables.items():
        _write_csv(table, folder / table.path)
        resources.append(_resource(table_name, table, (folder / table.path).read_bytes()))
    package = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": description,
        "version": "1.0.0",
        "licenses": [LICENCE],
        "sources": [{"title": f"Simulated by datasets/{name}/build.py"}],
        "resources": resources,
        "svqkit": {"numpy": np.__version__},
    }
    _write_json(package, folder / "datapackage.json")


def _cell(cell: Any, kind: str) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return ""
    if isinstance(cell, (float, np.floating)):
        return "" if np.isnan(cell) else f"{cell:.10g}"
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}" if kind == "date" else cell.isoformat(timespec="seconds")
    return str(cell)


def _write_csv(table: CaseTable, path: Path) -> None:
    kinds = [one["type"] for one in table.fields]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([one["name"] for one in table.fields])
        for row in table.rows.itertuples(index=False):
            writer.writerow([_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)])


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_rounded(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return round(float(value), 8) + 0.0
    return value.item() if isinstance(value, np.generic) else value


def _write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _resource(name: str, table: CaseTable, data: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": table.fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    counted = "respondents" if "instrument" in table.about else "rows"
    return {
        "name": name,
        "title": table.title,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "licenses": [LICENCE],
        "schema": schema,
        "svqkit": {
            "kind": "simulated",
            counted: len(table.rows),
            **table.about,
            "truth": table.truth,
        },
    }
