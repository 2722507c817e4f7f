"""The quiz: every wrong option explained, earlier questions drawn by what went wrong, text and widget."""

from __future__ import annotations

import pytest

import svqkit.teach.quiz_questions as quiz_questions
from svqkit.teach import quiz
from svqkit.teach.exercise import find_lesson, find_question, list_lessons
from svqkit.teach.progress_file import read_progress
from svqkit.teach.progress_record import ExerciseRecord, Progress, QuestionRecord
from svqkit.teach.quiz_questions import options_in_order, questions_of
from svqkit.teach.quiz_view import QuizView
from svqkit.teach.schema import Lesson, Option, Question, Quiz

WITH_QUIZ = [name for name in list_lessons() if find_lesson(name).quiz]
QUESTIONS = [q.id for name in WITH_QUIZ for q in find_lesson(name).quiz.questions]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_option_has_its_own_explanation(name):
    question = find_question(name)
    lesson = name.split(".")[0]
    said = set()
    for option in question.options:
        sheet = quiz(lesson, answers={name: option.text})
        assert sheet.right == option.right
        assert option.because in " ".join(repr(sheet).split())
        said.add(option.because)
    assert len(said) == len(question.options)
    wrong = [option.misconception for option in question.options if not option.right]
    assert len(set(wrong)) == len(wrong)
    record = read_progress().questions[name]
    assert record.attempts == len(question.options)
    assert set(record.misconceptions) == set(wrong)


def made(number: int, lesson="L97") -> Question:
    wrong = Option(text="No.", because="n", misconception=f"idea_{number}")
    right = Option(text="Yes.", because="y", right=True)
    third = Option(text="Perhaps.", because="p", misconception=f"doubt_{number}")
    return Question(id=f"{lesson}.q{number}", question=f"{number}?", options=(wrong, right, third))


@pytest.fixture
def spaced(monkeypatch):
    """A lesson whose quiz may ask six earlier questions, two of them at a time."""
    earlier = {f"L97.q{n}": made(n) for n in range(1, 7)}
    base = find_lesson("L00")
    own = Quiz(questions=(made(1, "L98"),), earlier=tuple(earlier), draw=2)
    lesson = Lesson(
        lesson="L98", title="Spaced", quiz=own,
        exercises=(base.exercises[0].model_copy(update={"id": "L98.1"}),),
    )  # fmt: skip
    monkeypatch.setattr(quiz_questions, "find_lesson", lambda name: lesson)
    monkeypatch.setattr(quiz_questions, "find_question", earlier.__getitem__)


@pytest.mark.usefixtures("spaced")
def test_what_went_wrong_comes_back_first():
    progress = Progress(
        questions={
            "L97.q2": QuestionRecord(attempts=1, right=1, state="right"),
            "L97.q5": QuestionRecord(attempts=2, right=1, state="wrong"),
        },
        exercises={"L50.1": ExerciseRecord(misconceptions={"idea_4": 1})},
    )
    assert [q.id for q in questions_of("L98", progress)] == ["L97.q5", "L97.q4", "L98.q1"]


@pytest.mark.usefixtures("spaced")
def test_other_earlier_questions_are_drawn_by_the_seed():
    drawn = {
        seed: tuple(q.id for q in questions_of("L98", Progress(seeds={"L98": seed})))
        for seed in range(10)
    }
    assert len(set(drawn.values())) > 3
    assert all(len(ids) == 3 and ids[-1] == "L98.q1" for ids in drawn.values())
    assert drawn[4] == tuple(q.id for q in questions_of("L98", Progress(seeds={"L98": 4})))


@pytest.mark.usefixtures("spaced")
def test_an_earlier_question_can_be_answered_also_when_it_is_drawn_no_more():
    first, second, _ = (question.id for question, _ in quiz("L98").questions)
    third = next(f"L97.q{n}" for n in range(1, 7) if f"L97.q{n}" not in (first, second))
    sheet = quiz("L98", answers={third: "No."})
    assert sheet.right == 0
    assert len(sheet.answers) == 1
    assert next(iter(q.id for q, _ in quiz("L98").questions)) == third


def test_options_come_in_another_order_for_another_learner():
    question = find_question("L00.q1")
    orders = {
        tuple(o.text for o in options_in_order(question, Progress(seeds={"L00": seed})))
        for seed in range(8)
    }
    assert len(orders) > 3


