"""Ulwick's score by hand, its two forms, its interval, and refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError


def rated(share: float, n: int = 1000) -> list[int]:
    """Give answers of which a share is in the top box of five."""
    top = round(share * n)
    return [5] * (top // 2) + [4] * (top - top // 2) + [2] * (n - top)


def test_the_formula_on_shares_of_the_top_box(agree):
    """Importance 9.5 and satisfaction 3.2 make 15.8; what is satisfied counts once."""
    wanted = pd.DataFrame({"a": rated(0.95), "b": rated(0.80), "c": rated(0.40)})
    got = pd.DataFrame({"a": rated(0.32), "b": rated(0.80), "c": rated(0.90)})
    found = svq.opportunity(wanted, got, scale=(1, 5), bootstrap=300).table
    agree(
        "opportunity: score",
        found.loc[list("abc"), "opportunity"],
        [15.8, 8.0, 4.0],
        oracle="closed form",
        rtol=1e-12,
    )
    assert found["served"].to_dict() == {"a": "underserved", "b": "cannot tell", "c": "overserved"}
    assert found.index.tolist() == list("abc")


@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=40),
    st.sampled_from(["top_box", "mean"]),
)
def test_bounds_and_the_two_cases_of_the_maximum(answers, form):
    wanted = pd.DataFrame({"a": [a for a, _ in answers]})
    got = pd.DataFrame({"a": [b for _, b in answers]})
    row = svq.opportunity(wanted, got, scale=(1, 7), form=form, bootstrap=0).table.loc["a"]
    i, s = row["importance"], row["satisfaction"]
    assert 0 <= i <= row["opportunity"] <= 20
    np.testing.assert_allclose(row["opportunity"], i if s >= i else 2 * i - s, atol=1e-12)


def test_the_mean_form_moves_the_scale_to_ten():
    wanted, got = pd.DataFrame({"a": [7, 6]}), pd.DataFrame({"a": [1, 4]})
    row = svq.opportunity(wanted, got, scale=(1, 7), form="mean", bootstrap=0).table.loc["a"]
    np.testing.assert_allclose(row["importance"], 10 * 5.5 / 6)
    np.testing.assert_allclose(row["satisfaction"], 2.5)


def test_the_interval_is_that_of_the_delta_method():
    rng = np.random.default_rng(1)
    wanted = pd.DataFrame({"a": rng.choice([5, 2], 800, p=[0.7, 0.3])})
    got = pd.DataFrame({"a": rng.choice([5, 2], 800, p=[0.3, 0.7])})
    row = svq.opportunity(wanted, got, scale=(1, 5), bootstrap=4000).table.loc["a"]
    each = 10 * (2 * (wanted["a"] >= 4).astype(float) - (got["a"] >= 4).astype(float))
    reach = 1.96 * each.std() / np.sqrt(800)
    assert abs(row["opportunity_high"] - row["opportunity"] - reach) < 0.12 * reach
    assert abs(row["opportunity"] - row["opportunity_low"] - reach) < 0.12 * reach


def test_the_banks_weak_spots_come_first():
    """Planted: reliability expected most, responsiveness with the widest gap."""
    bank = svq.load_dataset("bank")
    for form in ("top_box", "mean"):
        found = svq.opportunity(bank, level="dimension", form=form)
        assert set(found.table.index[:2]) == {"reliability", "responsiveness"}
        assert found.table.index[-1] == "tangibles"
        assert "what customers expect" in found.convention
    items = svq.opportunity(bank)
    assert len(items.table) == 22
    again = svq.opportunity(bank)
    pd.testing.assert_frame_equal(items.table, again.table)


def test_bad_input_is_named():
    good = pd.DataFrame({"a": [1, 5], "b": [2, 3]})
    with pytest.raises(DataError, match="'b', row 1: 9 lies off the scale"):
        svq.opportunity(good, good.assign(b=[2, 9]), scale=(1, 5))
    with pytest.raises(DataError, match="only one of the two tables has b"):
        svq.opportunity(good, good[["a"]], scale=(1, 5))
    with pytest.raises(ValueError, match="need satisfaction"):
        svq.opportunity(good)
    with pytest.raises(ValueError, match=r"must be \(lowest, highest\)"):
        svq.opportunity(good, good, scale=(5, 1))
    with pytest.raises(ValueError, match="top=5 must be a whole number from 1 to 4"):
        svq.opportunity(good, good, scale=(1, 5), top=5)
    with pytest.raises(ValueError, match="form must be"):
        svq.opportunity(good, good, scale=(1, 5), form="sum")
    with pytest.raises(DataError, match="nobody answered 'a'"):
        svq.opportunity(good.assign(a=np.nan), good, scale=(1, 5))
    with pytest.raises(ValueError, match="needs responses"):
        svq.opportunity(good, good, scale=(1, 5), level="dimension")
    with pytest.raises(DataError, match="neither ratings of importance nor expectations"):
        svq.opportunity(svq.load_dataset("bank_three_column"))
