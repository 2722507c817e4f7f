"""A lesson's file: what it may say, and errors that name file, line and key."""

from __future__ import annotations

import pytest

from svqkit.teach.exercise import FOLDER, find_lesson, find_question, list_lessons
from svqkit.teach.reading import LessonError, read_lesson
from svqkit.teach.schema import Exercise, Faults

GOOD = (FOLDER / "L00.yaml").read_text(encoding="utf-8")


def write(tmp_path, text):
    path = tmp_path / "L00.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", list_lessons())
def test_every_lesson_can_be_read(name):
    assert find_lesson(name).lesson == name


@pytest.mark.parametrize("name", list_lessons())
def test_what_a_lesson_builds_on_is_there(name):
    lesson = find_lesson(name)
    for one in lesson.quiz.earlier if lesson.quiz else ():
        assert find_question(one).id == one
    for exercise in lesson.exercises:
        for one in exercise.builds_on:
            before = find_lesson(one.split(".")[0])
            assert one in {e.id for e in before.exercises} | {
                q.id for q in (before.quiz.questions if before.quiz else ())
            }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    kind: word\n",
            "    kin: word\n",
            r"L00\.yaml, line 8, exercises\[0\]\.kin: there is no",
        ),
        ("    kind: word\n", "    kind: wrod\n", r"line 8, exercises\[0\]\.kind: input should be"),
        ("answer: widest_gap", "answer: widest", r"line 9, .*: no answer 'widest' in ANSWERS"),
        (
            "        answer: narrowest_gap",
            "        detector: narrowest",
            r"line 12, .*: no detector 'narrowest' in DETECTORS of svqkit/teach/answers/l00\.py",
        ),
        ("        change: sign\n", "", r"misconceptions\[0\]: say exactly one of answer, change"),
        ("id: L00.2", "id: L00.1", "the id 'L00.1' is there twice"),
        ("id: L00.2", "id: L01.2", "L01.2 is not of lesson L00"),
        ("          right: true\n", "", r"options\[1\]: a wrong option names its misconception"),
        ("kind: word\n", "kind: choice\n", "a choice has two options or more"),
        ("title: Start here\n", "", r"line 1, title: this key is missing"),
        ("title: Start here", "title: [", "L00.yaml, line"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(LessonError, match=said):
        read_lesson(write(tmp_path, GOOD.replace(old, new, 1)))


def test_all_mistakes_are_named_at_once(tmp_path):
    text = GOOD.replace("    kind: word\n", "    kind: wrod\n", 1).replace("title:", "titel:", 1)
    with pytest.raises(LessonError) as caught:
        read_lesson(write(tmp_path, text))
    assert len(str(caught.value).splitlines()) == 3


def test_spaced_questions_come_from_earlier_lessons(tmp_path):
    text = GOOD.replace("quiz:\n", "quiz:\n  from: [L00.q1]\n", 1)
    with pytest.raises(LessonError, match=r"L00\.q1 is not of an earlier lesson"):
        read_lesson(write(tmp_path, text))


def test_a_lesson_without_file_lists_those_there_are():
    with pytest.raises(ValueError, match="no lesson 'L77'; there are L00"):
        find_lesson("L77")
    with pytest.raises(ValueError, match=r"no question 'L00\.q77'; there are L00\.q1"):
        find_question("L00.q77")


def test_decimals_set_the_margin():
    asked = {"id": "L99.1", "task": "?", "kind": "number", "answer": "a", "hints": ["h"]}
    assert Exercise(**asked, solution="s", decimals=3).margin == 0.00051
    assert Exercise(**asked, solution="s", tolerance=0.0).margin == 0.0
    with pytest.raises(ValueError, match="sign_free is for numbers"):
        Exercise(**{**asked, "kind": "word"}, solution="s", sign_free=True)


def test_faults_have_bounds():
    with pytest.raises(ValueError, match="less than 1"):
        Faults(careless=1.0)


def test_a_case_is_read_like_a_lesson_and_comes_after_them(tmp_path, monkeypatch):
    import svqkit.teach.exercise as exercise
    import svqkit.teach.reading as reading

    text = GOOD.replace("L00", "C01").replace(
        "title: Start here", "title: Bank\nnotebook: cases/bank.ipynb"
    )
    text = text.replace("quiz:\n", "quiz:\n  from: [L00.q1]\n")
    (tmp_path / "C01.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "L00.yaml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(exercise, "FOLDER", tmp_path)
    named = reading.named_functions
    monkeypatch.setattr(reading, "named_functions", lambda name: named("L00"))
    assert exercise.list_lessons() == ["L00", "C01"]
    assert exercise.find_lesson("c1").notebook == "cases/bank.ipynb"
    assert exercise.find_exercise("C01.2").kind == "number"
    assert exercise.spoken("C01") == "case 01"
