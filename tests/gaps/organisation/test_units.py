from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.organisation.units import hidden_units


def labels(**counts):
    return pd.Series([name for name, count in counts.items() for _ in range(count)])


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 30, "b": 20}, set()),
        ({"a": 30, "b": 10}, set()),
        ({"a": 30, "b": 20, "c": 9}, {"b", "c"}),
        ({"a": 30, "b": 20, "c": 9, "d": 1}, {"c", "d"}),
        ({"a": 3, "b": 3}, {"a", "b"}),
        ({"a": 30, "b": 4}, {"a", "b"}),
    ],
)
def test_nobody_can_be_worked_out_from_the_others(counts, hidden):
    assert hidden_units(labels(**counts)) == hidden


def test_managers_of_a_branch_are_never_shown(model):
    of_managers = model.units.loc[(slice(None), [1, 2]), :]
    assert of_managers["masked"].all()
    assert of_managers.drop(columns="masked").isna().all(axis=None)
    assert any("masked" in note for note in model.notes)


def test_rows_of_shown_units_hold_numbers(model):
    shown = model.units[~model.units["masked"]]
    assert shown[["value", "difference", "p_holm"]].notna().all(axis=None)
    assert (shown[["n_a", "n_b"]].fillna(10) >= 10).all(axis=None)
    assert ("West", 3, "role_conflict") in shown.index


def test_the_units_of_a_gap_average_to_the_whole(model):
    own = model.units.xs((3, "total"), level=("gap", "measure"))
    weighted = (own["value"] * own["n_a"]).sum() / own["n_a"].sum()
    assert weighted == pytest.approx(model.gaps.loc[(3, "total"), "value"])


def test_gap_one_of_units_takes_all_four_samples(surveys):
    many = svq.simulate("managers", 30, seed=8)
    many.respondents["branch"] = ["North", "South"] * 15
    found = svq.gap_model(surveys.customers, many, unit="branch").units
    view = many.perceptions.filter(regex="^EXP").mean(axis=1)
    here = found.loc[("North", 1, "total")]
    north = surveys.customers.respondents["branch"] == "North"
    assert here["n_a"] == 15
    assert here["n_b"] <= north.sum()
    assert here["value"] == pytest.approx(
        view[many.respondents["branch"] == "North"].mean()
        - surveys.customers.expectations[north].mean(axis=1).mean(),
        abs=0.15,
    )
    south = found.loc[("South", 1, "total")]
    assert south["difference"] != pytest.approx(-here["difference"])
    assert found.loc[("West", 1, "total"), "masked"]


def test_a_survey_without_the_column_is_left_out_and_named(surveys):
    bare = dataclasses.replace(
        surveys.employees, respondents=surveys.employees.respondents.drop(columns="branch")
    )
    found = svq.gap_model(surveys.customers, None, bare, unit="branch")
    assert set(found.units.index.get_level_values("gap")) == {5}
    assert any("no column 'branch'" in note for note in found.notes)


def test_units_that_customers_do_not_name_are_told(surveys):
    people = surveys.employees.respondents.replace({"branch": {"South": "south"}})
    other = dataclasses.replace(surveys.employees, respondents=people)
    found = svq.gap_model(surveys.customers, None, other, unit="branch")
    assert "Units that no customer names: south." in found.notes


def test_an_unknown_column_is_refused(surveys):
    with pytest.raises(DataError, match="no survey has a respondent column 'region'"):
        svq.gap_model(*surveys, unit="region")


def test_respondents_without_a_unit_belong_to_none(surveys):
    people = surveys.employees.respondents.copy()
    people.loc[people.index[:3], "branch"] = None
    some = dataclasses.replace(surveys.employees, respondents=people)
    found = svq.gap_model(surveys.customers, None, some, unit="branch")
    assert any(note.startswith("3 employees without 'branch'") for note in found.notes)
    counts = found.units.xs((3, "role_conflict"), level=("gap", "measure"))["n_a"]
    assert counts.sum() == 45


def test_nothing_lights_up_where_nothing_was_planted():
    """Under no difference at most a share of 5 % of families should flag; 60 of them are drawn."""
    rng = np.random.default_rng(12)
    flagged = 0
    for seed in range(20):
        employees = svq.simulate("employees", 60, seed=seed)
        employees.respondents["branch"] = rng.permutation(["a", "b", "c", "d"] * 15)
        units = svq.gap_model(svq.simulate("servqual", 40, seed=seed), None, employees, unit=None)
        assert units.units is None
        found = svq.gap_model(
            svq.simulate("servqual", 40, seed=seed), None, employees, unit="branch"
        ).units
        antecedents = found.loc[(slice(None), 3, slice(None)), "p_holm"]
        flagged += int((antecedents < 0.05).any())
    # Two or three families a draw (dimensions, total, antecedents): .14 of draws at most, 2.8 of 20.
    assert flagged <= 7


@pytest.fixture(scope="module")
def bank():
    surveys = (svq.load_dataset(name) for name in ("bank", "bank_managers", "bank_employees"))
    return svq.gap_model(*surveys, unit="branch", seed=1)


def test_the_banks_planted_cause_is_found_and_nothing_else_among_its_employees(bank):
    of_employees = bank.units.loc[(slice(None), [3, 4]), :]
    clear = of_employees[of_employees["p_holm"] < 0.05]
    assert list(clear.index) == [("Station", 3, "role_ambiguity")]
    assert clear["difference_low"].item() > 0
    at_station = bank.units.loc[("Station", 3)].drop(bank.antecedents.index, errors="ignore")
    assert at_station["difference"].idxmin() == "responsiveness"
    assert at_station.at["responsiveness", "difference_high"] < 0


def test_the_banks_planted_knowledge_gap_lies_within_its_intervals(bank):
    planted = {
        "tangibles": 0.5,
        "reliability": -0.9,
        "responsiveness": -1.1,
        "assurance": 0.0,
        "empathy": 0.0,
    }  # GAP_1 in datasets/bank/managers.py
    found = bank.gaps.loc[1].loc[list(planted)]
    true = pd.Series(planted)
    assert (found["low"] <= true).all()
    assert (true <= found["high"]).all()
