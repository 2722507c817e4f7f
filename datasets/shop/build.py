"""Build the shop's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/shop/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import contacts
import customers
import demand
import lockers
from description import describe

HERE = Path(__file__).resolve().parent
TABLES = {
    "shop_customers": ("customers.csv", customers.cells),
    "shop_demand": ("demand.csv", demand.cells),
    "shop_lockers": ("lockers.csv", lockers.cells),
    "shop_contacts": ("contacts.csv", contacts.cells),
}


def build(folder: Path = HERE) -> None:
    files, truths = {}, {}
    for name, (path, cells) in TABLES.items():
        table, truths[name] = cells()
        table.to_csv(
            folder / path,
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            date_format="%Y-%m-%d",
        )
        files[name] = (path, len(table), (folder / path).read_bytes())
    for path, content in (("truth.json", truths), ("datapackage.json", describe(files))):
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (folder / path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
