"""Continuity against base R's tests, and outages that cannot be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError

START, END = "2026-03-01", "2026-04-01"


def outages(hours, service="net"):
    begins = pd.Timestamp(START) + pd.to_timedelta(np.arange(len(hours)), unit="D")
    ends = begins + pd.to_timedelta(hours, unit="h")
    return pd.DataFrame({"service": service, "start": begins, "end": ends})


def numbers(*values):
    return [np.nan if v is None else float(v) for v in values]


def test_intervals_are_those_of_base_r(oracle, agree):
    known = oracle("continuity/continuity")
    for case in known["rows"]:
        found = svq.continuity(
            outages(case["hours"]), start=START, end=END, services=["net"], target=known["target"]
        ).table.loc["net"]
        names = ["mtbf", "mtbf_low", "mtbf_high", "mttr_low", "mttr_high", "availability",
                 "availability_low", "availability_high"]  # fmt: skip
        theirs = numbers(*(case.get(name) for name in names), *case["within"])
        ours = [*found[names], found["within_target_low"], found["within_target_high"]]
        agree(
            "continuity: values and intervals",
            ours,
            theirs,
            oracle=f"R {known['packages']['stats']}",
            rtol=1e-9,
        )


def test_an_outage_that_lasts_counts_as_down_until_now_and_not_as_recovered():
    rows = [{"start": "2026-03-31 12:00"}, {"start": "2026-03-02 00:00", "end": "2026-03-02 02:00"}]
    found = svq.continuity(rows, start=START, end=END).table.loc["service"]
    assert (found["hours_down"], found["mttr"], found["open"]) == (14, 2, 1)
    assert np.isnan(found["mttr_low"])


def test_services_are_counted_apart_and_those_without_outage_too():
    table = pd.concat([outages([3, 1]), outages([2], "mail")])
    found = svq.continuity(table, start=START, end=END, services=["mail", "net", "door"]).table
    assert found["failures"].to_dict() == {"mail": 1, "net": 2, "door": 0}
    assert found.loc["door", "mtbf"] == np.inf
    assert found.loc["door", "availability"] == 1


def test_the_interval_covers_the_time_between_failures_as_often_as_it_says():
    rng, inside = np.random.default_rng(4), 0
    for _ in range(300):
        failures = np.cumsum(rng.exponential(100, 40))
        begins = pd.Timestamp(START) + pd.to_timedelta(failures[failures < 743], unit="h")
        table = pd.DataFrame({"start": begins, "end": begins + pd.Timedelta(seconds=1)})
        row = svq.continuity(table, start=START, end=END, services=["service"]).table.iloc[0]
        inside += row["mtbf_low"] <= 100 <= row["mtbf_high"]
    assert inside >= 300 * (0.95 - 3 * np.sqrt(0.95 * 0.05 / 300))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"start": "2026-03-02 09:00", "end": "2026-03-02 08:00"}], "outage 1 ends .* before it"),
        ([{"start": "2026-02-02", "end": "2026-02-03"}], "outage 1 .* lies outside the period"),
        ([{"start": "soon"}], "column 'start' holds 'soon' at row 1"),
        ([{"end": "2026-03-02"}], "no column 'start'"),
        (
            [{"start": "2026-03-02", "end": "2026-03-09"}, {"start": "2026-03-03", "end": "2026-03-04"}],
            "outages 1 and 2 of 'service' overlap",
        ),
    ],
)  # fmt: skip
def test_bad_outages_are_named(rows, said):
    with pytest.raises(DataError, match=said):
        svq.continuity(rows, start=START, end=END)


def test_a_period_or_a_service_that_cannot_be_is_named():
    with pytest.raises(DataError, match=r"the period ends .* before it starts"):
        svq.continuity([], start=END, end=START)
    with pytest.raises(DataError, match="outage is of 'net', which is not among the services"):
        svq.continuity(outages([1]), start=START, end=END, services=["mail"])
    with pytest.raises(DataError, match="start 'then' is no date or time"):
        svq.continuity([], start="then", end=END)
