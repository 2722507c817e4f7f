"""The courier: its script makes its files, and what was planted is found again."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.bundled import bundled
from svqkit.errors import DataError

HERE = bundled("datasets") / "courier"
CAUSES = ["label", "manual", "overfull", "damaged", "address"]


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads((HERE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sorting() -> pd.DataFrame:
    """As the README says: the row that stands twice once, thousands of parcels as parcels."""
    table = svq.load_dataset("courier_sorting").drop_duplicates()
    table.loc[table["missorted"] > table["parcels"], "parcels"] *= 1000
    return table


@pytest.fixture(scope="module")
def daily(sorting: pd.DataFrame) -> pd.DataFrame:
    counts = sorting.groupby(["date", "phase"])[["parcels", "missorted", *CAUSES]].sum()
    return counts.reset_index()


@pytest.fixture(scope="module")
def times() -> pd.DataFrame:
    table = svq.load_dataset("courier_times")
    return table.assign(
        seconds=table["seconds"].mask(table["seconds"] > 100, table["seconds"] / 1000)
    )


def test_faults_of_the_records_are_refused_by_name(truth: dict) -> None:
    raw = svq.load_dataset("courier_sorting")
    night = raw[raw["shift"] == truth["sorting"]["parcels_in_thousands"][1]]
    with pytest.raises(DataError, match="date 2026-05-28: 38 out of 6 is more than all"):
        svq.control_chart(night, "p", value="missorted", n="parcels", subgroup="date")
    late = raw[raw["shift"] == truth["sorting"]["row_twice"][1]]
    with pytest.raises(DataError, match="date 2026-04-22 stands in rows"):
        svq.control_chart(late, "p", value="missorted", n="parcels", subgroup="date")
    once = late.drop_duplicates()
    notes = svq.control_chart(once, "p'", value="missorted", n="parcels", subgroup="date").notes
    assert "2026-02-17 to 2026-02-19" in notes[0]
    times = svq.load_dataset("courier_times")
    chart = svq.control_chart(times, "Xbar-S", value="seconds", subgroup="sample", rules="limits")
    assert chart.signals["point"].tolist() == [63, 63]


def test_each_remedy_lowers_the_centre_line(daily: pd.DataFrame, truth: dict) -> None:
    chart = svq.control_chart(
        daily, "p'", value="missorted", n="parcels", subgroup="date", phase="phase"
    )
    known = truth["sorting"]["missorted_share"]
    spread = np.hypot(truth["sorting"]["sd_of_log_rate"]["day"], 0.08 / np.sqrt(3))
    for phase, row in chart.phases.iterrows():
        error = known[phase] * spread / np.sqrt(row["points"])
        assert abs(row["center"] - known[phase]) < 3 * error
        assert row["signals"] <= 2
    frozen = svq.control_chart(
        daily,
        "p'",
        value="missorted",
        n="parcels",
        subgroup="date",
        phase="phase",
        baseline="before",
    )
    after = frozen.signals.query("rule == 'Nelson 2'")["point"].min()
    begun = pd.Timestamp(truth["sorting"]["phases_begin"]["scanners"])
    assert begun < after < begun + pd.Timedelta(days=14)


def test_counts_vary_more_than_chance_and_the_choice_sees_it(daily: pd.DataFrame) -> None:
    before = daily[daily["phase"] == "before"]
    options = {"value": "missorted", "n": "parcels", "subgroup": "date"}
    choice = svq.which_chart(before, **options)
    assert choice.kind == "p'"
    plain = svq.control_chart(before, "p", rules="limits", **options)
    laney = svq.control_chart(before, "p'", rules="limits", **options)
    assert plain.table["signal"].mean() > 0.1
    assert laney.in_control


def test_pareto_before_and_after(sorting: pd.DataFrame, truth: dict) -> None:
    sums = sorting.groupby("phase")[[*CAUSES, "missorted", "parcels"]].sum()
    before = svq.pareto(sums.loc["before", CAUSES])
    assert before.vital == ("label", "manual")
    rates, share = truth["sorting"]["rates"], truth["sorting"]["left_of_a_cause"]
    for cause, left in share.items():
        later = "training"
        seen = (sums.loc[later, cause] / sums.loc[later, "parcels"]) / (
            sums.loc["before", cause] / sums.loc["before", "parcels"]
        )
        assert seen == pytest.approx(left, rel=0.08)
        assert rates[later][cause] == pytest.approx(rates["before"][cause] * left)
    unknown = 1 - sums[CAUSES].sum(axis=1).sum() / sums["missorted"].sum()
    assert 0 < unknown < truth["sorting"]["cause_unknown"]


def test_the_slow_belt_is_the_one_signal(times: pd.DataFrame, truth: dict) -> None:
    chart = svq.control_chart(times, "Xbar-S", value="seconds", subgroup="sample")
    assert chart.signals["point"].unique().tolist() == [truth["times"]["slow_sample"]]
    four = chart.table.index[chart.table["n"] == 4].tolist()
    assert four == truth["times"]["samples_of_four"]


def test_only_the_lognormal_tells_what_the_belt_can_do(times: pd.DataFrame, truth: dict) -> None:
    steady = times[times["sample"] != truth["times"]["slow_sample"]]
    options = {"upper": truth["times"]["upper_limit"], "value": "seconds", "subgroup": "sample"}
    normal = svq.capability(steady, **options)
    assert any("not normal" in one for one in normal.warnings)
    assert normal.indices.loc["Ppk", "low"] > truth["times"]["ppk"]
    _, low, high = svq.capability(steady, method="lognormal", **options).indices.loc["Ppk"]
    assert low < truth["times"]["ppk"] < high


def test_a_small_shift_of_the_scale_is_found_by_memory(truth: dict) -> None:
    known = truth["weights"]
    weights = svq.load_dataset("courier_weights")
    shifted = weights["moment"][known["shifted_from"] - 1]
    options = {"value": "kg", "subgroup": "moment", "center": 10.0, "sigma": known["sigma"]}
    found = {}
    for kind in ("I-MR", "EWMA", "CUSUM"):
        chart = svq.control_chart(weights, kind, rules="limits", **options)
        found[kind] = chart.signals.query("chart == @kind")["point"].min()
        assert len([note for note in chart.notes if "Gaps in time" in note]) == 1
    assert shifted < found["EWMA"] <= shifted + pd.Timedelta(days=7)
    assert shifted < found["CUSUM"] <= shifted + pd.Timedelta(days=7)
    assert pd.isna(found["I-MR"]) or found["I-MR"] > max(found["EWMA"], found["CUSUM"])
    signals = svq.control_chart(weights, "CUSUM", **options).signals
    assert abs(signals["since"].iloc[0] - shifted) <= pd.Timedelta(days=3)


def test_the_scale_was_capable_before(truth: dict) -> None:
    known = truth["weights"]
    first = svq.load_dataset("courier_weights").iloc[: known["shifted_from"] - 1]
    found = svq.capability(
        first,
        lower=known["lower_limit"],
        upper=known["upper_limit"],
        target=known["mean"],
        value="kg",
        subgroup="moment",
    )
    for name in ("Cpk", "Ppk", "Cpm"):
        row = found.indices.loc[name]
        assert row["low"] < known["ppk_before"] < row["high"]
    assert found.warnings == ()


def test_rolled_yield_holds_the_truth(truth: dict) -> None:
    found = svq.rolled_yield(svq.load_dataset("courier_steps").set_index("step"))
    assert (
        found.table.loc["rolled", "low"]
        < truth["steps"]["rolled"]
        < found.table.loc["rolled", "high"]
    )
    assert found.worst == "hand sort"


def test_the_sigma_level_of_each_phase(sorting: pd.DataFrame) -> None:
    sums = sorting.groupby("phase")[["missorted", "parcels"]].sum()
    levels = {
        phase: svq.defects(row["missorted"], row["parcels"]).table.loc["sigma_short"]
        for phase, row in sums.iterrows()
    }
    assert levels["before"]["high"] < levels["scanners"]["low"]
    assert levels["scanners"]["high"] < levels["training"]["low"]
