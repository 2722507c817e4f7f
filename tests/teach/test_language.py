"""The machinery's own words in the reader's language: by argument, or by the environment."""

from __future__ import annotations

import re

import pytest

from svqkit.interface import LANGUAGES
from svqkit.teach import check, hint, predict, quiz, reveal, solution
from svqkit.teach.box import BOXES, box
from svqkit.teach.exercise import find_exercise
from svqkit.teach.language import PRESENTED
from svqkit.teach.quiz_questions import questions_of
from svqkit.teach.quiz_view import QuizView

OTHERS = [language for language in LANGUAGES if language != "en"]


def said(language: str | None = None) -> list[str]:
    """What the machinery says of its own, beside the lessons' prose."""
    answered = {"L00.q1": "a"}
    found = [
        check("L00.1", language=language).message.split("?")[0],
        predict("L00.mine", language=language).message,
        predict("L00.mine", 0.5, language=language).message,
        reveal("L00.mine", 0.75, low=0.7, high=0.8, language=language).message,
        predict("L00.mine", 0.6, language=language).message,
        reveal("L00.mine", 0.75, language=language).message,
        reveal("L00.none", 3, language=language).message,
        hint("L00.1", level=1, language=language).title,
        hint("L00.1", level=3, language=language).text.split(". ")[-1],
        solution("L00.1", language=language).title,
        quiz("L00", language=language)._title(),
        quiz("L00", answered, language=language)._title(),
    ]
    return [*found, *(check("L00.2", wrong, language=language)._title() for wrong in (1000, None))]


@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_those_of_the_language_by_argument_and_by_environment(
    language: str, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    spoken = []
    for place, given, environment in (
        ("a", None, None),
        ("b", language, None),
        ("c", None, language),
    ):
        monkeypatch.setenv("SVQKIT_PROGRESS", str(tmp_path / f"{place}.json"))
        if environment:
            monkeypatch.setenv("SVQKIT_LANGUAGE", environment)
        spoken.append(said(given))
    english, by_argument, by_environment = spoken
    assert by_argument == by_environment
    assert not [one for one, other in zip(english, by_argument, strict=True) if one == other]
    numbers = [re.findall(r"\d\.\d+", one) for one in english]
    assert numbers == [re.findall(r"\d\.\d+", one) for one in by_argument]


@pytest.mark.parametrize("language", OTHERS)
def test_every_box_has_its_word(language: str) -> None:
    for kind in BOXES:
        assert box(kind, "x", "", language=language) != box(kind, "x", "", language="en")


@pytest.mark.parametrize("language", OTHERS)
def test_the_quiz_speaks_the_language(language: str) -> None:
    asked = tuple((one, one.options) for one in questions_of("L00", _nothing(), also=[]))
    english, other = QuizView("L00", asked), QuizView("L00", asked, language=language)
    assert other._check.description != english._check.description
    while other.place < len(asked):
        other._options.index = 0
        other._on_check(None)
        assert other._next.description not in ("Next question", "Finish")
        other._on_next(None)
    assert "right at the first try" not in other._feedback.value
    assert "done" not in other._heading.value


def _nothing():
    from svqkit.teach.progress_record import Progress

    return Progress()


def test_before_an_audience_nobody_is_told_to_type_a_prediction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "predict(" in reveal("L00.nothing", 3).message
    monkeypatch.setenv(PRESENTED, "1")
    assert reveal("L00.nothing", 3).message == "It is 3."


def test_before_an_audience_a_task_is_put_and_nobody_told_to_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Replace the dots" in check("L00.1", ...)._repr_html_()
    monkeypatch.setenv(PRESENTED, "1")
    put = check("L00.1", ...)
    assert put.message == find_exercise("L00.1").task
    assert "Exercise" in put._repr_html_()
    assert "No answer yet" not in put._repr_html_()
    assert check("L00.6", ...).message.startswith(find_exercise("L00.6").task + '\n"a" ')
    foretold = predict("L00.closest", ...)
    assert foretold.message == "Settle on an answer before you go on."
    assert "Your prediction" in foretold._repr_html_()
    assert "Not yet" in check("L00.1", "nothing of the kind")._repr_html_()
