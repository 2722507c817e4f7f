"""A lesson's source and its exercise file: each exercise is checked, and each check is answered."""

from __future__ import annotations

from svqkit.teach.authoring.mistakes import SourceError
from svqkit.teach.authoring.open_answers import checks_in, tree_of
from svqkit.teach.authoring.source import Source
from svqkit.teach.authoring.variants import shown_cells
from svqkit.teach.schema import Lesson

__all__ = ["agree"]


def agree(source: Source, lesson: Lesson) -> None:
    """Make sure that a source and its exercises fit together.

    Parameters
    ----------
    source : Source
    lesson : Lesson

    Raises
    ------
    SourceError
        If code is not Python, a check is of no exercise of this lesson or of an earlier one, an
        exercise is never checked, or the solved notebook leaves an answer open.
    """
    for audience in ("student", "solved"):
        for cell in shown_cells(source, audience):
            if cell.kind == "code":
                try:
                    tree_of(cell.text)
                except SyntaxError as error:
                    at = cell.line - 2 + (error.lineno or 1)
                    what = f"this is no Python in the {audience} notebook ({error.msg})"
                    raise SourceError(source.path, at, what, cell.id) from None
    own = {one.id for one in lesson.exercises}
    seen = set()
    for audience in ("student", "solved"):
        cells = shown_cells(source, audience)
        for one in checks_in(cells):
            cell = cells[one.position]
            if one.exercise.startswith(lesson.lesson) and one.exercise not in own:
                what = f"there is no exercise {one.exercise} in {lesson.lesson}.yaml"
                raise SourceError(source.path, cell.line - 1, what, cell.id)
            if audience == "solved" and one.open and one.exercise in own:
                what = f"the solved notebook does not answer {one.exercise}; write `= ...  #: expression`"
                raise SourceError(source.path, cell.line - 1, what, cell.id)
            seen.add((audience, one.exercise))
    for name in sorted(own):
        for audience in ("student", "solved"):
            if (audience, name) not in seen:
                raise SourceError(source.path, 0, f"the {audience} notebook never checks {name}")
