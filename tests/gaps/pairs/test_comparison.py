"""Long tables are tested in one step; the numbers are pingouin's, column by column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest

from svqkit.gaps.pairs import comparison
from svqkit.gaps.pairs.comparison import compare_pairs, holm_adjusted


@pytest.fixture
def twelve() -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(8)
    names = [f"Q{k}" for k in range(12)]
    p, e = (pd.DataFrame(rng.integers(1, 8, (40, 12)), columns=names, dtype=float) for _ in "pe")
    p = p.mask(rng.random(p.shape) < 0.1)
    e["Q3"] = p["Q3"] + 1
    e["Q4"] = p["Q4"]
    p["Q5"] = np.nan
    return p, e


def test_in_one_step_or_one_by_one_the_numbers_are_the_same(twelve, monkeypatch, agree):
    assert len(twelve[0].columns) > comparison.MOST_CALLS
    quick = compare_pairs(*twelve)
    monkeypatch.setattr(comparison, "MOST_CALLS", 99)
    slow = compare_pairs(*twelve)
    for column in ("p", "p_holm", "wilcoxon_w", "wilcoxon_p"):
        agree(f"gaps: items, {column}", quick[column], slow[column], oracle="pingouin", rtol=1e-10)
    others = [name for name in slow if name not in ("p", "p_holm", "wilcoxon_p")]
    pd.testing.assert_frame_equal(quick[others], slow[others])
    assert quick.loc["Q3", ["p", "wilcoxon_w"]].isna().tolist() == [True, False]
    assert quick.loc[["Q4", "Q5"], ["p", "wilcoxon_w", "wilcoxon_p"]].isna().all(axis=None)


def test_holm_counts_only_what_was_tested():
    p = np.array([0.03, np.nan, 0.01, 0.04])
    known = ~np.isnan(p)
    adjusted = holm_adjusted(p)
    assert adjusted[known].tolist() == pytest.approx([0.06, 0.03, 0.06])
    assert adjusted[known].tolist() == pingouin.multicomp(p[known], method="holm")[1].tolist()
    assert np.isnan(holm_adjusted(np.array([np.nan]))).all()
