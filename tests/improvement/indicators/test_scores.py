"""Scores and composites against R, the planted truth, and values that cannot be scored."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError

BANK = bundled("datasets") / "bank"


@pytest.fixture(scope="module")
def bank():
    return svq.read_indicators(svq.load_dataset("bank_indicators"))


@pytest.fixture(scope="module")
def values():
    return svq.load_dataset("bank_indicator_values")


def scored(bank, values, **options):
    return svq.indicator_scores(
        bank, values, by="branch", period="month", far="leave out", **options
    )


def test_every_method_agrees_with_r(bank, values, theirs: dict, agree) -> None:
    shown, oracle = theirs["scores"], f"R {theirs['versions']['R']}"
    found = scored(bank, values)
    assert found.scores.index.tolist() == shown["units"]
    exact = {"oracle": oracle, "rtol": 1e-10}
    agree("indicators: scores between anchors", found.scores, shown["anchors"], **exact)
    agree("indicators: composite", found.composite["composite"], shown["composite"], **exact)
    agree("indicators: dimensions", found.dimensions, shown["dimensions"], **exact)
    agree("indicators: areas", found.areas, shown["areas"], **exact)
    for method in ("target", "z", "percentile"):
        ours = scored(bank, values, method=method).scores
        agree(f"indicators: scores by {method}", ours, np.clip(shown[method], 0, 100), **exact)
    geometric = scored(bank, values, aggregate="geometric").composite["composite"]
    agree("indicators: geometric composite", geometric, shown["geometric"], **exact)


def test_the_planted_composites_come_back(bank, values) -> None:
    """Within the error of twelve months, taken from the months themselves."""
    truth = json.loads((BANK / "truth_indicator_values.json").read_text())["composite"]
    found = scored(bank, values)
    for branch, true in truth.items():
        months = found.trend[branch].dropna()
        error = months.std(ddof=1) / np.sqrt(len(months))
        assert abs(found.composite.loc[branch, "composite"] - true) < 3 * error, branch
    assert found.composite["rank"].idxmin() == "Harbour"
    assert found.composite["rank"].idxmax() == "Station"


def test_the_wrong_unit_is_flagged_and_costs_points_if_kept(bank, values) -> None:
    kept = svq.indicator_scores(bank, values, by="branch", period="month")
    far = kept.flags[kept.flags["flag"].str.contains("times the median")]
    assert far[["unit", "period", "indicator"]].values.tolist() == [
        ["Riverside", "2025-11", "repair_time"]
    ]
    assert "minutes for hours" in far["flag"].iloc[0]
    outside = kept.flags[kept.flags["flag"].str.startswith("outside")]
    assert outside["unit"].tolist() == ["Riverside"]
    assert kept.scores.loc["Riverside", "repair_time"] == 0
    better = scored(bank, values).composite["composite"] - kept.composite["composite"]
    assert better["Riverside"] > 3
    assert (better.drop("Riverside") == 0).all()


def test_missing_months_are_flagged_and_leave_no_trend(bank, values) -> None:
    found = scored(bank, values)
    gone = found.flags[found.flags["flag"] == "missing"]
    assert set(gone["unit"] + gone["period"]) == {"Station2026-02"}
    assert gone["indicator"].tolist() == ["privacy", "cleanliness", "appearance"]
    assert np.isnan(found.trend.loc["2026-02", "Station"])
    assert found.trend["Harbour"].notna().all()  # a quarterly indicator is not missing in between
    assert scored(bank, values, method="z").trend is None


def test_a_unit_without_an_indicator(bank, values) -> None:
    wide = scored(bank, values).values
    wide.loc["Station", "privacy"] = np.nan
    with pytest.raises(DataError, match="Station has no value of 'privacy'"):
        svq.indicator_scores(bank, wide)
    found = svq.indicator_scores(bank, wide, missing="reweigh")
    rest = bank.weights.drop("privacy")
    by_hand = (found.scores.loc["Station"].drop("privacy") * rest).sum() / rest.sum()
    assert found.composite.loc["Station", "composite"] == pytest.approx(by_hand)
    assert "shared among" in found.convention
    with pytest.raises(DataError, match="Station has no value of any indicator"):
        svq.indicator_scores(
            bank,
            wide,
            missing="reweigh",
            weights={name: float(name == "privacy") for name in bank.table.index},
        )


@settings(deadline=None, max_examples=25)
@given(
    st.permutations(range(4)), st.permutations(range(15)), st.floats(-50, 50), st.floats(0.01, 99)
)
def test_order_and_units_of_measurement_do_not_matter(units, order, shift, factor) -> None:
    bank = svq.read_indicators(svq.load_dataset("bank_indicators"))
    values = svq.load_dataset("bank_indicator_values")
    means = values.groupby(["branch", "indicator"])["value"].mean().unstack()[bank.table.index]
    plain = svq.indicator_scores(bank, means)
    moved = bank.table.copy()
    moved[["worst", "best"]] = moved[["worst", "best"]] * factor + shift
    other = svq.read_indicators(moved.iloc[order])
    again = svq.indicator_scores(other, means.iloc[units, order] * factor + shift)
    pd.testing.assert_frame_equal(
        again.scores.loc[plain.scores.index, plain.scores.columns], plain.scores, rtol=1e-6
    )
    ours, theirs = (one.composite["composite"].sort_index() for one in (plain, again))
    assert np.allclose(ours, theirs)


def small(**fields) -> svq.IndicatorSystem:
    one = {"name": "x", "area": "efficiency", "dimension": "d", "kind": "quantitative"}
    return svq.read_indicators(
        pd.DataFrame([one | {"id": name, "direction": "more"} | fields for name in "ab"])
    )


@pytest.mark.parametrize(
    ("fields", "cells", "method", "message"),
    [
        ({}, [[1, 2], [3, 4]], "anchors", "indicator 'a' has no anchors"),
        ({}, [[1, 2], [3, 4]], "target", "indicator 'a' has no target"),
        ({"target": 0}, [[1, 2], [3, 4]], "target", "its target is 0, a zero denominator"),
        ({"target": 5, "direction": "less"}, [[0, 2], [3, 4]], "target", "a value is 0, a zero denom"),
        ({"target": 5}, [[-1, 2], [3, 4]], "target", "a ratio needs values that are not negative"),
        ({}, [[1, 2], [1, 4]], "z", "'a' is the same for all units: z has a zero denominator"),
        ({}, [["x", 2], [1, 4]], "z", "has a = 'x', which is no number"),
        ({}, [[np.inf, 2], [1, 4]], "z", "which is no number"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_scored(fields, cells, method: str, message: str) -> None:
    values = pd.DataFrame(cells, columns=list("ab"), index=["X", "Y"])
    with pytest.raises(DataError, match=message):
        svq.indicator_scores(small(**fields), values, method=method)


def test_tables_that_do_not_fit(bank, values) -> None:
    means = scored(bank, values).values
    for table, options, message in (
        (values, {}, "need by="),
        (values, {"by": "brnch"}, "there is no column 'brnch'"),
        (values, {"by": "branch"}, r"comes twice \(row .*period="),
        (pd.concat([values, values.head(1)], ignore_index=True), {"by": "branch", "period": "month"},
         "Harbour, 2025-07, transaction_accuracy comes twice.*keep one"),
        (values.assign(unit="min"), {"by": "branch", "period": "month"},
         "row 0: transaction_accuracy is given in 'min', defined in '%'"),
        (values.assign(indicator=values["indicator"].replace("privacy", "privcy")),
         {"by": "branch", "period": "month"}, "'privcy' is no indicator.*did you mean 'privacy'"),
        (means.drop(columns="privacy"), {}, "indicator 'privacy' has no values"),
        (pd.concat([means, means.head(1)]), {}, "'Harbour' comes twice"),
        (means.head(0), {}, "there are no values"),
        (means, {"weights": {"privacy": 1.0}}, "indicator 'transaction_accuracy' has no weight"),
        (means, {"weights": dict.fromkeys(means, 5)}, "the weights sum to 75"),
    ):  # fmt: skip
        with pytest.raises(DataError, match=message):
            svq.indicator_scores(bank, table, **options)
    with pytest.raises(TypeError, match="values must be a table, not list"):
        svq.indicator_scores(bank, [1, 2])
    with pytest.raises(TypeError, match="system must be what read_indicators"):
        svq.indicator_scores(bank.table, means)
    with pytest.raises(ValueError, match="aggregate must be one of"):
        svq.indicator_scores(bank, means, aggregate="median")


def test_geometric_means_forgive_less() -> None:
    system = small(worst=0, best=100)
    values = pd.DataFrame({"a": [90, 50, 0], "b": [10, 50, 100]}, index=list("XYZ"))
    plain = svq.indicator_scores(system, values).composite["composite"].tolist()
    strict = svq.indicator_scores(system, values, aggregate="geometric").composite["composite"]
    assert plain == [50, 50, 50]
    assert strict.round(6).tolist() == [30, 50, 0]
