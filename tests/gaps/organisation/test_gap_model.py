"""The gap model against R's t.test, psych::alpha, cor.test and boot on three simulated surveys."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

R = "R 4.2.2 stats"
DIFFERENCE = ["value", "low", "high", "n_a", "mean_a", "mean_b", "sd", "df"]
TEST = ["n_b", "t", "p", "d", "d_low", "d_high"]


@pytest.fixture(scope="module")
def r(oracle):
    return oracle("gap_model/three_surveys")


def table(named):
    return pd.DataFrame.from_dict(named, orient="index").astype(float)


@pytest.mark.parametrize("gap", [1, 2, 3, 4, 5])
def test_gaps_are_those_of_t_test(model, r, agree, gap):
    theirs = table(r["gaps"][str(gap)])
    ours = model.gaps.loc[gap]
    assert list(ours.index) == list(theirs.index)
    columns = DIFFERENCE + (TEST if gap in (1, 5) else [])
    agree(
        "gap model: gaps, intervals and tests",
        ours[columns].astype(float), theirs[columns], oracle=R, rtol=1e-10, atol=1e-13,
    )  # fmt: skip
    if gap in (1, 5):
        holm = pd.Series(r["p_holm"][str(gap)])
        agree(
            "gap model: p adjusted by Holm",
            ours["p_holm"].drop("total").to_numpy(), holm.to_numpy(), oracle=R, rtol=1e-10,
        )  # fmt: skip
        assert ours.at["total", "p_holm"] == ours.at["total", "p"]
    else:
        assert ours[["t", "p", "p_holm", "d", "d_low", "d_high"]].isna().all(axis=None)


@pytest.mark.parametrize("gap", [1, 5])
def test_items_are_those_of_t_test(model, r, agree, gap):
    theirs = table(r["items"][str(gap)])
    ours = model.items.loc[gap].loc[theirs.index]
    columns = DIFFERENCE + TEST
    agree(
        "gap model: gaps, intervals and tests",
        ours[columns].astype(float), theirs[columns], oracle=R, rtol=1e-10, atol=1e-13,
    )  # fmt: skip
    holm = pd.Series(r["p_holm_items"][str(gap)])[theirs.index]
    agree("gap model: p adjusted by Holm", ours["p_holm"], holm, oracle=R, rtol=1e-10)


def test_antecedents_are_those_of_psych_and_cor_test(model, r, agree):
    theirs = table(r["antecedents"])
    ours = model.antecedents
    assert list(ours.index) == list(theirs.index)
    described = ["gap", "n", "mean", "sd", "low", "high", "k", "n_alpha"]
    agree("gap model: antecedents", ours[described].astype(float), theirs[described], oracle=R,
          rtol=1e-10, atol=1e-13)  # fmt: skip
    alphas = ["alpha", "alpha_low", "alpha_high"]
    agree("gap model: alpha with Feldt's interval", ours[alphas], theirs[alphas],
          oracle="psych 2.2.9", rtol=1e-10)  # fmt: skip
    correlations = ["r", "r_low", "r_high", "n_r"]
    agree("gap model: correlations with the gap", ours[correlations].astype(float),
          theirs[correlations], oracle=R, rtol=1e-10, atol=1e-13)  # fmt: skip
    agree("gap model: p of correlations", ours["r_p"], theirs["r_p"], oracle=R, rtol=1e-10)
    agree("gap model: p adjusted by Holm", ours["r_p_holm"],
          pd.Series(r["r_p_holm"])[list(ours.index)], oracle=R, rtol=1e-10)  # fmt: skip


@pytest.mark.parametrize("gap", [3, 4, 5])
def test_units_are_compared_with_the_rest_as_t_test_does(model, r, agree, gap):
    for measure, units in r["units"][str(gap)].items():
        theirs = table(units)
        ours = model.units.xs((gap, measure), level=("gap", "measure"))
        assert list(ours.index[~ours["masked"]]) == list(theirs.index)
        ours = ours.loc[theirs.index]
        columns = list(theirs.columns)
        agree("gap model: units beside the rest", ours[columns].astype(float), theirs, oracle=R,
              rtol=1e-10, atol=1e-13)  # fmt: skip
        holm = [r["p_units"][f"{gap}.{measure}.{unit}"] for unit in theirs.index]
        agree("gap model: p adjusted by Holm", ours["p_holm"].to_numpy(), np.array(holm), oracle=R,
              rtol=1e-10)  # fmt: skip


def test_the_planted_unit_is_found(model):
    clear = model.units[model.units["p_holm"] < 0.05]
    assert ("South", 3, "role_ambiguity") in clear.index
    assert clear.at[("South", 3, "role_ambiguity"), "difference"] > 0


def test_the_bootstrap_agrees_with_boot_within_its_own_error(surveys, r, agree):
    draws = 20_000
    ours = svq.gap_model(*surveys, bootstrap=draws, seed=7).gaps
    for gap in ("1", "3", "5"):
        theirs = r["bootstrap"][gap]
        own = ours.loc[(int(gap), "total")]
        error = np.sqrt(2) * np.array(theirs["se"])
        found = own[["boot_low", "boot_high"]].to_numpy(dtype=float)
        for value, expected, step in zip(
            found, (theirs["low"], theirs["high"]), error, strict=True
        ):
            agree("gap model: bootstrap intervals (within Monte-Carlo error)", value, expected,
                  oracle="boot 1.3-28.1", rtol=0, atol=4 * float(step))  # fmt: skip


def test_gap_five_is_that_of_gap_scores(surveys, model):
    scores = svq.gap_scores(surveys.customers)
    ours = model.gaps.loc[5]
    pairs = {"value": "gap", "low": "low", "high": "high", "t": "t", "p": "p", "d": "dav"}
    for own, other in pairs.items():
        np.testing.assert_allclose(
            ours[own].drop("total").astype(float), scores.dimensions[other], rtol=1e-10
        )
        np.testing.assert_allclose(ours.at["total", own], scores.total[other], rtol=1e-10)
    np.testing.assert_allclose(model.items.loc[5, "value"], scores.items["gap"], rtol=1e-12)


def test_a_shortfall_is_negative_on_every_gap():
    customers = svq.simulate("servqual", 60, seed=3)
    customers.perceptions[:] = 4.0 + (customers.perceptions.to_numpy() > 5)
    customers.expectations[:] = 6.0 + (customers.expectations.to_numpy() > 6)
    managers, employees = (
        svq.simulate("managers", 12, seed=4),
        svq.simulate("employees", 30, seed=5),
    )
    believed = [code for code in managers.perceptions if code.startswith("EXP")]
    managers.perceptions[believed] = np.tile([[5.0], [5.5]], (6, len(believed)))
    found = svq.gap_model(customers, managers, employees).gaps["value"]
    assert (found < 0).all()


def test_adding_the_same_to_both_sides_leaves_gap_one(surveys, model):
    lowered = dataclasses.replace(
        surveys.customers,
        expectations=surveys.customers.expectations - 0.5,
        perceptions=surveys.customers.perceptions - 0.5,
    )
    view = surveys.managers.perceptions.copy()
    believed = [code for code in view if code.startswith("EXP")]
    view[believed] -= 0.5
    moved = svq.gap_model(lowered, dataclasses.replace(surveys.managers, perceptions=view))
    columns = ["value", "low", "high", "t", "p", "d"]
    for gap in (1, 5):
        np.testing.assert_allclose(
            moved.gaps.loc[gap, columns].astype(float), model.gaps.loc[gap, columns].astype(float),
            atol=1e-9,
        )  # fmt: skip
    own = ["r", "r_low", "r_high", "r_p"]
    np.testing.assert_allclose(
        moved.antecedents[own].astype(float),
        model.antecedents.loc[moved.antecedents.index, own].astype(float), atol=1e-9,
    )  # fmt: skip


def test_the_order_of_respondents_and_of_columns_does_not_matter(surveys, model):
    rng = np.random.default_rng(5)

    def mixed(one):
        rows = rng.permutation(one.n)
        columns = rng.permutation(one.perceptions.columns)
        expected = one.expectations
        return dataclasses.replace(
            one,
            perceptions=one.perceptions.iloc[rows][columns],
            expectations=None if expected is None else expected.iloc[rows][columns],
            respondents=one.respondents.iloc[rows],
        )

    again = svq.gap_model(*map(mixed, surveys), unit="branch", seed=1)
    for ours, theirs in (
        (again.gaps, model.gaps),
        (again.items.sort_index(), model.items.sort_index()),
        (again.antecedents, model.antecedents),
        (again.units, model.units),
    ):
        pd.testing.assert_frame_equal(ours, theirs, rtol=1e-10, atol=1e-13)


def test_employees_whose_answers_are_reflected_mirror_their_correlations(surveys, model):
    turned = dataclasses.replace(surveys.employees, perceptions=8 - surveys.employees.perceptions)
    again = svq.gap_model(surveys.customers, employees=turned)
    before = model.antecedents.loc[again.antecedents.index]
    np.testing.assert_allclose(again.antecedents["mean"], 8 - before["mean"])
    np.testing.assert_allclose(again.antecedents["shortfall"], 1 - before["shortfall"])
    np.testing.assert_allclose(again.antecedents["r"], before["r"])
    np.testing.assert_allclose(again.antecedents["alpha"], before["alpha"])


def test_gaps_without_their_survey_are_missing_and_say_why(surveys):
    alone = svq.gap_model(surveys.customers)
    assert alone.gaps.index.get_level_values("gap").unique().tolist() == [5]
    assert alone.missing.to_dict() == {
        1: "No survey of managers was given.",
        2: "No survey of managers was given.",
        3: "No survey of employees was given.",
        4: "No survey of employees was given.",
    }
    assert alone.antecedents.empty
    assert alone.units is None
    assert list(alone.instruments) == ["customers"]


def test_customers_without_expectations_leave_gaps_one_and_five_out(surveys):
    perceived = dataclasses.replace(surveys.customers, expectations=None)
    found = svq.gap_model(perceived, surveys.managers, surveys.employees)
    assert found.missing.index.tolist() == [1, 5]
    assert "not asked what they expect" in found.missing[1]
    assert found.antecedents.loc["upward_communication", "n_r"] == 0
    assert np.isnan(found.antecedents.loc["upward_communication", "r"])


def test_three_columns_point_to_the_zone_of_tolerance(surveys):
    found = svq.gap_model(svq.load_dataset("bank_three_column"), surveys.managers)
    assert "zone of tolerance" in found.missing[1]
    assert "zone of tolerance" in found.missing[5]
    assert found.gaps.index.get_level_values("gap").unique().tolist() == [2]


def test_a_survey_in_which_nobody_answered_has_no_gaps(surveys):
    silent = dataclasses.replace(
        surveys.managers, perceptions=surveys.managers.perceptions * np.nan
    )
    found = svq.gap_model(surveys.customers, silent, bootstrap=20)
    assert found.missing[[1, 2]].tolist() == ["Nobody answered it."] * 2
    assert found.antecedents[["mean", "alpha", "r"]].isna().all(axis=None)
    mute = dataclasses.replace(
        surveys.customers, perceptions=surveys.customers.perceptions * np.nan
    )
    assert svq.gap_model(mute).missing[5] == "Nobody answered it."


def test_a_dimension_that_nobody_answered_has_no_numbers(surveys):
    answers = surveys.managers.perceptions.assign(STD_EMP=np.nan)
    some = dataclasses.replace(surveys.managers, perceptions=answers)
    found = svq.gap_model(surveys.customers, some, bootstrap=20, seed=1).gaps.loc[2]
    assert found.loc[["empathy", "total"], ["value", "low", "boot_low"]].isna().all(axis=None)
    assert found.loc["reliability", ["value", "low", "boot_low"]].notna().all()


def test_a_single_manager_gives_values_without_intervals(surveys):
    one = dataclasses.replace(
        surveys.managers,
        perceptions=surveys.managers.perceptions.iloc[[1]].fillna(4),
        respondents=surveys.managers.respondents.iloc[[1]],
    )
    found = svq.gap_model(surveys.customers, one)
    assert found.gaps.loc[[1, 2], "value"].notna().all()
    assert found.gaps.loc[[1, 2], ["low", "high", "p"]].isna().all(axis=None)
    assert found.antecedents[["sd", "low", "alpha", "r", "r_p"]].isna().all(axis=None)


def test_managers_who_filled_in_the_customers_form_are_taken_at_their_expectations(surveys):
    form = svq.simulate("servqual", 11, seed=9)
    found = svq.gap_model(surveys.customers, form)
    gap = form.expectations.mean().mean() - surveys.customers.expectations.mean().mean()
    assert found.gaps.loc[1].index.tolist()[-1] == "total"
    assert found.gaps.loc[(1, "total"), "value"] == pytest.approx(gap, abs=0.1)
    assert 2 in found.missing.index


def test_surveys_given_in_the_wrong_place_are_refused(surveys):
    with pytest.raises(DataError, match="exchanged"):
        svq.gap_model(surveys.customers, surveys.employees, surveys.managers)
    with pytest.raises(DataError, match="exchanged"):
        svq.gap_model(surveys.customers, None, surveys.managers)
    with pytest.raises(TypeError, match="managers must be Responses"):
        svq.gap_model(surveys.customers, surveys.managers.perceptions)
    with pytest.raises(TypeError, match="customers must be Responses"):
        svq.gap_model(None, surveys.managers)


@pytest.mark.parametrize("ci", [0, 1, 95])
def test_a_level_outside_zero_and_one_is_refused(surveys, ci):
    with pytest.raises(ValueError, match="between 0 and 1"):
        svq.gap_model(surveys.customers, ci=ci)


@pytest.mark.parametrize("draws", [-1, 2.5])
def test_a_strange_number_of_replicates_is_refused(surveys, draws):
    with pytest.raises(ValueError, match="replicates"):
        svq.gap_model(surveys.customers, bootstrap=draws)


def test_it_shows_itself_as_text_and_html(model):
    text, html = repr(model), model._repr_html_()
    for words in ("Gap 1", "Gap 5", "Antecedents", "Convention", "role_ambiguity", "South"):
        assert words in text
        assert words in html


def test_notes_speak_the_instruments_language(surveys):
    translated = svq.load_instrument("servqual", language="nl")
    dutch = dataclasses.replace(surveys.customers, instrument=translated)
    assert len(svq.gap_model(dutch, surveys.managers).notes) == len(
        svq.gap_model(surveys.customers, surveys.managers).notes
    )
