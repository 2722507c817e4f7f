from __future__ import annotations

import numpy as np
import pandas as pd

from svqkit.present.report.masking import composition, masked


def test_small_segments_vanish_with_their_names() -> None:
    index = pd.MultiIndex.from_tuples([("Anna", "total"), ("North", "total")])
    by = pd.DataFrame({"n": [np.nan, 40], "gap": [np.nan, -1.0]}, index=index)
    assert masked(by).index.get_level_values(0).tolist() == ["North"]


def test_identifying_columns_never_appear() -> None:
    n = 60
    people = pd.DataFrame(
        {
            "id": range(n),
            "name": [f"Person {k}" for k in range(n)],
            "mail": [f"p{k}@example.org" for k in range(n)],
            "branch": ["North"] * 50 + ["South"] * 10,
            "age": np.linspace(20, 60, n),
        }
    )
    made = composition(people)
    assert made["characteristic"].unique().tolist() == ["Branch"]


def test_groups_under_ten_are_not_named() -> None:
    people = pd.DataFrame({"branch": ["North"] * 30 + ["Anna's own"] * 9 + [None] * 12})
    made = composition(people).set_index("group")["count"]
    assert made.index.tolist() == ["North", "fewer than 10 each", "not stated"]
    assert made["North"] == 30
    assert np.isnan(made["fewer than 10 each"])
    assert made["not stated"] == 12


def test_outcomes_are_no_groups() -> None:
    people = pd.DataFrame({"satisfaction": [1, 2] * 20})
    assert composition(people, ("satisfaction",)).empty


def test_a_small_sample_shows_no_group_at_all() -> None:
    assert composition(pd.DataFrame({"branch": ["a"] * 5 + ["b"] * 4})).empty


def test_numbered_series_of_questions_are_no_groups() -> None:
    people = pd.DataFrame({f"kano_{k}": ["yes"] * 30 for k in range(1, 5)} | {"sex": ["f"] * 30})
    assert composition(people)["characteristic"].unique().tolist() == ["Sex"]


def test_a_few_columns_describe_a_sample() -> None:
    people = pd.DataFrame({f"column {chr(97 + k)}": ["x"] * 30 for k in range(20)})
    assert composition(people)["characteristic"].nunique() == 8
