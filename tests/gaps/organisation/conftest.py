"""The oracle's three surveys, read as a user reads them, and what R made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

import svqkit as svq

FOLDER = Path(__file__).parents[2] / "oracles" / "gap_model"


class Surveys(NamedTuple):
    customers: Any
    managers: Any
    employees: Any


@pytest.fixture(scope="session")
def surveys() -> Surveys:
    return Surveys(
        svq.read_responses(FOLDER / "customers.csv"),
        svq.read_responses(FOLDER / "managers.csv", "managers"),
        svq.read_responses(FOLDER / "employees.csv", "employees"),
    )


@pytest.fixture(scope="session")
def model(surveys: Surveys) -> Any:
    return svq.gap_model(*surveys, unit="branch", seed=1)
