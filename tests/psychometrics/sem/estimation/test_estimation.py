"""Derivatives against differences, and the engine's own laws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.sem.discrepancies.discrepancy import DISCREPANCIES
from svqkit.psychometrics.sem.estimation.curvature import observed_information
from svqkit.psychometrics.sem.estimation.estimation import Problem, estimate
from svqkit.psychometrics.sem.estimation.identification import undetermined
from svqkit.psychometrics.sem.estimation.layout import build_matrices
from svqkit.psychometrics.sem.estimation.starts import admissible_start
from svqkit.psychometrics.sem.matrices.jacobian import gather
from svqkit.psychometrics.sem.samples.sample import sample_from
from svqkit.psychometrics.sem.syntax.syntax import parse
from svqkit.psychometrics.sem.syntax.table import ParameterTable, build_table
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian

DATA = pd.read_csv(Path(__file__).resolve().parents[3] / "oracles" / "cfa" / "holzinger.csv")
MODELS = {
    "three": "f =~ x1 + x2 + x3\n g =~ x4 + x5 + x6",
    "second order": "f =~ x1 + x2 + x3\n g =~ x4 + x5 + x6\n h =~ x7 + x8 + x9\n q =~ f + g + h",
    "structural": "f =~ x1 + x2 + x3\n g =~ x4 + x5 + x6\n g ~ f + ageyr\n total ~ g + f\n x1 ~~ x4",
    "means": "f =~ x1 + a*x2 + a*x3 + x4\n x1 ~ b*1\n x2 ~ b*1",
}


def problem_of(text: str, groups: bool = False) -> tuple[Problem, ParameterTable]:
    labels = ("Pasteur", "Grant-White") if groups else ("",)
    equal = ("loadings", "intercepts") if groups else ()
    table = build_table(parse(text), groups=labels, group_equal=equal)
    parts = [DATA[DATA["school"] == label] if groups else DATA for label in labels]
    samples = tuple(
        sample_from(moments(part[list(table.observed)]), table.observed) for part in parts
    )
    matrices = tuple(build_matrices(table, samples))
    return Problem(matrices, samples, DISCREPANCIES["ML"], table.n_free), table


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("name", MODELS)
def test_gradient_is_the_slope_of_the_value(name: str, groups: bool) -> None:
    problem, table = problem_of(MODELS[name], groups)
    x = admissible_start(problem, table) * 1.05 + 0.01
    step = 1e-6
    slopes = [
        (problem.value(problem.states(x + d)) - problem.value(problem.states(x - d))) / (2 * step)
        for d in step * np.eye(len(x))
    ]
    np.testing.assert_allclose(problem.gradient(problem.states(x)), slopes, atol=2e-7, rtol=1e-6)


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("name", MODELS)
def test_jacobian_is_the_slope_of_the_implied_moments(name: str, groups: bool) -> None:
    problem, table = problem_of(MODELS[name], groups)
    x = admissible_start(problem, table) * 1.05 + 0.01
    for group in problem.groups:
        cells = group.jacobian(group.state(x))
        covariance = gather(cells.covariance, group.index, problem.n_free)
        exact = complex_jacobian(lambda z, g=group: g.state(z).covariance.ravel(), x)
        np.testing.assert_allclose(covariance.reshape(len(x), -1).T, exact, atol=1e-12)
        if cells.mean is not None:
            mean = gather(cells.mean, group.index, problem.n_free)
            exact = complex_jacobian(lambda z, g=group: g.state(z).mean, x)
            np.testing.assert_allclose(mean.T, exact, atol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_information_is_the_curvature_where_the_model_is_true(name: str) -> None:
    """At moments that the model implies, ½ d²F/dθ² is the expected information."""
    problem, table = problem_of(MODELS[name])
    x = admissible_start(problem, table) * 1.02
    state = problem.states(x)[0]
    sample = problem.samples[0]
    true = type(sample)(
        sample.n, state.mean, state.covariance, float(np.linalg.slogdet(state.covariance)[1])
    )
    there = Problem(problem.groups, (true,), problem.discrepancy, problem.n_free)
    step = 1e-6
    curvature = [
        (there.gradient(there.states(x + d)) - there.gradient(there.states(x - d))) / (2 * step)
        for d in step * np.eye(len(x))
    ]
    information = there.information(there.states(x))
    np.testing.assert_allclose(information, 0.5 * np.array(curvature), atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize("name", MODELS)
def test_observed_information_is_the_curvature_anywhere(name: str, groups: bool) -> None:
    problem, table = problem_of(MODELS[name], groups)
    x = admissible_start(problem, table) * 1.05 + 0.01
    step = 1e-6
    curvature = [
        (problem.gradient(problem.states(x + d)) - problem.gradient(problem.states(x - d)))
        / (2 * step)
        for d in step * np.eye(len(x))
    ]
    found = observed_information(problem, problem.states(x))
    np.testing.assert_allclose(found, 0.5 * np.array(curvature), atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_weights_and_information_agree(name: str) -> None:
    problem, table = problem_of(MODELS[name])
    state = problem.states(admissible_start(problem, table))[0]
    group, sample = problem.groups[0], problem.samples[0]
    cells = group.jacobian(state)
    mean = np.zeros((len(group.index), sample.p)) if cells.mean is None else cells.mean
    spread, slope = problem.discrepancy.weigh(sample, state, cells.covariance, mean)
    product = np.einsum("aij,bij->ab", spread, cells.covariance) + slope @ mean.T
    found = problem.discrepancy.information(sample, state, cells, cells)
    np.testing.assert_allclose(found, product, atol=1e-10)


@pytest.mark.parametrize("factor", [0.2, 0.5, 2.0, 4.0])
def test_the_minimum_does_not_depend_on_the_start(factor: float) -> None:
    problem, table = problem_of(MODELS["three"])
    start = admissible_start(problem, table)
    best = estimate(problem, start)
    diagonal = np.array([row.lhs == row.rhs for row in table.rows if row.free])
    other = estimate(problem, np.where(diagonal, start * max(factor, 1), start * factor))
    np.testing.assert_allclose(other.x, best.x, atol=1e-6)


def test_null_directions_are_found() -> None:
    random = np.random.default_rng(3)
    root = random.normal(size=(8, 6))
    root[:, 2] = root[:, 0] + root[:, 4]
    assert undetermined(root.T @ root) == [0, 2, 4]
    assert undetermined(np.diag([1.0, 1e-8, 1e8])) == []
    assert undetermined(np.diag([1.0, 0.0, 2.0])) == [1]


@pytest.mark.parametrize("item", ["x1", "x2"])
@pytest.mark.parametrize("unit", [1e-4, 1e-3, 1e3, 1e5])
@pytest.mark.parametrize("estimator", ["ML", "GLS"])
def test_an_item_in_cents_beside_ratings_changes_nothing(
    item: str, unit: float, estimator: str
) -> None:
    """One item in other units, marker or not: the same χ² and standardised solution."""
    random = np.random.default_rng(3)
    factors = random.normal(size=(300, 2)) @ np.array([[1.0, 0.5], [0.0, 0.8]])
    values = 0.8 * np.repeat(factors, 4, axis=1) + 0.6 * random.normal(size=(300, 8))
    items = pd.DataFrame(values, columns=[*(f"x{i}" for i in range(1, 5)), *"abcd"])
    model = {"f": list(items)[:4], "h": list(items)[4:]}
    as_rated = cfa(items, model, estimator=estimator)
    in_cents = cfa(items.assign(**{item: unit * items[item]}), model, estimator=estimator)
    assert in_cents.fit["chisq"] == pytest.approx(as_rated.fit["chisq"], rel=1e-6)
    for column in ("est_std", "se"):
        ours, theirs = in_cents.standardized[column], as_rated.standardized[column]
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
