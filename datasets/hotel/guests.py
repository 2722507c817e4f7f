"""What guests of two hotels say, month by month: means of the five dimensions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261101
FIRST, MONTHS, CHANGE = "2024-01-01", 24, "2025-03-01"
LEVELS = {
    "tangibles": 5.4, "reliability": 5.2, "responsiveness": 4.7, "assurance": 5.0, "empathy": 4.6,
}  # fmt: skip
EFFECT = {
    "tangibles": 0.0, "reliability": 0.0, "responsiveness": 0.4, "assurance": 0.3, "empathy": 0.3,
}  # fmt: skip
SEASON, ANSWER_SD, MONTH_SD = 0.12, 1.1, 0.05
RISE = 0.005


def draw(rng: np.random.Generator) -> pd.DataFrame:
    """Draw both hotels without a gap."""
    months = pd.date_range(FIRST, periods=MONTHS, freq="MS")
    season = SEASON * np.cos(2 * np.pi * np.arange(MONTHS) / 12) + RISE * np.arange(MONTHS)
    tables = []
    for hotel, trained, shift in (("Harbour", True, 0.0), ("Park", False, 0.15)):
        n = rng.integers(45, 95, MONTHS)
        table = pd.DataFrame({"month": months, "hotel": hotel, "trained": trained, "n": n})
        after = trained & np.asarray(months >= CHANGE)
        for name, level in LEVELS.items():
            sd = np.hypot(ANSWER_SD / np.sqrt(n), MONTH_SD)
            mean = level + shift + season + EFFECT[name] * after
            table[name] = np.clip(rng.normal(mean, sd), 1, 7).round(2)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, without two months of the comparison hotel."""
    table = draw(np.random.default_rng(SEED))
    months = pd.to_datetime(["2024-08-01", "2025-06-01"])
    lost = (table["hotel"] == "Park") & table["month"].isin(months)
    return table[~lost].reset_index(drop=True), {
        "seed": SEED,
        "since": CHANGE,
        "effect": EFFECT,
        "season": SEASON,
        "months_without_answers": {"Park": ["2024-08", "2025-06"]},
    }
