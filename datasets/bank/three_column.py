"""Customers asked in three columns: the least they would accept, what they would like, what they get.

Tangibles lie at the top of the zone of tolerance and above it, assurance and empathy inside,
responsiveness at its lower edge, reliability below it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from customers import (
    AGES,
    BRANCHES,
    E_CORRELATIONS,
    E_LOADINGS,
    P_CORRELATIONS,
    P_LOADINGS,
    matrix,
)
from customers import population as customers_population

import svqkit as svq
from svqkit.responses.responses import Responses

SEED = 19880404
N = 204
CARELESS = 6
MIXED_UP = 5
# Latent means, in standard deviations: how well each thing goes, and how much of it is wanted.
P_SHIFTS = {
    "tangibles": 0.85,
    "reliability": -0.65,
    "responsiveness": -0.25,
    "assurance": 0.35,
    "empathy": 0.25,
}
E_SHIFTS = {
    "tangibles": -0.55,
    "reliability": 0.30,
    "responsiveness": 0.15,
    "assurance": 0.10,
    "empathy": 0.00,
}
STEPS = (-0.08, 0.06, 0.10, -0.05, 0.02)  # items of a dimension differ a little
LETTERS = {"minimum": "M", "desired": "D", "perception": "P"}


def population() -> dict[str, Any]:
    mapping = svq.load_instrument("servqual_three_column").mapping
    codes = [code for items in mapping.values() for code in items]

    def shifts(by_dimension: dict[str, float]) -> dict[str, float]:
        return {
            code: by_dimension[name] + step
            for name, items in mapping.items()
            for code, step in zip(items, STEPS, strict=False)
        }

    return {
        "loadings": dict(zip(codes, P_LOADINGS, strict=True)),
        "expectation_loadings": dict(zip(codes, E_LOADINGS, strict=True)),
        "correlations": matrix(P_CORRELATIONS),
        "expectation_correlations": matrix(E_CORRELATIONS),
        "link": 0.25,
        "shifts": shifts(P_SHIFTS),
        "expectation_shifts": shifts(E_SHIFTS),
        "shape": (4.2, 2.0),
        "expectation_shape": (5.6, 1.2),
        "minimum_shift": -1.35,
        "outcomes": {
            name: outcome
            for name, outcome in customers_population()["outcomes"].items()
            if name != "loyalty"
        },
    }


def draw(n: int, seed: int, *, careless: float = 0, missing: float = 0) -> Responses:
    return svq.simulate(
        "servqual_three_column",
        n,
        population=population(),
        careless=careless,
        missing=missing,
        groups={"branch": BRANCHES, "age_band": AGES},
        seed=seed,
    )


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table as the forms leave it, and what is true of it."""
    drawn = draw(N, SEED, careless=CARELESS / N, missing=0.01)
    rng = np.random.default_rng(SEED + 1)
    forms = {form: frame.copy() for form, frame in drawn.forms.items()}
    careless = drawn.truth["careless"]
    attentive = drawn.perceptions.index.difference(list(careless))
    # Five took the column of the least acceptable for that of the desired level, and the reverse.
    mixed = sorted(rng.choice(attentive.to_numpy(), size=MIXED_UP, replace=False).tolist())
    desired = forms["desired"].loc[mixed].copy()
    forms["desired"].loc[mixed] = forms["minimum"].loc[mixed]
    forms["minimum"].loc[mixed] = desired
    incoherent = forms["minimum"] > forms["desired"]
    about = drawn.respondents[["branch", "age_band"]]
    criteria = drawn.respondents[list(drawn.outcomes)]
    columns = [
        forms[form].rename(columns=lambda code, at=letter: code.replace("Q", at))
        for form, letter in LETTERS.items()
    ]
    table = pd.concat([about, *columns, criteria], axis=1)
    table.insert(0, "id", [f"T{number:03d}" for number in drawn.perceptions.index])
    truth = {
        "seed": SEED,
        "respondents": N,
        "branches": BRANCHES,
        **{key: value for key, value in drawn.truth.items() if key not in ("careless", "missing")},
        "missing": {"completely_at_random": 0.01},
        "careless_lines": {str(label + 1): kind for label, kind in careless.items()},
        "mixed_up_lines": [label + 1 for label in mixed],
        "incoherent": {
            str(label + 1): row.index[row].tolist()
            for label, row in incoherent.iterrows()
            if row.any()
        },
    }
    return table, truth
