"""The main job on surveys whose truth is known, and on surveys that lack something."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import ConvergenceError, DataError


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def validation(bank):
    return svq.validate(bank, seed=1)


def test_a_validation_holds_what_the_contract_promises(validation):
    first = ["claim", "check", "value", "low", "high", "criterion", "verdict", "reason"]
    assert list(validation.findings.columns[:10]) == [*first, "source", "advice"]
    assert list(validation.claims.columns) == ["claim", "verdict", "reason", "next_step"]
    assert len(validation.claims) == 8
    assert set(validation.reliability) == {"perceptions", "expectations", "gaps"}
    assert validation.findings["reason"].str.len().gt(0).all()
    open_ones = validation.findings[validation.findings["verdict"] != "supported"]
    assert open_ones["advice"].str.len().gt(0).all()


def test_the_planted_truth_of_the_bank_is_found(validation):
    claims = validation.claims["verdict"]
    assert claims["consistency"] == "supported"
    assert claims["items"] == "supported"
    assert claims["prediction"] == "supported"
    assert claims["convergence"] == "uncertain"
    assert claims["groups"] == "not examined"
    largest = validation.cfa.modification_indices().sort_values("mi").iloc[-1]
    assert (largest["lhs"], largest["op"], largest["rhs"]) == ("empathy", "=~", "Q13")
    closest = validation.findings.set_index("id").loc["factor_correlation"]
    assert closest["subject"] == "Responsiveness and Assurance"
    ceiling = validation.findings.set_index("id").loc["expectation_ceiling"]
    assert ceiling["verdict"] == "not supported"


def test_the_designed_model_is_always_shown_beside_its_rivals(validation):
    assert list(validation.models.table.index) == [
        "designed",
        "one factor",
        "responsiveness + assurance + empathy merged",
        "second order",
        "bifactor",
    ]


def test_the_same_seed_gives_the_same_numbers_and_is_written_down(bank, validation):
    again = svq.validate(bank, seed=1)
    pd.testing.assert_frame_equal(again.findings, validation.findings)
    unseeded = svq.validate(bank)
    repeated = svq.validate(bank, seed=unseeded.settings["seed"])
    pd.testing.assert_frame_equal(unseeded.n_factors.eigenvalues, repeated.n_factors.eigenvalues)


def test_the_settings_tell_how_to_repeat_it(validation, bank):
    settings = validation.settings
    assert (
        settings["call"]
        == "validate(responses, outcomes=('overall_quality', 'satisfaction', 'loyalty'), seed=1)"
    )
    assert settings["data_sha256"] == bank.source["sha256"]
    assert set(settings["versions"]) >= {"python", "numpy", "pandas", "svqkit"}


def test_the_answers_are_not_changed(bank):
    before = bank.perceptions.copy()
    svq.validate(bank, seed=1)
    pd.testing.assert_frame_equal(bank.perceptions, before)


def test_the_verdict_never_says_more_than_the_claims(validation):
    text = validation.verdict
    for verdict in ("supported", "uncertain", "not supported", "not examined"):
        keys = validation.claims.index[validation.claims["verdict"] == verdict]
        start = f" {verdict.capitalize()}: "
        assert (start in text) == bool(len(keys))
        if len(keys):
            said = text.split(start)[1].split(". ")[0].rstrip(".").split("; ")
            claims = validation.claims.loc[keys, "claim"].str.lower()
            assert [one.replace("the groups", "groups") for one in claims] == said
    assert "412 respondents" in text
    assert text.endswith("not for the questionnaire in general.")


def test_paragraphs_carry_the_numbers_of_the_results(validation):
    fit, text = validation.cfa.fit, validation.results_text()
    assert f"χ²({int(fit['df'])}, N = {int(fit['ntotal'])}) = {fit['chisq']:.2f}" in text
    assert f"CFI = {fit['cfi']:.3f}".replace("0.", ".") in text
    gap = validation.gaps.total["gap"]
    assert f"{gap:.2f}".replace("-", "−") in text
    methods = validation.methods_text()
    assert "Of 412 records" in methods
    assert f"flagged {len(validation.screening.flagged)}" in methods
    assert "seed 1" in methods


def test_sensitivity_shows_everybody_and_the_unflagged(validation, bank):
    table = validation.sensitivity
    kept = bank.perceptions.drop(index=validation.screening.flagged)
    mapping = bank.instrument.mapping
    expected = svq.reliability(kept, mapping).coefficients["alpha"]
    for scale, title in bank.instrument.dimension_titles.items():
        assert table.loc[f"alpha, {title}", "without_flagged"] == pytest.approx(
            expected[scale], abs=1e-12
        )
    assert table.loc["CFI", "without_flagged"] == pytest.approx(
        svq.cfa(kept, mapping).fit["cfi"], abs=1e-9
    )
    assert table.loc["mean gap", "everybody"] == pytest.approx(validation.gaps.total["gap"])
    assert table.loc["respondents"].tolist() == [412, len(kept), len(kept) - 412]


def test_bootstrap_gives_htmt_an_interval(bank):
    found = svq.validate(bank, bootstrap=200, seed=1).findings.set_index("id").loc["htmt"]
    assert found["low"] < found["value"] < found["high"]
    assert not found["point_only"]


def test_groups_are_compared_when_they_are_named(bank):
    found = svq.validate(bank, group="branch", seed=1)
    table = found.invariance.table
    assert list(table.index) == ["configural", "metric", "scalar", "strict"]
    assert found.claims.loc["groups", "verdict"] in ("uncertain", "supported", "not supported")
    change = table["cfi"].astype(float).diff()
    findings = found.findings.set_index("id")
    assert findings.loc["metric", "value"] == pytest.approx(change["metric"])
    assert findings.loc["scalar_fit", "low"] == table.loc["scalar", "rmsea_ci_lower"]
    assert "partial" not in findings.index


def biased(bank):
    """The bank survey with one branch that sees Q2 and Q7 more kindly than its service is."""
    answers = bank.perceptions.copy()
    there = bank.respondents["branch"] == "Harbour"
    for item in ("Q2", "Q7"):
        answers.loc[there, item] = (answers.loc[there, item] + 2).clip(upper=7)
    return replace(bank, perceptions=answers)


def test_items_that_differ_between_groups_are_named_and_freed(bank):
    found = svq.validate(biased(bank), group="branch", seed=1)
    table = found.invariance.table
    assert "scalar (partial)" in table.index
    assert {"Q2 ~ 1", "Q7 ~ 1"} <= set(found.invariance.freed["parameter"])
    findings = found.findings.set_index("id")
    assert findings.loc["scalar", "verdict"] == "not supported"
    assert "Q2 ~ 1" in findings.loc["scalar", "reason"]
    assert set(findings.loc[["partial"], "verdict"]) <= {"supported", "uncertain"}
    assert found.claims.loc["groups", "verdict"] == "not supported"


def test_small_groups_are_left_out_and_only_counted(bank):
    branch = bank.respondents["branch"].astype(object).copy()
    harbour = branch[branch == "Harbour"].index
    branch.loc[harbour[:7]] = "Kiosk"
    few = replace(bank, respondents=bank.respondents.assign(branch=branch))
    found = svq.validate(few, group="branch", seed=1)
    assert found.invariance.fits["scalar"].groups == (
        "Market Square",
        "Station",
        "Riverside",
        "Harbour",
    )
    said = found.not_run["small groups"]
    assert said.startswith("left out of the comparison: 1 group with ")
    assert "Kiosk" not in said
    alone = replace(bank, respondents=bank.respondents.assign(branch=["a"] * 400 + ["b"] * 12))
    none = svq.validate(alone, group="branch", seed=1)
    assert none.invariance is None
    assert none.claims.loc["groups", "verdict"] == "not examined"
    assert "Groups cannot be compared" in none.claims.loc["groups", "reason"]


def test_perceptions_alone_are_validated_as_servperf(bank):
    alone = replace(bank, expectations=None, instrument=svq.load_instrument("servperf"))
    found = svq.validate(alone, seed=1)
    assert found.gaps is None
    assert found.claims.loc["differences", "verdict"] == "not examined"
    assert "not asked" in found.claims.loc["differences", "reason"]
    assert "nothing is said about gaps" in found.verdict
    assert list(found.reliability) == ["perceptions"]
    assert "expectations" not in found.methods_text()


def test_criteria_may_be_replaced_and_the_result_says_so(bank):
    strict = svq.validate(bank, criteria={"omega": 0.95}, seed=1)
    assert strict.claims.loc["consistency", "verdict"] == "not supported"
    assert "omega .95" in strict.settings["criteria"]
    assert "omega .95" in strict.methods_text()


def test_a_constant_and_an_empty_item_are_left_out_and_named(bank):
    answers = bank.perceptions.copy()
    answers["Q1"], answers["Q2"] = 4.0, np.nan
    found = svq.validate(replace(bank, perceptions=answers), seed=1)
    assert found.scales["tangibles"] == ["Q3", "Q4"]
    assert found.analyses.left_out == {
        "Q1": "everybody gave the same answer",
        "Q2": "nobody answered it",
    }
    assert "Q1: everybody gave the same answer" in found.methods_text()


def test_fewer_respondents_than_items_end_in_words_not_in_numbers(bank):
    rows = bank.perceptions.dropna().index[:15]
    few = replace(
        bank,
        perceptions=bank.perceptions.loc[rows],
        expectations=bank.expectations.loc[rows],
        importance=None,
        respondents=bank.respondents.loc[rows],
    )
    found = svq.validate(few, seed=1)
    assert found.cfa is None
    assert found.factorability is None
    assert found.claims.loc["data", "verdict"] == "not supported"
    assert found.verdict.startswith("These answers cannot bear a validation")
    assert "15" in found.not_run["factorability"]
    assert found.claims.loc["structure", "verdict"] == "not examined"


def test_swapped_forms_stop_the_verdict(bank):
    """Read as swapped, perceptions lie above expectations: nothing else may be concluded."""
    frame = pd.concat(
        [
            bank.perceptions.rename(columns=lambda c: c.replace("Q", "E")),
            bank.expectations.rename(columns=lambda c: c.replace("Q", "P")),
        ],
        axis=1,
    )
    found = svq.validate(svq.read_responses(frame), seed=1)
    assert found.claims.loc["data", "verdict"] == "not supported"
    assert "swapped" in found.claims.loc["data", "reason"]
    assert found.verdict.startswith("These answers cannot bear a validation")


def test_a_model_that_does_not_converge_speaks_against_the_structure(bank, monkeypatch):
    def stuck(*_args, **_options):
        raise ConvergenceError("the model did not settle")

    monkeypatch.setattr("svqkit.psychometrics.cfa.cfa", stuck)
    found = svq.validate(bank, seed=1)
    assert found.cfa is None
    assert found.claims.loc["structure", "verdict"] == "not supported"
    assert found.claims.loc["convergence", "verdict"] == "not examined"
    assert found.not_run["designed model"] == "the model did not settle"
    assert found.sensitivity.loc["CFI"].isna().all()
    assert "should not be read as the dimensions" in found.verdict


def test_answers_that_never_differ_are_refused(bank):
    same = bank.perceptions * 0 + 4
    with pytest.raises(DataError, match="no item of the questionnaire"):
        svq.validate(replace(bank, perceptions=same))


def test_an_unknown_group_or_outcome_is_named(bank):
    with pytest.raises(DataError, match="'town' is not among the columns"):
        svq.validate(bank, group="town")
    with pytest.raises(DataError, match="'sales' is not among the columns"):
        svq.validate(bank, outcomes=["sales"])
    with pytest.raises(DataError, match="'branch' is not numeric"):
        svq.validate(bank, outcomes=["branch"])


def test_a_frame_is_refused_with_the_call_that_helps(bank):
    with pytest.raises(TypeError, match="read_responses"):
        svq.validate(bank.perceptions)


def test_a_model_of_one_s_own_is_fitted(bank):
    found = svq.validate(
        bank, model="tangibles =~ Q1 + Q2 + Q3 + Q4\nreliability =~ Q5 + Q6 + Q7", seed=1
    )
    assert found.cfa.factors == ("tangibles", "reliability")
    assert found.cfa.fit["df"] == 13


def test_careless_answers_lower_the_fit():
    attentive = svq.simulate("servqual", n=500, seed=3)
    careless = svq.simulate("servqual", n=500, careless=0.2, seed=3)
    fits = [svq.validate(one, seed=1).cfa.fit["cfi"] for one in (attentive, careless)]
    assert fits[1] < fits[0]


def test_robust_estimates_are_judged_by_robust_indices(bank):
    found = svq.validate(bank, estimator="MLR", seed=1)
    fit, findings = found.cfa.fit, found.findings.set_index("id")
    assert findings.loc["cfi", "value"] == fit["cfi_robust"]
    assert findings.loc["rmsea", "value"] == fit["rmsea_robust"]
    assert findings.loc["rmsea", "high"] == fit["rmsea_ci_upper_robust"]
    assert "robust" in findings.loc["cfi", "reason"]
    assert f"scaled χ²({fit['df_scaled']:.0f}, N = 304) = {fit['chisq_scaled']:.2f}" in (
        found.results_text()
    )
    assert "Huber-White" in found.methods_text()
    assert found.sensitivity.loc["CFI", "everybody"] == fit["cfi_robust"]


def test_ordered_answers_are_judged_by_what_is_known_of_them(bank):
    found = svq.validate(bank, estimator="WLSMV", seed=1)
    fit, findings = found.cfa.fit, found.findings.set_index("id")
    assert findings.loc["cfi", "value"] == fit["cfi_robust"] < fit["cfi"]
    assert findings.loc["rmsea", "high"] == fit["rmsea_ci_upper_robust"]
    # least squares have no likelihood, so rival models are not compared by BIC
    assert not {"bic_rivals", "bic_one_factor"} & set(findings.index)
    assert "polychoric" in found.cfa.convention
    assert "ordered answers by diagonally weighted least squares" in found.methods_text()
    assert "in their robust form" in found.results_text()
    one = found.models.table.loc["one factor"]
    assert f"RMSEA = {one['rmsea_robust']:.3f}".replace("0.", ".") in found.results_text()
    assert found.sensitivity.loc["RMSEA", "everybody"] == fit["rmsea_robust"]


def test_groups_of_ordered_answers_share_thresholds_first(bank):
    merged = replace(bank, perceptions=bank.perceptions.clip(3, 6))
    model = {"tangibles": ["Q1", "Q2", "Q3", "Q4"], "reliability": ["Q5", "Q6", "Q7", "Q8", "Q9"]}
    found = svq.validate(merged, model=model, estimator="WLSMV", group="branch", seed=1)
    table, findings = found.invariance.table, found.findings.set_index("id")
    assert list(table.index) == ["configural", "thresholds", "metric", "scalar"]
    change = table.loc["metric", "cfi_scaled"] - table.loc["thresholds", "cfi_scaled"]
    assert findings.loc["metric", "value"] == pytest.approx(change)
    assert findings.loc["scalar_fit", "value"] == table.loc["scalar", "rmsea_scaled"]
    assert "scaled" in findings.loc["scalar_fit", "reason"]
    alone = svq.validate(bank, estimator="WLSMV", group="branch", seed=1)
    assert "groups must share their categories" in alone.analyses.not_run["groups"]


def test_polychoric_correlations_serve_every_exploratory_step(bank):
    found = svq.validate(bank, correlation="polychoric", seed=1)
    matrix = svq.correlations(bank.perceptions.dropna(), method="polychoric")
    np.testing.assert_allclose(found.efa.correlation.loc[matrix.index, matrix.columns], matrix)
    assert found.settings["correlation"] == "polychoric"
    assert "polychoric" in found.methods_text()
