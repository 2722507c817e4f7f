"""Weighted gaps against R and by hand."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.gaps.weighting.weights import weighted_gaps


def test_weighted_gaps_agree_with_r(oracle, oracle_survey, agree):
    close = {"oracle": "R 4.2 stats", "rtol": 1e-10}
    expected = oracle("gaps/survey")["weighted"]
    ours = weighted_gaps(oracle_survey)
    for name in ("n", "weighted", "low", "high", "sd", "unweighted", "by_mean_weights"):
        agree(f"weighted gaps: {name}", ours.total[name], expected[name], **close)
    for name, value in expected["weights"].items():
        agree("weighted gaps: weights", ours.weights[name], value, **close)
        gap = ours.dimensions.loc[name, "weighted_gap"]
        agree("weighted gaps: weighted_gap", gap, expected["weighted_gap"][name], **close)
    assert ours.n_left_out == len(oracle_survey.perceptions) - expected["n"]
    assert ours.respondents.notna().sum() == expected["n"]


@pytest.fixture
def two(survey):
    def build(importance, kind="points"):
        return survey(
            pd.DataFrame({"Q1": [5.0, 4.0, 6.0], "Q2": [3.0, 2.0, 6.0]}),
            pd.DataFrame({"Q1": [6.0, 6.0, 6.0], "Q2": [7.0, 5.0, 7.0]}),
            {"a": ["Q1"], "b": ["Q2"]},
            importance=importance,
            importance_kind=kind,
        )

    return build


def test_by_hand(two):
    result = weighted_gaps(two(pd.DataFrame({"a": [50.0, 0.0, 100.0], "b": [50.0, 100.0, 0.0]})))
    assert result.respondents.tolist() == [-2.5, -3.0, 0.0]
    assert result.total["weighted"] == pytest.approx(-5.5 / 3)
    assert result.total["by_mean_weights"] == pytest.approx(0.5 * -1 + 0.5 * -8 / 3)
    assert result.dimensions["share_pct"].sum() == pytest.approx(100)
    assert "Weighted gaps" in repr(result)


def test_equal_points_give_the_unweighted_total(two):
    result = weighted_gaps(two(pd.DataFrame({"a": [50.0] * 3, "b": [50.0] * 3})))
    assert result.total["weighted"] == pytest.approx(result.total["unweighted"])


def test_points_that_do_not_sum_to_100_are_left_out_and_counted(two):
    points = pd.DataFrame({"a": [50.0, 70.0, -10.0], "b": [50.2, 70.0, 110.0]})
    result = weighted_gaps(two(points))
    assert result.n_left_out == 2
    assert "2 of 3 respondents are left out" in result.convention
    assert result.weights.sum() == pytest.approx(100, rel=1e-12)


def test_ratings_of_items_become_shares(two):
    weights, said = importance_weights(
        two(pd.DataFrame({"Q1": [4.0, 1.0, 0.0], "Q2": [4.0, 3.0, 0.0]}), "ratings"), ["a", "b"]
    )
    assert weights.iloc[0].tolist() == [50.0, 50.0]
    assert weights.iloc[1].tolist() == [25.0, 75.0]
    assert weights.iloc[2].isna().all()
    assert "mean rating" in said


def test_what_is_missing_is_said(two):
    with pytest.raises(DataError, match="no stated importance"):
        weighted_gaps(two(None))
    with pytest.raises(DataError, match="dimension 'b' has no importance points"):
        weighted_gaps(two(pd.DataFrame({"a": [100.0] * 3})))
    with pytest.raises(DataError, match="nobody has both"):
        weighted_gaps(two(pd.DataFrame({"a": [10.0] * 3, "b": [10.0] * 3})))
    with pytest.raises(ValueError, match="must lie between"):
        weighted_gaps(two(pd.DataFrame({"a": [50.0] * 3, "b": [50.0] * 3})), ci=2)


POINTS = {"care": 30, "speed": 40, "place": 10, "skill": 20}


def test_given_weights_agree_with_r(oracle, weighting_survey, agree):
    expected = oracle("gaps_weighting/weighting")["given"]
    ours = weighted_gaps(weighting_survey, weights=POINTS, by="branch")
    close = {"oracle": "R 4.2 stats", "rtol": 1e-10}
    for name, value in expected["total"].items():
        agree(f"weighted gaps: given weights, {name}", ours.total[name], value, **close)
    for branch, row in expected["by"].items():
        for name, value in row.items():
            ours_value = ours.by.loc[branch, name]
            agree(f"weighted gaps: given weights, {name}", ours_value, value, **close)
    assert ours.dimensions[["weight_low", "weight_high"]].isna().all(axis=None)
    assert "taken as fixed" in ours.convention


def test_the_samples_weights_agree_with_rs_delta_method(oracle, weighting_survey, survey, agree):
    """Where everybody has points and gaps, R's joint covariance gives the same interval."""
    whole = weighting_survey.importance.notna().all(axis=1) & (
        weighting_survey.perceptions - weighting_survey.expectations
    ).notna().all(axis=1)
    complete = survey(
        weighting_survey.perceptions[whole],
        weighting_survey.expectations[whole],
        weighting_survey.instrument.mapping,
        importance=weighting_survey.importance[whole],
    )
    total = weighted_gaps(complete, weights="sample").total
    theirs = oracle("gaps_weighting/weighting")["sample_complete"]
    for name in ("n", "weighted", "low", "high"):
        quantity = f"weighted gaps: sample's weights, {name}"
        agree(quantity, total[name], theirs[name], oracle="R 4.2 stats", rtol=1e-9)


