"""What all pictures have in common: they use the axes given, leave no trace and can be read."""

from __future__ import annotations

import logging
import re
import warnings
from io import BytesIO

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


def test_every_word_can_be_read(drawings, name, texts_of, overlaps):
    ax = drawings[name]()
    entries = texts_of(ax.figure)
    assert ax.get_title(loc="left")
    assert [text.get_text() for text, _ in entries if text.get_size() < 11] == []
    assert overlaps(entries) == []
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    cut = [
        text.get_text()
        for text, box in entries
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    assert cut == []


def test_chinese_words_have_glyphs(chinese_drawings, name, caplog):
    from svqkit.present.plots.style import fonts

    assert len(fonts()) == 2, "no CJK font: .ci/system installs one"
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING, logger="matplotlib"):
        warnings.simplefilter("error")
        chinese_drawings[name]().figure.savefig(BytesIO(), format="svg")
    assert caplog.records == []


def test_words_are_not_read_as_formulas(priced_drawings, name, texts_of):
    texts = [text.get_text() for text, _ in texts_of(priced_drawings[name]().figure)]
    assert not any("$" in text and "\\$" in text for text in texts)


class EverySentence:
    """A catalogue that writes every sentence of ours without a Latin letter, its places kept."""

    def get(self, sentence, _):
        return re.sub(r"\{\w+\}|[A-Za-z]", lambda m: m[0] if m[0][0] == "{" else "字", sentence)


DATA = re.compile(
    r"long string|no answers|same as row 3|12 or more alike|two checks or more|strongly (?:dis)?agree"
    r"|MASE|MAP4?|Kaiser|HTMT|RMSEA|=~|empathy|reliability|Q\d+"
    r"|Harbour|Market|Square|Riverside|Small|branch|North|Mill|spring \d+"
    r"|points|manager|overall quality|paired comparisons"
    r"|\b[MOAIRQ]\b"
)
"""What results, users and instruments say for themselves; names of statistics,
and the letters of Kano's categories."""


def test_every_word_of_ours_is_translated(drawings, name, texts_of, instrument, monkeypatch):
    monkeypatch.setattr("svqkit.interface.catalogue", lambda language: EverySentence())
    ax = drawings[name]()
    shown = [text.get_text() for text, _ in texts_of(ax.figure)]
    shown += [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    own = sorted([*instrument.labels.values(), *instrument.dimension_titles.values()], key=len)
    words = re.compile("|".join(r"\s+".join(map(re.escape, w.split())) for w in reversed(own)))
    left = {DATA.sub("", words.sub("", text)).strip() for text in shown}
    assert {text for text in left if re.search("[A-Za-z]", text)} == set()
