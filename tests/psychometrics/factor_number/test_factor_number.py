from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.factor_number.factor_fits import factor_fits
from svqkit.psychometrics.factor_number.factor_number import n_factors
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
CASES = ["survey", "small", "bfi"]
PSYCH = {"oracle": "psych 2.2.9"}
FITS = {
    "chisq": ("chisq", "chi-square"),
    "df": ("df", "df"),
    "pvalue": ("p", "p"),
    "rmsea": ("rmsea", "RMSEA"),
    "rmsea_ci_lower": ("rmsea_low", "RMSEA, lower limit"),
    "rmsea_ci_upper": ("rmsea_high", "RMSEA, upper limit"),
    "cfi": ("cfi", "CFI"),
    "tli": ("tli", "TLI"),
    "rmsr": ("rmsr", "RMSR"),
    "bic": ("bic", "BIC"),
    "sabic": ("sabic", "SABIC"),
    "caf": ("caf", "CAF"),
}


@pytest.mark.parametrize("case", CASES)
def test_eigenvalues_and_partials_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"factor_number/{case}")
    found = n_factors(oracle_answers(case), draws=20, seed=1)
    table = found.eigenvalues
    values = "number of factors: eigenvalues of"
    agree(f"{values} components", table["components"], expected["components"], **PSYCH, rtol=1e-10)
    agree(f"{values} factors", table["factors"], expected["factors"], **PSYCH, atol=2e-6)
    agree(
        "number of factors: empirical Kaiser",
        table["empirical_kaiser"],
        expected["empirical_kaiser"],
        oracle="Braeken & van Assen (2017), eq. 2, in R",
        rtol=1e-10,
    )
    # with nearly all components out, numerator and denominator of a partial correlation are
    # differences of order 1e-8: hence absolute
    for name in ("MAP", "MAP4"):
        ours = [found.map_zero[name], *table[name.lower()].iloc[:-1]]
        paper = "Velicer, Eaton & Fava (2000), in R"
        what = f"number of factors: {name}"
        agree(what, ours, expected[name.lower()], oracle=paper, rtol=1e-9, atol=5e-8)
    p = len(table)
    ours, theirs = table["map"].iloc[: p - 2], expected["psych_map"][: p - 2]
    agree("number of factors: MAP", ours, theirs, **PSYCH, rtol=1e-9)
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
    table = n_factors(oracle_answers(case), draws=draws, seed=1, max_factors=1).eigenvalues
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
    found = n_factors(oracle_answers(case), draws=400, seed=1, max_factors=1).suggestions
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
    assert found.agreement.startswith("The rules disagree: 1 factor by acceleration, Hull (CFI)")
    assert "The most common answer is 5 factors (9 of 17 rules)" in found.agreement
    assert found.consensus == (5,)
    assert found.votes.sum() == len(found.suggestions) == len(found.rules)
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


@pytest.mark.parametrize("case", CASES)
def test_fits_and_their_rules_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"factor_number/{case}_fits")
    theirs = pd.DataFrame(expected["fits"], dtype=float)
    found = factor_fits(
        oracle_answers(case).corr().to_numpy(),
        expected["n"],
        len(theirs) - 1,
        "ml",
        expected["hull_up_to"],
    )
    # with uniquenesses at their bound there is more than one minimum: ours is never the higher
    free = ~(theirs["least"] < 0.006).to_numpy()
    assert (found["heywood"].to_numpy()[free] == 0).all()
    assert (found["chisq"].to_numpy() < theirs["chisq"] * (1 + 1e-6)).all()
    for column, (name, said) in FITS.items():
        ours, other = found[column].to_numpy()[free], theirs[name].to_numpy()[free]
        if column in ("rmsea_ci_lower", "rmsea_ci_upper"):
            ours, other = ours[1:], other[1:]  # psych gives no interval for the null model
        agree(f"number of factors: {said}", ours, other, **PSYCH, rtol=1e-5, atol=1e-5)
    for column in ("hull_caf", "hull_cfi", "hull_rmsea"):
        corners = np.array(expected[column], dtype=float)
        agree(
            "number of factors: Hull",
            found[column].iloc[: len(corners)],
            corners,
            oracle="Lorenzo-Seva et al. (2011) with R's chull",
            rtol=2e-3,  # a ratio of differences of fits that agree to some 1e-6
        )
        assert found[column].iloc[len(corners) :].isna().all()
    settled = free[1:]
    for column in ("vss1", "vss2"):
        agree(
            "number of factors: VSS",
            found[column].to_numpy()[1:][settled],
            np.array(expected[f"{column}_tight"])[settled],
            oracle="psych 2.2.9, varimax iterated further",
            atol=1e-5,
        )


