"""Small three-column surveys with the fields that the zone of tolerance reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

MAPPING = {"care": ["Q1", "Q2"], "speed": ["Q3", "Q4", "Q5"]}


@pytest.fixture(scope="session")
def three_columns() -> Callable[..., Any]:
    """Build ``Responses`` from frames of minimum, desired level and perception."""

    def build(
        minimum: pd.DataFrame | None,
        desired: pd.DataFrame | None,
        perceptions: pd.DataFrame,
        mapping: dict[str, list[str]],
        respondents: pd.DataFrame | None = None,
    ) -> Any:
        people = pd.DataFrame(index=perceptions.index) if respondents is None else respondents
        return SimpleNamespace(
            minimum=minimum,
            desired=desired,
            perceptions=perceptions,
            expectations=None,
            respondents=people,
            instrument=SimpleNamespace(mapping=mapping, labels={}, dimension_titles={}),
        )

    return build


@pytest.fixture(scope="session")
def zone_survey(three_columns: Callable[..., Any]) -> Any:
    """The survey that the R script wrote beside its results."""
    path = Path(__file__).parents[2] / "oracles" / "gaps_zone" / "survey.csv"
    table = pd.read_csv(path, index_col="row")
    codes = [f"Q{k}" for k in range(1, 7)]
    forms = [
        table[[f"{letter}{k}" for k in range(1, 7)]].set_axis(codes, axis=1) for letter in "MDP"
    ]
    return three_columns(*forms, MAPPING)
