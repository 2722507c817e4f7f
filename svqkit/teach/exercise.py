"""Exercises, quiz questions and lessons by their names.

One YAML file a lesson stands in ``svqkit/teach/exercises``; each is read when first asked for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from svqkit.teach.reading import read_lesson
from svqkit.teach.schema import Exercise, Lesson, Question, in_order

__all__ = [
    "FOLDER",
    "find_exercise",
    "find_lesson",
    "find_question",
    "lesson_name",
    "list_exercises",
    "list_lessons",
    "spoken",
]

FOLDER = Path(__file__).resolve().parent / "exercises"


@lru_cache(maxsize=64)
def _lesson(path: Path, changed: int) -> Lesson:
    return read_lesson(path)


def list_lessons() -> list[str]:
    """List the lessons that have exercises, and the cases after them.

    Returns
    -------
    list of str

    Examples
    --------
    >>> list_lessons()[0]
    'L00'
    """
    return sorted((path.stem for path in FOLDER.glob("[LC][0-9][0-9].yaml")), key=in_order)


def lesson_name(name: str | int) -> str:
    """Spell a lesson's name.

    Parameters
    ----------
    name : str or int
        Such as ``"L04"``, ``"l4"`` or ``4``; a case is ``"C01"``.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If lessons are not named so.

    Examples
    --------
    >>> lesson_name(4), lesson_name("l10")
    ('L04', 'L10')
    """
    found = re.fullmatch(r"([LC]?)(\d{1,2})", str(name).strip().upper())
    if found is None:
        raise ValueError(f"a lesson's name is L and two digits, such as 'L04', not {name!r}")
    return f"{found[1] or 'L'}{found[2]:0>2}"


def spoken(name: str) -> str:
    """Say a lesson's or case's name in words.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> spoken("L04"), spoken("C01")
    ('lesson 04', 'case 01')
    """
    return f"{'lesson' if name.startswith('L') else 'case'} {name[1:]}"


def find_lesson(name: str | int) -> Lesson:
    """Find a lesson by its name.

    Parameters
    ----------
    name : str
        Such as ``"L04"``; ``"4"`` and ``4`` are understood too.

    Returns
    -------
    Lesson

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    LessonError
        If its file is not valid.

    Examples
    --------
    >>> find_lesson("l00").title
    'Start here'
    """
    wanted = lesson_name(name)
    if wanted not in list_lessons():
        raise ValueError(f"there is no lesson {name!r}; there are {', '.join(list_lessons())}")
    path = FOLDER / f"{wanted}.yaml"
    return _lesson(path, path.stat().st_mtime_ns)


def list_exercises() -> dict[str, Exercise]:
    """List all exercises.

    Returns
    -------
    dict
        Exercise by its name, such as ``"L00.1"``, in the order of the lessons.

    Examples
    --------
    >>> list(list_exercises())[:2]
    ['L00.1', 'L00.2']
    """
    return {one.id: one for name in list_lessons() for one in find_lesson(name).exercises}


def find_exercise(name: str) -> Exercise:
    """Find an exercise by its name.

    Parameters
    ----------
    name : str
        Such as ``"L00.1"``: lesson 00, exercise 1.

    Returns
    -------
    Exercise

    Raises
    ------
    ValueError
        If there is none; the message lists the lesson's exercises.

    Examples
    --------
    >>> find_exercise("L00.1").kind
    'word'
    """
    wanted = str(name).strip().upper()
    lesson = wanted.split(".")[0]
    there = (
        {one.id: one for one in find_lesson(lesson).exercises} if lesson in list_lessons() else {}
    )
    if wanted not in there:
        known = ", ".join(there or list_exercises())
        raise ValueError(f"there is no exercise {name!r}; there are {known}")
    return there[wanted]


def find_question(name: str) -> Question:
    """Find a quiz question by its name.

    Parameters
    ----------
    name : str
        Such as ``"L00.q2"``.

    Returns
    -------
    Question

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> find_question("L00.q1").id
    'L00.q1'
    """
    wanted = str(name).strip()
    quiz = find_lesson(wanted.split(".")[0]).quiz
    there = {one.id: one for one in quiz.questions} if quiz else {}
    if wanted not in there:
        raise ValueError(f"there is no question {name!r}; there are {', '.join(there) or 'none'}")
    return there[wanted]
