"""Contacts with the shop's service: sites alike, agents not, some problems solved at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261104
SITES = ("Ghent", "Leeds", "Lyon", "Malmo", "Porto", "Turin")
AGENTS, CONTACTS = 8, 30
MEAN, SITE_SD, AGENT_SD, SD = 5.1, 0.10, 0.50, 1.0
REPEAT = 0.24


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    rows: list[tuple[str, str, float, int, float]] = []
    for site in SITES:
        at_site = rng.normal(0, SITE_SD)
        for k in range(AGENTS):
            by_agent = rng.normal(0, AGENT_SD)
            for _ in range(int(rng.poisson(CONTACTS))):
                rating = np.clip(np.round(MEAN + at_site + by_agent + rng.normal(0, SD)), 1, 7)
                hours = float(np.round(np.exp(rng.normal(2.2, 0.9)), 1))
                repeat = int(rng.random() < REPEAT)
                rows.append((site, f"{site[:2].upper()}{k + 1}", rating, repeat, hours))
    table = pd.DataFrame(rows, columns=["site", "agent", "rating", "repeat", "hours"])
    table.insert(0, "contact", [f"C{10001 + k}" for k in range(len(table))])
    table.loc[rng.random(len(table)) < 0.30, "rating"] = np.nan
    table["rating"] = table["rating"].astype("Int64")
    total = SITE_SD**2 + AGENT_SD**2 + SD**2
    return table, {
        "mean": MEAN,
        "icc_of_sites": SITE_SD**2 / total,
        "icc_of_agents_within_sites": AGENT_SD**2 / (AGENT_SD**2 + SD**2),
        "repeat": REPEAT,
        "answered": 0.70,
        "rounding": "ratings are whole points, so shares of variance are a little smaller",
    }