@pytest.mark.parametrize("interval", ["bca", "percentile"])
@pytest.mark.parametrize("weights", ["respondents", "sample", "derived", POINTS])
def test_bootstrap_agrees_with_boot(
    oracle, weighting_survey, agree, monte_carlo, weights, interval
):
    kind = weights if isinstance(weights, str) else "given"
    expected = oracle("gaps_weighting/weighting")
    theirs, draws = expected["boot"][kind], expected["resamples"]
    ours = weighted_gaps(
        weighting_survey, weights=weights, bootstrap=draws, interval=interval, seed=2
    ).total
    assert ours["weighted"] == pytest.approx(theirs["value"], rel=1e-9)
    agree(
        f"weighted gaps: bootstrap {interval}, in standard errors",
        ours[["boot_low", "boot_high"]].to_numpy(float) / theirs["se"],
        np.array(theirs[interval]) / theirs["se"],
        oracle="boot 1.3-28.1, within Monte-Carlo error",
        rtol=0,
        atol=monte_carlo(draws),
    )


@pytest.mark.parametrize("weights", ["sample", "derived"])
def test_the_delta_methods_error_is_near_the_bootstraps(oracle, weighting_survey, weights):
    """First-order theory: within a tenth at n = 160."""
    total = weighted_gaps(weighting_survey, weights=weights).total
    error = (total["high"] - total["low"]) / 2 / 1.975
    theirs = oracle("gaps_weighting/weighting")["boot"][weights]["se"]
    assert error == pytest.approx(theirs, rel=0.1)


def test_uncertain_weights_widen_the_interval(weighting_survey):
    free = weighted_gaps(weighting_survey, weights="derived")
    fixed = weighted_gaps(weighting_survey, weights=free.weights)
    assert fixed.total["weighted"] == pytest.approx(free.total["weighted"])
    assert np.ptp(free.total[["low", "high"]]) > 1.1 * np.ptp(fixed.total[["low", "high"]])


def test_weights_of_another_result_are_taken(weighting_survey):
    found = SimpleNamespace(weights=pd.Series(POINTS) / 100)
    ours = weighted_gaps(weighting_survey, weights=found)
    assert ours.weights.to_dict() == pytest.approx(POINTS)
    assert ours.kind == "given"
    assert "Weights from SimpleNamespace" in ours.convention


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 99), kind=st.sampled_from(["respondents", "sample", "given"]))
def test_order_does_not_matter_and_shifts_of_all_perceptions_shift_the_total(
    weighting_survey, survey, seed, kind
):
    weights = POINTS if kind == "given" else kind
    first = weighted_gaps(weighting_survey, weights=weights).total
    order = np.random.default_rng(seed).permutation(160)
    moved = survey(
        weighting_survey.perceptions.iloc[order] + 5,
        weighting_survey.expectations.iloc[order],
        weighting_survey.instrument.mapping,
        importance=weighting_survey.importance.iloc[order],
    )
    second = weighted_gaps(moved, weights=weights).total
    for name in ("weighted", "low", "high", "unweighted"):
        assert second[name] == pytest.approx(first[name] + 5, abs=1e-8)
    assert second["n"] == first["n"]


def test_segments_of_everybody_are_everybody(weighting_survey):
    for weights in ("respondents", "sample", "derived", POINTS):
        alike = pd.Series("all", index=weighting_survey.perceptions.index, name="segment")
        ours = weighted_gaps(weighting_survey, weights=weights, by=alike, bootstrap=60, seed=1)
        for name in ours.by.columns.drop("masked"):
            assert ours.by.loc["all", name] == pytest.approx(ours.total[name], rel=1e-10)


def test_small_segments_are_masked(weighting_survey):
    labels = weighting_survey.respondents["branch"].copy()
    labels.iloc[:9] = "few"
    labels.iloc[9:12] = None
    ours = weighted_gaps(weighting_survey, by=labels, bootstrap=30, seed=1)
    assert list(ours.by.index) == ["few", "north", "south"]
    assert ours.by.loc["few", "masked"]
    assert ours.by.loc["few"].drop("masked").isna().all()
    assert "masked" in repr(ours)
    with pytest.raises(DataError, match="no respondent column 'region'"):
        weighted_gaps(weighting_survey, by="region")


def test_the_same_seed_repeats_and_says_so(weighting_survey):
    one, two = (
        weighted_gaps(weighting_survey, weights="sample", bootstrap=40, seed=3) for _ in "ab"
    )
    pd.testing.assert_frame_equal(one.dimensions, two.dimensions)
    assert "40 resamples of respondents (seed 3)" in one.convention


def test_words_that_name_no_weights(weighting_survey):
    with pytest.raises(ValueError, match="weights='mean' is unknown"):
        weighted_gaps(weighting_survey, weights="mean")
    with pytest.raises(ValueError, match="whole number of resamples"):
        weighted_gaps(weighting_survey, bootstrap=-2)


def test_nobody_with_all_gaps(two):
    responses = two(pd.DataFrame({"a": [50.0] * 3, "b": [50.0] * 3}))
    responses.perceptions["Q1"] = np.nan
    with pytest.raises(DataError, match="nobody has a gap on every dimension"):
        weighted_gaps(responses)


def test_a_dimension_asked_in_one_form_has_a_derived_weight_but_no_gap(weighting_survey, survey):
    responses = survey(
        weighting_survey.perceptions,
        weighting_survey.expectations.drop(columns="Q4"),
        weighting_survey.instrument.mapping,
        respondents=weighting_survey.respondents,
    )
    responses.outcomes = ("overall",)
    with pytest.raises(DataError, match="dimension 'skill' was asked in one form only"):
        weighted_gaps(responses, weights="derived")
