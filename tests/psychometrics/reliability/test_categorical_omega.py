from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.data.category_tables import category_tables
from svqkit.psychometrics.reliability.categorical_omega import categorical_omega, sum_covariances

TWO = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric" / "two.csv"
Answers = Callable[[str], pd.DataFrame]


@pytest.mark.parametrize("case", ["survey", "small", "two"])
def test_it_agrees_with_semtools(oracle: Any, oracle_answers: Answers, case: str) -> None:
    expected = oracle(f"polychoric/reliability_{case}")
    frame = pd.read_csv(TWO) if case == "two" else oracle_answers(case)
    found = polychoric(frame[expected["items"]])
    common = np.outer(expected["loadings"], expected["loadings"])
    value = categorical_omega(common, found.correlation.to_numpy(), found.thresholds.to_numpy())
    assert value == pytest.approx(expected["omega_categorical"], abs=1e-7)


def test_covariances_of_the_sum_are_the_samples_where_tables_fit() -> None:
    # two dichotomies fit their tetrachoric correlation exactly
    frame = pd.read_csv(TWO)[["Q3", "Q5"]]
    found = polychoric(frame)
    cov = sum_covariances(found.correlation.to_numpy(), found.thresholds.to_numpy())
    np.testing.assert_allclose(cov, frame.cov(ddof=0), atol=1e-9)


def test_items_may_have_different_numbers_of_categories() -> None:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"a": rng.integers(0, 2, 90), "b": rng.integers(0, 6, 90)})
    found = polychoric(category_tables(frame))
    cuts = np.nan_to_num(found.thresholds.to_numpy(), nan=np.inf)
    cov = sum_covariances(np.eye(2), cuts)
    np.testing.assert_allclose(np.diag(cov), frame.var(ddof=0), atol=1e-12)
    assert cov[0, 1] == pytest.approx(0, abs=1e-12)
