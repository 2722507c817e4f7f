"""What analyses take in, and what they refuse."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.data.answers import as_items, check_dimensions, complete_cases

FRAME = pd.DataFrame({"Q1": [1, 2, 3], "Q2": [3.0, np.nan, 1.0]}, index=["x", "y", "z"])


def test_perceptions_stand_for_responses():
    pd.testing.assert_frame_equal(as_items(SimpleNamespace(perceptions=FRAME)), FRAME.astype(float))


def test_nullable_integers_become_floats_with_nan():
    items = as_items(pd.DataFrame({"Q1": pd.array([1, None], dtype="Int64")}))
    assert np.isnan(items.loc[1, "Q1"])


def test_the_input_is_not_changed():
    before = FRAME.copy()
    answers = as_items(FRAME)
    answers.iloc[0, 0] = 99
    pd.testing.assert_frame_equal(FRAME, before)


@pytest.mark.parametrize("wrong", [[[1, 2]], np.eye(2), None])
def test_what_is_no_table_is_refused(wrong):
    with pytest.raises(TypeError, match="must be a pandas DataFrame"):
        as_items(wrong)


def test_a_column_that_stands_twice_is_named():
    with pytest.raises(DataError, match="'Q1' stands twice") as caught:
        as_items(pd.DataFrame([[1, 2]], columns=["Q1", "Q1"]))
    assert caught.value.column == "Q1"


def test_text_is_named():
    with pytest.raises(DataError, match="'Q2' is not numeric"):
        as_items(pd.DataFrame({"Q1": [1], "Q2": ["often"]}))


def test_infinity_is_named_with_its_cell():
    with pytest.raises(DataError, match="row 'y', column 'Q1' is infinite") as caught:
        as_items(pd.DataFrame({"Q1": [1, np.inf]}, index=["x", "y"]))
    assert (caught.value.row, caught.value.column) == ("y", "Q1")


def test_listwise_deletion_is_counted():
    kept, lost = complete_cases(FRAME)
    assert (list(kept.index), lost) == (["x", "z"], 1)


@pytest.mark.parametrize(
    ("dimensions", "message"),
    [({"a": []}, "no items"), ({"a": ["Q9"]}, "'Q9'"), ({"a": ["Q1", "Q1"]}, "twice")],
)
def test_a_wrong_mapping_is_named(dimensions, message):
    with pytest.raises(DataError, match=message):
        check_dimensions(dimensions, ["Q1", "Q2"])


def test_a_matrix_with_a_misprint_is_not_taken_for_answers():
    odd = pd.DataFrame([[1, 0.5], [0.4, 1]], index=["a", "b"], columns=["a", "b"])
    with pytest.raises(DataError, match="not symmetric: look for a misprint"):
        as_items(odd)
    # a square of answers has row labels of its own
    assert as_items(pd.DataFrame([[1, 5], [4, 1]])).shape == (2, 2)


@pytest.mark.parametrize(
    ("dimensions", "message"),
    [(["Q1", "Q2"], "mapping of each"), ({"care": "Q1"}, r"\['Q1'\], not 'Q1'")],
)
def test_scales_are_lists_by_name(dimensions, message):
    with pytest.raises(TypeError, match=message):
        check_dimensions(dimensions, ["Q1", "Q2"])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame([[1, 2]], columns=[["a", "b"], ["x", "y"]]), "2 levels of names, such as"),
        (pd.DataFrame({"Q1": [1 + 2j]}), "'Q1' is not numeric"),
        (pd.DataFrame({"Q1": [1, -1e300]}), "row 1, column 'Q1' is -1e\\+300, too large"),
        (pd.DataFrame({"Q1": [np.nan, 1e61]}), "row 1, column 'Q1' is 1e\\+61, too large"),
    ],
)
def test_what_cannot_be_computed_with_is_named(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(DataError, match=message):
        as_items(table)
