"""What needs statsmodels says so, with its install line."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import MissingExtraError


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("statsmodels.regression.linear_model", "statsmodels.stats.sandwich_covariance"):
        monkeypatch.setitem(sys.modules, name, None)
    series = pd.Series(np.random.default_rng(1).normal(size=40))
    with pytest.raises(MissingExtraError, match=r'pip install "svqkit\[improve\]"'):
        svq.interrupted_series(series, 20)
    rows = pd.DataFrame({"y": series, "t": np.arange(40) % 2, "new": np.arange(40) // 20})
    with pytest.raises(MissingExtraError, match=r'pip install "svqkit\[improve\]"'):
        svq.difference_in_differences(rows, outcome="y", period="t", treated="new")
    assert svq.before_after([1, 2, 3], [2, 3, 5]).estimate > 0
