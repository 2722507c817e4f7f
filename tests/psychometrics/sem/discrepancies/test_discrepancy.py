"""A new estimator is one object in the registry: the engine knows none by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.discrepancies.counting import Counting
from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES
from svqkit.psychometrics.sem.estimation.estimation import Problem
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.estimators.estimators import ESTIMATORS, Estimator
from svqkit.psychometrics.sem.matrices.jacobian import Jacobian
from svqkit.psychometrics.sem.matrices.matrices import State
from svqkit.psychometrics.sem.samples.sample import Sample, sample_from
from svqkit.psychometrics.sem.syntax.syntax import parse
from svqkit.psychometrics.sem.syntax.table import build_table

DATA = pd.read_csv(Path(__file__).resolve().parents[3] / "oracles" / "cfa" / "holzinger.csv")
MODEL = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}
SYNTAX = "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"


class LeastSquares(Counting):
    """Unweighted least squares, F = ½ tr (S − Σ)², as a stranger would write it."""

    name = "squares"
    observed = False
    unbiased = True
    likelihood = False
    tested = False
    convention = "unweighted least squares"

    def value(self, sample: Sample, state: State) -> float:
        return 0.5 * float(((sample.covariance - state.covariance) ** 2).sum())

    def slope(self, sample: Sample, state: State) -> tuple[np.ndarray, np.ndarray]:
        return state.covariance - sample.covariance, np.zeros(sample.p)

    def weigh(
        self, sample: Sample, state: State, spread: np.ndarray, mean: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        return 0.5 * spread, 0.0 * mean

    def information(
        self, sample: Sample, state: State, rows: Jacobian, columns: Jacobian
    ) -> np.ndarray:
        return 0.5 * np.einsum("aij,bij->ab", rows.covariance, columns.covariance)


def test_another_estimator_slots_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ESTIMATORS, "squares", Estimator("squares", LeastSquares()))
    fit = cfa(DATA, MODEL, estimator="squares")
    # lavaan 0.6-14, estimator="ULS"
    assert fit.fit["chisq"] == pytest.approx(72.09822, rel=1e-6)
    assert fit.fit["baseline_chisq"] == pytest.approx(1880.152, rel=1e-6)
    assert fit.fit["cfi"] == pytest.approx(0.9739185, abs=1e-6)
    assert fit.fit["srmr"] == pytest.approx(0.05942544, abs=1e-6)
    assert np.isnan(fit.fit["aic"])
    found = fit.parameters.set_index(["lhs", "op", "rhs"])["est"]
    assert found["visual", "=~", "x2"] == pytest.approx(0.50068497, abs=1e-5)
    assert "unweighted" in fit.convention


@pytest.mark.parametrize("name", list(DISCREPANCIES))
def test_slope_and_information_belong_to_the_value(name: str) -> None:
    """Slope against differences; information and weights against each other."""
    discrepancy = DISCREPANCIES[name]
    table = build_table(parse(f"{SYNTAX}\n x1 ~ 1\n visual ~~ 0.1*speed"))
    sample = sample_from(moments(DATA[list(table.observed)]), table.observed)
    (group,) = build_matrices(table, [sample])
    problem = Problem((group,), (sample,), discrepancy, table.n_free)
    x = admissible_start(problem, table) * 1.03 + 0.02
    step = 1e-6
    slopes = [
        (problem.value(problem.states(x + d)) - problem.value(problem.states(x - d))) / (2 * step)
        for d in step * np.eye(len(x))
    ]
    states = problem.states(x)
    np.testing.assert_allclose(problem.gradient(states), slopes, atol=1e-6, rtol=1e-5)
    cells = group.jacobian(states[0])
    assert cells.mean is not None
    on_spread, on_mean = discrepancy.weigh(sample, states[0], cells.covariance, cells.mean)
    product = np.einsum("aij,bij->ab", on_spread, cells.covariance) + on_mean @ cells.mean.T
    found = discrepancy.information(sample, states[0], cells, cells)
    np.testing.assert_allclose(found, product, atol=1e-10)
