"""The oracle of panels and of weights from data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ORACLE = Path(__file__).parents[2] / "oracles" / "indicators" / "indicators.json"


@pytest.fixture(scope="session")
def theirs() -> dict:
    return json.loads(ORACLE.read_text(encoding="utf-8"))
