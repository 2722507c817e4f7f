"""Invariance over the groups that are large enough, and what is said of the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.invariance.large_groups import invariance_of_large_groups

CODES = ["Q1", "Q2", "Q3", "Q4"]


@pytest.fixture(scope="module")
def answers():
    random = np.random.default_rng(8)
    return pd.DataFrame(random.normal(size=(215, 1)) + random.normal(size=(215, 4)), columns=CODES)


def test_small_groups_are_left_out_by_number_only(answers):
    group = pd.Series(["north"] * 100 + ["south"] * 100 + ["hamlet"] * 9 + ["mill"] * 6)
    found, out = invariance_of_large_groups(answers, {"f": CODES}, group)
    assert found.fits["configural"].groups == ("north", "south")
    assert "2 groups with 15 respondents together" in out
    assert "hamlet" not in out


def test_one_large_group_is_refused(answers):
    group = pd.Series(["north"] * 210 + ["south"] * 5)
    with pytest.raises(DataError, match="groups cannot be compared"):
        invariance_of_large_groups(answers, {"f": CODES}, group)
