"""A diagnosis shows the numbers of its analyses, says how sure they are, and what is missing."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq


@pytest.fixture(scope="module")
def bank() -> Any:
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def surveys() -> dict[str, Any]:
    return {
        "managers": svq.load_dataset("bank_managers"),
        "employees": svq.load_dataset("bank_employees"),
        "three_column": svq.load_dataset("bank_three_column"),
    }


@pytest.fixture(scope="module")
def whole(bank: Any, surveys: dict[str, Any]) -> Any:
    return svq.diagnose(bank, **surveys, by="branch", seed=1, progress=False)


@pytest.fixture(scope="module")
def alone(bank: Any) -> Any:
    return svq.diagnose(bank, seed=1, progress=False)


def test_no_number_is_computed_anew(whole: Any, bank: Any, surveys: dict[str, Any]) -> None:
    gaps = svq.gap_scores(bank, by="branch")
    pd.testing.assert_frame_equal(whole.gaps.dimensions, gaps.dimensions)
    model = svq.gap_model(bank, surveys["managers"], surveys["employees"], unit="branch", seed=1)
    pd.testing.assert_frame_equal(whole.model.gaps, model.gaps)
    rows = whole.findings[whole.findings["analysis"] == "gap_scores"]
    assert rows["value"].iloc[0] == gaps.total["gap"]
    assert rows["value"].iloc[1:6].tolist() == gaps.dimensions["gap"].tolist()


def test_what_was_planted_is_said(whole: Any) -> None:
    """Gap 3 of the bank comes from role ambiguity at one branch (datasets/bank/README.md)."""
    said = whole.summary()
    assert "Station" in said.split("Inside the organisation.")[0]
    assert "Role ambiguity" in said
    units = whole.findings[whole.findings["statement"].str.startswith("Station, Role ambiguity")]
    assert units["certainty"].tolist() == ["clear"]
    assert units["low"].iloc[0] > 0


def test_certainty_follows_the_interval(whole: Any) -> None:
    rows = whole.findings
    tested = rows[rows["certainty"] != "not tested"]
    outside = (tested["low"] > 0) | (tested["high"] < 0)
    assert not (tested["certainty"].eq("clear") & ~outside).any()
    assert set(rows["certainty"]) == {"clear", "not clear", "not tested"}
    distances = rows["statement"].str.contains("points from the top")
    assert (rows["certainty"][distances] == "not tested").all()
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()


def test_what_was_not_asked_is_listed_with_its_reason(alone: Any) -> None:
    reasons = alone.not_examined
    assert "Neither managers nor employees were asked." in reasons["model"]
    assert "model" in reasons.index
    assert "groups" in reasons.index
    assert "zone" in reasons.index
    assert alone.model is None
    assert "Inside the organisation" not in alone.summary()
    assert "Not examined" in alone.summary()


def test_a_summary_leads_with_the_widest_gap(whole: Any) -> None:
    widest = whole.gaps.dimensions["gap"].idxmin()
    assert widest.capitalize() in whole.summary().splitlines()[0]
    assert [lead for lead, _ in whole.summary_parts][-1] == "What cannot be said."


def test_better_than_expected_is_said_too(bank: Any) -> None:
    swapped = dataclasses.replace(
        bank, perceptions=bank.expectations, expectations=bank.perceptions
    )
    found = svq.diagnose(swapped, seed=1, progress=False)
    assert found.summary().startswith("Service exceeds what customers expect.")
    assert "above expectations" in found.summary()


def test_no_difference_is_not_called_one(bank: Any) -> None:
    rng = np.random.default_rng(3)
    noise = bank.perceptions + rng.integers(-1, 2, bank.perceptions.shape)
    level = dataclasses.replace(bank, expectations=noise)
    found = svq.diagnose(level, seed=1, progress=False)
    assert found.summary().startswith(
        "On the whole, service cannot be told from what customers expect."
    )


def test_the_same_seed_gives_the_same_findings(bank: Any) -> None:
    first, again = (
        svq.diagnose(bank, by="branch", bootstrap=200, seed=5, progress=False) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first.findings, again.findings)
    pd.testing.assert_frame_equal(first.gaps.dimensions, again.gaps.dimensions)
    assert first.settings["seed"] == 5


def test_a_seed_is_chosen_and_written_down(bank: Any) -> None:
    found = svq.diagnose(bank, progress=False)
    assert f"seed={found.settings['seed']}" in str(found.settings["call"])


def test_rows_in_another_order_give_the_same(bank: Any, alone: Any) -> None:
    order = np.random.default_rng(1).permutation(bank.n)
    frames = ("perceptions", "expectations", "respondents", "importance")
    mixed = dataclasses.replace(bank, **{k: getattr(bank, k).iloc[order] for k in frames})
    found = svq.diagnose(mixed, seed=1, progress=False)
    columns = ["value", "low", "high"]
    np.testing.assert_allclose(found.findings[columns], alone.findings[columns], rtol=1e-9)


@pytest.mark.parametrize("language", ["nl", "zh-Hans", "zh-Hant"])
def test_it_speaks_the_readers_language(bank: Any, surveys: dict[str, Any], language: str) -> None:
    found = svq.diagnose(bank, **surveys, by="branch", seed=1, language=language, progress=False)
    titles = svq.load_instrument("servqual", language).dimension_titles
    assert titles["responsiveness"] in found.summary()
    assert "Responsiveness" not in found.summary()
    assert found.settings["language"] == language


def test_servperf_answers_end_with_a_reason(bank: Any) -> None:
    alone = dataclasses.replace(bank, expectations=None, importance=None, importance_kind=None)
    with pytest.raises(svq.DataError, match="nothing can be diagnosed"):
        svq.diagnose(alone, progress=False)


def test_managers_alone_are_enough_for_their_gaps(bank: Any, surveys: dict[str, Any]) -> None:
    found = svq.diagnose(bank, managers=surveys["managers"], seed=1, progress=False)
    assert sorted(found.model.missing.index) == [3, 4]
    assert found.prescriptions.table["rank"].notna().any()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "shop"}, "'shop' is not among the customers' columns"),
        ({"outcome": "joy"}, "'joy' is not among the customers' columns"),
        ({"ci": 1.5}, "ci must lie between"),
        ({"unit": "shop"}, "shop"),
    ],
)
def test_options_that_cannot_be_are_refused(
    bank: Any, surveys: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    if "unit" in options:
        options = options | {"managers": surveys["managers"]}
    with pytest.raises(ValueError, match=words):
        svq.diagnose(bank, **options, progress=False)


@pytest.mark.parametrize("name", ["managers", "employees", "three_column"])
def test_what_is_no_survey_is_refused(bank: Any, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        svq.diagnose(bank, **{name: bank.perceptions}, progress=False)
    with pytest.raises(TypeError, match="waves"):
        svq.diagnose(bank, waves=[bank], progress=False)


def test_faults_of_the_program_are_not_swallowed(
    bank: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from svqkit.gaps import scores

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(scores, "gap_scores", broken)
    with pytest.raises(ZeroDivisionError):
        svq.diagnose(bank, progress=False)


def test_it_shows_itself(whole: Any) -> None:
    assert "Summary" in repr(whole)
    assert "<table" in whole._repr_html_()
