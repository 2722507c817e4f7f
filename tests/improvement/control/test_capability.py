"""Capability: R's numbers, intervals that hold what they promise, and warnings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.improvement.control.capability import capability
from svqkit.improvement.control.capability_indices import (
    bissell,
    chi_interval,
    exact_share,
    freedom_of_within,
)

R = "R 4.2.2, formulas"


def test_indices_and_intervals_are_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["capability"]
    found = capability(theirs["value"], lower=8, upper=12, target=10)
    ours = found.indices["value"]
    for name, key in {
        "Pp": "pp",
        "Ppl": "ppl",
        "Ppu": "ppu",
        "Ppk": "ppk",
        "Cp": "cp",
        "Cpk": "cpk",
        "Cpm": "ppm_index",
    }.items():
        agree("control: capability indices", ours[name], theirs[key], oracle=R, rtol=1e-11)
    for name, key in {"Pp": "pp_ci", "Ppk": "ppk_ci", "Cpm": "ppm_ci"}.items():
        interval = found.indices.loc[name, ["low", "high"]].to_numpy(float)
        agree("control: capability intervals", interval, theirs[key], oracle=R, rtol=1e-10)
    expected = found.ppm.loc["overall", ["below", "above"]].to_numpy(float)
    agree(
        "control: expected parts per million",
        expected,
        [theirs["expected_below"], theirs["expected_above"]],
        oracle=R,
        rtol=1e-9,
    )
    agree("control: Shapiro and Wilk p", found.normality_p, theirs["shapiro"], oracle=R, rtol=1e-6)


def test_percentiles_are_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["capability"]
    found = capability(theirs["value"], lower=8, upper=12, method="percentiles").indices["value"]
    agree(
        "control: capability by percentiles",
        found[["Pp", "Ppk"]],
        [theirs["iso_pp"], theirs["iso_ppk"]],
        oracle=R,
        rtol=1e-11,
    )


def test_montgomerys_interval(agree) -> None:
    """Montgomery (2013), section 8.3.4: Cp = 2.29 from 20 values."""
    agree(
        "control: capability interval, printed",
        chi_interval(2.29, 19, 0.95),
        [1.57, 3.01],
        oracle="Montgomery (2013), section 8.3.4",
        atol=0.005,
    )


def test_a_lognormal_is_a_normal_of_logarithms(agree) -> None:
    """Pp and Ppk of ISO's percentiles, in closed form."""
    x = np.exp(np.random.default_rng(2).normal(2, 0.3, 300))
    found = capability(x, lower=2, upper=25, method="lognormal")
    logs = np.log(x)
    m, s = logs.mean(), logs.std(ddof=1)
    low, mid, top = np.exp(m - 3 * s), np.exp(m), np.exp(m + 3 * s)
    agree(
        "control: capability of a lognormal",
        found.indices.loc[["Pp", "Ppk"], "value"],
        [23 / (top - low), min((25 - mid) / (top - mid), (mid - 2) / (mid - low))],
        oracle="closed form",
        rtol=1e-12,
    )
    normal = capability(logs, lower=np.log(2), upper=np.log(25)).ppm.loc["overall"]
    assert np.allclose(found.ppm.loc["overall", ["below", "above"]], normal[["below", "above"]])
    assert found.warnings == ()
    assert "not normal" in capability(x, lower=2, upper=25).warnings[-1]


