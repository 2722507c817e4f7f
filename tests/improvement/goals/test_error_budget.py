"""The error budget is arithmetic; its burn rate is a ratio with an interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

DAYS = pd.date_range("2026-03-01", periods=10)


def test_burn_rate_is_that_of_r(theirs: dict, agree) -> None:
    shown = theirs["burn"]
    found = svq.error_budget(
        pd.Series(shown["bad"], index=DAYS, dtype=float),
        pd.Series(shown["total"], index=DAYS, dtype=float),
        target=shown["target"],
        end="2026-03-31",
    )
    oracle = f"R {theirs['versions']['R']}"
    rate, high = found.summary["burn_rate"], found.summary["burn_high"]
    agree("error budget: burn rate", rate, shown["rate"], oracle=oracle, rtol=1e-12)
    agree("error budget: interval", high - rate, shown["reach"], oracle=oracle, rtol=1e-10)


def test_an_even_use_ends_on_the_last_day() -> None:
    bad = pd.Series(1.44, index=DAYS)
    found = svq.error_budget(bad, 1440, target=0.999, end="2026-03-20")
    assert found.summary["burn_rate"] == pytest.approx(1)
    assert found.summary["used_share"] == pytest.approx(found.summary["elapsed_share"])
    assert found.exhausted is None or found.exhausted == pd.Timestamp("2026-03-20")
    assert np.allclose(found.path["used_share"], found.path["even_share"])


def test_a_budget_used_up_says_when() -> None:
    bad = pd.Series([0, 0, 0, 100.0, 0, 0, 0, 0, 0, 0], index=DAYS)
    found = svq.error_budget(bad, 1440, target=0.999, end="2026-03-20")
    assert found.exhausted == pd.Timestamp("2026-03-04")
    assert "it was used up on 2026-03-04" in found.status


def test_without_failures_nothing_is_used() -> None:
    found = svq.error_budget(pd.Series(0.0, index=DAYS), 1440, target=0.999, end="2026-03-20")
    assert found.exhausted is None
    assert found.summary["used"] == 0
    assert "lasts to the end" in found.status


def test_the_service_desks_quarter() -> None:
    days = svq.load_dataset("servicedesk_availability")
    found = svq.error_budget(days["down"], days["minutes"], target=0.995, end="2026-03-31")
    assert found.summary["allowed"] == pytest.approx(90 * 1440 * 0.005)
    assert found.path["bad"].idxmax() == pd.Timestamp("2026-02-11")
    assert found.summary["recent_burn_rate"] < found.summary["burn_rate"]


@pytest.mark.parametrize(
    ("bad", "options", "message"),
    [
        (pd.Series([1.0, 2.0], index=DAYS[[0, 0]]), {}, "1 time stamps come twice"),
        (pd.Series([1.0, 2.0], index=DAYS[[0, 3]]), {}, "days are missing after 2026-03-01"),
        (pd.Series([1.0, -2.0], index=DAYS[:2]), {}, "2026-03-02 has -2 failures out of 1440"),
        (pd.Series([1.0, 2000.0], index=DAYS[:2]), {}, "2000 failures out of 1440"),
        (pd.Series([0.0, 0.0], index=DAYS[:2]), {"total": 0}, "totals are all zero"),
        (pd.Series([1.0, 2.0], index=DAYS[:2]), {"end": "2026-03-01"}, "the period ends on"),
    ],
)
def test_series_that_cannot_be_used(bad: pd.Series, options: dict, message: str) -> None:
    given = {"total": 1440, "end": "2026-03-31", **options}
    with pytest.raises(DataError, match=message):
        svq.error_budget(bad, given["total"], target=0.99, end=given["end"])


def test_hardly_any_failure_never_uses_the_budget_up() -> None:
    days = pd.date_range("2026-03-01", periods=10)
    found = svq.error_budget(pd.Series(1e-12, index=days), 1440, target=0.999, end="2200-01-01")
    assert found.exhausted is None


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam"])
def test_days_with_a_zone_are_days(zone: str) -> None:
    days = pd.date_range("2026-03-25", periods=8, tz=zone)
    found = svq.error_budget(pd.Series(1.0, index=days), 1440, target=0.999, end="2026-04-20")
    assert found.summary["elapsed_share"] == pytest.approx(8 / 27)


@pytest.mark.parametrize(
    ("total", "options", "message"),
    [
        ("x", {}, "total must be a number of 0 or more, not 'x'"),
        (np.nan, {}, "total must be a number"),
        (1440, {"end": "soon"}, "end 'soon' is no date or time"),
        (1440, {"end": None}, "end None is no date or time"),
        (1440, {"end": 20260401}, "end 20260401 is no date or time"),
        (1440, {"target": 99.9}, "target must lie between 0 and 1"),
    ],
)
def test_options_are_named(total: object, options: dict, message: str) -> None:
    bad = pd.Series(0.0, index=pd.date_range("2026-03-01", periods=5))
    with pytest.raises(ValueError, match=message):
        svq.error_budget(bad, total, **{"target": 0.99, "end": "2026-03-31", **options})
