"""Answers that a learner's notebook or an exercise file would give away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from svqkit.teach.answers import computed_answer
from svqkit.teach.authoring.open_answers import calls_of, checks_in, tree_of
from svqkit.teach.authoring.shapes import Shape, shape_of
from svqkit.teach.authoring.source import Cell, Source
from svqkit.teach.authoring.variants import answered_lines, shown_cells
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.schema import Exercise, Lesson

__all__ = ["Leak", "leaks_in", "leaks_in_cells", "leaks_in_exercises"]


@dataclass(frozen=True)
class Leak:
    """An answer given away: in which cell or exercise, at which line (from 0), and how."""

    cell: str
    line: int
    what: str


def leaks_in(source: Source, lesson: Lesson) -> list[Leak]:
    """Find what the learner's notebook of a source would give away.

    Parameters
    ----------
    source : Source
    lesson : Lesson

    Returns
    -------
    list of Leak
    """
    solved = [one[2] for cell in source.cells for one in answered_lines(cell)]
    return leaks_in_cells(shown_cells(source, "student"), solved, lesson.exercises)


def leaks_in_cells(
    cells: Sequence[Cell], solved: Iterable[str], exercises: Iterable[Exercise]
) -> list[Leak]:
    """Find what a learner's notebook gives away.

    A leak is a call of ``solution``; a check whose answer is not left open; an expression of the
    solved notebook, wherever it stands as code; and an answer's value, written out in code or as
    code in the text. A value counts between the check before and the cell after its own, only in as
    many decimals as are asked for; one with three digits that say something counts everywhere.
    Numbers that are conventions (.05, .95, 100 …), whole numbers below 100 and words that stand
    among their alternatives count nowhere: they are there for other reasons.

    Parameters
    ----------
    cells : sequence of Cell
        As the learner sees them.
    solved : iterable of str
        The expressions of the solved notebook.
    exercises : iterable of Exercise

    Returns
    -------
    list of Leak
    """
    found = [*_solutions(cells), *_closed(cells), *_expressions(cells, solved)]
    for exercise in exercises:
        found += _values(cells, exercise)
    return found


def leaks_in_exercises(lesson: Lesson) -> list[Leak]:
    """Find answers that the texts of an exercise file give away.

    Parameters
    ----------
    lesson : Lesson

    Returns
    -------
    list of Leak
        ``cell`` is the exercise's name.
    """
    found = []
    for exercise in lesson.exercises:
        shape = _shape(exercise)
        feedback = [one.feedback for one in exercise.misconceptions]
        for text in [exercise.task, *feedback, *exercise.hints, exercise.solution]:
            if shape.is_in(text, near=True):
                found.append(Leak(exercise.id, 0, f"the answer stands in: {text[:70]}"))
    return found


def _shape(exercise: Exercise) -> Shape:
    data = data_behind(exercise, seed=0)
    return shape_of(exercise, computed_answer(exercise.answer, exercise.id[:3], data), data)


def _solutions(cells: Sequence[Cell]) -> Iterator[Leak]:
    for cell in cells:
        if cell.kind == "code" and any(calls_of("solution", tree_of(cell.text))):
            yield Leak(cell.id, cell.line - 1, "solution(…) is for the learner to type")


def _closed(cells: Sequence[Cell]) -> Iterator[Leak]:
    for one in checks_in(cells):
        if not one.open:
            cell = cells[one.position]
            yield Leak(
                cell.id, cell.line - 1, f"the answer to {one.exercise} is not left open by `= ...`"
            )


def _expressions(cells: Sequence[Cell], solved: Iterable[str]) -> Iterator[Leak]:
    """Find a solved expression, however it is laid out, among the code that the learner sees."""
    wanted = {}
    for expression in solved:
        tree = ast.parse(expression, mode="eval").body
        if not isinstance(tree, (ast.Constant, ast.Name, ast.UnaryOp)):
            wanted[ast.dump(tree)] = expression
    for cell in cells:
        for code in _code_in(cell):
            for node in ast.walk(code):
                if isinstance(node, ast.expr) and (known := wanted.get(ast.dump(node))):
                    yield Leak(cell.id, cell.line - 1, f"it shows the solved expression {known}")


def _code_in(cell: Cell) -> Iterator[ast.AST]:
    """Give the code of a cell; of a text, what it marks as code and can be read as Python."""
    if cell.kind == "code":
        yield tree_of(cell.text)
        return
    for code in re.findall(r"^```.*\n([\s\S]*?)^```|`([^`\n]+)`", cell.text, re.M):
        try:
            yield tree_of("".join(code))
        except SyntaxError:
            continue


def _values(cells: Sequence[Cell], exercise: Exercise) -> Iterator[Leak]:
    shape, near = _shape(exercise), _near(cells, exercise.id)
    for position, cell in enumerate(cells):
        if shape.is_in(cell.text, near=position in near):
            yield Leak(cell.id, cell.line - 1, f"it shows the answer to {exercise.id}")


def _near(cells: Sequence[Cell], exercise: str) -> set[int]:
    """Positions from the check before to the cell after an exercise's own check."""
    found, before = set[int](), -1
    for one in checks_in(cells):
        if one.exercise == exercise:
            found |= set(range(before + 1, one.position + 2))
        else:
            before = one.position
    return found
