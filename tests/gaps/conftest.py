"""A small survey with the fields that gaps read, and the oracle's survey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

ORACLE_MAPPING = {"care": ["Q1", "Q2"], "speed": ["Q3", "Q4", "Q5"]}


@pytest.fixture(scope="session")
def survey() -> Callable[..., Any]:
    """Build what gaps need of ``Responses`` from frames."""

    def build(
        perceptions: pd.DataFrame,
        expectations: pd.DataFrame | None,
        mapping: dict[str, list[str]],
        *,
        respondents: pd.DataFrame | None = None,
        importance: pd.DataFrame | None = None,
        importance_kind: str | None = "points",
    ) -> Any:
        people = pd.DataFrame(index=perceptions.index) if respondents is None else respondents
        return SimpleNamespace(
            perceptions=perceptions,
            expectations=expectations,
            respondents=people,
            importance=importance,
            importance_kind=importance_kind if importance is not None else None,
            instrument=SimpleNamespace(mapping=mapping, labels={}, dimension_titles={}),
        )

    return build


@pytest.fixture(scope="session")
def oracle_survey(survey: Callable[..., Any]) -> Any:
    """The survey that the R script wrote beside its results."""
    path = Path(__file__).parent.parent / "oracles" / "gaps" / "survey.csv"
    table = pd.read_csv(path, index_col="row")
    codes = [f"Q{k}" for k in range(1, 7)]
    return survey(
        table[[f"P{k}" for k in range(1, 7)]].set_axis(codes, axis=1),
        table[[f"E{k}" for k in range(1, 7)]].set_axis(codes, axis=1),
        ORACLE_MAPPING,
        importance=table[["points_care", "points_speed"]].set_axis(["care", "speed"], axis=1),
    )
