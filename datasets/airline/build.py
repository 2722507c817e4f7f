"""Build the airline's tables from stated populations: CSV files, truths and datapackage.json.

Run with ``python datasets/airline/build.py``; the same numpy gives the same bytes. Each module in
``MODULES`` makes its own tables: ``tables()`` gives name → ``Table``. A further story of the airline
is a further module in that list.
"""

from __future__ import annotations

import csv
import hashlib
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
MODULES = ("airline_feedback", "airline_traffic", "airline_boarding")
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def write_csv(columns: list[str], rows: list[list[Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def resource(name: str, table: Any, data: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": table.fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = table.key
    about = {"kind": "simulated", "rows": len(table.rows)}
    return {
        "name": name,
        "title": table.title,
        "path": f"{name.removeprefix('airline_')}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "licenses": [LICENCE],
        "schema": schema,
        "svqkit": about | {"truth": table.truth_file},
    }


def build(folder: Path = HERE) -> None:
    resources = []
    for module in MODULES:
        for name, table in import_module(module).tables().items():
            path = folder / f"{name.removeprefix('airline_')}.csv"
            write_csv([field["name"] for field in table.fields], table.rows, path)
            if table.truth:
                write_json(table.truth, folder / table.truth_file)
            resources.append(resource(name, table, path.read_bytes()))
    package = {
        "profile": "data-package",
        "name": "airline",
        "title": "An airline: what passengers say, and how they board (simulated)",
        "description": "Tables of one airline, all simulated; what is true of it is known.",
        "version": "1.0.0",
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/airline/build.py"}],
        "resources": resources,
        "svqkit": {"numpy": np.__version__},
    }
    write_json(package, folder / "datapackage.json")


if __name__ == "__main__":
    build()
