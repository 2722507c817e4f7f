"""Mystery visits to twelve teams of two hotels, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261103
TEAMS = 6
FIRST, MONTHS, SINCE = "2024-09-01", 12, 6
LEVEL, TEAM_SD, MONTH_SD, ERROR = 68.0, 4.0, 1.5, 6.0
DRIFT = 0.3
"""Points a month, in both hotels."""
EFFECT = 4.0


def draw(rng: np.random.Generator, teams: int = TEAMS) -> pd.DataFrame:
    """Draw visits of which none was left out."""
    months = pd.date_range(FIRST, periods=MONTHS, freq="MS")
    rows = []
    for hotel, trained in (("Harbour", True), ("Park", False)):
        for team in range(1, teams + 1):
            own = LEVEL + rng.normal(0, TEAM_SD)
            for k, month in enumerate(months):
                mean = own + DRIFT * k + EFFECT * (trained and k >= SINCE) + rng.normal(0, MONTH_SD)
                rows += [
                    (f"{hotel} {team}", hotel, trained, month, score)
                    for score in rng.normal(mean, ERROR, rng.integers(2, 5))
                ]
    table = pd.DataFrame(rows, columns=["team", "hotel", "trained", "month", "score"])
    table["score"] = table["score"].clip(0, 100).round(1)
    return table


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, with a month without visits in the comparison hotel."""
    rng = np.random.default_rng(SEED)
    table = draw(rng)
    lost = (table["hotel"] == "Park") & (table["month"] == "2024-12-01")
    table = table[~lost].reset_index(drop=True)
    table.loc[rng.choice(len(table), 6, replace=False), "score"] = np.nan
    months = pd.date_range(FIRST, periods=MONTHS, freq="MS")
    return table, {
        "seed": SEED,
        "effect": EFFECT,
        "since": f"{months[SINCE]:%Y-%m-%d}",
        "drift_a_month": DRIFT,
        "team_sd": TEAM_SD,
        "team_by_month_sd": MONTH_SD,
        "without_visits": {"hotel": "Park", "month": "2024-12-01"},
    }
