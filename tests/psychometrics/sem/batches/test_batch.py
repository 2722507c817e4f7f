"""Many fits at once give what single fits give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.planning.population import population_from
from svqkit.psychometrics.sem.batches.batch import fit_many
from svqkit.psychometrics.sem.batches.batch_fit import admissible, many_fit_indices
from svqkit.psychometrics.sem.batches.batch_moments import information_of
from svqkit.psychometrics.sem.batches.draws import draw_covariances
from svqkit.psychometrics.sem.estimation.analysis import analyse, first_rows

TWO = "f =~ 0.7*a + 0.6*b + 0.8*c + 0.5*d\ng =~ 0.7*x + 0.6*y + 0.8*z\nf ~~ 0.3*g"
MODELS = {
    "two factors": TWO,
    "residual covariance": TWO + "\na ~~ 0.1*b",
    "equal loadings": TWO.replace("0.7*a + 0.6*b", "0.7*a + l*0.6*b").replace("0.6*y", "l*0.6*y"),
    "regressions": "f =~ .8*a + .7*b + .6*c\ng =~ .8*x + .7*y + .6*z\ng ~ 0.5*f\ns ~ 0.3*f + 0.4*g",
    "second order": (
        "a =~ .7*x1 + .7*x2 + .7*x3\nb =~ .7*x4 + .7*x5 + .7*x6\nc =~ .7*x7 + .7*x8 + .7*x9\n"
        "g =~ .6*a + .7*b + .8*c"
    ),
    "mutual regressions": (
        "f =~ .8*a + .7*b + .6*c\ng =~ .8*x + .7*y + .6*z\nf ~ .3*g + .4*s\ng ~ .2*f + .4*t\n"
        "s ~~ 1*s\nt ~~ 1*t\ns ~~ .2*t\nf ~~ 0*g"
    ),
}


def studied(text, n=120, draws=12, seed=1):
    truth = population_from(text)
    analysis = analyse(truth.analysis, truth.names, truth.covariance)
    samples = draw_covariances(truth.covariance, n, draws, np.random.default_rng(seed))
    return analysis, samples, np.full(draws, n)


@pytest.mark.parametrize("name", MODELS)
def test_each_fit_is_the_one_cfa_finds(name, agree):
    """Batches stop at a scaled gradient of 1e-5, single fits at 1e-8."""
    analysis, samples, n = studied(MODELS[name])
    found = fit_many(analysis.problem, analysis.table, samples, n, analysis.x)
    indices = many_fit_indices(found, samples, n, analysis.df)
    names = list(analysis.table.observed)
    rows = first_rows(analysis.table)
    errors = np.linalg.inv(information_of(analysis.problem, found.x)) / n[:, None, None]
    assert found.converged.all()
    for at, sample in enumerate(samples):
        unbiased = pd.DataFrame(sample * n[at] / (n[at] - 1), index=names, columns=names)
        one = svq.cfa(Moments.from_covariance(unbiased, n=int(n[at])), analysis.text, std_lv=True)
        table = one.parameters.set_index(["lhs", "op", "rhs"]).loc[rows]
        agree("batch: estimates", found.x[at], table["est"], oracle="single fit", atol=2e-4)
        se = np.sqrt(np.diag(errors[at]))
        agree("batch: errors", se, table["se"], oracle="single fit", atol=1e-6, rtol=1e-3)
        for index in ("chisq", "pvalue", "cfi", "tli", "rmsea", "srmr"):
            mine, theirs = indices[index][at], one.fit[index]
            agree(f"batch: {index}", mine, theirs, oracle="single fit", atol=2e-5, rtol=1e-5)
        assert bool(admissible(found)[at]) == (not one.warnings)


def test_inadmissible_fits_are_marked():
    analysis, samples, n = studied(
        "f =~ .9*a + .5*b + .4*c\ng =~ .9*x + .5*y + .4*z\nf ~~ 0.9*g", n=25, draws=200
    )
    found = fit_many(analysis.problem, analysis.table, samples, n, analysis.x)
    marked = admissible(found)
    variances = np.diagonal(found.spread, axis1=1, axis2=2)
    assert 0 < marked.mean() < 1
    assert (variances[marked] >= 0).all()
    assert not marked[~found.converged].any()


@given(seed=st.integers(0, 10_000), n=st.integers(60, 500))
@settings(max_examples=15, deadline=None)
def test_the_units_of_the_items_do_not_matter(seed, n):
    analysis, samples, sizes = studied(TWO, n=n, draws=3, seed=seed)
    units = np.random.default_rng(seed).uniform(0.2, 5, 7)
    other = np.outer(units, units)
    scaled = analyse(
        analysis.text, analysis.table.observed, analysis.problem.samples[0].covariance * other
    )
    one = fit_many(analysis.problem, analysis.table, samples, sizes, analysis.x)
    two = fit_many(scaled.problem, scaled.table, samples * other, sizes, scaled.x)
    np.testing.assert_allclose(one.value, two.value, atol=1e-7)


def test_a_saturated_model_leaves_nothing():
    analysis, samples, n = studied("f =~ .7*a + .6*b + .8*c")
    found = fit_many(analysis.problem, analysis.table, samples, n, analysis.x)
    indices = many_fit_indices(found, samples, n, analysis.df)
    assert analysis.df == 0
    assert (indices["chisq"] == 0).all()
    assert (indices["cfi"] == 1).all()
    assert np.isnan(indices["tli"]).all()
    assert np.isnan(indices["pvalue"]).all()
    np.testing.assert_allclose(indices["srmr"], 0, atol=1e-5)


def test_start_far_away_still_arrives():
    analysis, samples, n = studied(TWO, n=60, draws=40)
    near = fit_many(analysis.problem, analysis.table, samples, n, analysis.x)
    off = analysis.x * np.linspace(0.6, 1.5, len(analysis.x))
    far = fit_many(analysis.problem, analysis.table, samples, n, off)
    both = near.converged & far.converged
    assert both.mean() > 0.95
    np.testing.assert_allclose(near.value[both], far.value[both], atol=1e-6)
