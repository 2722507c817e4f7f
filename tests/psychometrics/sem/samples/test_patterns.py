"""Full information: its derivatives, its EM moments, and what it is without gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.data.pattern_inverses import pattern_inverses
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.discrepancies import pattern_sums
from svqkit.psychometrics.sem.discrepancies.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.samples.patterns import patterned_sample
from svqkit.psychometrics.sem.syntax.syntax import parse
from svqkit.psychometrics.sem.syntax.table import build_table

ORACLES = Path(__file__).resolve().parents[3] / "oracles"
GAPS = pd.read_csv(ORACLES / "estimators" / "hs_missing.csv")
WHOLE = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
ITEMS = [f"x{i}" for i in range(1, 10)]
MODEL = "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"


@pytest.fixture(scope="module")
def problem() -> tuple[Problem, np.ndarray]:
    table = build_table(parse(MODEL), means=True)
    sample = patterned_sample(GAPS[ITEMS].dropna(how="all").to_numpy(), ITEMS)
    group = build_matrices(table, [sample])[0]
    found = Problem((group,), (sample,), FullInformation(), table.n_free)
    return found, admissible_start(found, table) * 1.03 + 0.01


def test_slope_and_curvature_are_those_of_the_value(problem: tuple[Problem, np.ndarray]) -> None:
    found, x = problem
    step = 1e-6
    slopes, bends = [], []
    for d in step * np.eye(len(x)):
        above, below = found.states(x + d), found.states(x - d)
        slopes.append((found.value(above) - found.value(below)) / (2 * step))
        bends.append((found.gradient(above) - found.gradient(below)) / (2 * step))
    states = found.states(x)
    np.testing.assert_allclose(found.gradient(states), slopes, atol=1e-7, rtol=1e-5)
    bent = observed_information(found, states)
    np.testing.assert_allclose(bent, 0.5 * np.array(bends), atol=1e-6, rtol=1e-6)


def test_weights_and_information_agree(problem: tuple[Problem, np.ndarray]) -> None:
    found, x = problem
    state, sample = found.states(x)[0], found.samples[0]
    cells = found.groups[0].jacobian(state)
    assert cells.mean is not None
    on_spread, on_mean = found.discrepancy.weigh(sample, state, cells.covariance, cells.mean)
    product = np.einsum("aij,bij->ab", on_spread, cells.covariance) + on_mean @ cells.mean.T
    information = found.discrepancy.information(sample, state, cells, cells)
    np.testing.assert_allclose(information, product, atol=1e-10)


def test_em_moments_are_where_the_saturated_slope_is_nought(
    problem: tuple[Problem, np.ndarray],
) -> None:
    found, _ = problem
    sample = found.samples[0]
    on_spread, on_mean = found.discrepancy.slope(sample, sample)
    assert np.abs(on_spread).max() < 1e-9
    assert np.abs(on_mean).max() < 1e-9
    assert saturated_cells(3).left.shape == (9, 3)


def test_without_gaps_it_is_maximum_likelihood() -> None:
    full = cfa(WHOLE, MODEL, missing="fiml")
    plain = cfa(WHOLE, f"{MODEL}\n x1 ~ 1")
    same = ["chisq", "baseline_chisq", "cfi", "tli", "rmsea", "srmr", "gfi", "logl", "bic"]
    assert full.fit[same].to_numpy() == pytest.approx(plain.fit[same].to_numpy(), rel=1e-8)
    robust = [f"{name}_robust" for name in ("cfi", "tli", "rmsea")]
    names = ["cfi", "tli", "rmsea"]
    # the complete-data curvature at the data is what scales χ²: nearly, not exactly, 1
    assert full.fit[robust].to_numpy() == pytest.approx(plain.fit[names].to_numpy(), abs=5e-3)
    assert full.n_dropped == 0
    keys = ["lhs", "op", "rhs"]
    one, other = (fit.parameters.set_index(keys)["est"] for fit in (full, plain))
    pd.testing.assert_series_equal(one, other.loc[one.index], atol=1e-6)


def test_respondents_without_an_answer_are_counted() -> None:
    fit = cfa(GAPS, MODEL, missing="fiml")
    assert (fit.n, fit.n_dropped) == (300, 1)
    assert fit.moments.n == 300
    assert "missing pattern" in fit.convention
    mixed = cfa(GAPS.sample(frac=1, random_state=2), MODEL, missing="fiml")
    pd.testing.assert_series_equal(fit.fit, mixed.fit, rtol=1e-6)


def test_what_full_information_cannot_do_is_said() -> None:
    with pytest.raises(DataError, match="single answers, and moments hold none"):
        cfa(moments(GAPS[ITEMS]), MODEL, missing="fiml")
    with pytest.raises(ModelError, match="observed predictors yet"):
        cfa(WHOLE, f"{MODEL}\n visual ~ sex", missing="fiml")
    never = GAPS.assign(x1=GAPS["x1"].where(GAPS["x2"].isna()))
    with pytest.raises(DataError, match="'x1' and 'x2' were answered together by fewer than two"):
        cfa(never, MODEL, missing="fiml")
    with pytest.raises(DataError, match="item 'x3' is constant"):
        cfa(GAPS.assign(x3=GAPS["x3"] * 0 + 4), MODEL, missing="fiml")
    twin = GAPS.assign(x9=GAPS["x8"] * 2 + 1)
    with pytest.raises(DataError, match="x8, x9 are linearly dependent"):
        cfa(twin, MODEL, missing="fiml")
    with pytest.raises(DataError, match="7 respondents for 9 items"):
        cfa(GAPS.iloc[6:13], MODEL, missing="fiml")


def some_answers(n: int, p: int, share: float, seed: int = 3) -> np.ndarray:
    random = np.random.default_rng(seed)
    answers = 0.7 * random.normal(size=(n, 1)) + 0.7 * random.normal(size=(n, p))
    answers[random.random((n, p)) < share] = np.nan
    return answers[~np.isnan(answers).all(axis=1)]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7])
def test_inverses_by_pattern_are_those_of_each_block(share: float) -> None:
    masks = np.unique(~np.isnan(some_answers(200, 9, share)), axis=0)
    random = np.random.default_rng(1)
    root = random.normal(size=(9, 12))
    covariance = root @ root.T
    inverses, logs = pattern_inverses(covariance, masks)
    for mask, inverse, log in zip(masks, inverses, logs, strict=True):
        own = covariance[np.ix_(mask, mask)]
        np.testing.assert_allclose(inverse[np.ix_(mask, mask)], np.linalg.inv(own), rtol=1e-8)
        assert np.abs(inverse[~mask]).max(initial=0) == 0
        assert np.abs(inverse[:, ~mask]).max(initial=0) == 0
        assert log == pytest.approx(np.linalg.slogdet(own)[1])


def test_rows_hold_the_patterns_products() -> None:
    answers = np.round(some_answers(900, 3, 0.1), 1)
    patterns = patterned_sample(answers, list("abc")).patterns
    assert len(patterns.rows) < 30  # at most three a pattern
    mean = np.array([0.1, -0.2, 0.3])
    observed = patterns.observed(mean)
    for at, mask in enumerate(patterns.masks):
        own = np.nan_to_num(answers[patterns.of_case == at] - mean) * mask
        np.testing.assert_allclose(observed[at], own.T @ own / len(own), atol=1e-12)


def test_both_ways_of_summing_over_patterns_agree(problem: tuple[Problem, np.ndarray]) -> None:
    found, x = problem
    state, patterns = found.states(x)[0], found.samples[0].patterns
    cells = found.groups[0].jacobian(state)
    moments_ = saturated_cells(9)
    first, _ = patterns.inverses(state.covariance)
    second = 2.0 * first @ patterns.observed(state.mean) @ first - first
    for columns, other in ((cells, first), (cells, second), (moments_, second)):
        ways = [
            way(cells, columns, patterns.shares, first, other)
            for way in (pattern_sums._by_sum, pattern_sums._by_cells)
        ]
        np.testing.assert_allclose(*ways, rtol=1e-10, atol=1e-12)
    changes = cells.covariance[:3]
    whole = pattern_sums.sandwiched(patterns.shares, first, changes)
    one = [pattern_sums.sandwiched(patterns.shares, first, changes[[at]])[0] for at in range(3)]
    np.testing.assert_allclose(whole, one, rtol=1e-10)


def test_many_items_take_the_lean_way_and_say_what_is_left_out() -> None:
    answers = pd.DataFrame(some_answers(150, 64, 0.0), columns=[f"q{at}" for at in range(64)])
    answers.iloc[:20, :3] = np.nan
    answers.iloc[20:30, 40] = np.nan
    model = {"f": list(answers.columns)}
    fit = cfa(answers, model, missing="fiml")
    assert fit.found.gradient < 1e-8
    assert "cfi_robust" not in fit.fit
    assert fit.parameters["se"].notna().all()
    with pytest.raises(ModelError, match=r"residuals take .* up to 60 items, not 64"):
        _ = fit.residuals.standardized
    with pytest.raises(ModelError, match=r"tests of MLR take .*; take estimator='ML'"):
        cfa(answers, model, missing="fiml", estimator="MLR")
    # complete answers are the same problem to both engines
    whole = answers.dropna()
    full, plain = cfa(whole, model, missing="fiml"), cfa(whole, model, meanstructure=True)
    assert full.fit["chisq"] == pytest.approx(plain.fit["chisq"], rel=1e-8)
