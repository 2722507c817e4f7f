"""The bank's customers as a population that further surveys are drawn from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from svqkit.bundled import bundled

__all__ = ["BankPopulation", "bank_population"]


@dataclass(frozen=True)
class BankPopulation:
    """What is true of the bank's customers, before any branch or item is made to differ.

    ``figures`` are for ``simulate(population=…)``; ``groups`` are the shares of branches and ages.
    """

    figures: dict[str, Any]
    groups: dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def bank_population() -> BankPopulation:
    """Read the population from the truth that the bank's data set carries.

    What is peculiar to the bundled survey stays out: no branch differs, and Q13 leans on its own
    dimension alone.

    Returns
    -------
    BankPopulation

    Examples
    --------
    >>> sorted(bank_population().groups)
    ['age_band', 'branch']
    """
    truth = json.loads((bundled("datasets") / "bank" / "truth.json").read_text(encoding="utf-8"))
    own = truth["figures"]
    loadings = dict(truth["loadings"])
    lean = {code: next(iter(cross.values())) for code, cross in truth["cross_loadings"].items()}
    for code, cross in lean.items():
        loadings[code] = round(loadings[code] + 0.8 * cross, 2)
    figures = {
        "loadings": loadings,
        "expectation_loadings": truth["expectation_loadings"],
        "correlations": pd.DataFrame(truth["factor_correlations"]),
        "expectation_correlations": pd.DataFrame(truth["expectation_factor_correlations"]),
        "link": own["link"],
        "shifts": own["shifts"],
        "expectation_shifts": own["expectation_shifts"],
        "shape": tuple(own["shape"]),
        "expectation_shape": tuple(own["expectation_shape"]),
        "outcomes": {
            column: (about["coefficients"], *own["outcome_scales"][column])
            for column, about in truth["outcomes"].items()
        },
        "weights": truth["importance"],
    }
    return BankPopulation(figures, {"branch": truth["branches"], "age_band": own["ages"]})
