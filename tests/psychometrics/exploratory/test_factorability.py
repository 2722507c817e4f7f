from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.factorability import factorability

Answers = Callable[[str], pd.DataFrame]
PSYCH = "psych 2.2.9"


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_every_number_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, method: str
) -> None:
    expected = oracle(f"factorability/{case}_{method}")
    found = factorability(oracle_answers(case), correlation=method)
    assert (found.n, found.bartlett_df) == (expected["n"], expected["df"])
    psych = {"oracle": PSYCH, "rtol": 1e-10}
    agree("factorability: KMO", found.kmo, expected["kmo"], **psych)
    agree("factorability: MSA of each item", found.msa, expected["msa"], **psych)
    agree("factorability: Bartlett's chi-square", found.bartlett_chisq, expected["chisq"], **psych)
    agree("factorability: determinant", found.determinant, expected["determinant"], **psych)
    agree(
        "factorability: Bartlett's p",
        found.bartlett_p,
        expected["p"],
        oracle=PSYCH,
        rtol=1e-8,
        atol=1e-300,
    )
    np.testing.assert_allclose(found.correlation, expected["correlation"], atol=1e-12)


def test_factor_analyzer_agrees(oracle_answers: Answers, agree: Any) -> None:
    from factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    answers = oracle_answers("survey")
    found = factorability(answers)
    msa, kmo = calculate_kmo(answers)
    chisq, p = calculate_bartlett_sphericity(answers)
    other = {"oracle": f"factor_analyzer {version('factor_analyzer')}", "rtol": 1e-10}
    agree("factorability: KMO", found.kmo, kmo, **other)
    agree("factorability: MSA of each item", found.msa, msa, **other)
    agree("factorability: Bartlett's chi-square", found.bartlett_chisq, chisq, **other)
    assert found.bartlett_p == pytest.approx(p, abs=1e-12)


def test_adequacy_does_not_depend_on_signs_and_units(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    found = factorability(answers)
    turned = answers.assign(Q2=6 - answers.Q2, Q5=answers.Q5 * 3 + 1)
    again = factorability(turned[list(turned.columns)[::-1]])
    assert again.kmo == pytest.approx(found.kmo, rel=1e-10)
    np.testing.assert_allclose(again.msa[found.msa.index], found.msa, rtol=1e-9)
    assert again.bartlett_chisq == pytest.approx(found.bartlett_chisq, rel=1e-10)


def test_two_items_are_half_adequate() -> None:
    answers = pd.DataFrame({"a": [1, 2, 3, 5, 4], "b": [2, 1, 4, 3, 5]})
    assert factorability(answers).kmo == pytest.approx(0.5)


def test_unusable_items_are_named(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(DataError, match="item 'Q3' has the same answer from everybody"):
        factorability(answers.assign(Q3=2))
    with pytest.raises(DataError, match="'Q1', 'Q2', 'Q3' determine each other"):
        factorability(answers.assign(Q3=answers.Q1 - answers.Q2))
    with pytest.raises(DataError, match="12 complete respondents and 12 items"):
        factorability(answers.iloc[:12])


def test_it_shows_itself(oracle_answers: Answers) -> None:
    text = repr(factorability(oracle_answers("survey")))
    assert "n = 400" in text
    assert "p < .001" in text


def test_polychoric_adequacy_rests_on_lavaans_matrix(oracle: Any, oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    R = np.array(oracle("polychoric/survey")["listwise"])
    given = Moments.from_correlation(pd.DataFrame(R, answers.columns, answers.columns), 400)
    found, wanted = factorability(answers, correlation="polychoric"), factorability(given)
    assert found.kmo == pytest.approx(wanted.kmo, rel=1e-6)
    np.testing.assert_allclose(found.msa, wanted.msa, rtol=1e-6)
    assert found.bartlett_chisq == pytest.approx(wanted.bartlett_chisq, rel=1e-6)
    assert found.correlation_method == "polychoric"
    assert "only describes" in repr(found)


def test_a_matrix_without_n_has_adequacy_but_no_test(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    found, whole = factorability(answers.corr()), factorability(answers)
    assert found.kmo == pytest.approx(whole.kmo, rel=1e-12)
    assert found.n is None
    assert np.isnan([found.bartlett_chisq, found.bartlett_p]).all()
    assert "only a matrix was given" in repr(found)
