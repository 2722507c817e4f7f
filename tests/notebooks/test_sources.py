"""A lesson has one source: what is derived from it is what is committed, and gives nothing away."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from svqkit.bundled import bundled
from svqkit.teach.answers import computed_answer
from svqkit.teach.authoring.build import derived_files, differences, sources
from svqkit.teach.authoring.leaks import leaks_in, leaks_in_cells, leaks_in_exercises
from svqkit.teach.authoring.open_answers import checks_in
from svqkit.teach.authoring.shapes import CONVENTIONS, shape_of
from svqkit.teach.authoring.source import Cell, read_source
from svqkit.teach.authoring.variants import answered_lines, learner_place, shown_cells
from svqkit.teach.exercise import find_exercise, find_lesson, list_lessons
from svqkit.teach.lesson_data import data_behind
from svqkit.teach.schema import Exercise

FOLDER = bundled("notebooks")
SOURCES = {path.stem: path for path in sources(FOLDER)}
each_source = pytest.mark.parametrize("path", SOURCES.values(), ids=SOURCES.keys())


def student_cells(path: Path) -> list[Cell]:
    """The cells of a notebook that is committed, whatever made it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [Cell(c["cell_type"], c["id"], "".join(c["source"]), 1) for c in notebook["cells"]]


def test_every_lesson_with_exercises_has_a_source_and_nothing_else_lies_there() -> None:
    assert differences(FOLDER) == []
    lessons = {read_source(path).header.lesson for path in SOURCES.values()}
    assert lessons == set(list_lessons())


@each_source
def test_the_committed_notebook_gives_nothing_away(path: Path) -> None:
    source = read_source(path)
    lesson = find_lesson(source.header.lesson)
    solved = [one[2] for cell in source.cells for one in answered_lines(cell)]
    cells = student_cells(FOLDER / learner_place(source))
    assert leaks_in_cells(cells, solved, lesson.exercises) == []


@pytest.mark.parametrize("name", list_lessons())
def test_the_exercise_file_gives_nothing_away(name: str) -> None:
    assert leaks_in_exercises(find_lesson(name)) == []


@each_source
def test_myst_nb_reads_the_same_cells(path: Path) -> None:
    """The oracle of our small reader: what it takes for a cell, myst-nb takes for one too."""
    from myst_nb.core.read import read_myst_markdown_notebook

    theirs = read_myst_markdown_notebook(path.read_text(encoding="utf-8")).cells
    ours = read_source(path).cells
    assert [(one.kind, one.id, one.text) for one in ours] == [
        (cell.cell_type, cell.metadata["id"], cell.source.strip("\n")) for cell in theirs
    ]


@each_source
def test_slides_and_notes_are_there(path: Path) -> None:
    files = derived_files(path)
    student = json.loads(files[learner_place(read_source(path))])
    kinds = [cell["metadata"].get("slideshow", {}).get("slide_type") for cell in student["cells"]]
    assert kinds[0] == "slide"
    assert kinds.count("slide") > 3
    if student["metadata"]["svqkit"]["lesson"].startswith("C"):  # discussed in class, in one go
        assert 10 <= kinds.count("slide") + kinds.count("subslide") <= 15
    notes = files[f"instructor/{path.stem}_notes.md"]
    for heading in ("## Timing", "## In class", "## Answer key"):
        assert heading in notes
    assert "**Discuss" in notes
    for exercise in find_lesson(student["metadata"]["svqkit"]["lesson"]).exercises:
        assert f"### {exercise.id}\n" in notes
    assert "instructor" not in json.dumps(student["cells"])


def planted(path: Path, text: str, kind: str, after: str) -> list[str]:
    """What the scan says of a learner's notebook with one more cell, after the cell so named."""
    source = read_source(path)
    cells = list(source.cells)
    at = next(n for n, cell in enumerate(cells) if cell.id == after)
    cells.insert(at + 1, Cell(kind, "l00-planted", text, 1))
    found = leaks_in(replace(source, cells=tuple(cells)), find_lesson("L00"))
    assert {leak.cell for leak in found} <= {"l00-planted"}
    return [leak.what for leak in found]


START = SOURCES["00_start_here"]


def answer(name: str) -> str:
    asked = find_exercise(name)
    value = computed_answer(asked.answer, name[:3], data_behind(asked, seed=0))
    return str(value[0]) if isinstance(value, tuple) else f"{value:.{asked.decimals}f}"


