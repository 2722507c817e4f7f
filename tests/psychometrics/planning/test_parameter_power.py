"""Power of single parameters: semTools' SSpower, lavaan's errors, and closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import chdtri, chndtr

import svqkit as svq
from svqkit.errors import ModelError
from svqkit.psychometrics.planning.parameter_power import choose_targets, noncentralities
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.sem.estimation.analysis import analyse, first_rows

TWO = "f =~ 0.7*a + 0.6*b + 0.8*c + 0.5*d\ng =~ 0.7*x + 0.6*y + 0.8*z\nf ~~ 0.3*g"


@pytest.fixture(scope="module")
def analysis():
    truth = population_from(TWO)
    return analyse(truth.analysis, truth.names, truth.covariance)


def test_power_agrees_with_semtools(oracle, agree):
    """lavaan stops at a looser gradient; a misfit of 1e-5 in F moves power by about 1e-4."""
    for case in oracle("power/simulations")["saris"]:
        plan = svq.plan_sample("parameters", population=TWO, targets=case["target"], n=case["n"])
        ours = plan.table.set_index("n").loc[case["n"], "power"]
        agree("power: parameters", ours, case["power"], oracle="semTools 0.5-6", atol=2e-4)


def test_wald_noncentrality_is_from_lavaans_errors(analysis, oracle, agree):
    given_ = oracle("power/simulations")
    wald = pd.DataFrame(given_["wald"]).set_index(["lhs", "op", "rhs"])
    targets = choose_targets(analysis.table, None)
    rows = [first_rows(analysis.table)[number - 1] for number in targets]
    theirs = (wald.loc[rows, "est"] / wald.loc[rows, "se"]) ** 2 / given_["wald_n"]
    ours = noncentralities(analysis, targets)[1]
    agree("power: Wald noncentrality", ours, theirs, oracle="lavaan 0.6-14", rtol=1e-3)


def test_a_saturated_pair_has_the_closed_form(agree):
    """With single items the restricted model leaves F = −ln(1 − r²)."""
    r = 0.35
    text = "f =~ 1*a\ng =~ 1*b\na ~~ 0*a\nb ~~ 0*b\nf ~~ 0.35*g"
    truth = population_from(text)
    model = analyse(truth.analysis, truth.names, truth.covariance)
    number = choose_targets(model.table, "f ~~ g")
    ratio = noncentralities(model, number)[0]
    agree("power: noncentrality", ratio, -np.log(1 - r**2), oracle="closed form", atol=1e-10)


@given(r=st.floats(0.1, 0.7), loading=st.floats(0.45, 0.9))
@settings(max_examples=15, deadline=None)
def test_stronger_correlations_and_better_items_need_fewer(r, loading):
    factors = {"f": ["a", "b", "c"], "g": ["x", "y", "z"]}

    def needed(loading, r):
        return svq.plan_sample(
            "parameters", population=factors, loading=loading, correlation=r, targets="f ~~ g"
        ).n

    assert needed(loading, r) >= needed(loading, r + 0.1)
    assert needed(loading, r) >= needed(loading + 0.05, r)


def test_the_weakest_target_decides():
    plan = svq.plan_sample("parameters", population=TWO)
    table = plan.parameters.set_index("parameter")
    assert plan.n == table["n"].max()
    assert plan.given["weakest target"] == table["n"].idxmax() == "f ~~ g"
    unit = float(table.loc["f ~~ g", "noncentrality"])
    power = 1 - chndtr(chdtri(1, 0.05), 1, plan.n * unit)
    assert power >= 0.8 > 1 - chndtr(chdtri(1, 0.05), 1, (plan.n - 1) * unit)
    assert "f ~~ g" in plan.methods
    assert "Parameters" in repr(plan)


def test_a_covariance_is_the_same_both_ways():
    one, other = (
        svq.plan_sample("parameters", population=TWO, targets=name).n for name in ("f~~g", "g ~~ f")
    )
    assert one == other


def test_a_null_value_other_than_zero():
    far = svq.plan_sample("parameters", population=TWO, targets="f ~~ g", null=0.85)
    near = svq.plan_sample("parameters", population=TWO, targets="f ~~ g", null=0.5)
    assert far.n < near.n
    assert (far.parameters["null"] == 0.85).all()


def test_questions_that_cannot_be_answered():
    with pytest.raises(ValueError, match="'f ~~ h' is no free parameter"):
        svq.plan_sample("parameters", population=TWO, targets="f ~~ h")
    with pytest.raises(ValueError, match="targets is empty"):
        svq.plan_sample("parameters", population=TWO, targets=[])
    with pytest.raises(ModelError, match="in the population too"):
        svq.plan_sample("parameters", population=TWO, targets="f ~~ g", null=0.3)
    with pytest.raises(TypeError, match="needs population="):
        svq.plan_sample("parameters")
