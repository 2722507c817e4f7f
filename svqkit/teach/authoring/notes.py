"""The instructor's notes of a lesson: timing, discussion, common errors, answer key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from svqkit.teach.answers import computed_answer
from svqkit.teach.authoring.source import Cell, Source
from svqkit.teach.authoring.variants import answered_lines, learner_place, linked_from_beside
from svqkit.teach.exercise import find_lesson, find_question
from svqkit.teach.hints import spelled
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.schema import Exercise, Lesson, Misconception, Question

__all__ = ["checked_in", "instructor_notes", "sections"]

CHANGED = {
    "times_100": "times a hundred",
    "divided_by_100": "divided by a hundred",
    "sign": "with the other sign",
    "reversed": "in reversed order",
    "complement": "taken from one",
    "square": "squared",
    "root": "under a square root",
}


@dataclass(frozen=True)
class Section:
    """What stands under one heading of a lesson."""

    heading: str
    cells: tuple[Cell, ...]


def sections(source: Source) -> list[Section]:
    """Part a lesson at its headings of the second level.

    Parameters
    ----------
    source : Source

    Returns
    -------
    list of Section
        The first is called "Opening": what stands before the first such heading.
    """
    found: list[tuple[str, list[Cell]]] = [("Opening", [])]
    for cell in source.cells:
        heading = re.match(r"## (.+)", cell.text) if cell.kind == "markdown" else None
        if heading and "instructor" not in cell.tags:
            found.append((heading[1].strip(), []))
        found[-1][1].append(cell)
    return [Section(heading, tuple(cells)) for heading, cells in found]


def checked_in(cell: Cell) -> list[str]:
    """List the exercises that a code cell checks, such as ``["L04.2"]``."""
    return (
        re.findall(r"\bcheck\(\s*[\"']([LC]\d\d\.\d+)[\"']", cell.text)
        if cell.kind == "code"
        else []
    )


def instructor_notes(source: Source) -> str:
    """Write the instructor's notes of a lesson.

    Parameters
    ----------
    source : Source

    Returns
    -------
    str
        Markdown. Answers are computed from the survey that the lesson's text is about (seed 0).

    Raises
    ------
    ValueError
        If the lesson has no exercises.
    """
    lesson = find_lesson(source.header.lesson)
    blocks = [*_opening(source, lesson), *_timing(source), *_in_class(source)]
    blocks += ["## Answer key", *_key_of(source, lesson)]
    if lesson.quiz:
        blocks += ["## Quiz", *map(_question, lesson.quiz.questions), *_spaced(lesson)]
    return "\n\n".join(blocks) + "\n"


def _opening(source: Source, lesson: Lesson) -> Iterator[str]:
    header, stem = source.header, source.path.stem
    yield f"# {header.lesson} {header.title}: notes for the instructor"
    yield (
        f"{header.minutes} minutes. [The learner's notebook](../{learner_place(source)}) · "
        f"[the solved notebook]({stem}_solved.ipynb)"
        + (f" · slides: `svqkit present {header.lesson} --slides`" if _is_lesson(source) else "")
    )
    if lesson.data == "learner":
        yield (
            f"Answers below are those of the survey that the lesson's text is about, "
            f'`learner_data("{header.lesson}")`. A learner who drew another, such as '
            f'`learner_data("{header.lesson}", seed=7)`, has other answers: draw the same one and '
            f'call `solution("{header.lesson}.1")`.'
        )
    else:
        yield f'The exercises are about `load_dataset("{lesson.data}")`.'
    yield (
        f"*Made by `make notebooks` from `notebooks/sources/{source.path.name}` and "
        f"`svqkit/teach/exercises/{header.lesson}.yaml`; change those.*"
    )


def _is_lesson(source: Source) -> bool:
    return source.header.lesson.startswith("L")


def _timing(source: Source) -> Iterator[str]:
    """Plan minutes and exercises by section."""
    rows = ["| section | minutes | exercises |", "|---|---:|---|"]
    for section in sections(source):
        minutes = sum(cell.minutes or 0 for cell in section.cells)
        checked = dict.fromkeys(name for cell in section.cells for name in checked_in(cell))
        heading = section.heading.replace("|", "\\|")
        rows.append(f"| {heading} | {minutes or ''} | {', '.join(checked)} |")
    yield "## Timing"
    yield "\n".join(rows)


def _in_class(source: Source) -> Iterator[str]:
    """Give what the source says to the instructor, under the heading where it says so."""
    spoken = [
        (section.heading, [cell.text for cell in section.cells if "instructor" in cell.tags])
        for section in sections(source)
    ]
    if any(texts for _, texts in spoken):
        yield "## In class"
    for heading, texts in spoken:
        if texts:
            yield f"### {heading}"
            yield from (_lowered(linked_from_beside(text)) for text in texts)


def _lowered(text: str) -> str:
    """Put an instructor cell's own headings below the section's."""
    return re.sub(r"^#{1,3} ", "#### ", text, flags=re.M)


def _key_of(source: Source, lesson: Lesson) -> Iterator[str]:
    solved = _expressions(source)
    for exercise in lesson.exercises:
        data = data_behind(exercise, seed=0)
        answer = computed_answer(exercise.answer, lesson.lesson, data)
        yield f"### {exercise.id}"
        yield exercise.task
        yield "**Answer.** " + exercise.solution.replace("{answer}", spelled(exercise, answer))
        if exercise.id in solved:
            yield f"```python\n{solved[exercise.id]}\n```"
        if exercise.misconceptions:
            rows = ["| common error | recognised by | what the learner reads |", "|---|---|---|"]
            rows += [_error(exercise, mistake) for mistake in exercise.misconceptions]
            yield "\n".join(rows)


def _expressions(source: Source) -> dict[str, str]:
    """Exercise → the line that answers it: the last open one of the name that its check is given."""
    found, last = {}, {}
    for cell in source.cells:
        for _, name, expression in answered_lines(cell):
            last[name] = f"{name} = {expression}"
        if cell.kind == "code":
            for exercise, name in re.findall(
                r"\bcheck\(\s*[\"']([LC][\d.]+)[\"'],\s*(\w+)", cell.text
            ):
                if name in last:
                    found[exercise] = last[name]
    return found


def _error(exercise: Exercise, mistake: Misconception) -> str:
    name = mistake.name.replace("_", " ")
    if mistake.answer:
        data = data_behind(exercise, seed=0)
        value = computed_answer(mistake.answer, exercise.id.split(".")[0], data)
        sign = "the table of this mistake" if exercise.kind == "table" else spelled(exercise, value)
    elif mistake.change:
        sign = f"the right answer {CHANGED[mistake.change]}"
    else:
        sign = "what was given"
    return (
        "| " + " | ".join(one.replace("|", "\\|") for one in (name, sign, mistake.feedback)) + " |"
    )


def _question(question: Question) -> str:
    lines = [f"**{question.id}.** {question.question}", ""]
    for option in question.options:
        mark = "**right**" if option.right else str(option.misconception).replace("_", " ")
        lines.append(f"- {option.text} ({mark}) {option.because}")
    return "\n".join(lines)


def _spaced(lesson: Lesson) -> Iterator[str]:
    if lesson.quiz and lesson.quiz.earlier and lesson.quiz.draw:
        asked = "; ".join(f"{name}: {find_question(name).question}" for name in lesson.quiz.earlier)
        yield f"Up to {lesson.quiz.draw} of these come back from earlier lessons. {asked}"
