"""Lesson 00 as a beginner works it: right code in several forms, and the mistakes that are usual."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.teach import check, quiz
from svqkit.teach.answers.l00 import CHECKED
from svqkit.teach.exercise import find_exercise, find_lesson


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def told(exercise, answer):
    said = check(exercise, answer)
    return "right" if said.right else said.misconception


def items(bank):
    gap = bank.perceptions - bank.expectations
    return gap.mean(), bank.perceptions.mean(), bank.expectations.mean()


WORST = {
    "the widest": (lambda b: items(b)[0].idxmin(), "right"),
    "in small letters": (lambda b: items(b)[0].idxmin().lower(), "right"),
    "from the sorted table": (lambda b: items(b)[0].sort_values().index[:1], "right"),
    "the narrowest": (lambda b: items(b)[0].idxmax(), "narrowest_gap"),
    "by perceptions alone": (lambda b: items(b)[1].idxmin(), "lowest_perception"),
    "by expectations alone": (lambda b: items(b)[2].idxmax(), "highest_expectation"),
    "a dimension": (lambda b: svq.gap_scores(b).dimensions["gap"].idxmin(), "dimension_for_item"),
}


@pytest.mark.parametrize("how", WORST)
def test_the_question_that_falls_furthest_short(how, bank):
    work, wanted = WORST[how]
    assert told("L00.3", work(bank)) == wanted


COUNTS = {
    "all of a row": (lambda b: b.perceptions.notna().all(axis=1).sum(), "right"),
    "rows that are left": (lambda b: len(b.perceptions.dropna()), "right"),
    "rows that are not": (
        lambda b: b.perceptions.isna().any(axis=1).sum(),
        "incomplete_for_complete",
    ),
    "rows of both forms": (
        lambda b: len((b.perceptions - b.expectations).dropna()),
        "both_forms_for_one",
    ),
    "any of a row": (lambda b: b.perceptions.notna().any(axis=1).sum(), "some_for_all"),
    "cells": (lambda b: b.perceptions.notna().sum().sum(), "answers_for_customers"),
}


@pytest.mark.parametrize("how", COUNTS)
def test_complete_customers(how, bank):
    work, wanted = COUNTS[how]
    assert told("L00.5", work(bank)) == wanted


def test_one_verdict_by_the_ends_of_its_interval(bank):
    """The value meets the criterion and its lower end does not: the case that misleads."""
    found = svq.validate(bank, seed=1).findings.set_index("check").loc[CHECKED]
    assert found["low"] < 0.70 < found["value"] < found["high"]
    options = list(find_exercise("L00.6").options)
    said = {option: told("L00.6", letter) for letter, option in zip("abcde", options, strict=True)}
    assert said.pop("interval_holds") == "right"
    assert set(said.values()) == {
        "value_without_interval", "doubt_is_no", "lower_end_overlooked", "upper_end_overlooked",
    }  # fmt: skip


def test_six_exercises_and_a_quiz_of_six():
    for name in ("L00", "L04", "L10"):
        assert len(find_lesson(name).exercises) >= 6
        assert len(find_lesson(name).quiz.questions) >= 6  # its own
        assert len(quiz(name).questions) >= 6
