"""Build the service desk's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/servicedesk/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import availability
import projects
import sites
import tickets
from description import FIELDS, KEYS, TITLES

from svqkit.responses.case_package import CaseTable, fields_of, write_case

HERE = Path(__file__).resolve().parent
CELLS = {
    "servicedesk_tickets": tickets.cells,
    "servicedesk_sites": sites.cells,
    "servicedesk_availability": availability.cells,
    "servicedesk_log": projects.cells,
}


def build(folder: Path = HERE) -> None:
    tables, truths = {}, {}
    for name, cells in CELLS.items():
        rows, truths[name] = cells()
        path = f"{name.removeprefix('servicedesk_')}.csv"
        tables[name] = CaseTable(TITLES[name], rows, fields_of(FIELDS[name]), path, KEYS.get(name))
    write_case(
        folder,
        "servicedesk",
        "An IT service desk: tickets, sites, availability and improvement log (simulated)",
        "Half a year of a service desk and its promise; what is true of it is known.",
        tables,
        {"truth.json": truths},
    )


if __name__ == "__main__":
    build()
