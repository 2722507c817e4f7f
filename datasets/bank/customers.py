"""The bank's customers: the population of both waves, and the files as their surveys left them.

Wave 2 is asked a year later of other customers. Since then responsiveness has improved, at every
branch by as much; nothing else has changed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import svqkit as svq
from svqkit.responses.population import default_population, population_for
from svqkit.responses.responses import Responses
from svqkit.responses.simulation_truth import truth_of

SEED = 19880401
N = 412
SEED_2 = 19890401
N_2 = 390
IMPROVEMENT = {"responsiveness": 0.5}  # of the factor's mean, in its standard deviations
DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
STATION = {"Station": {"responsiveness": -0.65}}
BRANCHES = {"Harbour": 0.22, "Market Square": 0.33, "Riverside": 0.25, "Station": 0.20}
AGES = {"under 30": 0.24, "30 to 44": 0.31, "45 to 59": 0.27, "60 and over": 0.18}
P_LOADINGS = [
    0.74, 0.81, 0.66, 0.70,  # tangibles
    0.78, 0.74, 0.83, 0.85, 0.67,  # reliability
    0.72, 0.82, 0.79, 0.45,  # responsiveness; Q13 leans on empathy as well
    0.80, 0.73, 0.70, 0.78,  # assurance
    0.81, 0.62, 0.80, 0.74, 0.78,  # empathy
]  # fmt: skip
E_LOADINGS = [
    0.70, 0.72, 0.64, 0.66,
    0.74, 0.70, 0.76, 0.78, 0.68,
    0.68, 0.74, 0.72, 0.66,
    0.74, 0.70, 0.66, 0.72,
    0.72, 0.62, 0.72, 0.70, 0.72,
]  # fmt: skip
# Perceptions: responsiveness and assurance lie close together, the rest keeps its distance.
P_CORRELATIONS = {
    ("tangibles", "reliability"): 0.50,
    ("tangibles", "responsiveness"): 0.46,
    ("tangibles", "assurance"): 0.52,
    ("tangibles", "empathy"): 0.48,
    ("reliability", "responsiveness"): 0.66,
    ("reliability", "assurance"): 0.65,
    ("reliability", "empathy"): 0.56,
    ("responsiveness", "assurance"): 0.88,
    ("responsiveness", "empathy"): 0.64,
    ("assurance", "empathy"): 0.66,
}
E_CORRELATIONS = {
    ("tangibles", "reliability"): 0.50,
    ("tangibles", "responsiveness"): 0.52,
    ("tangibles", "assurance"): 0.54,
    ("tangibles", "empathy"): 0.50,
    ("reliability", "responsiveness"): 0.68,
    ("reliability", "assurance"): 0.66,
    ("reliability", "empathy"): 0.58,
    ("responsiveness", "assurance"): 0.70,
    ("responsiveness", "empathy"): 0.64,
    ("assurance", "empathy"): 0.64,
}
# Latent means, in standard deviations: how well each thing goes, and how much of it is expected.
P_SHIFTS = [
    0.35, 0.20, 0.45, 0.10,
    -0.10, 0.00, -0.05, -0.20, 0.30,
    0.05, -0.25, 0.15, -0.35,
    0.25, 0.40, 0.45, 0.10,
    -0.15, -0.30, 0.00, -0.05, -0.10,
]  # fmt: skip
E_SHIFTS = [
    -0.35, -0.45, -0.15, -0.50,
    0.35, 0.25, 0.30, 0.30, 0.40,
    0.05, 0.15, 0.20, -0.20,
    0.30, 0.45, 0.20, 0.25,
    -0.10, -0.05, -0.15, 0.10, 0.05,
]  # fmt: skip


def matrix(pairs: dict[tuple[str, str], float]) -> pd.DataFrame:
    table = pd.DataFrame(np.eye(5), index=DIMENSIONS, columns=DIMENSIONS)
    for (one, other), value in pairs.items():
        table.loc[one, other] = table.loc[other, one] = value
    return table


def group_effects(wave: int) -> dict[str, dict[str, float]]:
    """How each branch's mean on a perception factor differs from the first wave's Harbour."""
    if wave == 1:
        return dict(STATION)
    return {
        branch: {
            name: rise + STATION.get(branch, {}).get(name, 0.0)
            for name, rise in IMPROVEMENT.items()
        }
        for branch in BRANCHES
    }


def population(wave: int = 1) -> dict[str, Any]:
    codes = default_population(svq.load_instrument("servqual")).loadings.keys()

    def by_item(values: list[float]) -> dict[str, float]:
        return dict(zip(codes, values, strict=True))

    return {
        "loadings": by_item(P_LOADINGS),
        "expectation_loadings": by_item(E_LOADINGS),
        "correlations": matrix(P_CORRELATIONS),
        "expectation_correlations": matrix(E_CORRELATIONS),
        "link": 0.25,
        "cross_loadings": {"Q13": {"empathy": 0.35}},
        "shifts": by_item(P_SHIFTS),
        "expectation_shifts": by_item(E_SHIFTS),
        "shape": (4.2, 2.0),
        "expectation_shape": (6.0, 1.0),
        "group_effects": group_effects(wave),
        "outcomes": {
            "overall_quality": (
                dict(zip(DIMENSIONS, (0.10, 0.34, 0.16, 0.20, 0.14), strict=True)), 1, 7,
            ),
            "satisfaction": (
                dict(zip(DIMENSIONS, (0.06, 0.32, 0.18, 0.16, 0.16), strict=True)), 1, 7,
            ),
            "loyalty": (
                dict(zip(DIMENSIONS, (0.04, 0.26, 0.12, 0.14, 0.18), strict=True)), 0, 10,
            ),
        },
        "weights": dict(zip(DIMENSIONS, (0.11, 0.32, 0.23, 0.19, 0.15), strict=True)),
    }  # fmt: skip


def draw(n: int, seed: int, *, wave: int = 1, careless: float = 0, missing: float = 0) -> Responses:
    """Draw customers of one wave."""
    return svq.simulate(
        "servqual",
        n,
        population=population(wave),
        careless=careless,
        missing=missing,
        groups={"branch": BRANCHES, "age_band": AGES},
        seed=seed,
    )


def cells(wave: int = 1) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table as a customer survey leaves it, and what is true of it."""
    n, seed, letter, idle = {1: (N, SEED, "B", 14), 2: (N_2, SEED_2, "C", 13)}[wave]
    drawn = draw(n, seed, wave=wave, careless=idle / n, missing=0.012)
    rng = np.random.default_rng(seed + 1)
    index = drawn.perceptions.index
    expected = drawn.expectations.add_prefix("E").rename(columns=lambda c: c.replace("Q", ""))
    perceived = drawn.perceptions.add_prefix("P").rename(columns=lambda c: c.replace("Q", ""))
    points = drawn.importance.add_prefix("points_")
    about = drawn.respondents[["branch", "age_band"]].copy()
    about["visits"] = 1 + np.minimum(rng.geometric(0.14, size=n) - 1, 40)
    criteria = drawn.respondents[list(drawn.outcomes)].copy()
    careless = list(drawn.truth["careless"])
    attentive = rng.permutation(index.difference(careless).to_numpy())
    # Eight forms of which half was lost: five broken off, three without the expectations page.
    broken, no_expectations = attentive[:5], attentive[5:8]
    perceived.loc[broken, [f"P{i}" for i in range(12, 23)]] = np.nan
    criteria.loc[broken] = np.nan
    points.loc[broken] = np.nan
    expected.loc[no_expectations] = np.nan
    # Nobody shares out points without mistakes: three sums are wrong, nine were left empty.
    wrong, empty = attentive[8:11], attentive[11:20]
    points.loc[wrong, "points_reliability"] += [10.0, 5.0, 10.0]
    points.loc[empty] = np.nan
    for position in careless:  # the careless answer the rest as carelessly
        for column, (low, high) in {
            "overall_quality": (1, 7),
            "satisfaction": (1, 7),
            "loyalty": (0, 10),
        }.items():
            criteria.loc[position, column] = rng.integers(low, high + 1)
        points.loc[position] = 20.0
    table = pd.concat([about, expected, perceived, points, criteria], axis=1)
    table.insert(0, "id", [f"{letter}{number:03d}" for number in index])
    line = {label: position + 2 for position, label in enumerate(index)}

    def lines(labels: Any) -> list[int]:
        return sorted(line[label] for label in labels)

    truth = {
        "seed": seed,
        "respondents": n,
        "branches": BRANCHES,
        **{key: value for key, value in drawn.truth.items() if key != "careless"},
        "missing": {
            "completely_at_random": 0.012,
            "broken_off_lines": lines(broken),
            "no_expectations_lines": lines(no_expectations),
            "points_empty_lines": lines([*empty, *broken]),
            "points_wrong_sum_lines": lines(wrong),
        },
        "careless_lines": {
            str(line[label]): kind for label, kind in drawn.truth["careless"].items()
        },
    }
    if wave == 1:
        truth["figures"] = figures()
    if wave == 2:
        truth["improvement"] = IMPROVEMENT
        truth["change_of_gaps"] = change_of_gaps()
    return table, truth


def figures() -> dict[str, Any]:
    """Say what else the first wave's population needs to be drawn from again."""
    whole = population()
    scales = {column: [low, high] for column, (_, low, high) in whole["outcomes"].items()}
    same = ("link", "shifts", "expectation_shifts")
    shapes = {key: list(whole[key]) for key in ("shape", "expectation_shape")}
    return {**{key: whole[key] for key in same}, **shapes, "outcome_scales": scales, "ages": AGES}


def change_of_gaps() -> dict[str, float]:
    """How the population's mean gap of each dimension changed between the waves."""
    servqual = svq.load_instrument("servqual")
    groups = {"branch": BRANCHES, "age_band": AGES}
    before, after = (
        truth_of(servqual, population_for(servqual, population(wave)), groups, {})["gaps"]
        for wave in (1, 2)
    )
    return {name: after[name] - before[name] for name in before}
