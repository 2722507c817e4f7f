"""The bank's nine managers: what they think customers expect, their standards, and what lies behind.

They overrate what customers expect of tangibles and underrate reliability and responsiveness
(Gap 1); standards are formal for tangibles and informal for empathy and responsiveness (Gap 2).
Little comes up to them from those who serve customers, and few goals are set.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from codes import SHAPE, as_written, correlations, item_means, shift_for
from customers import AGES, BRANCHES
from customers import population as customers_population

import svqkit as svq
from svqkit.responses.population import population_for
from svqkit.responses.responses import Responses
from svqkit.responses.simulation_truth import truth_of

# Nine forms tell little: of 1500 draws this is one that comes near its population in every scale.
SEED = 19881083
ROLES = {
    "branch manager": ["Harbour", "Market Square", "Riverside", "Station"],
    "deputy manager": ["Harbour", "Market Square", "Riverside", "Station"],
    "adviser team leader": ["Market Square"],
}
N = sum(len(branches) for branches in ROLES.values())
# Managers' view less customers' expectations, in codes: Gap 1 of the population.
GAP_1 = {
    "tangibles": 0.5,
    "reliability": -0.9,
    "responsiveness": -1.1,
    "assurance": 0.0,
    "empathy": 0.0,
}
STANDARDS = {"STD_TAN": 6.1, "STD_REL": 5.0, "STD_RES": 3.0, "STD_ASS": 4.6, "STD_EMP": 2.5}
ANTECEDENTS = {
    "marketing_research_orientation": 4.5,
    "upward_communication": 2.6,
    "levels_of_management": 3.6,  # of this one more is worse
    "management_commitment": 5.3,
    "goal_setting": 3.0,
    "task_standardisation": 5.0,
    "perception_of_feasibility": 4.8,
}
LOADING = 0.8
# Who hears more from the staff knows better what customers expect.
CORRELATIONS = {
    ("upward_communication", "expected_reliability"): 0.5,
    ("upward_communication", "expected_responsiveness"): 0.5,
}


def expected_by_customers() -> dict[str, float]:
    """Population means of the customers' expectations, item by item."""
    servqual = svq.load_instrument("servqual")
    known = population_for(servqual, customers_population())
    groups = {"branch": BRANCHES, "age_band": AGES}
    means: dict[str, float] = truth_of(servqual, known, groups, {})["means"]["expectation"]
    return means


def means() -> dict[str, float]:
    """Population mean of each item's code, keyed in the direction of its dimension."""
    servqual, expected = svq.load_instrument("servqual"), expected_by_customers()
    views = {
        f"EXP{code.removeprefix('Q')}": expected[code] + GAP_1[dimension]
        for dimension, codes in servqual.mapping.items()
        for code in codes
    }
    return item_means("managers", views | STANDARDS, ANTECEDENTS)


def population() -> dict[str, Any]:
    return {
        "loadings": dict.fromkeys(means(), LOADING),
        "correlations": correlations("managers", 0.25, CORRELATIONS),
        "shifts": {code: shift_for(mean) for code, mean in means().items()},
        "shape": SHAPE,
        "weights": {},
    }


def draw(n: int, seed: int, *, missing: float = 0) -> Responses:
    """Draw managers; their answers are keyed."""
    return svq.simulate("managers", n, population=population(), missing=missing, seed=seed)


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table as nine forms leave it, and what is true of it."""
    drawn = draw(N, SEED, missing=0.01)
    rng = np.random.default_rng(SEED + 1)
    about = pd.DataFrame(
        [(branch, role) for role, branches in ROLES.items() for branch in branches],
        columns=["branch", "role"],
        index=drawn.perceptions.index,
    )
    about["years"] = 3 + rng.integers(0, 22, N)
    table = pd.concat([about, as_written(drawn)], axis=1)
    table.insert(0, "id", [f"M{number}" for number in drawn.perceptions.index])
    kept = ("loadings", "factor_correlations", "latent_omega")
    truth = {
        "seed": SEED,
        "respondents": N,
        "keyed": "means are those of keyed answers; the file holds reversed items as answered",
        **{key: drawn.truth[key] for key in kept},
        "means": drawn.truth["means"]["perception"],
        "gap_1": GAP_1,
        "standards": STANDARDS,
        "antecedents": ANTECEDENTS,
        "missing": {"completely_at_random": 0.01},
    }
    return table, truth
