"""Build the service desk's tables from stated populations: files, truth and datapackage.json.

Run with ``python datasets/servicedesk/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import availability
import projects
import sites
import tickets
from description import describe

HERE = Path(__file__).resolve().parent
TABLES = {
    "servicedesk_tickets": ("tickets.csv", tickets.cells),
    "servicedesk_sites": ("sites.csv", sites.cells),
    "servicedesk_availability": ("availability.csv", availability.cells),
    "servicedesk_log": ("log.csv", projects.cells),
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
            date_format="%Y-%m-%dT%H:%M:%S",
        )
        files[name] = (path, "truth.json", len(table), (folder / path).read_bytes())
    for path, content in (("truth.json", truths), ("datapackage.json", describe(files))):
        text = json.dumps(content, indent=1, ensure_ascii=False)
        (folder / path).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
