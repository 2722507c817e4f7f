"""A goal says what it is about, and the checks say what it leaves open."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

WHOLE = {
    "name": "Median wait at noon from 14 to 8 minutes",
    "indicator": "median wait",
    "unit": "minutes",
    "baseline": 14,
    "target": 8,
    "start": "2026-01-05",
    "deadline": "2026-12-31",
    "owner": "branch manager",
    "source": "ticket printer, daily",
    "serves": "responsiveness",
}


def met(**changed: object) -> dict[str, str]:
    return svq.smart_checks(svq.Goal(**{**WHOLE, **changed})).table["met"].to_dict()


def test_a_whole_goal_leaves_only_what_needs_evidence() -> None:
    assert met() == {
        "specific": "yes",
        "measurable": "yes",
        "achievable": "not examined",
        "relevant": "yes",
        "time-bound": "yes",
    }


@pytest.mark.parametrize(
    ("changed", "criterion", "verdict"),
    [
        ({"owner": ""}, "specific", "partly"),
        ({"indicator": " "}, "specific", "no"),
        ({"name": "Improve the wait"}, "specific", "partly"),
        ({"unit": ""}, "measurable", "partly"),
        ({"source": ""}, "measurable", "partly"),
        ({"target": 14}, "measurable", "partly"),
        ({"serves": ""}, "relevant", "no"),
        ({"deadline": None}, "time-bound", "no"),
        ({"start": None}, "time-bound", "partly"),
        ({"deadline": "2031-01-01"}, "time-bound", "partly"),
    ],
)
def test_what_is_left_open_is_named(changed: dict, criterion: str, verdict: str) -> None:
    before, after = met(), met(**changed)
    assert after[criterion] == verdict
    assert {k: v for k, v in after.items() if k != criterion} == {
        k: v for k, v in before.items() if k != criterion
    }
    row = svq.smart_checks(svq.Goal(**{**WHOLE, **changed})).table.loc[criterion]
    assert row["ask"].endswith("?")


def test_achievable_rests_on_history_and_peers() -> None:
    goal = svq.Goal(**WHOLE)
    days = pd.date_range("2025-01-01", periods=6, freq="MS")
    far = pd.Series([15.0, 14, 15, 14, 13, 14], index=days)
    row = svq.smart_checks(goal, far).table.loc["achievable"]
    assert row["met"] == "no"
    assert "0 of 6 past values" in row["reason"]
    assert "6.0 of the usual changes" in row["reason"]  # from 14 to 8 in steps of 1
    peers = pd.Series({"Harbour": 7.5, "Market": 12.0})
    assert svq.smart_checks(goal, far, peers=peers).table.loc["achievable", "met"] == "partly"
    assert svq.smart_checks(goal, peers=peers).table.loc["achievable", "met"] == "yes"


def test_direction_and_reaching() -> None:
    down, up = svq.Goal(**WHOLE), svq.Goal(**{**WHOLE, "target": 20})
    assert (down.direction, up.direction) == ("down", "up")
    assert down.reached(8)
    assert not down.reached(8.1)
    assert up.reached(20)
    assert not up.reached(19.9)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"target": "soon"}, "target must be a number, not 'soon'"),
        ({"baseline": np.inf}, "baseline must be a number"),
        ({"deadline": "at some time"}, "deadline .* is no date or time; write 2026-03-01"),
        ({"deadline": "2025-12-31"}, "deadline 2025-12-31 is not after the start 2026-01-05"),
    ],
)
def test_impossible_goals_are_refused(changed: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.Goal(**{**WHOLE, **changed})


def test_what_is_left_empty_is_missing_not_an_accident() -> None:
    """A row of a spreadsheet read back has None where nothing was written."""
    bare = svq.Goal(
        name=None, indicator="wait", baseline=14, target=8, owner=None, unit=None, measures=None
    )
    assert svq.smart_checks(bare).table.loc["specific", "met"] == "partly"
    with pytest.raises(DataError, match="owner must be a text, not 5"):
        svq.Goal(name="", indicator="wait", baseline=14, target=8, owner=5)
    for day in (20261231, "12/31/2026", True):
        with pytest.raises(DataError, match=r"deadline .* is no date or time"):
            svq.Goal(name="", indicator="wait", baseline=14, target=8, deadline=day)
    with pytest.raises(TypeError, match="goal must be a Goal, not 'faster'"):
        svq.smart_checks("faster")
