"""Build the courier's tables from stated populations: CSV files, truth.json, datapackage.json.

Run with ``python datasets/courier/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import courier_measurements as measurements
import courier_sorting as sorting

from svqkit.responses.case_package import CaseTable, fields_of, write_case

HERE = Path(__file__).resolve().parent
TABLES = {
    "courier_sorting": (
        "Courier: parcels sorted and missorted by shift over 26 weeks (simulated)",
        sorting.COLUMNS,
        sorting.draw,
    ),
    "courier_times": (
        "Courier: times from scan to chute, in samples of five (simulated)",
        measurements.TIME_COLUMNS,
        measurements.times,
    ),
    "courier_weights": (
        "Courier: weighings of a test parcel of 10 kg (simulated)",
        measurements.WEIGHT_COLUMNS,
        measurements.weights,
    ),
    "courier_steps": (
        "Courier: parcels right the first time, step by step (simulated)",
        measurements.STEP_COLUMNS,
        measurements.steps,
    ),
}


def build(folder: Path = HERE) -> None:
    tables = {
        name: CaseTable(title, draw(), fields_of(columns), f"{name.removeprefix('courier_')}.csv")
        for name, (title, columns, draw) in TABLES.items()
    }
    write_case(
        folder,
        "courier",
        "A courier's sorting centre (simulated)",
        "Missorted parcels before and after scanners and training; what is true is known.",
        tables,
        {"truth.json": {"sorting": sorting.truth(), **measurements.truth()}},
    )


if __name__ == "__main__":
    build()
