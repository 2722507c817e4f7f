"""All columns are tested in one step; the numbers are pingouin's, column by column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wilcoxon

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


def asked_of_pingouin(p: np.ndarray, e: np.ndarray) -> list[float]:
    """p of the t-test, W and p of the signed ranks; NaN where all differences are alike, or 0."""
    both = ~np.isnan(p - e)
    mine, wanted = p[both], e[both]
    difference = np.round(mine - wanted, 10)
    found = [np.nan] * 3
    if len(difference) > 1 and np.ptp(difference) > 0:
        found[0] = pingouin.ttest(mine, wanted, paired=True)["p_val"].iat[0]
    if difference.any():
        ranked = pingouin.wilcoxon(difference, method="asymptotic")
        found[1:] = ranked["W_val"].iat[0], ranked["p_val"].iat[0]
    return found


def test_in_one_step_the_numbers_are_those_of_one_by_one(twelve, agree):
    p, e = twelve
    quick = compare_pairs(p, e)
    slow = pd.DataFrame(
        [asked_of_pingouin(p[name].to_numpy(), e[name].to_numpy()) for name in p],
        index=p.columns,
        columns=["p", "wilcoxon_w", "wilcoxon_p"],
    )
    tested = slow["p"].notna()
    slow.loc[tested, "p_holm"] = pingouin.multicomp(slow.loc[tested, "p"], method="holm")[1]
    for column in ("p", "p_holm", "wilcoxon_w", "wilcoxon_p"):
        agree(f"gaps: items, {column}", quick[column], slow[column], oracle="pingouin", rtol=1e-10)
    assert quick.loc["Q3", ["p", "wilcoxon_w"]].isna().tolist() == [True, False]
    assert quick.loc[["Q4", "Q5"], ["p", "wilcoxon_w", "wilcoxon_p"]].isna().all(axis=None)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 30),
    st.sampled_from([1, 2, 7, 1000]),
    st.floats(0, 0.9),
)
def test_signed_ranks_are_scipys(seed, n, steps, lost):
    """Few kinds of differences make long ties, many make none; zeros and gaps drop out."""
    rng = np.random.default_rng(seed)
    p = pd.DataFrame(rng.integers(-steps, steps + 1, (n, 3)) / 3.0, columns=list("abc"))
    p = p.mask(rng.random(p.shape) < lost)
    found = compare_pairs(p, p * 0.0)
    for name, values in p.items():
        ranked = np.round(values.dropna().to_numpy(), 10)
        if not ranked.any():
            assert np.isnan(found.loc[name, ["wilcoxon_w", "wilcoxon_p"]].astype(float)).all()
            continue
        theirs = wilcoxon(ranked, method="asymptotic", correction=True)
        assert found.loc[name, "wilcoxon_w"] == theirs.statistic
        assert found.loc[name, "wilcoxon_p"] == pytest.approx(theirs.pvalue, rel=1e-12)


def test_holm_counts_only_what_was_tested():
    p = np.array([0.03, np.nan, 0.01, 0.04])
    known = ~np.isnan(p)
    adjusted = holm_adjusted(p)
    assert adjusted[known].tolist() == pytest.approx([0.06, 0.03, 0.06])
    assert adjusted[known].tolist() == pingouin.multicomp(p[known], method="holm")[1].tolist()
    assert np.isnan(holm_adjusted(np.array([np.nan]))).all()
