from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.plots.items import plot_items, plot_reliability


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


@pytest.fixture
def reliability():
    table = pd.DataFrame(
        {
            "alpha": [0.8, 0.65, np.nan],
            "alpha_low": [0.75, 0.6, np.nan],
            "alpha_high": [0.84, 0.7, np.nan],
            "omega_total": [0.81, 0.66, np.nan],
            "omega_low": [0.77, np.nan, np.nan],
            "omega_high": [0.85, np.nan, np.nan],
        },
        index=["tangibles", "empathy", "single"],
    )
    return SimpleNamespace(coefficients=table, ci_level=0.9)


def points(ax, label):
    line = next(line for line in ax.lines if line.get_label() == label)
    return line.get_xdata(), line.get_ydata()


def test_coefficients_and_intervals_are_where_the_numbers_say(reliability, instrument):
    ax = plot_reliability(reliability, instrument=instrument)
    x, y = points(ax, "alpha")
    np.testing.assert_allclose(x, [0.8, 0.65])
    assert np.round(y).tolist() == [0, 1]
    segments = ax.collections[0].get_segments()
    np.testing.assert_allclose([s[:, 0] for s in segments], [[0.75, 0.84], [0.6, 0.7]])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Tangibles", "Empathy and care", "single"]
    assert "90 %" in ax.get_xlabel()


def test_the_reference_line_stands_where_asked(reliability):
    lines = plot_reliability(reliability, reference=0.8).lines
    dashed = [line for line in lines if line.get_linestyle() == "--"]
    assert [set(line.get_xdata()) for line in dashed] == [{0.8}]


def test_tick_labels_say_their_ticks(reliability):
    ax = plot_reliability(reliability)
    ax.figure.canvas.draw()
    said = [label.get_text() for label in ax.get_xticklabels()]
    assert said == ["1" if tick > 0.99 else f"{tick:.1f}"[1:] for tick in ax.get_xticks()]


def test_forms_stand_side_by_side(reliability):
    ax = plot_reliability({"perceptions": reliability, "gaps": reliability})
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["perceptions alpha", "perceptions omega", "gaps alpha", "gaps omega"]
    rows = [points(ax, label)[1][0] for label in legend]
    assert rows == sorted(rows)
    assert len(set(rows)) == 4


@pytest.mark.parametrize("bootstrap", [0, 30])
def test_the_omega_of_the_sum_stands_beside_the_latent_ones(bootstrap: int) -> None:
    rng = np.random.default_rng(4)
    answers = pd.DataFrame(
        np.digitize(rng.normal(size=(90, 1)) + rng.normal(size=(90, 4)), [-1, 0, 1]),
        columns=["Q1", "Q2", "Q3", "Q4"],
    )
    found = svq.reliability(answers, correlation="polychoric", bootstrap=bootstrap, seed=1)
    ax = plot_reliability(found)
    named = {line.get_label(): line for line in ax.lines}
    assert {"alpha", "omega", "omega of the sum"} <= set(named)
    shown = named["omega of the sum"].get_xdata()[0]
    assert shown == found.coefficients.loc["total", "omega_categorical"]
    plain = plot_reliability(svq.reliability(answers))
    assert "omega of the sum" not in [line.get_label() for line in plain.lines]


def test_a_coefficient_beyond_the_axis_is_written_at_its_edge() -> None:
    rng = np.random.default_rng(3)
    shared = rng.normal(size=(300, 1))
    items = pd.DataFrame(shared + 0.6 * rng.normal(size=(300, 4)), columns=list("abcd"))
    opposed = items.assign(c=-items["c"], d=-items["d"])
    found = svq.reliability(opposed)
    assert found.coefficients.loc["total", "alpha"] < -0.5
    ax = plot_reliability(found)
    value = found.coefficients.loc["total", "alpha"]
    assert [t.get_text() for t in ax.texts] == [f"◂ −{abs(value):.2f}".replace("−0.", "−.")]
