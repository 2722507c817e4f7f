from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.organisation.matching import direct_items, expected_items


@pytest.fixture(scope="module")
def managers():
    return svq.load_instrument("managers")


def plain(mapping, labels=None):
    codes = [code for members in mapping.values() for code in members]
    return SimpleNamespace(
        mapping=mapping, labels={code: code for code in codes} | (labels or {}), language="en"
    )


def test_every_item_finds_its_question_by_label(managers):
    pairs, unmatched = expected_items(svq.load_instrument("servqual"), managers, {})
    assert unmatched == []
    assert {a: b for both in pairs.values() for a, b in both} == {
        f"EXP{k}": f"Q{k}" for k in range(1, 23)
    }


def test_the_languages_of_the_questionnaires_may_differ(managers):
    pairs, unmatched = expected_items(
        svq.load_instrument("servqual", language="zh-Hans"), managers, {}
    )
    assert unmatched == []
    assert sum(map(len, pairs.values())) == 22


def test_position_does_not_decide():
    customers = plain({"care": ["Q1", "Q2"]}, {"Q1": "polite", "Q2": "patient"})
    ours = plain({"expected_care": ["X1", "X2"]}, {"X1": "patient", "X2": "polite"})
    assert expected_items(customers, ours, {}) == ({"care": [("X1", "Q2"), ("X2", "Q1")]}, [])


def test_an_item_without_a_partner_is_named():
    customers = plain({"care": ["Q1"]}, {"Q1": "polite"})
    ours = plain({"expected_care": ["X1", "X2"]}, {"X1": "polite", "X2": "quick"})
    assert expected_items(customers, ours, {}) == ({"care": [("X1", "Q1")]}, ["X2"])


def test_a_label_that_two_items_carry_matches_neither():
    customers = plain({"care": ["Q1", "Q2"]}, {"Q1": "polite", "Q2": "polite"})
    ours = plain({"expected_care": ["X1"]}, {"X1": "polite"})
    assert expected_items(customers, ours, {}) == ({}, ["X1"])


def test_other_names_are_declared():
    customers = plain({"care": ["Q1"]})
    ours = plain({"what_they_want": ["X1"]})
    match = {"what_they_want": "expected_care", "X1": "Q1"}
    assert expected_items(customers, ours, match) == ({"care": [("X1", "Q1")]}, [])


def test_direct_items_say_their_dimension_or_are_refused(managers):
    assert list(direct_items(managers, 2, {})) == [
        "tangibles", "reliability", "responsiveness", "assurance", "empathy",
    ]  # fmt: skip
    strange = plain({"standards": ["S1"]})
    with pytest.raises(DataError, match=r"'S1'.*which dimension"):
        direct_items(strange, 2, {})
    assert direct_items(strange, 2, {"S1": "reliability"}) == {"reliability": ["S1"]}


@pytest.mark.parametrize(
    ("match", "said"),
    [
        ({"nothing": "tangibles"}, "'nothing', which is no dimension or item"),
        ({"goal_setting": "happiness"}, "stands for 'happiness'"),
    ],
)
def test_a_match_that_names_what_does_not_exist_is_refused(surveys, match, said):
    with pytest.raises(DataError, match=said):
        svq.gap_model(surveys.customers, surveys.managers, match=match)


def test_a_renamed_antecedent_is_scored_under_its_name_in_the_model(surveys):
    usual = svq.gap_model(surveys.customers, surveys.managers).antecedents
    own = surveys.managers.instrument
    dimensions = tuple(
        d.model_copy(update={"name": "aims"}) if d.name == "goal_setting" else d
        for d in own.dimensions
    )
    items = tuple(
        i.model_copy(update={"dimension": "aims"}) if i.dimension == "goal_setting" else i
        for i in own.items
    )
    renamed = own.model_copy(update={"dimensions": dimensions, "items": items})
    answers = dataclasses.replace(surveys.managers, instrument=renamed)
    left_out = svq.gap_model(surveys.customers, answers)
    assert "goal_setting" not in left_out.antecedents.index
    assert any("aims" in note for note in left_out.notes)
    found = svq.gap_model(surveys.customers, answers, match={"aims": "goal_setting"})
    np.testing.assert_allclose(
        found.antecedents.loc["goal_setting", "mean"], usual.loc["goal_setting", "mean"]
    )


def test_a_scale_of_another_length_is_not_subtracted(surveys):
    own = surveys.managers.instrument
    shorter = own.model_copy(update={"scale": own.scale.model_copy(update={"high": 5})})
    clipped = surveys.managers.perceptions.clip(upper=5)
    answers = dataclasses.replace(surveys.managers, instrument=shorter, perceptions=clipped)
    found = svq.gap_model(surveys.customers, answers)
    assert found.missing[1] == "Customers answered from 1 to 7, managers from 1 to 5."
    assert (found.gaps.loc[2, "mean_b"] == 5).all()


def test_customers_of_another_questionnaire_share_no_item(surveys):
    diners = svq.simulate("dineserv", 40, seed=3)
    found = svq.gap_model(diners, surveys.managers)
    assert "matches an item" in found.missing[1]
    assert found.gaps.index.get_level_values("gap").unique().tolist() == [2, 5]


def test_items_that_were_not_asked_shrink_gap_one_and_are_named(surveys):
    less = dataclasses.replace(
        surveys.managers, perceptions=surveys.managers.perceptions.drop(columns=["EXP1", "EXP2"])
    )
    found = svq.gap_model(surveys.customers, less)
    assert "Q1" not in found.items.loc[1].index
    assert "Q3" in found.items.loc[1].index
