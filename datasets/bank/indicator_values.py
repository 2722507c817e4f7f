"""A year of the bank's indicators by branch and month, drawn from stated rates and means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from indicator_definitions import ROWS

SEED = 20260712
COLUMNS = {
    "branch": ("string", "Branch"),
    "month": ("string", "Month"),
    "indicator": ("string", "Code of the indicator"),
    "value": ("number", "Value, in the indicator's unit"),
    "unit": ("string", "Unit"),
    "n": ("integer", "Cases, checklist points or answers behind the value"),
}
BRANCHES = ("Harbour", "Market Square", "Riverside", "Station")
MONTHS = [f"2025-{m:02}" for m in range(7, 13)] + [f"2026-{m:02}" for m in range(1, 7)]
SHARES = {  # cases, and the share of each branch in per cent
    "transaction_accuracy": (1200, (99.85, 99.78, 99.66, 99.50)),
    "loans_on_time": (60, (93.0, 91.0, 84.0, 76.0)),
    "qualified_staff": (18, (95.0, 95.0, 90.0, 84.0)),
    "promises_kept": (50, (95.0, 94.0, 90.0, 84.0)),
    "privacy": (40, (99.5, 99.5, 99.5, 99.5)),
    "personal_advice": (150, (38.0, 24.0, 31.0, 20.0)),
    "cleanliness": (40, (96.0, 92.0, 94.0, 90.0)),
    "maintenance_done": (20, (95.0, 94.0, 90.0, 81.0)),
    "appearance": (40, (97.0, 95.0, 95.0, 93.0)),
}
MEANS = {  # cases, standard deviation of one case, and the mean of each branch
    "repair_time": (14, 3.0, (3.6, 4.7, 5.3, 7.5)),
    "enquiry_time": (90, 6.0, (3.0, 6.8, 4.0, 9.0)),
    "queue_time": (300, 5.0, (5.2, 8.6, 6.0, 11.0)),
    "complaint_care": (12, 1.3, (5.4, 4.7, 5.2, 4.2)),
}
MACHINE = (92.0, 84.0, 83.0, 70.0)
"""Faults in time, per cent: follows the repair time of the month, three points an hour."""
CONTACTS = (11.0, 8.0, 12.0, 6.0)
QUARTERLY = ("qualified_staff",)
AUDITS = ("privacy", "cleanliness", "appearance")
NO_AUDIT = ("Station", "2026-02")
IN_MINUTES = ("Riverside", "2025-11", "repair_time")


def drawn(rng: np.random.Generator, branch: int) -> dict[str, tuple[float, int]]:
    """One branch's month: each indicator's value and cases."""
    found = {}
    for name, (n, shares) in SHARES.items():
        found[name] = (100 * rng.binomial(n, shares[branch] / 100) / n, n)
    for name, (n, sd, means) in MEANS.items():
        low = 1.0 if name == "complaint_care" else 0.2
        found[name] = (max(rng.normal(means[branch], sd / np.sqrt(n)), low), n)
    off = found["repair_time"][0] - MEANS["repair_time"][2][branch]
    found["faults_in_time"] = (MACHINE[branch] - 3 * off + rng.normal(0, 0.8), 40)
    found["care_contacts"] = (float(rng.poisson(6 * CONTACTS[branch]) / 6), 600)
    return found


def population(branch: int) -> dict[str, float]:
    """What each indicator of a branch is without chance."""
    return (
        {name: shares[branch] for name, (_, shares) in SHARES.items()}
        | {name: means[branch] for name, (_, _, means) in MEANS.items()}
        | {"faults_in_time": MACHINE[branch], "care_contacts": CONTACTS[branch]}
    )


def composite(values: dict[str, float]) -> float:
    """Weighted mean of the scores between the anchors, by plain arithmetic."""
    total = 0.0
    for name, *_, points, worst, best in ROWS:
        total += points / 100 * 100 * (values[name] - worst) / (best - worst)
    return total


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    units = {row[0]: row[8] for row in ROWS}
    rows = []
    for month in MONTHS:
        for place, branch in enumerate(BRANCHES):
            values = drawn(rng, place)
            for name, unit in units.items():
                quarter = int(month[-2:]) % 3 == 0
                audit = name in AUDITS and (branch, month) == NO_AUDIT
                if audit or (name in QUARTERLY and not quarter):
                    continue
                value, n = values[name]
                if (branch, month, name) == IN_MINUTES:
                    value *= 60
                rows.append((branch, month, name, round(value, 2), unit, n))
    truth = {branch: population(place) for place, branch in enumerate(BRANCHES)}
    scores = {branch: composite(values) for branch, values in truth.items()}
    return pd.DataFrame(rows, columns=list(COLUMNS)), {
        "seed": SEED,
        "population": truth,
        "composite": scores,
        "ranks": ["Harbour", "Market Square and Riverside (it hangs on the weights)", "Station"],
        "redundant": ["repair_time", "faults_in_time"],
        "without_discrimination": ["privacy"],
        "missing": {"branch": NO_AUDIT[0], "month": NO_AUDIT[1], "indicators": list(AUDITS)},
        "wrong_unit": {
            "branch": IN_MINUTES[0],
            "month": IN_MINUTES[1],
            "indicator": IN_MINUTES[2],
            "what": "minutes where the unit says hours",
        },
    }
