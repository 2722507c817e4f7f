"""What the gap-model map shows is what the gap model and the prescriptions say."""

from __future__ import annotations

import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.widgets.gap_map_view import TOP, MapChoice, compute, prepare

GAPS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def surveys():
    return tuple(svq.load_dataset(name) for name in ("bank", "bank_managers", "bank_employees"))


@pytest.fixture(scope="module")
def model(surveys):
    return svq.gap_model(*surveys, unit="branch")


@pytest.fixture(scope="module")
def tables(surveys):
    return prepare(*surveys, unit="branch", language="en")


@pytest.mark.parametrize("gap", GAPS)
def test_rows_are_the_models_own(gap, tables, model):
    rows = compute(tables, MapChoice(gap)).rows
    expected = model.gaps.loc[gap][["value", "low", "high"]]
    assert rows[["value", "low", "high"]].equals(expected)
    assert rows["label"].iloc[-1] == "All dimensions"


@pytest.mark.parametrize("gap", [1, 2, 3, 4])
def test_antecedents_keep_scores_and_reliability_worst_first(gap, tables, model):
    behind = compute(tables, MapChoice(gap)).behind
    expected = model.antecedents.loc[behind.index]
    assert set(behind.index) == set(model.antecedents.index[model.antecedents["gap"] == gap])
    for name in ("mean", "low", "high", "alpha", "alpha_low", "alpha_high", "n"):
        assert behind[name].equals(expected[name])
    assert behind["shortfall"].is_monotonic_decreasing


@pytest.mark.parametrize("gap", GAPS)
def test_prescriptions_stand_in_their_rank(gap, tables, model):
    todo = compute(tables, MapChoice(gap)).todo
    table = svq.prescriptions(gap=gap, model=model).table
    ranked = table[table["rank"].notna()].head(TOP)
    assert todo.index.tolist() == ranked.index.tolist()
    assert todo["reason"].str.len().gt(20).all()


def test_a_unit_has_its_own_numbers(tables, model):
    view = compute(tables, MapChoice(3, "Station"))
    own = model.units.loc[("Station", 3)]
    assert view.rows["value"].tolist() == own["value"].loc[view.rows.index].tolist()
    assert view.behind["mean"].tolist() == own["value"].loc[view.behind.index].tolist()
    ranked = svq.prescriptions(gap=3, model=model, unit="Station").table
    assert view.todo.index.tolist() == ranked[ranked["rank"].notna()].index.tolist()[:TOP]


def test_managers_of_a_unit_are_too_few_to_show(tables):
    view = compute(tables, MapChoice(1, "Station"))
    assert view.marks[1].state == "masked"
    assert view.rows["value"].isna().all()
    assert view.behind["mean"].isna().all()
    assert view.managers == 9


def test_customers_alone_give_gap_5_and_no_ranks(surveys):
    tables = prepare(surveys[0], unit="no such column", language="nl")
    assert tables.units == ()
    assert [compute(tables, MapChoice(gap)).marks[gap].state for gap in GAPS] == [
        *("absent",) * 4,
        "short",
    ]
    assert compute(tables, MapChoice(2)).rows.empty
    assert compute(tables, MapChoice(2)).todo.empty


@pytest.mark.parametrize("choice", [MapChoice(0), MapChoice(6), MapChoice(5, "Nowhere")])
def test_what_is_not_there_is_refused(choice, tables):
    with pytest.raises(DataError, match=r"can be 1|there is no unit"):
        compute(tables, choice)


def test_other_data_than_a_survey_is_refused():
    with pytest.raises(DataError, match="answers of customers"):
        prepare("bank", unit=None, language="en")
