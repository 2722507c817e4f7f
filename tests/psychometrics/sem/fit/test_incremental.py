"""Incremental indices at their edges, where a formula would divide by zero or change its sign."""

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.sem.fit.incremental import incremental
from svqkit.psychometrics.sem.fit.rmsea import ChiSquare

NAMES = ["cfi", "tli", "nnfi", "rfi", "nfi", "pnfi", "ifi", "rni"]


@pytest.mark.parametrize("estimator", ["ML", "MLR", "GLS"])
def test_one_variable_leaves_an_independence_model_nothing_to_explain(estimator: str) -> None:
    answers = pd.DataFrame({"x": np.random.default_rng(1).normal(0.3, 1.0, 50)})
    fit = cfa(answers, "x ~ 0*1", estimator=estimator).fit
    assert fit["df"] == 1
    assert fit[NAMES].isna().all()
    assert np.isfinite(fit["chisq"])


def test_chi_square_is_the_likelihood_ratio_of_one_mean() -> None:
    x = np.random.default_rng(1).normal(0.3, 1.0, 50)
    fit = cfa(pd.DataFrame({"x": x}), "x ~ 0*1").fit
    expected = len(x) * np.log(np.mean(x**2) / np.var(x))
    assert fit["chisq"] == pytest.approx(expected, rel=1e-8)


def test_ifi_is_one_where_independence_fits_better_than_chance() -> None:
    """lavaan 0.6-14: IFI = 1 where the baseline's χ² is below the model's df (ULS, small units)."""
    assert incremental(ChiSquare(1.8e-6, 2), ChiSquare(0.06, 6))["ifi"] == 1.0
    assert incremental(ChiSquare(3.0, 2), ChiSquare(12.0, 6))["ifi"] == pytest.approx(0.9)