@pytest.mark.parametrize("kind", ["I-MR", "Xbar-R", "Xbar-S"])
def test_degrees_of_freedom_within_are_those_of_simulated_sigmas(kind: str) -> None:
    """1/(2 Var σ̂) of 4,000 drawn sigmas; its own standard error is ν √(2/4000)."""
    from svqkit.improvement.control.constants import c4, range_constants
    from svqkit.improvement.control.estimates import moving_ranges

    rng = np.random.default_rng(11)
    if kind == "I-MR":
        draws = rng.normal(size=(4000, 60))
        steps = np.abs(np.diff(draws, axis=1)).mean(axis=1)
        assert np.allclose(steps[0], np.nanmean(moving_ranges(draws[0], np.ones(60, bool))))
        sigma, sizes = steps / (2 / np.sqrt(np.pi)), np.ones(60)
    else:
        draws, sizes = rng.normal(size=(4000, 20, 5)), np.full(20, 5)
        if kind == "Xbar-R":
            sigma = np.ptp(draws, axis=2).mean(axis=1) / range_constants(sizes)[0][0]
        else:
            sigma = draws.std(axis=2, ddof=1).mean(axis=1) / c4(sizes)[0]
    seen = 1 / (2 * sigma.var())
    assert abs(freedom_of_within(kind, sizes) - seen) < 4 * seen * np.sqrt(2 / 4000)


def test_intervals_hold_what_they_promise() -> None:
    """Of 1,500 samples of 60, 95 % hold the true index; Bissell's is a large-sample formula.

    Four standard errors of the share are 0.0225; Bissell's own error at n = 60 is below 0.01.
    """
    rng = np.random.default_rng(12)
    x = rng.normal(10, 1, (1500, 60))
    mean, s = x.mean(axis=1), x.std(axis=1, ddof=1)
    inside = {"Pp": 0, "Ppu": 0}
    for m, one in zip(mean, s, strict=True):
        low, high = chi_interval(8 / (6 * one), 59, 0.95)
        inside["Pp"] += low < 8 / 6 < high
        low, high = bissell((13 - m) / (3 * one), 60, 59, 0.95)
        inside["Ppu"] += low < 1 < high
    assert abs(inside["Pp"] / 1500 - 0.95) < 0.0225
    assert abs(inside["Ppu"] / 1500 - 0.95) < 0.0325


def test_exact_share_is_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["sigma"]
    agree(
        "control: exact interval of a share",
        exact_share(34, 5000, 0.95),
        theirs["exact"],
        oracle="R 4.2.2 binom.test",
        rtol=1e-10,
    )
    assert exact_share(30, 30, 0.95)[1] == 1


def test_the_interval_of_a_lognormal_holds_what_it_promises() -> None:
    """Of 600 samples of 150, 95 %; four standard errors are 0.036. Delta and Bissell agree where
    a lognormal is nearly normal.
    """
    from svqkit.improvement.control.capability_percentiles import by_percentiles

    rng, inside = np.random.default_rng(13), dict.fromkeys(("Pp", "Ppl", "Ppu"), 0)
    e = np.exp(3 * 0.2)
    true = {"Pp": 7 / (5 * (e - 1 / e)), "Ppl": 0.4 / (1 - 1 / e), "Ppu": 1 / (e - 1)}
    for _ in range(600):
        table = by_percentiles(np.exp(rng.normal(np.log(5), 0.2, 150)), 3, 10, "lognormal", 0.95)
        for name in inside:
            inside[name] += table.loc[name, "low"] < true[name] < table.loc[name, "high"]
    assert all(abs(count / 600 - 0.95) < 0.036 for count in inside.values())
    near = np.exp(rng.normal(0, 0.001, 200))
    one = by_percentiles(near, 0.996, 1.004, "lognormal", 0.95).loc["Ppk"]
    other = capability(near, lower=0.996, upper=1.004).indices.loc["Ppk"]
    assert np.allclose(one, other, rtol=0.02)


def test_a_one_sided_specification() -> None:
    x = np.random.default_rng(3).normal(10, 1, 100)
    found = capability(x, upper=13)
    assert found.indices.loc[["Cp", "Cpl", "Pp", "Ppl", "Cpm"], "value"].isna().all()
    assert found.indices.loc["Cpk", "value"] == found.indices.loc["Cpu", "value"]
    assert np.isnan(found.ppm.loc["observed", "below"])


def test_what_is_observed_is_counted() -> None:
    x = np.r_[np.linspace(9, 11, 96), 7, 7.5, 13, 14]
    ppm = capability(np.random.default_rng(1).permutation(x), lower=8, upper=12).ppm
    assert ppm.loc["observed", ["below", "above", "total"]].tolist() == [20000, 20000, 40000]
    assert ppm.loc["observed", "low"] < 40000 < ppm.loc["observed", "high"]


