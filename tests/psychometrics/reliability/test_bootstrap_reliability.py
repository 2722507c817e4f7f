from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.data.bootstrap_intervals import acceleration
from svqkit.psychometrics.data.resampling import left_out_covariances
from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.bootstrap_reliability import ends_of
from svqkit.psychometrics.reliability.reliability import reliability

Answers = Callable[[str], pd.DataFrame]
DESIGN = {"a": ["Q1", "Q2", "Q3", "Q4"], "b": ["Q5", "Q6", "Q7", "Q8"], "c": ["Q9", "Q10", "Q11"]}


def test_bca_arithmetic_agrees_with_boot_on_the_same_replicates(
    oracle: Any, oracle_answers: Answers, agree: Any
) -> None:
    """The levels are boot's; the quantile there is R's type 7, boot's lies between two neighbours."""
    stored = oracle("reliability/boot")
    t = np.sort(stored["t"])
    answers = oracle_answers("small")[stored["items"]]
    left_out = alpha(left_out_covariances(answers.to_numpy(), np.random.default_rng(0)))
    influence = np.sort(59 * (stored["point"] - left_out))
    bent = acceleration(left_out.mean() - left_out)
    agree(
        "reliability: jackknife of alpha",
        influence,
        np.sort(stored["L"]),
        oracle="boot 1.3-28.1",
        atol=1e-10,
    )
    # boot centres on the sample's own value, we on the mean of the jackknife's
    centred = np.array(stored["L"]) - np.mean(stored["L"])
    assert bent == pytest.approx(acceleration(centred), rel=1e-9)
    uncentred = acceleration(np.array(stored["L"]))
    assert uncentred == pytest.approx(stored["acceleration"], rel=1e-12)
    from svqkit.psychometrics.data.bootstrap_intervals import bca_interval

    exact = bca_interval(t, np.asarray(stored["point"]), uncentred, 0.95)
    agree(
        "reliability: BCa interval, same replicates",
        exact,
        stored["type7"],
        oracle="boot's levels, R's quantile",
        rtol=1e-12,
    )
    ours = ends_of(t, stored["point"], left_out, 0.95)
    for end, rank, theirs in zip(ours, stored["ranks"], stored["bca"], strict=True):
        k = int(rank)
        assert t[k - 1] <= theirs <= t[k]
        assert t[k - 3] <= end <= t[k + 2]


def test_intervals_agree_with_boot_within_monte_carlo_error(
    oracle: Any, oracle_answers: Answers
) -> None:
    stored = oracle("reliability/boot")
    long, answers = stored["long"], oracle_answers("small")[stored["items"]]
    samples = 4_000
    for kind in ("percentile", "bca"):
        found = reliability(answers, bootstrap=samples, interval=kind, seed=8)
        row = found.coefficients.loc["total"]
        # the adjusted levels of BCa reach further into the tail than 2.5 %, where density is lower
        tail = 0.025 if kind == "percentile" else 0.01
        density = 0.0584 if kind == "percentile" else 0.0267
        error = 5 * long["spread"] * np.sqrt(tail * (1 - tail)) / density
        error *= np.sqrt(1 / samples + 1 / long["replicates"])
        assert abs(row["alpha_low"] - long[kind][0]) < error
        assert abs(row["alpha_high"] - long[kind][1]) < error
        assert found.interval == kind
    assert "BCa intervals of 4000 resamples" in found.convention


