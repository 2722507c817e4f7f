from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.present.plots.label_places import place_labels
from svqkit.present.plots.priorities import plot_priorities


@pytest.fixture
def priorities(priorities_of, instrument):
    return priorities_of(list(instrument.mapping), instrument)


def points(ax):
    return {
        (x, y)
        for line in ax.lines
        if line.get_marker() in ("s", "o")
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


def test_points_stand_at_performance_and_importance(priorities):
    ax = plot_priorities(priorities)
    table = priorities.table
    assert points(ax) == set(zip(table["performance"], table["importance"], strict=True))
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert set(dashed[0].get_xdata()) == {priorities.performance_line}
    assert set(dashed[1].get_ydata()) == {priorities.importance_line}


def test_points_that_call_for_action_are_squares(priorities):
    ax = plot_priorities(priorities)
    squares = next(line for line in ax.lines if line.get_marker() == "s")
    urgent = priorities.table["quadrant"] == "concentrate here"
    assert sorted(squares.get_xdata()) == sorted(priorities.table.loc[urgent, "performance"])


def test_words_are_the_instruments(priorities):
    said = {text.get_text().replace("\n", " ") for text in plot_priorities(priorities).texts}
    assert {"Tangibles", "Empathy and care", "Concentrate here", "Possible overkill"} <= said


def test_intervals_are_drawn_both_ways(priorities):
    across, up = plot_priorities(priorities).collections[:2]
    table = priorities.table
    np.testing.assert_allclose(
        [s[:, 0] for s in across.get_segments()], table[["performance_low", "performance_high"]]
    )
    np.testing.assert_allclose(
        [s[:, 1] for s in up.get_segments()], table[["importance_low", "importance_high"]]
    )


def test_derived_importance_names_its_outcome(priorities):
    priorities.importance, priorities.outcome = "derived", "loyalty"
    assert plot_priorities(priorities).get_ylabel() == "importance (correlation with loyalty)"


@pytest.mark.parametrize("seed", range(6))
def test_labels_of_24_items_do_not_overlap(priorities_of, instrument, texts_of, overlaps, seed):
    ax = plot_priorities(priorities_of(list(instrument.labels), instrument, seed=seed))
    assert overlaps(texts_of(ax.figure)) == []


def test_of_many_points_the_most_urgent_have_words(priorities_of, instrument):
    found = priorities_of(list(instrument.labels), instrument, seed=2)
    found.table["rank"] = np.arange(1, 25)
    urgent = found.table.index[found.table["quadrant"] == "concentrate here"][:5]
    texts = {text.get_text().replace("\n", " ") for text in plot_priorities(found).texts}
    spelled = {text for text in texts if text.startswith("Q") and " " in text}
    assert spelled == {f"{code} {instrument.labels[code]}" for code in urgent}


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=6))
def test_labels_stay_in_the_frame_when_there_is_room(places):
    at = np.array(places)
    sizes = np.full((len(at), 2), 8.0)
    offsets = place_labels(at, sizes, np.empty((0, 4)), np.empty(0), (-30, -30, 130, 130))
    centres = at + offsets
    assert (centres - sizes / 2 >= -30).all()
    assert (centres + sizes / 2 <= 130).all()
    assert (np.abs(offsets).max(axis=1) >= 4).all()
