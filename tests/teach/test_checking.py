"""Every exercise: its answer is right, each named mistake gets its own sentence, nothing leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from svqkit.teach import check, hint, learner_data, solution
from svqkit.teach.answer_forms import readings
from svqkit.teach.answers import computed_answer
from svqkit.teach.comparing import changed
from svqkit.teach.exercise import FOLDER, find_exercise, find_lesson, list_exercises
from svqkit.teach.hints import spelled
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.progress_file import read_progress

EXERCISES = list_exercises()
MISTAKES = [(n, m.name) for n, e in EXERCISES.items() for m in e.misconceptions]
SEEDS = (0, 1, 2, 3)
ENOUGH = 2
"""In so many learners' surveys at least a mistake is told from the right answer and from others."""
GRID = [k / 1000 for k in range(-1500, 1501)] + [k / 20 for k in range(-160, 161)]
"""Where a number that a detector is true of is searched for, the nearest to the right one first."""


def lesson_of(name):
    return name.split(".")[0]


def own_data(name) -> bool:
    return (EXERCISES[name].data or find_lesson(lesson_of(name)).data) == "learner"


def surveys(name) -> Iterator[int | None]:
    """Draw each survey that an exercise is tried with; a data set is there once."""
    for seed in SEEDS if own_data(name) else [None]:
        if seed is not None:
            learner_data(lesson_of(name), seed)
        yield seed


@lru_cache(maxsize=256)
def cached(answer, lesson, data):
    return computed_answer(answer, lesson, data)


def value(name, answer):
    return cached(answer, lesson_of(name), data_behind(EXERCISES[name]))


def as_given(answer):
    """An answer as a learner would write it; of words that mean the same, the first."""
    if isinstance(answer, tuple):
        return answer[0]
    if isinstance(answer, (list, set, frozenset)):
        return [as_given(one) for one in answer]
    return answer


def wrong_answers(name, mistake) -> Iterator[object]:
    """Give what a learner with that misconception would answer; of a detector what it detects."""
    exercise = EXERCISES[name]
    if mistake.answer is not None:
        yield as_given(value(name, mistake.answer))
    elif mistake.change is not None:
        yield changed(value(name, exercise.answer), mistake.change, exercise.margin)[0]
    else:
        yield from detected_answers(exercise, mistake.detector)


def detected_answers(exercise, detector) -> Iterator[object]:
    """Give the example that the lesson's module names, or search for one."""
    lesson, data = lesson_of(exercise.id), data_behind(exercise)
    module = import_module(f"svqkit.teach.answers.{lesson.lower()}")
    if detector in getattr(module, "EXAMPLES", {}):
        yield as_given(module.EXAMPLES[detector](data))
        return
    right = value(exercise.id, exercise.answer)
    tried = {
        "number": lambda: sorted(GRID, key=lambda x: abs(x - right)),
        "word": lambda: [*data.instrument.codes, *data.instrument.mapping],
        "words": lambda: [[code] for code in data.instrument.codes],
        "choice": lambda: list(exercise.options),
    }.get(exercise.kind, list)()
    for candidate in tried:
        read = readings(exercise, candidate)
        if any(module.DETECTORS[detector](given, data) for given in read):
            yield candidate


@pytest.mark.parametrize(("name", "mistake_name"), MISTAKES)
def test_each_mistake_gets_its_own_feedback(name, mistake_name):
    """Where a learner's data make a mistake's answer right, or another mistake's, it cannot be told."""
    mistake = next(m for m in EXERCISES[name].misconceptions if m.name == mistake_name)
    told, wanted = 0, min(ENOUGH, len(SEEDS) if own_data(name) else 1)
    for _ in surveys(name):
        if told == wanted:
            break
        for answer in wrong_answers(name, mistake):
            said = check(name, answer)
            if (said.kind, said.misconception) == ("misconception", mistake.name):
                assert said.message == mistake.feedback
                told += 1
                break
    assert told == wanted, f"{mistake.name} is never told, or in {told} survey alone"


def telling(exercise, answer) -> list[str]:
    """What would give an answer away."""
    if exercise.kind == "number":
        number = f"{abs(answer):.{exercise.decimals}f}"
        return [number] if exercise.decimals else []
    if exercise.kind == "word":
        return [str(word) for word in (answer if isinstance(answer, tuple) else (answer,))]
    return [spelled(exercise, answer)]


