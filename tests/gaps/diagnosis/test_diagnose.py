"""A diagnosis shows the numbers of its analyses, says how sure they are, and what is missing."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq


@pytest.fixture(scope="module")
def bank() -> Any:
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def brief(bank: Any) -> Any:
    """The same answers without outcomes, so that nothing is resampled."""
    return dataclasses.replace(bank, outcomes=())


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
def alone(brief: Any) -> Any:
    return svq.diagnose(brief, seed=1, progress=False)


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


def test_better_than_expected_is_said_too(brief: Any) -> None:
    swapped = dataclasses.replace(
        brief, perceptions=brief.expectations, expectations=brief.perceptions
    )
    found = svq.diagnose(swapped, seed=1, progress=False)
    assert found.summary().startswith("Service exceeds what customers expect.")
    assert "above expectations" in found.summary()


def test_no_difference_is_not_called_one(brief: Any) -> None:
    rng = np.random.default_rng(3)
    noise = brief.perceptions + rng.integers(-1, 2, brief.perceptions.shape)
    level = dataclasses.replace(brief, expectations=noise)
    found = svq.diagnose(level, seed=1, progress=False)
    assert found.summary().startswith(
        "On the whole, service cannot be told from what customers expect."
    )


def test_the_same_seed_gives_the_same_findings(brief: Any) -> None:
    first, again = (
        svq.diagnose(brief, by="branch", bootstrap=200, seed=5, progress=False) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first.findings, again.findings)
    pd.testing.assert_frame_equal(first.gaps.dimensions, again.gaps.dimensions)
    assert first.settings["seed"] == 5


def test_forms_are_compared_where_there_is_an_outcome(whole: Any, alone: Any) -> None:
    delta = whole.forms.table.loc["servqual", "delta_r2_overall_quality"]
    row = whole.findings[whole.findings["analysis"] == "compare_forms"].iloc[0]
    assert row["value"] == delta
    assert "use gaps to see where expectations are missed, not to predict" in whole.summary()
    assert {"forms", "importance", "surface"} <= set(alone.not_examined.index)


def test_only_what_was_improved_between_the_waves_is_called_changed(brief: Any) -> None:
    """The second wave improves responsiveness and nothing else (datasets/bank/README.md)."""
    later = svq.load_dataset("bank_wave2")
    found = svq.diagnose(brief, waves={"later": later}, seed=1, progress=False)
    changed = found.findings[found.findings["analysis"] == "gap_trend"].set_index("statement")
    clear = changed.index[changed["certainty"] == "clear"]
    assert [name.split(":")[0] for name in clear] == ["Responsiveness", "Total"]
    assert changed.loc[clear[0], "value"] > 0.3
    text = dict(found.summary_parts)["What changed."]
    assert "Responsiveness" in text
    assert "No other dimension changed beyond chance." in text
    assert found.trend.names == ["bank.csv", "later"]


def test_the_customers_own_wave_may_be_named(brief: Any) -> None:
    waves = {"2025": svq.load_dataset("bank_wave2"), "2026": brief}
    found = svq.diagnose(brief, waves=waves, seed=1, progress=False)
    assert found.trend.names == ["2025", "2026"]
    assert list(found.settings["data"]) == ["customers", "2025"]  # type: ignore[call-overload]


def test_a_seed_is_chosen_and_written_down(brief: Any) -> None:
    found = svq.diagnose(brief, progress=False)
    assert f"seed={found.settings['seed']}" in str(found.settings["call"])


def test_rows_in_another_order_give_the_same(brief: Any, alone: Any) -> None:
    order = np.random.default_rng(1).permutation(brief.n)
    frames = ("perceptions", "expectations", "respondents", "importance")
    mixed = dataclasses.replace(brief, **{k: getattr(brief, k).iloc[order] for k in frames})
    found = svq.diagnose(mixed, seed=1, progress=False)
    columns = ["value", "low", "high"]
    np.testing.assert_allclose(found.findings[columns], alone.findings[columns], rtol=1e-9)


@pytest.mark.parametrize("language", ["nl", "zh-Hans", "zh-Hant"])
def test_it_speaks_the_readers_language(brief: Any, surveys: dict[str, Any], language: str) -> None:
    found = svq.diagnose(brief, **surveys, by="branch", seed=1, language=language, progress=False)
    titles = svq.load_instrument("servqual", language).dimension_titles
    assert titles["responsiveness"] in found.summary()
    assert "Responsiveness" not in found.summary()
    assert found.settings["language"] == language


def test_servperf_answers_end_with_a_reason(brief: Any) -> None:
    alone = dataclasses.replace(brief, expectations=None, importance=None, importance_kind=None)
    with pytest.raises(svq.DataError, match="nothing can be diagnosed"):
        svq.diagnose(alone, progress=False)


def test_managers_alone_are_enough_for_their_gaps(brief: Any, surveys: dict[str, Any]) -> None:
    found = svq.diagnose(brief, managers=surveys["managers"], seed=1, progress=False)
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
    brief: Any, surveys: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    if "unit" in options:
        options = options | {"managers": surveys["managers"]}
    with pytest.raises(ValueError, match=words):
        svq.diagnose(brief, **options, progress=False)


@pytest.mark.parametrize("name", ["managers", "employees", "three_column"])
def test_what_is_no_survey_is_refused(brief: Any, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        svq.diagnose(brief, **{name: brief.perceptions}, progress=False)
    with pytest.raises(TypeError, match="waves"):
        svq.diagnose(brief, waves=[brief], progress=False)


def test_three_columns_alone_lead_with_what_is_tolerated(surveys: dict[str, Any]) -> None:
    found = svq.diagnose(surveys["three_column"], seed=1, progress=False)
    assert found.gaps is None
    assert found.lead.startswith("Service lies below the least that customers accept in")
    assert found.zone is not None


def test_two_groups_are_no_sample_of_groups(brief: Any) -> None:
    people = brief.respondents.assign(half=np.where(np.arange(brief.n) % 2, "odd", "even"))
    found = svq.diagnose(
        dataclasses.replace(brief, respondents=people), by="half", seed=1, progress=False
    )
    assert found.groups is not None
    assert "Two groups are compared directly" in found.not_examined["branches"]


def test_faults_of_the_program_are_not_swallowed(
    brief: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from svqkit.gaps import scores

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(scores, "gap_scores", broken)
    with pytest.raises(ZeroDivisionError):
        svq.diagnose(brief, progress=False)


def test_it_shows_itself(whole: Any) -> None:
    assert "Where expectations are missed\n" in repr(whole)
    shown = whole._repr_html_()
    assert "<strong>For whom.</strong>" in shown
    assert "<table" in shown


@pytest.mark.kiosk
def test_a_real_survey_with_kano_questions(
    kiosk_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    found = svq.diagnose(svq.load_dataset("kiosk"), by="sex", seed=1, progress=False)
    assert len(found.kano.categories) == 29
    assert "Of 29 features asked in pairs" in found.summary()
    assert {"zone", "trend", "model", "prescriptions", "branches"} == set(found.not_examined.index)
    assert "Security" in found.summary().splitlines()[0]
