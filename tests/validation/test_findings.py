"""Findings and claims: the rules of design.md, case by case."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.validation.claims import claims_table
from svqkit.validation.criteria import read_criteria
from svqkit.validation.findings import Evidence, findings_table, judge

CRITERIA = read_criteria("default")


def verdict(key: str, *numbers: float, n: int | None = 300) -> str:
    value, *ends = numbers
    low, high = ends or (None, None)
    return judge(Evidence(key, value, "", low, high, n), CRITERIA.criteria[key])[0]


@pytest.mark.parametrize(
    ("key", "numbers", "expected"),
    [
        ("omega", (0.80, 0.75, 0.84), "supported"),
        ("omega", (0.74, 0.69, 0.79), "uncertain"),
        ("omega", (0.66, 0.60, 0.71), "uncertain"),
        ("omega", (0.60, 0.52, 0.68), "not supported"),
        ("rmsea", (0.04, 0.03, 0.05), "supported"),
        ("rmsea", (0.06, 0.05, 0.07), "uncertain"),
        ("rmsea", (0.09, 0.08, 0.099), "uncertain"),
        ("rmsea", (0.12, 0.11, 0.13), "not supported"),
        ("cfi", (0.96,), "supported"),
        ("cfi", (0.93,), "uncertain"),
        ("cfi", (0.89,), "not supported"),
        ("misplaced", (0,), "supported"),
        ("misplaced", (1,), "uncertain"),
        ("misplaced", (3,), "not supported"),
        ("n", (199,), "uncertain"),
        ("n", (99,), "not supported"),
    ],
)
def test_an_interval_or_a_point_meets_misses_or_leaves_open(key, numbers, expected):
    assert verdict(key, *numbers) == expected


def test_the_reason_says_how_many_respondents_would_decide():
    """Half-width .05 towards the criterion and distance .04 need n·(.05/.04)² respondents."""
    evidence = Evidence("omega", 0.74, low=0.69, high=0.79, n=200)
    reason = judge(evidence, CRITERIA.criteria["omega"])[1]
    assert "about 313 respondents would decide" in reason


def test_an_estimate_at_the_criterion_is_not_given_a_number_of_respondents():
    evidence = Evidence("omega", 0.7001, low=0.65, high=0.75, n=200)
    assert "practically at the criterion" in judge(evidence, CRITERIA.criteria["omega"])[1]


@given(st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 0.3))
def test_a_wider_interval_never_turns_uncertainty_into_a_verdict(value, half, more):
    narrow = verdict("omega", value, value - half, value + half)
    wide = verdict("omega", value, value - half - more, value + half + more)
    assert wide in (narrow, "uncertain")


def table(*evidence: Evidence) -> pd.DataFrame:
    return findings_table(evidence, CRITERIA)


def test_a_decisive_failure_decides_the_claim():
    claims = claims_table(
        table(Evidence("omega", 0.5, "a", 0.4, 0.6), Evidence("alpha", 0.9, "a", 0.8, 0.95)), {}
    )
    assert claims.loc["consistency", "verdict"] == "not supported"
    assert "omega" in claims.loc["consistency", "reason"].lower()


def test_a_supporting_failure_leaves_the_claim_uncertain():
    claims = claims_table(
        table(Evidence("omega", 0.9, "a", 0.8, 0.95), Evidence("alpha", 0.5, "a", 0.4, 0.6)), {}
    )
    assert claims.loc["consistency", "verdict"] == "uncertain"


def test_points_alone_never_support_a_claim():
    claims = claims_table(table(Evidence("metric", -0.001), Evidence("scalar", -0.001)), {})
    assert claims.loc["groups", "verdict"] == "uncertain"
    assert "point estimates" in claims.loc["groups", "reason"]


def test_facts_about_the_sample_may_support_a_claim():
    claims = claims_table(table(Evidence("n", 400), Evidence("kmo", 0.9)), {})
    assert claims.loc["data", "verdict"] == "supported"


def test_a_claim_without_findings_is_not_examined_and_says_why():
    claims = claims_table(table(Evidence("n", 400)), {"groups": "no groups were named"})
    assert claims.loc["groups", ["verdict", "reason"]].tolist() == [
        "not examined",
        "No groups were named.",
    ]
    assert "group=" in claims.loc["groups", "next_step"]
    assert len(claims) == 8


def test_advice_stands_only_where_something_is_to_be_done():
    found = table(Evidence("cfi", 0.97), Evidence("srmr", 0.2))
    assert found.set_index("id")["advice"].map(bool).to_dict() == {"cfi": False, "srmr": True}


def test_a_comparison_that_failed_is_not_asked_for_again():
    failed = "nobody in group 'b' answered 5 to item 'Q2'; join it with a neighbouring category"
    asked, told = (
        claims_table(table(Evidence("n", 400)), {"groups": reason}).loc["groups", "next_step"]
        for reason in ("no groups were named", failed)
    )
    assert asked.startswith("Name the groups with group=")
    assert told.startswith("Do what the reason says")
