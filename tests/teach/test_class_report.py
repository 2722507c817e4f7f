"""Three simulated learners, and what else may lie in such a folder, through the class report."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from svqkit.bundled import bundled
from svqkit.cli import app
from svqkit.errors import DataError
from svqkit.present.report.write import report
from svqkit.teach import check, export_progress, hint, learner_data, quiz, solution
from svqkit.teach.answers import computed_answer
from svqkit.teach.class_discussion import place_of, without_marks
from svqkit.teach.class_report import class_report
from svqkit.teach.exercise import find_exercise, find_lesson, list_exercises, list_lessons
from svqkit.teach.lesson_data import data_behind

NOTES = {lesson: lesson if lesson[0] == "C" else lesson[1:] for lesson in list_lessons()}


def value(name, answer=None):
    asked = find_exercise(name)
    found = computed_answer(answer or asked.answer, name.split(".")[0], data_behind(asked))
    return found[0] if isinstance(found, tuple) else found


def able():
    for name in ("L00.1", "L00.2", "L00.3"):
        check(name, value(name))
    quiz("L00", answers={"q1": "Perception minus expectation."})


def mistaken():
    check("L00.1", value("L00.1", "narrowest_gap"))
    hint("L00.1")
    check("L00.1", value("L00.1"))
    check("L00.2", -value("L00.2"))
    check("L00.2", 77)
    quiz("L00", answers={"q1": "Expectation minus perception."})


def helped():
    check("L00.2", -value("L00.2"))
    hint("L00.2")
    hint("L00.2")
    solution("L00.2")
    check("L00.2", value("L00.2"))
    solution("L00.3")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three learners' exports, one of them in a subfolder, as a course page hands them out."""
    made = tmp_path / "class"
    for number, (learner, name) in enumerate([(able, "Ada"), (mistaken, None), (helped, "=1+1")]):
        monkeypatch.setenv("SVQKIT_PROGRESS", str(tmp_path / f"progress-{number}.json"))
        learner()
        export_progress(made / ("sub/two.json" if number == 1 else f"{number}.json"), name=name)
    return made


def test_three_learners(folder):
    found = class_report(folder)
    assert found.n == 3
    assert found.learners.index.tolist() == ["=1+1", "Ada", "sub/two"]
    table = found.exercises
    assert table.index.tolist() == ["L00.1", "L00.2", "L00.3"]
    assert table["tried"].tolist() == [2, 3, 1]
    assert table["at_once"].tolist() == [1, 1, 1]
    assert table["later"].tolist() == [1, 1, 0]
    assert table["not_yet"].tolist() == [0, 1, 0]
    assert table["attempts"].tolist() == [1.5, 5 / 3, 1.0]
    assert table["hints"].tolist() == [0.5, 2 / 3, 0.0]
    assert table["solution_first"].tolist() == [0, 1, 1]
    assert table["common"].tolist() == ["narrowest_gap", "gap_turned_round", ""]
    top = found.misconceptions.iloc[0]
    assert (top["exercise"], top["misconception"]) == ("L00.2", "gap_turned_round")
    assert (top["learners"], top["times"], top["share"]) == (2, 2, 2 / 3)
    assert top["feedback"] == find_exercise("L00.2").misconceptions[0].feedback
    in_quiz = found.misconceptions.set_index("exercise").loc["L00.q1"]
    assert (in_quiz["misconception"], in_quiz["share"]) == ("gap_turned_round", 0.5)
    assert in_quiz["feedback"].startswith("The size would be the same")
    asked = found.questions.loc["L00.q1"]
    assert (asked["answered"], asked["right"], asked["common"]) == (2, 1, "gap_turned_round")
    assert found.left_out.empty
    assert "gap_turned_round" in repr(found)


