"""The bank's contact employees: what they can deliver, and what lies behind.

At Station roles are less clear than elsewhere. Unclear roles lower the ability to meet standards,
of responsiveness above all, so Gap 3 is widest there; nothing else differs between the branches.
Everywhere promises run ahead of what can be kept (Gap 4).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from codes import SHAPE, as_written, correlations, item_means, shift_for

import svqkit as svq
from svqkit.responses.population import population_for
from svqkit.responses.responses import Responses
from svqkit.responses.simulation_truth import truth_of

# Of 300 draws the one whose branches differ most nearly as the population's do.
SEED = 19880655
BRANCHES = {"Harbour": 14, "Market Square": 20, "Riverside": 16, "Station": 14}
N = sum(BRANCHES.values())
CARELESS = {"Market Square": 2, "Riverside": 1}
POSITIONS = {"counter": 0.6, "adviser": 0.4}
# Role ambiguity at Station, in standard deviations of its factor above the other branches.
AMBIGUITY = 1.4
# What one standard deviation of role ambiguity does to the latent answer, and of overpromising.
EFFECTS = {"MEET_REL": -0.25, "MEET_RES": -0.60, "MEET_ASS": -0.20, "MEET_EMP": -0.25}
PROMISES = {"KEEP_REL": -0.30, "KEEP_RES": -0.45, "KEEP_ASS": -0.20, "KEEP_EMP": -0.20}
# Mean codes away from Station, keyed in the direction of each dimension.
ABLE = {
    "MEET_TAN": 5.8, "MEET_REL": 5.3, "MEET_RES": 5.2, "MEET_ASS": 5.4, "MEET_EMP": 5.2,
    "KEEP_TAN": 5.6, "KEEP_REL": 4.8, "KEEP_RES": 4.3, "KEEP_ASS": 5.1, "KEEP_EMP": 4.9,
}  # fmt: skip
ANTECEDENTS = {
    "teamwork": 5.1,
    "employee_job_fit": 5.4,
    "technology_job_fit": 4.7,
    "perceived_control": 4.5,
    "supervisory_control": 4.3,
    "role_conflict": 3.8,  # of this one, of the next and of the last more is worse
    "role_ambiguity": 2.9,
    "horizontal_communication": 3.2,
    "propensity_to_overpromise": 4.8,
}
ABILITIES = ("ability_to_meet_standards", "ability_to_keep_promises")


def population() -> dict[str, Any]:
    """Describe the employees; branches reach the abilities through role ambiguity alone."""
    means = item_means("employees", ABLE, ANTECEDENTS)
    against = {"role_conflict", "role_ambiguity", "propensity_to_overpromise"}
    pairs = {
        (one, other): -0.25 for one in against for other in {*ANTECEDENTS, *ABILITIES} - against
    }
    pairs[ABILITIES] = 0.5
    # The paths from these two run through the items alone.
    for ability in ABILITIES:
        pairs[("role_ambiguity", ability)] = pairs[("propensity_to_overpromise", ability)] = 0.0
    return {
        "loadings": {code: 0.6 if code in ABLE else 0.75 for code in means},
        "correlations": correlations("employees", 0.25, pairs),
        "cross_loadings": {code: {"role_ambiguity": effect} for code, effect in EFFECTS.items()}
        | {code: {"propensity_to_overpromise": effect} for code, effect in PROMISES.items()},
        "shifts": {code: shift_for(mean) for code, mean in means.items()},
        "shape": SHAPE,
        "group_effects": {"Station": {"role_ambiguity": AMBIGUITY}},
        "weights": {},
    }


def draw(branch: str, n: int, seed: int, *, careless: float = 0, missing: float = 0) -> Responses:
    """Draw employees of one branch; their answers are keyed."""
    return svq.simulate(
        "employees",
        n,
        population=population(),
        groups={"branch": {branch: 1.0}},
        careless=careless,
        missing=missing,
        seed=seed,
    )


def branch_means(branch: str) -> dict[str, float]:
    """Population mean of each item's code at a branch, keyed."""
    employees = svq.load_instrument("employees")
    known = population_for(employees, population())
    means: dict[str, float] = truth_of(employees, known, {"branch": {branch: 1.0}}, {})["means"][
        "perception"
    ]
    return means


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table as the forms leave it, and what is true of it."""
    rng = np.random.default_rng(SEED)
    parts, careless = [], {}
    for at, (branch, n) in enumerate(BRANCHES.items()):
        idle = CARELESS.get(branch, 0)
        drawn = draw(branch, n, SEED + 1 + at, careless=idle / n, missing=0.01)
        begun = sum(len(part) for part in parts)
        part = as_written(drawn)
        part.insert(0, "branch", branch)
        parts.append(part)
        careless |= {
            str(begun + label + 1): kind for label, kind in drawn.truth["careless"].items()
        }
        truth = drawn.truth
    answers = pd.concat(parts, ignore_index=True)
    positions = rng.choice(list(POSITIONS), size=N, p=list(POSITIONS.values()))
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "id": [f"S{number:02d}" for number in range(1, N + 1)],
                    "branch": answers.pop("branch"),
                    "position": positions,
                    "years": rng.integers(0, 31, N),
                }
            ),
            answers,
        ],
        axis=1,
    )
    kept = ("loadings", "factor_correlations", "cross_loadings", "group_effects", "latent_omega")
    return table, {
        "seed": SEED,
        "respondents": N,
        "keyed": "means are those of keyed answers; the file holds reversed items as answered",
        "branches": BRANCHES,
        **{key: truth[key] for key in kept},
        "mediation": {
            "from": "Station",
            "through": "role_ambiguity",
            "first_path": AMBIGUITY,
            "second_paths": EFFECTS,
            "indirect_effects": {code: AMBIGUITY * effect for code, effect in EFFECTS.items()},
            "direct_effects": 0.0,
        },
        "means": {"Station": branch_means("Station"), "elsewhere": branch_means("Harbour")},
        "missing": {"completely_at_random": 0.01},
        "careless_lines": careless,
    }