@pytest.mark.parametrize(
    ("kind", "text", "after", "said"),
    [
        ("code", "round({L00.2}, 2)", "l00-exercise-2", "shows the answer to L00.2"),
        ("code", "# about {L00.2}", "l00-exercise-2", "shows the answer to L00.2"),
        ("markdown", "It is `{L00.2}` or so.", "l00-columns", "shows the answer to L00.2"),
        ("markdown", "Look at **{L00.1}** again.", "l00-predict", "shows the answer to L00.1"),
        ("code", 'gaps.dimensions.loc["{L00.1}"]', "l00-gaps", "shows the answer to L00.1"),
        ("code", "print((perceived-expected).mean())", "l00-end", "the solved expression"),
        ("markdown", "So: `(perceived - expected).mean()`", "l00-read", "the solved expression"),
        ("markdown", "```python\n(perceived - expected).mean()\n```", "l00-read", "solved expr"),
        ("code", 'solution("L00.1")', "l00-end", "for the learner to type"),
        ("code", 'check("L00.3", 7)', "l00-check-3", "L00.3 is not left open"),
        ("code", 'mine = 7\ncheck("L00.3", mine)', "l00-check-3", "L00.3 is not left open"),
    ],
)
def test_a_planted_leak_is_found(kind: str, text: str, after: str, said: str) -> None:
    text = re.sub(r"\{(L00\.\d)\}", lambda found: answer(found[1]), text)
    assert any(said in one for one in planted(START, text, kind, after))


@pytest.mark.parametrize(
    ("kind", "text", "after"),
    [
        ("code", "gaps.dimensions.round(2)", "l00-gaps"),
        ("code", "np.quantile(gap, [0.05, 0.95]), 3, 22", "l00-exercise-2"),
        ("markdown", "Tangibles, reliability, responsiveness, assurance?", "l00-predict"),
        ("markdown", "`tangibles` or `responsiveness`?", "l00-predict"),
        ("markdown", "Staff's responsiveness is what many papers look at.", "l00-predict"),
        ("markdown", 'Stuck? Type `solution("L00.2")`.', "l00-columns"),
        ("code", 'mine = ...\ncheck("L00.3", mine)', "l00-check-3"),
        ("code", 'board = Board()\ncheck("L00.3", board.value)', "l00-check-3"),
    ],
)
def test_what_is_there_for_other_reasons_is_no_leak(kind: str, text: str, after: str) -> None:
    assert planted(START, text, kind, after) == []


@pytest.mark.parametrize(
    ("exercise", "sentence"),
    [("L00.2", "It is near {L00.2}."), ("L00.1", "Look at `{L00.1}`.")],
)
def test_a_leak_planted_in_an_exercise_file_is_found(exercise: str, sentence: str) -> None:
    lesson = find_lesson("L00")
    told = re.sub(r"\{(L00\.\d)\}", lambda found: answer(found[1]), sentence)
    exercises = tuple(
        one.model_copy(update={"hints": (*one.hints, told)}) if one.id == exercise else one
        for one in lesson.exercises
    )
    (leak,) = leaks_in_exercises(lesson.model_copy(update={"exercises": exercises}))
    assert leak.cell == exercise


def written(exercise: Exercise) -> str:
    """An exercise's answer as someone would write it down; empty where the scan does not look."""
    data = data_behind(exercise, seed=0)
    value = computed_answer(exercise.answer, exercise.id[:3], data)
    if exercise.kind in ("choice", "text"):
        return ""
    if exercise.kind == "table":
        return str(value.round(exercise.decimals).to_numpy().tolist())
    shape = shape_of(exercise, value, data)
    if exercise.kind == "number":
        (number,) = shape.numbers
        whole = exercise.decimals == 0 and (abs(number) <= 100 or number % 50 == 0)
        shown = f"{abs(number):.{exercise.decimals}f}"
        short = len(shown.replace(".", "").lstrip("0")) < 2
        return "" if whole or short or float(shown) in CONVENTIONS else shown
    if exercise.kind == "numbers":
        return str([f"{one:.{exercise.decimals}f}" for one in shape.numbers])
    return str([next(iter(forms)) for forms in shape.words])


@each_source
def test_every_answer_written_beside_its_exercise_is_found(path: Path) -> None:
    source = read_source(path)
    lesson = find_lesson(source.header.lesson)
    cells = shown_cells(source, "student")
    where = {one.exercise: one.position for one in checks_in(cells)}
    looked_for = [(one, text) for one in lesson.exercises if (text := written(one))]
    assert len(looked_for) > len(lesson.exercises) / 3
    for exercise, text in looked_for:
        at = where[exercise.id]
        leaking = [*cells[:at], Cell("code", "planted", f"# {text}", 1), *cells[at:]]
        found = {leak.what for leak in leaks_in_cells(leaking, [], [exercise])}
        assert f"it shows the answer to {exercise.id}" in found, text


def test_the_solved_notebook_answers_what_the_learners_leaves_open() -> None:
    source = read_source(START)
    student = "\n".join(cell.text for cell in shown_cells(source, "student"))
    solved = "\n".join(cell.text for cell in shown_cells(source, "solved"))
    assert student.count("= ...") == 8
    assert "..." not in solved.replace("three dots", "")
    assert "#:" not in student + solved
