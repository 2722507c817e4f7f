"""Importance and performance: values by hand, quadrants, ranks and refusals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.priorities.importance_performance import QUADRANTS, priorities


def survey(
    perceptions: pd.DataFrame,
    *,
    expectations: pd.DataFrame | None = None,
    importance: pd.DataFrame | None = None,
    kind: str = "points",
    respondents: pd.DataFrame | None = None,
    outcomes: tuple[str, ...] = (),
):
    codes = list(perceptions.columns)
    return SimpleNamespace(
        perceptions=perceptions,
        expectations=expectations,
        importance=importance,
        importance_kind=kind,
        respondents=pd.DataFrame(index=perceptions.index) if respondents is None else respondents,
        outcomes=outcomes,
        instrument=SimpleNamespace(
            mapping={name: [code] for name, code in zip("abcd", codes, strict=False)},
            scale=SimpleNamespace(low=1, high=7),
        ),
    )


PERCEPTIONS = pd.DataFrame(
    {
        "Q1": [2.0, 3.0, 2.0, 3.0],
        "Q2": [6.0, 6.0, 7.0, 5.0],
        "Q3": [2.0, 2.0, 3.0, 3.0],
        "Q4": [6.0, 7.0, 6.0, 7.0],
    }
)
POINTS = pd.DataFrame({"a": [40.0] * 4, "b": [35.0] * 4, "c": [10.0] * 4, "d": [15.0] * 4})


def test_each_quadrant_by_hand():
    found = priorities(survey(PERCEPTIONS, importance=POINTS))
    assert found.table["quadrant"].to_dict() == {
        "a": "concentrate here",
        "b": "keep up the good work",
        "c": "low priority",
        "d": "possible overkill",
    }
    assert found.table["importance"].tolist() == [40, 35, 10, 15]
    assert found.table["performance"].tolist() == [2.5, 6.0, 2.5, 6.5]
    assert found.importance_line == 25
    assert found.performance_line == pytest.approx(4.375)
    assert found.table["rank"].to_dict() == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert found.table["gap"].isna().all()
    assert "concentrate here" in repr(found)


def test_interval_of_performance_is_students():
    row = priorities(survey(PERCEPTIONS, importance=POINTS)).table.loc["a"]
    reach = 3.182446305283263 * PERCEPTIONS["Q1"].std() / 2
    assert row["performance_high"] - row["performance"] == pytest.approx(reach, rel=1e-10)


def test_the_middle_of_the_scale_divides_when_asked():
    found = priorities(survey(PERCEPTIONS, importance=POINTS), center="scale")
    assert (found.importance_line, found.performance_line) == (25.0, 4.0)
    ratings = pd.DataFrame({f"Q{k}": [6.0, 5.0, 7.0, 6.0] for k in range(1, 5)})
    rated = priorities(survey(PERCEPTIONS, importance=ratings, kind="ratings"), center="scale")
    assert rated.importance_line == 4.0
    assert rated.table["importance"].tolist() == [6.0] * 4


def test_ratings_place_items_and_gaps_stand_beside():
    ratings = pd.DataFrame({f"Q{k}": [6.0, 5.0, 7.0, 6.0] for k in range(1, 5)})
    found = priorities(
        survey(PERCEPTIONS, expectations=PERCEPTIONS + 1, importance=ratings, kind="ratings"),
        level="item",
    )
    assert list(found.table.index) == ["Q1", "Q2", "Q3", "Q4"]
    assert found.table["gap"].tolist() == [-1.0] * 4


def test_derived_importance_is_the_correlation_with_the_outcome():
    rng = np.random.default_rng(5)
    perceptions = pd.DataFrame(rng.integers(1, 8, (60, 4)), columns=list(PERCEPTIONS)).astype(float)
    people = pd.DataFrame({"satisfaction": perceptions["Q2"] + rng.normal(size=60)})
    responses = survey(perceptions, respondents=people, outcomes=("satisfaction",))
    found = priorities(responses, importance="derived")
    for name, code in zip("abcd", perceptions, strict=True):
        r = np.corrcoef(perceptions[code], people["satisfaction"])[0, 1]
        assert found.table.loc[name, "importance"] == pytest.approx(r, rel=1e-10)
        low = np.tanh(np.arctanh(r) - 1.959963984540054 / np.sqrt(57))
        assert found.table.loc[name, "importance_low"] == pytest.approx(low, rel=1e-10)
    assert found.table["importance"].idxmax() == "b"
    assert found.outcome == "satisfaction"
    pd.testing.assert_frame_equal(
        priorities(
            responses, importance="derived", outcome="satisfaction", level="dimension"
        ).table,
        found.table,
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-2, 2))
def test_ranks_are_a_permutation_that_a_shift_of_all_answers_leaves(seed, shift):
    rng = np.random.default_rng(seed)
    perceptions = pd.DataFrame(rng.normal(size=(20, 4)), columns=list(PERCEPTIONS))
    points = pd.DataFrame(rng.dirichlet(np.ones(4), 20) * 100, columns=list("abcd"))
    first = priorities(survey(perceptions, importance=points)).table
    moved = priorities(survey(perceptions + shift, importance=points)).table
    assert sorted(first["rank"]) == [1, 2, 3, 4]
    urgent = list(QUADRANTS.values())
    places = [urgent.index(name) for name in first.sort_values("rank")["quadrant"]]
    assert places == sorted(places)
    assert first["rank"].tolist() == moved["rank"].tolist()
    assert set(first["quadrant"]) <= set(QUADRANTS.values())


def test_what_cannot_be_done_is_said():
    with pytest.raises(DataError, match=r"no stated importance .* importance='derived'"):
        priorities(survey(PERCEPTIONS))
    with pytest.raises(DataError, match="points were given to dimensions, not to items"):
        priorities(survey(PERCEPTIONS, importance=POINTS), level="item")
    with pytest.raises(DataError, match="no outcome is named; respondent columns are none"):
        priorities(survey(PERCEPTIONS), importance="derived")
    people = pd.DataFrame({"mood": ["good"] * 4, "flat": [1.0] * 4})
    with pytest.raises(DataError, match="there is no column 'joy'"):
        priorities(survey(PERCEPTIONS, respondents=people), importance="derived", outcome="joy")
    with pytest.raises(DataError, match="'mood' is not numeric"):
        priorities(survey(PERCEPTIONS, respondents=people), importance="derived", outcome="mood")
    with pytest.raises(DataError, match="does not vary"):
        priorities(survey(PERCEPTIONS, respondents=people), importance="derived", outcome="flat")
    with pytest.raises(ValueError, match="importance must be one of 'stated', 'derived'"):
        priorities(survey(PERCEPTIONS), importance="guessed")
    with pytest.raises(ValueError, match="level must be"):
        priorities(survey(PERCEPTIONS), level="total")
    with pytest.raises(ValueError, match="center must be"):
        priorities(survey(PERCEPTIONS), center="median")
    only_a = survey(PERCEPTIONS, importance=pd.DataFrame({"Q1": [3.0] * 4}), kind="ratings")
    with pytest.raises(DataError, match="has no importance rating"):
        priorities(only_a, level="item")