@pytest.mark.parametrize("case", CASES)
def test_the_scree_agrees_with_r(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"factor_number/{case}_fits")
    table = n_factors(oracle_answers(case), draws=2, seed=1, max_factors=1).eigenvalues
    ours = table["acceleration"].iloc[1:-1]
    agree("number of factors: acceleration", ours, expected["acceleration"], oracle="R", atol=1e-9)
    ours = table["optimal_coordinate"].iloc[:-2]
    said = "number of factors: optimal coordinates"
    agree(said, ours, expected["predicted"], oracle="R's lm", atol=1e-9)


def test_the_rules_of_fit_are_read_as_they_say(oracle_answers: Answers) -> None:
    found = n_factors(oracle_answers("survey"), seed=1)
    fits, said = found.fits, found.suggestions
    assert said["chi-square"] == int((fits["pvalue"] > 0.05).idxmax())
    assert (fits["pvalue"].iloc[: said["chi-square"]] <= 0.05).all()
    assert (fits["rmsea_ci_lower"].iloc[: said["RMSEA"]] >= 0.05).all()
    assert said["BIC"] == int(fits["bic"].argmin())
    assert said["Hull (CAF)"] == 5
    assert found.settings["hull drawn over"] == "0 to 6 factors"


def test_a_rule_without_an_answer_says_why(oracle_answers: Answers) -> None:
    found = n_factors(oracle_answers("bfi"), seed=1, max_factors=4)
    assert "chi-square" not in found.suggestions
    assert found.without["chi-square"] == "no number up to 4 passes"
    assert "No answer by chi-square" in repr(found)
    assert len(found.fits) == 5


def test_few_items_get_the_rules_that_they_can_bear(oracle_answers: Answers) -> None:
    found = n_factors(oracle_answers("small").iloc[:, :2], seed=1)
    assert "acceleration" not in found.suggestions
    assert {"VSS1", "Hull (CAF)"} <= set(found.without)
    three = n_factors(oracle_answers("small").iloc[:, :3], seed=1)
    assert three.suggestions["parallel (components)"] >= 0


def test_ties_are_named_together(oracle_answers: Answers) -> None:
    found = n_factors(oracle_answers("small"), seed=1)
    tied = dataclasses.replace(found, suggestions=pd.Series({"MAP": 2, "Kaiser": 3}))
    assert tied.consensus == (2, 3)
    assert "2 factors or 3 factors (1 of 2 rules each)" in tied.agreement


@pytest.mark.parametrize("correlation", ["pearson", "spearman"])
def test_shuffled_answers_stand_in_for_normal_data(
    oracle_answers: Answers, correlation: str
) -> None:
    answers = oracle_answers("survey")
    options = {"seed": 4, "draws": 200, "correlation": correlation, "max_factors": 1}
    drawn, shuffled = (
        n_factors(answers, **options, random=kind).eigenvalues["components_random_mean"]
        for kind in ("normal", "shuffled")
    )
    # by the central limit the two are the same but for order 1/n
    np.testing.assert_allclose(drawn, shuffled, atol=0.02)
    with pytest.raises(DataError, match="shuffling needs single answers"):
        n_factors(moments(answers), random="shuffled")


def test_another_percentile_is_another_bar(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    table = n_factors(answers, seed=1, percentile=99, max_factors=1).eigenvalues
    usual = n_factors(answers, seed=1, max_factors=1).eigenvalues
    assert (table["factors_random_99"] >= usual["factors_random_95"]).all()


def test_a_matrix_needs_its_respondents(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(DataError, match="needs the number of respondents behind the matrix"):
        n_factors(answers.corr())
    given = n_factors(Moments.from_correlation(answers.corr(), 60), seed=1)
    pd.testing.assert_series_equal(given.suggestions, n_factors(answers, seed=1).suggestions)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"percentile": 100}, "percentile must be from 50 to below 100"),
        ({"random": "uniform"}, "choose from normal, shuffled"),
        ({"method": "paf"}, "choose from ml, minres"),
        ({"max_factors": 0}, "max_factors must be at least 1"),
        ({"comparison_data": 3}, "at least 10 samples"),
    ],
)
def test_options_out_of_range_are_refused(
    oracle_answers: Answers, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        n_factors(oracle_answers("small"), **options)


def test_the_mean_of_random_eigenvalues_is_horns_own_rule(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    strict, mean = (n_factors(answers, seed=1, percentile=p) for p in (95, "mean"))
    table = mean.eigenvalues
    pd.testing.assert_frame_equal(table, strict.eigenvalues)
    for kind in ("factors", "components"):
        exceeds = (table[kind] > table[f"{kind}_random_mean"]).to_numpy()
        assert mean.suggestions[f"parallel ({kind})"] == np.argmin(exceeds)
        assert mean.suggestions[f"parallel ({kind})"] >= strict.suggestions[f"parallel ({kind})"]
    assert "compares with the mean of 100 draws" in mean.rule
    assert "95th percentile of 100 draws" in strict.rule
    with pytest.raises(ValueError, match="or 'mean', not 'median'"):
        n_factors(answers, percentile="median")