def test_what_to_discuss_is_where_most_had_trouble(folder):
    """Ada had none; two turned L00.2 round, one of whom is not right; one only read L00.3's solution."""
    found = class_report(folder)
    discuss = found.discuss
    assert discuss.index.tolist() == ["L00.2", "L00.1", "L00.3"]
    assert discuss["learners"].tolist() == [2, 1, 1]
    assert discuss["of"].tolist() == [3, 2, 2]
    assert found.exercises["unanswered"].tolist() == [0, 0, 1]
    first = discuss.iloc[0]
    assert first["why"] == (
        "“gap turned round” (2); tried and not right yet (1); read the solution first (1)"
    )
    assert first["help"] == find_exercise("L00.2").misconceptions[0].feedback
    assert discuss.loc["L00.3", "why"] == "read the solution first (1)"
    page = " ".join(repr(found).split())
    assert page.index("To discuss in class") < page.index("Exercises")


@pytest.mark.parametrize("name", list_exercises())
def test_the_notes_have_a_place_and_questions_for_every_exercise(name):
    place = place_of(name)
    notes = next((bundled("notebooks") / "instructor").glob(f"{NOTES[name[:3]]}_*_notes.md"))
    text = notes.read_text(encoding="utf-8")
    assert f"| {place.section} |" in text
    assert place.questions or name.startswith("C")  # a case has sections that ask nothing
    for question in place.questions:
        assert "**" not in question
        assert question.split("`")[0][:25] in without_marks(text)


def test_an_exercise_of_another_version_has_no_place():
    assert place_of("L99.1") == ("", ())


def test_the_parts_of_a_bar_add_up(folder):
    table = class_report(folder).exercises
    assert (table[["at_once", "later", "not_yet"]].sum(axis=1) == table["tried"]).all()


def in_lessons():
    """List the exercises of lessons; the cases' answers take long to compute."""
    return {name: one for name, one in list_exercises().items() if name.startswith("L")}


def by_chance(rng) -> dict[str, list[str]]:
    """Let a learner answer every exercise of every lesson until it is right, or give up."""
    heard = {}
    for name, asked in in_lessons().items():
        mistakes = [m.answer for m in asked.misconceptions if m.answer]
        heard[name] = []
        for _ in range(3):
            way = rng.random()
            if way < 0.4 or not mistakes:
                said = check(name, value(name))
            elif way < 0.8:
                said = check(name, value(name, str(rng.choice(mistakes))))
            else:
                hint(name)
                continue
            heard[name].append(said.misconception or said.kind)
            if said.right:
                break
    return heard


def test_simulated_learners_through_all_lessons(tmp_path, monkeypatch):
    """What the report counts is what the learners were told, on their own data."""
    told = []
    for seed in range(3):
        monkeypatch.setenv("SVQKIT_PROGRESS", str(tmp_path / f"{seed}.json"))
        for lesson in list_lessons():
            if find_lesson(lesson).data == "learner":
                learner_data(lesson, seed)
        told.append(by_chance(np.random.default_rng(seed)))
        export_progress(tmp_path / "class" / f"{seed}.json")
    found = class_report(tmp_path / "class")
    for name in in_lessons():
        heard = [one[name] for one in told]
        row = found.exercises.loc[name]
        assert row["tried"] == sum(bool(one) for one in heard)
        assert row["right"] == sum("right" in one for one in heard)
        met = found.misconceptions.query("exercise == @name").set_index("misconception")["learners"]
        expected = Counter(kind for one in heard for kind in set(one) - {"right", "not yet"})
        assert met.to_dict() == expected
    assert len(found.misconceptions) > 5


BROKEN = {
    "broken.json": (b'{"svqkit_progress": 1', "is not JSON"),
    "empty.json": (b"", "is not JSON"),
    "list.json": (b"[1, 2]", "is no exported progress"),
    "other.json": (b'{"answers": [1]}', "is no exported progress"),
    "bytes.json": (b"\xff\xfe\x00", "is not UTF-8 text"),
    "newer.json": (
        b'{"svqkit_progress": 9, "exported": "2030-01-01"}',
        "was written by a newer svqkit; update this one",
    ),
    "minus.json": (
        b'{"exported": "2030-01-01", "exercises": {"L00.1": {"attempts": -1}}}',
        "is no exported progress",
    ),
}


def test_broken_files_are_named_and_never_fatal(folder):
    for name, (content, _) in BROKEN.items():
        (folder / name).write_bytes(content)
    (folder / "notes.txt").write_text("not ours")
    (folder / ".hidden.json").write_text("{")
    found = class_report(folder)
    assert found.n == 3
    left_out = dict(found.left_out.itertuples(index=False))
    assert left_out == {name: reason for name, (_, reason) in BROKEN.items()}


