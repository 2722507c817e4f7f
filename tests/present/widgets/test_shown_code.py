"""The code on show runs as shown: in an interpreter of its own, with nothing but the file at hand."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.present.widgets import (
    AlphaExplorer,
    CarelessLab,
    GapExplorer,
    GapModelMap,
    opened_data,
    opened_surveys,
)

BANK = bundled("datasets") / "bank" / "bank.csv"


def shown_code(widget) -> str:
    """What stands in the page after a press on "Show the code"."""
    widget._coded.value = True
    found = re.search(r"<pre[^>]*>(.*)</pre>", widget._code.value, re.DOTALL)
    assert found, widget._code.value
    return unescape(found[1])


def ran(codes: list[str], ask: list[str], place: Path) -> list[list[float]]:
    """Run codes one after the other in a fresh interpreter, each with names of its own."""
    program = (
        "import json, sys\n"
        "for code, ask in json.load(sys.stdin):\n"
        "    names = {}\n"
        "    exec(code, names)\n"
        "    print(json.dumps([float(one) for one in eval(ask, names)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(list(zip(codes, ask, strict=True))),
        capture_output=True,
        text=True,
        cwd=place,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page opened with a file, which lies where the code will run; and where, nobody's folder."""
    lines = BANK.read_text(encoding="utf-8").splitlines()
    (tmp_path / "my survey.csv").write_text("\n".join(lines[:151]), encoding="utf-8")
    monkeypatch.setenv("SVQKIT_DATA_FILE", str(tmp_path / "my survey.csv"))
    monkeypatch.setenv("SVQKIT_LANGUAGE", "nl")
    return tmp_path


def cases(made):
    """Each widget with choices, and how its code's names answer what its view says."""
    gaps, alpha, careless, model = made
    start = gaps.choice
    for change in (
        {},
        {"dimension": "reliability"},
        {"segment": "branch", "value": "Station"},
        {"segment": "branch", "value": "Station", "dimension": "empathy"},
        {"weights": start.weights | {"tangibles": 0.0, "empathy": 77.0}},
    ):
        gaps.choice = start.but(**change)
        rows = gaps.shown.rows.drop(index="total")["gap"]
        gap = "shown" if change.get("segment") and change.get("dimension") else "shown['gap']"
        ask, expected = f"list({gap}.loc[{list(rows.index)!r}])", list(rows)
        if not change.get("dimension"):
            ask, expected = f"{ask} + [total['weighted']]", [*expected, gaps.shown.weighted["gap"]]
        yield shown_code(gaps), ask, expected
    for change in (
        {"k": 11, "r": 0.25, "ci": 0.9},
        {"source": "data", "dimension": "empathy", "dropped": ("Q18",)},
    ):
        alpha.choice = alpha.choice.but(**change)
        ask = (
            "shown[:3]"
            if "k" in change
            else "shown[['alpha', 'alpha_low', 'alpha_high']].iloc[0].tolist()"
        )
        yield shown_code(alpha), ask, [alpha.shown.alpha, alpha.shown.low, alpha.shown.high]
    for screened in (False, True):
        careless.choice = careless.choice.but(straight=10, random=15, screened=screened)
        rows = careless.shown.rows["screened" if screened else "mixed"]
        names = list(careless._tables.mapping)
        yield shown_code(careless), f"[*shown.loc[{names!r}], cfi]", [*rows[names], rows["cfi"]]
    for gap in (5, 4):
        if model.shown.marks[gap].state != "absent":
            model.choice = model.choice.but(gap=gap)
            rows = model.shown.rows["value"]
            yield shown_code(model), f"list(shown['value'].loc[{list(rows.index)!r}])", list(rows)


def test_the_code_of_a_page_with_bundled_data_runs_as_shown(tmp_path: Path) -> None:
    made = (
        GapExplorer(opened_data), AlphaExplorer(opened_data), CarelessLab(opened_data),
        GapModelMap(opened_surveys, unit="branch"),
    )  # fmt: skip
    codes, asked, expected = map(list, zip(*cases(made), strict=True))
    assert len(codes) == 11
    assert 'responses = svq.load_dataset("bank")' in codes[0]
    assert 'managers = svq.load_dataset("bank_managers")' in codes[-1]
    for found, right in zip(ran(codes, asked, tmp_path), expected, strict=True):
        assert found == pytest.approx(right, rel=1e-6)


def test_the_code_of_a_page_with_ones_own_file_runs_beside_that_file(mine: Path) -> None:
    made = (
        GapExplorer(opened_data), AlphaExplorer(opened_data), CarelessLab(opened_data),
        GapModelMap(opened_surveys, unit="branch"),
    )  # fmt: skip
    codes, asked, expected = map(list, zip(*cases(made), strict=True))
    assert len(codes) == 10
    assert 'responses = svq.read_responses("my survey.csv", "servqual")' in codes[0]
    assert 'customers = svq.read_responses("my survey.csv", "servqual")' in codes[-1]
    assert not [code for code in codes if str(mine) in code]
    for found, right in zip(ran(codes, asked, mine), expected, strict=True):
        assert found == pytest.approx(right, rel=1e-6)


def test_the_careless_lab_names_its_questionnaire(tmp_path: Path) -> None:
    lab = CarelessLab(svq.load_instrument("servqual_three_column"), n=120)
    lab.choice = lab.choice.but(random=20)
    code = shown_code(lab)
    assert 'survey = svq.load_instrument("servqual_three_column")' in code
    rows = lab.shown.rows.loc[list(lab._tables.mapping), "mixed"]
    (found,) = ran([code], [f"list(shown.loc[{list(rows.index)!r}])"], tmp_path)
    assert found == pytest.approx(list(rows), rel=1e-6)


def test_a_survey_made_in_memory_is_asked_for_and_never_taken_for_another() -> None:
    bank = svq.load_dataset("bank")
    people = svq.exclude(bank, bank.perceptions.index[:9], reason="in a trial")
    changed = svq.simulate("servqual", n=80, seed=1)
    for survey in (people, changed):
        code = shown_code(GapExplorer(survey))
        assert "responses = ...  # put the survey here" in code
        assert "load_dataset" not in code


def test_every_code_of_a_random_walk_is_python(mine: Path) -> None:
    dice, shown = random.Random(3), GapExplorer(opened_data)
    for _ in range(60):
        control = dice.choice(list(shown._named.values()))
        if hasattr(control, "options"):
            control.value = dice.choice([value for _, value in control.options])
        else:
            control.value = dice.choice([control.min, control.max])
        compile(shown.code, "shown", "exec")
