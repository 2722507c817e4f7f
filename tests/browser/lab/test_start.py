"""The start page in JupyterLab: the map after some work, its links, the export, a broken file."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from svqkit.teach.class_files import read_exports
from svqkit.teach.exercise import list_lessons
from svqkit.teach.progress_file import FILE
from svqkit.teach.progress_record import ExerciseRecord, Progress, QuestionRecord

pytestmark = pytest.mark.browser

SOME = Progress(
    exercises={
        "L00.1": ExerciseRecord(attempts=1, right=True),
        "L00.2": ExerciseRecord(attempts=2, misconceptions={"gap_turned_round": 2}),
        "L04.1": ExerciseRecord(attempts=1, solution=True, solution_first=True, right=True),
        "L04.2": ExerciseRecord(solution=True, solution_first=True),
    },
    questions={"L00.q1": QuestionRecord(attempts=1, right=1, state="right")},
)
STATES = {
    "L00.1": "right",
    "L00.2": "tried",
    "L04.1": "right",
    "L04.2": "solution",
    "L10.1": "open",
}


@pytest.fixture
def own_progress(lab):
    """Begin with some work done, and give back what other tests noted."""
    path = lab.folder / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else None
    path.write_text(SOME.model_dump_json(), encoding="utf-8")
    yield path
    path.unlink(missing_ok=True)
    if before is not None:
        path.write_text(before, encoding="utf-8")


def test_the_map_shows_what_was_done_and_leads_to_the_lessons(learner, own_progress) -> None:
    me = learner("start.ipynb")
    me.run_all()
    shown = me.page.locator(".svq-progress")
    for exercise, state in STATES.items():
        cell = shown.locator(f'[data-exercise="{exercise}"]')
        expect(cell).to_have_attribute("data-state", state)
    expect(shown.locator("caption")).to_contain_text("Your progress: 2 of")
    expect(shown).to_contain_text("Next: exercise L00.2 in lesson 00, Start here.")
    expect(shown.locator("tbody a")).to_have_count(len(list_lessons()))
    assert me.serious() == []
    me.shoot("lab-start", shown)
    shown.locator("a", has_text="Reliability").click()
    tab = me.page.locator(".lm-TabBar-tab.lm-mod-current", has_text="04_reliability.ipynb")
    expect(tab.first).to_be_visible()


def test_every_link_of_the_table_opens_its_notebook(learner, own_progress) -> None:
    me = learner("start.ipynb")
    names = [
        str(link.get_attribute("href")).rpartition("/")[2].partition("?")[0]
        for link in me.page.locator(".jp-MarkdownCell a[href*='.ipynb']").all()
    ]
    assert len(set(names)) == len(names) >= 7
    for name in names:
        me.page.locator(".lm-TabBar-tab", has_text="start.ipynb").first.click()
        link = me.page.locator(f".jp-NotebookPanel:visible .jp-MarkdownCell a[href*='{name}']")
        link.click()
        tab = me.page.locator(".lm-TabBar-tab.lm-mod-current", has_text=name)
        expect(tab.first).to_be_visible()


def test_the_export_is_what_the_class_report_reads(learner, lab, own_progress) -> None:
    me = learner("start.ipynb")
    cell = me.cell("from svqkit import teach")
    cell.locator(".cm-content").click()
    me.page.keyboard.press("Control+End")
    me.page.keyboard.insert_text('\nteach.export_progress("handed/mine.json")')
    me.page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-OutputArea-output", has_text="handed/mine.json")).to_be_visible()
    exports, left_out = read_exports(lab.folder / "handed")
    assert left_out == []
    assert [one.name for one in exports] == ["mine"]
    assert exports[0].progress.exercises["L00.2"].misconceptions == {"gap_turned_round": 2}
    assert json.loads((lab.folder / "handed" / "mine.json").read_text("utf-8"))["learner"] is None


def test_a_broken_file_is_said_in_plain_words(learner, own_progress) -> None:
    own_progress.write_text("{ half a fi", encoding="utf-8")
    me = learner("start.ipynb")
    me.run_all()
    said = me.page.locator(".jp-OutputArea-output", has_text="could not be read and is kept as")
    expect(said).to_contain_text(re.compile(r"\.svqkit-progress\.broken-\d\.json"))
    expect(me.page.locator(".svq-progress caption")).to_contain_text("0 of")
    me.shoot("lab-start-broken", said)
    for aside in own_progress.parent.glob(f"{own_progress.stem}.broken-*"):
        assert aside.read_text(encoding="utf-8") == "{ half a fi"
        aside.unlink()