@pytest.mark.parametrize("name", EXERCISES)
def test_feedback_and_hints_do_not_tell_the_answer(name):
    exercise = EXERCISES[name]
    nonsense = {"number": 987654.0, "numbers": [987654.0, 1.0], "table": [[987654.0]]}
    for _ in surveys(name):
        wrong = check(name, nonsense.get(exercise.kind, "something else"))
        said = [wrong.message, *(m.feedback for m in exercise.misconceptions), *exercise.hints]
        if exercise.kind == "choice":
            continue
        for text in said:
            for word in telling(exercise, value(name, exercise.answer)):
                assert not re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_file_does_not_hold_the_answer(name):
    exercise = EXERCISES[name]
    text = (FOLDER / f"{lesson_of(name)}.yaml").read_text(encoding="utf-8")
    if exercise.kind == "number" and exercise.decimals:
        number = re.escape(f"{abs(value(name, exercise.answer)):.{exercise.decimals}f}")
        assert not re.search(rf"(?<![\d.]){number}(?!\d)", text)


def test_any_correct_form_is_accepted():
    gap = value("L00.2", "gap_of_q8")
    for form in (gap, round(gap, 2), pd.DataFrame([[gap]]), f"{gap:.2f}".replace(".", ",")):
        assert check("l00.2 ", form).right, form
    name, title = value("L00.1", "widest_gap")
    assert check("L00.1", f" {title.upper()} ").right
    assert check("L00.1", name).right


@pytest.mark.parametrize("nothing", [None, ..., [], [1.0, 2.0], True, float("nan"), "many"])
def test_what_is_no_answer_is_said_to_be_none(nothing):
    said = check("L00.2", nothing)
    assert said.kind == "not an answer"
    assert "needs a number" in said.message
    assert said.message.startswith("Replace the dots.") == (nothing is ...)
    assert read_progress().exercises == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "Nothing came. A function gives its result back by `return`"),
        (np.mean, "This is a function, not its result"),
        (pd.Series([1.0, 2.0, 3.0]), "Here are 3 values."),
        (np.float64("nan"), "This is `NaN`"),
    ],
)
def test_what_came_in_the_place_of_a_number_is_named(given, said):
    assert check("L04.1", given).message.startswith(said)


def test_a_digit_that_is_cut_off_is_told_so():
    for seed in range(20):
        learner_data("L04", seed)
        number = value("L04.6", "item_rest")
        cut = np.trunc(number * 1000) / 1000
        if cut != round(number, 3):
            break
    assert cut != round(number, 3)
    said = check("L04.6", cut)
    assert (said.kind, said.misconception) == ("not yet", None)
    assert "cut off, not rounded" in said.message
    assert check("L04.6", round(number, 3)).right


def test_the_row_of_a_table_is_a_name():
    name, _ = value("L00.1", "widest_gap")
    assert check("L00.1", pd.Series([-1.5], index=[name])).right
    assert check("L00.1", pd.DataFrame({"gap": [-1.5]}, index=[name])).right
    assert not check("L00.1", pd.Series([-1.5, -1.4], index=[name, "empathy"])).right


def test_numbers_with_names_are_held_to_their_names():
    line = value("C01.2", "station_gap")
    said = line.round(2)
    turned = said.to_numpy()[[1, 0, 2]]
    for form in (said[["low", "high", "gap"]], dict(said[["high", "low", "gap"]]), list(said)):
        assert check("C01.2", form).right, form
    for written in ("{0} ({1} to {2})", "{0} [{1}, {2}]", "{0}, {1}, {2}"):
        assert check("C01.2", written.format(*said)).right, written
    assert not check("C01.2", dict(zip(said.index, turned, strict=True))).right
    assert not check("C01.2", turned).right


def test_a_decision_for_three_measures_is_not_right():
    pairs = ["roles: roles_unclear", "upward: managers_underrate"]
    assert check("C01.8", pairs).right
    assert check("C01.8", [*pairs, "terminals"]).misconception == "not_two"


class Unsaid:
    """What can neither be written nor turned into a number."""

    def __str__(self):
        raise RuntimeError("str")

    __float__ = __repr__ = __str__


def odd_answers():
    endless = []
    endless.append(endless)
    lists = pd.Series([[1], [2]])
    return [
        Unsaid(), [Unsaid()], endless, {"a": endless}, np.complex64(1j), np.complex128(1 + 1j),
        np.ma.masked, np.ma.array([1.0, 2.0], mask=[1, 0]), np.array("Q1"), np.zeros((2, 2, 2)),
        pd.Series(pd.arrays.SparseArray([1, 0])), pd.array([1.0, None], dtype="Float64"), lists,
        {"a": [1, 2], "b": [3]}, {"a": {1, 2}}, {"a": pd.Series([1]), "b": lists}, (x for x in "ab"),
        {"a": 1}.items(), map(str, [1]), lambda x: x, slice(1), np, int, b"0.8", pd.NaT, "9" * 5000,
    ]  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", EXERCISES)
