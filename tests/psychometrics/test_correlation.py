from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.correlation import correlations, regular_correlation
from svqkit.psychometrics.moments import moments


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_correlations_agree_with_r(
    oracle: Any, oracle_answers: Callable[[str], pd.DataFrame], case: str, method: str
) -> None:
    expected = oracle(f"factorability/{case}_{method}")["correlation"]
    found = correlations(oracle_answers(case), method)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert list(found.index) == list(found.columns) == list(oracle_answers(case).columns)


def test_moments_give_pearson_but_not_spearman() -> None:
    answers = pd.DataFrame({"a": [1, 2, 3, 5], "b": [2, 1, 4, 3]})
    np.testing.assert_allclose(correlations(moments(answers)), answers.corr())
    with pytest.raises(DataError, match="spearman correlations need single answers"):
        correlations(moments(answers), "spearman")


def test_unknown_methods_list_the_known() -> None:
    with pytest.raises(ValueError, match="pearson, spearman"):
        correlations(pd.DataFrame({"a": [1, 2]}), "kendal")


def test_a_constant_item_has_no_correlation() -> None:
    answers = pd.DataFrame({"a": [3, 3, 3], "b": [1, 2, 4]})
    assert correlations(answers).isna().to_numpy().tolist() == [[True, True], [True, False]]


def test_what_cannot_be_inverted_is_named() -> None:
    rng = np.random.default_rng(4)
    answers = pd.DataFrame(rng.normal(size=(30, 4)), columns=list("abcd"))
    with pytest.raises(DataError, match="items 'a', 'b', 'e' determine each other"):
        regular_correlation(answers.assign(e=answers.a + answers.b), purpose="a test")
    with pytest.raises(DataError, match="items 'd', 'e' determine each other"):
        regular_correlation(answers.assign(e=7 - 2 * answers.d), purpose="a test")
    with pytest.raises(DataError, match="item 'e' has the same answer"):
        regular_correlation(answers.assign(e=4), purpose="a test")
    with pytest.raises(DataError, match="items 'e', 'f' have the same answer"):
        regular_correlation(answers.assign(e=4, f=1), purpose="a test")
    with pytest.raises(DataError, match="4 complete respondents and 4 items"):
        regular_correlation(answers.iloc[:4], purpose="a test")
    with pytest.raises(DataError, match="at least two items, not 1"):
        regular_correlation(answers[["a"]], purpose="a test")
