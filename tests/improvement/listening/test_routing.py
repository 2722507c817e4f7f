"""Routing by rules, due days by severity, and praise that is worth passing on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


@pytest.fixture
def sorted_feedback():
    table = pd.DataFrame(
        {
            "id": list("abcd"),
            "text": [
                "The steward was rude",
                "I was injured by a sharp edge",
                "A long queue",
                "The steward was rude",
            ],
            "owner": ["", "", "", "Ms Bell"],
            "date": "2025-03-01",
            "due": ["", "", "2025-03-09", ""],
        }
    )
    return svq.classify_feedback(svq.read_feedback(table, on="2025-12-31"))


def test_the_first_rule_that_fits_counts_and_owners_stay(sorted_feedback) -> None:
    rules = [({"severity": 3}, "Safety"), ({"class": ["attitude"]}, "Crew"), ({}, "Care")]
    done = svq.route_feedback(sorted_feedback, rules).comments
    assert done["owner"].tolist() == ["Crew", "Safety", "Care", "Ms Bell"]
    assert done["routed"].tolist() == ["rule 2", "rule 1", "rule 3", "given"]
    assert (done["due"] - done["received"]).dt.days.tolist() == [14, 2, 8, 14]
    assert sorted_feedback.comments["owner"].tolist() == ["", "", "", "Ms Bell"]


def test_what_no_rule_fits_stays_without_owner(sorted_feedback) -> None:
    done = svq.route_feedback(sorted_feedback, [({"severity": 3}, "Safety")]).comments
    assert done["routed"].tolist() == ["", "rule 1", "", "given"]


@pytest.mark.parametrize(
    ("rules", "options", "message"),
    [
        ([], {}, "rules is empty"),
        ([({}, " ")], {}, "rule 1 has no owner"),
        ([({"clas": "x"}, "A")], {}, "names column 'clas'"),
        ([({}, "A")], {"due_days": {1: -3}}, "0 or more"),
        ([({}, "A")], {"due_days": {1: 3}}, "lacks severity"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused(
    sorted_feedback, rules, options, message
) -> None:
    with pytest.raises(DataError, match=message):
        svq.route_feedback(sorted_feedback, rules, **options)


def test_praise_of_the_crew_is_the_best_practice() -> None:
    heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    found = svq.best_practice(svq.classify_feedback(heard), by="owner")
    assert found.table.index[found.table["above"]].tolist() == ["Cabin crew"]
    assert found.comments["group"].isin(found.table.index).all()
    assert (found.comments["sentiment"] > 0).all()
    assert found.table["praise"].sum() == len(found.comments)


def test_praise_needs_sorted_comments(sorted_feedback) -> None:
    with pytest.raises(DataError, match="classify_feedback comes first"):
        svq.best_practice(svq.read_feedback(pd.DataFrame({"text": ["Good"]})), by="channel")
    with pytest.raises(DataError, match="no comment has both step"):
        svq.best_practice(sorted_feedback)


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (None, "rules is empty"),
        ("Crew", "rules is empty"),
        ([({"class": "attitude"}, "A", "B")], "rule 1 is no pair"),
        ([{"class": "attitude"}], "rule 1 is no pair"),
        ([("class", "Crew")], "rule 1 maps a column"),
        ([({}, None)], "rule 1 has no owner"),
        ([({"class": []}, "Crew")], "rule 1 names no value"),
    ],
)
def test_rules_are_checked(rules: Any, message: str) -> None:
    heard = svq.read_feedback(pd.DataFrame({"text": ["Rude steward"]}))
    with pytest.raises((TypeError, ValueError), match=message):
        svq.route_feedback(heard, rules)


@pytest.mark.parametrize("days", [np.nan, "soon", 1e300, -1, True])
def test_due_days_are_numbers_of_days(days: Any) -> None:
    heard = svq.read_feedback(pd.DataFrame({"text": ["Rude steward"], "date": ["2025-03-01"]}))
    with pytest.raises(DataError, match="due_days"):
        svq.route_feedback(heard, [({}, "Crew")], due_days={1: days})


def test_praise_is_compared_by_a_column_that_is_filled() -> None:
    heard = svq.classify_feedback(svq.read_feedback(pd.DataFrame({"text": ["Lovely meal"]})))
    for by in ("due", "nowhere", ["step"]):
        with pytest.raises(DataError, match=r"polarity|no column"):
            svq.best_practice(heard, by=by)
