"""Moments by EM, held to lavaan's, wherever moments are taken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.reliability import reliability

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles" / "missing"


def answers_of(case):
    return pd.read_csv(ORACLES / case["file"])[case["items"]]


def test_em_moments_take_the_place_of_listwise_ones(oracle):
    case = oracle("missing/hs")
    items = answers_of(case)
    found = moments(items, missing="em")
    assert found.n == case["em_n"] == len(items) - 1
    assert found.n_total == len(items)
    assert "EM" in repr(found)
    assert found.missing_counts.tolist() == items.isna().sum().tolist()
    n = found.n
    np.testing.assert_allclose(found.cov * (n - 1) / n, case["cov"], atol=1e-6)
    assert found.select(["x2", "x1"]).missing == "em"
    with pytest.raises(DataError, match="EM"):
        merge(found, found)
    with pytest.raises(DataError, match="table"):
        moments(items, missing="em", tables=True)
    with pytest.raises(DataError, match="at once"):
        moments(iter([items, items]), missing="em")


def test_a_model_of_em_moments_is_the_two_stage_fit(oracle):
    items = answers_of(oracle("missing/hs"))
    model = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6"
    two_stage = cfa(moments(items, missing="em"), model)
    full = cfa(items, model, missing="fiml")
    np.testing.assert_allclose(two_stage.loadings, full.loadings, atol=0.05)


def test_reliability_and_efa_take_em_moments(oracle):
    items = answers_of(oracle("missing/hs"))
    found = moments(items, missing="em")
    alpha = reliability(found, {"all": list(items)}).coefficients.loc["all"]
    k, cov = items.shape[1], found.cov.to_numpy()
    expected = k / (k - 1) * (1 - np.trace(cov) / cov.sum())
    assert alpha["alpha"] == pytest.approx(expected, rel=1e-12)
    assert efa(found, 3).loadings.shape == (9, 3)


def test_complete_answers_have_the_same_moments_either_way():
    items = pd.read_csv(ORACLES / "mar.csv").dropna()[["x2", "x3", "x4"]]
    em, plain = moments(items, missing="em"), moments(items)
    np.testing.assert_allclose(em.cov, plain.cov, rtol=1e-9)
    np.testing.assert_allclose(em.mean, plain.mean, rtol=1e-12)
