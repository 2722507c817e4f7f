"""The airline's boarding times: what was planted is found, and the simulation names the direction."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled

HERE = bundled("datasets") / "airline"


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((HERE / "truth_boarding.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    return svq.load_dataset("airline_boarding")


def cleaned(raw: pd.DataFrame) -> pd.DataFrame:
    """As the README says: once each, in minutes, without those nobody wrote down."""
    table = raw.drop_duplicates().dropna(subset=["boarding_time"]).copy()
    table.loc[table["unit"] == "s", "boarding_time"] /= 60
    return table


def test_faults_are_those_stated(raw, truth) -> None:
    assert raw["boarding_time"].isna().sum() == truth["lost"]
    assert (raw["unit"] == "s").sum() == truth["in_seconds"]
    assert raw.duplicated(["date", "flight"]).sum() == truth["written_twice"]


def test_the_difference_in_differences_holds_what_was_planted(raw, truth) -> None:
    import statsmodels.formula.api as smf

    table = cleaned(raw)
    table["after"] = (table["date"] >= truth["change"]).astype(int)
    table["north"] = (table["base"] == "Northport").astype(int)
    fit = smf.ols("boarding_time ~ after * north + passengers", table).fit(cov_type="HC3")
    ends = fit.conf_int(0.001)
    for name, planted in (
        ("after:north", truth["effect_minutes"]),
        ("after", truth["summer_minutes_at_both_bases"]),
        ("passengers", truth["minutes_per_passenger"]),
        ("north", -truth["southport_minutes_more"]),
    ):
        low, high = ends.loc[name]
        assert low <= planted <= high, name
    assert fit.resid.std() == pytest.approx(truth["sd_of_a_flight"], rel=0.1)


def test_the_simulation_names_the_same_direction(raw, truth) -> None:
    found = svq.simulate_boarding(["blocks", "outside_in"], load=0.77, replications=40)
    assert found.changes.loc["outside_in", "high"] < 0
    by = cleaned(raw).groupby(["base", "strategy"])["boarding_time"].mean()
    assert by["Northport", "outside_in"] < by["Northport", "blocks"]
