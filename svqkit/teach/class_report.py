"""What a class made of the lessons, read from the progress that learners exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from svqkit.errors import DataError
from svqkit.result import Part, Result
from svqkit.teach.class_discussion import talking_points
from svqkit.teach.class_files import Export, read_exports
from svqkit.teach.exercise import find_lesson, list_exercises, list_lessons
from svqkit.teach.progress_record import ExerciseRecord, QuestionRecord
from svqkit.teach.schema import Question

if TYPE_CHECKING:
    from svqkit.present.report.document import Document

__all__ = ["ClassReport", "class_report"]


@dataclass(frozen=True, eq=False, repr=False)
class ClassReport(Result):
    """Which exercise, which misconception, how often.

    Attributes
    ----------
    exercises : DataFrame
        Index ``exercise``; columns ``task``, ``tried`` (learners who gave an answer), ``right``,
        ``at_once`` (right with the first answer and no hint), ``later``, ``not_yet``,
        ``attempts`` (mean), ``hints`` (mean of the furthest level), ``solution_first`` (learners
        who saw the solution before they were right), ``unanswered`` (those of them who gave no
        answer at all), ``common`` (the misconception that most learners met).
    misconceptions : DataFrame
        Columns ``exercise`` (or question), ``misconception``, ``learners``, ``times``, ``share``
        (of those who answered), ``feedback``; most frequent first.
    questions : DataFrame
        Index ``question``; columns ``text``, ``answered``, ``right`` (at the last answer),
        ``common``.
    learners : DataFrame
        Index ``learner``; columns ``right``, ``tried``, ``attempts``, ``hints``, ``solutions``.
    left_out : DataFrame
        Columns ``file``, ``reason``.
    discuss : DataFrame
        Index ``exercise``; columns ``lesson``, ``section``, ``learners``, ``of``, ``why``,
        ``help``, ``discuss``: what to talk about in class, from the instructor's notes.
    """

    exercises: pd.DataFrame
    misconceptions: pd.DataFrame
    questions: pd.DataFrame
    learners: pd.DataFrame
    left_out: pd.DataFrame
    discuss: pd.DataFrame

    @property
    def n(self) -> int:
        """Number of learners."""
        return len(self.learners)

    def _title(self) -> str:
        return f"Class report: {self.n} learner{'' if self.n == 1 else 's'}"

    def _parts(self) -> list[Part]:
        short = self.discuss[["section", "learners", "of", "why"]]
        parts: list[Part] = [
            ("To discuss in class", short),
            ("Exercises", self.exercises.drop(columns="task")),
            ("Misconceptions", self.misconceptions.drop(columns="feedback")),
            ("Quiz", self.questions.drop(columns="text")),
            ("Learners", self.learners),
            ("Files left out", self.left_out),
        ]
        return [(caption, table) for caption, table in parts if len(table)]

    def _document(self) -> Document:
        from svqkit.teach.class_document import class_document

        return class_document(self)


def class_report(folder: str | Path) -> ClassReport:
    """Read a folder of exported progress files as one class.

    Parameters
    ----------
    folder : path
        Its ``.json`` files and those of its subfolders, as :func:`~svqkit.teach.export_progress`
        writes them. A file that cannot be read is named and left out; of two exports under one
        name the later counts.

    Returns
    -------
    ClassReport

    Raises
    ------
    DataError
        If there is no such folder, or no file in it can be used.

    Examples
    --------
    >>> import tempfile
    >>> from svqkit.teach import check, export_progress
    >>> _ = check("L00.2", 5)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = export_progress(f"{folder}/one.json")
    ...     class_report(folder).exercises.loc["L00.2", "not_yet"]
    np.int64(1)
    """
    exports, left_out = read_exports(Path(folder).expanduser())
    if not exports:
        why = "; ".join(f"{file}: {reason}" for file, reason in left_out[:3])
        raise DataError(
            f"{folder} holds no exported progress{f' ({why})' if why else ''}; learners write it "
            'with export_progress("name.json")'
        )
    exercises, misconceptions = _exercises(exports), _misconceptions(exports)
    return ClassReport(
        exercises,
        misconceptions,
        _questions(exports),
        _learners(exports),
        pd.DataFrame(left_out, columns=["file", "reason"]),
        talking_points(
            exercises, misconceptions, {name: _records(exports, name) for name in exercises.index}
        ),
    )


def _records(exports: list[Export], name: str) -> list[ExerciseRecord]:
    """List the records of those who gave an answer to an exercise or asked for help."""
    found = [one.progress.exercises.get(name) for one in exports]
    return [one for one in found if one is not None]


def _asked(exports: list[Export]) -> list[str]:
    """List the exercises that anyone touched, those of ours in their order, others after them."""
    touched = {name for one in exports for name in one.progress.exercises}
    known = [name for name in list_exercises() if name in touched]
    return [*known, *sorted(touched - set(known))]


def _exercises(exports: list[Export]) -> pd.DataFrame:
    known, rows = list_exercises(), {}
    for name in _asked(exports):
        records = _records(exports, name)
        tried = [one for one in records if one.attempts]
        right = [one for one in tried if one.right]
        at_once = sum(one.attempts == 1 and not one.hints for one in right)
        rows[name] = {
            "task": known[name].task if name in known else "an exercise of another version",
            "tried": len(tried),
            "right": len(right),
            "at_once": at_once,
            "later": len(right) - at_once,
            "not_yet": len(tried) - len(right),
            "attempts": _mean([one.attempts for one in tried]),
            "hints": _mean([one.hints for one in records]),
            "solution_first": sum(one.solution_first for one in records),
            "unanswered": sum(one.solution_first and not one.attempts for one in records),
            "common": _most_common(one.misconceptions for one in records),
        }
    columns = [
        "task", "tried", "right", "at_once", "later", "not_yet", "attempts", "hints",
        "solution_first", "unanswered", "common",
    ]  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("exercise")


def _mean(values: list[int]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _most_common(met: Iterator[dict[str, int]]) -> str:
    """Name the misconception that most learners met; the first by name among equals."""
    learners = Counter(name for one in met for name in one)
    return min(learners, key=lambda name: (-learners[name], name)) if learners else ""


def _met(exports: list[Export]) -> Iterator[tuple[str, list[dict[str, int]], dict[str, str]]]:
    """Give of each exercise and question what each who answered met, and what is said to it."""
    exercises, questions = list_exercises(), _known_questions()
    for name in _asked(exports):
        said = (
            {m.name: m.feedback for m in exercises[name].misconceptions}
            if name in exercises
            else {}
        )
        yield name, [r.misconceptions for r in _records(exports, name) if r.attempts], said
    for name in _answered(exports):
        options = questions[name].options if name in questions else ()
        said = {one.misconception: one.because for one in options if one.misconception}
        yield name, [record.misconceptions for record in _answers(exports, name)], said


def _misconceptions(exports: list[Export]) -> pd.DataFrame:
    rows = []
    for name, met, said in _met(exports):
        for mistake in sorted(set().union(*met)):
            times = [one.get(mistake, 0) for one in met]
            learners = sum(bool(count) for count in times)
            share = learners / len(met)
            rows.append((name, mistake, learners, sum(times), share, said.get(mistake, "")))
    columns = ["exercise", "misconception", "learners", "times", "share", "feedback"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["learners", "times"], ascending=False, kind="stable", ignore_index=True
    )


def _known_questions() -> dict[str, Question]:
    lessons = [find_lesson(name) for name in list_lessons()]
    return {one.id: one for lesson in lessons if lesson.quiz for one in lesson.quiz.questions}


def _answered(exports: list[Export]) -> list[str]:
    """List the questions that anyone answered, those of ours in their order, others after them."""
    touched = {name for one in exports for name in one.progress.questions}
    known = _known_questions()
    return [*(name for name in known if name in touched), *sorted(touched - set(known))]


def _answers(exports: list[Export], name: str) -> list[QuestionRecord]:
    found = [one.progress.questions.get(name) for one in exports]
    return [one for one in found if one is not None and one.attempts]


def _questions(exports: list[Export]) -> pd.DataFrame:
    known = _known_questions()
    rows: dict[str, dict[str, Any]] = {}
    for name in _answered(exports):
        records = _answers(exports, name)
        rows[name] = {
            "text": known[name].question if name in known else "a question of another version",
            "answered": len(records),
            "right": sum(one.state == "right" for one in records),
            "common": _most_common(one.misconceptions for one in records),
        }
    columns = ["text", "answered", "right", "common"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("question")


def _learners(exports: list[Export]) -> pd.DataFrame:
    rows = {}
    for one in exports:
        records = list(one.progress.exercises.values())
        rows[one.name] = {
            "right": sum(record.right for record in records),
            "tried": sum(bool(record.attempts) for record in records),
            "attempts": sum(record.attempts for record in records),
            "hints": sum(record.hints for record in records),
            "solutions": sum(record.solution_first for record in records),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("learner").sort_index()
