"""Derived importance against base R, by property, and with bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from svqkit.errors import DataError
from svqkit.gaps.weighting.derived import derived_importance

METHODS = ("relative", "johnson", "standardised", "correlation")


@pytest.mark.parametrize("score", ["perception", "gap"])
@pytest.mark.parametrize("method", METHODS)
def test_weights_agree_with_r(oracle, weighting_survey, agree, score, method):
    expected = oracle("gaps_weighting/weighting")["derived"][score]
    ours = derived_importance(weighting_survey, score=score, method=method)
    theirs = expected[method]
    base = {"oracle": "R 4.2, by definition", "rtol": 1e-9, "atol": 1e-12}
    agree("derived importance: weights", ours.weights, theirs["weights"], **base)
    agree("derived importance: importance", ours.table["importance"], theirs["importance"], **base)
    agree("derived importance: VIF", ours.table["vif"], expected["vif"], **base)
    for name in ("n", "r_squared", "adjusted"):
        agree("derived importance: R²", ours.regression[name], expected[name], **base)


@pytest.mark.parametrize("method", METHODS)
def test_standard_errors_agree_with_rs_delta_method(oracle, weighting_survey, agree, method):
    """Both differentiate numerically, R in the respondents' weights: equal to about 1e-6."""
    theirs = oracle("gaps_weighting/weighting")["derived"]["perception"][method]
    table = derived_importance(weighting_survey, method=method, ci=0.5).table
    n = oracle("gaps_weighting/weighting")["derived"]["perception"]["n"]
    weight, low = table["weight"], table["weight_low"]
    odds = np.log(weight / (100 - weight)) - np.log(low / (100 - low))
    agree(
        "derived importance: standard errors",
        odds * weight * (100 - weight) / 100 / t.ppf(0.75, n - 1),
        np.array(theirs["se"]),
        oracle="R 4.2, by definition",
        rtol=1e-5,
    )


@pytest.mark.parametrize("interval", ["bca", "percentile"])
def test_bootstrap_intervals_agree_with_boot(
    oracle, weighting_survey, agree, monte_carlo, interval
):
    """R resamples all respondents, we those with scores and outcome: 153 of 160, so the spread of
    the number of usable ones, a few in a hundred of a standard error, is within the error."""
    expected = oracle("gaps_weighting/weighting")
    table = derived_importance(
        weighting_survey, bootstrap=expected["resamples"], interval=interval, seed=1
    ).table
    for name, row in table.iterrows():
        theirs = expected["boot"][f"share_{name}"]
        agree(
            f"derived importance: bootstrap {interval}, in standard errors",
            row[["boot_low", "boot_high"]].to_numpy(float) / theirs["se"],
            np.array(theirs[interval]) / theirs["se"],
            oracle="boot 1.3-28.1, within Monte-Carlo error",
            rtol=0,
            atol=monte_carlo(expected["resamples"]),
        )


