"""Build the bank survey: bank.csv, truth.json and datapackage.json from a stated population.

Run with ``python datasets/bank/build.py``; the same numpy gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import svqkit as svq
from svqkit.responses.population import default_population

HERE = Path(__file__).resolve().parent
SEED = 19880401
N = 412
DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
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


def population() -> dict[str, Any]:
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
        "group_effects": {"Station": {"responsiveness": -0.65}},
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


def cells() -> tuple[pd.DataFrame, dict[str, Any]]:
    """The table as a customer survey leaves it, and what is true of it."""
    drawn = svq.simulate(
        "servqual",
        N,
        population=population(),
        careless=14 / N,
        missing=0.012,
        groups={"branch": BRANCHES, "age_band": AGES},
        seed=SEED,
    )
    rng = np.random.default_rng(SEED + 1)
    index = drawn.perceptions.index
    expected = drawn.expectations.add_prefix("E").rename(columns=lambda c: c.replace("Q", ""))
    perceived = drawn.perceptions.add_prefix("P").rename(columns=lambda c: c.replace("Q", ""))
    points = drawn.importance.add_prefix("points_")
    about = drawn.respondents[["branch", "age_band"]].copy()
    about["visits"] = 1 + np.minimum(rng.geometric(0.14, size=N) - 1, 40)
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
    table.insert(0, "id", [f"B{number:03d}" for number in index])
    line = {label: position + 2 for position, label in enumerate(index)}

    def lines(labels: Any) -> list[int]:
        return sorted(line[label] for label in labels)

    truth = {
        "seed": SEED,
        "respondents": N,
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
    return table, truth


def write_csv(table: pd.DataFrame, path: Path) -> None:
    def plain(cell: Any) -> str:
        if isinstance(cell, float):
            return "" if np.isnan(cell) else str(int(cell))
        return str(cell)

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([plain(cell) for cell in row] for row in table.itertuples(index=False))


def rounded(value: Any) -> Any:
    """Round for the file: eight digits are more than any survey can use."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 8) if isinstance(value, float) else value


def describe(table: pd.DataFrame, data: bytes) -> dict[str, Any]:
    titles = {
        "id": "Number of the form",
        "branch": "Branch",
        "age_band": "Age band",
        "visits": "Visits to the branch in the past year",
        "overall_quality": "Overall quality, 1 to 7",
        "satisfaction": "Satisfaction, 1 to 7",
        "loyalty": "Likelihood to recommend, 0 to 10",
    }
    fields = []
    for column in table.columns:
        entry: dict[str, Any] = {"name": column, "type": "integer"}
        if column in ("id", "branch", "age_band"):
            entry["type"] = "string"
        if column in titles:
            entry["title"] = titles[column]
        elif column.startswith("points_"):
            entry["title"] = f"Points out of 100 for {column.removeprefix('points_')}"
        else:
            form = "Expectation" if column[0] == "E" else "Perception"
            entry["title"] = f"{form}, item Q{column[1:]} of SERVQUAL, 1 to 7"
        fields.append(entry)
    return {
        "profile": "tabular-data-package",
        "name": "bank",
        "title": "Bank survey: customers of four branches (simulated)",
        "description": "Expectations and perceptions of 412 simulated customers; its truth is known.",
        "version": "1.0.0",
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "CC0 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": [{"title": "Simulated by datasets/bank/build.py"}],
        "resources": [
            {
                "name": "bank",
                "path": "bank.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": {"fields": fields, "missingValues": [""], "primaryKey": "id"},
            }
        ],
        "svqkit": {
            "instrument": "servqual",
            "kind": "simulated",
            "respondents": N,
            "outcomes": ["overall_quality", "satisfaction", "loyalty"],
            "truth": "truth.json",
            "numpy": np.__version__,
        },
    }


def build(folder: Path = HERE) -> None:
    table, truth = cells()
    write_csv(table, folder / "bank.csv")
    for name, content in {
        "truth.json": rounded(truth),
        "datapackage.json": describe(table, (folder / "bank.csv").read_bytes()),
    }.items():
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    build()
