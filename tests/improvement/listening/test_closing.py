"""Closing the loop: R's medians with open cases, ageing by hand, and the airline's slow team."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError

ON = pd.Timestamp("2025-12-31")


def feedback_of(days, done, **columns):
    """Make cases: closed ones after so many days, open ones that have waited so long."""
    done = np.asarray(done, bool)
    received = ON - pd.to_timedelta(np.asarray(days), unit="D")
    early = pd.Timestamp("2025-01-01")
    received = np.where(done, early, received)
    closed = np.where(
        done, early + pd.to_timedelta(np.asarray(days), unit="D"), np.datetime64("NaT")
    )
    table = pd.DataFrame(
        {"text": "Late", "id": range(len(days)), "received": received, "closed": closed, **columns}
    )
    return svq.read_feedback(table, on=ON)


def test_the_median_counts_open_cases_as_r_does(oracle, agree) -> None:
    theirs = oracle("listening/oracle")["closing"]
    found = svq.closing_loop(feedback_of(theirs["days"], theirs["done"]))
    row = found.times.loc["all"]
    agree("feedback: median days to closing", row[["median", "low", "high"]],
          [theirs["median"], theirs["low"], theirs["high"]], oracle="R survival 3.5.3", rtol=1e-12)  # fmt: skip
    curve = found.curves[found.curves["group"] == "all"].set_index("day")["open"]
    known = [k for k, day in enumerate(theirs["times"]) if day in curve.index and day > 0]
    agree("feedback: share open after days", curve.loc[[theirs["times"][k] for k in known]],
          [theirs["open"][k] for k in known], oracle="R survival 3.5.3", rtol=1e-10)  # fmt: skip
    closed_only = np.median(np.array(theirs["days"])[np.array(theirs["done"]) == 1])
    assert closed_only < row["median"]


def test_there_is_no_median_where_fewer_than_half_are_closed(oracle) -> None:
    found = svq.closing_loop(feedback_of([3, 5, 6, 7, 8, 9, 11, 12], [1, 0, 0, 0, 0, 1, 0, 0]))
    assert oracle("listening/oracle")["closing"]["few_median"] is None
    assert np.isnan(found.times.loc["all", "median"])
    assert "no median yet" in found.sentence


def test_ageing_due_days_and_answers_by_hand() -> None:
    days = [3, 10, 20, 90, 5, 40]
    due = ["2025-12-30", "2026-01-05", "", "2025-10-20", "2025-01-06", "2025-01-20"]
    found = svq.closing_loop(
        feedback_of(
            days,
            [0, 0, 0, 0, 1, 1],
            due=due,
            owner=["A", "A", "B", "", "A", "B"],
            status=["open", "ask back", "open", "", "closed", "closed"],
            reply=["", "", "", "", "We changed it", ""],
            channel=["mail", "mail", "phone", "phone", "mail", "mail"],
        )
    )
    assert found.ageing.loc["A", ["0–7", "8–14", "oldest", "overdue"]].tolist() == [1, 1, 10, 1]
    assert found.ageing.loc["B", "15–30"] == 1
    assert found.ageing.loc["nobody", ["over 60", "overdue"]].tolist() == [1, 1]
    assert found.due.tolist() == [1, 1, 1, 2]
    assert found.status.to_dict() == {
        "open": 2,
        "in progress": 0,
        "ask back": 1,
        "closed": 2,
        "unknown": 1,
    }
    assert found.told.loc["e-mail", ["closed", "told", "share"]].tolist() == [2, 1, 0.5]
    assert found.overdue["days"].tolist() == [72, 1]


def test_the_first_answer_is_another_time_than_the_end() -> None:
    received = pd.Timestamp("2025-03-01")
    later = {name: [received + pd.Timedelta(k, unit="D") if k else None for k in days] for name, days in
             {"answered": (2, 4, 0, 0, 6), "closed": (9, 9, 9, 0, 0)}.items()}  # fmt: skip
    table = pd.DataFrame({"text": "Late", "id": range(5), "received": received, **later})
    heard = svq.read_feedback(table, on="2025-03-31")
    ended, answered = svq.closing_loop(heard), svq.closing_loop(heard, until="answered")
    assert ended.times.loc["all", ["closed", "open", "median"]].tolist() == [3, 2, 9]
    # answers after 2, 4 and 6 days, none before the end on day 9, none yet after 30
    assert answered.times.loc["all", ["closed", "open", "median"]].tolist() == [3, 2, 6]
    assert "2 of 5 cases are unanswered" in answered.sentence
    with pytest.raises(DataError, match="the column is 'answered'"):
        svq.closing_loop(feedback_of([3, 4], [0, 1]), until="answered")
    with pytest.raises(ValueError, match="'closed' or 'answered'"):
        svq.closing_loop(heard, until="told")


def test_the_slow_team_is_found_with_its_median() -> None:
    path = bundled("datasets") / "airline" / "truth_feedback.json"
    truth = json.loads(path.read_text(encoding="utf-8"))
    found = svq.closing_loop(
        svq.read_feedback(svq.load_dataset("airline_feedback"), on=truth["on"])
    )
    planted = truth["days_to_closing"]
    slow = found.times.loc["Baggage"]
    assert slow["low"] <= planted["median_of"]["Baggage"] <= slow["high"]
    others = found.times.drop(index=["Baggage", "all"])
    inside = (others["low"] - 0.5 <= planted["median"]) & (
        planted["median"] <= others["high"] + 0.5
    )
    assert inside.mean() >= 0.85
    assert "Clearly slower than the whole: Baggage." in found.sentence


def test_what_cannot_be_told_says_why() -> None:
    with pytest.raises(DataError, match="no comment has a day on which it was closed"):
        svq.closing_loop(feedback_of([3, 4], [0, 0]))
    with pytest.raises(DataError, match="choose a later day"):
        svq.closing_loop(feedback_of([3, 4], [0, 1]), on="2025-06-01")
    with pytest.raises(DataError, match="ageing needs the column 'received'"):
        svq.closing_loop(
            svq.read_feedback(pd.DataFrame({"text": ["Late"], "closed": ["2025-01-01"]}))
        )
    with pytest.raises(DataError, match="no column 'team'"):
        svq.closing_loop(feedback_of([3, 4], [0, 1]), by="team")
    lost = svq.closing_loop(feedback_of([3, 4], [1, 0], status=["closed", "closed"]))
    assert "1 without the days needed" in lost.sentence


def test_an_owner_called_all_is_not_taken_for_the_whole() -> None:
    days = pd.date_range("2025-01-01", periods=8)
    table = pd.DataFrame(
        {"text": "Late", "id": range(8), "date": days, "closed": days, "owner": ["all", "Desk"] * 4}
    )
    times = svq.closing_loop(svq.read_feedback(table, on="2025-12-31")).times
    assert times["n"].to_dict() == {"Desk": 4, "all (own)": 4, "all": 8}
