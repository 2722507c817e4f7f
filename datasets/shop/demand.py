"""Orders a week: trend, season of the year, promotions, and one week lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261112
WEEKS = 208
LEVEL, GROWTH, SEASON, PROMOTION = 2400.0, 0.0022, 0.16, 0.22
AUTOREGRESSION, NOISE = 0.45, 0.045
LOST = "2024-07-15"


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    week = pd.date_range("2022-11-07", periods=WEEKS, freq="W-MON")
    promotion = np.zeros(WEEKS, dtype=int)
    promotion[rng.choice(np.arange(3, WEEKS, 5), 22, replace=False)] = 1
    shocks, state = rng.normal(0, NOISE, WEEKS), np.zeros(WEEKS)
    for t in range(1, WEEKS):
        state[t] = AUTOREGRESSION * state[t - 1] + shocks[t]
    turn = 2 * np.pi * (week.dayofyear.to_numpy() - 345) / 365.25
    logs = np.log(LEVEL) + GROWTH * np.arange(WEEKS) + SEASON * np.cos(turn) + state
    orders = rng.poisson(np.exp(logs + PROMOTION * promotion)).astype(float)
    table = pd.DataFrame({"week": week, "orders": orders, "promotion": promotion})
    table = table[table["week"] != LOST]
    return table.assign(orders=table["orders"].astype(int)), {
        "level": LEVEL,
        "growth_a_week": GROWTH,
        "season": SEASON,
        "promotion": PROMOTION,
        "autoregression": AUTOREGRESSION,
        "noise": NOISE,
        "scale": "logarithm",
        "lost_week": LOST,
    }
