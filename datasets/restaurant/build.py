"""Build the restaurant's tables from stated populations: CSV files, truth.json, datapackage.json.

Run with ``python datasets/restaurant/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import restaurant_assessment as assessment
import restaurant_guests as guests
import restaurant_orders as orders
import restaurant_turnover as turnover

from svqkit.responses.case_package import CaseTable, fields_of, write_case

HERE = Path(__file__).resolve().parent
TABLES = {
    "restaurant_steps": (
        "Restaurant: the steps of an order, before and after its lean weeks (simulated)",
        orders.STEP_COLUMNS,
        orders.steps,
    ),
    "restaurant_orders": (
        "Restaurant: orders timed step by step, before and after (simulated)",
        orders.ORDER_COLUMNS,
        orders.draw,
    ),
    "restaurant_assessment": (
        "Restaurant: daily assessment of its staff (simulated)",
        assessment.COLUMNS,
        assessment.draw,
    ),
    "restaurant_turnover": (
        "Restaurant: parties seated by day and meal (simulated)",
        turnover.COLUMNS,
        turnover.draw,
    ),
}


def build(folder: Path = HERE) -> None:
    tables = {
        name: CaseTable(
            title, draw(), fields_of(columns), f"{name.removeprefix('restaurant_')}.csv"
        )
        for name, (title, columns, draw) in TABLES.items()
    }
    answers, of_guests = guests.draw()
    tables["restaurant_guests"] = CaseTable(
        "Restaurant: guests asked before and after its lean weeks (simulated)",
        answers,
        guests.fields(list(answers)),
        "guests.csv",
        "id",
        about={"instrument": "dineserv", "outcomes": list(guests.OUTCOMES)},
    )
    truths = {
        "orders": orders.truth(),
        "assessment": assessment.truth(),
        "turnover": turnover.truth(),
        "guests": of_guests,
    }
    write_case(
        folder,
        "restaurant",
        "A restaurant: its steps, its staff, its tables (simulated)",
        "Kitchen and floor before and after lean weeks; what is true is known.",
        tables,
        {"truth.json": truths},
    )


if __name__ == "__main__":
    build()
