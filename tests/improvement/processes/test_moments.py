"""Dates and times: what can be read, and what would be guessed."""

from __future__ import annotations

import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.processes.moments import moment, moments_of


@pytest.mark.parametrize("given", ["soon", None, 5, 20261231, True, "02/03/2026", ["2026-01-01"]])
def test_what_is_no_date_is_refused(given):
    with pytest.raises(DataError, match=r"end .* is no date or time; write 2026-03-01"):
        moment("end", given)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([46083.3, 46083.5], "column 'at' holds 46083.3 at row 0"),
        (["2026-03-02", "03/02/2026"], "column 'at' holds '03/02/2026' at row 1"),
        (["2026-03-02T08:00", "2026-03-02T08:00Z"], "some moments of 'at' have a time zone"),
    ],
)
def test_columns_that_would_be_guessed_are_refused(cells, message):
    with pytest.raises(DataError, match=message):
        moments_of("at", pd.Series(cells))


def test_offsets_are_kept_or_brought_together():
    winter, summer = "2026-03-28T08:00+01:00", "2026-03-30T08:00+02:00"
    assert moments_of("at", pd.Series([winter, None])).dt.hour.iloc[0] == 8
    assert moments_of("at", pd.Series([winter, summer])).dt.hour.tolist() == [7, 6]
    frame = pd.DataFrame({"at": pd.to_datetime(["2026-03-02"])})
    arrow = frame.convert_dtypes(dtype_backend="pyarrow")["at"]
    assert moments_of("at", arrow).tolist() == frame["at"].tolist()


def test_an_outage_over_the_change_of_clocks_has_its_true_length():
    clock = {"start": "2026-03-29 00:30+01:00", "end": "2026-03-29 04:30+02:00"}
    zone = "Europe/Amsterdam"
    found = svq.continuity(
        [clock],
        start=pd.Timestamp("2026-03-01", tz=zone),
        end=pd.Timestamp("2026-04-01", tz=zone),
    ).table.iloc[0]
    assert found["hours_down"] == 3
    assert found["hours_up"] == 31 * 24 - 1 - 3
    with pytest.raises(DataError, match="the period and the start of outages must both have"):
        svq.continuity([clock], start="2026-03-01", end="2026-04-01")


def test_an_outage_of_no_service_is_not_lost():
    rows = [
        {"start": "2026-03-02", "end": "2026-03-03", "service": "mail"},
        {"start": "2026-03-05", "end": "2026-03-06", "service": None},
    ]
    with pytest.raises(DataError, match="outage 2 has no service"):
        svq.continuity(rows, start="2026-03-01", end="2026-04-01")
    with pytest.raises(DataError, match=r"services must be a list of names, such as \['mail'\]"):
        svq.continuity(rows[:1], start="2026-03-01", end="2026-04-01", services="mail")
