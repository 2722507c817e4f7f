"""Slopes of standardised estimates in closed form, against complex steps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.tables.standardised import (
    complex_jacobian,
    row_values,
    standardised,
    table_layout,
)
from svqkit.psychometrics.sem.tables.standardised_slopes import standardised_slopes

MEASURED = "f =~ a1 + a2 + a3\ng =~ b1 + b2 + b3\nh =~ c1 + c2 + c3\n"
MODELS = {
    "correlated factors": MEASURED,
    "correlated errors": MEASURED + "a1 ~~ a2\nb1 ~~ c1",
    "second order": MEASURED + "q =~ f + g + h",
    "regression among factors": MEASURED + "h ~ f + g\ng ~ f",
    "orthogonal factors": MEASURED + "f ~~ 0*g\nf ~~ 0*h\ng ~~ 0*h",
    "equal loadings": "f =~ a1 + k*a2 + k*a3\ng =~ b1 + k*b2 + b3\nf ~~ g",
    "intercepts": MEASURED + "a1 ~ 1",
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    factors = rng.normal(size=(300, 3)) + rng.normal(size=(300, 1))
    names = [f"{scale}{at}" for scale in "abc" for at in (1, 2, 3)]
    noise = rng.normal(size=(300, 9)) + 0.6 * rng.normal(size=(300, 1)) * np.eye(9)[0]
    table = pd.DataFrame(np.repeat(factors, 3, axis=1) + noise, columns=names)
    return table.assign(branch=np.where(np.arange(300) % 3, "north", "south"))


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
@pytest.mark.parametrize("group", [None, "branch"])
def test_closed_form_is_what_complex_steps_give(
    model: str, group: str | None, answers: pd.DataFrame
) -> None:
    table = answers if group else answers.drop(columns="branch")
    fit = cfa(table, model, group=group, group_equal=("loadings",) if group else ())
    layout = table_layout(fit.table)
    assert not fit.table.following

    def all_standardised(x: np.ndarray) -> np.ndarray:
        states = fit.problem.states(x)
        return standardised(layout, row_values(fit.table, fit.problem, x, layout, states), states)

    stepped = complex_jacobian(all_standardised, fit.found.x)
    closed = standardised_slopes(fit.table, fit.problem, fit.found.x, layout, fit.found.states)
    np.testing.assert_allclose(closed, stepped, rtol=1e-11, atol=1e-12)
