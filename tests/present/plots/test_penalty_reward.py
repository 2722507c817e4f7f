"""Penalties and rewards as a picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import svqkit as svq
from svqkit.present.plots.penalty_reward import plot_penalty_reward


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def dimensions(bank):
    return svq.penalty_reward(bank, "satisfaction")


@pytest.fixture(scope="module")
def items(bank):
    return svq.penalty_reward(bank, "satisfaction", level="item")


def test_points_and_intervals_are_the_results(dimensions):
    ax = plot_penalty_reward(dimensions)
    table = dimensions.items.sort_values("range", ascending=False)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        dimensions.instrument.dimension_titles[name] for name in table.index
    ]
    marks = [line for line in ax.lines if line.get_marker() in ("s", "o")]
    for at, side in enumerate(("penalty", "reward")):
        np.testing.assert_allclose(marks[at].get_xdata(), table[side])
        np.testing.assert_allclose(
            [bar.get_width() for bar in ax.containers[at]], table[side].to_numpy()
        )
        np.testing.assert_allclose(
            [s[:, 0] for s in ax.collections[at].get_segments()],
            table[[f"{side}_low", f"{side}_high"]],
        )


def test_the_kind_of_factor_stands_beside_its_row(dimensions):
    ax = plot_penalty_reward(dimensions)
    said = {round(text.get_position()[1]): text.get_text() for text in ax.texts}
    order = dimensions.items.sort_values("range", ascending=False)
    words = {"performance": "performance factor", "cannot tell": "cannot tell"}
    assert list(said.values()) == [words[kind] for kind in order["category"]]


def test_small_groups_are_named_and_leave_no_bar(items):
    ax = plot_penalty_reward(items)
    words = [text.get_text() for text in ax.texts]
    assert words.count("too few respondents") == 1
    penalties = next(line for line in ax.lines if line.get_marker() == "s")
    assert np.isnan(penalties.get_xdata()).sum() == 1


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_words_overlap_or_leave_the_page(bank, items, texts_of, overlaps, language):
    instrument = svq.load_instrument("servqual", language)
    for result in (items, svq.penalty_reward(bank, "loyalty", score="gap")):
        ax = plot_penalty_reward(result, instrument=instrument)
        entries = texts_of(ax.figure)
        assert overlaps(entries) == []
        edge = ax.figure.bbox
        for text, box in entries:
            assert edge.x0 - 1 <= box.x0 <= box.x1 <= edge.x1 + 1, text.get_text()
    labels = {label.get_text() for label in ax.get_yticklabels()}
    assert instrument.dimension_titles["empathy"] in labels


def test_one_row_and_given_axes(dimensions):
    one = replace(dimensions, items=dimensions.items.iloc[:1])
    figure = plot_penalty_reward(one).figure
    assert plot_penalty_reward(dimensions, ax=figure.add_subplot()).figure is figure