def test_the_sheet_asks_in_text_and_tells_nothing():
    sheet = quiz("L00")
    text, html = repr(sheet), sheet._repr_html_()
    for question in find_lesson("L00").quiz.questions:
        assert question.question.split()[0] in text
        assert f'data-question="{question.id}"' in html
        for option in question.options:
            assert option.because not in text + html
    assert 'quiz("L00", answers={"L00.q1": "a"})' in text
    assert read_progress().questions == {}


def test_letters_are_those_shown():
    sheet = quiz("L00")
    question, options = sheet.questions[0]
    at = next(at for at, option in enumerate(options) if option.right)
    assert quiz("L00", answers={"q1": "abcdef"[at]}).right == 1
    assert "Right." in repr(quiz("L00", answers={question.id: "abcdef"[at].upper()}))


def test_an_answer_that_means_nothing_is_refused_and_nothing_noted():
    with pytest.raises(ValueError, match=r"L00\.q1: 'z' is none of the options a, b, c, d"):
        quiz("L00", answers={"L00.q2": "a", "L00.q1": "z"})
    with pytest.raises(ValueError, match=r"no question 'q9' in this quiz; it asks L00\.q1"):
        quiz("L00", answers={"q9": "a"})
    assert read_progress().questions == {}


def view() -> QuizView:
    sheet = quiz("L00")
    return QuizView("L00", sheet.questions)


def choose(shown: QuizView, right: bool) -> None:
    _, options = shown.asked[shown.place]
    shown._options.index = next(at for at, o in enumerate(options) if o.right == right)
    shown._check.click()


def test_the_widget_explains_and_lets_choose_again():
    shown = view()
    assert shown._check.disabled
    assert shown._next.disabled
    choose(shown, right=False)
    assert 'data-kind="misconception"' in shown._feedback.value
    assert 'aria-live="polite"' in shown._feedback.value
    assert not shown._next.disabled
    choose(shown, right=True)
    assert 'data-kind="right"' in shown._feedback.value
    assert shown.first_tries == {"L00.q1": False}
    assert read_progress().questions["L00.q1"].state == "right"
    shown._next.click()
    assert shown.place == 1
    assert shown._options.index is None
    assert "data-kind" not in shown._feedback.value


def test_the_widget_ends_with_what_to_look_at_again():
    shown = view()
    for number in range(len(shown.asked)):
        choose(shown, right=number != 1)
        shown._next.click()
    assert shown.place == len(shown.asked)
    everything = len(shown.asked)
    assert f"{everything - 1} of {everything} right at the first try" in shown._feedback.value
    assert "L00.q2" in shown._feedback.value
    assert shown._options not in shown.widget.children


def test_in_a_notebook_it_is_the_widget(monkeypatch):
    monkeypatch.setattr("svqkit.teach.quizzing._in_notebook", lambda: True)
    shown = quiz("L00")
    assert isinstance(shown, QuizView)
    bundle = shown._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_lesson_without_quiz_says_so(monkeypatch):
    lesson = find_lesson("L00").model_copy(update={"quiz": None})
    monkeypatch.setattr(quiz_questions, "find_lesson", lambda name: lesson)
    with pytest.raises(ValueError, match="lesson L00 has no quiz"):
        quiz("L00")


def test_a_choice_told_by_its_own_message_counts_and_one_of_a_question_gone_by_does_not():
    shown = view()
    question, options = shown.asked[0]
    right = next(at for at, option in enumerate(options) if option.right)
    wrong = next(at for at, option in enumerate(options) if not option.right)
    shown._options.index = wrong
    part = next(one for one in shown.widget.children if type(one).__name__ == "NewestChoice")
    part._handle_custom_msg({"question": question.id, "chosen": right}, [])
    part._handle_custom_msg({"question": question.id, "chosen": 99}, [])
    part._handle_custom_msg({"question": question.id}, [])
    shown._check.click()
    assert shown.first_tries == {question.id: True}
    shown._next.click()
    part._handle_custom_msg({"question": question.id, "chosen": wrong}, [])
    assert shown._check.disabled
    shown._check.click()
    assert list(shown.first_tries) == [question.id]
