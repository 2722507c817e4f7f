"""A figure in a narrow place: smaller letters leave room for the picture, and grow back."""

from __future__ import annotations

from svqkit.present.widgets.fitting import SMALL, fitting
from svqkit.present.widgets.look import new_figure


def test_letters_are_smaller_while_the_place_is_narrow() -> None:
    figure = new_figure()
    usual, fitted = figure.layout.font.size, fitting(figure)
    assert usual > SMALL
    for narrow, size in ((True, SMALL), (False, usual)):
        fitted.narrow = narrow  # as the page says when its frame has another width
        assert figure.layout.font.size == size
