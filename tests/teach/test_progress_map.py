"""The map of progress, and the file for the instructor."""

from __future__ import annotations

import json
import re

import pytest

from svqkit.teach import check, export_progress, hint, predict, progress, solution
from svqkit.teach.answers import computed_answer
from svqkit.teach.exercise import find_exercise
from svqkit.teach.lesson_data import data_behind


def right_answer(name):
    asked = find_exercise(name)
    answer = computed_answer(asked.answer, name.split(".")[0], data_behind(asked))
    return answer[0] if isinstance(answer, tuple) else answer


def test_the_map_shows_what_is_right_tried_seen_and_open():
    assert progress().next_step.startswith("Begin with: exercise L00.1 in lesson 00, Start here")
    check("L00.1", right_answer("L00.1"))
    check("L00.2", 5)
    solution("L00.3")
    shown = progress()
    states = shown.table.loc["L00", "state"]
    assert states.tolist()[:3] == ["right", "tried", "solution"]
    assert shown.next_step.startswith("Next: exercise L00.2")
    html = shown._repr_html_()
    assert 'data-exercise="L00.1" data-state="right"' in html
    assert 'aria-label="L00.2: tried, not right yet"' in html
    assert '<th scope="row"' in html
    assert "<caption" in html
    assert re.search(r"L00\s+✓\s+↻\s+★", repr(shown))


def test_a_lesson_in_the_folder_is_linked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lessons").mkdir()
    for name in ("00_start_here.ipynb", "00_start_here.new.ipynb"):
        (tmp_path / "lessons" / name).write_text("{}")
    assert 'href="lessons/00_start_here.ipynb"' in progress()._repr_html_()


def test_an_export_has_no_name_unless_given_and_no_answer(tmp_path):
    check("L00.2", 5)
    hint("L00.2")
    predict("L00.widest", "empathy")
    path = export_progress(tmp_path / "mine.json")
    found = json.loads(path.read_text())
    assert found["learner"] is None
    assert found["svqkit_progress"] == 1
    assert found["exercises"]["L00.2"] == {
        "attempts": 1, "right": False, "misconceptions": {}, "not_yet": 1, "hints": 1,
        "solution": False, "solution_first": False,
    }  # fmt: skip
    assert found["predictions"]["L00.widest"]["value"] == "empathy"
    export_progress(path, name=" Ada ")
    assert json.loads(path.read_text())["learner"] == "Ada"


def test_an_export_replaces_no_other_file(tmp_path, monkeypatch):
    other = tmp_path / "data.json"
    other.write_text('{"answers": [1]}')
    with pytest.raises(ValueError, match="is no export"):
        export_progress(other)
    with pytest.raises(ValueError, match=r"exported as \.json"):
        export_progress(tmp_path / "data.csv")
    own = tmp_path / "own.json"
    monkeypatch.setenv("SVQKIT_PROGRESS", str(own))
    check("L00.2", 5)
    with pytest.raises(ValueError, match="is no export"):
        export_progress(own)
