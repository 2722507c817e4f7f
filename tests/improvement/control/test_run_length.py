"""Average run lengths: the R package spc, Champ & Woodall's table, and our own rules simulated."""

from __future__ import annotations

import numpy as np
import pytest

from svqkit.improvement.control.rules import choose_rules
from svqkit.improvement.control.run_length import average_run_length
from svqkit.improvement.control.zone_chain import by_simulation

SPC = "spc 0.6.7"
WOODALL = {
    (1,): (370.40, 43.89),
    (1, 2): (225.44, 20.01),
    (1, 3): (166.05, 12.66),
    (1, 4): (152.73, 14.58),
    (1, 2, 3): (132.89, 10.95),
    (1, 2, 4): (122.05, 11.73),
    (1, 3, 4): (105.78, 10.19),
    (1, 2, 3, 4): (91.75, 9.22),
}
"""Champ & Woodall (1987), table 1: shifts of 0 and 1."""


def test_ewma_and_cusum_are_spc_s(agree, oracle) -> None:
    theirs = oracle("control/spc")
    for one in theirs["ewma"]:
        ours = average_run_length(
            "EWMA", shift=theirs["shifts"], smoothing=one["smoothing"], limits=one["limits"]
        )
        agree("control: ARL of EWMA", ours.table["arl"], one["arl"], oracle=SPC, rtol=1e-9)
    for one in theirs["cusum"]:
        ours = average_run_length("CUSUM", shift=theirs["shifts"], k=one["k"], h=one["h"])
        agree("control: ARL of CUSUM", ours.table["arl"], one["arl"], oracle=SPC, rtol=1e-9)


@pytest.mark.parametrize("numbers", list(WOODALL), ids=str)
def test_run_rules_are_champ_and_woodalls(agree, numbers: tuple[int, ...]) -> None:
    names = [f"Western Electric {number}" for number in numbers]
    agree(
        "control: ARL of zone rules",
        average_run_length(rules=names, shift=[0, 1]).table["arl"],
        WOODALL[numbers],
        oracle="Champ & Woodall (1987), table 1",
        atol=0.00501,
    )


def test_two_chains_written_by_hand_in_r(agree, oracle) -> None:
    theirs = oracle("control/spc")
    for key, numbers in {"rules_1_and_4": (1, 4), "rules_1_and_2": (1, 2)}.items():
        names = [f"Western Electric {number}" for number in numbers]
        agree(
            "control: ARL of zone rules",
            average_run_length(rules=names, shift=theirs["shifts"]).table["arl"],
            theirs[key],
            oracle="R 4.2.2, chains by hand",
            rtol=1e-10,
        )


def test_the_chain_and_the_rules_of_the_chart_agree() -> None:
    """Rules as charts apply them, simulated, against the chain: within four standard errors."""
    for rules in ("Western Electric", ["Nelson 1", "Nelson 2", "Nelson 5", "Nelson 6"]):
        exact = average_run_length(rules=rules, shift=0.5).table["arl"].iloc[0]
        mean, error = by_simulation(choose_rules(rules), 3, 0.5, 1500, np.random.default_rng(9))
        assert abs(mean - exact) < 4 * error


def test_means_of_n_move_by_its_root() -> None:
    one = average_run_length(shift=1.0, n=4).table
    assert one["arl"].iloc[0] == pytest.approx(average_run_length(shift=2.0).table["arl"].iloc[0])
    assert one["observations"].iloc[0] == pytest.approx(4 * one["arl"].iloc[0])


def test_limits_of_an_ewma_of_weight_one_are_shewharts() -> None:
    ewma = average_run_length("EWMA", smoothing=1.0).table["arl"]
    assert np.allclose(ewma, average_run_length().table["arl"])


def test_a_head_start_finds_an_early_shift_sooner() -> None:
    """Lucas & Crosier (1982): h = 5, k = 0.5, start 2.5: 430 in control, 6.35 at a shift of 1."""
    found = average_run_length("CUSUM", shift=[0, 1], fast=True).table["arl"]
    assert found.round(1).tolist() == [430.4, 6.3]


def test_all_of_nelsons_rules_are_simulated_and_say_so() -> None:
    one = average_run_length(rules="Nelson", shift=0, draws=300, seed=3)
    assert one.method == "simulation of 300 runs"
    assert one.table["error"].iloc[0] > 0
    again = average_run_length(rules="Nelson", shift=0, draws=300, seed=3)
    assert one.table.equals(again.table)
    assert "false alarm comes about every" in repr(one)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "p"}, "kind must be one of Shewhart"),
        ({"n": 0}, "n is a whole number"),
        ({"limits": 0}, "limits and h must be above 0"),
        ({"shift": np.inf}, "shift is a finite number"),
        ({"draws": 3}, "draws is at least 100"),
    ],
)
def test_options_are_checked(options, message) -> None:
    with pytest.raises(ValueError, match=message):
        average_run_length(**options)


@pytest.mark.parametrize(
    ("kind", "options", "wanted"),
    [
        ("EWMA", {"smoothing": 0.001, "limits": 3.0}, [45602.4316, 145.30591, 70.29673]),
        ("EWMA", {"smoothing": 0.005, "limits": 3.0}, [9925.3224, 72.16943, 33.34058]),
        ("EWMA", {"smoothing": 0.003, "limits": 2.0}, [1637.9685, 57.31510, 27.73076]),
    ],
)
def test_limits_many_steps_apart_take_more_nodes(agree, kind, options, wanted) -> None:
    """R: ``xewma.arl(lambda, L, shift, sided = "two", r = 400)`` (r = 600 for the first)."""
    found = average_run_length(kind, shift=[0, 0.5, 1], **options)
    agree("run length: limits many steps apart", found.table["arl"], wanted, oracle="spc 0.6.7", rtol=1e-6)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("Shewhart", {"limits": 50}),
        ("EWMA", {"smoothing": 0.01, "limits": 6}),
        ("EWMA", {"smoothing": 1e-6}),
        ("CUSUM", {"h": 100}),
        ("CUSUM", {"h": 1000, "k": 0}),
        ("CUSUM", {"k": 5}),
    ],
)
def test_what_is_too_rare_to_be_worked_out_is_refused(kind, options) -> None:
    """Rounding would give a wrong number, even a negative one."""
    with pytest.raises(ValueError, match=r"take narrower limits|too far to work"):
        average_run_length(kind, shift=0, **options)


@pytest.mark.parametrize("shift", ["one", None, [], [[1, 2], [3, 4]]])
def test_shifts_that_are_none(shift) -> None:
    with pytest.raises((TypeError, ValueError), match="shift is a"):
        average_run_length(shift=shift)
