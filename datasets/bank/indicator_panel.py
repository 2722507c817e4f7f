"""Seven people of the bank rate how much each indicator matters; one read the scale upside down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from indicator_definitions import ROWS

SEED = 20260709
EXPERTS = 7
UPSIDE_DOWN = 6
SPREAD = 0.9
IDS = [row[0] for row in ROWS]
COLUMNS = {
    "expert": ("string", "Expert"),
    **{
        name: ("integer", f"Importance, 1 to 10: {row[1]}")
        for name, row in zip(IDS, ROWS, strict=True)
    },
}
KEY = "expert"


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Ratings from 1 to 10, and what is true of them."""
    rng = np.random.default_rng(SEED)
    points = np.array([row[-3] for row in ROWS], dtype=float)
    shared = 3 + 6 * (points - points.min()) / np.ptp(points)
    ratings = np.clip(np.round(shared + rng.normal(0, SPREAD, (EXPERTS, len(IDS)))), 1, 10)
    ratings[UPSIDE_DOWN - 1] = 11 - ratings[UPSIDE_DOWN - 1]
    table = pd.DataFrame(ratings.astype(int), columns=IDS)
    table.insert(0, "expert", [f"Expert {k + 1}" for k in range(EXPERTS)])
    return table, {
        "seed": SEED,
        "shared_importance": dict(zip(IDS, shared.tolist(), strict=True)),
        "spread_of_an_expert": SPREAD,
        "scale_upside_down": f"Expert {UPSIDE_DOWN}",
    }
