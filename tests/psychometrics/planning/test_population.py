"""Populations from syntax, mappings and fits; what is not said is refused."""

from __future__ import annotations

import numpy as np
import pytest

import svqkit as svq
from svqkit.errors import ModelError
from svqkit.psychometrics.planning.population import even_population, population_from
from svqkit.psychometrics.sem.estimation.analysis import analyse, first_rows

TWO = "f =~ 0.7*a + 0.6*b + 0.8*c + 0.5*d\ng =~ 0.7*x + 0.6*y + 0.8*z\nf ~~ 0.3*g"


def test_the_covariances_are_those_r_implies(oracle, agree):
    truth = population_from(TWO)
    agree(
        "population: covariances",
        truth.covariance,
        oracle("power/simulations")["sigma"],
        oracle="closed form",
        atol=1e-12,
    )


def test_the_analysis_finds_the_values_again():
    truth = population_from(TWO)
    found = analyse(truth.analysis, truth.names, truth.covariance)
    assert found.misfit < 1e-12
    assert found.df == 13
    np.testing.assert_allclose(found.x[:8], [0.7, 0.6, 0.8, 0.5, 0.7, 0.6, 0.8, 0.3], atol=1e-7)


def test_variances_that_are_not_said_make_everything_one():
    truth = population_from(
        "f =~ .8*a + .7*b + .6*c\ng =~ .8*x + .7*y + .6*z\ng ~ 0.5*f\ns ~ 0.3*f + 0.4*g"
    )
    np.testing.assert_allclose(np.diag(truth.covariance), 1.0, atol=1e-12)
    at = truth.names.index("s")
    # r(s, f) = .3 + .4·.5, times f's loadings
    np.testing.assert_allclose(truth.covariance[at, :3], 0.5 * np.array([0.8, 0.7, 0.6]))


def test_second_order_and_bifactor_populations():
    second = population_from(
        "a =~ .7*x1 + .7*x2 + .7*x3\nb =~ .7*x4 + .7*x5 + .7*x6\nc =~ .7*x7 + .7*x8 + .7*x9\n"
        "g =~ .6*a + .7*b + .8*c"
    )
    assert second.covariance[0, 3] == pytest.approx(0.49 * 0.42)
    assert analyse(second.analysis, second.names, second.covariance).misfit < 1e-10
    bifactor = population_from(
        "g =~ .6*x1 + .5*x2 + .7*x3 + .6*x4 + .5*x5 + .7*x6\n"
        "a =~ .4*x1 + .5*x2 + .3*x3\nb =~ .4*x4 + .5*x5 + .3*x6\n"
        "g ~~ 0*a\ng ~~ 0*b\na ~~ 0*b"
    )
    assert bifactor.covariance[0, 3] == pytest.approx(0.36)
    assert "g ~~ 0.0*a" in bifactor.analysis


def test_a_mapping_and_an_instrument_are_even_populations():
    servqual = svq.load_instrument("servqual")
    one = population_from(servqual, loading=0.7, correlation=0.4)
    other = population_from(servqual.mapping, loading=0.7, correlation=0.4)
    np.testing.assert_array_equal(one.covariance, other.covariance)
    assert set(np.round(one.covariance[np.tril_indices(22, -1)], 10)) == {0.49, 0.196}


def test_a_single_item_stands_for_its_factor():
    text = even_population({"f": ["a", "b", "c"], "s": ["d"]}, loading=0.8, correlation=0.5)
    truth = population_from(text)
    np.testing.assert_allclose(np.diag(truth.covariance), 1.0)
    assert analyse(truth.analysis, truth.names, truth.covariance).misfit < 1e-12


def test_names_that_need_quotes_and_equalities_survive():
    truth = population_from("f =~ l*`1st item` + l*b + .6*c + .5*d".replace("l*", ".7*"))
    assert truth.names[0] == "1st item"
    assert analyse(truth.analysis, truth.names, truth.covariance).df == 2


def same_estimates(truth, fit):
    found = analyse(truth.analysis, truth.names, truth.covariance)
    mine = dict(zip(first_rows(found.table), found.x, strict=True))
    theirs = dict(zip(first_rows(fit.table), fit.found.x, strict=True))
    return mine == pytest.approx(theirs, abs=1e-5)


def test_a_fit_is_its_own_population():
    bank = svq.load_dataset("bank")
    fit = svq.cfa(bank, bank.instrument.mapping)
    truth = population_from(fit)
    assert same_estimates(truth, fit)
    standard = svq.cfa(bank, bank.instrument.mapping, std_lv=True)
    again = population_from(standard)
    np.testing.assert_allclose(again.covariance, truth.covariance, atol=1e-5)
    assert same_estimates(again, standard)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f =~ .7*a + b + .6*c", "says nothing of 'f =~ b'"),
        ("f =~ .7*a + .7*b; g =~ .6*c + .7*d", "says nothing of 'f ~~ g'.*'f ~~ 0\\*g'"),
        ("f =~ 1.2*a + .7*b + .6*c", "more than all of it"),
        ("f =~ .7*a + .7*b + .6*c; a ~~ 2*b", "contradict each other"),
        ("f =~ .9*a + .9*b + .9*c; g =~ .9*x + .9*y + .9*z; f ~~ 1.4*g", "contradict"),
        ("f =~ .7*a + .7*b + .6*c; a ~ 1", "leave it out"),
        ("f =~ .7*a + .7*b + .6*c; f ~ .3*age", "observed predictor; write its variance"),
        ("f =~ c(.7, .6)*a + .7*b + .6*c", "several groups"),
        ("f =~ .7*a + .7*a2 +", "line 1"),
    ],
)
def test_populations_that_say_too_little_or_too_much(text, message):
    with pytest.raises(ModelError, match=message):
        population_from(text)


def test_a_source_of_another_kind():
    with pytest.raises(TypeError, match="not int"):
        population_from(5)
    with pytest.raises(ValueError, match="give loading= and correlation="):
        population_from({"f": ["a", "b", "c"]})
    with pytest.raises(ValueError, match="for factors mapped to items only"):
        population_from("f =~ .7*a + .7*b + .7*c", loading=0.5)


def test_fits_that_are_no_population():
    hs = svq.load_dataset("bank")
    items = hs.perceptions.iloc[:, :6].dropna()
    groups = np.where(np.arange(len(items)) % 2, "a", "b")
    both = svq.cfa(items.assign(group=groups), {"f": list(items.columns)}, group="group")
    with pytest.raises(ModelError, match="has groups"):
        population_from(both)
    with pytest.raises(ModelError, match="names 'nothing'"):
        analyse("f =~ a + b + nothing", ["a", "b", "c"], np.eye(3))
