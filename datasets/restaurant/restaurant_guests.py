"""Guests of the restaurant asked by DINESERV, before and after its lean weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd

import svqkit as svq

SEED, N = 20260420, 420
CARELESS, LOST = 0.03, 0.012
EFFECTS = {"responsiveness": 0.60, "reliability": 0.40}
OUTCOMES: dict[str, tuple[dict[str, float], int, int]] = {
    "overall_quality": ({"reliability": 0.3, "responsiveness": 0.25, "assurance": 0.2}, 1, 7),
    "satisfaction": ({"reliability": 0.25, "responsiveness": 0.3, "empathy": 0.2}, 1, 7),
    "loyalty": ({"tangibles": 0.15, "responsiveness": 0.25, "empathy": 0.25}, 0, 10),
}


def draw() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Draw the answers; only responsiveness and reliability moved, as factors."""
    found = svq.simulate(
        "dineserv",
        N,
        population={
            "group_effects": {"after": EFFECTS},
            "outcomes": OUTCOMES,
            "weights": {},
            "shape": (4.4, 2.0),
        },
        groups={"period": {"before": 0.5, "after": 0.5}},
        careless=CARELESS,
        missing=LOST,
        seed=SEED,
    )
    table = pd.DataFrame(
        {"id": [f"G{k:03d}" for k in range(1, N + 1)]}, index=found.perceptions.index
    )
    table["period"] = found.respondents["period"]
    for letter, answers in (("E", found.expectations), ("P", found.perceptions)):
        table = table.join(answers.rename(columns=lambda code, to=letter: f"{to}{code[1:]}"))
    table = table.join(found.respondents[list(OUTCOMES)])
    truth = {
        "effects_of_the_lean_weeks_in_standard_deviations": EFFECTS,
        "outcomes": {name: coefficients for name, (coefficients, _, _) in OUTCOMES.items()},
        "share_careless": CARELESS,
        "share_lost": LOST,
        "careless": {str(key): str(kind) for key, kind in dict(found.truth["careless"]).items()},
    }
    return table, truth


def fields(columns: list[str]) -> list[dict[str, str]]:
    """Describe the columns: forms by E and P, items by their labels."""
    labels = svq.load_instrument("dineserv").labels
    titles = {
        "id": "Number of the form",
        "period": "Before or after the lean weeks",
        "overall_quality": "Overall quality, 1 to 7",
        "satisfaction": "Satisfaction, 1 to 7",
        "loyalty": "Likelihood to recommend, 0 to 10",
    }
    forms = {"E": "Expectation", "P": "Perception"}
    return [
        {
            "name": name,
            "type": "string" if name in ("id", "period") else "integer",
            "title": titles.get(name) or f"{forms[name[0]]}: {labels[f'Q{name[1:]}']}, 1 to 7",
        }
        for name in columns
    ]
