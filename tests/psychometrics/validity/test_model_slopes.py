"""Slopes of validity in closed form: against complex steps, for every kind of continuous model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.results.result import CFA
from svqkit.psychometrics.sem.tables.standardised import complex_jacobian
from svqkit.psychometrics.validity import discriminant
from svqkit.psychometrics.validity.discriminant import latent_correlations
from svqkit.psychometrics.validity.model_slopes import moved, smooth
from svqkit.psychometrics.validity.scale_measures import scale_measures, scale_slopes
from svqkit.psychometrics.validity.scales import find_scales

MODELS = {
    "correlated": "f =~ a + b + c\ng =~ d + e + i\nh =~ x + y + z",
    "crossed, with correlated errors": "f =~ a + b + c + d\ng =~ d + e + i\nh =~ x + y + z\na ~~ b",
    "equal loadings": "f =~ a + k*b + k*c\ng =~ d + e + i\nh =~ NA*x + y + z\nh ~~ 1*h",
    "factor of factors": "f =~ a + b + c\ng =~ d + e + i\nh =~ x + y + z\nq =~ f + g + h",
    "regression": "f =~ a + b + c\ng =~ d + e + i\nh =~ x + y + z\nh ~ f + g",
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    common = rng.normal(size=(300, 1))
    factors = 0.7 * common + 0.7 * rng.normal(size=(300, 3))
    values = np.repeat(factors, 3, axis=1) * rng.uniform(0.6, 1.2, 9) + rng.normal(size=(300, 9))
    return pd.DataFrame(values, columns=list("abcdeixyz"))


def fits(answers: pd.DataFrame) -> dict[str, CFA]:
    found = {name: cfa(answers, model) for name, model in MODELS.items()}
    half = pd.Series(np.where(np.arange(len(answers)) % 2, "one", "two"), index=answers.index)
    found["groups, loadings equal"] = cfa(
        answers, MODELS["correlated"], group=half, group_equal=["loadings"]
    )
    gappy = answers.mask(np.random.default_rng(6).random(answers.shape) < 0.05)
    found["answers with gaps"] = cfa(gappy, MODELS["correlated"], missing="fiml")
    return found


def test_covariances_and_paths_move_as_by_complex_steps(answers):
    for name, fit in fits(answers).items():
        for g, group in enumerate(fit.problem.groups):
            ours = moved(group, fit.found.states[g], len(fit.found.x))

            def total(x, group=group):
                return group.state(x).total.ravel()

            def paths(x, group=group):
                return group.state(x).paths.ravel()

            for mine, function in ((ours.total, total), (ours.paths, paths)):
                theirs = complex_jacobian(function, fit.found.x).T.reshape(mine.shape)
                np.testing.assert_allclose(mine, theirs, rtol=1e-8, atol=1e-10, err_msg=name)


def test_measures_and_correlations_move_as_by_complex_steps(answers):
    for name, fit in fits(answers).items():
        scales = find_scales(fit)
        for g, (group, state) in enumerate(zip(fit.problem.groups, fit.found.states, strict=True)):
            change = moved(group, state, len(fit.found.x))
            for scale in scales:

                def measured(x, group=group, scale=scale):
                    state = group.state(x)
                    return scale_measures(state, state.total[: state.p, : state.p], scale)

                np.testing.assert_allclose(
                    scale_slopes(state, change, scale),
                    complex_jacobian(measured, fit.found.x),
                    rtol=1e-8,
                    atol=1e-10,
                    err_msg=f"{name}, group {g}, {scale.name}",
                )
        left, right = np.triu_indices(len(fit.factors), 1)

        def correlated(x, fit=fit, left=left, right=right):
            return np.concatenate(
                [latent_correlations(state)[left, right] for state in fit.problem.states(x)]
            )

        np.testing.assert_allclose(
            discriminant._slopes(fit, left, right),
            complex_jacobian(correlated, fit.found.x),
            rtol=1e-8,
            atol=1e-10,
            err_msg=name,
        )


def test_ordered_items_are_left_to_complex_steps(answers):
    coded = answers[list("abcdei")].apply(lambda column: pd.qcut(column, 3, labels=False) + 1)
    assert not smooth(cfa(coded, {"f": list("abc"), "g": list("dei")}, ordered=True))
    assert smooth(cfa(coded, {"f": list("abc"), "g": list("dei")}))
