"""Check an answer: right, a known mistake with a sentence that helps, or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.result import Part, Result
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import find_exercise
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.schema import Exercise

__all__ = ["Feedback", "check"]


@dataclass(frozen=True, eq=False, repr=False)
class Feedback(Result):
    """What a check says.

    ``kind`` is ``"right"``, ``"misconception"``, ``"not yet"`` or ``"not an answer"``;
    ``misconception`` names the mistake that was recognised.
    """

    exercise: str
    kind: str
    message: str
    misconception: str | None = None

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    def _title(self) -> str:
        states = {"right": "right", "not an answer": "no answer yet"}
        return f"{self.exercise}: {states.get(self.kind, 'not yet')}"

    def _parts(self) -> list[Part]:
        return [("", self.message)]


def check(exercise: str, answer: Any) -> Feedback:
    """Check an answer to an exercise.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    answer : object
        A number (also as text, a one-cell Series or DataFrame), or a word.

    Returns
    -------
    Feedback
        ``.kind``, ``.message`` and ``.right``; it never tells the answer.

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> check("L00.2", 1000)
    L00.2: not yet
    <BLANKLINE>
    Not yet. Try hint("L00.2").
    """
    asked = find_exercise(exercise)
    given = _one_value(answer)
    if given is None or (asked.kind == "number" and _number(given) is None):
        wanted = "a number" if asked.kind == "number" else "a name in quotation marks"
        return Feedback(asked.id, "not an answer", f"This needs {wanted}. {asked.task}")
    if _agrees(asked, given, asked.answer):
        return Feedback(asked.id, "right", "Right.")
    for mistake in asked.misconceptions:
        if mistake.answer is not None and _agrees(asked, given, mistake.answer):
            return Feedback(asked.id, "misconception", mistake.feedback, mistake.name)
        if mistake.change == "sign" and _agrees(asked, -float(given), asked.answer):
            return Feedback(asked.id, "misconception", mistake.feedback, mistake.name)
    return Feedback(asked.id, "not yet", f'Not yet. Try hint("{asked.id}").')


def _one_value(answer: Any) -> Any:
    """Unwrap a one-cell table, array or list; None where it holds nothing or more than one."""
    if isinstance(answer, set):
        answer = list(answer)
    if isinstance(answer, (pd.DataFrame, pd.Series, pd.Index, np.ndarray, list, tuple)):
        cells = np.asarray(answer, dtype=object).ravel()
        answer = cells[0] if cells.size == 1 else None
    return None if answer is None or answer is ... else answer


def _number(given: Any) -> float | None:
    """Read a number; text may have a decimal comma or a true minus."""
    if isinstance(given, str):
        given = given.strip().replace("−", "-").replace(",", ".")
    if isinstance(given, bool):
        return None
    try:
        number = float(given)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None


def _agrees(asked: Exercise, given: Any, name: str) -> bool:
    """Tell whether a value is the answer of that name."""
    answer = computed_answer(name, asked.id.split(".")[0], data_behind(asked))
    if asked.kind == "number":
        number = _number(given)
        return number is not None and abs(number - answer) <= asked.margin
    words = {str(word).casefold() for word in answer}
    return str(given).strip().casefold() in words
