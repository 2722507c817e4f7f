"""The oracle of before and after, comparison, series and training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ORACLE = Path(__file__).parents[2] / "oracles" / "change" / "change.json"


@pytest.fixture(scope="session")
def theirs() -> dict:
    return json.loads(ORACLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def r(theirs: dict) -> str:
    return f"R {theirs['versions']['R']}"
