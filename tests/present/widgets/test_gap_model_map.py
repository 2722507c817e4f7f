"""The gap-model map's controls, picture and words, driven from Python."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError
from svqkit.present.widgets import GapModelMap
from svqkit.present.widgets.gap_map_view import MapChoice
from svqkit.present.widgets.opened_surveys import opened_surveys


@pytest.fixture(scope="module")
def surveys():
    return opened_surveys(environment={})


@pytest.fixture(scope="module")
def shared(surveys):
    return GapModelMap(surveys, unit="branch")


@pytest.fixture
def board(shared):
    shared.reset()
    return shared


def test_a_list_moves_words_picture_and_tables(board):
    figure = board.figure
    board._named["gap"].value = 3
    assert board.figure is figure
    assert "−1.63" in figure.data[2].text[2]
    assert 'data-gap="3"' in board._text.value
    assert "Role conflict" in board._details.value
    assert "high is good" in board._details.value
    assert figure.data[1].marker.size[2] == max(figure.data[1].marker.size)


def test_a_click_chooses_a_gap(board):
    board._open([0])
    assert board.choice == MapChoice(1)
    assert "Only 9 managers answered" in board._text.value
    board.undo()
    assert board.choice == MapChoice(5)


def test_words_of_a_masked_gap_show_no_number(board):
    board.choice = MapChoice(2, "Station")
    assert "Too few answered here" in board._text.value
    assert "–" in board._text.value
    assert "too few to show" in board._details.value
    assert "t-dimensions" not in board._details.value


@pytest.mark.parametrize("choice", [MapChoice(3), MapChoice(4, "Station")])
def test_the_lines_compute_what_is_shown(choice, board, surveys):
    board.choice = choice
    customers, managers, employees = surveys
    space = {"customers": customers, "managers": managers, "employees": employees}
    exec(board._lines(choice), space)
    rows = board.shown.rows
    assert space["shown"]["value"].loc[rows.index].tolist() == rows["value"].tolist()
    assert space["todo"].index.tolist() == board.shown.todo.index.tolist()


def test_hundreds_of_steps_leave_it_in_order(board):
    generator = random.Random(7)
    gaps, units = board._named["gap"], board._named["unit"]
    for _ in range(300):
        step = generator.randrange(5)
        if step == 0:
            gaps.value = generator.choice([1, 2, 3, 4, 5])
        elif step == 1:
            units.value = generator.choice([value for _, value in units.options])
        elif step == 2:
            board._open([generator.randrange(5)])
        elif step == 3:
            board.undo()
        else:
            board.reset()
        assert board.problem is None
        assert (gaps.value, units.value) == (board.choice.gap, board.choice.unit)
        assert f'data-gap="{board.choice.gap}" data-unit="{board.choice.unit}"' in board._text.value
        assert "nan" not in (board._text.value + board._details.value).lower().replace(
            'data-value="nan"', ""
        )


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "nl"])
def test_titles_stand_in_the_language_asked_for(language):
    shown = GapModelMap(
        opened_surveys(environment={"SVQKIT_LANGUAGE": language}), unit="branch", language=language
    )
    shown.choice = MapChoice(3)
    assert shown.problem is None
    assert "Role conflict" not in shown._details.value
    assert shown.shown.todo["title"].iloc[0] not in svq.prescriptions(gap=3).table["title"].tolist()


def test_customers_alone(surveys):
    shown = GapModelMap(surveys[0], unit="branch")
    shown.choice = shown.choice.but(gap=2)
    assert "was not measured: it needs answers of managers" in shown._text.value
    assert "Only customers answered. Gaps 1 and 2 need" in shown._text.value
    assert "cannot be ranked" in shown._details.value


def test_it_draws_for_print_and_comes_back_from_its_state(board, surveys):
    board.choice = MapChoice(4, "Station")
    assert board.picture() is not None
    again = GapModelMap.from_state(board.state, surveys, unit="branch")
    assert again.choice == board.choice
    with pytest.raises(DataError, match="there is no unit"):
        board.choice = MapChoice(4, "Nowhere")


def test_three_files_of_ones_own_reach_the_map(tmp_path, board):
    given = {}
    for name, variable in (
        ("bank", "DATA"), ("managers", "MANAGERS"), ("employees", "EMPLOYEES"),
    ):  # fmt: skip
        text = (bundled("datasets") / "bank" / f"{name}.csv").read_text(encoding="utf-8")
        path = tmp_path / f"my {name}.csv"
        path.write_text(text.replace("branch,", "office,", 1), encoding="utf-8")
        given[f"SVQKIT_{variable}_FILE"] = str(path)
    shown = GapModelMap(opened_surveys(environment=given), unit="auto")
    assert shown._tables.unit == "office"
    assert shown.shown.marks == board.shown.marks
    assert "missing" not in shown._text.value
    for kind, left in (("MANAGERS", "Gaps 1 and 2"), ("EMPLOYEES", "Gaps 3 and 4")):
        two = {name: file for name, file in given.items() if kind not in name}
        shown = GapModelMap(opened_surveys(environment=two), unit="auto")
        assert f"missing, so {left} are not measured" in shown._text.value
        assert f"{kind.lower()}=" not in shown.code
        assert shown.problem is None
    with pytest.raises(DataError, match="check the path after --managers"):
        opened_surveys(environment=given | {"SVQKIT_MANAGERS_FILE": "none.csv"})


def test_what_is_no_survey_is_answered_by_a_sentence():
    assert "needs answers of customers" in GapModelMap("bank").view.value
    assert "needs answers of customers" in GapModelMap("bank", unit="auto").view.value
    assert "the map takes customers" in GapModelMap((1, 2, 3, 4)).view.value


def test_without_expectations_the_gaps_that_need_them_say_so(surveys):
    served = [one if at else replace(one, expectations=None) for at, one in enumerate(surveys)]
    shown = GapModelMap(tuple(served))
    for gap in (5, 1):
        shown.choice = shown.choice.but(gap=gap)
        assert shown.problem is None
        assert "customers were not asked what they expect" in shown._text.value
