"""Google Forms: the script runs against FormApp's documented methods, and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import svqkit as svq
from svqkit.instruments.catalogue_index import list_instruments
from svqkit.instruments.form_fields import FormPlan
from svqkit.instruments.form_plan import form_plan
from svqkit.instruments.form_words import form_words
from svqkit.instruments.forms.google_forms import write
from svqkit.instruments.instrument import Instrument

_FORM_APP = Path(__file__).with_name("form_app.js").read_text(encoding="utf-8")


def _run(scripts: list[str]) -> list[dict[str, Any]]:
    """Run each script by itself, in Node.js where it is there, otherwise in Chromium."""
    bodies = [f"{_FORM_APP}\n{script}\ncreateSurvey();\nreturn made;" for script in scripts]
    program = (
        f"const bodies = {json.dumps(bodies)};\n"
        "const found = JSON.stringify(bodies.map((body) => new Function(body)()));\n"
    )
    node = shutil.which("node")
    if node:
        done = subprocess.run(
            [node, "-"],
            input=program + "process.stdout.write(found);",
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        installed = os.environ.get("SVQKIT_CHROMIUM") or next(
            filter(None, map(shutil.which, names)), None
        )
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        try:
            found = browser.new_page().evaluate(f"() => {{ {program} return found; }}")
        except Error as error:
            raise AssertionError(str(error)) from error
        finally:
            browser.close()
    return json.loads(found)


def _made(plan: FormPlan) -> dict[str, Any]:
    return _run([write(plan).decode()])[0]


def _headings(made: dict[str, Any]) -> list[str]:
    """Head the columns as Google exports them."""
    found = []
    for item in made["items"]:
        if item["kind"] == "GridItem":
            found += [f"{item['title']} [{row}]" for row in item["rows"]]
        elif item["kind"] not in ("PageBreakItem", "SectionHeaderItem"):
            found.append(item["title"])
    return found


def _columns(headings: list[str]) -> list[str]:
    return [re.split(r"\. ", heading.partition(" [")[2] or heading)[0] for heading in headings]


def _by_column(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["title"].partition(". ")[0]: item for item in made["items"]}


def test_every_instrument_builds_a_form_in_every_language() -> None:
    plans = [
        form_plan(svq.load_instrument(name, language), attention=1, shuffle=True, seed=1)
        for name in list_instruments().index
        for language in svq.load_instrument(name).languages
    ]
    for plan, made in zip(plans, _run([write(plan).decode() for plan in plans]), strict=True):
        assert _columns(_headings(made)) == plan.columns
        assert made["title"] == plan.title
        assert made["items"][0]["kind"] == "SectionHeaderItem"
        assert made["confirmation"] == form_words(plan.language)["thanks"]


def test_the_form_is_complete(full: Instrument) -> None:
    made = _made(form_plan(full, attention=1, seed=1))
    grids = [item for item in made["items"] if item["kind"] == "GridItem"]
    assert grids[0]["columns"] == ["1 – Disagree", "2", "3", "4", "5 – Agree"]
    assert all(grid["required"] for grid in grids)
    found = _by_column(made)
    assert found["points_speed"]["validation"]["rule"] == ["between", 0, 100]
    assert found["points_speed"]["required"] is True
    assert found["age"]["validation"] == {
        "rule": ["between", 16, 99],
        "help": "From 16 to 99",
        "built": True,
    }
    assert found["spent"]["validation"]["rule"] == [">=", 0]
    assert found["loyalty"]["bounds"] == [0, 10]
    assert found["loyalty"]["labels"] == ["lowest", "highest"]
    assert found["gender"]["required"] is True
    assert found["age"]["required"] is False
    assert found["remark"]["kind"] == "ParagraphTextItem"
    pages = [
        item for item in made["items"] if item["kind"] in ("PageBreakItem", "SectionHeaderItem")
    ]
    heads = {item["title"]: item["help"] for item in pages}
    assert heads["What you found"] == "Think of this bank."
    assert heads[form_words("en")["importance_heading"]].splitlines() == [
        "Share 100 points.",
        "The points must add up to 100.",
    ]
    assert made["log"] == ["To edit: https://edit", "For respondents: https://view"]


def test_forms_side_by_side_are_a_grid_an_item(beside: Instrument) -> None:
    made = _made(form_plan(beside))
    first = next(item for item in made["items"] if item["kind"] == "GridItem")
    assert first["title"] == "This bank is clean."
    words = form_words("en")
    assert first["rows"] == [
        f"M1. {words['minimum_heading']}",
        f"D1. {words['desired_heading']}",
        f"P1. {words['perception_heading']}",
    ]


def test_hostile_texts_arrive_as_they_are(full: Instrument, braced: Instrument) -> None:
    script = write(form_plan(full)).decode()
    assert "</script>" not in script
    made = _run([script])[0]
    plan = form_plan(full)
    texts = {field.column: field.text for field in plan.fields}
    rows = [row for item in made["items"] for row in item.get("rows", [])]
    assert f"P3. {texts['P3']}" in rows
    assert _by_column(made)["gender"]["choices"][2] == plan.fields[-3].choices["no_answer"]
    _made(form_plan(braced))


def test_line_ends_of_unicode_break_no_script() -> None:
    from svqkit.instruments.forms.google_forms import _literal

    assert _literal("a\u2028b\u2029c") == '"a\\u2028b\\u2029c"'


def test_an_export_is_read(full: Instrument, answers: Any, tmp_path: Path) -> None:
    plan = form_plan(full, attention=1, seed=5)
    headings = _headings(_made(plan))
    given = answers(plan)
    exported = given.astype(object)
    for field in plan.fields:
        if field.kind in ("scale", "check") and field.item:
            exported[field.column] = [
                f"{code} – {field.choices[str(code)]}".removesuffix(" – ")
                for code in given[field.column]
            ]
        elif field.kind == "choice":
            exported[field.column] = [field.choices[code] for code in given[field.column]]
    exported.columns = headings
    exported.insert(0, "Timestamp", "2026/11/21 10:00:00 am GMT+1")
    path = tmp_path / "Full form.csv"
    exported.to_csv(path, index=False)
    read = svq.read_responses(path, full)
    assert read.perceptions["Q1"].tolist() == given["P1"].tolist()
    assert read.expectations["EFF2"].tolist() == given["E_EFF2"].tolist()
    assert read.importance["speed"].tolist() == given["points_speed"].tolist()
    assert read.respondents["age"].tolist() == given["age"].tolist()
    assert read.respondents["check_1"].tolist() == given["check_1"].tolist()


def test_syntax_errors_would_be_seen() -> None:
    with pytest.raises(AssertionError, match="SyntaxError"):
        _run(["function createSurvey( {"])
    with pytest.raises(AssertionError, match="Form has no method addMagic"):
        _run(['function createSurvey() { FormApp.create("a").addMagic(); }'])
