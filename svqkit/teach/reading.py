"""Reading a lesson's file, with errors that name file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from svqkit.errors import InstrumentError
from svqkit.instruments.yaml_lines import line_of, read_yaml_with_lines
from svqkit.teach.answers import named_functions
from svqkit.teach.schema import Exercise, Lesson

__all__ = ["LessonError", "read_lesson"]

Place = tuple[str | int, ...]


class LessonError(ValueError):
    """A lesson's file is not valid; the message names the file, the line and the key.

    Examples
    --------
    >>> issubclass(LessonError, ValueError)
    True
    """


def read_lesson(path: Path) -> Lesson:
    """Read a lesson's exercises and quiz.

    Parameters
    ----------
    path : pathlib.Path
        A YAML file, as ``docs/lessons.md`` describes.

    Returns
    -------
    Lesson

    Raises
    ------
    LessonError
        Naming the file, the line and the key of every mistake found.

    Examples
    --------
    >>> from svqkit.teach.exercise import FOLDER
    >>> read_lesson(FOLDER / "L00.yaml").title
    'Start here'
    """
    try:
        raw, lines = read_yaml_with_lines(path)
    except InstrumentError as error:
        raise LessonError(str(error)) from None
    try:
        lesson = Lesson.model_validate(raw)
    except ValidationError as error:
        found = [(tuple(one["loc"]), _what(one)) for one in error.errors(include_url=False)]
    else:
        found = list(_unknown_names(lesson))
    if found:
        raise LessonError("\n".join(_said(path, place, what, lines) for place, what in found))
    return lesson


def _said(path: Path, place: Place, what: str, lines: dict[tuple[Any, ...], int]) -> str:
    line = line_of(place, lines) or 1
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return f"{path.name}, line {line}{', ' if key else ''}{key.lstrip('.')}: {what}"


def _what(problem: Any) -> str:
    """Say in plain words what pydantic found."""
    kind, message = problem["type"], str(problem["msg"])
    if kind == "extra_forbidden":
        return "there is no such key; docs/lessons.md lists them"
    if kind == "missing":
        return "this key is missing; add it"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return f"{message[0].lower()}{message[1:]} (found {str(problem['input'])[:40]!r})"


def _unknown_names(lesson: Lesson) -> Iterator[tuple[Place, str]]:
    """Find names of answers and detectors that the lesson's module does not have."""
    answers, detectors = named_functions(lesson.lesson)
    for at, exercise in enumerate(lesson.exercises):
        for key, name, known, what in _names_of(exercise):
            there = answers if known == "ANSWERS" else detectors
            if name not in there:
                module = f"svqkit/teach/answers/{lesson.lesson.lower()}.py"
                yield ("exercises", at, *key), f"no {what} {name!r} in {known} of {module}"


def _names_of(exercise: Exercise) -> Iterator[tuple[Place, str, str, str]]:
    yield ("answer",), exercise.answer, "ANSWERS", "answer"
    for at, name in enumerate(exercise.one_of):
        yield ("one_of", at), name, "ANSWERS", "answer"
    if exercise.accept is not None:
        yield ("accept",), exercise.accept, "DETECTORS", "detector"
    for at, mistake in enumerate(exercise.misconceptions):
        if mistake.answer is not None:
            yield ("misconceptions", at, "answer"), mistake.answer, "ANSWERS", "answer"
        if mistake.detector is not None:
            yield ("misconceptions", at, "detector"), mistake.detector, "DETECTORS", "detector"
