"""The shop's tables, what was planted in them, and R's results on them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled

ORACLE = Path(__file__).parents[2] / "oracles" / "customers" / "shop.json"


@pytest.fixture(scope="session")
def theirs() -> dict:
    return json.loads(ORACLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def truth() -> dict:
    return json.loads((bundled("datasets") / "shop" / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def customers() -> pd.DataFrame:
    return svq.load_dataset("shop_customers").drop_duplicates().set_index("customer")


@pytest.fixture(scope="session")
def demand() -> pd.DataFrame:
    return svq.load_dataset("shop_demand").set_index("week")


@pytest.fixture(scope="session")
def promotion(demand) -> pd.Series:
    weeks = pd.date_range("2022-11-07", "2026-12-21", freq="W-MON")
    return demand["promotion"].reindex(weeks).fillna(0)
