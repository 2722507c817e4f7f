"""Customers of the shop: three kinds of them, and who left."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEED = 20261108
N = 1200
SHARES = {"regular": 0.40, "browser": 0.35, "careful": 0.25}
BEHAVIOUR = {  # mean of each segment, and the spread within
    "visits": ((9.0, 17.0, 4.0), 0.32, "log"),
    "conversion": ((9.0, 3.2, 5.5), 1.1, "plain"),
    "repurchase_days": ((26.0, 58.0, 92.0), 0.28, "log"),
    "chatbot_share": ((26.0, 48.0, 16.0), 5.0, "plain"),
}
EXPECTED = {
    "efficiency": (5.8, 6.4, 5.4),
    "availability": (6.1, 5.9, 5.7),
    "fulfilment": (6.3, 5.5, 6.1),
    "privacy": (5.2, 4.9, 6.4),
}
PERCEIVED = {
    "efficiency": (5.6, 5.0, 5.1),
    "availability": (5.7, 5.5, 5.5),
    "fulfilment": (5.4, 5.2, 5.3),
    "privacy": (5.4, 5.2, 4.9),
}
CHURN = {
    "intercept": -1.5,
    "efficiency": -0.30,
    "availability": 0.0,
    "fulfilment": -0.60,
    "privacy": -0.25,
    "late_deliveries": 0.50,
    "tenure_months": -0.025,
}
"""Log odds; perceptions are centred at 5.3, tenure at 24 months."""


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The file's rows, and what is true of them."""
    rng = np.random.default_rng(SEED)
    segment = rng.choice(3, N, p=list(SHARES.values()))
    table = pd.DataFrame({"customer": [f"K{1001 + k}" for k in range(N)]})
    for name, (means, spread, scale) in BEHAVIOUR.items():
        middle = np.array(means)[segment]
        noise = rng.normal(0, spread, N)
        drawn = middle * np.exp(noise) if scale == "log" else np.maximum(middle + noise, 0)
        table[name] = drawn.round(1)
    mood = rng.normal(0, 0.45, N)
    for name, means in EXPECTED.items():
        table[f"{name}_expected"] = _scale(rng, np.array(means)[segment], 0.55)
    seen = {}
    for name, means in PERCEIVED.items():
        seen[name] = _scale(rng, np.array(means)[segment] + mood, 0.7)
        table[name] = seen[name]
    table["tenure_months"] = np.minimum(rng.gamma(2.0, 13.0, N), 96).round().astype(int)
    table["late_deliveries"] = rng.poisson(0.9, N)
    table["basket"] = (np.array([62, 38, 81])[segment] * np.exp(rng.normal(0, 0.4, N))).round(2)
    odds = CHURN["intercept"] + CHURN["late_deliveries"] * table["late_deliveries"]
    odds += CHURN["tenure_months"] * (table["tenure_months"] - 24)
    for name, values in seen.items():
        odds += CHURN[name] * (values - 5.3)
    table["churned"] = (rng.random(N) < 1 / (1 + np.exp(-odds))).astype(int)
    share = float(table["churned"].mean())
    unanswered = [f"{name}_expected" for name in EXPECTED] + list(PERCEIVED)
    for name in unanswered:
        table.loc[rng.random(N) < 0.015, name] = np.nan
    cents = rng.choice(N, 6, replace=False)
    table.loc[cents, "basket"] *= 100
    table = table.assign(basket=table["basket"].round(2))
    twice = np.sort(rng.choice(N, 5, replace=False))
    table = pd.concat([table, table.iloc[twice]], ignore_index=True)
    return table, {
        "segments": "".join("rbc"[k] for k in segment),
        "letters": {"r": "regular", "b": "browser", "c": "careful"},
        "shares": SHARES,
        "behaviour": {k: list(v[0]) for k, v in BEHAVIOUR.items()},
        "expected": {k: list(v) for k, v in EXPECTED.items()},
        "perceived": {k: list(v) for k, v in PERCEIVED.items()},
        "churn_log_odds": CHURN,
        "churned": share,
        "faults": {"same row twice": 5, "basket in cents": 6, "unanswered": 0.015},
    }


def _scale(rng: np.random.Generator, middle: np.ndarray, spread: float) -> np.ndarray:
    """A dimension's mean on the scale from 1 to 7, to a quarter point."""
    return np.clip(np.round((middle + rng.normal(0, spread, N)) * 4) / 4, 1, 7)
