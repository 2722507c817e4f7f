"""The survey that the R script of weighted gaps wrote beside its results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

DIMENSIONS = ("care", "speed", "place", "skill")
ORACLES = Path(__file__).parents[2] / "oracles" / "gaps_weighting"


@pytest.fixture(scope="session")
def weighting_survey(survey: Callable[..., Any]) -> Any:
    table = pd.read_csv(ORACLES / "survey.csv", index_col="row")
    codes = [f"Q{k}" for k in range(1, 5)]
    responses = survey(
        table[[f"P{k}" for k in range(1, 5)]].set_axis(codes, axis=1),
        table[[f"E{k}" for k in range(1, 5)]].set_axis(codes, axis=1),
        {name: [code] for name, code in zip(DIMENSIONS, codes, strict=True)},
        respondents=table[["branch", "overall"]],
        importance=table[[f"points_{name}" for name in DIMENSIONS]].set_axis(DIMENSIONS, axis=1),
    )
    responses.outcomes = ("overall",)
    return responses


@pytest.fixture(scope="session")
def monte_carlo() -> Callable[[int], float]:
    """Four standard errors of the difference of two bootstrap runs' ends, in standard errors.

    An end is a quantile of the draws; BCa moves it by twice the bias correction, which is read off
    the share of draws below the sample's value. The two errors are added, as they may go together.
    """

    def error(resamples: int) -> float:
        quantile = np.sqrt(0.025 * 0.975 / resamples) / norm.pdf(norm.ppf(0.025))
        bias = 2 * np.sqrt(0.25 / resamples) / norm.pdf(0)
        return float(4 * np.sqrt(2) * (quantile + bias))

    return error
