"""Separation: planted, absent, and named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.drivers.separation import refuse_separated, separating


@given(seed=st.integers(0, 5000), k=st.integers(1, 4))
def test_a_planted_plane_separates_completely_and_one_wrong_answer_ends_it(seed, k):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(60, k))
    side = X @ rng.normal(size=k)
    y = (side > np.median(side)).astype(float)
    assert separating(X, y)[0] == "complete"
    middle = np.vstack([X[y == 1].mean(axis=0), X[y == 0].mean(axis=0)])
    crossed = np.vstack([X, middle])
    assert separating(crossed, np.r_[y, 0.0, 1.0])[0] == "none"


def test_a_category_without_events_is_quasi_complete_and_named():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"care": rng.normal(size=80), "member": np.repeat([0.0, 1.0], 40)})
    y = np.r_[rng.integers(0, 2, 40), np.zeros(40)].astype(float)
    with pytest.raises(DataError, match=r"^quasi-complete separation: member tells") as caught:
        refuse_separated(table, y, "churn")
    assert caught.value.column == "member"


def test_two_predictors_that_separate_only_together_are_both_named():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(100, 3))
    table = pd.DataFrame(x, columns=["a", "b", "c"])
    with pytest.raises(DataError, match="complete separation: a, b tells"):
        refuse_separated(table, (x[:, 0] + x[:, 1] > 0).astype(float), "churn")
