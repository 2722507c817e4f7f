"""Minutes down a day in the first two months of a quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20260708
DAYS = 59
MINUTES = 1440
OUTAGES_A_DAY, MINUTES_AN_OUTAGE = 0.35, 16.0
BAD_DAY, BAD_MINUTES = 41, 310


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    outages = rng.poisson(OUTAGES_A_DAY, DAYS)
    down = [int(np.round(rng.exponential(MINUTES_AN_OUTAGE, k).sum())) for k in outages]
    down[BAD_DAY] += BAD_MINUTES
    days = pd.date_range("2026-01-01", periods=DAYS).strftime("%Y-%m-%d")
    table = pd.DataFrame({"day": days, "minutes": MINUTES, "down": down})
    truth = {
        "minutes_down_a_day": OUTAGES_A_DAY * MINUTES_AN_OUTAGE,
        "bad_day": {"day": days[BAD_DAY], "minutes": BAD_MINUTES},
        "target": 0.995,
        "period_ends": "2026-03-31",
    }
    return table, truth
