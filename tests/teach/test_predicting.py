"""A prediction is kept before the result, and compared after it, in one sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.teach import predict, reveal
from svqkit.teach.progress_file import read_progress

NAME = "L04.more_items"


def test_too_high_too_low_and_spot_on():
    predict(NAME, 0.8)
    said = reveal(NAME, 0.74)
    assert said.message == "You predicted 0.8 and it is 0.74: 0.06 too high."
    assert said.difference == pytest.approx(0.06)
    assert reveal(NAME, 0.91).message == "You predicted 0.8 and it is 0.91: 0.11 too low."
    assert reveal(NAME, np.float64(0.8)).message == "You predicted 0.8 and it is 0.80: spot on."
    predict("L04.count", 12)
    assert reveal("L04.count", 10).message == "You predicted 12 and it is 10: 2 too high."


def test_an_interval_says_whether_it_was_inside():
    predict(NAME, 0.75)
    said = reveal(NAME, 0.74, low=0.7, high=0.78)
    assert said.message.endswith("0.01 too high. That is inside the interval 0.70 to 0.78.")


def test_words_and_lists():
    predict("L10.widest", "tangibles")
    assert reveal("L10.widest", "Tangibles").message == "You predicted tangibles, and so it is."
    assert reveal("L10.widest", "empathy").message == "You predicted tangibles and it is empathy."
    predict("L10.two", ["empathy", "reliability"])
    assert (
        "the right ones, in another order" in reveal("L10.two", ["reliability", "empathy"]).message
    )
    assert (
        "1 of your 2 is among them" in reveal("L10.two", pd.Index(["empathy", "assurance"])).message
    )
    assert reveal("L10.two", 0.5).message.endswith("and it is 0.50.")


def test_a_change_before_the_result_is_free_and_afterwards_is_said():
    predict(NAME, 0.8)
    assert "0.9 instead of 0.8" in predict(NAME, 0.9).message
    reveal(NAME, 0.74)
    assert predict(NAME, 0.9).message == "You predicted 0.9, before you saw the result."
    assert not read_progress().predictions[NAME].changed_after
    changed = predict(NAME, 0.74)
    assert "You predicted 0.9 and have seen the result since" in changed.message
    assert read_progress().predictions[NAME].changed_after
    assert reveal(NAME, 0.74).message.endswith("(Changed after the result was seen.)")


def test_a_result_without_prediction_is_told_without_blame():
    said = reveal(NAME, 0.74)
    assert said.message.startswith("It is 0.74. You made no prediction")
    assert NAME not in read_progress().predictions


@pytest.mark.parametrize("nothing", [None, ..., "", "  ", float("nan"), [], [None], object()])
def test_nothing_is_no_prediction(nothing):
    said = predict(NAME, nothing)
    assert said.kind == "not an answer"
    assert 'role="status"' in said._repr_html_()
    assert read_progress().predictions == {}
    with pytest.raises(ValueError, match="no result to compare"):
        reveal(NAME, nothing)


@pytest.mark.parametrize("name", ["", "L04", "alpha", "L4.", "X04.1", "L04.a b", "L04.<b>"])
def test_a_prediction_has_a_lessons_name(name):
    with pytest.raises(ValueError, match=r"named as|lesson's name"):
        predict(name, 1)


@given(
    st.one_of(st.floats(), st.text(), st.integers(), st.lists(st.one_of(st.floats(), st.text())))
)
def test_whatever_is_predicted_the_record_can_be_read_again(value):
    said = predict("L04.anything", value)
    kept = read_progress().predictions.get("L04.anything")
    assert said.kind == "not an answer" or kept.value == said.predicted


def test_the_box_carries_marks_for_tests():
    html = predict(NAME, 0.8)._repr_html_()
    assert f'data-exercise="{NAME}"' in html
    assert 'data-kind="prediction"' in html
    assert 'data-kind="result"' in reveal(NAME, 0.7)._repr_html_()
