"""Hints one level at a time, and the solution with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from svqkit.result import Part, Result, format_cell
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import find_exercise
from svqkit.teach.lesson_data import data_behind

__all__ = ["Help", "hint", "solution"]

_given: dict[str, int] = {}


@dataclass(frozen=True, eq=False, repr=False)
class Help(Result):
    """A hint or a solution, as a title and a sentence."""

    title: str
    text: str

    def _title(self) -> str:
        return self.title

    def _parts(self) -> list[Part]:
        return [("", self.text)]


def hint(exercise: str, *, level: int | None = None) -> Help:
    """Give the next hint of an exercise, from gentle to plain.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    level : int, optional
        A certain hint, from 1; without it each call goes one level further and stays at the last.

    Returns
    -------
    Help

    Raises
    ------
    ValueError
        If there is no such exercise or level.

    Examples
    --------
    >>> hint("L00.1", level=1)
    L00.1: hint 1 of 3
    <BLANKLINE>
    The table of gap scores has one row a dimension; read the column gap.
    """
    asked = find_exercise(exercise)
    last = len(asked.hints)
    if level is None:
        level = min(_given.get(asked.id, 0) + 1, last)
        _given[asked.id] = level
    if not 1 <= level <= last:
        raise ValueError(f"{asked.id} has hints 1 to {last}, not {level!r}")
    text = asked.hints[level - 1]
    if level == last:
        text += f' This is the last hint; solution("{asked.id}") shows the rest.'
    return Help(f"{asked.id}: hint {level} of {last}", text)


def solution(exercise: str) -> Help:
    """Show an exercise's answer, computed from the data now, with its reason.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.

    Returns
    -------
    Help

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> solution("L00.2").title
    'L00.2: solution'
    """
    asked = find_exercise(exercise)
    answer = computed_answer(asked.answer, asked.id.split(".")[0], data_behind(asked))
    said = answer[-1] if isinstance(answer, tuple) else format_cell(answer, asked.decimals)
    return Help(f"{asked.id}: solution", asked.solution.replace("{answer}", said))
