"""A learner's progress as a map, lessons × exercises, and as a file for the instructor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from svqkit.result import Part, Result
from svqkit.teach.exercise import find_lesson, list_lessons, spoken
from svqkit.teach.progress_file import progress_path, read_progress, replace_text
from svqkit.teach.progress_record import ExerciseRecord, Progress

__all__ = ["STATES", "ProgressMap", "export_progress", "progress", "state_of"]

STATES = {
    "right": ("✓", "right", "#BFE6D8"),
    "tried": ("↻", "tried, not right yet", "#FFE2A3"),
    "solution": ("★", "solution seen, not solved", "#D9D9D9"),
    "open": ("○", "not tried", "#F4F4F4"),
}
"""Icon, words and ground of each state of an exercise; the icon is black on every ground."""

_CHIP = "display:inline-block;width:1.7em;line-height:1.7em;border-radius:4px;text-align:center;color:#000"


@dataclass(frozen=True, eq=False, repr=False)
class ProgressMap(Result):
    """Where a learner stands.

    Attributes
    ----------
    table : DataFrame
        Index: lesson and exercise; columns ``state``, ``attempts``, ``hints``.
    quizzes : DataFrame
        Index: lesson; columns ``right``, ``questions``, and the lesson's ``title``.
    next_step : str
    """

    table: pd.DataFrame
    quizzes: pd.DataFrame
    next_step: str

    def _title(self) -> str:
        done = int((self.table["state"] == "right").sum())
        return f"Your progress: {done} of {len(self.table)} exercises right"

    def _parts(self) -> list[Part]:
        icons = self.table["state"].map(lambda state: STATES[state][0])
        numbers = [name.split(".")[1] for name in self.table.index.get_level_values("exercise")]
        by_lesson = icons.groupby(
            [self.table.index.get_level_values("lesson"), pd.Index(numbers, name="exercise")],
            sort=False,
        ).first()
        grid = by_lesson.unstack(fill_value="")
        grid["quiz"] = [
            f"{right}/{questions}" if questions else ""
            for right, questions in self.quizzes[["right", "questions"]].itertuples(index=False)
        ]
        meaning = ", ".join(f"{icon} {words}" for icon, words, _ in STATES.values())
        return [("", grid.rename_axis(None, axis=1)), ("", meaning), ("", self.next_step)]

    def _repr_html_(self) -> str:
        widest = max(len(self.table.loc[[lesson]]) for lesson in self.quizzes.index)
        cell = 'style="text-align:center;padding:4px 10px;border-bottom:1px solid #E3E3E3"'
        left = 'style="text-align:left;padding:4px 10px;border-bottom:1px solid #E3E3E3"'
        head = "".join(f'<th scope="col" {cell}>{n}</th>' for n in range(1, widest + 1))
        rows = "".join(
            f'<tr><th scope="row" {left}>{_link(lesson, str(about.title))}</th>'
            f"{self._cells(str(lesson), widest, cell)}"
            f"<td {cell}>{_quiz_words(about.right, about.questions)}</td></tr>"
            for lesson, about in zip(
                self.quizzes.index, self.quizzes.itertuples(index=False), strict=True
            )
        )
        meaning = " &nbsp; ".join(
            f'<span style="{_CHIP};background:{colour}" aria-hidden="true">{icon}</span> {words}'
            for icon, words, colour in STATES.values()
        )
        return (
            '<div class="svq-progress" data-kind="progress" style="line-height:1.5">'
            '<table style="border-collapse:collapse">'
            f'<caption style="text-align:left;font-weight:bold">{escape(self._title())}</caption>'
            f'<thead><tr><th scope="col" {left}>lesson</th>{head}'
            f'<th scope="col" {cell}>quiz</th></tr></thead><tbody>{rows}</tbody></table>'
            f"<p>{meaning}</p><p><strong>{escape(self.next_step)}</strong></p></div>"
        )

    def _cells(self, lesson: str, widest: int, style: str) -> str:
        rows = self.table.loc[lesson]
        cells = ""
        for name, row in rows.iterrows():
            icon, words, colour = STATES[str(row["state"])]
            said = f"{name}: {words}"
            if row["attempts"] > 1:
                said += f", {row['attempts']} attempts"
            cells += (
                f'<td {style} data-exercise="{name}" data-state="{row["state"]}">'
                f'<span role="img" aria-label="{said}" title="{said}" '
                f'style="{_CHIP};background:{colour}">{icon}</span></td>'
            )
        return cells + f"<td {style}></td>" * (widest - len(rows))


def state_of(record: ExerciseRecord) -> str:
    """Say how an exercise stands.

    Parameters
    ----------
    record : ExerciseRecord

    Returns
    -------
    {"right", "tried", "solution", "open"}

    Examples
    --------
    >>> state_of(ExerciseRecord(attempts=2))
    'tried'
    """
    if record.right:
        return "right"
    if record.solution:
        return "solution"
    return "tried" if record.attempts else "open"


def progress() -> ProgressMap:
    """Show which exercises are right, tried and open, lesson by lesson, and what comes next.

    Returns
    -------
    ProgressMap

    Examples
    --------
    >>> progress().table.loc[("L00", "L00.1"), "state"]
    'open'
    """
    kept = read_progress()
    rows, quizzes = [], []
    for name in list_lessons():
        lesson = find_lesson(name)
        for one in lesson.exercises:
            record = kept.exercises.get(one.id, ExerciseRecord())
            rows.append((name, one.id, state_of(record), record.attempts, record.hints))
        asked = [one.id for one in lesson.quiz.questions] if lesson.quiz else []
        right = sum(one in kept.questions and kept.questions[one].state == "right" for one in asked)
        quizzes.append((name, lesson.title, right, len(asked)))
    columns = ["lesson", "exercise", "state", "attempts", "hints"]
    table = pd.DataFrame(rows, columns=columns).set_index(["lesson", "exercise"])
    about = pd.DataFrame(quizzes, columns=["lesson", "title", "right", "questions"])
    return ProgressMap(table, about.set_index("lesson"), _next_step(table, about, kept))


def _next_step(table: pd.DataFrame, quizzes: pd.DataFrame, kept: Progress) -> str:
    undone = table.index[table["state"] != "right"]
    if len(undone):
        lesson, exercise = undone[0]
        begun = "Next" if kept.exercises else "Begin with"
        title = find_lesson(lesson).title
        return f"{begun}: exercise {exercise} in {spoken(lesson)}, {title}."
    open_quiz = quizzes[quizzes["right"] < quizzes["questions"]]
    if len(open_quiz):
        return f'Next: quiz("{open_quiz["lesson"].iloc[0]}").'
    return "All exercises and quizzes are right."


def _link(lesson: object, title: str) -> str:
    """Name a lesson, with a link where its notebook lies in the folder."""
    name = str(lesson)
    words = escape(f"{name[1:] if name.startswith('L') else 'case'} · {title}")
    place = find_lesson(name).notebook or f"lessons/{name[1:]}_*.ipynb"
    own = [path for path in sorted(Path().glob(place)) if ".new" not in path.suffixes]
    return f'<a href="{quote(own[0].as_posix())}">{words}</a>' if own else words


def _quiz_words(right: object, questions: object) -> str:
    return f"{right} of {questions}" if questions else ""


def export_progress(path: str | Path = "my-progress.json", *, name: str | None = None) -> Path:
    """Write your progress for the instructor, who reads it with ``svqkit class-report``.

    It holds attempts, misconceptions, hints, predictions and quiz answers, no answers to exercises,
    and no name unless you give one.

    Parameters
    ----------
    path : path
        A ``.json`` file.
    name : str, optional
        How the report shall name you.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ValueError
        If the suffix is another one, or the file is there and is no such export.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export_progress(f"{folder}/mine.json").name
    'mine.json'
    """
    from svqkit import __version__

    target = Path(path).expanduser()
    if target.suffix != ".json":
        raise ValueError(f"progress is exported as .json; name the file so, not {target.name!r}")
    if target.exists() and (_is_the_original(target) or not _is_an_export(target)):
        raise ValueError(f"{target} is there already and is no export; name another file")
    kept = read_progress().model_dump()
    for record in kept["exercises"].values():
        del record["last"]
    about = {"exported": date.today().isoformat(), "svqkit": __version__}
    kept["learner"] = (name or "").strip()[:80] or None
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_text(target, json.dumps({**kept, **about}, indent=1, ensure_ascii=False) + "\n")
    return target


def _is_the_original(target: Path) -> bool:
    own = progress_path()
    return own.exists() and target.samefile(own)


def _is_an_export(target: Path) -> bool:
    try:
        found = json.loads(target.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError):
        return False
    return isinstance(found, dict) and {"svqkit_progress", "exported"} <= found.keys()
