"""Monte-Carlo plans against loops by lavaan, within the Monte-Carlo error of both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import ConvergenceError, ModelError
from svqkit.psychometrics.planning import replications
from svqkit.psychometrics.planning import simulation_plan as module
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.planning.simulation_summary import (
    interpolated_size,
    parameter_summary,
    wilson,
)
from svqkit.psychometrics.sem.estimation.analysis import analyse

TWO = "f =~ 0.7*a + 0.6*b + 0.8*c + 0.5*d\ng =~ 0.7*x + 0.6*y + 0.8*z\nf ~~ 0.3*g"
STUDIES = {
    "normal": {"draws": 1000},
    "coded": {"draws": 1000, "categories": 5},
    "listwise": {"draws": 500, "missing": 0.05},
    "mlr": {"draws": 200, "estimator": "MLR"},
}


def plan(**options):
    return svq.plan_sample(
        "simulation", **{"population": TWO, "seed": 1, "progress": False, **options}
    )


@pytest.mark.parametrize("name", STUDIES)
def test_studies_agree_with_lavaan(name, oracle, agree):
    """Held to 4.5 standard errors of the difference of two simulations, each with its own draws."""
    theirs = oracle("power/simulations")["studies"][name]
    ours = plan(n=theirs["n"], **STUDIES[name])
    other = pd.DataFrame(theirs["parameters"]).set_index(["lhs", "op", "rhs"])
    mine = ours.parameters.set_index(["lhs", "op", "rhs"]).loc[other.index]
    both = 1 / mine["draws"] + 1 / theirs["reps"]
    label = "lavaan 0.6-14"

    def near(quantity, one, two, error):
        apart = 4.5 * np.asarray(error)
        assert (np.abs(np.asarray(one) - np.asarray(two)) <= apart).all(), quantity
        largest = float(np.max(apart))
        agree(f"Monte Carlo: {quantity}", one, two, oracle=label, atol=largest)

    near("mean estimate", mine["mean"], other["mean"], other["sd"] * np.sqrt(both))
    near("mean error", mine["mean_se"], other["mean_se"], other["sd_se"] * np.sqrt(both))
    # the spread of a spread is sd·√((κ − 1)/4b); estimates of so few items have tails, κ < 6
    near("spread of estimates", mine["sd"], other["sd"], other["sd"] * np.sqrt(1.25 * both))
    share = (mine["power"] + other["power"]) / 2
    near("power", mine["power"], other["power"], np.sqrt((share * (1 - share) + 1e-4) * both))
    fit = pd.DataFrame(theirs["fit"]).set_index("index")
    indices = ours.fit_indices.set_index("index")
    for index in ("chisq", "cfi", "rmsea", "srmr"):
        if name == "mlr" and index in ("chisq", "cfi", "rmsea"):
            continue  # R stored the plain ones, the plan has the scaled and robust ones
        error = fit.loc[index, "sd"] * np.sqrt(float(both.max()))
        near(f"mean {index}", indices.loc[index, "mean"], fit.loc[index, "mean"], error)


def test_power_is_that_of_the_formula_where_n_is_large():
    """The Wald test's noncentrality gives its power but for the errors' own spread."""
    formula = svq.plan_sample("parameters", population=TWO, targets="f ~~ g")
    done = plan(targets="f ~~ g", n=[formula.n, 2 * formula.n], draws=2000)
    wald = formula.parameters["noncentrality_wald"][0]
    from scipy.special import ndtr

    expected = ndtr(np.sqrt(done.table["n"] * wald) - 1.96)
    assert np.abs(done.table["power"] - expected).max() < 0.03


def test_the_default_sizes_surround_the_formula():
    done = plan(targets="f ~~ g", draws=50)
    formula = svq.plan_sample("parameters", population=TWO, targets="f ~~ g").n
    assert done.table["n"].min() < formula < done.table["n"].max()
    assert done.table["n"].is_monotonic_increasing
    assert done.targets == ("f ~~ g",)


def test_a_seed_repeats_and_sizes_do_not_disturb_each_other():
    one, same = (plan(n=[80, 120], draws=60) for _ in range(2))
    pd.testing.assert_frame_equal(one.parameters, same.parameters)
    alone = plan(n=80, draws=60)
    first = one.parameters[one.parameters["n"] == 80].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, alone.parameters)
    assert not plan(n=80, draws=60, seed=2).table.equals(alone.table)


def test_both_engines_see_the_same_samples():
    """With missing answers both draw answers; one at a time they give the same estimates."""
    truth = population_from(TWO)
    analysis = analyse(truth.analysis, truth.names, truth.covariance)
    how = replications.Responses(None, 0.02)
    together, single = (
        replications.replicate(
            analysis,
            truth.covariance,
            90,
            20,
            np.random.default_rng(5),
            responses=how,
            options=options,
        )
        for options in (None, {"estimator": "ML"})
    )
    np.testing.assert_allclose(together.x, single.x, atol=2e-4)
    np.testing.assert_allclose(together.errors, single.errors, atol=1e-4)
    for name, values in together.fit.items():
        np.testing.assert_allclose(values, single.fit[name], atol=1e-4, rtol=1e-4, err_msg=name)
    np.testing.assert_array_equal(together.admissible, single.admissible)


def test_ordered_and_full_information():
    small = {"n": 120, "draws": 50}
    ordered = plan(categories=4, ordered=True, **small)
    assert ordered.given["estimator"] == "WLSMV"
    assert set(ordered.parameters["op"]) >= {"=~", "~~"}
    assert np.abs(ordered.parameters.query("op == '=~'")["relative_bias"]).max() < 0.1
    whole = plan(missing=0.1, fiml=True, **small)
    holed = plan(missing=0.1, **small)
    mine, other = (
        one.parameters.query("op == '=~'")["mean_se"].to_numpy() for one in (whole, holed)
    )
    assert (mine < other).all()


def test_a_misspecified_analysis_is_judged_against_what_it_tends_to():
    done = plan(model="f =~ a + b + c + d + x + y + z", n=400, draws=100)
    truth = population_from(TWO)
    tended = analyse("f =~ a + b + c + d + x + y + z", truth.names, truth.covariance)
    assert tended.misfit > 0.1
    np.testing.assert_allclose(done.parameters["true"], tended.x)
    assert float(done.table["rejected"].iloc[0]) > 0.95


def test_enough_needs_every_criterion():
    done = plan(targets="f ~~ g", n=[60, 300, 500], draws=300)
    table = done.table
    assert table["enough"].tolist()[0] is False or not table["enough"].iloc[0]
    assert done.n in (300, 500)
    assert (table.loc[table["enough"], "power"] >= 0.8).all()
    assert done.n_power_low < done.n_power < done.n_power_high
    assert f"{done.n} respondents" in done.methods
    assert "Muthén" in repr(done)
    assert "<table" in done._repr_html_()


def test_no_size_tried_suffices():
    done = plan(targets="f ~~ g", n=[20, 30], draws=60)
    assert done.n is None
    assert "none of them" in done.methods
    assert "None of the sizes" in repr(done)


def test_the_line_finds_the_crossing(agree):
    """Exact probits are met exactly; the interval is that of the delta method."""
    from scipy.special import ndtr

    sizes = np.array([50, 90, 140, 220])
    power = ndtr(0.21 * np.sqrt(sizes) - 1.7)
    found, low, high = interpolated_size(sizes, power, np.full(4, 500), 0.8)
    closed = ((0.8416212335729143 + 1.7) / 0.21) ** 2
    agree("Monte Carlo: crossing", found, closed, oracle="closed form", rtol=1e-9)
    assert low < found < high
    narrow = interpolated_size(sizes, power, np.full(4, 50_000), 0.8)
    assert (high - low) / (narrow[2] - narrow[1]) == pytest.approx(10, rel=0.05)
    assert np.isnan(interpolated_size(sizes, np.array([0, 0, 0.5, 1.0]), np.full(4, 500), 0.8)[0])
    assert np.isnan(interpolated_size(sizes, power[::-1], np.full(4, 500), 0.8)[0])


def test_intervals_of_shares_cover(agree):
    rng = np.random.default_rng(3)
    seen = rng.binomial(200, 0.8, 4000) / 200
    low, high = wilson(seen, np.full(4000, 200))
    assert ((low <= 0.8) & (high >= 0.8)).mean() == pytest.approx(0.95, abs=0.015)


def test_a_summary_by_hand():
    x = np.array([[0.5], [0.7], [0.9], [np.nan]])
    se = np.array([[0.1], [0.2], [0.6], [np.nan]])
    converged = np.array([True, True, True, False])
    done = replications.Replications(x, se, converged, converged, {})
    row = parameter_summary(done, np.array([0.6]), [("f", "=~", "a")], 0.05).iloc[0]
    assert row["mean"] == pytest.approx(0.7)
    assert row["relative_bias"] == pytest.approx(1 / 6)
    assert row["sd"] == pytest.approx(0.2)
    assert row["se_bias"] == pytest.approx(0.3 / 0.2 - 1)
    assert (row["coverage"], row["power"], row["draws"]) == (1.0, pytest.approx(2 / 3), 3)


def test_samples_without_estimate_are_counted(monkeypatch):
    def refusing(*args, **options):
        raise ConvergenceError("no")

    monkeypatch.setattr("svqkit.psychometrics.cfa.cfa", refusing)
    done = plan(n=60, draws=50, estimator="MLR")
    assert float(done.table["converged"].iloc[0]) == 0.0
    assert done.n is None
    assert np.isnan(done.n_power)


def test_an_interruption_leaves_nothing(monkeypatch):
    calls = []

    def stopped(*args, **options):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **options)

    real = module.replicate
    monkeypatch.setattr(module, "replicate", stopped)
    with pytest.raises(KeyboardInterrupt):
        plan(n=[60, 80], draws=50)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"draws": 5}, ValueError, "at least 50"),
        ({"n": 5}, ValueError, "at least 9"),
        ({"missing": 1.0}, ValueError, "less than 1"),
        ({"skew": 1.0}, ValueError, "need categories="),
        ({"ordered": True}, ValueError, "need categories="),
        ({"categories": 1}, ValueError, "at least 2"),
        ({"estimator": "REML", "n": 60, "draws": 50}, ValueError, "REML"),
        ({"model": "f =~ a + b + q"}, ModelError, "names 'q'"),
        ({"population": "f =~ .7*a + .7*b"}, ModelError, "not identified"),
        (
            {"model": "f =~ a + b + c + d; g =~ x + y + z; a ~~ x", "targets": "a ~~ x"},
            ValueError,
            "0 in the",
        ),
    ],
)
def test_studies_that_cannot_be_run(options, error, message):
    with pytest.raises(error, match=message):
        plan(**options)
