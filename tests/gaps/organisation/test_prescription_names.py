"""Gaps, antecedents and dimensions are understood however people write them."""

from __future__ import annotations

import numpy as np
import pytest

from svqkit.gaps.organisation.design import ANTECEDENTS
from svqkit.gaps.organisation.prescription_catalogue import DIMENSIONS, prescription_catalogue
from svqkit.gaps.organisation.prescription_names import (
    antecedent_named,
    dimension_named,
    gap_named,
    titles,
)


@pytest.mark.parametrize(
    "given",
    [3, "3", "Gap 3", "gap 3", "GAP3", "kloof 3", "Kloof 3", "差距3", "缺口3", np.int64(3)],
)
def test_a_gap_is_read_in_every_spelling(given: object) -> None:
    assert gap_named(given) == 3


@pytest.mark.parametrize("given", [0, 6, 3.0, True, "Gap 6", "three", "", [3]])
def test_an_impossible_gap_names_the_possible_ones(given: object) -> None:
    with pytest.raises(ValueError, match="use 1, 2, 3, 4 or 5"):
        gap_named(given)


def test_an_antecedent_or_dimension_given_as_gap_is_pointed_to_its_place() -> None:
    with pytest.raises(ValueError, match="write antecedent='role ambiguity'"):
        gap_named("role ambiguity")
    with pytest.raises(ValueError, match="write dimension='empathie'"):
        gap_named("empathie")


def test_every_title_in_every_language_is_understood() -> None:
    assert set(titles()) == {*ANTECEDENTS, *DIMENSIONS}
    for name, words in titles().items():
        read = antecedent_named if name in ANTECEDENTS else dimension_named
        for spelling in [name, name.replace("_", " "), name.upper(), *words.values()]:
            assert read(spelling) == name, spelling


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Task standardization", "task_standardisation"),
        ("employee-job fit", "employee_job_fit"),
        ("Employee–Job Fit", "employee_job_fit"),
        ("  role  conflict ", "role_conflict"),
        ("marketing research orientation", "marketing_research_orientation"),
    ],
)
def test_spellings_of_papers_are_understood(given: str, meant: str) -> None:
    assert antecedent_named(given) == meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("role ambiguty", "role_ambiguity"),
        ("team work skills", "teamwork"),
        ("rolonduidelijkheden", "role_ambiguity"),
    ],
)
def test_a_near_miss_is_answered_with_what_was_meant(given: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"did you mean '{meant}'"):
        antecedent_named(given)


@pytest.mark.parametrize("given", ["qqqq", 3, None, ["role_conflict"]])
def test_nothing_near_lists_all(given: object) -> None:
    with pytest.raises(
        ValueError, match=r"there are marketing_research_orientation, .*overpromise"
    ):
        antecedent_named(given)
    with pytest.raises(ValueError, match="there are tangibles, reliability"):
        dimension_named(given)


def test_gaps_have_a_name_in_every_language_that_is_read_back() -> None:
    for gap, words in prescription_catalogue().gaps.items():
        assert {gap_named(name) for name in words.name.values()} == {gap}
