"""Build the shop's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/shop/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import contacts
import customers
import demand
import lockers
from description import FIELDS, KEYS, TITLES

from svqkit.responses.case_package import CaseTable, fields_of, write_case

HERE = Path(__file__).resolve().parent
CELLS = {
    "shop_customers": customers.cells,
    "shop_demand": demand.cells,
    "shop_lockers": lockers.cells,
    "shop_contacts": contacts.cells,
}


def build(folder: Path = HERE) -> None:
    tables, truths = {}, {}
    for name, cells in CELLS.items():
        rows, truths[name] = cells()
        path = f"{name.removeprefix('shop_')}.csv"
        tables[name] = CaseTable(TITLES[name], rows, fields_of(FIELDS[name]), path, KEYS.get(name))
    write_case(
        folder,
        "shop",
        "An online shop: customers, demand, parcel lockers and contacts (simulated)",
        "Who buys, what is asked for, which locker fails; what is true of it is known.",
        tables,
        {"truth.json": truths},
    )


if __name__ == "__main__":
    build()
