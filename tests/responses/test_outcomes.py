"""Criteria among the other columns."""

from __future__ import annotations

import numpy as np
import pytest

import svqkit as svq


def test_criteria_that_the_instrument_knows_are_found(survey, write) -> None:
    survey["Satisfaction"] = 5
    survey["loyalty"] = 9
    read = svq.read_responses(write(survey))
    assert set(read.outcomes) == {"Satisfaction", "loyalty"}
    assert read.problems.empty


def test_criteria_can_be_named(survey, write) -> None:
    survey["nps"] = 9
    survey["satisfaction"] = 4
    assert svq.read_responses(write(survey), outcomes=("nps",)).outcomes == ("nps",)


def test_values_outside_a_known_range_are_set_to_missing(survey, write) -> None:
    survey["satisfaction"] = [8, 99, *[5] * 28]
    read = svq.read_responses(write(survey))
    assert read.respondents["satisfaction"].isna().tolist()[:3] == [True, True, False]
    assert read.problems[["kind", "where", "count", "detail"]].iloc[0].tolist() == [
        "out_of_range", "satisfaction", 2, "line 2: 8, line 3: 99",
    ]  # fmt: skip


def test_missing_codes_without_a_known_range(survey, write) -> None:
    survey["nps"] = [99, -9, *[9] * 28]
    survey["spent"] = [99, -9, *range(100, 128)]
    read = svq.read_responses(write(survey), outcomes=("nps", "spent"))
    assert read.respondents["nps"].isna().sum() == 2
    assert read.respondents["spent"].notna().all()
    assert read.problems[["kind", "where", "count"]].to_numpy().tolist() == [
        ["missing_code", "nps", 2]
    ]


def test_criteria_that_cannot_be_used(survey, write) -> None:
    path = write(survey)
    with pytest.raises(svq.DataError, match=r"'nps', which is not there; .* id, branch"):
        svq.read_responses(path, outcomes=("nps",))
    with pytest.raises(svq.DataError, match="'branch' must be numeric, but line 2 holds 'North'"):
        svq.read_responses(path, outcomes=("branch",))


def test_criteria_of_the_instrument_that_are_text_are_left_alone(survey, write) -> None:
    survey["satisfaction"] = "fine"
    read = svq.read_responses(write(survey))
    assert read.outcomes == ()
    assert read.respondents["satisfaction"].unique().tolist() == ["fine"]


def test_criteria_keep_their_gaps(survey, write) -> None:
    survey["satisfaction"] = [np.nan, *[5.0] * 29]
    assert svq.read_responses(write(survey)).respondents["satisfaction"].isna().sum() == 1
