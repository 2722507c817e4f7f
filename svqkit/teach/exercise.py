"""An exercise as data: its task, its misconceptions, its hints and its solution.

One YAML file a lesson stands in ``svqkit/teach/exercises``. Answers are not written there: they
are named, and computed from the data when an answer is checked.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["Exercise", "Misconception", "find_exercise", "list_exercises"]

_FOLDER = Path(__file__).resolve().parent / "exercises"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Misconception(_Strict):
    """A wrong answer with a reason: which answer it is, and what to say about it."""

    answer: str
    feedback: str


class Exercise(_Strict):
    """One checked exercise.

    ``answer`` names a function in ``svqkit.teach.answers``; ``tolerance`` is absolute.
    """

    id: str
    task: str
    kind: Literal["number", "word"]
    answer: str
    tolerance: float = 0.0
    misconceptions: tuple[Misconception, ...] = ()
    hints: tuple[str, ...]
    solution: str
    data: str


@lru_cache(maxsize=1)
def list_exercises() -> dict[str, Exercise]:
    """Read all exercises.

    Returns
    -------
    dict
        Exercise by its name, such as ``"L00.1"``, in the order of the lessons.

    Examples
    --------
    >>> list(list_exercises())[:2]
    ['L00.1', 'L00.2']
    """
    from ruamel.yaml import YAML

    found: dict[str, Exercise] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        lesson = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for one in lesson["exercises"]:
            found[one["id"]] = Exercise(**one, data=lesson["data"])
    return found


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
    exercises = list_exercises()
    wanted = str(name).strip().upper()
    if wanted not in exercises:
        lesson = [known for known in exercises if known.split(".")[0] == wanted.split(".")[0]]
        there = ", ".join(lesson or exercises)
        raise ValueError(f"there is no exercise {name!r}; there are {there}")
    return exercises[wanted]
