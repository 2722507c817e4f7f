"""Build the hotel's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/hotel/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import coaching
import complaints
import costs
import guests
import staff
import visits
from description import FIELDS, KEYS, TITLES

from svqkit.responses.case_package import CaseTable, fields_of, write_case

HERE = Path(__file__).resolve().parent
CELLS = {
    "hotel_staff": staff.cells,
    "hotel_coaching": coaching.cells,
    "hotel_visits": visits.cells,
    "hotel_complaints": complaints.cells,
    "hotel_guests": guests.cells,
    "hotel_costs": costs.cells,
}


def build(folder: Path = HERE) -> None:
    tables, truths = {}, {}
    for name, cells in CELLS.items():
        rows, truths[name] = cells()
        path = f"{name.removeprefix('hotel_')}.csv"
        tables[name] = CaseTable(TITLES[name], rows, fields_of(FIELDS[name]), path, KEYS.get(name))
    write_case(
        folder,
        "hotel",
        "Two hotels, one of them trained: staff, visits, guests, complaints, costs (simulated)",
        "A service training beside a hotel without one; what is true of it is known.",
        tables,
        {"truth.json": truths},
    )


if __name__ == "__main__":
    build()
