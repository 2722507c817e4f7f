"""Build the bank's surveys and tables from stated populations: tables, truths, datapackage.json.

Run with ``python datasets/bank/build.py``; the same numpy gives the same bytes. Each survey has a
module of its own beside this one, with its population and a ``draw`` for fresh samples of any size.
"""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path
from typing import Any

import account_opening
import customers
import employees
import indicator_definitions
import indicator_panel
import indicator_values
import managers
import numpy as np
import pandas as pd
import three_column
from description import describe, describe_table

HERE = Path(__file__).resolve().parent
SURVEYS = {
    "bank": ("bank.csv", "truth.json", partial(customers.cells, 1)),
    "bank_managers": ("managers.csv", "truth_managers.json", managers.cells),
    "bank_employees": ("employees.csv", "truth_employees.json", employees.cells),
    "bank_wave2": ("wave2.csv", "truth_wave2.json", partial(customers.cells, 2)),
    "bank_three_column": ("three_column.csv", "truth_three_column.json", three_column.cells),
}
TABLES = {
    "bank_account_opening": (
        "account_opening.csv",
        "truth_account_opening.json",
        account_opening,
        "Opening an account at the bank: steps before and after the redesign (simulated)",
    ),
    "bank_indicators": (
        "indicators.csv",
        "truth_indicators.json",
        indicator_definitions,
        "The bank's fifteen indicators of service quality: definitions (invented)",
    ),
    "bank_indicator_values": (
        "indicator_values.csv",
        "truth_indicator_values.json",
        indicator_values,
        "The bank's indicators by branch and month, a year (simulated)",
    ),
    "bank_indicator_panel": (
        "indicator_panel.csv",
        "truth_indicator_panel.json",
        indicator_panel,
        "Seven people of the bank rate the importance of its indicators (simulated)",
    ),
}
"""Tables that are no survey: file, truth, module with ``COLUMNS``, ``cells()`` and perhaps ``KEY``, title."""


def write_csv(table: pd.DataFrame, path: Path) -> None:
    def plain(cell: Any) -> str:
        if isinstance(cell, float):
            return "" if np.isnan(cell) else f"{cell:.10g}"
        return str(cell)

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([plain(cell) for cell in row] for row in table.itertuples(index=False))


def rounded(value: Any) -> Any:
    """Round for the file: eight digits are more than any survey can use."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 8) + 0.0 if isinstance(value, float) else value


def write_json(content: Any, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build(folder: Path = HERE) -> None:
    files = {}
    for name, (table_file, truth_file, cells) in SURVEYS.items():
        table, truth = cells()
        write_csv(table, folder / table_file)
        write_json(rounded(truth), folder / truth_file)
        data = (folder / table_file).read_bytes()
        files[name] = (table_file, truth_file, list(table.columns), len(table), data)
    tables = []
    for name, (table_file, truth_file, module, title) in TABLES.items():
        table, truth = module.cells()
        write_csv(table, folder / table_file)
        write_json(rounded(truth), folder / truth_file)
        data = (folder / table_file).read_bytes()
        tables.append(
            describe_table(
                name,
                title,
                table_file,
                truth_file,
                module.COLUMNS,
                len(table),
                data,
                key=getattr(module, "KEY", None),
            )
        )
    write_json(describe(files, tables), folder / "datapackage.json")


if __name__ == "__main__":
    build()
