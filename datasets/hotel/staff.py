"""Staff of two hotels, tested and observed before a training, after it, and half a year later."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261105
N = {"Harbour": 62, "Park": 58}
TRAINED = "Harbour"
DAY = "2025-02-28"
ABILITY, ABILITY_SD, TEST_ERROR = 62.0, 8.0, 4.0
HEAD_START = 2.0
"""The comparison hotel's staff know more before."""
PRACTICE = 2.0
"""The second test is a little easier to everybody."""
TEST_EFFECT = {"after": 9.0, "follow_up": 6.0}
MANNER, MANNER_SD, OBSERVED_ERROR = 15.0, 2.2, 1.6
SHARED = 0.4
"""Correlation of knowing and doing."""
MANNER_EFFECT = {"after": 2.0, "follow_up": 1.7}
REACTION, REACTION_SD = 5.8, 0.7
LEAVING = 0.10
LATE = 7


def draw(rng: np.random.Generator, n: dict[str, int] | None = None) -> pd.DataFrame:
    """Draw staff of whom nobody is missing."""
    sizes = N if n is None else n
    hotel = np.repeat(list(sizes), list(sizes.values()))
    trained = hotel == TRAINED
    size = len(hotel)
    first = rng.normal(size=size)
    second = SHARED * first + np.sqrt(1 - SHARED**2) * rng.normal(size=size)
    ability = ABILITY + ABILITY_SD * first + HEAD_START * ~trained
    manner = MANNER + MANNER_SD * second

    def test(gain: np.ndarray | float) -> np.ndarray:
        seen = ability + gain + rng.normal(0, TEST_ERROR, size)
        return np.clip(np.round(seen * 2) / 2, 0, 100)

    def observed(gain: np.ndarray | float) -> np.ndarray:
        return np.clip(np.round(manner + gain + rng.normal(0, OBSERVED_ERROR, size), 1), 0, 25)

    return pd.DataFrame(
        {
            "person": [
                f"{name[0]}{k:02d}" for name, many in sizes.items() for k in range(1, many + 1)
            ],
            "hotel": hotel,
            "department": rng.choice(["front desk", "housekeeping"], size, p=[0.4, 0.6]),
            "trained": trained,
            "test_before": test(0.0),
            "test_after": test(PRACTICE + trained * TEST_EFFECT["after"]),
            "test_follow_up": test(PRACTICE + trained * TEST_EFFECT["follow_up"]),
            "behaviour_before": observed(0.0),
            "behaviour_after": observed(trained * MANNER_EFFECT["after"]),
            "behaviour_follow_up": observed(trained * MANNER_EFFECT["follow_up"]),
            "reaction": np.where(
                trained, np.clip(np.round(rng.normal(REACTION, REACTION_SD, size), 1), 1, 7), np.nan
            ),
        }
    )


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, with who left and what was handed in late, and what is true of them."""
    rng = np.random.default_rng(SEED)
    table = draw(rng)
    size = len(table)
    z = (table["test_before"] - ABILITY) / np.hypot(ABILITY_SD, TEST_ERROR)
    left = rng.random(size) < LEAVING * np.exp(-0.6 * z - 0.18)
    table.loc[left, ["test_follow_up", "behaviour_follow_up"]] = np.nan
    ill = rng.choice(size, 5, replace=False)
    table.loc[ill, "test_after"] = np.nan
    table.loc[rng.choice(size, 4, replace=False), "behaviour_before"] = np.nan
    trained = np.flatnonzero(table["trained"])
    silent = rng.choice(trained, 8, replace=False)
    table.loc[silent, "reaction"] = np.nan
    handed = np.where(table["reaction"].notna(), rng.integers(0, 6, size), -1)
    late = rng.choice(np.setdiff1d(trained, silent), LATE, replace=False)
    handed[late] = rng.integers(21, 50, LATE)
    day = pd.Timestamp(DAY) + pd.to_timedelta(handed, unit="D")
    table["form_handed_in"] = day.where(handed >= 0)
    table.loc[late, "reaction"] = np.clip(table.loc[late, "reaction"] - 1.0, 1, 7).round(1)
    reliability = ABILITY_SD**2 / (ABILITY_SD**2 + TEST_ERROR**2)
    truth = {
        "seed": SEED,
        "trained": TRAINED,
        "test_effect": TEST_EFFECT,
        "test_retained": TEST_EFFECT["follow_up"] / TEST_EFFECT["after"],
        "test_reliability": reliability,
        "head_start_of_comparison": HEAD_START,
        "ancova_of_the_test": {
            when: gain - (1 - reliability) * HEAD_START for when, gain in TEST_EFFECT.items()
        },
        "practice": PRACTICE,
        "behaviour_effect": MANNER_EFFECT,
        "behaviour_reliability": MANNER_SD**2 / (MANNER_SD**2 + OBSERVED_ERROR**2),
        "reaction": REACTION,
        "late_forms": {"n": LATE, "lower_by": 1.0},
    }
    return table, truth
