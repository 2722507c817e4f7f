"""Every rule and reason that results bring along is recognised, whatever numbers it holds."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.plots.result_sentences import resaid


def shout(sentence, **places):
    """Stand for a translation: nothing of the English is left, the places are."""
    return re.sub(r"\{\w+\}|[A-Za-z]", lambda m: m[0] if m[0][0] == "{" else "*", sentence).format(
        **places
    )


def english(text):
    return re.findall(r"[a-z]+", resaid(text, shout))


def test_every_check_and_rule_of_screening_is_known():
    bank = svq.load_dataset("bank")
    timed = svq.simulate("servqual", 60, attention=2, times=True, careless=0.2, seed=1)
    for answers in (bank, timed):
        summary = svq.screen(answers).summary
        shown = summary[summary["of"] == "respondents"]
        assert len(shown) > 5
        for text in (*shown["check"], *shown["rule"]):
            assert english(text) == [], text


def test_every_reason_for_leaving_a_row_out_is_known():
    header = ["id", *[f"P{k}" for k in range(1, 23)], *[f"E{k}" for k in range(1, 23)]]
    row = [4] * 44
    rows = [[1, *row], [1, *row], [2, *row], ["", *[""] * 44], [3, *[""] * 44], header, [4, *row]]
    answers = svq.read_responses(pd.DataFrame(rows, columns=header).astype(str))
    reasons = answers.dropped["reason"].unique()
    assert len(reasons) > 1
    for reason in reasons:
        assert set(english(reason)) <= {"id"}, reason


@pytest.mark.parametrize(
    "plan",
    [
        lambda: svq.plan_sample("fit", df=100),
        lambda: svq.plan_sample("fit", df=100, test="not close"),
        lambda: svq.plan_sample("correlation", expected=0.3, against=0.0),
        lambda: svq.plan_sample("correlation", expected=0.3, width=0.2),
        lambda: svq.plan_sample("gap", difference=0.3, sd=1.0),
    ],
)
def test_what_a_sample_is_planned_for_is_known(plan):
    question = plan().question
    assert english(question[:1].upper() + question[1:]) == []


def test_signs_inside_a_rule_are_said_too():
    text = "too fast, or careless, or at least 2 of the other signs; flagged, not dropped"
    assert english(text) == []
    assert "2" in resaid(text, shout)


@pytest.mark.parametrize("text", ["", "left out by hand", "11 or more of something else"])
def test_what_is_not_known_stays_as_it_is(text):
    assert resaid(text, shout) == text
