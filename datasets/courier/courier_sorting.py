"""Parcels sorted and missorted by shift over 26 weeks; scanners and training are planted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

COLUMNS = {
    "date": ("date", "Day"),
    "shift": ("string", "early, late or night"),
    "phase": ("string", "before, scanners, or training (with scanners)"),
    "parcels": ("integer", "Parcels sorted"),
    "missorted": ("integer", "Parcels that reached a wrong chute"),
    "label": ("integer", "of them: label not recognised"),
    "manual": ("integer", "of them: error of hand sorting"),
    "overfull": ("integer", "of them: chute overfull"),
    "damaged": ("integer", "of them: parcel damaged"),
    "address": ("integer", "of them: address changed on the way"),
}
SCANNERS, TRAINING = pd.Timestamp("2026-03-16"), pd.Timestamp("2026-05-11")
RATES = {
    "label": 0.0060,
    "manual": 0.0040,
    "overfull": 0.0009,
    "damaged": 0.0006,
    "address": 0.0004,
}
EFFECT = {"label": 0.40, "manual": 0.50}
"""What is left of a cause after its remedy: scanners for labels, training for manual errors."""
DAY, SHIFT = 0.12, 0.08
"""Standard deviations of the logarithm of the rate between days, and between shifts of a day."""
MEAN = {"early": 5200, "late": 7400, "night": 6100}
UNKNOWN = 0.015
"""Share of missorted parcels whose cause nobody wrote down."""
LOST, TWICE = pd.Timestamp("2026-02-18"), (pd.Timestamp("2026-04-22"), "late")
THOUSANDS = (pd.Timestamp("2026-05-28"), "night")


def phase_of(day: pd.Timestamp) -> str:
    return "before" if day < SCANNERS else "scanners" if day < TRAINING else "training"


def rates_on(day: pd.Timestamp) -> dict[str, float]:
    left = {
        "label": EFFECT["label"] if day >= SCANNERS else 1.0,
        "manual": EFFECT["manual"] if day >= TRAINING else 1.0,
    }
    return {cause: rate * left.get(cause, 1.0) for cause, rate in RATES.items()}


def draw(seed: int = 20260105) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for day in pd.date_range("2026-01-05", "2026-07-04"):
        if day.day_of_week == 6 or day == LOST:
            continue
        busy = {0: 1.25, 4: 1.15, 5: 0.6}.get(day.day_of_week, 1.0)
        of_day = rng.normal(0, DAY)
        for shift, mean in MEAN.items():
            parcels = int(rng.normal(mean * busy, 0.08 * mean * busy))
            factor = np.exp(of_day + rng.normal(0, SHIFT) - (DAY**2 + SHIFT**2) / 2)
            counts = {c: int(rng.binomial(parcels, r * factor)) for c, r in rates_on(day).items()}
            missorted = sum(counts.values())
            for cause in ("label", "manual"):
                counts[cause] -= int(rng.binomial(counts[cause], UNKNOWN))
            if (day, shift) == THOUSANDS:
                parcels //= 1000
            row = [f"{day:%Y-%m-%d}", shift, phase_of(day), parcels, missorted, *counts.values()]
            rows += [row, row] if (day, shift) == TWICE else [row]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def truth() -> dict[str, Any]:
    days = {"before": "2026-01-05", "scanners": "2026-03-16", "training": "2026-05-11"}
    return {
        "phases_begin": days,
        "rates": {phase: rates_on(pd.Timestamp(day)) for phase, day in days.items()},
        "missorted_share": {
            phase: sum(rates_on(pd.Timestamp(day)).values()) for phase, day in days.items()
        },
        "left_of_a_cause": EFFECT,
        "sd_of_log_rate": {"day": DAY, "shift": SHIFT},
        "cause_unknown": UNKNOWN,
        "missing_day": f"{LOST:%Y-%m-%d}",
        "row_twice": [f"{TWICE[0]:%Y-%m-%d}", TWICE[1]],
        "parcels_in_thousands": [f"{THOUSANDS[0]:%Y-%m-%d}", THOUSANDS[1]],
    }
