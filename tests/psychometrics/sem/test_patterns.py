"""Full information: its derivatives, its EM moments, and what it is without gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.curvature import observed_information
from svqkit.psychometrics.sem.estimation import Problem
from svqkit.psychometrics.sem.full_information import FullInformation, saturated_cells
from svqkit.psychometrics.sem.layout import build_matrices
from svqkit.psychometrics.sem.patterns import patterned_sample
from svqkit.psychometrics.sem.starts import admissible_start
from svqkit.psychometrics.sem.syntax import parse
from svqkit.psychometrics.sem.table import build_table

ORACLES = Path(__file__).resolve().parents[2] / "oracles"
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
