"""The data package that describes the bank's surveys, column by column."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

import svqkit as svq

TITLES = {
    "id": "Number of the form",
    "branch": "Branch",
    "age_band": "Age band",
    "visits": "Visits to the branch in the past year",
    "role": "Role",
    "position": "Position",
    "years": "Years with the bank",
    "overall_quality": "Overall quality, 1 to 7",
    "satisfaction": "Satisfaction, 1 to 7",
    "loyalty": "Likelihood to recommend, 0 to 10",
}
WORDS = ("id", "branch", "age_band", "role", "position")
FORMS = {
    "E": "Expectation",
    "P": "Perception",
    "M": "Least acceptable",
    "D": "Desired",
}
CRITERIA = ["overall_quality", "satisfaction", "loyalty"]
ABOUT = {
    "bank": ("servqual", "Bank survey: customers of four branches (simulated)"),
    "bank_managers": ("managers", "Bank survey: nine managers (simulated)"),
    "bank_employees": ("employees", "Bank survey: contact employees of four branches (simulated)"),
    "bank_wave2": ("servqual", "Bank survey: other customers a year later (simulated)"),
    "bank_three_column": (
        "servqual_three_column",
        "Bank survey: customers asked in three columns (simulated)",
    ),
}
LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0 Universal",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def field(column: str, labels: dict[str, str]) -> dict[str, Any]:
    """Describe a column; labels are those of items that stand under their own codes."""
    entry = {"name": column, "type": "string" if column in WORDS else "integer"}
    if column in TITLES:
        title = TITLES[column]
    elif column.startswith("points_"):
        title = f"Points out of 100 for {column.removeprefix('points_')}"
    elif column in labels:
        title = f"{labels[column]}, 1 to 7"
    else:
        title = f"{FORMS[column[0]]}, item Q{column[1:]} of SERVQUAL, 1 to 7"
    return entry | {"title": title}


def labels_of(instrument: str) -> dict[str, str]:
    """Label each item, marking those that are worded against their dimension."""
    return {
        item.code: f"{item.label}{' (reversed)' if item.reverse else ''}"
        for item in svq.load_instrument(instrument).items
    }


def resource(
    name: str, file: str, truth: str, columns: list[str], respondents: int, data: bytes
) -> dict[str, Any]:
    instrument, title = ABOUT[name]
    labels = labels_of(instrument)
    return {
        "name": name,
        "title": title,
        "path": file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "licenses": [LICENCE],
        "schema": {
            "fields": [field(column, labels) for column in columns],
            "missingValues": [""],
            "primaryKey": "id",
        },
        "svqkit": {
            "instrument": instrument,
            "kind": "simulated",
            "respondents": respondents,
            "outcomes": [column for column in CRITERIA if column in columns],
            "truth": truth,
        },
    }


def describe_table(
    name: str,
    title: str,
    file: str,
    truth: str,
    columns: dict[str, tuple[str, str]],
    rows: int,
    data: bytes,
    *,
    key: str | None = None,
) -> dict[str, Any]:
    """Describe a table that is no survey; columns give each name its type and title."""
    return {
        "name": name,
        "title": title,
        "path": file,
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
            **({"primaryKey": key} if key else {}),
        },
        "svqkit": {"kind": "simulated", "rows": rows, "truth": truth},
    }


def describe(
    files: dict[str, tuple[str, str, list[str], int, bytes]], tables: list[dict[str, Any]]
) -> dict[str, Any]:
    """Describe every survey (its files, its columns, its instrument) and every other table."""
    return {
        "profile": "data-package",
        "name": "bank",
        "title": "A bank with four branches: customers, managers and employees (simulated)",
        "description": "Five surveys of one bank, all simulated; what is true of it is known.",
        "version": "1.1.0",
        "licenses": [LICENCE],
        "sources": [{"title": "Simulated by datasets/bank/build.py"}],
        "resources": [*(resource(name, *parts) for name, parts in files.items()), *tables],
        "svqkit": {"numpy": np.__version__},
    }
