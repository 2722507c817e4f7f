from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.plots.power import plot_cutoffs, plot_power


def words(ax):
    return [text.get_text() for text in ax.texts]


@pytest.fixture(scope="module")
def cutoffs():
    drawn = pd.DataFrame({"level": np.repeat([0, 1], 50), "rmsea": np.linspace(0, 0.1, 100)})
    table = pd.DataFrame({"added": ["nothing", "f ~~ g"], "rmsea": [0.04, 0.052]})
    return SimpleNamespace(
        distributions=drawn, table=table, fit=pd.Series({"rmsea": 0.06, "cfi": 0.9, "srmr": 0.1})
    )


def test_the_required_number_is_marked_on_the_curve():
    plan = svq.plan_sample("fit", df=100)
    ax = plot_power(plan)
    mark = ax.lines[-1].get_xydata()[0]
    assert mark.tolist() == [132, float(plan.table.set_index("n").loc[132, "power"])]
    assert words(ax) == ["132 respondents\nfor a power of .80"]
    assert [line.get_ydata()[0] for line in ax.lines if line.get_linestyle() == "--"] == [0.8]


def test_a_width_falls_to_its_goal():
    ax = plot_power(svq.plan_sample("alpha", items=5, expected=0.8, width=0.1))
    assert ax.get_ylabel() == "width of the interval"
    assert "for a width of 0.1" in words(ax)[0]


def test_a_simulation_shows_its_own_error():
    plan = svq.plan_sample(
        "simulation",
        population="f =~ .6*a + .6*b + .6*c; g =~ .6*x + .6*y + .6*z; f ~~ .4*g",
        targets="f ~~ g",
        n=[60, 100, 160],
        draws=100,
        seed=1,
    )
    ax = plot_power(plan)
    bars = np.array(ax.containers[0][2][0].get_segments())[:, :, 1]
    np.testing.assert_allclose(bars, plan.table[["power_low", "power_high"]])
    assert len(ax.patches) == int(np.isfinite(plan.n_power_low))


def test_no_size_may_be_enough():
    plan = svq.plan_sample(
        "simulation", population="f =~ .3*a + .3*b + .3*c + .3*d", n=[20, 30], draws=50, seed=1
    )
    assert plan.n is None
    assert words(plot_power(plan)) == ["no size tried is enough for .80"]


def test_each_level_shows_its_cutoff(cutoffs):
    ax = plot_cutoffs(cutoffs)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "right model",
        "1: f ~~ g\ncut-off .052",
    ]
    assert words(ax) == ["this model: .060"]


def test_a_level_without_cutoff_says_so(cutoffs):
    table = cutoffs.table.assign(rmsea=[0.04, np.nan])
    ax = plot_cutoffs(SimpleNamespace(**{**vars(cutoffs), "table": table}))
    assert ax.get_yticklabels()[1].get_text().endswith("no cut-off")


def test_only_the_three_indices(cutoffs):
    with pytest.raises(ValueError, match="srmr, rmsea, cfi"):
        plot_cutoffs(cutoffs, which="gfi")


def test_nothing_simulated_is_nothing_to_show(cutoffs):
    empty = SimpleNamespace(**{**vars(cutoffs), "distributions": cutoffs.distributions.iloc[:0]})
    with pytest.raises(DataError, match="no simulated values"):
        plot_cutoffs(empty)
