"""The hotel: what was planted is found again, and what is no effect is not called one."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.improvement.change.before_after import before_after
from svqkit.improvement.change.difference_in_differences import difference_in_differences
from svqkit.improvement.change.interrupted_series import interrupted_series
from svqkit.improvement.change.training_effect import training_effect

HERE = bundled("datasets") / "hotel"
TIMES = ("before", "after", "follow_up")


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((HERE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def staff() -> pd.DataFrame:
    return svq.load_dataset("hotel_staff")


@pytest.fixture(scope="module")
def training(staff):
    return training_effect(
        staff,
        trained="trained",
        reaction="reaction",
        learning=tuple(f"test_{when}" for when in TIMES),
        behaviour=tuple(f"behaviour_{when}" for when in TIMES),
        cost=float(svq.load_dataset("hotel_costs")["euro"].sum()),
    )


def holds(row, value: float) -> bool:
    return row["low"] < value < row["high"]


def test_the_training_does_what_was_planted(training, truth: dict) -> None:
    planted = truth["hotel_staff"]
    for when in ("after", "follow_up"):
        learned = training.levels.loc[("learning", when)]
        assert holds(learned, planted["ancova_of_the_test"][when])
        assert holds(learned, planted["test_effect"][when])
        assert holds(training.levels.loc[("behaviour", when)], planted["behaviour_effect"][when])
    assert holds(training.levels.loc[("reaction", "all forms")], planted["reaction"])
    assert holds(training.retention.loc["learning"], planted["test_retained"])


def test_a_point_cost_what_was_planted(training, truth: dict) -> None:
    each = truth["hotel_costs"]["a_person"]
    row = training.cost.loc[("learning", "after")]
    assert row["a_person"] == pytest.approx(each)
    assert holds(row, each / truth["hotel_staff"]["ancova_of_the_test"]["after"])


def test_late_forms_are_lower(staff, truth: dict) -> None:
    forms = staff.dropna(subset=["reaction"])
    late = (forms["form_handed_in"] - pd.Timestamp("2025-02-28")).dt.days > 14
    assert late.sum() == truth["hotel_staff"]["late_forms"]["n"]
    found = before_after(forms.loc[~late, "reaction"], forms.loc[late, "reaction"])
    assert found.low < -truth["hotel_staff"]["late_forms"]["lower_by"] < found.high


def test_the_coaching_that_does_nothing_looks_like_an_effect(truth: dict) -> None:
    table = svq.load_dataset("hotel_coaching")
    chosen = table[table["coached"]]
    found = before_after(
        chosen["spring"],
        chosen["autumn"],
        paired=True,
        usual_mean=table["spring"].mean(),
        reliability=truth["hotel_coaching"]["reliability"],
    )
    assert found.low > 0
    assert holds(found.regression, truth["hotel_coaching"]["effect"])
    best = table.nlargest(48, "spring")
    assert before_after(best["spring"], best["autumn"], paired=True).high < 0


def test_visits_show_the_effect_and_parallel_lines(truth: dict) -> None:
    planted = truth["hotel_visits"]
    found = difference_in_differences(
        svq.load_dataset("hotel_visits"),
        outcome="score",
        period="month",
        treated="trained",
        since=planted["since"],
        cluster="team",
    )
    assert 0 < found.low < planted["effect"] < found.high
    assert found.pre_trend["slope_p"] > 0.05
    assert "2024-12-01" in " ".join(found.cautions)


def test_only_the_comparison_takes_the_booking_system_off(truth: dict) -> None:
    planted = truth["hotel_complaints"]
    weeks = svq.load_dataset("hotel_complaints").set_index("week")
    season = planted["season"]["weeks"]
    alone = interrupted_series(weeks["trained_hotel"], planted["change"], season=season)
    found = interrupted_series(
        weeks["trained_hotel"],
        planted["change"],
        comparison=weeks["comparison_hotel"],
        gaps="keep",
    )
    both = planted["average_effect"] + planted["both_hotels_at_the_change"]
    assert found.low < planted["average_effect"] < found.high < 0
    assert alone.low < both < alone.high
    level, trend = (found.coefficients.loc[f"{one} change"] for one in ("level", "trend"))
    assert holds(level, planted["level"])
    assert holds(trend, planted["trend_a_week"])


def test_what_is_imperfect_is_there_as_the_readme_says(staff) -> None:
    guests = svq.load_dataset("hotel_guests")
    months = guests.groupby("hotel")["month"].agg(lambda m: set(m.dt.strftime("%Y-%m")))
    assert months["Harbour"] - months["Park"] == {"2024-08", "2025-06"}
    assert svq.load_dataset("hotel_complaints")["comparison_hotel"].isna().sum() == 3
    visits = svq.load_dataset("hotel_visits")
    assert visits["score"].isna().sum() == 6
    assert not ((visits["hotel"] == "Park") & (visits["month"] == "2024-12-01")).any()
    assert svq.load_dataset("hotel_coaching")["autumn"].isna().sum() == 4
    assert staff["test_after"].isna().sum() == 5
    assert staff["behaviour_before"].isna().sum() == 4
    assert staff.loc[staff["trained"], "reaction"].isna().sum() == 8
    assert staff.loc[~staff["trained"], "reaction"].isna().all()
    assert 0.05 < staff["test_follow_up"].isna().mean() < 0.2


@pytest.mark.parametrize(
    "dimension", ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
)
def test_guests_notice_what_was_trained(dimension: str, truth: dict) -> None:
    planted = truth["hotel_guests"]
    found = difference_in_differences(
        svq.load_dataset("hotel_guests"),
        outcome=dimension,
        period="month",
        treated="trained",
        since=planted["since"],
    )
    assert found.low < planted["effect"][dimension] < found.high