def test_an_odd_answer_is_never_right_and_never_an_error(name):
    for given in odd_answers():
        said = check(name, given)
        assert not said.right, given
        assert said._repr_html_()


def test_a_number_rounded_too_far_is_told_so():
    gap = value("L00.2", "gap_of_q8")
    said = check("L00.2", round(gap, 1))
    assert (said.kind, said.misconception) == ("not yet", None)
    assert "rounded further than asked. Give 2 decimals" in said.message


def test_an_unknown_exercise_lists_those_there_are():
    with pytest.raises(ValueError, match=r"no exercise 'L00\.9'; there are L00\.1, L00\.2"):
        check("L00.9", 1)
    with pytest.raises(ValueError, match=r"no exercise 'L77\.1'; there are L00\.1"):
        check("L77.1", 1)
    with pytest.raises(ValueError, match="no answer is called"):
        computed_answer("unknown", "L00", None)


@pytest.mark.parametrize(
    ("answer", "kind"), [(1000, "not yet"), (None, "not an answer"), ("right", "right"), ("sign", "misconception")]
)  # fmt: skip
def test_feedback_is_a_box_that_says_its_kind_in_words(answer, kind):
    gap = value("L00.2", "gap_of_q8")
    said = check("L00.2", {"right": gap, "sign": -gap}.get(answer, answer))
    html = said._repr_html_()
    assert said.kind == kind
    for part in ('role="status"', 'data-exercise="L00.2"', f'data-kind="{kind}"', "aria-hidden"):
        assert part in html
    assert ('data-misconception="gap_turned_round"' in html) == (kind == "misconception")
    assert f"{gap:.2f}" not in html
    assert repr(said).startswith("L00.2: ")


def test_an_exercises_words_cannot_become_markup():
    from svqkit.teach.checking import Feedback

    html = Feedback("L00.1", "not yet", "try `<b>` & <script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;b&gt;</code> &amp; &lt;script&gt;" in html


def test_attempts_are_counted_once_each_and_until_the_first_right_one():
    gap = value("L00.2", "gap_of_q8")
    for answer in (5.0, 5.0, np.float64(5.0), -gap, -gap, gap, gap, 7.0, -gap):
        check("L00.2", answer)
    record = read_progress().exercises["L00.2"]
    assert (record.attempts, record.right, record.not_yet) == (3, True, 1)
    assert record.misconceptions == {"gap_turned_round": 1}
    assert f"{gap:.2f}" not in record.model_dump_json()


def test_hints_come_one_at_a_time_and_stop_at_the_last():
    titles = [hint("L00.1").title for _ in range(4)]
    assert titles == [f"L00.1: hint {k} of 3" for k in (1, 2, 3, 3)]
    assert 'solution("L00.1")' in hint("L00.1").text
    assert hint("L00.1", level=1).title == "L00.1: hint 1 of 3"
    assert read_progress().exercises["L00.1"].hints == 3
    with pytest.raises(ValueError, match="hints 1 to 3, not 7"):
        hint("L00.1", level=7)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_tells_the_answer(name):
    for _ in surveys(name):
        said = solution(name)
        assert not re.search(r"\{answer\}", said.text)
        assert repr(said).startswith(f"{name}: solution")
        assert 'data-kind="solution"' in said._repr_html_()
    record = read_progress().exercises[name]
    assert record.solution
    assert record.solution_first


def test_a_solution_seen_after_the_answer_is_no_shortcut():
    check("L00.2", value("L00.2", "gap_of_q8"))
    solution("L00.2")
    assert not read_progress().exercises["L00.2"].solution_first


def test_answers_of_every_kind_can_bespelled():
    def said(kind, answer, **more):
        exercise = find_exercise("L00.2").model_copy(update={"kind": kind, **more})
        return spelled(exercise, answer)

    assert said("numbers", {"a": 0.5, "b": np.float64(1)}) == "a 0.50, b 1.00"
    assert said("numbers", [0.5, 1.0]) == "0.50, 1.00"
    assert said("words", {("q_2", "Q2"), "Q1"}) in ("Q1, Q2", "Q2, Q1")
    assert said("order", ["Q2", "Q1"]) == "Q2, Q1"
    assert said("choice", "drop", options={"drop": "Drop it"}) == "Drop it"
    assert said("number", 3) == "3"
