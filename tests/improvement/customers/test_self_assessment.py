"""The self-assessment: nlme's shares of variance, verdicts, limits, what is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.customers.evidence import (
    awareness_shortfall,
    downtime_share,
    employee_share,
    site_share,
)
from svqkit.improvement.customers.typical_problems import MEASURES, PROBLEMS


@pytest.fixture(scope="module")
def contacts() -> pd.DataFrame:
    return svq.load_dataset("shop_contacts")


def test_what_was_planted_is_seen(contacts, truth) -> None:
    limits = {"repeat contacts": 0.15, "response rate": 0.5, "share of time down": 0.02}
    found = svq.self_assessment(
        contacts=contacts, machines=svq.load_dataset("shop_lockers"), limits=limits
    )
    verdicts = found.problems["verdict"]
    assert verdicts.index.tolist() == list(PROBLEMS)
    assert verdicts[["imperfect processes", "uneven staff"]].tolist() == ["seen", "seen"]
    assert verdicts["lacking technology"] == "not seen"
    assert verdicts["weak service awareness"] == "not examined"
    assert verdicts["standards not uniform"] != "seen"
    evidence, planted = found.evidence.droplevel(0), truth["shop_contacts"]
    for measure, value in (
        ("repeat contacts", planted["repeat"]),
        ("variance between employees", planted["icc_of_agents_within_sites"]),
        ("variance between sites", planted["icc_of_sites"]),
        ("response rate", planted["answered"]),
    ):
        row = evidence.loc[measure]
        assert row["low"] <= value <= row["high"], measure


def test_one_poor_employee_is_no_poor_standard() -> None:
    """Employees differ, sites do not: over 200 draws, sites are hardly ever called different."""
    rng, wrong = np.random.default_rng(3), 0
    for _ in range(200):
        agent = np.repeat(np.arange(48), 20)
        rating = pd.Series(rng.normal(size=48)[agent] + rng.normal(size=960))
        site = pd.Series(agent // 8)
        wrong += site_share(rating, site, pd.Series(agent), 0.95).low > 0
    assert wrong / 200 < 0.025 + 4 * np.sqrt(0.025 * 0.975 / 200)


def test_shares_of_variance_hold_what_they_say() -> None:
    """Employees: ICC .2; sites: .1 of the variance. 95 % intervals over 300 draws, by four errors."""
    rng, held, sites = np.random.default_rng(4), 0, 0
    for _ in range(300):
        agent = np.repeat(np.arange(60), 15)
        where = agent // 4
        by_site = rng.normal(0, np.sqrt(1 / 9), 15)
        rating = by_site[where] + rng.normal(0, np.sqrt(0.2), 60)[agent]
        rating = pd.Series(rating + rng.normal(0, np.sqrt(0.8), 900))
        inside = employee_share(rating, pd.Series(agent), pd.Series(where), 0.95)
        between = site_share(rating, pd.Series(where), pd.Series(agent), 0.95)
        held += inside.low <= 0.2 <= inside.high
        sites += between.low <= 0.1 <= between.high
    for count in (held, sites):
        assert count / 300 > 0.95 - 4 * np.sqrt(0.95 * 0.05 / 300)


def test_the_loop_with_customers_is_read() -> None:
    heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on="2025-12-31")
    loop = svq.closing_loop(heard)
    found = svq.self_assessment(feedback=loop, limits={"told what changed": 0.9})
    assert found.problems.loc["poor feedback mechanism", "verdict"] == "seen"
    evidence = found.evidence.droplevel(0)
    assert evidence.loc["days until closed", "value"] == loop.times.loc["all", "median"]
    assert evidence.loc["days until closed", "verdict"] == "not examined"


def test_a_survey_speaks_of_awareness() -> None:
    bank = svq.load_dataset("bank")
    found = svq.self_assessment(perceptions=bank)
    assert found.problems.loc["weak service awareness", "verdict"] == "not seen"
    shy = pd.DataFrame(np.random.default_rng(1).normal(5, 1, (200, 4)), columns=list("abcd"))
    shy["empathy"] = shy["a"] - 2
    found = svq.self_assessment(perceptions=shy, awareness=("empathy",))
    assert found.problems.loc["weak service awareness", "verdict"] == "seen"
    assert "train on" in found.problems.loc["weak service awareness", "next_step"]


def test_awareness_by_hand() -> None:
    seen = pd.DataFrame({"empathy": [3.0, 4, 5], "tangibles": [4.0, 6, 8]})
    found = awareness_shortfall(seen, ("empathy",), 0.95)
    assert found.value == pytest.approx(2.0)
    assert found.high - found.value == pytest.approx(4.302652729749464 / np.sqrt(3))


def test_downtime_by_hand() -> None:
    found = downtime_share(
        pd.Series([9.0, 8.0]), pd.Series([1.0, 2.0]), pd.Series(["a", "b"]), 0.95
    )
    assert found.value == pytest.approx(0.15)
    error = np.sqrt(2 * (0.5**2 + 0.5**2)) / 20
    assert found.high - found.value == pytest.approx(1.959963984540054 * error)


def test_nothing_given_is_nothing_examined() -> None:
    found = svq.self_assessment()
    assert (found.problems["verdict"] == "not examined").all()
    assert found.problems["next_step"].str.startswith("collect ").all()
    assert found.sentence.startswith("Not examined: weak service awareness")


def test_a_measure_without_a_limit_is_shown_and_not_judged(contacts) -> None:
    found = svq.self_assessment(contacts=contacts[["repeat"]])
    row = found.evidence.droplevel(0).loc["repeat contacts"]
    assert row["value"] > 0.2
    assert row["verdict"] == "not examined"
    assert "limits={'repeat contacts': …}" in found.problems.loc["imperfect processes", "next_step"]


def test_every_limit_of_ours_has_a_source() -> None:
    for _, _, limit, source in MEASURES.values():
        assert (limit is None) == (source == "")


def test_bad_input_is_named(contacts) -> None:
    with pytest.raises(ValueError, match="no measure 'downtime'"):
        svq.self_assessment(limits={"downtime": 0.1})
    with pytest.raises(DataError, match="no column 'rating'"):
        svq.self_assessment(contacts=contacts[["site"]])
    with pytest.raises(TypeError, match="what closing_loop"):
        svq.self_assessment(feedback=contacts)
    with pytest.raises(DataError, match="no column 'assurance'"):
        svq.self_assessment(perceptions=pd.DataFrame({"empathy": [1.0, 2]}))
    with pytest.raises(DataError, match="do not vary within employees"):
        svq.self_assessment(contacts=contacts.assign(rating=3.0))
    with pytest.raises(DataError, match="holds text"):
        svq.self_assessment(contacts=contacts.assign(rating="good"))
    machines = svq.load_dataset("shop_lockers")
    with pytest.raises(DataError, match="below 0"):
        svq.self_assessment(machines=machines.assign(down=-1.0))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"contacts": "x"}, "give a DataFrame"),
        ({"contacts": pd.DataFrame({"rating": [1.0, np.inf, 3]})}, "text or infinity"),
        ({"machines": pd.DataFrame({"locker": [1, 2], "days": [3, 4], "down": ["a", "b"]})}, "'a'"),
        (
            {"machines": pd.DataFrame({"locker": [1, 2], "days": [3, 4], "down": [1, np.inf]})},
            "inf",
        ),
    ],
)
def test_tables_without_numbers_are_named(given, message) -> None:
    with pytest.raises((TypeError, DataError), match=message):
        svq.self_assessment(**given)
