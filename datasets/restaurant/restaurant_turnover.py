"""Parties seated by day: does the restaurant serve more since its lean weeks?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20260301
TABLES, CHANGE = 24, "2026-02-17"
LEVEL = {"lunch": 1.10, "dinner": 1.70}
WEEKEND = {"lunch": 0.25, "dinner": 0.55}
EFFECT = {"lunch": 0.0, "dinner": 0.30}
SPREAD = 0.14
MISSING = ["2026-01-22", "2026-02-05", "2026-03-11"]
LATE = "2026-03-20"
COLUMNS = {
    "date": ("date", "Day; the restaurant is closed on Mondays"),
    "meal": ("string", "Lunch or dinner"),
    "tables": ("integer", "Tables in use"),
    "parties": ("integer", "Parties seated"),
    "entered": ("date", "Day on which the line was written"),
}


def draw() -> pd.DataFrame:
    """Draw sixteen weeks; one day is written twice (the later line is right), three are missing."""
    rng = np.random.default_rng(SEED)
    rows = []
    for date in pd.date_range("2026-01-06", "2026-04-26"):
        if date.weekday() == 0:
            continue
        for meal in ("lunch", "dinner"):
            turns = LEVEL[meal] + WEEKEND[meal] * (date.weekday() >= 4)
            turns += EFFECT[meal] * (date >= pd.Timestamp(CHANGE)) + SPREAD * rng.standard_normal()
            day = f"{date:%Y-%m-%d}"
            rows.append((day, meal, TABLES, max(0, round(TABLES * turns)), day))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table = table[~table["date"].isin(MISSING)].reset_index(drop=True)
    late = (table["date"] == LATE) & (table["meal"] == "dinner")
    again = table[late].assign(entered="2026-03-27")
    table.loc[late, "parties"] = table.loc[late, "parties"] // 10
    return pd.concat([table, again], ignore_index=True)


def truth() -> dict[str, Any]:
    """State what was planted."""
    return {
        "change": CHANGE,
        "effect_parties_per_table": EFFECT,
        "weekend_parties_per_table": WEEKEND,
        "sd_of_a_day": SPREAD,
        "missing_days": MISSING,
        "written_twice": {"date": LATE, "meal": "dinner", "right": "the later line"},
    }
