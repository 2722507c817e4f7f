"""Control charts: published limits, formulas written anew in R, and what must not change them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.improvement.control.control_chart import control_chart

QCC = "qcc 3.0, printed"
R = "R 4.2.2, formulas"


def bounds(chart) -> np.ndarray:
    return np.array([chart.center, chart.lower, chart.upper])


def three(found: dict[str, float]) -> np.ndarray:
    return np.array([found["center"], found["lower"], found["upper"]])


def test_piston_rings(agree, oracle) -> None:
    """qcc takes d2 = 2.326 and c4 = 0.940 from a table; that is 0.00005/2.326 and 0.00003/0.94."""
    said = oracle("control/published")["piston_rings"]
    rings = pd.DataFrame(np.reshape(said["value"], (25, 5)))
    by_range = control_chart(rings, "Xbar-R")
    agree(
        "control: Xbar limits",
        bounds(by_range),
        three(said["xbar"]),
        oracle=QCC,
        rtol=1e-7,
    )
    agree(
        "control: sigma of ranges",
        by_range.phases["sigma"].iloc[0],
        said["xbar"]["sigma_R"],
        oracle=QCC,
        rtol=1e-4,
    )
    assert by_range.spread.lower == 0
    agree(
        "control: R limits",
        [by_range.spread.center, by_range.spread.upper],
        [said["R"]["center"], said["R"]["upper"]],
        oracle=QCC,
        rtol=1e-3,
    )
    by_deviation = control_chart(rings, "Xbar-S")
    agree(
        "control: S limits and sigma",
        [
            by_deviation.spread.center,
            by_deviation.spread.upper,
            by_deviation.phases["sigma"].iloc[0],
        ],
        [said["S"]["center"], said["S"]["upper"], said["S"]["sigma"]],
        oracle=QCC,
        rtol=1e-4,
    )


def test_piston_rings_of_unequal_subgroups(agree, oracle) -> None:
    said = oracle("control/published")["piston_rings"]
    long = pd.DataFrame({"mm": said["value"], "ring": np.repeat(np.arange(1, 26), 5)})
    out = [row - 1 for row in said["unequal"]["left_out"]]
    chart = control_chart(long.drop(index=out), "Xbar-R", value="mm", subgroup="ring")
    ours = np.array([chart.center, chart.lower[1], chart.upper[1], chart.lower[2], chart.upper[2]])
    theirs = [said["unequal"]["center"], *said["unequal"]["first"], *said["unequal"]["second"]]
    agree("control: Xbar limits, unequal n", ours, theirs, oracle=QCC, rtol=1e-7)
    agree(
        "control: sigma of ranges, unequal n",
        chart.phases["sigma"].iloc[0],
        said["unequal"]["sigma"],
        oracle=QCC,
        rtol=5e-4,
    )


def test_montgomerys_flow_width(agree, oracle) -> None:
    """Printed from A2 = 0.577 and D4 = 2.114."""
    said = oracle("control/published")["flow_width"]
    chart = control_chart(pd.DataFrame(np.reshape(said["value"], (25, 5))), "Xbar-R")
    agree(
        "control: Xbar-R of a worked example",
        [chart.center, chart.lower, chart.upper, chart.spread.center, chart.spread.upper],
        [said["mean"], said["lower"], said["upper"], said["range"], said["range_upper"]],
        oracle="Montgomery (2013), example 6.1",
        rtol=5e-4,
    )
    assert chart.in_control


def test_counts_of_the_books(agree, oracle) -> None:
    said = oracle("control/published")
    juice, boards, computers = said["orange_juice"], said["circuit"], said["computers"]
    trial, after = juice["defective"][:30], juice["defective"][30:]
    first = control_chart(trial, "p", n=50)
    assert first.signals["point"].tolist()[:2] == [15, 23]
    for ours, theirs in [
        (first, juice["p"]),
        (control_chart(trial, "np", n=50), juice["np"]),
        (control_chart(trial, "p", n=50, exclude=[15, 23]), juice["without_15_and_23"]),
        (control_chart(after, "p", n=50), juice["after"]),
        (control_chart(boards["defects"], "c"), boards["c"]),
        (control_chart(boards["defects"], "c", exclude=[6, 20]), boards["without_6_and_20"]),
        (control_chart(boards["defects"], "u", n=100, exclude=[6, 20]), boards["u_of_100"]),
        (control_chart(computers["defects"], "u", n=5), computers["u"]),
    ]:
        agree(f"control: {ours.kind} limits", bounds(ours), three(theirs), oracle=QCC, rtol=5e-7)


def test_a_frozen_baseline_shows_the_better_machine(oracle) -> None:
    """Montgomery, figure 7.4: limits of the first 28 samples, extended over the next 24."""
    juice = oracle("control/published")["orange_juice"]
    chart = control_chart(juice["defective"], "p", n=50, baseline=30, exclude=[15, 23])
    assert chart.center == pytest.approx(0.215)
    assert chart.table["used"].sum() == 28
    below = chart.table.loc[31:, "value"] < chart.center
    assert below.mean() > 0.9
    assert (chart.signals.query("point > 30")["rule"] == "Nelson 2").any()


def test_viscosity(agree, oracle) -> None:
    """qcc takes d2 = 1.128, so its sigma is larger by 0.0004/1.128."""
    said = oracle("control/published")["viscosity"]
    chart = control_chart(said["value"])
    agree("control: I limits", bounds(chart), three(said["I"]), oracle=QCC, rtol=5e-4 * 0.04)
    agree(
        "control: sigma of moving ranges",
        chart.phases["sigma"].iloc[0],
        said["I"]["sigma"],
        oracle=QCC,
        rtol=5e-4,
    )


def test_montgomerys_cusum_and_ewma(agree, oracle) -> None:
    said = oracle("control/published")["cusum"]
    chart = control_chart(said["value"], "CUSUM", center=10, sigma=1)
    agree(
        "control: CUSUM of a worked example",
        chart.table.loc[[29, 30], "up"],
        [said["up_29"], said["up_30"]],
        oracle="Montgomery (2013), table 9.2",
        atol=0.005,
    )
    assert chart.signals["point"].tolist() == [29, 30]
    assert chart.table.loc[29, "since_up"] == said["since_up_29"]
    assert chart.signals["since"].tolist() == [23, 23]
    smooth = control_chart(said["value"], "EWMA", center=10, sigma=1, smoothing=0.1, limits=2.7)
    assert smooth.signals["point"].tolist() == [29, 30]


@pytest.mark.parametrize(
    ("kind", "estimator"),
    [
        ("Xbar-R", "mean"),
        ("Xbar-R", "weighted"),
        ("Xbar-S", "mean"),
        ("Xbar-S", "weighted"),
        ("Xbar-S", "pooled"),
    ],
)
def test_unequal_subgroups_are_r_s(agree, oracle, kind: str, estimator: str) -> None:
    theirs = oracle("control/formulas")["subgroups"]
    long = pd.DataFrame({"group": theirs["group"], "value": theirs["value"]})
    chart = control_chart(long, kind, value="value", subgroup="group", estimator=estimator)
    agree(
        "control: sigma of unequal subgroups",
        chart.phases["sigma"].iloc[0],
        theirs["sigma"][f"{kind[-1]}_{estimator}"],
        oracle=R,
        rtol=1e-8,
    )
    if (kind, estimator) == ("Xbar-R", "mean"):
        agree(
            "control: Xbar limits by point", chart.upper, theirs["xbar_upper"], oracle=R, rtol=1e-9
        )
    if estimator == "mean":
        letter = kind[-1].lower()
        for line in ("center", "upper", "lower"):
            ours = chart.spread.table[line]
            agree(
                f"control: {kind[-1]} lines by point",
                ours,
                theirs[f"{letter}_{line}"],
                oracle=R,
                rtol=1e-6,
                atol=1e-12,
            )


def test_single_values_are_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["individuals"]
    for estimator in ("mean", "median"):
        chart = control_chart(theirs["value"], estimator=estimator)
        agree(
            "control: sigma of moving ranges",
            chart.phases["sigma"].iloc[0],
            theirs[f"sigma_{estimator}"],
            oracle=R,
            rtol=1e-11,
        )
    spread = control_chart(theirs["value"]).spread
    agree("control: MR limit", spread.upper, theirs["mr_upper"], oracle=R, rtol=1e-10)


def test_counts_by_unequal_n_are_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["counts"]
    frame = pd.DataFrame({key: theirs[key] for key in ("n", "defective", "area", "defects")})
    p = control_chart(frame, "p", value="defective", n="n")
    np_chart = control_chart(frame, "np", value="defective", n="n")
    u = control_chart(frame, "u", value="defects", n="area")
    laney = control_chart(frame, "p'", value="defective", n="n")
    laney_u = control_chart(frame, "u'", value="defects", n="area")
    for chart, prefix in (
        (p, "p"),
        (np_chart, "np"),
        (u, "u"),
        (laney, "laney"),
        (laney_u, "laney_u"),
    ):
        for line in ("lower", "upper"):
            agree(
                f"control: {chart.kind} limits by point",
                chart.table[line],
                theirs[f"{prefix}_{line}"],
                oracle=R,
                rtol=1e-12,
                atol=1e-12,
            )
    agree("control: np centre by point", np_chart.center, theirs["np_center"], oracle=R, rtol=1e-12)
    agree(
        "control: Laney's sigma of z",
        [laney.phases["sigma"].iloc[0], laney_u.phases["sigma"].iloc[0]],
        [theirs["laney_sigma"], theirs["laney_u_sigma"]],
        oracle=R,
        rtol=1e-11,
    )


def test_charts_with_memory_are_r_s(agree, oracle) -> None:
    formulas = oracle("control/formulas")
    x, theirs = formulas["individuals"]["value"], formulas["memory"]
    smooth = control_chart(x, "EWMA", smoothing=0.15, limits=2.8)
    agree("control: EWMA", smooth.table["value"], theirs["ewma"], oracle=R, rtol=1e-12)
    agree("control: EWMA limits", smooth.upper, theirs["ewma_upper"], oracle=R, rtol=1e-12)
    sums = control_chart(x, "CUSUM", k=0.4, h=4, fast=True).table
    agree(
        "control: CUSUM",
        sums[["up", "down"]],
        np.transpose([theirs["up"], theirs["down"]]),
        oracle=R,
        rtol=1e-9,
        atol=1e-12,
    )


values = arrays(float, 30, elements=st.integers(-500, 500).map(float), unique=True)


@given(x=values, shift=st.integers(-100, 100), scale=st.sampled_from([0.25, 2.0, 8.0]))
def test_a_change_of_units_changes_the_lines_and_no_signal(x, shift, scale) -> None:
    one, other = control_chart(x), control_chart(scale * x + shift)
    assert np.allclose(bounds(other), scale * bounds(one) + shift)
    assert (one.table["rules"] == other.table["rules"]).all()


@given(order=st.permutations(range(12)))
def test_limits_of_counts_and_subgroups_do_not_depend_on_the_order(order) -> None:
    rng = np.random.default_rng(3)
    groups, counts = pd.DataFrame(rng.normal(size=(12, 4))), rng.poisson(9, 12)
    ours = control_chart(groups.iloc[list(order)], "Xbar-S")
    assert np.allclose(bounds(ours), bounds(control_chart(groups, "Xbar-S")))
    assert np.allclose(
        bounds(control_chart(counts[list(order)], "c")), bounds(control_chart(counts, "c"))
    )


def test_long_and_wide_subgroups_are_one_chart() -> None:
    rng = np.random.default_rng(4)
    wide = pd.DataFrame(rng.normal(size=(9, 5)), index=pd.Index(range(9), name="day"))
    long = wide.stack().rename("x").reset_index().sample(frac=1, random_state=1).sort_values("day")
    one = control_chart(wide, "Xbar-R").table
    other = control_chart(long, "Xbar-R", value="x", subgroup="day").table
    pd.testing.assert_frame_equal(one, other, check_index_type=False)


def test_a_c_chart_shows_counts_whatever_the_equal_opportunities() -> None:
    one, other = control_chart([3, 5, 4, 6], "c"), control_chart([3, 5, 4, 6], "c", n=50)
    assert bounds(one).tolist() == bounds(other).tolist()
    assert other.table["value"].tolist() == [3, 5, 4, 6]


def test_an_array_is_a_wide_table() -> None:
    x = np.random.default_rng(8).normal(size=(20, 4))
    one, other = control_chart(x, "Xbar-R"), control_chart(pd.DataFrame(x), "Xbar-R")
    assert bounds(one).tolist() == bounds(other).tolist()
    assert control_chart(x.tolist(), "Xbar-R").table.index[0] == 1


def test_a_wide_table_with_holes_has_unequal_subgroups() -> None:
    chart = control_chart(pd.DataFrame([[1, 2, 3], [2, 4, np.nan], [3, 3.5, 5]]), "Xbar-S")
    assert chart.table["n"].tolist() == [3, 2, 3]
    assert isinstance(chart.upper, pd.Series)
    assert isinstance(chart.center, float)


def test_each_phase_is_a_chart_of_its_own() -> None:
    rng = np.random.default_rng(5)
    x = np.r_[rng.normal(20, 1, 30), rng.normal(10, 1, 25)]
    phase = ["before"] * 30 + ["after"] * 25
    chart = control_chart(x, phase=phase)
    alone = control_chart(x[30:])
    assert chart.phases.index.tolist() == ["before", "after"]
    assert chart.phases.loc["after", "center"] == pytest.approx(alone.center)
    assert np.isnan(chart.spread.table["value"].iloc[30])
    assert (chart.table["rules"].iloc[30:].to_numpy() == alone.table["rules"].to_numpy()).all()
    frozen = control_chart(x, phase=phase, baseline="before")
    assert frozen.center == pytest.approx(chart.phases.loc["before", "center"])
    assert frozen.table["signal"].iloc[30:].all()


def test_moments_and_gaps_are_said(recwarn) -> None:
    days = pd.bdate_range("2026-01-05", periods=40).delete([20])
    x = pd.Series(np.random.default_rng(6).normal(size=39), index=days, name="minutes")
    x.iloc[3] = np.nan
    chart = control_chart(x)
    assert chart.notes == (
        "1 point without a value left out: 2026-01-08.",
        "Gaps in time: 2026-01-07 to 2026-01-09; 2026-01-30 to 2026-02-03. Runs and moving ranges "
        "pass over them as if nothing were missing.",
    )
    assert len(recwarn) == 0


def test_gaps_are_those_of_the_weeks_own_pattern() -> None:
    rng = np.random.default_rng(7)
    six = pd.date_range("2026-01-05", "2026-04-05")
    six = six[six.day_of_week < 6]
    assert control_chart(pd.Series(rng.normal(size=len(six)), six)).notes == ()
    less = six.delete([9, 30, 31])
    (note,) = control_chart(pd.Series(rng.normal(size=len(less)), less)).notes
    assert note.startswith("Gaps in time: 2026-01-14 to 2026-01-16; 2026-02-07 to 2026-02-11. ")
    odd = pd.to_datetime("2026-01-05") + pd.to_timedelta(
        np.cumsum([7] * 20 + [90] + [7] * 20), "min"
    )
    (note,) = control_chart(pd.Series(rng.normal(size=41), odd)).notes
    assert note.startswith("Gaps in time: 2026-01-05 02:20 to 2026-01-05 03:50. ")


def test_few_points_are_said() -> None:
    (note,) = control_chart([1, 2, 3, 2]).notes
    assert note == "Limits from 4 points; with fewer than 20 they are provisional."
    phases = control_chart([1, 2, 3, 2], phase=["a", "a", "b", "b"]).notes
    assert phases[1].startswith("Phase b: limits from 2 points; ")
    assert control_chart([1, 2, 3, 2], center=2, sigma=1).notes == ()


def test_it_reads_as_a_page_and_in_a_terminal() -> None:
    chart = control_chart([10, 12, 11, 9, 10, 11, 30, 10, 11, 12])
    assert "1 point beyond a limit" in repr(chart)
    assert "<table" in chart._repr_html_()
    assert chart.sentence.startswith(
        "Out of control: 2 of 10 points signal, first 7 (I-MR: 1 point"
    )
    assert chart.table.loc[7, "rules"] == "1 point beyond a limit (Nelson 1)"


frame = pd.DataFrame({"day": [1, 1, 2, 2, 3], "x": [1.0, 2, 3, 4, 5]})
BAD = [
    (
        (frame, "Xbar-R"),
        {"value": "x", "subgroup": "day"},
        "day 3 has one observation, so no spread",
    ),
    ((frame, "Xbar-R"), {"value": "x"}, "a long table needs both"),
    (([1, 2, 3], "Xbar-R"), {}, "subgroups need a table"),
    ((frame, "I-MR"), {"value": "x", "subgroup": "day"}, "day 1 stands in rows 1, 2"),
    ((frame, "I-MR"), {"value": "y"}, "value='y' is no column; there are day, x"),
    ((frame, "I-MR"), {}, "the table has several columns; name the one"),
    (([1, "two", 3],), {}, "point 2 of 'value' holds 'two'"),
    (([1, np.inf, 3],), {}, "point 2 of 'value' holds 'inf'"),
    (([5, 5, 5],), {}, "the neighbouring values do not vary, so sigma is 0"),
    (([],), {}, "there are no values to chart"),
    (([1, np.nan],), {}, "there are 1 points with values"),
    (([1, 2, 3], "p"), {}, "needs n"),
    (([1, 2, 3], "p"), {"n": [9, 0, 9]}, "point 2: n is 0, so there is nothing to count in"),
    (([1, 12, 3], "p"), {"n": 9}, "point 2: 12 out of 9 is more than all"),
    (([1, 2.5, 3], "np"), {"n": 9}, "point 2: 2.5 is no count"),
    (([1, -2, 3], "c"), {}, "point 2: the count -2 is negative"),
    (([1, 2, 3], "p"), {"n": [9.5, 9, 9]}, "n is 9.5, which is no whole number"),
    (([1, 2, 3], "u"), {"n": [9, 9]}, "n has 2 values for 3 rows"),
    (([1, 2, 3], "c"), {"n": [1, 2, 1]}, "a c chart needs equal opportunities"),
    (([0, 0, 0], "p'"), {"n": 9}, "every count is alike"),
    (([0, 0, 0], "c"), {}, "the centre is 0, so every count is alike"),
    (([9, 9, 9], "np"), {"n": 9}, "the centre is 1, so every count is alike"),
    (([True, False, True],), {}, "holds True and False; count them"),
    ((np.ones((3, 3, 3)),), {}, "x has 3 dimensions"),
    (([[1, 2], [3, 4, 5]], "Xbar-R"), {}, "the subgroups differ in length"),
    ((np.arange(6.0).reshape(3, 2),), {}, "the table has several columns"),
    (([1, 2, 4, 3],), {"phase": ["a", "b", "a", "a"]}, "phase 'a' is interrupted"),
    (([1, 2, 4],), {"phase": ["a", "a", "b"]}, "phase 'b' has one point"),
    (([1, 2, 4],), {"phase": ["a", "a", None]}, "point 3 has no phase"),
    (([1, 2, 4],), {"phase": ["a"] * 3, "baseline": "z"}, "baseline='z' is no phase; there are a"),
    (([1, 2, 4],), {"baseline": 9}, "baseline=9 points out of 3"),
    (([1, 2, 4],), {"baseline": "all"}, "baseline is a number of first points"),
    (([1, 2, 4],), {"exclude": [7]}, "exclude: there is no point 7"),
    (([1, 2, 4],), {"exclude": [1, 2, 3]}, "no point is left"),
    (([1, 2, 4],), {"exclude": [2]}, "no two neighbouring points"),
]


@pytest.mark.parametrize(("given_", "options", "message"), BAD)
def test_what_cannot_be_charted_is_named(given_, options, message) -> None:
    with pytest.raises(ValueError, match=message):
        control_chart(*given_, **options)


def test_time_that_runs_backwards_or_stands_still_is_named() -> None:
    x = pd.Series([1.0, 2, 3], index=pd.to_datetime(["2026-03-02", "2026-03-04", "2026-03-03"]))
    with pytest.raises(ValueError, match="2026-03-03 follows 2026-03-04: time runs backwards"):
        control_chart(x)
    twice = x.set_axis(pd.to_datetime(["2026-03-02", "2026-03-02", "2026-03-03"]))
    with pytest.raises(ValueError, match="2026-03-02 stands in rows 1, 2"):
        control_chart(twice)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "x"}, "kind must be one of I-MR"),
        ({"limits": 0}, "limits is a number"),
        ({"smoothing": 0}, "smoothing is above 0"),
        ({"h": 0}, "CUSUM needs"),
        ({"estimator": "pooled"}, "estimator of I-MR is one of mean, median"),
        ({"rules": "Deming"}, "no rule 'Deming'"),
        ({"sigma": 0}, "sigma is a finite number above 0, not 0"),
        ({"center": np.nan}, "center is a finite number, not nan"),
        ({"n": 5}, "n belongs to charts of counts"),
    ],
)
def test_options_are_checked(options, message) -> None:
    with pytest.raises(ValueError, match=message):
        control_chart([1, 2, 3, 4], **options)
