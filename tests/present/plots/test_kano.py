"""Kano pictures: what they show, in whose words, and that nothing covers anything."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.plots.kano import plot_kano


def survey(language="en", n=120, seed=3):
    """A kiosk survey of our own: answers that lean by feature from must-be to indifferent."""
    instrument = svq.load_instrument("kiosk", language)
    rng = np.random.default_rng(seed)
    people = {}
    for at, feature in enumerate(instrument.kano.features):
        like, hurt = 0.1 + 0.75 * (at % 6) / 5, 0.05 + 0.85 * (at % 7) / 6
        people[feature.functional] = np.where(rng.random(n) < like, 1, rng.integers(2, 5, n))
        people[feature.dysfunctional] = np.where(rng.random(n) < hurt, 5, rng.integers(2, 5, n))
    return SimpleNamespace(respondents=pd.DataFrame(people), instrument=instrument)


@pytest.fixture(scope="module")
def many():
    return svq.kano(survey())


def first(result, count):
    chosen = list(result.items.index[:count])
    cut = {name: getattr(result, name).loc[chosen] for name in ("items", "shares", "counts")}
    return replace(result, categories=result.categories.loc[chosen], **cut)


def marks(ax):
    return [line for line in ax.lines if line.get_marker() not in ("None", None, "")]


def test_points_stand_at_the_coefficients_with_their_intervals(many):
    ax = plot_kano(many)
    points = np.array([[line.get_xdata()[0], line.get_ydata()[0]] for line in marks(ax)])
    np.testing.assert_allclose(points, many.items[["worse", "better"]])
    across, up = ax.collections[:2]
    np.testing.assert_allclose(
        [s[:, 0] for s in across.get_segments()], many.items[["worse_low", "worse_high"]]
    )
    np.testing.assert_allclose(
        [s[:, 1] for s in up.get_segments()], many.items[["better_low", "better_high"]]
    )


def test_a_hollow_point_is_not_clear(many):
    hollow = [line.get_markerfacecolor() == "white" for line in marks(plot_kano(many))]
    assert hollow == (~many.categories["clear"]).tolist()
    assert any(hollow)
    assert not all(hollow)


def test_each_category_has_a_shape_of_its_own(many):
    shapes = {}
    for line, category in zip(marks(plot_kano(many)), many.categories["category"], strict=True):
        shapes.setdefault(category, set()).add(line.get_marker())
    assert all(len(one) == 1 for one in shapes.values())
    assert len(set.union(*shapes.values())) == len(shapes) >= 3


@pytest.mark.parametrize(
    ("language", "count"), [("en", 1), ("nl", 10), ("zh-Hans", 29), ("nl", 29)]
)
def test_no_words_overlap_in_the_map(texts_of, overlaps, language, count):
    ax = plot_kano(first(svq.kano(survey(language)), count))
    assert overlaps(texts_of(ax.figure)) == []
    inside = ax.figure.bbox
    for _, box in texts_of(ax.figure):
        assert box.x0 >= inside.x0 - 1
        assert box.x1 <= inside.x1 + 1


@pytest.mark.parametrize(("language", "count"), [("en", 1), ("zh-Hans", 29)])
def test_no_words_overlap_in_the_bars(texts_of, overlaps, language, count):
    ax = plot_kano(first(svq.kano(survey(language)), count), kind="shares")
    assert overlaps(texts_of(ax.figure)) == []


def test_many_features_are_spelled_in_a_key(many, texts_of):
    said = {text.get_text() for text, _ in texts_of(plot_kano(many).figure)}
    assert {"K27", "K27 Usable with gloves"} <= said
    chinese = plot_kano(svq.kano(survey("zh-Hans")))
    assert "K27 戴手套可用" in {text.get_text() for text, _ in texts_of(chinese.figure)}


def test_bars_are_the_shares(many):
    ax = plot_kano(many, kind="shares")
    total = np.sum([[bar.get_width() for bar in one] for one in ax.containers], axis=0)
    np.testing.assert_allclose(total, 100)
    labels = [label.get_text().split()[0] for label in ax.get_yticklabels()]
    for letter, bars in zip("MOAIRQ", ax.containers, strict=False):
        np.testing.assert_allclose(
            [bar.get_width() for bar in bars], 100 * many.shares.loc[labels, letter]
        )


def test_features_nobody_can_place_are_left_out(many):
    result = first(many, 3)
    items = result.items.copy()
    items.loc["K2", ["better", "worse"]] = np.nan
    assert len(marks(plot_kano(replace(result, items=items)))) == 2


def test_it_draws_on_given_axes(many):
    ax = svq.plot_kano(many)
    figure = ax.figure
    assert plot_kano(first(many, 4), ax=figure.add_subplot()).figure is figure


def test_an_unknown_kind_is_refused(many):
    with pytest.raises(ValueError, match="no kind 'pie'; choose from map, shares"):
        plot_kano(many, kind="pie")