def test_the_later_of_two_exports_under_one_name_counts(folder):
    whole = json.loads((folder / "0.json").read_text())
    whole["exported"], whole["exercises"] = "2000-01-01", {}
    (folder / "old.json").write_text(json.dumps(whole))
    found = class_report(folder)
    assert found.learners.loc["Ada", "right"] == 3
    assert found.left_out["reason"].tolist() == ["exported twice; the later one counts"]


def test_exercises_of_another_version_are_kept(folder):
    whole = json.loads((folder / "0.json").read_text())
    whole["exercises"]["L77.1"] = {"attempts": 2, "misconceptions": {"strange": 1}, "not_yet": 1}
    whole["questions"]["L77.q1"] = {"attempts": 1, "state": "wrong"}
    (folder / "0.json").write_text(json.dumps(whole))
    found = class_report(folder)
    assert found.exercises.loc["L77.1", "common"] == "strange"
    assert found.exercises.index[-1] == "L77.1"
    assert found.questions.index[-1] == "L77.q1"


def test_a_folder_without_exports_says_how_to_get_them(tmp_path):
    with pytest.raises(DataError, match="there is no folder"):
        class_report(tmp_path / "nowhere")
    (tmp_path / "x.json").write_text("{")
    with pytest.raises(DataError, match=r"holds no exported progress \(x\.json: is not JSON\)"):
        class_report(tmp_path)


@pytest.mark.parametrize("suffix", [".html", ".docx", ".xlsx", ".json"])
def test_it_can_be_written_in_every_format(folder, tmp_path, suffix):
    assert report(class_report(folder), tmp_path / f"r{suffix}").stat().st_size > 1000


def test_the_page_leads_with_what_to_discuss_then_the_picture_in_words(folder, tmp_path):
    (folder / "broken.json").write_text("{")
    text = report(class_report(folder), tmp_path / "r.html").read_text(encoding="utf-8")
    for words in (
        "What 3 learners made of the lessons",
        "Hardest is L00.2: 1 of 3 not right yet.",
        "“gap turned round” in L00.2, by 2 of 3.",
        "L00.2: 1 right at once, 1 later, 1 not yet",
        "broken.json",
    ):
        assert words in text, words
    first, then, tables = (text.index(f'id="{name}"') for name in ("discuss", "class", "exercises"))
    assert first < tables < then < text.index('id="table-exercises"')


def test_the_command(folder, tmp_path):
    out = tmp_path / "out" / "class.html"
    done = CliRunner().invoke(app, ["class-report", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "3 learners" in done.output
    written = sorted(path.name for path in out.parent.iterdir())
    assert written == [
        "class-discuss.csv", "class-exercises.csv", "class-learners.csv",
        "class-misconceptions.csv", "class-questions.csv", "class.html", "class.png",
    ]  # fmt: skip
    table = pd.read_csv(out.with_name("class-exercises.csv"), index_col="exercise")
    assert table.loc["L00.2", "not_yet"] == 1
    learners = pd.read_csv(out.with_name("class-learners.csv"))["learner"].tolist()
    assert "'=1+1" in learners
    nothing = CliRunner().invoke(app, ["class-report", str(tmp_path / "none")])
    assert nothing.exit_code == 2
    among = CliRunner().invoke(app, ["class-report", str(folder), "--out", str(folder / "r.json")])
    assert among.exit_code == 2


def test_nobody_has_answered_yet(tmp_path, monkeypatch):
    monkeypatch.setenv("SVQKIT_PROGRESS", str(tmp_path / "p.json"))
    hint("L00.1")
    export_progress(tmp_path / "class" / "a.json")
    done = CliRunner().invoke(
        app, ["class-report", str(tmp_path / "class"), "--out", str(tmp_path / "o" / "r.html")]
    )
    assert done.exit_code == 0, done.output
    assert "Nobody has answered" in (tmp_path / "o" / "r.html").read_text(encoding="utf-8")
    assert not (tmp_path / "o" / "r.png").exists()
