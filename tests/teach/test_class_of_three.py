"""A class of three, each with a folder and a survey of their own: what its instructor reads.

One is strong, one makes the typical mistakes, one gives up and reads solutions. The table that the
page on lessons shows is the one that the command writes for them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from svqkit.cli import app
from svqkit.teach import check, export_progress, hint, learner_data, quiz, solution
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import find_exercise, find_lesson, list_exercises
from svqkit.teach.lesson_data import data_behind

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "lessons.md"
LESSONS = ("L00", "L04", "L10")
EXERCISES = [name for name in list_exercises() if name.startswith(LESSONS)]


def value(name: str, answer: str | None = None) -> object:
    asked = find_exercise(name)
    found = computed_answer(answer or asked.answer, name[:3], data_behind(asked))
    return found[0] if isinstance(found, tuple) else found


def mistakes(name: str) -> list[str]:
    return [one.answer for one in find_exercise(name).misconceptions if one.answer]


def answer_quiz(lesson: str, *, rightly: bool) -> None:
    questions = find_lesson(lesson).quiz.questions
    chosen = {
        one.id.split(".")[1]: next(o.text for o in one.options if bool(o.misconception) != rightly)
        for one in questions
    }
    quiz(lesson, answers=chosen)


def strong() -> None:
    for name in EXERCISES:
        check(name, value(name))
    answer_quiz("L04", rightly=True)


def mistaken() -> None:
    """Make the first mistake everywhere, mend most of them, and ask for a hint at the others."""
    for place, name in enumerate(EXERCISES):
        for mistake in mistakes(name)[: 2 if place % 3 == 0 else 1]:
            check(name, value(name, mistake))
        if place % 4:
            check(name, value(name))
        else:
            hint(name)
    answer_quiz("L04", rightly=False)


def giving_up() -> None:
    """Try now and then, take hints, and read the solution from the third exercise on."""
    for place, name in enumerate(EXERCISES):
        if place % 3 == 0:
            for mistake in mistakes(name)[:1]:
                check(name, value(name, mistake))
            hint(name)
            hint(name)
        if place < 2:
            check(name, value(name))
        else:
            solution(name)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let each work in a folder of their own, and the instructor ask for the report."""
    root = tmp_path_factory.mktemp("class")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SVQKIT_PROGRESS", raising=False)
        for seed, learner in enumerate((strong, mistaken, giving_up), start=1):
            folder = root / f"folder-{seed}"
            folder.mkdir()
            patch.chdir(folder)
            for lesson in LESSONS:
                if find_lesson(lesson).data == "learner":
                    learner_data(lesson, seed=seed)
            learner()
            export_progress(root / "exports" / f"{learner.__name__}.json")
            assert (folder / ".svqkit-progress.json").is_file()
    command = ["class-report", str(root / "exports"), "--out", str(root / "out" / "class.html")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    return root / "out"


def table(written: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(written / f"class-{name}.csv", index_col=0, keep_default_na=False)


def as_markdown(discuss: pd.DataFrame) -> str:
    rows = [
        f"| {name} | {one.section} | {one.learners} of {one.of} | {one.why} |"
        for name, one in zip(discuss.index, discuss.itertuples(index=False), strict=True)
    ]
    head = ["| exercise | section of the notes | had trouble | what happened (learners) |"]
    return "\n".join([*head, "|---|---|---|---|", *rows])


def test_the_page_on_lessons_shows_what_the_command_writes(written: Path) -> None:
    assert as_markdown(table(written, "discuss")) in PAGE.read_text(encoding="utf-8")


def test_each_learner_can_be_told_from_the_others(written: Path) -> None:
    learners = table(written, "learners")
    count = len(EXERCISES)
    assert learners.loc["strong"].to_dict() == {
        "right": count, "tried": count, "attempts": count, "hints": 0, "solutions": 0,
    }  # fmt: skip
    assert learners.loc["mistaken", "right"] == count - len(range(0, count, 4))
    assert learners.loc["giving_up", "solutions"] == count - 2
    assert learners.loc["giving_up", "right"] == 2


def test_the_report_says_which_mistake_how_often_and_what_to_discuss(written: Path) -> None:
    discuss, met = table(written, "discuss"), table(written, "misconceptions")
    twice = met[met["learners"] == 2]
    shared = {name for name in EXERCISES[::3] if mistakes(name)}
    assert set(twice.index) == shared
    assert set(discuss.index) <= shared
    assert (discuss["discuss"].str.len() > 40).all()
    for name, row in discuss.iterrows():
        commonest = met.loc[[name]].iloc[0]
        assert f"“{commonest['misconception'].replace('_', ' ')}” (2)" in row["why"]
        assert row["help"] == commonest["feedback"]


def test_picture_and_page_are_there(written: Path) -> None:
    assert (written / "class.png").read_bytes()[:4] == b"\x89PNG"
    page = (written / "class.html").read_text(encoding="utf-8")
    assert page.index("For the next class") < page.index("How the exercises went")


def test_exports_hold_no_name_no_answer_and_no_trace_of_the_machine(written: Path) -> None:
    """Nothing but counts, digests and the learner's seeds leaves the folder."""
    import json

    for path in (written.parent / "exports").iterdir():
        kept = json.loads(path.read_text(encoding="utf-8"))
        assert kept["learner"] is None
        assert set(kept) == {
            "svqkit_progress", "learner", "seeds", "exercises", "predictions", "questions",
            "exported", "svqkit",
        }  # fmt: skip
        for record in kept["exercises"].values():
            assert set(record) == {
                "attempts", "right", "misconceptions", "not_yet", "hints", "solution",
                "solution_first",
            }  # fmt: skip
        text = path.read_text(encoding="utf-8")
        assert str(written.parent) not in text
        assert len(text) < 20_000
