"""Screening finds what was planted, deletes nothing, and is silent where nothing is wrong."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.improvement.listening import screening
from svqkit.improvement.listening.bursts import burst_days


@pytest.fixture(scope="module")
def truth() -> dict:
    path = bundled("datasets") / "airline" / "truth_feedback.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def airline(truth):
    return svq.read_feedback(svq.load_dataset("airline_feedback"), on=truth["on"])


def test_what_was_planted_is_flagged_and_kept(airline, truth) -> None:
    found = svq.screen_feedback(airline)
    by_reason = {reason: set(part["id"]) for reason, part in found.flags.groupby("reason")}
    copied, against = set(truth["planted"]["copied"]), set(truth["planted"]["contradiction"])
    assert by_reason["copy"] == copied
    assert copied <= by_reason["burst"]
    assert len(by_reason["burst"] - copied) <= 2  # others of those two days
    assert by_reason["contradiction"] <= against
    assert len(by_reason["contradiction"]) >= 8
    assert found.flags.groupby("reason")["group"].nunique()["copy"] == 1
    assert found.bursts["day"].dt.strftime("%Y-%m-%d").tolist() == ["2025-10-18", "2025-10-19"]
    assert found.feedback.n == airline.n
    assert (found.feedback.comments["doubt"] != "").sum() == found.summary.loc["any", "comments"]
    assert "doubt" not in airline.comments


def test_flags_do_not_depend_on_the_order_of_comments(airline) -> None:
    import dataclasses

    turned = dataclasses.replace(airline, comments=airline.comments.iloc[::-1])
    one, other = (svq.screen_feedback(f).flags for f in (airline, turned))
    assert set(zip(one["id"], one["reason"], strict=True)) == set(
        zip(other["id"], other["reason"], strict=True)
    )


def test_short_and_merely_similar_comments_are_no_copies() -> None:
    texts = ["Thank you!", "thank you", "谢谢你们", "谢谢你们", "The queue at the gate was long today",
             "The food on the flight was cold today"]  # fmt: skip
    heard = svq.read_feedback(pd.DataFrame({"text": texts, "id": range(6)}))
    assert svq.screen_feedback(heard).flags.empty
    both = ["服务态度太差了，等了一个小时", "服務態度太差了，等了一個小時"]
    alike = svq.read_feedback(pd.DataFrame({"text": both, "id": [1, 2]}))
    assert svq.screen_feedback(alike).flags["reason"].tolist() == ["copy", "copy"]


def test_false_bursts_are_as_rare_as_alpha() -> None:
    """Poisson channels without bursts: about one in a hundred has any, at alpha = .01."""
    rng, found, channels = np.random.default_rng(4), 0, 300
    days = pd.date_range("2025-01-01", periods=200)
    for number in range(channels):
        counts = rng.poisson(0.3 + number / 100, 200)
        table = pd.DataFrame({"received": days.repeat(counts), "channel": "survey"})
        found += not burst_days(table, 0.01).empty
    # binomial(300, .01): more than 9 has a chance below .002
    assert found <= 9


def test_false_bursts_stay_rare_where_days_vary_more_than_poisson() -> None:
    """Geometric counts, variance 3.3 times the mean: leaving out the busiest days must not deceive."""
    rng, found, channels = np.random.default_rng(6), 0, 100
    days = pd.date_range("2025-01-01", periods=365)
    for _ in range(channels):
        table = pd.DataFrame({"received": days.repeat(rng.negative_binomial(1, 0.3, 365))})
        found += not burst_days(table.assign(channel="survey"), 0.01).empty
    # binomial(100, .02): more than 7 has a chance below .001; without the correction 17 are found
    assert found <= 7


def test_a_channel_that_comes_in_waves_has_no_bursts() -> None:
    days = pd.date_range("2025-01-01", periods=200)
    counts = np.where(np.arange(200) % 10 == 0, 12, 0)
    table = pd.DataFrame({"received": days.repeat(counts), "channel": "survey"})
    assert burst_days(table, 0.01).empty


@pytest.mark.parametrize("option", [{"alike": 40}, {"clear": 0}, {"alpha": 1}])
def test_options_out_of_range_are_refused(airline, option) -> None:
    with pytest.raises(ValueError, match=next(iter(option))):
        svq.screen_feedback(airline, **option)


@given(
    st.lists(st.text(alphabet="ab ", min_size=1, max_size=14), min_size=2, max_size=9),
    st.integers(60, 95),
)
def test_comparing_by_length_misses_no_pair(texts: list[str], alike: int) -> None:
    """Groups are those of all pairs compared one by one."""
    from rapidfuzz import fuzz

    table = pd.DataFrame({"text": texts, "language": "en", "received": pd.NaT})
    table.index = [f"c{k}" for k in range(len(texts))]
    found = screening._copies(table.astype({"received": "datetime64[s]"}), alike, 1)
    bare = [screening._bare(text) for text in texts]
    pairs = [
        {f"c{i}", f"c{j}"}
        for i in range(len(texts))
        for j in range(i)
        if bare[i] and bare[j] and fuzz.ratio(bare[i], bare[j]) >= alike
    ]
    assert set(found["id"]) == set().union(*pairs)
    groups = found.groupby("group")["id"].agg(set).tolist()
    assert all(any(pair <= group for group in groups) for pair in pairs)
