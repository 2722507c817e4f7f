"""What all pictures have in common: they use the axes given, leave no trace and can be read."""

from __future__ import annotations

import logging
import warnings

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def test_given_axes_are_used_and_returned(drawings, name):
    figure = Figure(figsize=(9, 9))
    ax = figure.add_subplot()
    size = tuple(figure.get_size_inches())
    assert drawings[name](ax=ax) is ax
    assert figure.axes == [ax]
    assert tuple(figure.get_size_inches()) == size


def test_new_axes_stand_alone_and_leak_nothing(drawings, name):
    from matplotlib import pyplot

    pyplot.close("all")
    ax = drawings[name]()
    assert isinstance(ax, Axes)
    assert ax.figure.axes == [ax]
    assert pyplot.get_fignums() == []


def test_global_settings_stay(drawings, name):
    before = dict(matplotlib.rcParams)
    drawings[name]().figure.canvas.draw()
    assert dict(matplotlib.rcParams) == before


def test_letters_are_large_enough(drawings, name, texts_of):
    small = [
        text.get_text() for text, _ in texts_of(drawings[name]().figure) if text.get_size() < 11
    ]
    assert small == []


def test_texts_do_not_overlap(drawings, name, texts_of, overlaps):
    assert overlaps(texts_of(drawings[name]().figure)) == []


def test_nothing_is_cut_off(drawings, name, texts_of):
    figure = drawings[name]().figure
    width, height = figure.bbox.width, figure.bbox.height
    cut = [
        text.get_text()
        for text, box in texts_of(figure)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    assert cut == []


def test_every_picture_has_a_title_on_the_left(drawings, name):
    assert drawings[name]().get_title(loc="left")


def test_chinese_words_have_glyphs(chinese_drawings, name, caplog):
    from svqkit.present.plots.style import fonts

    assert len(fonts()) == 2, "no CJK font: .ci/system installs one"
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING, logger="matplotlib"):
        warnings.simplefilter("error")
        chinese_drawings[name]().figure.canvas.draw()
    assert caplog.records == []


def test_words_are_not_read_as_formulas(priced_drawings, name, texts_of):
    texts = [text.get_text() for text, _ in texts_of(priced_drawings[name]().figure)]
    assert not any("$" in text and "\\$" in text for text in texts)