def test_an_unsteady_process_has_no_capability() -> None:
    rng = np.random.default_rng(4)
    found = capability(np.r_[rng.normal(10, 1, 60), rng.normal(13, 1, 60)], lower=4, upper=20)
    assert "not in control" in found.warnings[0]
    assert found.indices.loc["Cp", "value"] > 1.3 * found.indices.loc["Pp", "value"]
    assert found.sentence.endswith("Read the cautions first.")
    assert "Caution" in repr(found)


def test_chance_signals_are_no_reason_to_warn_but_a_gross_fault_is() -> None:
    """Of 100 steady series at most 5 % by Poisson's tail, plus four standard errors."""
    warned = 0
    for seed in range(100):
        x = np.random.default_rng(seed).normal(10, 1, 100)
        warned += any("control" in one for one in capability(x, lower=0, upper=20).warnings)
    assert warned <= 13
    x[50] = 19
    assert "not in control" in capability(x, lower=0, upper=20).warnings[0]


def test_subgroups_wide_and_long_are_one() -> None:
    wide = pd.DataFrame(np.random.default_rng(5).normal(10, 1, (25, 4)))
    wide.index.name = "day"
    long = wide.stack().rename("x").reset_index()
    one = capability(wide, lower=6, upper=14)
    other = capability(long, lower=6, upper=14, value="x", subgroup="day")
    pd.testing.assert_frame_equal(one.indices, other.indices)
    assert one.convention.startswith("Cp, Cpk: sigma from standard deviations")


@settings(max_examples=20)
@given(shift=st.integers(-50, 50), scale=st.sampled_from([0.5, 2.0, 4.0]), flip=st.booleans())
def test_units_and_mirrors_change_no_index(shift: int, scale: float, flip: bool) -> None:
    x = np.random.default_rng(6).normal(10, 1, 40)
    one = capability(x, lower=6, upper=14, target=10).indices["value"]
    scale = -scale if flip else scale
    ends = sorted([6 * scale + shift, 14 * scale + shift])
    other = capability(
        scale * x + shift, lower=ends[0], upper=ends[1], target=10 * scale + shift
    ).indices["value"]
    same = ["Cp", "Cpk", "Pp", "Ppk", "Cpm"]
    assert np.allclose(one[same], other[same])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give a specification limit"),
        ({"lower": 5, "upper": 5}, "not below the upper"),
        ({"lower": 5, "upper": 9, "target": 10}, "target 10 must lie between"),
        ({"lower": 5, "target": 6}, "target 6 must lie between"),
        ({"lower": 5, "upper": np.nan}, "upper is a finite number or left out, not nan"),
        ({"lower": 5, "method": "weibull"}, "method is one of normal, percentiles, lognormal"),
        ({"lower": 5, "ci": 95}, "ci is a confidence"),
    ],
)
def test_options_are_checked(options, message) -> None:
    with pytest.raises(ValueError, match=message):
        capability(range(1, 20), **options)


def test_data_that_do_not_do() -> None:
    with pytest.raises(DataError, match="has 7 values; capability needs at least 8"):
        capability(range(7), upper=9)
    with pytest.raises(
        DataError, match="a lognormal needs values above 0; the smallest of 'value' is 0"
    ):
        capability(range(9), upper=9, method="lognormal")
    with pytest.raises(DataError, match="do not vary"):
        capability([5] * 10, upper=9)


@pytest.mark.parametrize("options", [{"lower": "ten"}, {"upper": True}, {"lower": 0, "ci": None}])
def test_options_that_are_no_numbers_are_named(options) -> None:
    with pytest.raises(TypeError, match="is a number, not"):
        capability(np.arange(10.0), **options)


def test_tied_values_have_no_percentiles_to_divide_by() -> None:
    with pytest.raises(ValueError, match="so many values are 5 that the middle"):
        capability([5.0] * 20 + [5.1] + [5.0] * 9, lower=4, method="percentiles")
