"""What to talk about in the next class: the exercises that gave most trouble, with the notes' questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from svqkit.bundled import bundled
from svqkit.teach.progress_record import ExerciseRecord

__all__ = ["Place", "in_trouble", "place_of", "talking_points", "without_marks"]

MOST = 5
"""Points that fit into the beginning of a class."""


class Place(NamedTuple):
    """Where an exercise stands in the instructor's notes, and what they ask there."""

    section: str
    questions: tuple[str, ...]


@cache
def _places() -> dict[str, Place]:
    """Read every lesson's notes: exercise → its section and the section's questions."""
    found: dict[str, Place] = {}
    for path in sorted((bundled("notebooks") / "instructor").glob("*_notes.md")):
        text = path.read_text(encoding="utf-8")
        sections = dict(re.findall(r"^### (.+)\n((?:(?!^#).*\n?)*)", text, re.M))
        for title, names in re.findall(r"^\| (.+?) \| \d* \| (.*?) \|$", text, re.M):
            asked = re.findall(r"^\*\*Discuss\.\*\* (.+)$", sections.get(title, ""), re.M)
            place = Place(title, tuple(without_marks(one) for one in asked))
            found |= dict.fromkeys(re.findall(r"[A-Z]\d\d\.\d+", names), place)
    return found


def without_marks(markdown: str) -> str:
    """Take emphasis and code marks out of a paragraph.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    str

    Examples
    --------
    >>> without_marks("Take `.var()` of *all* items.")
    'Take .var() of all items.'
    """
    return re.sub(r"(\*\*|\*|`)(?=\S)(.+?)(?<=\S)\1", r"\2", markdown).strip()


def place_of(exercise: str) -> Place:
    """Say where the instructor's notes treat an exercise.

    Parameters
    ----------
    exercise : str

    Returns
    -------
    Place
        Empty for an exercise of another version.

    Examples
    --------
    >>> place_of("L04.1").section
    '1 · What alpha is'
    """
    return _places().get(exercise, Place("", ()))


def in_trouble(record: ExerciseRecord) -> bool:
    """Whether an exercise gave a learner trouble: a wrong answer, none, or the solution first.

    Parameters
    ----------
    record : ExerciseRecord

    Returns
    -------
    bool

    Examples
    --------
    >>> in_trouble(ExerciseRecord(attempts=1, right=True)), in_trouble(ExerciseRecord(attempts=1))
    (False, True)
    """
    wrong = bool(record.misconceptions) or record.not_yet > 0
    return wrong or record.solution_first or (record.attempts > 0 and not record.right)


def talking_points(
    exercises: pd.DataFrame,
    misconceptions: pd.DataFrame,
    records: Mapping[str, Iterable[ExerciseRecord]],
) -> pd.DataFrame:
    """Choose what to talk about: where most learners had trouble, and fewest are right by now.

    Parameters
    ----------
    exercises, misconceptions : DataFrame
        As in a class report.
    records : mapping of exercise to records
        One a learner who touched it.

    Returns
    -------
    DataFrame
        Index ``exercise``; ``lesson`` and ``section`` of the notes, ``learners`` (in trouble),
        ``of`` (who touched it), ``why`` in words, ``help`` (what the commonest mistake was
        told), ``discuss`` (the notes' questions). At most five: where most had trouble, of those
        where most made the same mistake, of those where fewest are right by now.
    """
    rows = []
    for name, each in records.items():
        mine = list(each)
        hit = sum(in_trouble(one) for one in mine)
        if hit:
            right = sum(one.right for one in mine)
            shared = misconceptions.loc[misconceptions["exercise"] == name, "learners"].max()
            rows.append((name, hit, len(mine), 0 if shared != shared else int(shared), right))
    rows.sort(key=lambda row: (-row[1], -row[3], row[4]))
    made = {}
    for name, hit, touched, _, _ in rows[:MOST]:
        met = misconceptions[misconceptions["exercise"] == name]
        place = place_of(name)
        made[name] = {
            "lesson": name.partition(".")[0],
            "section": place.section,
            "learners": hit,
            "of": touched,
            "why": _why(exercises.loc[[name]].iloc[0], met),
            "help": str(met["feedback"].iloc[0]) if len(met) else "",
            "discuss": " ".join(place.questions),
        }
    columns = ["lesson", "section", "learners", "of", "why", "help", "discuss"]
    return pd.DataFrame.from_dict(made, orient="index", columns=columns).rename_axis("exercise")


def _why(row: pd.Series, met: pd.DataFrame) -> str:
    """Say what happened, the commonest mistake first."""
    said = [
        f"“{str(one.misconception).replace('_', ' ')}” ({one.learners})"
        for one in met.head(2).itertuples(index=False)
    ]
    if row["not_yet"]:
        said.append(f"tried and not right yet ({row['not_yet']})")
    if row["solution_first"]:
        said.append(f"read the solution first ({row['solution_first']})")
    return "; ".join(said) or "wrong answers that no known mistake explains"
