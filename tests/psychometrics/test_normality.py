"""Normality: against psych, semTools and pingouin, and under what must not change it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError

ORACLES = Path(__file__).resolve().parent.parent / "oracles"
FOUND = json.loads((ORACLES / "normality" / "normality.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", ["small", "survey", "bfi", "holes"])
def test_mardia_agrees_with_semtools_and_psych(
    case: str, oracle_answers: Callable[[str], pd.DataFrame], agree: Any
) -> None:
    answers, theirs = oracle_answers(case), FOUND[case]
    ours = svq.normality(answers)
    skew, kurtosis = theirs["skew"], theirs["kurtosis"]
    oracle = f"semTools {FOUND['versions']['semTools']}"
    row = ours.multivariate.loc["Mardia skewness"]
    agree("normality: Mardia skewness", row["estimate"], skew["b1d"], oracle=oracle, rtol=1e-9)
    agree(
        "normality: Mardia skewness, test", row["statistic"], skew["chi"], oracle=oracle, rtol=1e-9
    )
    agree("normality: Mardia skewness, p", row["pvalue"], skew["p"], oracle=oracle, atol=1e-10)
    row = ours.multivariate.loc["Mardia kurtosis"]
    agree("normality: Mardia kurtosis", row["estimate"], kurtosis["b2d"], oracle=oracle, rtol=1e-9)
    agree(
        "normality: Mardia kurtosis, test",
        row["statistic"],
        kurtosis["z"],
        oracle=oracle,
        rtol=1e-9,
    )
    psych = f"psych {FOUND['versions']['psych']}"
    row = ours.multivariate.loc["Mardia skewness, small samples"]
    small = theirs["small"]
    agree(
        "normality: Mardia skewness, small samples",
        row["statistic"],
        small,
        oracle=psych,
        rtol=1e-9,
    )
    complete = svq.normality(answers.dropna()).items
    for name in ("skew", "kurtosis"):
        expected = pd.Series(theirs[f"item_{name}"])[list(complete.index)]
        agree(f"normality: item {name}", complete[name], expected, oracle=psych, rtol=1e-9)


def test_errors_of_skewness_are_those_of_spss(agree: Any) -> None:
    # n = 100: .241 and .478, as SPSS prints them
    draw = np.random.default_rng(1)
    items = svq.normality(pd.DataFrame(draw.standard_normal((100, 2)), columns=["a", "b"])).items
    agree("normality: error of skewness", round(items["skew_se"].iloc[0], 3), 0.241, oracle="SPSS")
    agree(
        "normality: error of kurtosis", round(items["kurtosis_se"].iloc[0], 3), 0.478, oracle="SPSS"
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_linear_maps_and_order_change_nothing(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.exponential(size=(60, 3))
    turn = draw.standard_normal((3, 3)) + 3 * np.eye(3)
    first = svq.normality(pd.DataFrame(values, columns=list("abc"))).multivariate
    moved = pd.DataFrame(values[::-1] @ turn + 5, columns=list("abc"))
    pd.testing.assert_frame_equal(svq.normality(moved).multivariate, first, rtol=1e-6, atol=1e-9)


def test_normal_answers_pass_as_often_as_they_should() -> None:
    draw = np.random.default_rng(3)
    runs = 200
    rejected = pd.concat(
        [
            svq.normality(
                pd.DataFrame(draw.standard_normal((150, 3)), columns=list("abc"))
            ).multivariate["pvalue"]
            < 0.05
            for _ in range(runs)
        ],
        axis=1,
    ).sum(axis=1)
    # 5 % of 200, within what a binomial gives in 999 of 1000 cases
    assert rejected.between(1, 22).all()


def test_advice_names_what_is_skewed() -> None:
    draw = np.random.default_rng(5)
    answers = pd.DataFrame(draw.standard_normal((300, 3)), columns=["a", "b", "c"])
    answers["c"] = np.exp(1.5 * answers["c"])
    found = svq.normality(answers)
    assert "MLR" in found.recommendation
    assert "peaked: c " in found.recommendation
    assert "Henze–Zirkler" in str(found)


def test_what_cannot_be_tested_is_said() -> None:
    draw = np.random.default_rng(7)
    answers = pd.DataFrame(draw.standard_normal((30, 3)), columns=["a", "b", "c"])
    with pytest.raises(DataError, match="3 complete respondents for 3 items"):
        svq.normality(answers.head(3))
    with pytest.raises(DataError, match="'c' is constant"):
        svq.normality(answers.assign(c=4.0))
    with pytest.raises(DataError, match="linearly dependent"):
        svq.normality(answers.assign(c=answers["a"] + answers["b"]))
    few = svq.normality(answers.head(6)).items
    assert few["skew"].isna().all()
    assert few["n"].tolist() == [6, 6, 6]


def test_many_respondents_are_tested_without_a_table_of_all_distances() -> None:
    draw = np.random.default_rng(9)
    found = svq.normality(pd.DataFrame(draw.standard_normal((5200, 2)), columns=["a", "b"]))
    assert "Henze–Zirkler" not in found.multivariate.index
    assert found.multivariate["pvalue"].min() > 1e-4


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame(columns=["a"], dtype=float)])
def test_an_empty_table_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"no items|0 complete respondents"):
        svq.normality(table)
