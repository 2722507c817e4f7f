from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.factor_number import n_factors
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
CASES = ["survey", "small", "bfi"]


@pytest.mark.parametrize("case", CASES)
def test_eigenvalues_and_partials_agree_with_psych(
    oracle: Any, oracle_answers: Answers, case: str
) -> None:
    expected = oracle(f"factor_number/{case}")
    found = n_factors(oracle_answers(case), draws=20, seed=1)
    table = found.eigenvalues
    np.testing.assert_allclose(table["components"], expected["components"], rtol=1e-10)
    np.testing.assert_allclose(table["factors"], expected["factors"], atol=2e-6)
    np.testing.assert_allclose(table["empirical_kaiser"], expected["empirical_kaiser"], rtol=1e-10)
    # with nearly all components out, numerator and denominator of a partial correlation are
    # differences of order 1e-8: hence absolute
    for name in ("MAP", "MAP4"):
        ours = [found.map_zero[name], *table[name.lower()].iloc[:-1]]
        np.testing.assert_allclose(ours, expected[name.lower()], rtol=1e-9, atol=5e-8)
    p = len(table)
    np.testing.assert_allclose(
        table["map"].iloc[: p - 2], expected["psych_map"][: p - 2], rtol=1e-9
    )
    assert found.suggestions["Kaiser"] == expected["kaiser"]
    assert found.suggestions["MAP"] == int(np.argmin(expected["map"]))
    assert found.suggestions["MAP4"] == int(np.argmin(expected["map4"]))
    assert list(table.index) == list(range(1, p + 1))


@pytest.mark.parametrize("kind", ["components", "factors"])
@pytest.mark.parametrize("case", CASES)
def test_random_eigenvalues_agree_with_psych_within_monte_carlo_error(
    oracle: Any, oracle_answers: Answers, case: str, kind: str
) -> None:
    expected = oracle(f"factor_number/{case}")
    draws = 400
    table = n_factors(oracle_answers(case), draws=draws, seed=1).eigenvalues
    sd = np.array(expected[f"{kind}_sd"])
    error = sd * np.sqrt(1 / draws + 1 / expected["draws"])
    mean = np.abs(table[f"{kind}_random_mean"] - expected[f"{kind}_mean"])
    assert (mean < 4 * error).all()
    # a normal 95th percentile: sqrt(.95 * .05) / density there (.103) standard errors
    high = np.abs(table[f"{kind}_random_95"] - expected[f"{kind}_95"])
    assert (high < 4 * error * np.sqrt(0.95 * 0.05) / 0.103).all()


@pytest.mark.parametrize("case", CASES)
def test_parallel_analysis_suggests_what_psych_does(
    oracle: Any, oracle_answers: Answers, case: str
) -> None:
    expected = oracle(f"factor_number/{case}")
    found = n_factors(oracle_answers(case), draws=400, seed=1).suggestions
    assert found["parallel (factors)"] == expected["n_factors"]
    assert found["parallel (components)"] == expected["n_components"]


def test_a_seed_repeats_and_moments_are_enough(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    a, b = n_factors(answers, seed=5), n_factors(moments(answers), seed=5)
    pd.testing.assert_frame_equal(a.eigenvalues, b.eigenvalues)
    assert (a.draws, a.seed, a.n) == (100, 5, 60)
    c = n_factors(answers, seed=6)
    assert not a.eigenvalues["components_random_95"].equals(c.eigenvalues["components_random_95"])


def test_the_order_of_items_does_not_matter(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    a = n_factors(answers, seed=5)
    b = n_factors(answers[list(answers.columns)[::-1]], seed=5)
    pd.testing.assert_series_equal(a.suggestions, b.suggestions)
    np.testing.assert_allclose(a.eigenvalues.iloc[:-1], b.eigenvalues.iloc[:-1], atol=5e-6)


def test_unrelated_items_need_no_factor() -> None:
    noise = pd.DataFrame(np.random.default_rng(8).normal(size=(300, 10))).add_prefix("Q")
    found = n_factors(noise, seed=1).suggestions
    assert found["MAP"] == 0
    assert found["parallel (components)"] == 0
    assert found["empirical Kaiser"] == 0


def test_disagreement_is_said_plainly(oracle_answers: Answers) -> None:
    found = n_factors(oracle_answers("survey"), seed=1)
    assert found.agreement.startswith("The rules disagree: 3 factors by MAP, MAP4; 5 factors by")
    assert "95th percentile" in found.rule
    assert found.suggestions.dtype.kind == "i"
    assert "Number of factors, n = 400, 100 random draws" in repr(found)


def test_unusable_input_is_refused(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(ValueError, match="at least 1"):
        n_factors(answers, draws=0)
    with pytest.raises(DataError, match="'Q2' has the same answer"):
        n_factors(answers.assign(Q2=3))
    with pytest.raises(ValueError, match="pearson, spearman"):
        n_factors(answers, correlation="kendall")


def test_polychoric_eigenvalues_are_those_of_lavaans_matrix(
    oracle: Any, oracle_answers: Answers
) -> None:
    answers = oracle_answers("survey")
    found = n_factors(answers, draws=20, correlation="polychoric", seed=3)
    wanted = np.linalg.eigvalsh(oracle("polychoric/survey")["listwise"])[::-1]
    np.testing.assert_allclose(found.eigenvalues["components"], wanted, atol=1e-6)
    assert found.suggestions["parallel (factors)"] == 5
    assert "shuffled among respondents" in found.rule
    assert "shuffled" not in n_factors(answers, draws=2).rule
    held = n_factors(moments(answers, tables=True), draws=20, correlation="polychoric", seed=3)
    pd.testing.assert_frame_equal(held.eigenvalues, found.eigenvalues)


def test_shuffled_eigenvalues_agree_with_lavaan_within_monte_carlo_error(
    oracle: Any, oracle_answers: Answers
) -> None:
    expected = oracle("polychoric/parallel")
    draws = 300
    answers = oracle_answers("small").iloc[:, :6]
    table = n_factors(answers, draws=draws, correlation="polychoric", seed=2).eigenvalues
    error = np.array(expected["sd"]) * np.sqrt(1 / draws + 1 / expected["draws"])
    off = np.abs(table["components_random_mean"] - expected["mean"])
    assert (off < 4 * error).all()
