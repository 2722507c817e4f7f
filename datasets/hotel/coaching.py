"""A coaching for those who did worst, which has no effect at all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261102
N, COACHED = 240, 48
MEAN, SD, RELIABILITY = 70.0, 10.0, 0.5


def draw(rng: np.random.Generator, n: int = N, coached: int = COACHED) -> pd.DataFrame:
    """Draw two scores of each, and coach the lowest."""
    true = rng.normal(0, np.sqrt(RELIABILITY), n)
    error = np.sqrt(1 - RELIABILITY)
    spring, autumn = (MEAN + SD * (true + rng.normal(0, error, n)) for _ in range(2))
    table = pd.DataFrame(
        {
            "employee": [f"E{k:03d}" for k in range(1, n + 1)],
            "spring": spring.round(1),
            "autumn": autumn.round(1),
        }
    )
    table["coached"] = table["spring"].rank(method="first") <= coached
    return table


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    table = draw(rng)
    table.loc[rng.choice(N, 4, replace=False), "autumn"] = np.nan
    return table, {
        "seed": SEED,
        "effect": 0.0,
        "mean": MEAN,
        "sd": SD,
        "reliability": RELIABILITY,
        "coached": f"the {COACHED} lowest in spring",
    }
