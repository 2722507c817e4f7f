"""Screening: planted careless respondents are found, honest ones are left in peace."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import svqkit as svq
from svqkit.responses.careless import fences, longest_run, mahalanobis, run_limit, variability


def brute_longest_run(row: list[float]) -> int:
    given_answers = [x for x in row if not np.isnan(x)]
    best = run = 0
    for i, answer in enumerate(given_answers):
        run = run + 1 if i and answer == given_answers[i - 1] else 1
        best = max(best, run)
    return best


@given(
    st.lists(
        st.lists(st.sampled_from([1.0, 2.0, np.nan]), min_size=6, max_size=6),
        min_size=1,
        max_size=8,
    )
)
def test_longest_run_against_its_definition(rows: list[list[float]]) -> None:
    assert longest_run(pd.DataFrame(rows)).tolist() == [brute_longest_run(row) for row in rows]


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_mahalanobis_against_its_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = pd.DataFrame(np.round(rng.normal(4, 1.5, size=(40, 5)), 3))
    distance, tail = mahalanobis(answers)
    away = answers - answers.mean()
    expected = np.diag(away @ np.linalg.inv(answers.cov()) @ away.T)
    np.testing.assert_allclose(distance, expected, rtol=1e-9)
    np.testing.assert_allclose(tail, stats.chi2.sf(expected, 5), rtol=1e-9)
    assert distance.sum() == pytest.approx(39 * 5)  # Σ D² = (n − 1) p


def test_mahalanobis_judges_on_what_was_answered() -> None:
    rng = np.random.default_rng(3)
    answers = pd.DataFrame(rng.normal(size=(60, 4)))
    answers.loc[0, 3] = np.nan
    answers.loc[1, [1, 2, 3]] = np.nan  # fewer than half: not judged
    distance, tail = mahalanobis(answers)
    complete = answers.dropna()
    away = (answers.loc[0] - complete.mean())[:3]
    expected = away @ np.linalg.inv(complete.cov().iloc[:3, :3]) @ away
    assert distance[0] == pytest.approx(expected, rel=1e-10)
    assert tail[0] == pytest.approx(stats.chi2.sf(expected, 3), rel=1e-10)
    assert np.isnan([distance[1], tail[1]]).all()


@pytest.mark.parametrize(
    "answers",
    [
        pd.DataFrame(np.random.default_rng(1).normal(size=(4, 5))),  # fewer rows than items
        pd.DataFrame({"a": [1.0, 2, 3, 4, 5], "b": [2.0, 4, 6, 8, 10]}),  # one follows the other
        pd.DataFrame({"a": [3.0] * 5, "b": [4.0] * 5}),  # nothing varies
    ],
)
def test_mahalanobis_that_cannot_be_computed_is_missing(answers: pd.DataFrame) -> None:
    assert mahalanobis(answers)[0].isna().all()


def test_constant_items_do_not_stop_mahalanobis() -> None:
    answers = pd.DataFrame(np.random.default_rng(1).normal(size=(30, 3)))
    with_constant = answers.assign(fixed=4.0)
    np.testing.assert_allclose(mahalanobis(with_constant)[0], mahalanobis(answers)[0])


def test_variability_needs_half_of_the_answers() -> None:
    answers = pd.DataFrame([[1.0, 3, 5, 7], [1, 3, np.nan, np.nan], [1, np.nan, np.nan, np.nan]])
    irv = variability(answers)
    assert irv[0] == pytest.approx(np.std([1, 3, 5, 7], ddof=1))
    assert irv[1] == pytest.approx(np.sqrt(2))
    assert np.isnan(irv[2])


def test_limits() -> None:
    assert [run_limit(k) for k in (4, 12, 22, 24, 25)] == [6, 6, 11, 12, 13]
    assert fences(pd.Series([0.0, 1, 2, 3, 4])) == (-2.0, 6.0)


@pytest.mark.parametrize("seed", range(8))
def test_planted_careless_respondents_are_found(seed: int) -> None:
    drawn = svq.simulate(n=500, careless=0.08, missing=0.01, seed=seed)
    planted, flagged = set(drawn.truth["careless"]), set(svq.screen(drawn).flagged)
    straight = {i for i, kind in drawn.truth["careless"].items() if kind == "straight line"}
    random = planted - straight
    honest = drawn.n - len(planted)
    assert straight <= flagged
    # Bounds: a binomial with these rates falls outside them in fewer than 1 of 1000 surveys.
    assert len(random & flagged) >= stats.binom.ppf(0.001, len(random), 0.85)
    assert len(flagged - planted) <= stats.binom.ppf(0.999, honest, 0.01)


def test_the_bank_s_careless_are_all_found() -> None:
    bank = svq.load_dataset("bank")
    import json

    from svqkit.bundled import bundled

    truth = json.loads((bundled("datasets") / "bank" / "truth.json").read_text(encoding="utf-8"))
    planted = {int(line) for line in truth["careless_lines"]}
    flagged = set(svq.screen(bank).flagged)
    assert planted <= flagged
    assert len(flagged - planted) <= 8  # 2 % of 398 attentive customers


def test_every_column_of_the_tables(survey, write) -> None:
    survey.loc[3, "P1"] = 9
    survey.loc[4, ["P2", "E2"]] = None
    read = svq.read_responses(write(survey))
    found = svq.screen(read)
    assert list(found.respondents.columns) == [
        "missing_pct", "longstring", "irv", "mahalanobis", "mahalanobis_p", "even_odd", "synonyms",
        "antonyms", "seconds_per_item", "checks_failed", "acquiescence", "extreme", "midpoint",
        "duplicate_of", "reasons", "careless",
    ]  # fmt: skip
    assert found.respondents.index.equals(read.perceptions.index)
    assert found.respondents.loc[5, "missing_pct"] == pytest.approx(100 / 44)
    assert found.respondents.loc[6, "missing_pct"] == pytest.approx(200 / 44)
    assert found.items.index.names == ["form", "item"]
    item = found.items.loc[("perception", "Q3")]
    answers = survey["P3"]
    assert item["n"] == 30
    assert item["floor_pct"] == pytest.approx(100 * (answers == 1).mean())
    assert item["ceiling_pct"] == pytest.approx(100 * (answers == 7).mean())
    assert found.items.loc[("perception", "Q1"), "missing_pct"] == pytest.approx(100 / 30)
    summary = found.summary.set_index("check")
    assert list(found.summary.columns) == ["check", "count", "of", "pct", "rule"]
    assert summary.loc["missing answers", "count"] == 3
    assert summary.loc["missing answers", "pct"] == pytest.approx(300 / (30 * 44))
    assert summary.loc["answers out of range", "count"] == 1
    assert (found.summary["rule"].str.len() > 10).all()


def test_floor_and_ceiling_of_scales(survey) -> None:
    top = survey.copy()
    top.loc[:9, [f"E{i}" for i in range(1, 5)]] = 7
    found = svq.screen(svq.read_responses(top))
    row = found.scales.loc[("expectation", "tangibles")]
    assert row["ceiling_pct"] >= 100 / 3 - 1e-9
    assert bool(row["crowded"])
    summary = found.summary.set_index("check")
    assert summary.loc["expectation scales at the ceiling", "count"] >= 1


def test_expectations_at_the_ceiling_and_no_negative_gap(survey) -> None:
    e, p = [f"E{i}" for i in range(1, 23)], [f"P{i}" for i in range(1, 23)]
    survey.loc[[0, 1], e] = 7
    survey.loc[2, e] = 1
    summary = svq.screen(svq.read_responses(survey)).summary.set_index("check")
    assert summary.loc["expectations all at the ceiling", "count"] == 2
    above = (survey[p].to_numpy() >= survey[e].to_numpy()).all(axis=1).sum()
    assert summary.loc["perceptions never below expectations", "count"] == above >= 1


def test_repeated_answers_are_named(survey) -> None:
    frame = pd.concat([survey, survey.iloc[[4]].assign(id=999)], ignore_index=True)
    found = svq.screen(svq.read_responses(frame))
    assert found.respondents["duplicate_of"].dropna().to_dict() == {30: 4}
    assert found.summary.set_index("check").loc["repeated answers", "count"] == 1


def test_perceptions_alone_are_screened(survey) -> None:
    found = svq.screen(svq.read_responses(survey.filter(regex="^P"), "servperf"))
    assert "expectations all at the ceiling" not in set(found.summary["check"])
    assert found.items.index.get_level_values("form").unique().tolist() == ["perception"]


def test_few_respondents_are_screened_as_far_as_possible(survey) -> None:
    found = svq.screen(svq.read_responses(survey.head(6)))
    assert found.respondents["mahalanobis"].isna().all()
    rule = found.summary.set_index("check").loc["unusual pattern (Mahalanobis)", "rule"]
    assert rule.startswith("not computed")


def test_nobody_is_dropped_and_nothing_changed() -> None:
    drawn = svq.simulate(n=100, careless=0.1, seed=2)
    before = drawn.perceptions.copy()
    found = svq.screen(drawn)
    assert len(found.respondents) == 100
    pd.testing.assert_frame_equal(drawn.perceptions, before)
    assert "Flagged as careless" in str(found)
    assert "<table" in found._repr_html_()


def test_only_responses_are_screened(survey) -> None:
    with pytest.raises(TypeError, match="screen takes Responses"):
        svq.screen(survey)
