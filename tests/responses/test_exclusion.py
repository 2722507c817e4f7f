"""Leaving respondents out: by a stated rule, and with an account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


@pytest.fixture(scope="module")
def drawn() -> Any:
    return svq.simulate(n=120, careless=0.1, seed=6)


def test_the_flagged_leave_with_their_reasons(drawn) -> None:
    found = svq.screen(drawn)
    kept = svq.exclude(drawn, found)
    assert kept.n == drawn.n - len(found.flagged) > 0
    assert set(kept.perceptions.index) == set(drawn.perceptions.index) - set(found.flagged)
    for frame in (kept.expectations, kept.importance, kept.respondents):
        assert frame.index.equals(kept.perceptions.index)
    assert list(kept.dropped["row"]) == list(found.flagged)
    assert kept.dropped["reason"].str.startswith("careless: ").all()
    assert kept.problems.set_index("kind").loc["excluded", "count"] == len(found.flagged)
    pd.testing.assert_frame_equal(kept.perceptions, drawn.perceptions.loc[kept.perceptions.index])
    assert drawn.n == 120
    assert svq.validate(kept, seed=1).responses.n == kept.n


def test_one_s_own_rule_needs_a_reason(drawn) -> None:
    first = list(drawn.perceptions.index[:3])
    with pytest.raises(ValueError, match="say why"):
        svq.exclude(drawn, first)
    kept = svq.exclude(drawn, first, reason="test interviews")
    assert kept.dropped["reason"].tolist() == ["test interviews"] * 3
    mask = pd.Series(False, index=drawn.perceptions.index)
    mask.iloc[5] = True
    assert svq.exclude(drawn, mask, reason="staff").n == drawn.n - 1
    assert len(svq.exclude(drawn, [], reason="nobody").problems) == len(drawn.problems)
    again = svq.exclude(kept, list(kept.perceptions.index[:1]), reason="again")
    assert len(again.dropped) == 4


def test_what_cannot_be_left_out_is_said(drawn) -> None:
    with pytest.raises(DataError, match="no respondent 'nobody'"):
        svq.exclude(drawn, ["nobody"], reason="x")
    with pytest.raises(DataError, match="leave nobody"):
        svq.exclude(drawn, list(drawn.perceptions.index), reason="x")


def test_checks_and_times_are_signs_of_their_own(drawn) -> None:
    people = drawn.respondents.assign(
        seconds=[30.0] * 4 + [600.0] * (drawn.n - 4), check_1=[3.0] * 2 + [5.0] * (drawn.n - 2)
    )
    timed = replace(drawn, respondents=people)
    found = svq.screen(timed, checks={"check_1": 5})
    first = drawn.perceptions.index
    assert found.signs["too fast"].sum() == 4
    assert set(first[found.signs["attention check failed"]]) == set(first[:2])
    assert set(first[:4]) <= set(found.flagged)
    assert found.respondents["seconds_per_item"].iloc[0] == pytest.approx(30 / 44)
    summary = found.summary.set_index("check")
    assert summary.loc["too fast", "count"] == 4
    assert "attention check failed" in found.respondents.loc[first[0], "reasons"]
    without = svq.screen(drawn)
    assert "too fast" not in set(without.summary["check"])
    lenient = svq.screen(timed, decisive=(), at_least=6)
    assert len(lenient.flagged) == 0
    strict = svq.screen(timed, at_least=1)
    assert set(found.flagged) <= set(strict.flagged)


def test_a_rule_that_makes_no_sense_is_refused(drawn) -> None:
    with pytest.raises(ValueError, match="no sign 'boredom'"):
        svq.screen(drawn, decisive=("boredom",))
    with pytest.raises(ValueError, match="one sign or more"):
        svq.screen(drawn, at_least=0)
    with pytest.raises(DataError, match="'check_9' is not among"):
        svq.screen(drawn, checks={"check_9": 1})
    with pytest.raises(DataError, match="seconds='time'"):
        svq.screen(drawn, seconds="time")
