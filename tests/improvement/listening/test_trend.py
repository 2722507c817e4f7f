"""Trends: the planted change of the airline, exposure, edges, and what cannot be counted."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError


@pytest.fixture(scope="module")
def truth() -> dict:
    path = bundled("datasets") / "airline" / "truth_feedback.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def traffic() -> pd.Series:
    return svq.load_dataset("airline_traffic").set_index("month")["passengers"]


@pytest.fixture(scope="module")
def airline(truth):
    """The airline's comments with the topic and polarity that they were made with."""
    heard = svq.read_feedback(svq.load_dataset("airline_feedback"), on=truth["on"])
    labels = svq.load_dataset("airline_feedback_labels").loc[heard.comments.index]
    table = heard.comments.assign(topic=labels["topic"], polarity=labels["polarity"])
    return dataclasses.replace(heard, comments=table)


@pytest.mark.parametrize("topic", ["meals", "entertainment"])
def test_the_planted_change_is_found_with_its_size(airline, traffic, truth, topic) -> None:
    found = svq.feedback_trend(
        airline, where={"topic": topic, "polarity": "complaint"}, exposure=traffic, per=1e6
    )
    assert found.changes["period"].dt.strftime("%Y-%m").tolist() == [truth["change"]["month"]]
    planted = truth["complaints_per_million_passengers"][topic]
    row = found.changes.iloc[0]
    assert row["low"] < planted["after"] / planted["before"] < row["high"]
    for stretch, rate in zip(found.segments.itertuples(), planted.values(), strict=True):
        assert stretch.low < rate < stretch.high
    assert "0.3" in found.sentence or "0.2" in found.sentence


def test_what_did_not_change_shows_no_change(airline, traffic, truth) -> None:
    others = [name for name in truth["topics"] if name not in truth["change"]["topics"]]
    found = svq.feedback_trend(
        airline, where={"topic": others, "polarity": "complaint"}, exposure=traffic, per=1e6
    )
    assert found.changes.empty
    planted = sum(truth["complaints_per_million_passengers"][name]["before"] for name in others)
    assert found.segments["low"][0] < planted < found.segments["high"][0]
    assert 0.2 < found.dispersion < 2.2
    assert "no proof" in found.sentence


def test_counts_add_up_and_empty_periods_count_zero() -> None:
    days = ["2025-01-01", "2025-02-28", "2025-05-31", "2025-06-30"]
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "date": days, "id": range(4)}))
    found = svq.feedback_trend(heard)
    assert found.counts["count"].tolist() == [1, 1, 0, 0, 1, 1]
    assert found.changes.empty


def test_periods_that_comments_hardly_touch_are_left_out() -> None:
    days = pd.date_range("2025-01-20", "2025-08-05")
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "date": days, "id": range(len(days))}))
    found = svq.feedback_trend(heard)
    assert found.counts.index.strftime("%m").tolist() == ["02", "03", "04", "05", "06", "07"]
    assert "2025-01-01, 2025-08-01" in found.sentence


def test_more_customers_are_not_more_dissatisfaction() -> None:
    rng = np.random.default_rng(3)
    starts = pd.date_range("2025-01-01", periods=12, freq="MS")
    customers = pd.Series([1000.0] * 6 + [4000.0] * 6, index=starts)
    counts = rng.poisson(customers.to_numpy() * 0.02)
    days = starts.repeat(counts) + pd.to_timedelta(rng.integers(0, 28, counts.sum()), unit="D")
    days = [pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"), *days]
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "date": days, "id": range(len(days))}))
    assert len(svq.feedback_trend(heard).changes) == 1
    assert svq.feedback_trend(heard, exposure=customers).changes.empty


def test_the_same_seed_gives_the_same_p(airline) -> None:
    one, other = (svq.feedback_trend(airline, every="week", seed=4).counts for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_bad_input_is_named(airline, traffic) -> None:
    with pytest.raises(DataError, match="no column 'tpoic'"):
        svq.feedback_trend(airline, where={"tpoic": "meals"})
    with pytest.raises(DataError, match="no comment has topic 'soup'; there are"):
        svq.feedback_trend(airline, where={"topic": "soup"})
    with pytest.raises(DataError, match="no amount above 0 for the period from 2025-12-01"):
        svq.feedback_trend(airline, exposure=traffic.iloc[:-1])
    with pytest.raises(DataError, match="no amount above 0 for the period from 2025-01-01"):
        svq.feedback_trend(airline, exposure=0 * traffic)
    with pytest.raises(DataError, match="exposure maps days"):
        svq.feedback_trend(airline, exposure={"2025-01": "many"})
    with pytest.raises(DataError, match="exposure maps days"):
        svq.feedback_trend(airline, exposure={"x": 5})
    with pytest.raises(ValueError, match="per must be above 0"):
        svq.feedback_trend(airline, exposure=traffic, per=-1)
    with pytest.raises(DataError, match="a change needs at least 4"):
        svq.feedback_trend(
            svq.read_feedback(pd.DataFrame({"text": ["Late"], "date": ["2025-01-01"]}))
        )
    with pytest.raises(DataError, match="needs the column 'received'"):
        svq.feedback_trend(svq.read_feedback(pd.DataFrame({"text": ["Late"]})))
    with pytest.raises(ValueError, match="every is one of"):
        svq.feedback_trend(airline, every="day")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": ["step"]}, "where maps a column"),
        ({"where": {"step": []}}, "no value for 'step'"),
        ({"least": 1.5}, "least=1.5"),
        ({"permutations": 99.5}, "permutations=99.5"),
        ({"seed": -1}, "seed=-1"),
        ({"per": np.inf}, "per must be above 0"),
    ],
)
def test_options_of_a_trend_are_checked(options: dict[str, Any], message: str) -> None:
    days = pd.date_range("2025-01-01", periods=200)
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "date": days, "id": range(200)}))
    with pytest.raises((TypeError, ValueError), match=message):
        svq.feedback_trend(heard, **options)


def test_exposure_may_be_periods_or_days_of_a_zone_but_not_without_end() -> None:
    days = pd.date_range("2025-01-01", periods=365)
    heard = svq.read_feedback(pd.DataFrame({"text": "Late", "date": days, "id": range(365)}))
    months = pd.period_range("2025-01", periods=12, freq="M")
    plain = svq.feedback_trend(heard, exposure=pd.Series(5.0, months.start_time))
    for index in (months, months.start_time.tz_localize("Europe/Amsterdam")):
        found = svq.feedback_trend(heard, exposure=pd.Series(5.0, index))
        pd.testing.assert_frame_equal(found.counts, plain.counts)
    with pytest.raises(DataError, match="no amount above 0"):
        svq.feedback_trend(heard, exposure=pd.Series(np.inf, months))
