"""Passengers a month: more fly in summer, so more complain, without anything being worse."""

from __future__ import annotations

from airline_table import Table, columns

PASSENGERS = {
    1: 61_200, 2: 63_800, 3: 74_100, 4: 82_600, 5: 88_300, 6: 97_500,
    7: 112_400, 8: 114_900, 9: 95_700, 10: 86_200, 11: 68_400, 12: 79_600,
}  # fmt: skip
YEAR = 2025


def tables() -> dict[str, Table]:
    rows = [[f"{YEAR}-{month:02}-01", count] for month, count in PASSENGERS.items()]
    fields = columns(
        ("month", "date", "First day of the month"),
        ("passengers", "integer", "Passengers carried in the month"),
    )
    title = "Airline: passengers a month (simulated)"
    return {"airline_traffic": Table(title, fields, rows, "truth_feedback.json")}
