"""DPMO, sigma levels and rolled yield."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.improvement.control.defects import defects
from svqkit.improvement.control.rolled_yield import rolled_yield


def test_counts_and_intervals_are_r_s(agree, oracle) -> None:
    theirs = oracle("control/formulas")["sigma"]
    table = defects(34, 500, opportunities=10).table
    exact, sigma = np.array(theirs["exact"]), table.loc["sigma_long"]
    agree(
        "control: DPMO with interval",
        table.loc["dpmo"],
        1e6 * np.array([34 / 5000, *exact]),
        oracle="R 4.2.2 binom.test",
        rtol=1e-10,
    )
    agree("control: sigma level", sigma["value"], theirs["z"], oracle="R 4.2.2 qnorm", rtol=1e-12)
    agree(
        "control: defects by unit",
        defects(34, 1250, opportunities=1).table.loc["dpu", ["low", "high"]].to_numpy(float),
        np.array(theirs["poisson"]) / 100,
        oracle="R 4.2.2 poisson.test",
        rtol=1e-10,
    )


@pytest.mark.parametrize(
    ("dpmo", "level"), [(691_462, 1), (308_538, 2), (66_807, 3), (6_210, 4), (233, 5), (3.4, 6)]
)
def test_the_table_that_everyone_knows(agree, dpmo: float, level: float) -> None:
    """Sigma levels 1 to 6 with the shift of 1.5, DPMO printed to a whole number or a decimal."""
    units = 10_000_000
    table = defects(round(dpmo * 10), units).table
    agree(
        "control: sigma level with the shift",
        table.loc["sigma_short", "value"],
        level,
        oracle="Harry (1988), conversion table",
        atol=0.003,
    )
    assert table.loc["sigma_short", "value"] - table.loc["sigma_long", "value"] == pytest.approx(
        1.5
    )
    for _, row in table.iterrows():
        assert row["low"] <= row["value"] <= row["high"]


def test_without_a_defect_there_is_a_bound_only() -> None:
    found = defects(0, 3000)
    assert "no sigma level can be given; it is at least 3.03" in found.sentence
    assert found.table.loc["dpu", "low"] == 0
    assert found.table.loc["dpmo", "high"] == pytest.approx(1e6 * (1 - 0.025 ** (1 / 3000)))


def test_intervals_grow_with_the_root_of_the_dispersion() -> None:
    one = defects(400, 100_000).table
    four = defects(400, 100_000, dispersion=4.0).table
    assert (one["value"] == four["value"]).all()
    ratio = (four["high"] - four["low"]) / (one["high"] - one["low"])
    assert ratio.to_numpy() == pytest.approx(2, rel=0.03)
    assert defects(400, 100_000, dispersion=0.9).table.equals(one)


def test_overdispersed_days_need_it() -> None:
    """Of 400 centres with gamma days, 95 % hold the truth; four standard errors are 0.044."""
    from svqkit.improvement.control.which_chart import which_chart

    rng, inside, naive = np.random.default_rng(14), 0, 0
    for _ in range(400):
        rates = 0.01 * rng.gamma(25, 1 / 25, 60)
        counts = rng.binomial(5000, rates)
        found = which_chart(counts, n=5000)
        for dispersion in (1.0, max(1.0, found.dispersion)):
            row = defects(int(counts.sum()), 300_000, dispersion=dispersion).table.loc["dpo"]
            held = row["low"] < 0.01 < row["high"]
            naive, inside = (
                naive + (held if dispersion == 1 else 0),
                inside + (held if dispersion > 1 else 0),
            )
    assert abs(inside / 400 - 0.95) < 0.044
    assert naive / 400 < 0.85


def test_a_shift_of_zero_makes_the_levels_one() -> None:
    table = defects(5, 100, shift=0).table
    assert table.loc["sigma_long"].tolist() == table.loc["sigma_short"].tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 10), "count is a whole number of at least 0"),
        ((1.5, 10), "count is a whole number"),
        ((1, 0), "units is a whole number of at least 1"),
        ((11, 10), "11 defects exceed 10 opportunities"),
        ((np.nan, 10), "count is a whole number"),
    ],
)
def test_counts_that_cannot_be(arguments, message) -> None:
    with pytest.raises(DataError, match=message):
        defects(*arguments)


def test_rolled_yield_multiplies() -> None:
    steps = pd.DataFrame(
        {"units": [100, 95, 90], "defective": [5, 5, 10]}, ["scan", "sort", "load"]
    )
    found = rolled_yield(steps)
    value = 0.95 * (90 / 95) * (80 / 90)
    assert found.table.loc["rolled", "value"] == pytest.approx(value)
    assert found.table.loc["normalised", "value"] == pytest.approx(value ** (1 / 3))
    assert found.worst == "load"
    shuffled = rolled_yield(steps.iloc[::-1]).table
    pd.testing.assert_frame_equal(found.table, shuffled)


def test_one_step_has_wilsons_interval() -> None:
    found = rolled_yield({"scan": (40, 3)})
    assert found.table.loc["rolled"].tolist() == pytest.approx(
        found.steps.loc["scan", ["first_pass", "low", "high"]].tolist()
    )


def test_its_interval_holds_what_it_promises() -> None:
    """Of 2,000 processes of three steps, 95 %; four standard errors are 0.0195."""
    rng, truth = np.random.default_rng(8), np.array([0.99, 0.95, 0.9])
    inside = 0
    for _ in range(2000):
        bad = rng.binomial([300, 297, 282], 1 - truth)
        steps = {f"s{i}": (n, b) for i, (n, b) in enumerate(zip([300, 297, 282], bad, strict=True))}
        row = rolled_yield(steps).table.loc["rolled"]
        inside += row["low"] < truth.prod() < row["high"]
    assert abs(inside / 2000 - 0.95) < 0.0195


def test_a_step_that_lets_nothing_pass() -> None:
    found = rolled_yield({"a": (10, 10), "b": (10, 1)})
    assert found.table.loc["rolled", ["value", "low"]].tolist() == [0, 0]
    assert found.table.loc["rolled", "high"] < 0.4


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ({}, "there are no steps"),
        ({"a": (0, 0)}, "step 'a' has no units"),
        ({"a": (10, 11)}, "step 'a': 11 defective of 10"),
        ({"a": (10, 1.5)}, "step 'a': defective is 1.5"),
        (pd.DataFrame({"units": [1]}), "there is no defective"),
    ],
)
def test_steps_that_cannot_be(steps, message) -> None:
    with pytest.raises(DataError, match=message):
        rolled_yield(steps)


def test_options_are_checked() -> None:
    for call in (lambda: defects(1, 10, ci=95), lambda: rolled_yield({"a": (9, 1)}, ci=0)):
        with pytest.raises(ValueError, match="ci is a confidence"):
            call()
    with pytest.raises(ValueError, match="shift is at least 0"):
        defects(1, 10, shift=-1)
    with pytest.raises(ValueError, match="dispersion is a number above 0"):
        defects(1, 10, dispersion=0)


@pytest.mark.parametrize("steps", [None, 3, "scan", {"a": 10}, {"a": (10,)}, {"a": ("10", 2)}, {"a": (True, 0)},
                                   [("a", (10, 1)), ("a", (20, 2))], [3]])  # fmt: skip
def test_steps_of_another_shape_are_named(steps) -> None:
    with pytest.raises((TypeError, ValueError), match="step"):
        rolled_yield(steps)


@pytest.mark.parametrize("name", ["count", "units", "opportunities", "shift", "dispersion", "ci"])
@pytest.mark.parametrize("wrong", ["three", None, True, [1, 2]])
def test_counts_that_are_no_numbers_are_named(name, wrong) -> None:
    with pytest.raises(TypeError, match=f"{name} is a number"):
        defects(**{"count": 3, "units": 10, name: wrong})
