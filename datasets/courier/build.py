"""Build the courier's tables from stated populations: CSV files, truth.json, datapackage.json.

Run with ``python datasets/courier/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import courier_measurements as measurements
import courier_sorting as sorting
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
TABLES = {
    "courier_sorting": (
        "Courier: parcels sorted and missorted by shift over 26 weeks (simulated)",
        sorting.COLUMNS,
        sorting.draw,
    ),
    "courier_times": (
        "Courier: times from scan to chute, in samples of five (simulated)",
        measurements.TIME_COLUMNS,
        measurements.times,
    ),
    "courier_weights": (
        "Courier: weighings of a test parcel of 10 kg (simulated)",
        measurements.WEIGHT_COLUMNS,
        measurements.weights,
    ),
    "courier_steps": (
        "Courier: parcels right the first time, step by step (simulated)",
        measurements.STEP_COLUMNS,
        measurements.steps,
    ),
}


def plain(cell: Any) -> str:
    if isinstance(cell, (float, np.floating)):
        return "" if np.isnan(cell) else f"{cell:.10g}"
    return str(cell)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([plain(cell) for cell in row] for row in table.itertuples(index=False))


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return round(value, 8) if isinstance(value, float) else value


def write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def resource(
    name: str, title: str, columns: dict[str, Any], rows: int, path: Path
) -> dict[str, Any]:
    data = path.read_bytes()
    return {
        "name": name,
        "title": title,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "licenses": [LICENCE],
        "schema": {
            "fields": [
                {"name": column, "type": kind, "title": said}
                for column, (kind, said) in columns.items()
            ],
            "missingValues": [""],
        },
        "svqkit": {"kind": "simulated", "rows": rows, "truth": "truth.json"},
    }


def build(folder: Path = HERE) -> None:
    resources = []
    for name, (title, columns, draw) in TABLES.items():
        table, path = draw(), folder / f"{name.removeprefix('courier_')}.csv"
        write_csv(table, path)
        resources.append(resource(name, title, columns, len(table), path))
    truths = {"sorting": sorting.truth(), **measurements.truth()}
    write_json(rounded(truths), folder / "truth.json")
    package = {
        "profile": "data-package",
        "name": "courier",
        "title": "A courier's sorting centre (simulated)",
        "description": "Missorted parcels before and after scanners and training; what is true is known.",
        "version": "1.0.0",
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/courier/build.py"}],
        "resources": resources,
        "svqkit": {"numpy": np.__version__},
    }
    write_json(package, folder / "datapackage.json")


if __name__ == "__main__":
    build()
