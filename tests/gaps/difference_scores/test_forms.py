"""Forms compared: agreement with R, what must hold whatever the answers, bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.difference_scores.form_prediction import predict_outcome
from svqkit.gaps.difference_scores.form_reliability import combined_reliability
from svqkit.gaps.difference_scores.forms_at_hand import FORMS, forms_at_hand
from svqkit.gaps.difference_scores.forms_words import verdict_on

SINGLE = FORMS[:5]


@pytest.fixture(scope="module")
def truth(oracle):
    return oracle("compare_forms/forms")


@pytest.fixture(scope="module")
def compared(survey):
    return svq.compare_forms(survey, direct="D", bootstrap=200, seed=1)


def numbers(values):
    return [np.nan if v in (None, "NA") else float(v) for v in values]


@pytest.mark.parametrize("level", ["total", "dimensions"])
@pytest.mark.parametrize("outcome", ["quality", "loyalty"])
def test_prediction_agrees_with_lm(survey, truth, agree, outcome, level):
    at_hand = forms_at_hand(survey, "D")
    found = predict_outcome(
        at_hand.forms,
        survey.respondents[outcome],
        level,
        bootstrap=0,
        parts=np.array(truth["folds"]),
        ci=0.95,
        seed=1,
    )
    for name in FORMS:
        ours, theirs = found.loc[name], truth[outcome][level][name]
        agree("compare forms: R² and ΔR²", ours[["r_squared", "adjusted"]],
              [theirs["r_squared"], theirs["adjusted"]], oracle="R 4.2.2 lm",
              rtol=1e-9)  # fmt: skip
        agree("compare forms: cross-validation", ours[["cv_r_squared", "rmse"]], theirs["cv"],
              oracle="R 4.2.2 lm, same folds", rtol=1e-9)  # fmt: skip
        agree("compare forms: cross-validation", ours[["cv_r_squared_sd", "rmse_sd"]],
              theirs["cv_sd"], oracle="R 4.2.2 lm, same folds", rtol=1e-7)  # fmt: skip
        if name == "servperf":
            assert np.isnan(ours["delta_r_squared"])
            continue
        agree("compare forms: R² and ΔR²", ours["delta_r_squared"], theirs["delta"],
              oracle="R 4.2.2 lm", rtol=1e-8, atol=1e-12)  # fmt: skip
        agree("compare forms: cross-validation", ours[["cv_gain", "cv_gain_sd"]],
              [theirs["gain"], theirs["gain_sd"]], oracle="R 4.2.2 lm, same folds",
              rtol=1e-7, atol=1e-11)  # fmt: skip
        agree("compare forms: F of what expectation adds", ours[["f", "df1", "df2", "p"]],
              numbers(theirs["f"]), oracle="R 4.2.2 anova", rtol=1e-7)  # fmt: skip


def test_bca_intervals_agree_with_boot(survey, truth, agree):
    """Within four Monte-Carlo errors of both quantiles, from ten runs of a tenth of ours each."""
    at_hand = forms_at_hand(survey)
    forms = {name: at_hand.forms[name] for name in ("servqual", "servperf")}
    parts = np.array(truth["folds"])

    def ends(samples, seed):
        row = predict_outcome(forms, survey.respondents["quality"], "total", bootstrap=samples,
                              parts=parts, ci=0.95, seed=seed).loc["servqual"]  # fmt: skip
        return row[["delta_low", "delta_high", "r_squared_low", "r_squared_high"]].to_numpy(float)

    samples = 10_000
    ours = ends(samples, 1)
    error = np.std([ends(samples // 10, k) for k in range(2, 12)], axis=0, ddof=1) / np.sqrt(10)
    error *= np.sqrt(1 + samples / truth["bca"]["samples"])
    theirs = np.array([*truth["bca"]["delta"], *truth["bca"]["r_squared"]])
    assert (np.abs(ours - theirs) < 4 * error).all()
    assert (error < 0.01).all()


def test_reliability_agrees_with_psych_and_formulas(compared, truth, agree):
    table = compared.reliability
    for name, theirs in truth["reliability"].items():
        ours = table.loc[name, "alpha"][["care", "speed", "total"]]
        agree("compare forms: alpha", ours, [theirs["care"], theirs["speed"], theirs["all"]],
              oracle="psych 2.2.9", rtol=1e-9)  # fmt: skip
        agree("compare forms: reliability of a mean of dimensions",
              table.loc[(name, "total"), "reliability"], theirs["total"],
              oracle="Mosier (1943), in R", rtol=1e-9)  # fmt: skip
    for name, theirs in truth["weighted"].items():
        agree("compare forms: reliability with respondents' weights",
              table.loc[name, "reliability"][["care", "speed", "total"]], list(theirs.values()),
              oracle="Mosier (1943), in R", rtol=1e-9)  # fmt: skip
        assert table.loc[name, "alpha"].isna().all()
    ours = table.loc["servqual", "by_formula"][["care", "speed", "total"]]
    agree("compare forms: reliability of a difference", ours,
          list(truth["by_formula"].values()), oracle="Johns (1981), in R", rtol=1e-9)  # fmt: skip
    assert table["by_formula"].drop("servqual", level="form").isna().all()


def test_published_reliability_of_a_difference():
    """Peter, Churchill & Brown (1993): equal variances, reliabilities r and correlation r₁₂.

    Their argument in numbers: components of reliability .80 that correlate .60 leave .50.
    """
    S = np.array([[1.0, 0.6], [0.6, 1.0]])
    found = 1 - (0.2 + 0.2) / (S[0, 0] + S[1, 1] - 2 * S[0, 1])
    assert svq.difference_reliability(0.8, 0.8, 1, 1, 0.6) == pytest.approx(found) == 0.5


def test_restriction_agrees_with_r(compared, truth, agree):
    row, theirs = compared.restriction.loc["total"], truth["restriction"]
    names = ["variance_low_e", "variance_middle_e", "variance_high_e"]
    agree("compare forms: restricted variance", row[names], theirs["thirds"],
          oracle="R 4.2.2", rtol=1e-9)  # fmt: skip
    for ours, key in (
        ("r_spread", "r"),
        ("p_spread", "p"),
        ("ceiling_pct", "ceiling"),
        ("expectation_higher_pct", "higher"),
        ("r", "r_pe"),
        ("possible_expectation_pct", "possible_e"),
        ("possible_gap_pct", "possible_gap"),
    ):
        agree("compare forms: restricted variance", row[ours], theirs[key], oracle="R 4.2.2",
              rtol=1e-8)  # fmt: skip


def test_correlations_agree_with_r(compared, truth, agree):
    for column, key in (
        ("r_criterion", "criterion"),
        ("r_perception", "p"),
        ("r_expectation", "e"),
    ):
        agree("compare forms: correlations", compared.validity.loc[list(SINGLE), column],
              truth["correlations"][key], oracle="R 4.2.2", rtol=1e-9)  # fmt: skip


def test_htmt_and_ave_are_those_of_the_public_analyses(compared, survey):
    mapping = survey.instrument.mapping
    for name, items in (
        ("servperf", survey.perceptions),
        ("servqual", survey.perceptions - survey.expectations),
    ):
        row = compared.validity.loc[name]
        assert row["htmt_largest"] == pytest.approx(
            svq.htmt(items, mapping).htmt.loc["care", "speed"]
        )
        ave = svq.validity(svq.cfa(items, mapping)).ave
        assert row["ave_lowest"] == pytest.approx(ave.min(), rel=1e-4)
        assert row["ave_lowest_scale"] == ave.idxmin()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), scales=st.integers(1, 3))
def test_weights_of_one_for_everybody_change_no_reliability(seed, scales):
    rng = np.random.default_rng(seed)
    strata = np.array_split(np.arange(8), scales)
    x = rng.normal(size=(60, 8)) + rng.normal(size=(60, 1))
    S = np.cov(x.T)
    plain = combined_reliability(S, strata)
    scores = np.column_stack([x[:, rows].mean(axis=1) for rows in strata])
    w = np.full(scales, 0.3)
    weighted = combined_reliability(S, strata, w**2, np.var(scores @ w, ddof=1))
    np.testing.assert_allclose(weighted, plain, rtol=1e-9)


def test_the_same_weights_for_everybody_leave_dimensions_as_they_predict(survey):
    fixed = svq.compare_forms(survey, weights={"care": 30, "speed": 70}, bootstrap=100, seed=1)
    row = fixed.prediction.loc[("quality", "dimensions", "weighted_servperf")]
    assert row["delta_r_squared"] == pytest.approx(0, abs=1e-10)
    assert verdict_on(row, 0.05) == "same"
    table = fixed.reliability["reliability"]
    for scale in ("care", "speed"):
        assert table["weighted_servperf", scale] == pytest.approx(table["servperf", scale])
    equal = svq.compare_forms(survey, weights={"care": 0.5, "speed": 0.5}, bootstrap=0, seed=1)
    total = equal.reliability["reliability"]
    assert total["weighted_servqual", "total"] == pytest.approx(total["servqual", "total"])


def test_order_of_respondents_does_not_matter(answers, survey_of, compared):
    mixed = answers.sample(frac=1, random_state=3)
    other = svq.compare_forms(survey_of(mixed), direct="D", bootstrap=0, seed=1)
    columns = ["r_squared", "adjusted", "delta_r_squared", "f", "p"]
    pd.testing.assert_frame_equal(compared.prediction[columns], other.prediction[columns])
    pd.testing.assert_series_equal(compared.reliability["reliability"],
                                   other.reliability["reliability"])  # fmt: skip


def test_forms_that_contain_others_never_explain_less(compared):
    r2 = compared.prediction["r_squared"].unstack("form")
    assert (r2["components"] >= r2["servperf"] - 1e-12).all()
    assert (r2["components"] >= r2["servqual"] - 1e-12).all()
    assert (r2["quadratic"] >= r2["components"] - 1e-12).all()
    contain = compared.prediction["contains_servperf"].groupby("form").first()
    assert set(contain.index[contain]) == {"components", "quadratic"}


def test_one_line_a_form(compared, survey):
    assert list(compared.table.index) == list(FORMS)
    row = compared.prediction.loc[("quality", "total", "servqual")]
    assert compared.table.loc["servqual", "delta_r2_quality"] == row["delta_r_squared"]
    assert (
        compared.table.loc["servqual", "reliability"]
        == compared.reliability.loc[("servqual", "total"), "reliability"]
    )
    assert compared.criterion == "quality"
    assert "240 respondents" in compared.convention
    assert compared.table.loc["components", ["reliability", "htmt_largest"]].isna().all()


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"delta_low": 0.01, "delta_high": 0.05}, "more"),
        ({"delta_low": -0.05, "delta_high": -0.01}, "less"),
        ({"delta_low": -0.05, "delta_high": 0.01}, "cannot tell"),
        ({"delta_low": 0.0, "delta_high": 0.0, "delta_r_squared": 0.0}, "same"),
        ({"delta_r_squared": np.nan}, ""),
        ({}, ""),
        ({"contains_servperf": True, "p": 0.01, "delta_low": 0.01, "delta_high": 0.1}, "more"),
        ({"contains_servperf": True, "p": 0.2, "delta_low": 0.01, "delta_high": 0.1},
         "cannot tell"),
        ({"contains_servperf": True, "p": 0.01, "cv_gain": -0.02}, "cannot tell"),
    ],
)  # fmt: skip
def test_verdicts_follow_interval_or_test(changes, verdict):
    row = {"delta_r_squared": 0.02, "delta_low": np.nan, "delta_high": np.nan,
           "contains_servperf": False, "p": np.nan, "cv_gain": 0.01}  # fmt: skip
    assert verdict_on(pd.Series(row | changes), 0.05) == verdict


def test_the_paragraph_says_what_the_table_says(compared):
    text = compared.paragraph()
    assert "Less: SERVQUAL (P − E) (ΔR² −.13" in text
    assert "This sample cannot tell from SERVPERF:" in text
    assert "Of the variance of Overall quality (n = 240)" in text
    assert compared.paragraph("en") == text
    assert "What this sample supports" in repr(compared)
    assert "<table" in compared._repr_html_()


def test_a_planted_truth_is_told(answers, survey_of):
    """Quality made of the gap alone: SERVQUAL predicts more, and the paragraph says so."""
    survey = survey_of(answers)
    at_hand = forms_at_hand(survey)
    rng = np.random.default_rng(4)
    gap = at_hand.forms["servqual"].total
    survey.respondents = survey.respondents.assign(quality=gap + rng.normal(0, 0.4, len(gap)))
    found = svq.compare_forms(survey, outcomes="quality", bootstrap=300, seed=1)
    rows = found.prediction.xs("total", level="level").droplevel("outcome")
    assert verdict_on(rows.loc["servqual"], 0.05) == "more"
    assert verdict_on(rows.loc["components"], 0.05) == "more"
    assert "More: SERVQUAL (P − E)" in found.paragraph()
    assert rows["cv_r_squared"].idxmax() in ("servqual", "components", "weighted_servqual")


def test_restricted_variance_is_told():
    """Perceptions anywhere up to the expectation: the higher it is, the more room a gap has."""
    from svqkit.gaps.difference_scores.variance_restriction import variance_restriction

    rng = np.random.default_rng(5)
    e = pd.DataFrame({"care": rng.uniform(1, 7, 400)})
    up = pd.DataFrame({"care": e["care"] * rng.uniform(size=400)})
    down = e + (7 - e) * rng.uniform(size=(400, 1))
    ceiling = pd.Series({"care": 0.0})
    found = [variance_restriction(p, e, ceiling, (1, 7)).loc["care"] for p in (up, down)]
    assert found[0]["r_spread"] > 0 > found[1]["r_spread"]
    assert found[0]["variance_high_e"] > found[0]["variance_low_e"]
    assert found[1]["variance_high_e"] < found[1]["variance_low_e"]
    few = variance_restriction(up.head(20), e.head(20), ceiling, (1, 7)).loc["care"]
    assert np.isnan(few[["variance_low_e", "variance_high_e"]].astype(float)).all()


def test_what_is_not_asked_is_listed(answers, survey_of):
    bare = survey_of(answers, expectations=None, importance=None, importance_kind=None, outcomes=())
    found = svq.compare_forms(bare, bootstrap=0, seed=1)
    assert list(found.table.index) == ["servperf"]
    reasons = found.not_computed.set_index("form")["reason"]
    assert "no expectations" in reasons["servqual"]
    assert "no importance" in reasons["weighted_servperf"]
    assert reasons["all"] == "no outcome is given"
    assert "nothing can be said about prediction" in found.paragraph()
    assert len(found.restriction) == 0
    assert "Forms of scoring" in repr(found)
    told = survey_of(answers, expectations=None, importance=None)
    alone = svq.compare_forms(told, bootstrap=0, repeats=1, seed=1).paragraph()
    assert "No other form could be computed" in alone


def test_one_direct_question_has_no_dimensions(survey, answers):
    found = svq.compare_forms(survey, direct=answers[["D1"]], bootstrap=0, repeats=1, seed=1)
    assert ("quality", "total", "direct") in found.prediction.index
    assert ("quality", "dimensions", "direct") not in found.prediction.index
    told = found.not_computed.query("form == 'direct'")["reason"]
    assert told.str.contains("no dimensions").any()
    assert np.isnan(found.reliability.loc[("direct", "total"), "reliability"])


def test_seeds_repeat_and_missing_answers_are_left_out(answers, survey_of):
    holed = answers.copy()
    holed.loc[:9, "quality"] = np.nan
    holed.loc[20:24, ["P1", "P2", "P3"]] = np.nan
    survey = survey_of(holed)
    one, other = (svq.compare_forms(survey, bootstrap=150, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one.prediction, other.prediction)
    pd.testing.assert_frame_equal(one.reliability, other.reliability)
    n = one.prediction["n"].groupby("outcome").first()
    assert (n["quality"], n["loyalty"]) == (225, 235)
    assert "235 respondents with every item" in one.convention


def test_too_few_respondents_are_told(answers, survey_of):
    found = svq.compare_forms(survey_of(answers.head(21)), bootstrap=0, folds=5, seed=1)
    assert ("quality", "dimensions", "quadratic") in found.prediction.index
    less = svq.compare_forms(survey_of(answers.head(19)), bootstrap=0, folds=5, seed=1)
    assert ("quality", "dimensions", "quadratic") not in less.prediction.index
    assert less.not_computed["reason"].str.contains("19 respondents are too few").any()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"ci": 1.5}, "between 0 and 1"),
        ({"bootstrap": -5}, "whole number"),
        ({"folds": 1}, "folds=1"),
        ({"repeats": 0}, "repeats=0"),
        ({"weights": "derived"}, "may not predict it"),
        ({"weights": {"care": 100}}, "'speed' has no weight"),
        ({"weights": pd.DataFrame({"care": [1.0]})}, "'speed' has no weights"),
        ({"direct": "Z"}, "'Z' and a number"),
        ({"outcomes": "mood"}, "'mood' is not a column"),
    ],
)
def test_bad_requests_are_named(survey, options, message):
    with pytest.raises(ValueError, match=message):
        svq.compare_forms(survey, **options)


def test_bad_answers_are_named(survey, answers, survey_of):
    with pytest.raises(DataError, match="same for everybody"):
        svq.compare_forms(survey_of(answers.assign(quality=5)))
    with pytest.raises(DataError, match="another index"):
        svq.compare_forms(survey, direct=answers[["D1"]].head(5))
    with pytest.raises(DataError, match="not numeric"):
        svq.compare_forms(survey, direct=answers[["D1"]].astype(str))
    with pytest.raises(TypeError, match="table or a prefix"):
        svq.compare_forms(survey, direct=3)
    with pytest.raises(TypeError, match="needs Responses"):
        svq.compare_forms(answers)


def test_the_bank_supports_servperf():
    found = svq.compare_forms(svq.load_dataset("bank"), outcomes=["satisfaction"], seed=1)
    assert found.outcome_label("satisfaction") == "Satisfaction"
    row = found.prediction.loc[("satisfaction", "total", "servqual")]
    assert verdict_on(row, 0.05) == "less"


@pytest.mark.kiosk
def test_the_kiosk_survey_is_compared(kiosk_folder, monkeypatch):
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    found = svq.compare_forms(svq.load_dataset("kiosk"), bootstrap=200, seed=1)
    assert list(found.table.index) == [name for name in FORMS if name != "direct"]
    assert found.table["r2_SAT1"].between(0.1, 0.6).all()
