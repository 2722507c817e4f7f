"""Daily assessment of the restaurant's staff: regression to the mean lies in wait."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20260105
PEOPLE, DAYS, TALKS = 14, 60, 3
MEAN, BETWEEN, WITHIN = 74.0, 3.0, 8.0
OFF = 0.12
COLUMNS = {
    "date": ("date", "Day"),
    "employee": ("string", "Employee"),
    "role": ("string", "Cook or waiter"),
    "score": ("integer", "Assessment of the day, 0 to 100"),
    "talk": (
        "boolean",
        "The manager talked to this person after that day: the three lowest scores",
    ),
}


def draw() -> pd.DataFrame:
    """Draw scores; a talk follows the three lowest of a day and does nothing at all."""
    rng = np.random.default_rng(SEED)
    level = MEAN + BETWEEN * rng.standard_normal(PEOPLE)
    level += MEAN - level.mean()
    dates = pd.bdate_range("2026-01-06", periods=DAYS, freq="C", weekmask="Tue Wed Thu Fri Sat")
    scores = level + WITHIN * rng.standard_normal((DAYS, PEOPLE))
    there = rng.random((DAYS, PEOPLE)) >= OFF
    scores = np.where(there, np.clip(np.round(scores), 0, 100), np.nan)
    rows = []
    for date, today in zip(dates, scores, strict=True):
        low = set(np.argsort(np.where(np.isnan(today), np.inf, today), kind="stable")[:TALKS])
        rows += [
            (f"{date:%Y-%m-%d}", f"E{k + 1:02d}", "cook" if k < 6 else "waiter", score, k in low)
            for k, score in enumerate(today)
            if not np.isnan(score)
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def truth() -> dict[str, Any]:
    """State what is true: stable people, noisy days, talks without effect."""
    return {
        "mean": MEAN,
        "sd_between_employees": BETWEEN,
        "sd_within_from_day_to_day": WITHIN,
        "share_of_variance_between": BETWEEN**2 / (BETWEEN**2 + WITHIN**2),
        "effect_of_a_talk": 0.0,
    }
