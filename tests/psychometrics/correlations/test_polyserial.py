from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.polyserial import polyserial

MIXED = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric" / "mixed.csv"


@pytest.fixture(scope="module")
def mixed() -> pd.DataFrame:
    return pd.read_csv(MIXED)


def test_every_item_agrees_with_lavaan(oracle: Any, mixed: pd.DataFrame, agree: Any) -> None:
    found = polyserial(mixed.iloc[:, :8], mixed["outcome"])
    assert found.columns.tolist() == ["outcome"]
    expected = oracle("polychoric/polyserial")["lavaan"]
    agree("polychoric: polyserial", found["outcome"], expected, oracle="lavaan 0.6-14", atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(
    arrays(float, (30,), elements=st.integers(1, 4).map(float)),
    arrays(float, (30,), elements=st.floats(-50, 50)),
    st.randoms(use_true_random=False),
)
def test_only_order_and_sides_count(codes: np.ndarray, values: np.ndarray, random: Any) -> None:
    values = np.round(values)
    order = list(range(30))
    random.shuffle(order)
    first, second = pd.DataFrame({"a": codes}), pd.Series(values, name="x")
    r = polyserial(first, second).iloc[0, 0]
    again = polyserial(first.iloc[order].replace({1: -7, 2: 0.5}), 3 * second + 8).iloc[0, 0]
    turned = polyserial(5 - first, second).iloc[0, 0]
    np.testing.assert_allclose([again, -turned], [r, r], atol=1e-7)


def test_missing_answers_are_left_out_as_asked(mixed: pd.DataFrame) -> None:
    frame = mixed.astype(float)
    frame.loc[4, "Q7"] = np.nan
    frame.loc[9, "outcome"] = np.nan
    items, outcome = frame[["Q6", "Q7"]], frame["outcome"]
    whole = frame.dropna()
    np.testing.assert_array_equal(
        polyserial(items, outcome), polyserial(whole[["Q6", "Q7"]], whole["outcome"])
    )
    pairwise = polyserial(items, outcome, missing="pairwise")
    some = frame.dropna(subset=["Q6", "outcome"])
    assert pairwise.loc["Q6", "outcome"] == polyserial(some[["Q6"]], some["outcome"]).iloc[0, 0]


def test_tables_are_matched_by_index(mixed: pd.DataFrame) -> None:
    items, outcome = mixed[["Q6"]], mixed["outcome"]
    other = polyserial(items.iloc[10:], outcome.iloc[::-1])
    wanted = polyserial(items.iloc[10:], outcome.iloc[10:])
    np.testing.assert_allclose(other, wanted, atol=1e-10)
    twice = outcome.set_axis([0, *range(249)])
    with pytest.raises(DataError, match="names a respondent twice"):
        polyserial(items, twice)


def test_what_does_not_vary_has_no_correlation() -> None:
    items = pd.DataFrame({"a": [1, 1, 1, 1], "b": [1, 2, 1, 2]})
    assert polyserial(items, pd.Series([1, 2, 3, 4.0], name="x")).x.isna().tolist() == [True, False]
    assert polyserial(items, pd.Series([5, 5, 5, 5], name="x")).x.isna().all()


def test_separated_answers_end_at_the_bound() -> None:
    items = pd.DataFrame({"a": [1, 1, 1, 2, 2, 2]})
    assert polyserial(items, pd.Series([1, 2, 3, 7, 8, 9], name="x")).iloc[0, 0] == 0.995
    assert polyserial(3 - items, pd.Series([1, 2, 3, 7, 8, 9], name="x")).iloc[0, 0] == -0.995


def test_what_cannot_be_used_is_said() -> None:
    items = pd.DataFrame({"a": [1, 2]})
    with pytest.raises(DataError, match="only 1 respondents have all"):
        polyserial(items, pd.Series([1, np.nan], name="x"))
    with pytest.raises(ValueError, match="listwise, pairwise"):
        polyserial(items, pd.Series([1, 2], name="x"), missing="fiml")
    with pytest.raises(TypeError, match="must be a pandas DataFrame"):
        polyserial(items, [1, 2])


def test_an_answer_against_the_trend_does_not_throw_it_to_the_bound(
    oracle: Any, agree: Any
) -> None:
    folder = MIXED.parent.parent / "differential"
    rare = pd.read_csv(folder / "rare_answers.csv")
    found = polyserial(rare.drop(columns="z"), rare["z"])["z"]
    expected = oracle("differential/differential")["polyserial"]
    agree("polychoric: polyserial", found, expected, oracle="lavaan 0.6-14", atol=1e-6)
