"""The gap explorer's controls and figure, driven from Python."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

import svqkit as svq
from svqkit.errors import MissingExtraError
from svqkit.present.widgets import GapExplorer
from svqkit.present.widgets.gap_view import GapChoice, compute, prepare
from svqkit.present.widgets.serving import TEMPLATES, voila_command, voila_environment


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture
def explorer(bank):
    return GapExplorer(bank)


def drawn(explorer):
    return list(explorer.figure.data[3].x)


def test_a_slider_moves_numbers_and_figure_and_no_new_figure_is_made(explorer):
    figure, before = explorer.figure, drawn(explorer)
    explorer._weights["tangibles"].value = 90
    assert explorer.figure is figure
    assert drawn(explorer)[:5] == before[:5]
    assert drawn(explorer)[5] != before[5]
    assert f'data-weighted="{explorer.shown.weighted["gap"]:.6f}"' in explorer._text.value
    assert drawn(explorer)[5] == pytest.approx(explorer.shown.weighted["gap"])


def test_controls_say_the_choice_and_the_choice_moves_the_controls(explorer):
    explorer._level.value = "reliability"
    explorer._segment.value = "branch"
    assert explorer.choice.segment == "branch"
    assert explorer.choice.value == explorer._value.value != ""
    assert not explorer._value.disabled
    explorer.choice = GapChoice("forms", "empathy", weights={"empathy": 10.0})
    assert (explorer._show.value, explorer._level.value) == ("forms", "empathy")
    assert explorer._value.disabled
    assert explorer._weights["empathy"].value == 10
    assert explorer.figure.data[3].visible is False
    assert explorer.figure.data[1].visible is True


def test_undo_goes_back_step_by_step_and_a_drag_is_one_step(explorer):
    start = explorer.choice
    for weight in range(40, 60):
        explorer._weights["empathy"].value = weight
    dragged = explorer.choice
    explorer._level.value = "empathy"
    explorer.undo()
    assert explorer.choice == dragged
    explorer.undo()
    assert explorer.choice == start
    assert explorer._undo.disabled
    explorer.undo()
    assert explorer.choice == start


def test_reset_goes_to_the_start_and_can_be_undone(explorer):
    start = explorer.choice
    explorer._level.value = "empathy"
    explorer.reset()
    assert explorer.choice == start
    explorer.undo()
    assert explorer.choice.dimension == "empathy"


def test_another_explorer_can_start_where_this_one_is(bank, explorer):
    explorer._level.value = "assurance"
    other = GapExplorer(bank, choice=explorer.choice)
    assert drawn(other) == drawn(explorer)


def test_the_code_opens_follows_and_closes(explorer):
    explorer._coded.value = True
    assert "gaps.dimensions" in explorer._code.value
    explorer._level.value = "assurance"
    assert "assurance" in explorer._code.value
    explorer._coded.value = False
    assert explorer._code.layout.display == "none"


def test_hundreds_of_random_steps_never_fail(bank, explorer):
    dice = random.Random(7)
    tables = prepare(bank)
    for _ in range(300):
        control = dice.choice(
            [
                explorer._show,
                explorer._level,
                explorer._segment,
                explorer._value,
                None,
                None,
                "undo",
            ]
        )
        if control is None:
            dice.choice(list(explorer._weights.values())).value = dice.choice([0, 1, 50, 99, 100])
        elif control == "undo":
            dice.choice([explorer.undo, explorer.reset])()
        else:
            control.value = dice.choice([value for _, value in control.options])
        view = compute(tables, explorer.choice)
        assert view.sentence == explorer.shown.sentence
        assert drawn(explorer) == pytest.approx(view.rows["gap"].tolist())


def test_words_of_a_file_are_escaped(bank):
    people = bank.respondents.assign(branch="<img src=x onerror=alert(1)>")
    people.loc[people.index[:50], "branch"] = "quiet"
    survey = replace(bank, respondents=people)
    explorer = GapExplorer(survey)
    explorer.choice = GapChoice(segment="branch", value="<img src=x onerror=alert(1)>")
    explorer._coded.value = True
    assert "<img" not in explorer._text.value + explorer._code.value


def test_perceptions_alone_are_answered_by_a_sentence(bank):
    alone = SimpleNamespace(perceptions=bank.perceptions, expectations=None)
    explorer = GapExplorer(alone)
    assert "no expectations" in explorer.view.value
    assert "<script" not in explorer.view.value


def test_a_missing_library_is_named_with_its_install_line(bank, monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(MissingExtraError, match=r"plotly.*svqkit\[lab\]"):
        GapExplorer(bank)


def test_the_page_is_served_on_loopback_with_our_template():
    command = voila_command("page.ipynb", 1234)
    assert "--Voila.ip=127.0.0.1" in command
    assert "--template=svqkit" in command
    template = TEMPLATES / "voila" / "templates" / "svqkit"
    assert (template / "conf.json").is_file()
    assert "https://" not in (template / "index.html.j2").read_text(encoding="utf-8")
    assert voila_environment({"JUPYTER_PATH": "there"})["JUPYTER_PATH"].endswith("there")
