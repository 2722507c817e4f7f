"""Every exercise: its answer is right, each named mistake gets its own sentence, nothing leaks."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from svqkit.teach import check, hint, solution
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import FOLDER, list_exercises
from svqkit.teach.hints import _given
from svqkit.teach.lesson_data import data_behind

EXERCISES = list_exercises()
MISTAKES = [(name, m) for name, e in EXERCISES.items() for m in e.misconceptions]


def value(exercise, name):
    return computed_answer(name, exercise.id.split(".")[0], data_behind(exercise))


def as_given(answer):
    return answer[0] if isinstance(answer, tuple) else answer


@pytest.mark.parametrize("name", EXERCISES)
def test_the_computed_answer_is_right(name):
    exercise = EXERCISES[name]
    assert check(name, as_given(value(exercise, exercise.answer))).right


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_each_mistake_gets_its_own_feedback(name, mistake):
    exercise = EXERCISES[name]
    wrong = -value(exercise, exercise.answer) if mistake.change else value(exercise, mistake.answer)
    said = check(name, as_given(wrong))
    assert said.kind == "misconception"
    assert said.misconception == mistake.name
    assert said.message == mistake.feedback


@pytest.mark.parametrize("name", EXERCISES)
def test_feedback_and_hints_do_not_tell_the_answer(name):
    exercise = EXERCISES[name]
    answer = value(exercise, exercise.answer)
    words = answer if isinstance(answer, tuple) else (f"{answer:.2f}", f"{abs(answer):.2f}")
    wrong = check(name, "something else" if exercise.kind == "word" else 987654.0)
    said = [wrong.message, *(m.feedback for m in exercise.misconceptions), *exercise.hints]
    for text in said:
        assert not any(str(word).casefold() in text.casefold() for word in words)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_file_does_not_hold_the_answer(name):
    exercise = EXERCISES[name]
    answer = value(exercise, exercise.answer)
    lesson = FOLDER / f"{name.split('.')[0]}.yaml"
    text = lesson.read_text(encoding="utf-8")
    if isinstance(answer, tuple):
        assert answer[1] not in text
    elif isinstance(answer, float):
        assert f"{abs(answer):.2f}" not in text


def test_any_correct_form_is_accepted():
    gap = value(EXERCISES["L00.2"], "gap_of_q8")
    forms = [
        gap,
        round(gap, 2),
        np.float64(gap),
        pd.Series([gap]),
        pd.DataFrame([[gap]]),
        [gap],
        np.array(gap),
        f"{gap:.2f}".replace(".", ",").replace("-", "−"),
    ]
    for form in forms:
        assert check("l00.2 ", form).right, form
    name, title = value(EXERCISES["L00.1"], "widest_gap")
    assert check("L00.1", f" {title.upper()} ").right
    assert check("L00.1", name).right


@pytest.mark.parametrize("nothing", [None, ..., [], [1.0, 2.0], True, float("nan"), "many"])
def test_what_is_no_answer_is_said_to_be_none(nothing):
    said = check("L00.2", nothing)
    assert said.kind == "not an answer"
    assert "needs a number" in said.message


def test_an_unknown_exercise_lists_those_there_are():
    with pytest.raises(ValueError, match=r"no exercise 'L00\.9'; there are L00\.1, L00\.2"):
        check("L00.9", 1)
    with pytest.raises(ValueError, match="no answer is called"):
        computed_answer("unknown", "L00", None)


def test_hints_come_one_at_a_time_and_stop_at_the_last():
    _given.clear()
    titles = [hint("L00.1").title for _ in range(4)]
    assert titles == [f"L00.1: hint {k} of 3" for k in (1, 2, 3, 3)]
    assert 'solution("L00.1")' in hint("L00.1").text
    with pytest.raises(ValueError, match="hints 1 to 3, not 7"):
        hint("L00.1", level=7)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_tells_the_answer(name):
    said = solution(name)
    assert not re.search(r"[{}]", said.text)
    assert said._repr_html_().startswith("<div")
