"""The bootstrap of factor models: each draw exactly, all together against lavaan's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.samples.resampled_moments import (
    as_the_model_has_it,
    drawn_counts,
    resampled_samples,
)

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"
THREE = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
ONE = "textual =~ x4 + x5 + x6 + x1"
BEYOND = 4.5
"""Standard errors of Monte Carlo that two bootstraps may differ by."""


@pytest.fixture(scope="module")
def hs():
    return pd.read_csv(ORACLES / "cfa" / "holzinger.csv")


@pytest.fixture(scope="module")
def fit(hs):
    return cfa(hs, THREE)


@pytest.mark.parametrize("estimator", ["ML", "GLS", "ULS"])
def test_a_draw_is_the_fit_to_the_drawn_respondents(hs, estimator):
    """Whoever fits the same resample from its start gets the same numbers."""
    first = cfa(hs, THREE, estimator=estimator)
    found = first.bootstrap(hs, draws=4, seed=5, progress=False)
    (batch,) = drawn_counts([len(hs)], 4, np.random.default_rng(5))
    for draw, counts in enumerate(batch[0]):
        again = cfa(hs.iloc[np.repeat(np.arange(len(hs)), counts)], THREE, estimator=estimator)
        np.testing.assert_allclose(found.estimates[draw], again.parameters["est"], atol=1e-6)
        names = ["chisq", "cfi", "tli", "rmsea", "srmr"]
        np.testing.assert_allclose(found.indices[draw], again.fit[names], atol=1e-6)


def test_a_draw_with_groups_and_equal_loadings(hs):
    options = {"group": "school", "group_equal": ["loadings"]}
    first = cfa(hs, THREE, **options)
    found = first.bootstrap(hs, draws=3, seed=8, group="school", progress=False)
    parts = [hs[hs["school"] == label] for label in first.groups]
    (batch,) = drawn_counts([len(part) for part in parts], 3, np.random.default_rng(8))
    for draw in range(3):
        rows = [
            part.iloc[np.repeat(np.arange(len(part)), counts[draw])]
            for part, counts in zip(parts, batch, strict=True)
        ]
        again = cfa(pd.concat(rows, ignore_index=True), THREE, **options)
        np.testing.assert_allclose(found.estimates[draw], again.parameters["est"], atol=1e-6)
        assert found.indices[draw, 0] == pytest.approx(again.fit["chisq"], abs=1e-6)
        assert found.indices[draw, 3] == pytest.approx(again.fit["rmsea"], abs=1e-6)


def test_a_draw_of_answers_with_gaps():
    frame = pd.read_csv(ORACLES / "estimators" / "hs_missing.csv").drop(columns="school")
    first = cfa(frame, THREE, missing="fiml")
    found = first.bootstrap(frame, draws=2, seed=3, progress=False)
    usable = frame[frame.notna().any(axis=1)]
    (batch,) = drawn_counts([len(usable)], 2, np.random.default_rng(3))
    counts = batch[0][1]
    again = cfa(usable.iloc[np.repeat(np.arange(len(usable)), counts)], THREE, missing="fiml")
    np.testing.assert_allclose(found.estimates[1], again.parameters["est"], atol=1e-6)
    assert found.indices[1, 0] == pytest.approx(again.fit["chisq"], abs=1e-5)


@pytest.mark.parametrize("name", ["three", "metric"])
def test_case_bootstrap_within_monte_carlo_error(name, hs, oracle, agree):
    """Both are random: means differ by σ√(1/B₁ + 1/B₂), standard deviations by √½ of that."""
    theirs = oracle(f"bootstrap/{name}")
    options = {k.replace(".", "_"): v for k, v in theirs["options"].items()}
    first = cfa(hs, theirs["model"], **options)
    draws = 400 if name == "three" else 150
    found = first.bootstrap(hs, draws=draws, seed=1, group=options.get("group"), progress=False)
    assert found.failed == 0
    ours = found.parameters
    key = pd.DataFrame({part: theirs[part] for part in ("lhs", "op", "rhs")})
    key["group"] = (
        [theirs["groups"][int(g) - 1] for g in theirs["group"]] if options else [""] * len(key)
    )
    order = key.merge(ours.reset_index(), on=["lhs", "op", "rhs", "group"])["index"].to_numpy()
    assert len(order) == len(ours)
    sd = np.array(theirs["case"]["sd"])
    moving = sd > 1e-10
    unit = np.where(moving, sd, 1.0) * np.sqrt(1 / draws + 1 / theirs["draws"])
    agree(
        "bootstrap: mean of the draws, in Monte-Carlo errors",
        found.estimates[:, order].mean(axis=0) / unit,
        np.array(theirs["case"]["mean"]) / unit,
        oracle="lavaan 0.6-14",
        atol=BEYOND,
    )
    # a kurtosis of the draws up to 4 doubles the error of a standard deviation at most
    agree(
        "bootstrap: standard errors, in Monte-Carlo errors",
        ours["se"].to_numpy()[order] / unit,
        sd / unit,
        oracle="lavaan 0.6-14",
        atol=BEYOND,
    )
    fit_unit = np.array(theirs["fit"]["sd"]) * np.sqrt(1 / draws + 1 / theirs["draws"])
    agree(
        "bootstrap: fit indices, in Monte-Carlo errors",
        found.fit["mean"].to_numpy() / fit_unit,
        np.array(theirs["fit"]["mean"]) / fit_unit,
        oracle="lavaan 0.6-14",
        atol=BEYOND,
    )


@pytest.mark.parametrize("name", ["three", "metric"])
def test_bollen_stine_within_monte_carlo_error(name, hs, oracle, agree):
    theirs = oracle(f"bootstrap/{name}")
    options = {k.replace(".", "_"): v for k, v in theirs["options"].items()}
    first = cfa(hs, theirs["model"], **options)
    draws = 400 if name == "three" else 150
    found = first.bootstrap(
        hs, draws=draws, seed=2, kind="bollen-stine", group=options.get("group"), progress=False
    )
    stine = theirs["bollen_stine"]
    share = np.sqrt(1 / draws + 1 / stine["draws"])
    error = stine["sd"] * share
    agree(
        "bootstrap: Bollen-Stine chisq, in Monte-Carlo errors",
        found.indices[:, 0].mean() / error,
        stine["mean"] / error,
        oracle="lavaan 0.6-14",
        atol=BEYOND,
    )
    p_error = np.sqrt(max(stine["pvalue"] * (1 - stine["pvalue"]), 1 / draws)) * share
    agree(
        "bootstrap: Bollen-Stine pvalue, in Monte-Carlo errors",
        found.pvalue / p_error,
        stine["pvalue"] / p_error,
        oracle="lavaan 0.6-14",
        atol=BEYOND,
    )


def test_transformed_answers_fit_the_model_exactly(hs, fit):
    answers = hs[list(fit.items)].to_numpy()
    turned = as_the_model_has_it(answers, fit.problem.samples[0], fit.found.states[0], means=False)
    again = cfa(pd.DataFrame(turned, columns=list(fit.items)), THREE)
    assert again.fit["chisq"] == pytest.approx(0.0, abs=1e-8)
    np.testing.assert_allclose(again.parameters["est"], fit.parameters["est"], atol=1e-6)


def test_counts_give_the_moments_of_the_drawn(hs):
    answers = hs[["x1", "x2", "x3"]].to_numpy() + 1000.0
    (batch,) = drawn_counts([len(answers)], 3, np.random.default_rng(0))
    found = resampled_samples([answers], batch, ["x1", "x2", "x3"], unbiased=True, gaps=False)
    for counts, samples in zip(batch[0], found, strict=True):
        rows = np.repeat(answers, counts, axis=0)
        np.testing.assert_allclose(samples[0].mean, rows.mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose(samples[0].covariance, np.cov(rows.T), rtol=1e-9)


def test_a_seed_repeats_exactly(hs, fit):
    one, two, other = (
        fit.bootstrap(hs, draws=5, seed=seed, progress=False).estimates for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)


def test_intervals_of_each_kind(hs, fit):
    draws = {
        ci: fit.bootstrap(hs, draws=80, seed=4, ci=ci, progress=False).parameters
        for ci in ("percentile", "basic", "bc")
    }
    point = draws["basic"]["est"]
    np.testing.assert_allclose(
        draws["basic"]["ci_lower"], 2 * point - draws["percentile"]["ci_upper"], atol=1e-12
    )
    for table in draws.values():
        fixed = table["se"] == 0
        assert (table.loc[fixed, "ci_lower"] == table.loc[fixed, "est"]).all()
        assert (table.loc[~fixed, "ci_lower"] < table.loc[~fixed, "ci_upper"]).all()


def test_bca_intervals_use_the_jackknife(hs):
    part = hs.iloc[:90]
    first = cfa(part, ONE)
    draws = {
        ci: first.bootstrap(part, draws=300, seed=6, ci=ci, progress=False).parameters
        for ci in ("bc", "bca")
    }
    jackknife = np.array([cfa(part.drop(index=at), ONE).parameters["est"] for at in part.index])
    influence = jackknife.mean(axis=0) - jackknife
    with np.errstate(invalid="ignore", divide="ignore"):
        a = (influence**3).sum(axis=0) / (6 * (influence**2).sum(axis=0) ** 1.5)
    moving = draws["bca"]["se"] > 0
    shift = draws["bca"]["ci_upper"] - draws["bc"]["ci_upper"]
    # a positive acceleration moves both ends up
    strong = moving & (np.abs(a) > 0.03)
    assert strong.any()
    assert (np.sign(shift[strong]) == np.sign(a[strong])).all()


def test_draws_that_cannot_be_fitted_are_counted():
    """Twenty respondents: some draws run off, as the answers hold too little."""
    small = pd.read_csv(ORACLES / "cfa" / "small.csv").iloc[:20]
    items = ["Q4", "Q5", "Q6", "Q1"]
    first = cfa(small[items], {"f": items})
    found = first.bootstrap(small[items], draws=40, seed=1, progress=False)
    assert found.failed > 0
    assert found.inadmissible > 0
    assert found.failed + len(found.estimates) == found.draws == 40
    assert f"{found.failed} left out, {found.inadmissible} inadmissible" in repr(found)


def test_together_and_one_by_one_agree(hs, fit):
    """The batch of covariances, and single fits with means, which carry no information here."""
    means = cfa(hs, THREE + "\nx1 ~ 1")
    one = means.bootstrap(hs, draws=12, seed=9, progress=False)
    many = fit.bootstrap(hs, draws=12, seed=9, progress=False)
    own = means.parameters["op"].to_numpy() != "~1"
    np.testing.assert_allclose(one.estimates[:, own], many.estimates, atol=1e-6)
    np.testing.assert_allclose(one.indices[:, 0], many.indices[:, 0], atol=1e-6)


def test_bad_input_is_refused(hs, fit):
    with pytest.raises(ValueError, match="kind"):
        fit.bootstrap(hs, kind="wild")
    with pytest.raises(ValueError, match="ci"):
        fit.bootstrap(hs, ci="t")
    with pytest.raises(ValueError, match="draws"):
        fit.bootstrap(hs, draws=1)
    with pytest.raises(ValueError, match="level"):
        fit.bootstrap(hs, level=95)
    with pytest.raises(DataError, match="not the answers"):
        fit.bootstrap(hs.iloc[:200])
    with pytest.raises(DataError, match="not the answers"):
        fit.bootstrap(hs.sample(frac=1, replace=True, random_state=1))
    with pytest.raises(DataError, match="moments"):
        fit.bootstrap(moments(hs[list(fit.items)]))
    grouped = cfa(hs, THREE, group="school")
    with pytest.raises(DataError, match="group="):
        grouped.bootstrap(hs)
    gaps = pd.read_csv(ORACLES / "estimators" / "hs_missing.csv").drop(columns="school")
    with pytest.raises(DataError, match="complete"):
        cfa(gaps, THREE, missing="fiml").bootstrap(gaps, kind="bollen-stine")


def test_ordered_items_are_refused_aloud():
    survey = pd.read_csv(ORACLES / "estimators" / "skewed.csv").drop(columns="branch")
    items = list(survey.columns[:4])
    ordered = cfa(survey[items], {"f": items}, ordered=True)
    with pytest.raises(DataError, match="ordered"):
        ordered.bootstrap(survey[items], draws=5)
