"""Build the airline's tables from stated populations: CSV files, truths and datapackage.json.

Run with ``python datasets/airline/build.py``; the same numpy gives the same bytes. Each module in
``MODULES`` makes its own tables: ``tables()`` gives name → ``Table``. A further story of the airline
is a further module in that list.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pandas as pd

from svqkit.responses.case_package import CaseTable, write_case

HERE = Path(__file__).resolve().parent
MODULES = ("airline_feedback", "airline_traffic", "airline_boarding")


def build(folder: Path = HERE) -> None:
    tables, truths = {}, {}
    for module in MODULES:
        for name, table in import_module(module).tables().items():
            names = [field["name"] for field in table.fields]
            rows = pd.DataFrame(table.rows, columns=names, dtype=object)
            path = f"{name.removeprefix('airline_')}.csv"
            tables[name] = CaseTable(
                table.title, rows, table.fields, path, table.key or None, table.truth_file
            )
            if table.truth:
                truths[table.truth_file] = table.truth
    write_case(
        folder,
        "airline",
        "An airline: what passengers say, and how they board (simulated)",
        "Tables of one airline, all simulated; what is true of it is known.",
        tables,
        truths,
    )


if __name__ == "__main__":
    build()
