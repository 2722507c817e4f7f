from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.present.plots.items import plot_items


@pytest.fixture
def answers():
    return pd.DataFrame({"Q1": [1, 4, 7, 7, np.nan], "Q2": [4, 4, 5, 3, 4.0]})


def bars(ax):
    """Read the stacked bars back: rows × categories, left ends and widths."""
    corners = np.array(
        [[path.vertices[:4] for path in group.get_paths()] for group in ax.collections]
    )
    left = corners[:, :, :, 0].min(axis=2).T
    width = corners[:, :, :, 0].max(axis=2).T - left
    return left, width


def test_bars_are_percentages_of_those_who_answered(answers, instrument):
    left, width = bars(plot_items(answers, instrument=instrument))
    np.testing.assert_allclose(width[0], [25, 0, 0, 25, 0, 0, 50])
    np.testing.assert_allclose(width[1], [0, 0, 20, 60, 20, 0, 0])
    np.testing.assert_allclose(left[:, 0], [-25 - 12.5, -20 - 30])


def test_the_middle_category_lies_across_zero(answers, instrument):
    left, width = bars(plot_items(answers, instrument=instrument))
    np.testing.assert_allclose(left[:, 3] + width[:, 3] / 2, 0, atol=1e-12)


def test_an_even_number_of_categories_splits_at_zero():
    left, width = bars(plot_items(pd.DataFrame({"a": [1, 2, 3, 4]})))
    np.testing.assert_allclose(left[0], [-50, -25, 0, 25])
    np.testing.assert_allclose(width[0], 25)


def test_means_stand_in_the_panel_with_their_numbers(answers, instrument):
    panel = plot_items(answers, instrument=instrument).child_axes[0]
    np.testing.assert_allclose(panel.lines[0].get_xdata(), [4.75, 4.0])
    assert [label.get_text() for label in panel.get_yticklabels()] == ["4.75", "4.00"]


def test_words_and_order_are_the_instruments(answers, instrument):
    ax = plot_items(answers[["Q2", "Q1"]], instrument=instrument)
    said = [label.get_text() for label in ax.get_yticklabels()]
    assert said == ["Q1 Modern equipment", "Q2 Appealing rooms"]
    assert ax.texts[0].get_text() == "Tangibles"
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["1 strongly disagree", "2", "3", "4", "5", "6", "7 strongly agree"]


def test_legend_of_many_categories_reads_row_by_row(instrument):
    gaps = pd.DataFrame({"Q1": [-6.0, 0, 6]})
    responses = SimpleNamespace(
        perceptions=gaps, expectations=None, gaps=gaps, instrument=instrument
    )
    ax = plot_items(responses, form="gaps")
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    columns = np.array_split(np.array(legend), 7)
    first_row = [column[0] for column in columns]
    assert first_row == ["−6", "−5", "−4", "−3", "−2", "−1", "0"]


def test_a_form_that_was_not_asked_is_named(instrument):
    frame = pd.DataFrame({"Q1": [1.0]})
    responses = SimpleNamespace(perceptions=frame, expectations=None, instrument=instrument)
    with pytest.raises(DataError, match="no expectations"):
        plot_items(responses, form="expectations")
    with pytest.raises(ValueError, match="perceptions, expectations, gaps"):
        plot_items(responses, form="wishes")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1.0, 2.5], "row 1, column 'Q1' holds 2.5"),
        ([1, 99], "span 1 to 99"),
        ([np.nan], "no item"),
    ],
)
def test_what_is_no_rating_is_refused(values, words):
    with pytest.raises(DataError, match=words):
        plot_items(pd.DataFrame({"Q1": np.array(values, dtype=float)}))
