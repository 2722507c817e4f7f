"""The careless lab's controls and figure, driven from Python."""

from __future__ import annotations

import numpy as np
import pytest

from svqkit.errors import DataError
from svqkit.present.widgets import CarelessLab


@pytest.fixture
def lab():
    return CarelessLab()


def test_a_slider_moves_numbers_and_markers(lab):
    figure = lab.figure
    lab._named["straight"].value = 20
    assert lab.figure is figure
    np.testing.assert_allclose(list(figure.data[2].x), lab.shown.rows["mixed"])
    assert figure.data[3].visible is False
    assert f'data-cfi="{lab.shown.rows.loc["cfi", "mixed"]:.6f}"' in lab._text.value
    lab._named["screened"].value = True
    np.testing.assert_allclose(list(figure.data[3].x), lab.shown.rows["screened"])
    assert figure.data[3].visible is True
    assert "leaving out whom screening flags" in lab._saving.said


def test_too_many_are_answered_by_a_sentence_and_undone(lab):
    lab._named["straight"].value = 50
    lab._named["random"].value = 50
    assert isinstance(lab.problem, DataError)
    assert "leave at least 10" in lab._text.value
    lab.undo()
    assert lab.problem is None
    assert lab.shown.careless == 200


def test_impossible_shares_are_refused(lab):
    for share in (-1, 51, 2.5):
        with pytest.raises(DataError, match="straight is"):
            lab.choice = lab.choice.but(straight=share)


@pytest.mark.parametrize("screened", [False, True])
def test_the_code_on_show_gives_what_is_on_show(screened):
    lab = CarelessLab(n=200, seed=3)
    lab.choice = lab.choice.but(straight=10, random=15, screened=screened)
    names: dict = {}
    exec(lab._lines(lab.choice), names)
    rows = lab.shown.rows["screened" if screened else "mixed"]
    for scale in lab._tables.mapping:
        assert names["shown"][scale] == pytest.approx(rows[scale], rel=1e-9)
    assert names["cfi"] == pytest.approx(rows["cfi"], abs=1e-6)


def test_the_printed_form_has_the_same_markers(lab):
    lab._named["random"].value = 30
    ax = lab.picture()
    np.testing.assert_allclose(ax.lines[1].get_xdata(), lab.shown.rows["mixed"])
