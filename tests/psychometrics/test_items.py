from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.items import item_analysis
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
DESCRIBED = ["mean", "sd", "median", "skew", "kurtosis", "floor_pct", "ceiling_pct"]


@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_every_number_agrees_with_psych(oracle: Any, oracle_answers: Answers, case: str) -> None:
    expected = oracle(f"items/{case}")
    answers = oracle_answers(case)
    design = {f"scale {k}": scale["items"] for k, scale in enumerate(expected["scales"])}
    found = item_analysis(answers, design)
    assert list(found.index) == expected["items"]
    assert found["n"].tolist() == expected["n"]
    assert found["missing"].tolist() == answers.isna().sum().tolist()
    for column in DESCRIBED:
        np.testing.assert_allclose(found[column], expected[column], rtol=1e-10, atol=1e-12)
    for name, scale in zip(design, expected["scales"], strict=True):
        assert (found.loc[scale["items"], "dimension"] == name).all()
        for column in ("r_drop", "alpha_if_dropped", "smc"):
            np.testing.assert_allclose(
                found.loc[scale["items"], column], scale[column], rtol=1e-10, err_msg=column
            )


def test_columns_are_as_promised(oracle_answers: Answers) -> None:
    plain = item_analysis(oracle_answers("small"))
    columns = "n missing mean sd median skew kurtosis floor_pct ceiling_pct r_drop "
    assert list(plain.columns) == (columns + "alpha_if_dropped smc").split()
    assert plain.index.name == "item"
    assert plain.notna().all().all()
    with_design = item_analysis(oracle_answers("small"), {"a": ["Q2", "Q1"]})
    assert list(with_design.columns) == ["dimension", *plain.columns]


def test_items_of_no_scale_come_last_and_alone(oracle_answers: Answers) -> None:
    found = item_analysis(oracle_answers("small"), {"a": ["Q7", "Q6", "Q5"]})
    assert list(found.index[:4]) == ["Q7", "Q6", "Q5", "Q1"]
    assert pd.isna(found.loc["Q1", "dimension"])
    assert np.isnan(found.loc["Q1", "r_drop"])
    assert np.isfinite(found.loc["Q1", "mean"])


def test_the_scale_gives_floor_and_ceiling() -> None:
    answers = pd.DataFrame({"a": [1, 2, 5, 5], "b": [2, 3, np.nan, 5]})
    found = item_analysis(answers, scale=(1, 5))
    assert found["floor_pct"].tolist() == [25, 0]
    assert found["ceiling_pct"].tolist() == pytest.approx([50, 100 / 3])
    assert item_analysis(answers, scale=(1, 7))["ceiling_pct"].tolist() == [0, 0]
    with pytest.raises(ValueError, match="low < high"):
        item_analysis(answers, scale=(7, 1))


def test_dirty_items_leave_gaps_not_errors() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.integers(1, 8, (40, 4)).astype(float), columns=list("abcd"))
    flat = item_analysis(answers.assign(b=3.0))
    assert flat.loc["b", ["skew", "kurtosis", "r_drop"]].isna().all()
    assert flat["smc"].isna().all()
    assert np.isfinite(flat.loc["a", "alpha_if_dropped"])
    empty = item_analysis(answers.assign(b=np.nan), {"x": ["a", "b"], "y": ["c", "d"]})
    assert (empty.loc["b", "n"], empty.loc["b", "missing"]) == (0, 40)
    assert empty.loc["b", ["mean", "floor_pct", "r_drop"]].isna().all()
    assert np.isfinite(empty.loc["c", "r_drop"])
    assert np.isnan(empty.loc["c", "alpha_if_dropped"])
    copied = item_analysis(answers.assign(b=answers.a))
    assert copied["smc"].isna().all()


def test_unusable_input_is_refused(oracle_answers: Answers) -> None:
    with pytest.raises(DataError, match="single answers"):
        item_analysis(moments(oracle_answers("small")))
    with pytest.raises(DataError, match="no answers at all"):
        item_analysis(pd.DataFrame({"a": [np.nan]}))
    with pytest.raises(DataError, match="names item 'Q99'"):
        item_analysis(oracle_answers("small"), {"a": ["Q99"]})
