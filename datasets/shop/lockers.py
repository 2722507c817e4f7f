"""Runs of parcel lockers from one service to the next fault."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261103
LOCKERS, DAYS = 140, 730
SHAPE, SCALE = 1.7, 330.0
HAZARD = {"outdoor": 0.60, "uses": 0.35, "age": 0.10}
"""Log hazard ratios: outdoors, each ten openings a day more, each year of age."""
PREVENTIVE = 300
REPAIR = 1.2


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    rows = []
    for k in range(LOCKERS):
        outdoor = int(rng.random() < 0.45)
        uses = float(np.round(np.clip(rng.gamma(6.0, 0.5), 0.5, 9.0), 1))
        old = float(np.round(rng.uniform(0.2, 7.5), 1))
        risk = HAZARD["outdoor"] * outdoor + HAZARD["uses"] * (uses - 3)
        risk += HAZARD["age"] * (old - 3)
        start, day = pd.Timestamp("2024-11-04"), 0
        while day < DAYS:
            life = SCALE * (rng.exponential() * np.exp(-risk)) ** (1 / SHAPE)
            days = max(int(np.ceil(min(life, PREVENTIVE, DAYS - day))), 1)
            fault = int(life <= min(PREVENTIVE, DAYS - day))
            down = float(np.round(rng.exponential(REPAIR), 1)) if fault else 0.0
            running = int(not fault and day + days >= DAYS)
            begun = start + pd.Timedelta(day, unit="D")
            rows.append((f"L{101 + k}", begun, days, fault, running, outdoor, uses, old, down))
            day += days + int(np.ceil(down))
    names = ["locker", "serviced", "days", "fault", "running", "outdoor", "uses", "age", "down"]
    table = pd.DataFrame(rows, columns=names)
    table.loc[rng.choice(len(table), 7, replace=False), "uses"] = np.nan
    return table, {
        "shape": SHAPE,
        "scale_days": SCALE,
        "log_hazard_ratios": HAZARD,
        "scale_holds_for": {"outdoor": 0, "uses": 3, "age": 3},
        "preventive_service_after_days": PREVENTIVE,
        "mean_days_down": REPAIR,
        "days_observed": DAYS,
        "faults": {"uses not known": 7},
    }
