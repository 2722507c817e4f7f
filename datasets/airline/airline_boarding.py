"""Boarding times at two bases: one changes its way of boarding, the other does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from airline_table import Table, columns

SEED = 20250701
CHANGE = "2025-07-01"
START, DAYS, FLIGHTS = "2025-05-01", 122, 2
BASES = {"Northport": 0.0, "Southport": 0.9}
MINUTES, PER_PASSENGER, SUMMER, EFFECT, SD = 7.5, 0.085, 0.8, -3.4, 1.8
SEATS, LEAST = 180, 96
LOST, IN_SECONDS, TWICE = 9, 4, 3


def _flights(rng: np.random.Generator) -> list[list[Any]]:
    """Draw two flights a day at each base; at Northport windows board first from the change on."""
    rows = []
    for day in np.arange(DAYS):
        date = str(np.datetime64(START) + day)
        for base, more in BASES.items():
            for number in range(FLIGHTS):
                new = base == "Northport" and date >= CHANGE
                passengers = int(rng.integers(LEAST, SEATS + 1))
                mean = MINUTES + more + PER_PASSENGER * passengers + SUMMER * (date >= CHANGE)
                minutes = round(mean + EFFECT * new + SD * rng.standard_normal(), 1)
                strategy = "outside_in" if new else "blocks"
                flight = f"SK{100 * (1 + list(BASES).index(base)) + number + 1}"
                rows.append([date, base, flight, strategy, passengers, minutes, "min"])
    return rows


def tables() -> dict[str, Table]:
    rng = np.random.default_rng(SEED)
    rows = _flights(rng)
    chosen = rng.choice(len(rows), LOST + IN_SECONDS + TWICE, replace=False)
    for at in chosen[:LOST]:
        rows[at][5] = None
    for at in chosen[LOST : LOST + IN_SECONDS]:
        rows[at][5:] = [round(60 * rows[at][5]), "s"]
    rows += [list(rows[at]) for at in sorted(chosen[LOST + IN_SECONDS :])]
    truth = {
        "change": CHANGE,
        "effect_minutes": EFFECT,
        "summer_minutes_at_both_bases": SUMMER,
        "southport_minutes_more": BASES["Southport"],
        "minutes_per_passenger": PER_PASSENGER,
        "sd_of_a_flight": SD,
        "lost": LOST,
        "in_seconds": IN_SECONDS,
        "written_twice": TWICE,
    }
    fields = columns(
        ("date", "date", "Day of the flight"),
        ("base", "string", "Airport of departure"),
        ("flight", "string", "Flight number"),
        ("strategy", "string", "How passengers were called: blocks from the back, or outside_in"),
        ("passengers", "integer", "Passengers boarded, of 180 seats"),
        ("boarding_time", "number", "From the first at the door to the last in the seat, in unit"),
        ("unit", "string", "Unit of the boarding time: min, or s"),
    )
    title = "Airline: boarding times at two bases, one of which changed its order (simulated)"
    return {
        "airline_boarding": Table(
            title, fields, rows, truth=truth, truth_file="truth_boarding.json"
        )
    }
