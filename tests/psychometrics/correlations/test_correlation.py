from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.correlation import (
    correlations,
    is_correlation_matrix,
    regular_correlation,
)
from svqkit.psychometrics.moments import moments


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_correlations_agree_with_r(
    oracle: Any, oracle_answers: Callable[[str], pd.DataFrame], agree: Any, case: str, method: str
) -> None:
    expected = oracle(f"factorability/{case}_{method}")["correlation"]
    found = correlations(oracle_answers(case), method)
    agree(f"correlations: {method}", found, expected, oracle="R 4.2 cor()", atol=1e-12)
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


def test_a_matrix_is_taken_as_it_is() -> None:
    R = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], ["a", "b"], ["a", "b"])
    pd.testing.assert_frame_equal(correlations(R), R)
    found = regular_correlation(R, purpose="a test")
    assert (found.n, found.moments) == (None, None)
    with pytest.raises(DataError, match="a test needs the number of respondents"):
        found.known_n("a test")


def test_a_matrix_that_is_none_is_refused() -> None:
    names = list("abc")
    broken = pd.DataFrame([[1, 0.9, 0.2], [0.9, 1, 0.9], [0.2, 0.9, 1]], names, names)
    with pytest.raises(DataError, match=r"not positive definite \(smallest eigenvalue -"):
        regular_correlation(broken, purpose="a test")
    skew = broken.copy()
    skew.iloc[0, 1] = 0.3
    with pytest.raises(DataError, match="not symmetric"):
        correlations(skew)
    same = pd.DataFrame(np.ones((2, 2)), ["a", "b"], ["a", "b"])
    with pytest.raises(
        DataError, match=r"'a', 'b' determine each other exactly .* not possible; leave"
    ):
        regular_correlation(same, purpose="a test")


def test_answers_are_never_taken_for_a_matrix() -> None:
    answers = pd.DataFrame([[1, 2], [3, 1]], columns=["a", "b"])
    assert not is_correlation_matrix(answers)
    assert not is_correlation_matrix(answers.set_axis(["a", "b"], axis=0).assign(b=[2, 5]))
    assert not is_correlation_matrix(pd.DataFrame([["x", 1], [1, "y"]], ["a", "b"], ["a", "b"]))
