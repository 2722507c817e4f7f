"""The alpha explorer's controls and figure, driven from Python."""

from __future__ import annotations

import numpy as np
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.widgets import AlphaExplorer
from svqkit.present.widgets.alpha_view import AlphaChoice


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture
def explorer(bank):
    return AlphaExplorer(bank)


def test_a_slider_moves_numbers_and_points(explorer):
    figure = explorer.figure
    explorer._named["k"].value = 12
    assert explorer.figure is figure
    assert figure.data[3].x == (12,)
    assert figure.data[3].y[0] == explorer.shown.alpha
    assert f'data-alpha="{explorer.shown.alpha:.6f}"' in explorer._text.value
    assert explorer.shown.sentence in explorer._saving.said


def test_the_halves_lower_the_dashed_line_and_leave_the_other(explorer):
    before = explorer.figure.data[1].y
    explorer._named["split"].value = True
    assert explorer.figure.data[1].y == before
    assert all(k % 2 == 0 for k in explorer.figure.data[2].x)
    at = explorer.figure.data[2].x.index(6)
    assert explorer.figure.data[2].y[at] == pytest.approx(explorer.shown.omega, abs=1e-4)
    assert "nothing in common" in explorer._text.value


def test_impossible_halves_hide_the_figure_and_say_why(explorer):
    explorer._named["split"].value = True
    explorer._named["r"].value = 0.8
    assert isinstance(explorer.problem, DataError)
    assert "Two unrelated halves" in explorer._text.value
    assert explorer._frame.layout.visibility == "hidden"
    with pytest.raises(DataError, match="Two unrelated halves"):
        explorer.picture()
    explorer.undo()
    assert explorer._frame.layout.visibility == "visible"


def test_boxes_drop_items_of_the_scale_that_is_shown(explorer):
    explorer._named["source"].value = "data"
    shown = {code for code, box in explorer._boxes.items() if box.layout.display != "none"}
    assert shown == {"Q1", "Q2", "Q3", "Q4"}
    explorer._boxes["Q2"].value = False
    assert explorer.choice.dropped == ("Q2",)
    assert explorer.shown.k == 3
    explorer._named["dimension"].value = "empathy"
    assert explorer.choice.dropped == ()
    assert explorer.shown.k == 5
    explorer.undo()
    assert explorer.choice.dropped == ("Q2",)
    assert not explorer._boxes["Q2"].value


def test_without_answers_there_is_nothing_to_drop():
    explorer = AlphaExplorer()
    assert "source" not in explorer._named
    with pytest.raises(DataError, match="source is 'data'"):
        explorer.choice = explorer.choice.but(source="data")


def test_impossible_choices_are_refused(explorer):
    for change in ({"k": 99}, {"r": 1.5}, {"n": 0}, {"ci": 0.5}, {"dropped": ("Q9",)}):
        with pytest.raises(DataError):
            explorer.choice = explorer.choice.but(**change)


def test_the_nearest_number_of_respondents_is_taken(explorer):
    explorer.choice = explorer.choice.but(n=300)
    assert explorer.choice.n == 317


@pytest.mark.parametrize(
    "choice",
    [AlphaChoice(k=9, r=0.25), AlphaChoice("data", dimension="empathy", dropped=("Q18",))],
)
def test_the_code_on_show_gives_what_is_on_show(bank, explorer, choice):
    explorer.choice = choice
    names = {"responses": bank}
    exec(explorer._lines(choice), names)
    shown = names["shown"]
    found = shown[:3] if isinstance(shown, tuple) else shown.iloc[0].tolist()[2:]
    expected = [explorer.shown.alpha, explorer.shown.low, explorer.shown.high]
    np.testing.assert_allclose(np.array(found, dtype=float), expected, rtol=1e-9)


def test_the_printed_form_has_the_same_curve(explorer):
    ax = explorer.picture()
    drawn = ax.lines[0].get_ydata()
    np.testing.assert_allclose(drawn, explorer.shown.by_items["alpha"])


def test_a_step_as_a_browser_counts_it_is_no_change(bank) -> None:
    """A page sends 0.30000000000000004 for 0.30 as soon as it is opened: nobody has moved anything."""
    explorer = AlphaExplorer(bank)
    slider = explorer._named["r"]
    slider.value = 0.1 * 3
    assert slider.value != 0.3
    assert explorer.choice.r == 0.3
    assert explorer._undo.disabled
    assert '"r": 0.3,' in explorer.state
    slider.value = 0.1 * 3 + 0.4
    assert explorer.choice.r == 0.7
    explorer.undo()
    assert (explorer.choice.r, slider.value) == (0.3, 0.3)
