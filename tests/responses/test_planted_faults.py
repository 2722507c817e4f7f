"""Faults that simulations plant: found again in the size and the place that the truth states."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import svqkit as svq
from svqkit.responses.keying import turned


def lost(drawn: object) -> pd.DataFrame:
    return drawn.perceptions.isna()  # type: ignore[attr-defined]


@pytest.mark.parametrize("mechanism", ["MCAR", "MAR", "MNAR", "break-off"])
def test_as_much_is_missing_as_was_asked(mechanism: str) -> None:
    wish = {"share": 0.15, "mechanism": mechanism}
    drawn = svq.simulate("servperf", 3000, missing=wish, groups={"g": {"a": 0.5, "b": 0.5}}, seed=2)
    # respondents are independent, their answers are not: error of the mean over respondents
    per = lost(drawn).mean(axis=1)
    assert per.mean() == pytest.approx(0.15, abs=4 * per.std() / np.sqrt(drawn.n))
    assert drawn.truth["missing"] == wish


def test_mar_hangs_on_its_column_and_mnar_on_the_answer() -> None:
    outcomes = {"outcomes": {"satisfaction": ({"reliability": 0.6}, 1, 7)}}
    mar = svq.simulate(
        n=2000, population=outcomes, missing={"share": 0.2, "mechanism": "MAR"}, seed=4
    )
    gone = lost(mar).mean(axis=1)
    low = mar.respondents["satisfaction"] <= mar.respondents["satisfaction"].median() - 1
    assert gone[low].mean() > gone[~low].mean() + 0.1
    full = svq.simulate("servperf", 2000, seed=5)
    mnar = svq.simulate("servperf", 2000, missing={"share": 0.2, "mechanism": "MNAR"}, seed=5)
    hidden = full.perceptions.where(lost(mnar)).stack().mean()
    shown = mnar.perceptions.stack().mean()
    assert hidden < shown - 0.5
    assert svq.missing_data(mar, auxiliary=["satisfaction"]).little["pvalue"] < 0.001


def test_who_breaks_off_answers_nothing_after() -> None:
    drawn = svq.simulate(n=500, missing={"share": 0.1, "mechanism": "break-off"}, seed=6)
    answers = np.hstack([drawn.expectations.to_numpy(), drawn.perceptions.to_numpy()])
    gaps = np.isnan(answers)
    assert (np.diff(gaps.astype(int), axis=1) >= 0).all()
    assert gaps.any()


@pytest.mark.parametrize("kind", ["straight line", "random", "alternating", "midpoint", "extreme"])
def test_each_kind_of_carelessness_looks_like_itself(kind: str) -> None:
    drawn = svq.simulate(n=400, careless={kind: 0.1}, seed=8)
    idle = drawn.truth["careless"]
    assert set(idle.values()) == {kind}
    assert len(idle) == 40
    answers = drawn.perceptions.loc[list(idle)]
    different = answers.nunique(axis=1)
    if kind == "straight line":
        assert (different == 1).all()
    elif kind == "midpoint":
        assert set(answers.stack().unique()) == {4.0}
    elif kind == "extreme":
        assert set(answers.stack().unique()) <= {1.0, 7.0}
    elif kind == "alternating":
        assert (different <= 2).all()
    else:
        assert (different > 4).mean() > 0.9


def test_hurry_and_checks_tell_on_who_does_not_read() -> None:
    drawn = svq.simulate(n=400, careless=0.1, attention=2, times=True, seed=9)
    idle = list(drawn.truth["careless"])
    asked = drawn.truth["checks"]
    assert list(asked) == ["check_1", "check_2"]
    seconds = drawn.respondents["seconds"] / 44
    assert seconds[idle].median() < 2 < seconds.drop(idle).median()
    found = svq.screen(drawn, checks=asked)
    assert set(idle) & set(found.flagged) == set(idle)
    assert len(found.signs.columns) == 6


def test_forms_of_the_zone_of_tolerance_keep_their_order() -> None:
    drawn = svq.simulate("servqual_three_column", 1500, seed=10)
    for frame, truth in ((drawn.minimum, "adequacy"), (drawn.desired, "superiority")):
        assert frame.shape == drawn.perceptions.shape
        for dimension, codes in drawn.instrument.mapping.items():
            gap = (drawn.perceptions[codes] - frame[codes]).mean(axis=1)
            error = gap.std() / np.sqrt(drawn.n)
            assert gap.mean() == pytest.approx(drawn.truth[truth][dimension], abs=4 * error)
    assert (drawn.minimum.mean() < drawn.desired.mean()).all()
    assert (drawn.minimum <= drawn.desired).mean(axis=None) > 0.8


def test_a_method_factor_and_biased_items_are_planted() -> None:
    groups = {"branch": {"North": 0.5, "South": 0.5}}
    drawn = svq.simulate(
        "servperf",
        4000,
        groups=groups,
        population={"method": 0.3, "item_effects": {"South": {"Q3": 0.8}}},
        seed=11,
    )
    south = drawn.respondents["branch"] == "South"
    means = drawn.perceptions.groupby(south).mean()
    assert means.loc[True, "Q3"] - means.loc[False, "Q3"] > 0.5
    others = (means.loc[True] - means.loc[False]).drop("Q3").abs()
    assert others.max() < 0.25
    expected = drawn.truth["means"]["perception"]["Q3"]
    error = drawn.perceptions["Q3"].std() / np.sqrt(drawn.n)
    assert drawn.perceptions["Q3"].mean() == pytest.approx(expected, abs=4 * error)
    plain = svq.simulate("servperf", 4000, seed=11)
    across = [("Q1", "Q9"), ("Q2", "Q15"), ("Q6", "Q20")]
    for one, other in across:
        with_habit = drawn.perceptions[one].corr(drawn.perceptions[other])
        without = plain.perceptions[one].corr(plain.perceptions[other])
        z = (np.arctanh(with_habit) - np.arctanh(without)) * np.sqrt((4000 - 3) / 2)
        assert stats.norm.sf(z) < 0.01


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"careless": {"bored": 0.1}}, "no kind 'bored'"),
        ({"careless": {"random": 0.6, "extreme": 0.6}}, "share from 0 to below 1"),
        ({"missing": {"mechanism": "MAR"}}, "a mapping of share"),
        ({"missing": {"share": 0.1, "mechanism": "why"}}, "no mechanism 'why'"),
        ({"missing": {"share": 0.1, "mechanism": "MAR"}}, "MAR needs a column"),
        (
            {"missing": {"share": 0.1, "mechanism": "MAR", "on": "x"}, "groups": {"g": {"a": 1}}},
            "'x'",
        ),
        ({"careless": True}, "share from 0 to below 1"),
    ],
)
def test_impossible_faults_are_refused(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        svq.simulate("servperf", 50, seed=1, **options)


def test_reversed_items_are_keyed_for_analysis_and_turned_for_screening() -> None:
    drawn = svq.simulate("employees", 300, careless={"straight line": 0.05}, seed=12)
    against = [item.code for item in drawn.instrument.items if item.reverse]
    assert len(against) >= 5
    raw = turned(drawn.perceptions, drawn.instrument)
    pd.testing.assert_frame_equal(turned(raw, drawn.instrument), drawn.perceptions)
    idle = list(drawn.truth["careless"])
    assert (raw.loc[idle].nunique(axis=1) == 1).all()
    assert (drawn.perceptions.loc[idle].nunique(axis=1) <= 2).all()
    found = svq.screen(drawn)
    assert set(idle) <= set(found.flagged)
    assert (found.respondents.loc[idle, "longstring"] == raw.shape[1]).all()
    scale = next(codes for codes in drawn.instrument.mapping.values() if set(codes) & set(against))
    assert (drawn.perceptions.drop(idle)[scale].corr().to_numpy() > 0).all()
