"""Weights side by side: the numbers drawn, the words, and what cannot be drawn."""

from __future__ import annotations

import warnings
from io import BytesIO
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import svqkit as svq
from svqkit.errors import DataError


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def results(bank):
    stated = svq.weighted_gaps(bank)
    names = list(stated.weights.index)
    upper = [1 / 4, 1 / 3, 1 / 2, 1, 2, 2, 3, 1, 2, 2]
    judged = dict(zip(combinations(names, 2), upper, strict=True))
    return {
        "points": stated,
        "overall quality": svq.derived_importance(bank, bootstrap=60, seed=1),
        "pairs": svq.weights_ahp(judged),
        "manager": dict(zip(names, [10, 40, 20, 20, 10], strict=True)),
    }


def drawn(ax):
    """Dots and lines of each series, by its words."""
    dots = {line.get_label(): line.get_xdata() for line in ax.lines if len(line.get_xdata()) > 2}
    lines = [c.get_segments() for c in ax.collections]
    return dots, lines


def test_dots_and_lines_are_the_results(results):
    ax = svq.plot_weights(results)
    dots, lines = drawn(ax)
    assert [label.split(":")[0] for label in dots] == list(results)
    points, quality, pairs, manager = dots.values()
    np.testing.assert_allclose(points, results["points"].weights)
    np.testing.assert_allclose(quality, results["overall quality"].weights)
    np.testing.assert_allclose(pairs, 100 * results["pairs"].weights)
    assert list(manager) == [10, 40, 20, 20, 10]
    ends = [
        results["points"].dimensions[["weight_low", "weight_high"]],
        results["overall quality"].table[["boot_low", "boot_high"]],
        100 * results["pairs"].table[["weight_low", "weight_high"]],
    ]
    for segments, expected in zip(lines, ends, strict=False):
        np.testing.assert_allclose([s[:, 0] for s in segments], expected)
    assert len(lines[3]) == 0


def test_the_legend_says_what_lines_are(results):
    said = [text.get_text() for text in svq.plot_weights(results).get_legend().get_texts()]
    assert said[0] == "points: 95 % interval"
    assert said[2].replace("\n", " ") == "pairs: range if one judgement moves a step"
    assert said[3] == "manager"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("points", "stated by respondents: 95 % interval"),
        ("overall quality", "derived from Overall quality: 95 % interval"),
        ("pairs", "paired comparisons (AHP): range if one judgement moves a step"),
        ("manager", "given"),
    ],
)
def test_one_result_alone_says_where_it_comes_from_and_its_numbers(results, name, said):
    ax = svq.plot_weights(results[name])
    (text,) = ax.get_legend().get_texts()
    assert text.get_text().replace("\n", " ") == said
    numbers = [t.get_text() for t in ax.texts if t.get_text()[0].isdigit()]
    weights = drawn(ax)[0][text.get_text()]
    assert numbers == [f"{value:.1f}" for value in weights]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_word_can_be_read(results, texts_of, overlaps, count):
    ax = svq.plot_weights(dict(list(results.items())[:count]))
    entries = texts_of(ax.figure)
    assert overlaps(entries) == []
    width, height = ax.figure.bbox.width, ax.figure.bbox.height
    assert all(
        box.x0 > -1 and box.y0 > -1 and box.x1 < width + 1 and box.y1 < height + 1
        for _, box in entries
    )


def test_two_equal_weights_leave_the_words_above_apart(texts_of, overlaps):
    ax = svq.plot_weights(pd.Series({"care": 50.0, "speed": 50.0}))
    assert overlaps(texts_of(ax.figure)) == []


def test_many_items(bank, texts_of, overlaps):
    found = svq.derived_importance(bank, level="item", method="johnson")
    ax = svq.plot_weights(found)
    assert ax.get_yticklabels()[0].get_text().startswith("Q1 ")
    assert overlaps(texts_of(ax.figure)) == []


def test_the_words_are_the_instruments(results):
    chinese = svq.load_instrument("servqual", language="zh-Hans")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = svq.plot_weights(results, instrument=chinese)
        ax.figure.savefig(BytesIO(), format="svg")
    assert ax.get_yticklabels()[0].get_text() == chinese.dimension_titles["tangibles"]


def test_given_axes_are_used(results):
    figure = Figure(figsize=(8, 8))
    ax = figure.add_subplot()
    assert svq.plot_weights(results, ax=ax) is ax
    assert figure.axes == [ax]


def test_what_cannot_be_drawn_is_said(results):
    with pytest.raises(DataError, match="no weights to draw"):
        svq.plot_weights({})
    with pytest.raises(TypeError, match="list has no weights"):
        svq.plot_weights([1, 2])
    with pytest.raises(DataError, match="'price' is weighed in one result but not in another"):
        svq.plot_weights(
            {"a": pd.Series({"care": 1.0}), "b": pd.Series({"care": 1.0, "price": 2.0})}
        )
    with pytest.raises(DataError, match="sum to 0"):
        svq.plot_weights(SimpleNamespace(weights=pd.Series({"care": 0.0})))


@pytest.mark.parametrize(
    ("weigh", "said"),
    [
        (lambda table: svq.weights_entropy(table), "uit de gegevens (entropy)"),
        (lambda table: svq.weights_critic(table), "uit de gegevens (CRITIC)"),
        (lambda table: svq.weights_panel(table, permutations=0), "van een panel van 4 experts"),
        (lambda table: svq.weights_points({"a": 60, "b": 40}), "opgegeven"),
    ],
)
def test_weights_of_indicators_say_where_they_come_from(weigh, said):
    """They were all called given, and in English only, for want of an instrument."""
    ax = svq.plot_weights(
        weigh(pd.DataFrame({"a": [1, 2, 3, 5], "b": [4, 2, 9, 1]})), language="nl"
    )
    assert ax.get_legend().get_texts()[0].get_text() == said
    assert ax.get_xlabel() == "gewicht (samen 100)"
