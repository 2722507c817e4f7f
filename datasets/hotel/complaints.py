"""Complaints a week in two hotels over two years; a training in one of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261104
FIRST, WEEKS, CHANGE = "2024-01-01", 104, "2025-03-03"
YEAR = 365.25 / 7
LEVELS = {"trained_hotel": 24.0, "comparison_hotel": 22.0}
TREND, SEASON = 0.01, 3.0
SHARED = {"sd": 1.0, "rho": 0.3}
OWN = {"sd": 1.2, "rho": 0.35}
EFFECT = {"level": -4.0, "trend": -0.05}
BOTH = -1.5
"""A new booking system came to both hotels in the same week."""
LOST = ("2024-11-04", "2024-11-18")


def wave(rng: np.random.Generator, n: int, sd: float, rho: float) -> np.ndarray:
    """A stationary series whose neighbours resemble each other."""
    drawn = rng.normal(0, sd, n)
    for k in range(1, n):
        drawn[k] = rho * drawn[k - 1] + np.sqrt(1 - rho**2) * drawn[k]
    return drawn


def draw(rng: np.random.Generator, n: int = WEEKS) -> pd.DataFrame:
    """Draw both series without a gap."""
    weeks = pd.date_range(FIRST, periods=n, freq="7D")
    time = np.arange(n)
    since = time - int((weeks < CHANGE).sum())
    after = since >= 0
    common = TREND * time + SEASON * np.sin(2 * np.pi * time / YEAR) + BOTH * after
    common = common + wave(rng, n, **SHARED)
    gain = after * (EFFECT["level"] + EFFECT["trend"] * since)
    table = pd.DataFrame({"week": weeks})
    for hotel, level in LEVELS.items():
        own = level + common + wave(rng, n, **OWN) + (gain if hotel == "trained_hotel" else 0)
        table[hotel] = np.round(np.clip(own, 0, None), 1)
    return table


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, with three weeks that the comparison hotel did not report."""
    table = draw(np.random.default_rng(SEED))
    table.loc[table["week"].between(*LOST), "comparison_hotel"] = np.nan
    after = WEEKS - int((table["week"] < CHANGE).sum())
    return table, {
        "seed": SEED,
        "change": CHANGE,
        "level": EFFECT["level"],
        "trend_a_week": EFFECT["trend"],
        "average_effect": EFFECT["level"] + EFFECT["trend"] * (after - 1) / 2,
        "both_hotels_at_the_change": BOTH,
        "season": {"weeks": YEAR, "amplitude": SEASON},
        "not_reported": {"hotel": "comparison", "from": LOST[0], "to": LOST[1]},
    }
