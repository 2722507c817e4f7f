from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.correlation_table import correlation_table
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
COLUMNS = {
    "r": "r",
    "n": "n",
    "statistic": "t",
    "p": "p",
    "p_adjusted": "adjusted",
    "ci_lower": "lower",
    "ci_upper": "upper",
}


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("case", ["small", "holes"])
def test_every_cell_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, method: str, missing: str
) -> None:
    kind = "complete" if missing == "listwise" else missing
    expected = oracle(f"correlation/{case}")[f"{method}_{kind}"]
    found = correlation_table(oracle_answers(case).iloc[:, :8], method, missing=missing)
    assert found[["item_1", "item_2"]].iloc[:2].to_numpy().tolist() == [["Q1", "Q2"], ["Q1", "Q3"]]
    for ours, theirs in COLUMNS.items():
        name = f"correlation table: {ours}"
        agree(name, found[ours], expected[theirs], oracle="psych 2.2.9", rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("case", ["small", "holes"])
def test_kendalls_tau_agrees_with_r(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"correlation/{case}")["kendall"]
    found = correlation_table(oracle_answers(case).iloc[:, :8], "kendall", adjust="none")
    agree("correlation table: Kendall", found["r"], expected["r"], oracle="R 4.2", atol=1e-12)
    agree("correlation table: Kendall's p", found["p"], expected["p"], oracle="R 4.2", rtol=1e-8)
    np.testing.assert_array_equal(found["p"], found["p_adjusted"])
    assert (found["ci_lower"] < found["r"]).all()
    assert (found["r"] < found["ci_upper"]).all()


def test_moments_are_enough_for_pearson(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    pd.testing.assert_frame_equal(correlation_table(moments(answers)), correlation_table(answers))
    with pytest.raises(DataError, match="listwise Pearson correlations only"):
        correlation_table(moments(answers), "spearman")


def test_adjustments_are_ordered(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    none, holm, bonferroni = (
        correlation_table(answers, adjust=kind)["p_adjusted"]
        for kind in ("none", "holm", "bonferroni")
    )
    assert (none <= holm + 1e-15).all()
    assert (holm <= bonferroni + 1e-15).all()


def test_a_constant_item_has_no_correlation() -> None:
    answers = pd.DataFrame({"a": [1, 2, 3, 5, 4], "b": [2, 1, 4, 3, 5], "c": [3] * 5})
    for method in ("pearson", "spearman", "kendall"):
        found = correlation_table(answers, method)
        assert found["r"].isna().tolist() == [False, True, True]
        assert found["p_adjusted"].isna().tolist() == [False, True, True]
        # the test that cannot be made does not count among those adjusted for
        assert found["p_adjusted"].iloc[0] == found["p"].iloc[0]


def test_perfect_agreement_has_an_interval_of_a_point() -> None:
    found = correlation_table(pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [2, 4, 6, 8, 10]}))
    assert found.loc[0, ["r", "ci_lower", "ci_upper"]].tolist() == pytest.approx([1, 1, 1])


def test_what_cannot_be_tested_is_said() -> None:
    answers = pd.DataFrame({"a": [1, 2, 3, np.nan], "b": [1, 3, 2, 4]})
    with pytest.raises(DataError, match="only 3 respondents answered both 'a' and"):
        correlation_table(answers)
    with pytest.raises(DataError, match="at least two items, not 1"):
        correlation_table(answers[["b"]])
    for options, reason in (
        ({"method": "polychoric"}, "pearson, spearman, kendall"),
        ({"adjust": "fdr"}, "holm, bonferroni, none"),
        ({"missing": "fiml"}, "listwise, pairwise"),
        ({"ci": 95}, "ci must lie between"),
    ):
        with pytest.raises(ValueError, match=reason):
            correlation_table(answers, **options)


def test_too_few_answers_are_told_of_a_pair_or_of_all() -> None:
    few = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 1, 3], "c": [1.0, 3, 2]})
    with pytest.raises(DataError, match="only 3 respondents answered all items"):
        correlation_table(few)
    gap = pd.DataFrame(np.arange(18.0).reshape(6, 3) % 5, columns=list("abc"))
    gap.loc[2:, "c"] = np.nan
    with pytest.raises(DataError, match="only 2 respondents answered both 'a' and 'c'"):
        correlation_table(gap, missing="pairwise")
