"""The rivals of a designed model."""

from __future__ import annotations

from svqkit.validation.models import rival_models

SERVQUAL = {
    "tangibles": ["Q1", "Q2", "Q3", "Q4"],
    "reliability": ["Q5", "Q6", "Q7"],
    "responsiveness": ["Q10", "Q11", "Q12"],
    "assurance": ["Q14", "Q15", "Q16"],
    "empathy": ["Q18", "Q19", "Q20"],
}


def test_servqual_meets_the_merger_that_its_critics_found():
    rivals = rival_models(SERVQUAL, ("tangibles", "empathy"))
    merged = rivals["responsiveness + assurance + empathy merged"]
    assert "responsiveness_assurance_empathy =~ Q10 + Q11 + Q12 + Q14" in merged
    assert merged.count("=~") == 3
    assert set(rivals) == {
        "one factor",
        "responsiveness + assurance + empathy merged",
        "second order",
        "bifactor",
    }


def test_other_instruments_merge_their_closest_pair():
    rivals = rival_models({"a": ["1"], "b": ["2"], "c": ["3"]}, ("c", "a"))
    assert "a_c =~ 1 + 3" in rivals["a + c merged"]
    assert "second order" not in rivals
    assert "bifactor" not in rivals


def test_bifactor_keeps_every_pair_of_factors_apart():
    lines = rival_models(SERVQUAL)["bifactor"].splitlines()
    assert sum("~~ 0*" in line for line in lines) == 15
