"""The case of the bank as a learner works it: choices with evidence, and briefs with their faults."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.teach import check, solution
from svqkit.teach.answers import c01_brief, c01_evidence
from svqkit.teach.answers.c01 import SUPPORT


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def station(bank):
    return svq.gap_scores(bank, by="branch").by.loc[("Station", "responsiveness")]


def told(exercise, answer):
    said = check(exercise, answer)
    return "right" if said.right else said.misconception


def test_two_measures_can_be_defended_and_the_tempting_ones_cannot():
    assert c01_evidence.defensible() == ["roles", "upward"]
    assert set(SUPPORT) == set(c01_evidence.ACTS_ON)


@pytest.mark.parametrize("of_roles", ["station_differs", "roles_unclear"])
@pytest.mark.parametrize("of_upward", ["managers_underrate", "little upward"])
def test_any_evidence_that_bears_on_a_measure_is_accepted(of_roles, of_upward):
    assert told("C01.8", {"upward": of_upward, "Roles": of_roles}) == "right"


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"roles": "roles_unclear"}, "not_two"),
        ("roles", "not_two"),
        (["roles", "upward", "terminals"], "not_two"),
        (["roles", "upward"], "choice_without_evidence"),
        (["interiors", "upward"], "visible_for_important"),
        (["campaign", "roles"], "promise_more"),
        ({"terminals": "waiting_is_worst", "roles": "roles_unclear"}, "technology_for_waiting"),
        ({"roles": "little_upward", "upward": "roles_unclear"}, "evidence_of_something_else"),
        ({"roles": "a feeling", "upward": "little_upward"}, "evidence_of_something_else"),
    ],
)
def test_a_choice_that_is_not_justified_is_told_why(choice, said):
    assert told("C01.8", choice) == said


def test_overlapping_intervals_are_not_the_test_of_a_difference(bank):
    table = svq.gap_scores(bank, by="branch").by.xs("responsiveness", level="dimension")
    apart = table.index[table["low"] > table.loc["Station", "high"]]
    assert told("C01.3", apart) == "overlapping_intervals"
    pairs = svq.compare_groups(bank, "branch", invariance=False).differing
    of_scale = pairs.loc["responsiveness"].reset_index()
    assert told("C01.3", {*of_scale["group_1"], *of_scale["group_2"]} - {"Station"}) == "right"


def brief(row, **changed):
    """A brief in other words than the model's."""
    words = {
        "gap": f"{abs(row['gap']):.1f}",
        "interval": f"from {row['low']:.2f} to {row['high']:.2f}",
        "n": f"{row['n']:.0f} customers",
        "doubt": "We cannot say what caused this.",
    } | changed
    return (
        f"At Station our customers fall short by {words['gap']} points on responsiveness "
        f"({words['interval']}; {words['n']} answered). Its staff are less clear about their role "
        "than staff at the other branches, so a workshop there comes first. The second measure is "
        "to hold upward communication rounds everywhere: our managers, of whom 9 replied, expect "
        "less of responsiveness and reliability than customers ask. "
        f"{words['doubt']} Next year the same questions will tell whether it helped."
    )


@pytest.mark.parametrize("comma", [False, True])
def test_a_brief_of_ones_own_is_accepted_in_any_writing(station, comma):
    text = brief(station).replace("-", "−")
    assert told("C01.9", text.replace("1.", "1,").replace("2.", "2,") if comma else text) == "right"
    assert told("C01.9", solution("C01.9").text.split("“")[1].rstrip("”")) == "right"


def test_a_range_written_with_a_dash_is_two_numbers(station):
    interval = f"{abs(station['high']):.2f}–{abs(station['low']):.2f}"
    assert told("C01.9", brief(station, interval=interval)) == "right"


def test_all_faults_of_a_brief_are_said_at_once_and_no_number_is(station, bank):
    text = brief(station, interval="surely", n=f"{bank.n} customers", doubt="This will fix it.")
    said = check("C01.9", text)
    assert said.misconception == "interval_missing"
    assert said.message.count("·") == 4
    shown = f"{said.message} {said._repr_html_()}"
    for name in ("gap", "low", "high"):
        assert f"{abs(station[name]):.2f}" not in shown
    assert f"{station['n']:.0f}" not in said.message


@pytest.mark.parametrize("fault", c01_brief.FAULTS)
def test_each_fault_is_told_alone(fault, bank):
    text = c01_brief.BRIEFS[fault](bank)
    assert [name for name, there in c01_brief.FAULTS.items() if there(text, bank)] == [fault]


@pytest.mark.parametrize("nothing", [..., None, "", "soon", 3.2])
def test_what_is_no_text_is_no_brief(nothing):
    assert check("C01.9", nothing).kind == "not an answer"


def test_to_deny_that_something_is_proven_is_no_promise(station):
    doubt = "Nobody can guarantee that a workshop will close the gap; its cause is unknown."
    assert told("C01.9", brief(station, doubt=doubt)) == "right"
