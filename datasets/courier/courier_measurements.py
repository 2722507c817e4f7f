"""Times from scan to chute in subgroups, weighings of a test parcel, and the yields of the steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

TIME_COLUMNS = {
    "sample": ("integer", "Number of the sample: five parcels in a row"),
    "date": ("date", "Day"),
    "seconds": ("number", "Time from scan to chute (s)"),
}
WEIGHT_COLUMNS = {
    "moment": ("datetime", "When weighed"),
    "kg": ("number", "Weight shown for the test parcel of 10 kg"),
}
STEP_COLUMNS = {
    "step": ("string", "Step"),
    "units": ("integer", "Parcels that entered the step"),
    "defective": ("integer", "of them not right the first time"),
}
SAMPLES, MEDIAN, SPREAD = 90, 8.0, 0.18
SLOW, SLOWER = 47, 1.45
"""The sample taken while a belt ran slowly, and by how much it took longer."""
LIMIT = 14.0
MILLISECONDS = (63, 2)
"""Sample and parcel whose time was written in milliseconds."""
WEIGHINGS, SIGMA, SHIFTED, BY = 120, 0.014, 81, 0.018
TOLERANCE = 0.060
YIELDS = {"unload": 0.997, "scan": 0.955, "sort": 0.990, "hand sort": 0.925, "load": 0.994}
ENTERED = 4000


def times(seed: int = 20260106) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    days = pd.bdate_range("2026-03-02", periods=SAMPLES // 2)
    rows = []
    for sample in range(1, SAMPLES + 1):
        parcels = 4 if sample in (12, 58, 71) else 5
        seconds = MEDIAN * np.exp(rng.normal(0, SPREAD, parcels))
        if sample == SLOW:
            seconds = seconds * SLOWER
        for place, one in enumerate(seconds):
            shown = round(float(one), 1)
            if (sample, place) == MILLISECONDS:
                shown = round(1000 * float(one))
            rows.append([sample, f"{days[(sample - 1) // 2]:%Y-%m-%d}", shown])
    return pd.DataFrame(rows, columns=list(TIME_COLUMNS))


def weights(seed: int = 20260107) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    kg = 10 + rng.normal(0, SIGMA, WEIGHINGS)
    kg[SHIFTED - 1 :] += BY
    days = pd.bdate_range("2026-03-02", periods=WEIGHINGS // 2 + 3)
    days = days.delete([22, 23, 24])
    moments = [f"{day:%Y-%m-%d}T{hour}:00:00" for day in days for hour in ("08", "14")]
    table = pd.DataFrame({"moment": moments[:WEIGHINGS], "kg": kg.round(3)})
    table.loc[[30, 88], "kg"] = np.nan
    return table


def steps(seed: int = 20260108) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows, entered = [], ENTERED
    for step, good in YIELDS.items():
        rows.append([step, entered, int(rng.binomial(entered, 1 - good))])
        entered -= int(rng.binomial(entered, 0.002))
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def truth() -> dict[str, Any]:
    rolled = float(np.prod(list(YIELDS.values())))
    return {
        "times": {
            "median": MEDIAN,
            "sd_of_log": SPREAD,
            "upper_limit": LIMIT,
            "slow_sample": SLOW,
            "slower_by": SLOWER,
            "samples_of_four": [12, 58, 71],
            "in_milliseconds": list(MILLISECONDS),
            "ppk": float((LIMIT - MEDIAN) / (MEDIAN * np.exp(3 * SPREAD) - MEDIAN)),
        },
        "weights": {
            "mean": 10.0,
            "sigma": SIGMA,
            "shifted_from": SHIFTED,
            "shifted_by": BY,
            "lower_limit": 10 - TOLERANCE,
            "upper_limit": 10 + TOLERANCE,
            "ppk_before": TOLERANCE / (3 * SIGMA),
            "missing": 2,
        },
        "steps": {"first_pass": YIELDS, "rolled": rolled},
    }
