"""Hints one level at a time, and the solution with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from svqkit.interface import joined
from svqkit.result import Part, Result, format_cell, frame_to_html, frame_to_text
from svqkit.teach.answers import computed_answer
from svqkit.teach.box import box
from svqkit.teach.exercise import find_exercise
from svqkit.teach.language import spoken_in
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.progress_file import keep, read_progress
from svqkit.teach.progress_record import ExerciseRecord, Progress
from svqkit.teach.schema import Exercise

__all__ = ["Help", "hint", "solution", "spelled"]


@dataclass(frozen=True, eq=False, repr=False)
class Help(Result):
    """A hint or a solution: ``.kind``, ``.title``, ``.text``, and a table where the answer is one."""

    exercise: str
    kind: str
    title: str
    text: str
    table: pd.DataFrame | None = None
    digits: int = 2
    language: str | None = None

    def _title(self) -> str:
        return self.title

    def _parts(self) -> list[Part]:
        shown = [] if self.table is None else [("", frame_to_text(self.table, self.digits))]
        return [*shown, ("", self.text)]

    def _repr_html_(self) -> str:
        word = self.title.partition(": ")[2]
        shown = "" if self.table is None else frame_to_html(self.table, digits=self.digits)
        return box(self.kind, self.exercise, self.text, word=word[:1].upper() + word[1:]) + shown


def hint(exercise: str, *, level: int | None = None, language: str | None = None) -> Help:
    """Give the next hint of an exercise, from gentle to plain.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    level : int, optional
        A certain hint, from 1; without it each call goes one level further and stays at the last.
    language : str, optional
        BCP 47, of what is said beside the hint; ``SVQKIT_LANGUAGE`` or English otherwise.

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
    seen = read_progress().exercises.get(asked.id, ExerciseRecord()).hints
    chosen = min(seen + 1, last) if level is None else level
    if not 1 <= chosen <= last:
        raise ValueError(f"{asked.id} has hints 1 to {last}, not {level!r}")

    def note(progress: Progress) -> None:
        record = progress.exercise(asked.id)
        record.hints = max(record.hints, chosen)

    keep(note)
    text, say = asked.hints[chosen - 1], spoken_in(language)
    if chosen == last:
        rest = say('This is the last hint; `solution("{exercise}")` shows the rest.',
                   exercise=asked.id)  # fmt: skip
        text = joined([text, rest])
    title = f"{asked.id}: {say('hint {n} of {last}', n=chosen, last=last)}"
    return Help(asked.id, "hint", title, text, language=language)


def solution(exercise: str, *, language: str | None = None) -> Help:
    """Show an exercise's answer, computed from the data now, with its reason.

    Parameters
    ----------
    exercise : str
        Such as ``"L00.1"``.
    language : str, optional
        BCP 47, of the title; ``SVQKIT_LANGUAGE`` or English otherwise.

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

    def note(progress: Progress) -> None:
        record = progress.exercise(asked.id)
        record.solution_first = record.solution_first or not record.right
        record.solution = True

    keep(note)
    text = asked.solution.replace("{answer}", spelled(asked, answer))
    table = answer if isinstance(answer, pd.DataFrame) else None
    say = spoken_in(language)
    title = f"{asked.id}: {say('solution')}"
    return Help(asked.id, "solution", title, text, table, asked.decimals, language)


def spelled(asked: Exercise, answer: Any) -> str:
    """Write an answer out as a sentence can hold it.

    Parameters
    ----------
    asked : Exercise
    answer : object
        From an answer function.

    Returns
    -------
    str
        Of words that mean the same, the last.

    Examples
    --------
    >>> spelled(find_exercise("L00.1"), ("empathy", "Empathy"))
    'Empathy'
    """
    if asked.kind == "table":
        return "The table shows it"
    if asked.kind == "choice":
        return asked.options[answer].removesuffix(".")
    if isinstance(answer, Mapping):
        answer = pd.Series(dict(answer))
    if isinstance(answer, pd.Series):
        numbers = (format_cell(float(value), asked.decimals) for value in answer)
        return ", ".join(f"{n} {v}" for n, v in zip(answer.index, numbers, strict=True))
    if isinstance(answer, (list, set, frozenset, np.ndarray, pd.Index)):
        listed = list(answer) if asked.kind != "words" else sorted(answer, key=str)
        return ", ".join(_one(asked, one) for one in listed)
    return _one(asked, answer)


def _one(asked: Exercise, value: Any) -> str:
    value = value[-1] if isinstance(value, tuple) else value
    return format_cell(value, asked.decimals)
