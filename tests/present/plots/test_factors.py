from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.present.plots.factors import plot_factorability, plot_loadings


def test_adequacy_of_each_item_and_of_all(instrument):
    msa = pd.Series({"Q5": 0.71, "Q1": 0.93})
    ax = plot_factorability(SimpleNamespace(msa=msa, kmo=0.88), instrument=instrument)
    dots = next(line for line in ax.lines if line.get_marker() == "o")
    assert dots.get_xdata().tolist() == [0.93, 0.71]
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Q1 Modern equipment",
        "Q5 Promises kept",
    ]
    assert any(set(line.get_xdata()) == {0.88} for line in ax.lines)
    words = {text.get_text() for text in ax.texts}
    assert {"miserable", "mediocre", "middling", "meritorious", "marvellous"} <= words
    assert "unacceptable" not in words


def test_an_unacceptable_item_widens_the_axis():
    msa = pd.Series({"Q1": 0.31, "Q2": 0.8})
    ax = plot_factorability(SimpleNamespace(msa=msa, kmo=0.6))
    assert ax.get_xlim()[0] == pytest.approx(0.3)
    assert "unacceptable" in {text.get_text() for text in ax.texts}


@pytest.fixture
def loadings():
    return pd.DataFrame(
        {
            "reliability": [0.10, 0.35, 0.60, -0.30],
            "tangibles": [0.70, 0.25, -0.02, 0.05],
        },
        index=["Q1", "Q2", "Q5", "Q6"],
    )


def framed(ax):
    return [(round(p.get_x() - 0.04), round(p.get_y() - 0.06)) for p in ax.patches]


def test_loadings_stand_in_the_order_of_the_design(loadings, instrument):
    ax = plot_loadings(SimpleNamespace(loadings=loadings), instrument=instrument)
    cells = [text.get_text() for text in ax.texts if text.get_text()[-1].isdigit()]
    assert cells == [".10", ".70", ".35", ".25", ".60", "−.02", "−.30", ".05"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Reliability", "Tangibles"]
    headings = [t.get_text() for t in ax.texts if t.get_text().isalpha()]
    assert headings == ["Tangibles", "Reliability"]


def test_a_loading_on_another_factor_than_designed_is_framed(loadings, instrument):
    ax = plot_loadings(loadings, instrument=instrument)
    assert framed(ax) == [(0, 2)]
    assert "framed: .30 or more" in ax.get_xlabel()


def test_the_threshold_counts_itself_and_can_be_moved(loadings, instrument):
    ax = plot_loadings(loadings, instrument=instrument, threshold=0.4)
    assert framed(ax) == []
    assert "no loading of .40" in ax.get_xlabel()


def test_without_a_design_items_are_sorted_by_their_largest_loading(loadings):
    ax = plot_loadings(loadings)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["Q5", "Q2", "Q6", "Q1"]


def test_cells_are_coloured_by_their_loading(loadings):
    mesh = plot_loadings(loadings).collections[0]
    np.testing.assert_allclose(
        np.asarray(mesh.get_array()).ravel(),
        loadings.loc[["Q5", "Q2", "Q6", "Q1"]].to_numpy().ravel(),
    )
    assert mesh.get_clim() == (-1, 1)


def test_bootstrap_limits_stand_under_their_loadings(loadings):
    cells = pd.MultiIndex.from_product([loadings.index, loadings.columns])
    values = loadings.to_numpy().ravel()
    limits = pd.DataFrame({"ci_lower": values - 0.1, "ci_upper": values + 0.12}, index=cells)
    result = SimpleNamespace(loadings=loadings, intervals=limits)
    shown = {text.get_text() for text in plot_loadings(result).texts}
    assert ".60 to .82" in shown
    assert "−.40 to −.18" in shown
    plain = plot_loadings(result, intervals=False)
    assert not any(" to " in text.get_text() for text in plain.texts)
    with pytest.raises(ValueError, match="bootstrap=1000"):
        plot_loadings(loadings, intervals=True)


def test_a_single_factor_has_no_other_to_speak_of(loadings):
    assert plot_loadings(loadings.iloc[:, :1]).get_xlabel() == ""
    assert "another factor" in plot_loadings(loadings).get_xlabel()
