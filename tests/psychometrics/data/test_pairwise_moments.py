"""Pairwise covariances, held to R's, wherever moments are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.psychometrics.data.merging import merge
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.reliability import reliability

Answers = Callable[[str], pd.DataFrame]


def test_covariances_are_rs(oracle: Any, oracle_answers: Answers, agree: Any) -> None:
    stored = oracle("pairwise/holes")
    found = moments(oracle_answers("holes"), missing="pairwise")
    said = {"oracle": stored["versions"]["R"].split(" (")[0], "rtol": 1e-10, "atol": 1e-12}
    agree("pairwise: covariances", found.cov, np.array(stored["cov"]), **said)
    agree("pairwise: means", found.mean, stored["mean"], **said)
    assert found.n == stored["n"]
    assert found.n_total == 400
    assert "(pairwise)" in repr(found)


def test_alpha_is_psychs(oracle: Any, oracle_answers: Answers, agree: Any) -> None:
    stored = oracle("pairwise/holes")
    scales = {f"s{i}": scale["items"] for i, scale in enumerate(stored["scales"])}
    found = reliability(moments(oracle_answers("holes"), missing="pairwise"), scales)
    assert "pairwise covariances" in found.convention
    for name, scale in zip(scales, stored["scales"], strict=True):
        for column in ("alpha", "alpha_std", "lambda6"):
            agree(
                f"pairwise: {column}",
                found.coefficients.loc[name, column],
                scale[column],
                oracle="psych 2.2.9",
                rtol=1e-10,
            )
        agree(
            "pairwise: alpha_if_dropped",
            found.items.loc[name, "alpha_if_dropped"],
            scale["alpha_if_dropped"],
            oracle="psych 2.2.9",
            rtol=1e-10,
        )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(4)), st.floats(-1e4, 1e4))
def test_order_and_shift_change_nothing(seed: int, order: list[int], shift: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(40, 4))
    x[rng.random(x.shape) < 0.2] = np.nan
    answers = pd.DataFrame(x, columns=list("abcd"))
    plain = moments(answers, missing="pairwise")
    moved = moments(answers.iloc[::-1, order] + shift, missing="pairwise")
    np.testing.assert_allclose(moved.cov.loc[list("abcd"), list("abcd")], plain.cov, atol=1e-9)


def test_complete_answers_have_the_same_moments(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    pairs, plain = moments(answers, missing="pairwise"), moments(answers)
    np.testing.assert_allclose(pairs.cov, plain.cov, rtol=1e-12)
    assert pairs.n == plain.n


def test_what_has_no_covariance_is_named() -> None:
    nan = np.nan
    apart = pd.DataFrame({"a": [1.0, 2, nan, nan], "b": [nan, 3, 4, 5], "c": [1.0, 3, 2, 4]})
    with pytest.raises(DataError, match="answered both 'a' and 'b'"):
        moments(apart, missing="pairwise")
    with pytest.raises(DataError, match="answered 'd'"):
        moments(apart[["c"]].assign(d=nan), missing="pairwise")
    with pytest.raises(DataError, match="all answers at once"):
        moments(iter([apart]), missing="pairwise")
    found = moments(apart[["c"]], missing="pairwise")
    with pytest.raises(DataError, match="pairwise cannot be joined"):
        merge(found, found)


def test_correlations_that_no_answers_can_have_are_refused() -> None:
    one, other = np.arange(1.0, 11), np.full(10, np.nan)
    blocks = [
        pd.DataFrame({"a": one, "b": one, "c": other}),
        pd.DataFrame({"a": other, "b": one, "c": one}),
        pd.DataFrame({"a": one, "b": other, "c": -one}),
    ]
    found = moments(pd.concat(blocks, ignore_index=True), missing="pairwise")
    with pytest.raises(DataError, match=r"no answers can have.*missing=\"em\""):
        efa(found, 1)


def test_the_convention_says_whose_answers_count(oracle_answers: Answers) -> None:
    answers = oracle_answers("holes").iloc[:, :4]
    assert "by EM" in reliability(moments(answers, missing="em")).convention
    assert "of the moments" in reliability(moments(answers)).convention
    assert "listwise within each scale" in reliability(answers).convention