@pytest.fixture(scope="module")
def small(survey):
    def build(seed: int, n: int = 60, k: int = 3, slopes=(1.0, 0.5, 0.2)):
        rng = np.random.default_rng(seed)
        codes = [f"Q{j}" for j in range(k)]
        p = pd.DataFrame(rng.normal(size=(n, k)), columns=codes)
        p += 0.5 * rng.normal(size=(n, 1))
        y = p.to_numpy()[:, : len(slopes)] @ np.array(slopes) + rng.normal(size=n)
        people = pd.DataFrame({"overall": y, "word": "x"})
        responses = survey(p, p + 1, {code.lower(): [code] for code in codes}, respondents=people)
        responses.outcomes = ("overall",)
        return responses

    return build


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 999),
    scale=st.sampled_from([0.1, 3.0, 250.0]),
    shift=st.sampled_from([-5.0, 40.0]),
    method=st.sampled_from(METHODS),
)
def test_units_and_order_do_not_matter(small, seed, scale, shift, method):
    responses = small(seed)
    first = derived_importance(responses, method=method)
    assert first.weights.sum() == pytest.approx(100)
    assert (first.weights >= 0).all()
    rng = np.random.default_rng(seed)
    order = rng.permutation(60)
    responses.perceptions = responses.perceptions.iloc[order] * scale + shift
    responses.respondents = responses.respondents.iloc[order].assign(
        overall=lambda people: people["overall"] * scale - shift
    )
    other = derived_importance(responses, method=method)
    np.testing.assert_allclose(other.weights, first.weights, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(
        other.table["weight_high"], first.table["weight_high"], rtol=1e-5, atol=1e-7
    )


def test_relative_importance_is_pingouins_and_sums_to_r_squared(small):
    found = derived_importance(small(3))
    assert found.table["importance"].sum() == pytest.approx(found.regression["r_squared"])
    near = derived_importance(small(3), method="johnson")
    assert near.table["importance"].sum() == pytest.approx(found.regression["r_squared"])
    np.testing.assert_allclose(near.weights, found.weights, atol=3)


def test_what_goes_down_with_the_outcome_weighs_nothing_and_is_named(small):
    found = derived_importance(small(1, slopes=(1.0, -1.0, 0.5)), method="standardised")
    assert found.weights["q1"] == 0
    assert found.table.loc["q1", ["weight_low", "weight_high"]].isna().all()
    assert np.isfinite(found.table.loc["q0", "weight_low"])
    assert "Negative, so without weight: q1." in found.convention


def test_two_scores_that_say_the_same_are_pointed_at(small):
    responses = small(2)
    rng = np.random.default_rng(0)
    responses.perceptions["Q1"] = responses.perceptions["Q0"] + 0.1 * rng.normal(size=60)
    said = derived_importance(responses).collinearity
    assert said.startswith("Variance inflation factors of 5 and more: q0, q1.")
    said = derived_importance(small(2)).collinearity
    assert "below 5" in said
    assert "down beside" not in said


def test_a_slope_that_turns_beside_the_others_is_pointed_at(small):
    responses = small(4)
    p = responses.perceptions
    p["Q1"] = 0.8 * p["Q0"] + 0.3 * np.random.default_rng(1).normal(size=60)
    responses.respondents["overall"] = 2 * p["Q0"] - 0.6 * p["Q1"] + 0.2 * p["Q2"]
    said = derived_importance(responses).collinearity
    assert "Up with overall alone, but down beside the other scores: q1." in said


def test_the_outcome_taken_is_said(small):
    assert "overall (the first of the outcomes)" in derived_importance(small(1)).convention
    assert "overall (as asked)" in derived_importance(small(1), outcome="overall").convention
    assert "overall" in repr(derived_importance(small(1), bootstrap=50, seed=1))


def test_the_same_seed_repeats(small):
    one, two = (derived_importance(small(1), bootstrap=50, seed=4).table for _ in "ab")
    pd.testing.assert_frame_equal(one, two)


def test_one_dimension_has_all_the_weight(small):
    row = derived_importance(small(1, k=1, slopes=(1.0,)), bootstrap=30, seed=1).table.iloc[0]
    ends = ["weight_low", "weight", "weight_high", "boot_low", "boot_high"]
    assert row[ends].tolist() == pytest.approx([100] * 5)


def test_items_can_be_weighed(small):
    found = derived_importance(small(1, k=12), level="item", method="johnson")
    assert list(found.weights.index)[:2] == ["Q0", "Q1"]
    assert found.table.index.name == "item"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"method": "beta"}, "method='beta' is unknown"),
        ({"level": "total"}, "level='total' is unknown"),
        ({"score": "expectation"}, "score='expectation' is unknown"),
        ({"bootstrap": -1}, "whole number of resamples"),
        ({"ci": 95}, "must lie between"),
    ],
)
def test_options_out_of_range_are_named(small, options, said):
    with pytest.raises(ValueError, match=said):
        derived_importance(small(1), **options)


def test_too_many_scores_for_every_subset(small):
    with pytest.raises(ValueError, match=r"12 have 2\^12; take method='johnson'"):
        derived_importance(small(1, k=12), level="item")


def test_outcomes_that_cannot_serve(small):
    with pytest.raises(DataError, match="no column 'speed'"):
        derived_importance(small(1), outcome="speed")
    with pytest.raises(DataError, match="'word' is not numeric"):
        derived_importance(small(1), outcome="word")
    responses = small(1)
    responses.outcomes = ()
    with pytest.raises(DataError, match="no outcome is named"):
        derived_importance(responses)
    reversed_ = small(1)
    reversed_.respondents["overall"] *= -1
    with pytest.raises(DataError, match="is it coded so that more is better"):
        derived_importance(reversed_, method="correlation")
    with pytest.raises(DataError, match="3 respondents have outcome"):
        derived_importance(small(1, n=3))
    flat = small(1)
    flat.perceptions["Q1"] = 4.0
    with pytest.raises(DataError, match="'q1' is the same for everybody"):
        derived_importance(flat)
    named = small(1)
    named.instrument.mapping = {"overall": ["Q0"], "b": ["Q1"]}
    with pytest.raises(DataError, match="has the name of a score"):
        derived_importance(named)
    alone = small(1)
    alone.expectations = None
    with pytest.raises(DataError, match="no expectations"):
        derived_importance(alone, score="gap")
    assert derived_importance(alone).weights.sum() == pytest.approx(100)


@pytest.mark.parametrize("wrong", [None, pd.DataFrame({"Q1": [1.0]}), "bank"])
def test_what_is_no_survey_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match="an outcome is a column of Responses"):
        derived_importance(wrong, outcome="satisfaction")
