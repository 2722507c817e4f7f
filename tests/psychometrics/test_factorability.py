from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.factorability import factorability
from svqkit.psychometrics.moments import Moments

Answers = Callable[[str], pd.DataFrame]


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("case", ["survey", "holes", "small", "bfi"])
def test_every_number_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, case: str, method: str
) -> None:
    expected = oracle(f"factorability/{case}_{method}")
    found = factorability(oracle_answers(case), correlation=method)
    assert (found.n, found.bartlett_df) == (expected["n"], expected["df"])
    assert found.kmo == pytest.approx(expected["kmo"], rel=1e-10)
    np.testing.assert_allclose(found.msa, expected["msa"], rtol=1e-10)
    assert found.bartlett_chisq == pytest.approx(expected["chisq"], rel=1e-10)
    assert found.determinant == pytest.approx(expected["determinant"], rel=1e-10)
    assert found.bartlett_p == pytest.approx(expected["p"], rel=1e-8, abs=1e-300)
    np.testing.assert_allclose(found.correlation, expected["correlation"], atol=1e-12)


def test_factor_analyzer_agrees(oracle_answers: Answers) -> None:
    from factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    answers = oracle_answers("survey")
    found = factorability(answers)
    msa, kmo = calculate_kmo(answers)
    chisq, p = calculate_bartlett_sphericity(answers)
    assert found.kmo == pytest.approx(kmo, rel=1e-10)
    np.testing.assert_allclose(found.msa, msa, rtol=1e-10)
    assert found.bartlett_chisq == pytest.approx(chisq, rel=1e-10)
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
