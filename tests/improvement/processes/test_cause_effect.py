"""Causes ordered and counted, from a mapping or a table alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

NESTED = {
    "method": {"keyed wrongly": 22, "label": {"torn": 30, "wet": 11}},
    "people": ["new staff", "night shift"],
}


def test_a_mapping_becomes_a_table_with_the_commonest_first():
    found = svq.cause_effect(NESTED, problem="missorted")
    assert found.table[["category", "cause", "subcause"]].to_numpy().tolist() == [
        ["method", "label", "torn"],
        ["method", "label", "wet"],
        ["method", "keyed wrongly", ""],
        ["people", "new staff", ""],
        ["people", "night shift", ""],
    ]
    assert found.categories.loc["method", "count"] == 63
    assert found.table["pct"].sum() == pytest.approx(100)
    assert np.isnan(found.categories.loc["people", "count"])


def test_a_table_says_the_same_and_repeated_rows_are_counted():
    found = svq.cause_effect(NESTED, problem="missorted")
    again = svq.cause_effect(found.table, problem="missorted")
    pd.testing.assert_frame_equal(again.table, found.table)
    seen = pd.DataFrame({"category": ["a", "a", "b"], "cause": ["x", "x", "y"]})
    assert svq.cause_effect(seen, problem="p").table["count"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("causes", "problem", "said"),
    [
        (NESTED, " ", "the problem is empty"),
        ({}, "p", "no causes given"),
        ({"a": []}, "p", "'a' has no causes"),
        ({"a": "x"}, "p", "the causes of 'a' must be a list or a mapping"),
        ({"a": ["x", " "]}, "p", "the cause of entry 2 is empty"),
        ({"a": {"x": -1}}, "p", "count of 'x' is -1"),
        (
            {"a": {"x": "often"}},
            "p",
            "the count of 'x'|count of 'x' is 'often', which is no number",
        ),
        (["x"], "p", "must be a mapping of category to causes"),
        (pd.DataFrame({"cause": ["x"]}), "p", "no column 'category'"),
    ],
)
def test_bad_input_is_named(causes, problem, said):
    with pytest.raises(DataError, match=said):
        svq.cause_effect(causes, problem=problem)
