"""The class report as a document: a picture first, then tables to look things up in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

import svqkit
from svqkit.present.report.columns import head, num, text, whole
from svqkit.present.report.document import Column, Document, Figure, Section, table
from svqkit.present.report.numbers import number
from svqkit.teach.class_discussion import without_marks

if TYPE_CHECKING:
    from svqkit.teach.class_report import ClassReport

__all__ = ["class_document"]


def class_document(report: ClassReport) -> Document:
    """Compose a class report for the instructor.

    Parameters
    ----------
    report : ClassReport

    Returns
    -------
    Document
    """
    sections = [_discuss(report)] if len(report.discuss) else []
    sections.append(_exercises(report))
    if len(report.misconceptions):
        sections.append(_misconceptions(report))
    if len(report.questions):
        sections.append(_questions(report))
    sections.append(_learners(report))
    if len(report.left_out):
        sections.append(_left_out(report))
    learners = f"{report.n} learner{'' if report.n == 1 else 's'}"
    return Document(
        kicker="Class report",
        heading=f"What {learners} made of the lessons",
        title=f"Class report: {learners}",
        sections=tuple(sections),
        lede="Read from the progress that learners exported. A learner is named as the export or "
        "its file is.",
        footer=f"Made with svqkit {svqkit.__version__} on {date.today().isoformat()}.",
        made_on=date.today().isoformat(),
    )


def _said(name: str) -> str:
    return name.replace("_", " ")


def _discuss(report: ClassReport) -> Section:
    """Put first what an instructor takes along: where to begin, why, and with which question."""
    frame = report.discuss.reset_index()
    frame["help"] = frame["help"].map(without_marks)
    frame["hit"] = [f"{one.learners} of {one.of}" for one in frame.itertuples(index=False)]
    columns = [
        head("exercise", "Exercise"),
        text("section", "Section of the notes"),
        text("hit", "Had trouble"),
        text("why", "What happened (learners)", wide=True),
        text("help", "What the commonest mistake was told", wide=True),
        text("discuss", "To discuss", wide=True),
    ]
    worst = report.discuss.iloc[0]
    where = f" ({worst['section']})" if worst["section"] else ""
    return Section(
        "discuss",
        "For the next class",
        "Where most had trouble: a wrong answer, none that was right, or the solution before an "
        "answer. What to discuss stands in the instructor's notes, in the section named.",
        (table("discuss", frame, "What to talk about, the worst first.", columns, stack=True),),
        judgement=f"Begin with {report.discuss.index[0]}{where}: {worst['learners']} of "
        f"{worst['of']} had trouble.",
    )


def _exercises(report: ClassReport) -> Section:
    from svqkit.present.plots.class_report import plot_class

    frame = report.exercises.assign(common=report.exercises["common"].map(_said))
    tried = frame[frame["tried"] > 0]
    figures: tuple[Figure, ...] = ()
    judgement = "Nobody has answered an exercise yet."
    if len(tried):
        hardest = str((tried["not_yet"] / tried["tried"]).idxmax())
        row = tried.loc[hardest]
        judgement = (
            f"Hardest is {hardest}: {row['not_yet']} of {row['tried']} not right yet."
            if row["not_yet"]
            else "Every exercise that was tried is right by now."
        )
        alt = "; ".join(
            f"{name}: {one.at_once} right at once, {one.later} later, {one.not_yet} not yet, "
            f"{one.unanswered} read the solution only"
            for name, one in zip(tried.index, tried.itertuples(index=False), strict=True)
        )
        caption = "How the exercises went, and the misconception met most in each."
        figures = (Figure("class", caption, alt, lambda: plot_class(report)),)
    columns = [
        head("exercise", "Exercise"),
        text("task", "Task", wide=True),
        whole("tried", "Tried"),
        whole("at_once", "Right at once"),
        whole("later", "Right later"),
        whole("not_yet", "Not yet"),
        num("attempts", "Attempts, mean"),
        num("hints", "Hints, mean"),
        whole("solution_first", "Solution before answer"),
        text("common", "Most met misconception"),
    ]
    grid = table("exercises", frame, "Exercises, in the order of the lessons.", columns, stack=True)
    meaning = (
        "Right at once: with the first answer and without a hint. Means are over those who tried; "
        "the same answer given twice in a row counts once."
    )
    return Section("exercises", "Exercises", meaning, (grid,), figures, judgement=judgement)


def _misconceptions(report: ClassReport) -> Section:
    frame = report.misconceptions.assign(
        misconception=report.misconceptions["misconception"].map(_said),
        share=100 * report.misconceptions["share"],
        feedback=report.misconceptions["feedback"].map(without_marks),
    )
    columns = [
        head("misconception", "Misconception"),
        text("exercise", "Exercise or question"),
        whole("learners", "Learners"),
        Column("share", "% of those who answered", lambda value: number(value, 0)),
        whole("times", "Times"),
        text("feedback", "What they were told", wide=True),
    ]
    grid = table(
        "misconceptions", frame, "Misconceptions, most frequent first.", columns, stack=True
    )
    top = frame.iloc[0]
    judgement = f"Most met: “{top['misconception']}” in {top['exercise']}, by {top['learners']} of {report.n}."
    return Section("misconceptions", "Misconceptions", "", (grid,), judgement=judgement)


def _questions(report: ClassReport) -> Section:
    frame = report.questions.assign(common=report.questions["common"].map(_said))
    columns = [
        head("question", "Question"),
        text("text", "Text", wide=True),
        whole("answered", "Answered"),
        whole("right", "Right"),
        text("common", "Most met misconception"),
    ]
    meaning = "Right counts each learner's last answer."
    grid = table("quiz", frame, "Quiz questions.", columns, stack=True)
    return Section("quiz", "Quiz", meaning, (grid,))


def _learners(report: ClassReport) -> Section:
    columns = [
        head("learner", "Learner"),
        whole("right", "Right"),
        whole("tried", "Tried"),
        whole("attempts", "Attempts"),
        whole("hints", "Hints"),
        whole("solutions", "Solutions before answer"),
    ]
    grid = table("learners", report.learners, "Learners, by name.", columns, stack=True)
    return Section("learners", "Learners", "", (grid,))


def _left_out(report: ClassReport) -> Section:
    columns = [head("file", "File"), text("reason", "Reason")]
    frame: pd.DataFrame = report.left_out
    grid = table("left-out", frame, "Files that were left out.", columns)
    return Section("left-out", "Left out", "", (grid,))
