"""What was planted in the bank's indicator system is found, and nothing else."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError


@pytest.fixture(scope="module")
def bank():
    return svq.read_indicators(svq.load_dataset("bank_indicators"))


@pytest.fixture(scope="module")
def found(bank):
    values = svq.load_dataset("bank_indicator_values")
    return svq.indicator_checks(bank, values, by="branch", period="month", today="2026-07-01")


def test_what_was_planted_is_found(found) -> None:
    folder = bundled("datasets") / "bank"
    truth = json.loads((folder / "truth_indicators.json").read_text())
    drawn = json.loads((folder / "truth_indicator_values.json").read_text())
    rows = found.remarks

    def named(principle: str, words: str) -> list[str]:
        hit = (rows["principle"] == principle) & rows["remark"].str.contains(words)
        return rows.loc[hit, "indicator"].tolist()

    assert named("dynamic", "review was due") == truth["review_passed_on_2026_07_01"]
    assert named("consistent", "not stated: goal") == truth["without_goal"]
    thin = rows.loc[rows["remark"].str.startswith("area"), "remark"].str.extract("area (.*):")[0]
    assert thin.tolist() == truth["areas_with_fewer_than_two"]
    assert named("operable", "missing") == drawn["missing"]["indicators"]
    assert named("operable", "times the median") == [drawn["wrong_unit"]["indicator"]]
    assert found.redundant[["indicator", "other"]].values.tolist() == [drawn["redundant"]]
    assert set(drawn["without_discrimination"]) <= set(named("important", "hardly"))


def test_correlations_and_variance_between_are_rs(found, theirs: dict, agree) -> None:
    shown, oracle = theirs["between"], f"R {theirs['versions']['R']}"
    table = found.discrimination
    agree("indicators: redundancy r", found.redundant["r"], [shown["r"]], oracle=oracle, rtol=1e-10)
    agree("indicators: ICC between units", table["icc"], shown["icc"], oracle=oracle, rtol=1e-9)
    agree(
        "indicators: p between units", table["p"], shown["p"], oracle=oracle, rtol=1e-7, atol=1e-15
    )


def test_units_means_do_not_make_everything_look_alike(bank) -> None:
    """Over branches' means nearly everything correlates; within branches only the planted pair does."""
    values = svq.load_dataset("bank_indicator_values")
    means = values.groupby(["branch", "indicator"])["value"].mean().unstack()
    assert (means.corr().abs().to_numpy()[np.triu_indices(15, 1)] > 0.9).sum() > 10
    wide = pd.concat([means + k * 1e-9 for k in range(3)])
    wide.index = [f"{name} {k}" for k, name in enumerate(wide.index)]
    assert len(svq.indicator_checks(bank, wide).redundant) > 10


def test_dates_as_periods(bank) -> None:
    values = svq.load_dataset("bank_indicator_values")
    values["month"] = pd.to_datetime(values["month"])
    rows = svq.indicator_checks(bank, values, by="branch", period="month").remarks["remark"]
    assert "Station, 2026-02-01: missing" in rows.tolist()
    scores = svq.indicator_scores(bank, values, by="branch", period="month", far="leave out")
    said = svq.plot_indicators(scores).get_xlabel()
    assert "from 2025-07-01 to 2026-06-01." in said


def test_the_starter_catalogue_lacks_what_is_yours() -> None:
    rows = svq.indicator_checks(svq.starter_indicators(), today="2026-07-01").remarks
    assert set(rows["remark"]) == {
        "not stated: owner",
        "not stated: goal",
        "not stated: review",
        "not stated: target",
        "not stated: worst, best (anchors of its score)",
    }


def test_targets_outside_and_dimensions_uncovered() -> None:
    system = svq.read_indicators(
        pd.DataFrame(
            {
                "id": ["wait"],
                "name": ["Wait"],
                "area": ["efficiency"],
                "dimension": ["speed"],
                "kind": ["quantitative"],
                "direction": ["less"],
                "target": [25],
                "worst": [20],
                "best": [1],
            }
        )
    )
    found = svq.indicator_checks(system, dimensions=["speed", "care"], fewest=1)
    said = found.remarks["remark"].tolist()
    assert "dimension care: no indicator" in said
    assert "area loyalty: no indicator" in said
    assert "its target 25 lies outside its anchors 1 to 20" in said
    assert found.coverage.loc["speed", "efficiency"] == 1
    assert "hardly" not in repr(found)


def test_a_ceiling_and_a_hairs_breadth_are_named(bank) -> None:
    index = pd.MultiIndex.from_product([list("XYZ"), range(12)], names=["unit", "month"])
    rng = np.random.default_rng(4)
    values = pd.DataFrame(
        rng.normal(80, 5, (36, 15)), index=index, columns=bank.table.index
    ).reset_index()
    steps = values["unit"].map({"X": 0.0, "Y": 0.01, "Z": 0.02})
    values["queue_time"] = 10 + steps + rng.normal(0, 0.001, 36)
    values["care_contacts"] = np.where(values["month"] == 0, 20.0 - 500 * steps, 20.0)
    table = svq.indicator_checks(bank, values, by="unit", period="month").discrimination
    assert "of the way from worst to best" in table.loc["queue_time", "tells_apart"]
    assert table.loc["care_contacts", "at_best"] > 0.9


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"today": "soon"}, DataError, "today is 'soon', which is no date"),
        ({"redundant": 1.2}, ValueError, "redundant must lie"),
        ({"fewest": 0}, ValueError, "fewest must be"),
    ],
)
def test_options_are_checked(bank, options: dict, error, message: str) -> None:
    with pytest.raises(error, match=message):
        svq.indicator_checks(bank, **options)
