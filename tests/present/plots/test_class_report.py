"""The picture of a class: bars add up, words can be read, misconceptions stand beside their bars."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from svqkit.errors import DataError
from svqkit.present.plots.class_report import plot_class


def made(rows=8, learners=24, seed=1):
    rng = np.random.default_rng(seed)
    tried = rng.integers(1, learners + 1, rows)
    at_once = rng.integers(0, tried + 1)
    later = rng.integers(0, tried - at_once + 1)
    common = np.resize(["divided_by_n", "", "read_structure_for_pattern_and_more_than_that"], rows)
    table = pd.DataFrame(
        {
            "tried": tried,
            "at_once": at_once,
            "later": later,
            "not_yet": tried - at_once - later,
            "unanswered": rng.integers(0, learners - tried + 1),
            "common": common,
        },
        index=[f"L04.{k}" for k in range(1, rows + 1)],
    )
    return SimpleNamespace(exercises=table)


def test_bars_are_the_learners():
    result = made()
    ax = plot_class(result)
    width = pd.Series(0.0, index=result.exercises.index)
    for container in ax.containers:
        width += [patch.get_width() for patch in container]
    touched = result.exercises["tried"] + result.exercises["unanswered"]
    assert width.tolist() == touched.tolist()
    assert [t.get_text() for t in ax.get_yticklabels()] == list(result.exercises.index)
    assert ax.yaxis_inverted()


@pytest.mark.parametrize("rows", [1, 3, 8, 20])
@pytest.mark.parametrize("learners", [1, 3, 40, 400])
def test_every_word_can_be_read(rows, learners, texts_of, overlaps):
    ax = plot_class(made(rows, learners))
    entries = texts_of(ax.figure)
    assert [text.get_text() for text, _ in entries if text.get_size() < 11] == []
    assert overlaps(entries) == []
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    cut = [
        text.get_text()
        for text, box in entries
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    assert cut == []


def test_lessons_stand_apart():
    result = made(4)
    result.exercises.index = ["L00.1", "L00.2", "L04.1", "L04.2"]
    steps = np.diff(plot_class(result).get_yticks())
    assert steps[1] > steps[0] == steps[2]


def test_what_nobody_tried_is_left_out():
    result = made(2)
    parts = ["tried", "at_once", "later", "not_yet", "unanswered"]
    result.exercises.loc["L04.2", parts] = 0
    assert [t.get_text() for t in plot_class(result).get_yticklabels()] == ["L04.1"]
    result.exercises.loc["L04.1", ["tried", "unanswered"]] = 0
    with pytest.raises(DataError, match="no exercise was tried yet"):
        plot_class(result)


def test_given_axes_are_used_and_no_misconception_needs_no_room():
    ax = Figure(figsize=(8, 6)).add_subplot()
    result = made()
    result.exercises["common"] = ""
    assert plot_class(result, ax=ax) is ax
    assert ax.get_xlim()[1] < result.exercises["tried"].max() * 1.05
