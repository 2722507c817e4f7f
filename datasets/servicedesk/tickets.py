"""Half a year of tickets: promised times, a Monday rush, and a change in April."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

SEED = 20260706
N = 2400
FIRST, CHANGE, DRAWN = "2026-01-05", "2026-04-01", "2026-07-03T18:00:00"
TARGETS = {"P1": 4.0, "P2": 8.0, "P3": 24.0, "P4": 40.0}
SHARES = {"P1": 0.06, "P2": 0.24, "P3": 0.46, "P4": 0.24}
SIGMA = 0.8
"""Standard deviation of log hours."""
ATTAINED = {"P1": 0.96, "P2": 0.78, "P3": 0.91, "P4": 0.95}
"""Share within the target before April, outside the Monday rush."""
SWARM = 0.6
"""From April on a P2 is solved in this share of the time: the team meets at once."""
RUSH = 1.7
"""Opened on Monday from 8 to 10, a ticket takes this many times as long."""
START, LENGTH = 8.0, 10.0
CATEGORIES = ("account", "hardware", "network", "software", "printing")
CHANNELS = ("portal", "telephone", "e-mail", "chat")
DUPLICATED, BACKWARDS, UNSORTED = 9, 6, 5

_EPOCH = np.datetime64("1969-12-29")  # a Monday
_HOUR = np.timedelta64(3600, "s")


def closed_at(opened: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """Add working hours (Monday to Friday, 8 to 18) to moments."""
    day = opened.astype("datetime64[D]")
    since = (opened - day) / _HOUR
    worked = np.busday_count(_EPOCH, day) * LENGTH + np.clip(since - START, 0, LENGTH) + hours
    days, rest = np.divmod(worked, LENGTH)
    date = np.busday_offset(_EPOCH, days.astype(int), roll="forward")
    return date.astype("datetime64[s]") + np.round((START + rest) * 3600).astype("timedelta64[s]")


def draw(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Draw tickets without any fault, all closed."""
    days = np.array(pd.bdate_range(FIRST, DRAWN[:10]), dtype="datetime64[D]")
    weights = np.where(pd.DatetimeIndex(days).dayofweek == 0, 1.5, 1.0)
    hours = np.arange(8, 18)
    by_hour = np.array([1.5, 1.6, 1.2, 1.0, 0.7, 0.9, 1.0, 0.9, 0.7, 0.5])
    day = rng.choice(days, n, p=weights / weights.sum())
    hour = rng.choice(hours, n, p=by_hour / by_hour.sum())
    second = rng.integers(0, 3600, n)
    opened = day.astype("datetime64[s]") + (hour * 3600 + second).astype("timedelta64[s]")
    priority = rng.choice(list(SHARES), n, p=list(SHARES.values()))
    target = np.array([TARGETS[one] for one in priority])
    attained = np.array([ATTAINED[one] for one in priority])
    mean = np.log(target) - SIGMA * ndtri(attained)
    mean += np.where((priority == "P2") & (opened >= np.datetime64(CHANGE)), np.log(SWARM), 0.0)
    rush = (pd.DatetimeIndex(day).dayofweek == 0) & (hour < 10)
    mean += np.where(rush, np.log(RUSH), 0.0)
    taken = np.exp(rng.normal(mean, SIGMA))
    waits = rng.random(n) < np.where(np.isin(priority, ["P3", "P4"]), 0.3, 0.05)
    paused = np.where(waits, np.round(rng.gamma(2.0, 4.0, n), 2), 0.0)
    table = pd.DataFrame(
        {
            "opened": opened,
            "closed": closed_at(opened, taken + paused),
            "priority": priority,
            "paused": paused,
            "category": rng.choice(CATEGORIES, n, p=[0.28, 0.17, 0.13, 0.32, 0.10]),
            "channel": rng.choice(CHANNELS, n, p=[0.4, 0.3, 0.2, 0.1]),
        }
    )
    return table.sort_values("opened", kind="stable", ignore_index=True)


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, with the faults of a real list, and what is true of it."""
    rng = np.random.default_rng(SEED)
    table = draw(rng, N)
    table.insert(0, "ticket", [f"T{number:04d}" for number in range(1, N + 1)])
    drawn = np.datetime64(DRAWN)
    table["closed"] = table["closed"].astype("datetime64[s]").where(table["closed"] <= drawn)
    table.loc[table["closed"].isna(), "paused"] = 0.0
    done = np.flatnonzero(table["closed"].notna())
    wrong = rng.choice(done, BACKWARDS + DUPLICATED + UNSORTED, replace=False)
    backwards, again, unsorted = np.split(wrong, [BACKWARDS, BACKWARDS + DUPLICATED])
    table.loc[backwards, "closed"] = table.loc[backwards, "opened"] - pd.Timedelta(hours=3)
    table.loc[unsorted, "priority"] = None
    table = pd.concat([table, table.loc[again]]).sort_values("opened", kind="stable")
    swarmed = float(ndtr(ndtri(ATTAINED["P2"]) - np.log(SWARM) / SIGMA))
    truth = {
        "targets": TARGETS,
        "attained_outside_the_rush": {**ATTAINED, "P2 from April": swarmed},
        "rush": {"weekday": "Monday", "hours": [8, 9], "times_as_long": RUSH},
        "change": {"date": CHANGE, "priority": "P2", "times_as_long": SWARM},
        "clock": "Monday to Friday, 8 to 18, less the hours paused",
        "drawn": DRAWN,
        "faults": {
            "same row twice": DUPLICATED,
            "closed before it was opened": BACKWARDS,
            "no priority": UNSORTED,
        },
        "n": N,
    }
    return table.reset_index(drop=True), truth
