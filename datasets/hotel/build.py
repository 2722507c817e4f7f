"""Build the hotel's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/hotel/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import coaching
import complaints
import costs
import guests
import staff
import visits
from description import describe

HERE = Path(__file__).resolve().parent
TABLES = {
    "hotel_staff": ("staff.csv", staff.cells),
    "hotel_coaching": ("coaching.csv", coaching.cells),
    "hotel_visits": ("visits.csv", visits.cells),
    "hotel_complaints": ("complaints.csv", complaints.cells),
    "hotel_guests": ("guests.csv", guests.cells),
    "hotel_costs": ("costs.csv", costs.cells),
}


def build(folder: Path = HERE) -> None:
    files, truths = {}, {}
    for name, (path, cells) in TABLES.items():
        table, truths[name] = cells()
        for column in table.select_dtypes("bool"):
            table[column] = table[column].map({True: "true", False: "false"})
        table.to_csv(
            folder / path,
            index=False,
            encoding="utf-8",
            lineterminator="\n",
            date_format="%Y-%m-%d",
        )
        files[name] = (path, "truth.json", len(table), (folder / path).read_bytes())
    for path, content in (("truth.json", truths), ("datapackage.json", describe(files))):
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (folder / path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
