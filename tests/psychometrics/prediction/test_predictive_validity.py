"""Regressions of outcomes on scores against R's lm, closed forms and the latent regression."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.psychometrics.prediction.predictive_validity import predictive_validity
from svqkit.psychometrics.prediction.predictors import scale_means
from svqkit.psychometrics.prediction.regression_formulas import jackknife_covariances, r_squared

FOLDER = Path(__file__).resolve().parent.parent.parent / "oracles" / "prediction"
CASE = json.loads((FOLDER / "scores.json").read_text())
LM = "R 4.2 lm"
BLOCKS = {"first": ["agree", "extra"], "second": ["consc", "neuro"]}


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    return pd.read_csv(FOLDER / CASE["file"])


def test_as_lm(scores: pd.DataFrame, agree: Any) -> None:
    ours = predictive_validity(scores, ["outcome"], blocks=BLOCKS, folds=len(scores))
    whole = ours.outcomes.loc["outcome"]
    for name, key in (("r_squared", "r_squared"), ("adjusted", "adjusted"), ("f", "f")):
        agree(f"prediction: {name}", whole[name], CASE[key], oracle=LM, rtol=1e-10)
    agree("prediction: residual sd", whole["residual_sd"], CASE["sigma"], oracle=LM, rtol=1e-10)
    agree(
        "prediction: R² interval",
        whole[["r_squared_low", "r_squared_high"]].astype(float),
        CASE["olkin_finn"],
        oracle="closed form",
        rtol=1e-10,
    )
    # leaving out one respondent at a time has a closed form, e/(1 − h)
    agree("prediction: R², left out", whole["cv_r_squared"], CASE["press"], oracle=LM, rtol=1e-10)
    assert (whole["df1"], whole["df2"]) == (4, CASE["df2"])
    theirs = pd.DataFrame(CASE["coefficients"]).set_index("predictor")
    mine = ours.coefficients.loc["outcome"].loc[theirs.index]
    for name in theirs.columns:
        agree(f"prediction: {name}", mine[name], theirs[name], oracle=LM, rtol=1e-8, atol=1e-14)
    assert mine["importance"].sum() == pytest.approx(whole["r_squared"], rel=1e-10)
    assert mine["importance_share"].sum() == pytest.approx(1)
    steps = ours.blocks.loc["outcome"].loc[list(BLOCKS)]
    for name, key in (("delta_r_squared", "delta"), ("f", "f"), ("p", "p")):
        agree(f"prediction: ΔR² {name}", steps[name], CASE["blocks"][key], oracle=LM, rtol=1e-8)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_bootstrap_repeats_and_agrees_with_large_samples(
    scores: pd.DataFrame, interval: str
) -> None:
    options: dict[str, Any] = {"blocks": BLOCKS, "bootstrap": 1000, "interval": interval}
    one = predictive_validity(scores, ["outcome"], seed=4, **options)
    pd.testing.assert_frame_equal(
        one.blocks, predictive_validity(scores, ["outcome"], seed=4, **options).blocks
    )
    plain = predictive_validity(scores, ["outcome"])
    row, other = one.outcomes.iloc[0], plain.outcomes.iloc[0]
    assert row["r_squared_low"] == pytest.approx(other["r_squared_low"], abs=0.04)
    assert row["r_squared_high"] == pytest.approx(other["r_squared_high"], abs=0.04)
    ends = ["beta_low", "beta_high"]
    np.testing.assert_allclose(one.coefficients[ends], plain.coefficients[ends], atol=0.06)
    steps = one.blocks
    assert (steps["delta_low"] < steps["delta_r_squared"]).all()
    assert (steps["delta_r_squared"] < steps["delta_high"]).all()
    assert plain.blocks.empty
    assert ("BCa" in one.convention) == (interval == "bca")


def test_bca_allows_for_the_upward_bias_of_r_squared(scores: pd.DataFrame) -> None:
    both = [
        predictive_validity(
            scores.iloc[:60], ["outcome"], bootstrap=2000, seed=1, interval=kind
        ).outcomes.iloc[0]
        for kind in ("percentile", "bca")
    ]
    assert both[1]["r_squared_low"] < both[0]["r_squared_low"]
    assert both[1]["r_squared_high"] < both[0]["r_squared_high"]


def test_jackknife_is_leaving_out(scores: pd.DataFrame) -> None:
    values = scores.to_numpy()[:20]
    found = jackknife_covariances(values)
    for k in (0, 7, 19):
        np.testing.assert_allclose(found[k], np.cov(np.delete(values, k, axis=0).T), rtol=1e-10)


def test_responses_names_and_scales() -> None:
    bank = svq.load_dataset("bank")
    mapping = bank.instrument.mapping
    found = predictive_validity(bank, ["satisfaction", "loyalty"], scales=mapping)
    assert list(found.outcomes.index) == ["satisfaction", "loyalty"]
    assert set(found.coefficients.loc["loyalty"].index) == set(mapping)
    means = scale_means(bank.perceptions, mapping)
    same = predictive_validity(means, bank.respondents[["satisfaction", "loyalty"]])
    pd.testing.assert_frame_equal(found.coefficients, same.coefficients)
    assert "Predictors" in repr(found)


def test_one_predictor_is_a_squared_correlation(scores: pd.DataFrame) -> None:
    found = predictive_validity(scores[["neuro", "outcome"]], "outcome")
    r = np.corrcoef(scores["neuro"], scores["outcome"])[0, 1]
    assert found.outcomes.iloc[0]["r_squared"] == pytest.approx(r**2, rel=1e-12)
    row = found.coefficients.iloc[0]
    assert row["beta"] == pytest.approx(r, rel=1e-12)
    assert row["importance"] == pytest.approx(r**2, rel=1e-12)
    assert row["vif"] == pytest.approx(1)


def test_noise_predicts_nobody_left_out() -> None:
    random = np.random.default_rng(3)
    noise = pd.DataFrame(random.normal(size=(60, 9)), columns=[*"abcdefgh", "y"])
    found = predictive_validity(noise, ["y"], seed=1).outcomes.iloc[0]
    assert found["r_squared"] > 0.05
    assert found["cv_r_squared"] < 0.05


def test_many_predictors_have_no_importance() -> None:
    random = np.random.default_rng(3)
    names = [f"s{i}" for i in range(11)]
    table = pd.DataFrame(random.normal(size=(80, 12)), columns=[*names, "y"])
    found = predictive_validity(table, ["y"])
    assert found.coefficients["importance"].isna().all()
    assert found.coefficients["beta"].notna().all()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0.1, 10), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.permutations(list(range(4))),
)
def test_r_squared_heeds_neither_scale_nor_sign_nor_order(
    scales: list[float], turned: list[bool], order: list[int]
) -> None:
    values = pd.read_csv(FOLDER / "scores.csv").to_numpy()
    plain = r_squared(np.cov(values.T), np.arange(4))
    moved = values.copy()
    moved[:, :4] = (values[:, :4] * np.array(scales) * np.where(turned, -1, 1))[:, order]
    assert r_squared(np.cov(moved.T), np.arange(4)) == pytest.approx(plain, rel=1e-8)


def test_bad_calls_say_what_to_do(scores: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="'nothing' is not a column"):
        predictive_validity(scores, ["nothing"])
    with pytest.raises(DataError, match="not numeric"):
        predictive_validity(scores.assign(outcome="high"), ["outcome"])
    with pytest.raises(DataError, match="no outcome"):
        predictive_validity(scores, [])
    with pytest.raises(DataError, match="another index"):
        predictive_validity(scores, scores["outcome"].iloc[1:])
    with pytest.raises(DataError, match="needs 7 at least"):
        predictive_validity(scores.iloc[:6], ["outcome"])
    with pytest.raises(DataError, match="'outcome' is the same"):
        predictive_validity(scores.assign(outcome=1.0), ["outcome"])
    with pytest.raises(DataError, match="agree, consc, sum are linearly dependent"):
        predictive_validity(scores.assign(sum=scores["agree"] + scores["consc"]), ["outcome"])
    with pytest.raises(DataError, match="no scores"):
        predictive_validity(scores[["outcome"]], ["outcome"])
    with pytest.raises(ValueError, match="'rude'"):
        predictive_validity(scores, ["outcome"], blocks={"a": ["rude"]})
    with pytest.raises(ValueError, match="two blocks"):
        predictive_validity(scores, ["outcome"], blocks={"a": ["agree"], "b": ["agree"]})
    with pytest.raises(ValueError, match="folds"):
        predictive_validity(scores, ["outcome"], folds=1)


def test_a_far_origin_changes_no_importance(scores: pd.DataFrame) -> None:
    near, far = scores.copy(), scores.copy()
    predictors = BLOCKS["first"]
    far[predictors] = far[predictors] + 1e8
    found = [
        predictive_validity(one[predictors], one[["outcome"]]).coefficients["importance"]
        for one in (near, far)
    ]
    np.testing.assert_allclose(found[0], found[1], rtol=1e-5)


@pytest.mark.parametrize("strange", [None, 5, np.ones((4, 2)), {"a": [1.0, 2.0]}])
def test_scores_that_are_no_table_are_refused(strange: Any) -> None:
    with pytest.raises(TypeError, match="scores must be a DataFrame"):
        predictive_validity(strange, pd.DataFrame({"overall": [1.0, 2.0]}))


def test_infinite_outcomes_are_refused_not_dropped(scores: pd.DataFrame) -> None:
    outcomes = pd.DataFrame({"spent": np.arange(len(scores), dtype=float)}, index=scores.index)
    outcomes.iloc[3, 0] = np.inf
    with pytest.raises(DataError, match="'spent' is infinite"):
        predictive_validity(scores, outcomes)