def test_bca_shifts_towards_the_steeper_side(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    plain = reliability(answers, DESIGN, bootstrap=300, seed=2).coefficients
    bent = reliability(answers, DESIGN, bootstrap=300, seed=2, interval="bca").coefficients
    again = reliability(answers, DESIGN, bootstrap=300, seed=2, interval="bca").coefficients
    pd.testing.assert_frame_equal(bent, again)
    # alpha's distribution is skewed to the left and biased downwards: BCa moves up
    scales = list(DESIGN)
    for end in ("alpha_low", "omega_low"):
        assert (bent.loc[scales, end] != plain.loc[scales, end]).all()
    for name in ("alpha", "alpha_stratified", "omega_hierarchical"):
        row = bent.loc["total"]
        assert row[f"{name}_low"] < row[name] < row[f"{name}_high"], name
    assert bent.loc[scales, "omega_hierarchical_low"].isna().all()


def test_omega_hierarchical_of_replicates_is_that_of_their_samples(
    oracle_answers: Answers,
) -> None:
    from svqkit.psychometrics.reliability.schmid_leiman import (
        hierarchical_replicates,
        schmid_leiman,
    )

    answers = oracle_answers("survey").to_numpy()
    rng = np.random.default_rng(3)
    samples = [answers[rng.integers(0, 400, 400)] for _ in range(8)]
    S = np.stack([np.cov(sample, rowvar=False) for sample in samples])
    whole = schmid_leiman(np.corrcoef(answers, rowvar=False), 5)
    found = hierarchical_replicates(S, whole)
    alone = [schmid_leiman(np.corrcoef(sample, rowvar=False), 5) for sample in samples]
    np.testing.assert_allclose(found["omega"], [one.omega_total for one in alone], atol=1e-6)
    hierarchical = [one.omega_hierarchical for one in alone]
    np.testing.assert_allclose(found["omega_hierarchical"], hierarchical, atol=1e-4)
    S[0, 0, :] = S[0, :, 0] = 0
    assert np.isnan(hierarchical_replicates(S, whole)["omega_hierarchical"][0])


def test_groups_are_left_out_of_large_samples() -> None:
    rng = np.random.default_rng(1)
    answers = rng.normal(size=(4321, 3)) + rng.normal(size=(4321, 1))
    answers[:, 1] = np.exp(answers[:, 1])
    found = left_out_covariances(answers, np.random.default_rng(6))
    assert len(found) == 1000
    single = alpha(_without_each(answers))
    grouped = alpha(found)
    one, many = (acceleration(v.mean() - v) for v in (single, grouped))
    assert many == pytest.approx(one, abs=4 * np.sqrt(6 / 1000) / (6 * np.sqrt(1000)))


def _without_each(answers: np.ndarray) -> np.ndarray:
    n, p = answers.shape
    deviations = answers - answers.mean(axis=0)
    whole = deviations.T @ deviations
    out = whole - n / (n - 1) * deviations[:, :, None] * deviations[:, None, :]
    return np.asarray(out / (n - 2)).reshape(n, p, p)


def test_too_few_replicates_have_no_interval() -> None:
    gaps = np.array([np.nan, np.nan, 0.5])
    assert np.isnan(ends_of(gaps, 0.5, None, 0.95)).all()
    assert np.isnan(ends_of(np.arange(10.0), np.nan, None, 0.95)).all()
    one_side = ends_of(np.arange(10.0), 20.0, np.arange(5.0), 0.95)
    assert np.isnan(one_side).all()
    assert np.isnan(ends_of(np.arange(10.0), 5.0, np.array([1.0, np.nan]), 0.95)).all()


def test_what_does_not_go_together_is_refused(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")[["Q1", "Q2", "Q3"]]
    for options, why in (
        ({"interval": "bca"}, "needs resamples"),
        ({"interval": "feldt", "bootstrap": 10}, "takes no bootstrap"),
        ({"interval": "wald"}, "choose from feldt, bonett, duhachek, percentile, bca"),
        ({"interval": "bonett", "correlation": "polychoric"}, "for raw alpha"),
    ):
        with pytest.raises(ValueError, match=why):
            reliability(answers, **options)  # type: ignore[arg-type]
    widths = {}
    for kind in ("feldt", "bonett", "duhachek"):
        found = reliability(answers, interval=kind)
        row = found.coefficients.loc["total"]
        assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
        widths[kind] = row["alpha_high"] - row["alpha_low"]
        assert kind.capitalize() in found.conventions["interval of alpha"]
    assert len(set(widths.values())) == 3


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_bounds_have_intervals_too(oracle_answers: Answers, correlation: str) -> None:
    answers = oracle_answers("small")
    found = reliability(answers, DESIGN, bootstrap=200, seed=3, correlation=correlation).bounds
    for name in ("lambda2", "lambda6", "mean_r"):
        inside = (found[f"{name}_low"] < found[name]) & (found[name] < found[f"{name}_high"])
        assert inside[list(DESIGN)].all(), name
    assert "lambda2_low" not in reliability(answers, DESIGN).bounds


def test_replicates_of_bounds_are_those_of_each_matrix(oracle_answers: Answers) -> None:
    from svqkit.psychometrics.reliability.lower_bounds import bound_replicates, guttman_bounds

    answers = oracle_answers("survey").to_numpy()
    S = np.stack([np.cov(answers[i::4, :9], rowvar=False) for i in range(4)])
    S[3, 0] = S[3, :, 0] = 0
    found = bound_replicates(S)
    for name in ("lambda2", "lambda6"):
        alone = [guttman_bounds(one)[name] for one in S[:3]]
        np.testing.assert_allclose(found[name][:3], alone, rtol=1e-12)
        assert np.isnan(found[name][3])
    assert np.isnan(bound_replicates(np.ones((2, 3, 3)))["lambda6"]).all()
    assert np.isnan(bound_replicates(np.ones((2, 1, 1)))["mean_r"]).all()
