"""Build the restaurant's tables from stated populations: CSV files, truth.json, datapackage.json.

Run with ``python datasets/restaurant/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import restaurant_assessment as assessment
import restaurant_guests as guests
import restaurant_orders as orders
import restaurant_turnover as turnover

HERE = Path(__file__).resolve().parent
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
TABLES = {
    "restaurant_steps": (
        "Restaurant: the steps of an order, before and after its lean weeks (simulated)",
        orders.STEP_COLUMNS,
        orders.steps,
    ),
    "restaurant_orders": (
        "Restaurant: orders timed step by step, before and after (simulated)",
        orders.ORDER_COLUMNS,
        orders.draw,
    ),
    "restaurant_assessment": (
        "Restaurant: daily assessment of its staff (simulated)",
        assessment.COLUMNS,
        assessment.draw,
    ),
    "restaurant_turnover": (
        "Restaurant: parties seated by day and meal (simulated)",
        turnover.COLUMNS,
        turnover.draw,
    ),
}


def plain(cell: Any) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
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
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 8) if isinstance(value, float) else value


def write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def resource(
    name: str, title: str, fields: list[dict[str, str]], about: dict[str, Any], path: Path
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
        "schema": {"fields": fields, "missingValues": [""]},
        "svqkit": {"kind": "simulated", **about, "truth": "truth.json"},
    }


def build(folder: Path = HERE) -> None:
    resources = []
    for name, (title, columns, draw) in TABLES.items():
        table, path = draw(), folder / f"{name.removeprefix('restaurant_')}.csv"
        write_csv(table, path)
        fields = [{"name": c, "type": kind, "title": said} for c, (kind, said) in columns.items()]
        resources.append(resource(name, title, fields, {"rows": len(table)}, path))
    answers, of_guests = guests.draw()
    path = folder / "guests.csv"
    write_csv(answers, path)
    about = {
        "respondents": len(answers),
        "instrument": "dineserv",
        "outcomes": list(guests.OUTCOMES),
    }
    title = "Restaurant: guests asked before and after its lean weeks (simulated)"
    survey = resource("restaurant_guests", title, guests.fields(list(answers)), about, path)
    survey["schema"]["primaryKey"] = "id"
    resources.append(survey)
    truths = {
        "orders": orders.truth(),
        "assessment": assessment.truth(),
        "turnover": turnover.truth(),
        "guests": of_guests,
    }
    write_json(rounded(truths), folder / "truth.json")
    package = {
        "profile": "data-package",
        "name": "restaurant",
        "title": "A restaurant: its steps, its staff, its tables (simulated)",
        "description": "Kitchen and floor before and after lean weeks; what is true is known.",
        "version": "1.0.0",
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/restaurant/build.py"}],
        "resources": resources,
        "svqkit": {"numpy": np.__version__},
    }
    write_json(package, folder / "datapackage.json")


if __name__ == "__main__":
    build()
