"""Pareto: order, running share, the vital few, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.control.pareto import pareto


def test_shares_run_up_to_one_and_stop_at_the_line() -> None:
    found = pareto({"damage": 5, "label": 60, "manual": 25, "lost": 10})
    assert found.table.index.tolist() == ["label", "manual", "lost", "damage"]
    assert found.table["cumulative"].tolist() == pytest.approx([0.6, 0.85, 0.95, 1.0])
    assert found.vital == ("label", "manual")
    assert found.sentence.startswith("2 of 4 categories make up 85%: label, manual.")


def test_a_running_share_exactly_on_the_line_is_enough() -> None:
    """0.1 + 0.7 is less than 0.8 in binary fractions; ten of ten cases are not."""
    assert pareto({"a": 7, "b": 1, "c": 1, "d": 1}).vital == ("a", "b")


def test_wilsons_interval_is_r_s(agree) -> None:
    """R 4.2.2: prop.test(c(60, 25), c(100, 100), correct = FALSE), each alone."""
    found = pareto({"label": 60, "manual": 25, "other": 15}).table
    theirs = [[0.5020025867910618, 0.690598713567541], [0.1754521136228768, 0.343044635480616]]
    agree(
        "control: Wilson interval of a share",
        found.loc[["label", "manual"], ["low", "high"]],
        np.array(theirs),
        oracle="R 4.2.2 prop.test",
        rtol=1e-12,
    )


def test_weights_rank_by_cost_and_leftovers_stand_last() -> None:
    found = pareto(
        {"a": 10, "b": 2, "other": 90}, weights={"a": 1, "b": 20, "other": 1}, last="other"
    )
    assert found.table.index.tolist() == ["b", "a", "other"]
    assert found.total == 140
    assert found.table["low"].isna().all()
    assert "'other' stands last" in found.convention


def test_cases_are_counted_and_those_without_a_category_told() -> None:
    found = pareto(pd.Series(["label", None, " label", "manual", ""]))
    assert found.table["count"].to_dict() == {"label": 2, "manual": 1}
    assert "2 without a category left out" in found.sentence
    assert "could be chance (2 against 1)" in found.sentence


@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(0, 10**6), min_size=1))
def test_the_vital_few_reach_the_line_and_no_fewer_would(counts: dict[str, int]) -> None:
    if not any(counts.values()):
        with pytest.raises(DataError, match="every category counts zero"):
            pareto(counts)
        return
    table = pareto(counts).table
    assert table["count"].is_monotonic_decreasing
    few = int(table["vital"].sum())
    assert table["cumulative"].iloc[few - 1] >= 0.8 - 1e-9
    assert few == 1 or table["cumulative"].iloc[few - 2] < 0.8
    again = pareto(dict(reversed(counts.items()))).table["share"]
    assert again.to_list() == table["share"].to_list()


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        ({}, {}, "nothing to count"),
        ({"a": -1}, {}, "'a' has the count -1"),
        ({"a": 1.5}, {}, "'a' has the count 1.5; a count is a whole number"),
        ({"a": None, "b": 2}, {}, "'a' has the count None"),
        ({"a": "many", "b": 2}, {}, "'a' has the count 'many', which is no number"),
        (pd.Series([1, 2], index=["a", "a"]), {}, "'a' stands in the counts more than once"),
        ({"a": 1}, {"weights": {"b": 2}}, "'a' has no weight"),
        ({"a": 1}, {"weights": {"a": -2}}, "the weight of 'a' must be 0 or more"),
        ({"a": 1}, {"last": "z"}, "last='z' is no category; there are a"),
        ("label", {}, "not a str"),
        (7, {}, "not a int"),
    ],
)
def test_what_cannot_be_ranked_is_named(counts, options, message) -> None:
    with pytest.raises(DataError, match=message):
        pareto(counts, **options)


def test_a_line_is_a_share() -> None:
    with pytest.raises(ValueError, match="line is a share above 0"):
        pareto({"a": 1}, line=80)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([60, 25, 15], "numbers without categories"),
        (["1", "2", "2"], "numbers without categories"),
        (pd.Series([3, 1, 1, 2]), "numbers without categories"),
        ([True, False], "True and False"),
        (
            pd.Series(pd.to_datetime(["2026-03-02", "2026-03-03"])),
            "the counts hold moments in time",
        ),
        (pd.Series([1, 2], pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])), "several levels"),
    ],
)
def test_numbers_that_may_be_counts_or_codes_are_not_guessed(counts, message) -> None:
    """A column of numeric codes of causes would otherwise rank its rows."""
    with pytest.raises(DataError, match=message):
        pareto(counts)


@pytest.mark.parametrize("weights", [[1, 2], 3, {"a": 1, "b": "two"}])
def test_weights_that_are_none(weights) -> None:
    with pytest.raises(TypeError, match="weight"):
        pareto({"a": 3, "b": 2}, weights=weights)
