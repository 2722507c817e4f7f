from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.lower_bounds import (
    guttman_bounds,
    scale_bounds,
    scale_splits,
    unidimensionality,
)

Answers = Callable[[str], pd.DataFrame]
PSYCH = "psych 2.2.9"
KINDS = ["r", "spearman_brown", "guttman"]


@pytest.mark.parametrize("case", ["survey", "small", "bfi"])
def test_bounds_splits_and_unidimensionality_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    stored = oracle(f"reliability/bounds_{case}")
    whole = [stored["whole"]] if stored["whole"] else []
    for expected in [*stored["scales"], *whole]:
        answers = oracle_answers(case).dropna()[expected["items"]]
        S, R = answers.cov().to_numpy(), answers.corr().to_numpy()
        for matrix, theirs in ((R, expected["correlations"]), (S, expected["covariances"])):
            ours = guttman_bounds(matrix)
            for name, value in theirs.items():
                agree("reliability: Guttman's λ", ours[name], value, oracle=PSYCH, rtol=1e-10)
        row = scale_bounds(S, R)
        for name in ("mean_r", "median_r", "sd_r"):
            agree(
                "reliability: item correlations", row[name], expected[name], oracle="R", rtol=1e-9
            )
        axis = np.sign(np.linalg.eigh(R)[1][:, -1])  # psych reverses items by their loadings
        turned = unidimensionality(R * np.outer(axis, axis))
        for name, value in expected["unidim"].items():
            agree("reliability: u, tau, congeneric", turned[name], value, oracle=PSYCH, atol=2e-5)
        if abs(axis.sum()) == len(R):
            assert row["tau"] == turned["tau"]
        halves = expected["halves"]
        agree(
            "reliability: λ4", row["lambda4"], halves["lambda4"], oracle="R, all splits", rtol=1e-10
        )
        assert row["lambda4_from"] == "all splits"
        splits = scale_splits(S)
        assert splits.loc["mean", "splits"] == halves["splits"]
        for name, key in (("odd-even", "odd_even"), ("first-second", "first_second")):
            halves[name] = halves[key]
        for name in splits.index:
            agree(
                "reliability: split halves",
                splits.loc[name, KINDS],
                halves[name],
                oracle="R, all splits",
                rtol=1e-9,
            )
        if len(S) % 2:  # psych visits the first half of the splits only
            assert splits.loc["minimum", "guttman"] <= expected["psych_split"]["minimum"] + 1e-12
            assert splits.loc["maximum", "guttman"] >= expected["psych_split"]["maximum"] - 1e-12
            continue
        for name, value in expected["psych_split"].items():
            agree(
                "reliability: split halves",
                splits.loc[name, "guttman"],
                value,
                oracle=PSYCH,
                rtol=1e-9,
            )
        for name, value in expected["psych_split_standard"].items():
            agree(
                "reliability: split halves",
                scale_splits(R).loc[name, "guttman"],
                value,
                oracle=PSYCH,
                rtol=1e-9,
            )


@settings(max_examples=50, deadline=None)
@given(arrays(float, (5, 7), elements=st.floats(-1, 1)), st.floats(0.2, 1.5))
def test_the_bounds_keep_their_order(noise: np.ndarray, general: float) -> None:
    mixed = noise + general
    S = mixed @ mixed.T + 0.05 * np.eye(5)
    found = guttman_bounds(S)
    assert max(found["lambda1"], found["lambda3"]) <= found["lambda2"] + 1e-12
    assert (found["lambda1"] <= found["lambda3"]) == (found["lambda3"] >= 0)
    assert found["lambda3"] == pytest.approx(float(alpha(S)), rel=1e-12)
    order = [4, 0, 3, 1, 2]
    again = guttman_bounds(9 * S[np.ix_(order, order)])
    for name, value in found.items():
        assert again[name] == pytest.approx(value, abs=1e-9), name


def test_equal_covariances_make_lambda2_alpha() -> None:
    S = np.full((5, 5), 0.7) + np.diag([1.0, 2.0, 0.4, 0.6, 3.0])
    found = guttman_bounds(S)
    assert found["lambda2"] == pytest.approx(found["lambda3"], rel=1e-12)
    assert unidimensionality(np.full((5, 5), 0.7) + 0.3 * np.eye(5))["unidimensional"] == (
        pytest.approx(1, abs=1e-9)
    )


def test_long_scales_are_sampled_and_say_so() -> None:
    rng = np.random.default_rng(4)
    S = np.cov(rng.normal(size=(200, 30)) + rng.normal(size=(200, 1)), rowvar=False)
    row = scale_bounds(S, S / np.sqrt(np.outer(np.diag(S), np.diag(S))))
    assert row["lambda4_from"] == "searched: a larger one may exist"
    splits = scale_splits(S)
    assert splits["splits"].tolist() == [10_000, 10_000, 10_000, 1, 1]
    assert splits.loc["maximum", "guttman"] <= row["lambda4"] <= row["glb"]
    pd.testing.assert_frame_equal(splits, scale_splits(S))


def test_undefined_cases_are_nan() -> None:
    for S in (np.array([[2.0]]), np.zeros((3, 3))):
        row = scale_bounds(S, np.full_like(S, np.nan))
        assert np.isnan([v for v in row.values() if not isinstance(v, str)]).all()
        assert row["lambda4_from"] == ""
        assert scale_splits(S)[KINDS].isna().all().all()
    copied = np.array([[1.0, 1.0, 0.3], [1.0, 1.0, 0.3], [0.3, 0.3, 1.0]])
    assert np.isnan(guttman_bounds(copied)["lambda6"])
    assert np.isnan(unidimensionality(copied)["tau"])
    assert np.isnan(unidimensionality(np.eye(3))["tau"])
    two = scale_bounds(np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([[1.0, 0.5], [0.5, 1.0]]))
    assert two["glb"] == pytest.approx(two["lambda3"], abs=1e-8)
    assert np.isnan(two["sd_r"])
