from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.errors import DataError
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import moments

ANSWER = st.one_of(st.integers(1, 7).map(float), st.just(np.nan))


def frame_of(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=[f"Q{i + 1}" for i in range(values.shape[1])])


@settings(max_examples=60, deadline=None)
@given(
    arrays(float, (9, 3), elements=ANSWER),
    st.integers(0, 9),
    st.sampled_from([0.0, 1e7, -3.5]),
)
def test_merging_two_parts_is_reading_both(values: np.ndarray, cut: int, shift: float) -> None:
    whole = frame_of(values + shift)
    together = moments(whole)
    joined = merge(moments(whole.iloc[:cut]), moments(whole.iloc[cut:]))
    assert (joined.n, joined.n_total) == (together.n, together.n_total)
    assert joined.columns == together.columns
    assert joined.missing_counts.tolist() == together.missing_counts.tolist()
    np.testing.assert_allclose(joined.mean, together.mean, rtol=1e-12)
    scale = 1 if shift < 1e6 else 1e3  # at 1e7 one unit in the last place is 2e-9
    np.testing.assert_allclose(
        joined.cross_products, together.cross_products, rtol=1e-10, atol=1e-9 * scale
    )


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(12)), st.integers(0, 50))
def test_the_order_of_respondents_does_not_matter(order: list[int], seed: int) -> None:
    values = np.random.default_rng(seed).integers(1, 8, (12, 4)).astype(float)
    a, b = moments(frame_of(values)), moments(frame_of(values[order]))
    np.testing.assert_allclose(a.cov, b.cov, rtol=1e-12, atol=1e-12)


def test_covariances_do_not_cancel_when_means_are_large() -> None:
    values = np.random.default_rng(1).normal(size=(1000, 3))
    near, far = moments(frame_of(values)), moments(frame_of(values + 1e6))
    np.testing.assert_allclose(far.cov, near.cov, atol=1e-9)


def test_moments_agree_with_pandas() -> None:
    answers = frame_of(np.random.default_rng(3).integers(1, 8, (40, 5)).astype(float))
    answers.iloc[3, 2] = np.nan
    found = moments(answers)
    kept = answers.dropna()
    assert (found.n, found.n_total) == (39, 40)
    np.testing.assert_allclose(found.mean, kept.mean(), rtol=1e-14)
    np.testing.assert_allclose(found.cov, kept.cov(), rtol=1e-12)
    np.testing.assert_allclose(found.corr, kept.corr(), rtol=1e-12)
    np.testing.assert_allclose(found.sd, kept.std(), rtol=1e-12)
    assert found.missing_counts["Q3"] == 1


def test_a_constant_item_is_known_whatever_its_value() -> None:
    answers = pd.DataFrame({"a": [0.1] * 7, "b": range(7), "c": [1e8] * 7})
    found = moments(answers)
    assert found.constant == ("a", "c")
    assert found.corr.loc["b", "b"] == 1
    assert found.corr.loc["a"].isna().all()


def test_parts_with_the_same_items_in_another_order_merge() -> None:
    answers = frame_of(np.random.default_rng(5).normal(size=(20, 3)))
    joined = merge(moments(answers.iloc[:9]), moments(answers.iloc[9:, ::-1]))
    np.testing.assert_allclose(joined.cov, answers.cov(), rtol=1e-12)


def test_parts_with_other_items_do_not_merge() -> None:
    with pytest.raises(DataError, match="'c' is only in one"):
        merge(
            moments(pd.DataFrame({"a": [1, 2]})),
            moments(pd.DataFrame({"a": [1, 2], "c": [1, 2]})),
        )


def test_selecting_keeps_the_order_given() -> None:
    found = moments(frame_of(np.random.default_rng(5).normal(size=(20, 3))))
    some = found.select(["Q3", "Q1"])
    assert some.columns == ("Q3", "Q1")
    assert some.cov.loc["Q3", "Q1"] == found.cov.loc["Q3", "Q1"]
    with pytest.raises(DataError, match="'Q9'"):
        found.select(["Q9"])


def test_too_few_respondents_name_the_empty_item() -> None:
    empty = pd.DataFrame({"a": [1.0, 2.0], "b": [np.nan, np.nan]})
    with pytest.raises(DataError, match="item 'b' has no answers at all"):
        moments(empty).require(2)
    holes = pd.DataFrame({"a": [1.0, np.nan], "b": [np.nan, 1.0]})
    with pytest.raises(DataError, match="only 0 of 2 respondents answered all 2 items"):
        _ = moments(holes).cov


def test_a_matrix_stands_for_answers() -> None:
    answers = frame_of(np.random.default_rng(5).normal(size=(20, 3)))
    found = Moments.from_covariance(answers.cov(), 20, answers.mean())
    np.testing.assert_allclose(found.cov, answers.cov(), rtol=1e-12)
    np.testing.assert_allclose(found.mean, answers.mean())
    assert Moments.from_correlation(answers.corr(), 20).mean.isna().all()


@pytest.mark.parametrize(
    ("values", "n", "message"),
    [
        ([[1.0, 0.5], [0.4, 1.0]], 50, "not symmetric"),
        ([[1.0, np.nan], [np.nan, 1.0]], 50, "'a' and 'b' is missing"),
        ([[-1.0, 0.0], [0.0, 1.0]], 50, "variance of 'a' is negative"),
        ([[1.0, 0.5], [0.5, 1.0]], 1, "at least 2 respondents"),
    ],
)
def test_a_bad_covariance_matrix_says_what_is_wrong(
    values: list[list[float]], n: int, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        Moments.from_covariance(pd.DataFrame(values, ["a", "b"], ["a", "b"]), n)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1.0, 1.5], [1.5, 1.0]], "between -1 and 1"),
        ([[2.0, 0.5], [0.5, 1.0]], "1 on its diagonal"),
    ],
)
def test_a_bad_correlation_matrix_says_what_is_wrong(
    values: list[list[float]], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        Moments.from_correlation(pd.DataFrame(values, ["a", "b"], ["a", "b"]), 50)


def test_rows_and_columns_must_bear_the_same_names() -> None:
    with pytest.raises(DataError, match="same item names"):
        Moments.from_covariance(pd.DataFrame(np.eye(2), ["a", "b"], ["a", "c"]), 50)


def test_moments_show_themselves() -> None:
    text = repr(moments(pd.DataFrame({"Q1": [1, 2, None]})))
    assert "2 complete of 3" in text
