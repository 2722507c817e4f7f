from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.present.plots.reliability import plot_reliability


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
