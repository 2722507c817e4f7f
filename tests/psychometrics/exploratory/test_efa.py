from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linear_sum_assignment

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.efa import EFA, efa
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.rotation.rotation import OBLIQUE

Answers = Callable[[str], pd.DataFrame]
CASES = ["survey", "small", "bfi"]
PSYCH = {"oracle": "psych 2.2.9"}
EXTRACTIONS = {"minres": "minres", "ml": "ml", "paf": "pa"}
ROTATIONS = {
    "none": "none",
    "oblimin": "oblimin",
    "varimax": "varimax",
    "promax": "promax",
    "quartimax": "quartimax",
    "geomin": "geominQ",
}
SURVEY = {
    "tangibles": ["Q1", "Q2", "Q3", "Q4"],
    "reliability": ["Q5", "Q6", "Q7", "Q8", "Q9"],
    "responsiveness": ["Q10", "Q11", "Q12", "Q13"],
    "assurance": ["Q14", "Q15", "Q16", "Q17"],
    "empathy": ["Q18", "Q19", "Q20", "Q21", "Q22"],
}


def aligned(ours: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order and signs that lay our factors on theirs."""
    rows, columns = linear_sum_assignment(-np.abs(ours.T @ theirs))
    order = rows[np.argsort(columns)]
    return order, np.sign((ours[:, order] * theirs).sum(axis=0))


@pytest.mark.parametrize("rotation", list(ROTATIONS))
@pytest.mark.parametrize("method", list(EXTRACTIONS))
@pytest.mark.parametrize("case", CASES)
def test_every_cell_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, method: str, rotation: str
) -> None:
    stored = oracle(f"efa/{case}_{EXTRACTIONS[method]}")
    expected = stored["rotations"][ROTATIONS[rotation]]
    answers = oracle_answers(case)
    found = efa(answers, stored["factors"], method=method, rotation=rotation)
    pattern = np.array(expected["loadings"], dtype=float)
    order, signs = aligned(found.loadings.to_numpy(), pattern)
    # stats::varimax, which psych calls, stops at a relative change of 1e-5: its loadings are some
    # 1e-3 from the optimum (the next test compares the optimum itself)
    loose = 10 if rotation in ("varimax", "promax") else 1
    assert found.n == stored["n"]
    assert order.tolist() == list(range(stored["factors"]))
    if rotation != "none":
        assert (signs == 1).all()
    close = {"atol": 2e-4 * loose, **PSYCH}
    kind = f"{rotation} " if loose > 1 else ""
    structure, both = found.structure.to_numpy() * signs, np.outer(signs, signs)
    agree(f"EFA: {kind}loadings", found.loadings.to_numpy() * signs, pattern, **close)
    agree(f"EFA: {kind}structure", structure, expected["structure"], **close)
    phi = found.phi.to_numpy() * both
    agree(f"EFA: {kind}factor correlations", phi, expected["phi"], atol=2e-3, **PSYCH)
    agree("EFA: communalities", found.communalities, expected["communalities"], atol=2e-4, **PSYCH)
    agree("EFA: uniquenesses", found.uniquenesses, expected["uniquenesses"], atol=2e-4, **PSYCH)
    # ratios of sums over an item's loadings or a factor's: up to five loadings' differences
    ours, theirs = found.complexity, expected["complexity"]
    agree(f"EFA: {kind}complexity", ours, theirs, atol=1e-3 * loose, **PSYCH)
    variance = np.array(expected["variance"])[:3]
    agree(f"EFA: {kind}variance", found.variance, variance, atol=5e-4 * loose, **PSYCH)
    scores = found.scores(answers).iloc[:5].to_numpy() * signs
    agree(f"EFA: {kind}scores", scores, expected["scores"], atol=4e-4 * loose, **PSYCH)


@pytest.mark.parametrize("rotation", ["varimax", "promax"])
@pytest.mark.parametrize("method", list(EXTRACTIONS))
@pytest.mark.parametrize("case", CASES)
def test_varimax_and_promax_are_the_optimum(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, method: str, rotation: str
) -> None:
    stored = oracle(f"efa/{case}_{EXTRACTIONS[method]}")
    expected = stored["exact"][f"{rotation}_exact"]
    found = efa(oracle_answers(case), stored["factors"], method=method, rotation=rotation)
    pattern = np.array(expected["loadings"])
    order, signs = aligned(found.loadings.to_numpy(), pattern)
    further = {"atol": 2e-4, "oracle": "psych 2.2.9, iterated further"}
    loadings = found.loadings.to_numpy()[:, order] * signs
    agree(f"EFA: {rotation} loadings", loadings, pattern, **further)
    phi = found.phi.to_numpy()[np.ix_(order, order)] * np.outer(signs, signs)
    agree(f"EFA: {rotation} factor correlations", phi, expected["phi"], **further)


@pytest.mark.parametrize("method", list(EXTRACTIONS))
@pytest.mark.parametrize("case", CASES)
def test_fit_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, method: str
) -> None:
    stored = oracle(f"efa/{case}_{EXTRACTIONS[method]}")
    expected = stored["rotations"]["oblimin"]
    fit = efa(oracle_answers(case), stored["factors"], method=method).fit
    assert (fit["df"], fit["null_df"]) == (expected["df"], expected["null_df"])
    for name, said in (("chisq", "chi-square"), ("objective", "objective")):
        agree(f"EFA: {said}", fit[name], expected[name], rtol=1e-5, **PSYCH)
    agree("EFA: null chi-square", fit["null_chisq"], expected["null_chisq"], rtol=1e-10, **PSYCH)
    for name, said in (("pvalue", "p"), ("tli", "TLI"), ("rmsr", "RMSR")):
        agree(f"EFA: {said}", fit[name], expected[name], atol=1e-5, **PSYCH)
    ours = fit[["rmsea", "rmsea_ci_lower", "rmsea_ci_upper"]]
    agree("EFA: RMSEA with its interval", ours, expected["rmsea"], atol=1e-5, **PSYCH)
    agree("EFA: BIC", fit["bic"], expected["bic"], atol=1e-2, **PSYCH)


@pytest.fixture(scope="module")
def solutions(oracle_answers: Answers) -> dict[str, EFA]:
    return {rotation: efa(oracle_answers("survey"), 5, rotation=rotation) for rotation in ROTATIONS}


@pytest.mark.parametrize("rotation", list(ROTATIONS))
def test_the_parts_of_a_solution_belong_together(solutions: dict[str, EFA], rotation: str) -> None:
    found, plain = solutions[rotation], solutions["none"]
    pattern, phi = found.loadings.to_numpy(), found.phi.to_numpy()
    reproduced = pattern @ phi @ pattern.T
    diagonal = np.diag(reproduced) + found.uniquenesses.to_numpy()
    np.testing.assert_allclose(diagonal, 1, atol=1e-9)
    np.testing.assert_allclose(found.communalities, plain.communalities, atol=1e-12)
    np.testing.assert_allclose(found.structure, pattern @ phi, atol=1e-12)
    explained = np.diag(phi @ pattern.T @ pattern)
    np.testing.assert_allclose(found.variance.loc["ss_loadings"], explained, atol=1e-12)
    assert (np.diff(explained) <= 1e-9).all()
    assert (pattern.sum(axis=0) > 0).all()
    assert found.factors == ("F1", "F2", "F3", "F4", "F5")
    off = reproduced - np.diag(np.diag(reproduced))
    residual = found.residuals.to_numpy()
    np.testing.assert_allclose(residual + off + np.diag(1 - np.diag(residual)), found.correlation)
    np.testing.assert_allclose(found.fit, plain.fit, rtol=1e-8)
    if rotation not in OBLIQUE:
        np.testing.assert_array_equal(phi, np.eye(5))


@pytest.mark.parametrize("rotation", list(ROTATIONS))
def test_matching_the_design_moves_everything_together(
    oracle_answers: Answers, solutions: dict[str, EFA], rotation: str
) -> None:
    answers = oracle_answers("survey")
    plain = solutions[rotation]
    found = efa(answers, 5, rotation=rotation, design=SURVEY)
    order, signs = aligned(plain.loadings.to_numpy(), found.loadings.to_numpy())
    assert found.factors == tuple(SURVEY)
    np.testing.assert_allclose(found.loadings, plain.loadings.to_numpy()[:, order] * signs)
    np.testing.assert_allclose(found.structure, plain.structure.to_numpy()[:, order] * signs)
    np.testing.assert_allclose(
        found.phi, plain.phi.to_numpy()[np.ix_(order, order)] * np.outer(signs, signs)
    )
    first = found.variance.loc["ss_loadings"].to_numpy()
    np.testing.assert_allclose(first, plain.variance.loc["ss_loadings"].to_numpy()[order])
    np.testing.assert_allclose(
        found.scores(answers), plain.scores(answers).to_numpy()[:, order] * signs
    )
    assert found.congruence is not None
    assert list(found.congruence.index) == list(SURVEY)
    if rotation in OBLIQUE:
        assert (found.congruence > 0.85).all()


@pytest.mark.parametrize("method", list(EXTRACTIONS))
def test_units_signs_and_order_of_items_do_not_matter(oracle_answers: Answers, method: str) -> None:
    answers = oracle_answers("survey")
    found = efa(answers, 5, method=method, design=SURVEY)
    shuffled = answers.sample(frac=1, random_state=1)[list(answers.columns)[::-1]]
    again = efa(shuffled * 3 + 2, 5, method=method, design=SURVEY)
    items = list(answers.columns)
    np.testing.assert_allclose(again.loadings.loc[items], found.loadings, atol=2e-5)
    np.testing.assert_allclose(again.phi, found.phi, atol=2e-5)
    reversed_one = efa(answers.assign(Q1=8 - answers.Q1), 5, method=method, design=SURVEY)
    np.testing.assert_allclose(
        reversed_one.loadings.loc["Q1"], -found.loadings.loc["Q1"], atol=2e-5
    )
    np.testing.assert_allclose(reversed_one.communalities, found.communalities, atol=1e-6)


def test_moments_are_enough(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    from_answers, from_moments = efa(answers, 5), efa(moments(answers), 5)
    np.testing.assert_allclose(from_answers.loadings, from_moments.loadings)
    np.testing.assert_allclose(from_answers.scores(answers), from_moments.scores(answers))
    matrix = efa(Moments.from_correlation(answers.corr(), 400), 5)
    np.testing.assert_allclose(matrix.loadings, from_answers.loadings, atol=1e-8)
    with pytest.raises(DataError, match="scores need item means"):
        matrix.scores(answers)


def test_scores_leave_incomplete_respondents_out(oracle_answers: Answers) -> None:
    answers = oracle_answers("holes")
    scores = efa(answers, 5).scores(answers)
    assert list(scores.index) == list(answers.index)
    assert scores.notna().all(axis=1).tolist() == answers.notna().all(axis=1).tolist()
    with pytest.raises(DataError, match="'Q1' is needed"):
        efa(answers, 5).scores(answers.drop(columns="Q1"))


def test_spearman_is_another_matrix_through_the_same_analysis(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    ranks = efa(answers, 5, correlation="spearman")
    same = efa(Moments.from_correlation(answers.corr("spearman"), 400), 5)
    np.testing.assert_allclose(ranks.loadings, same.loadings, atol=1e-8)
    assert "spearman correlations" in ranks.convention


def test_a_heywood_case_is_named_and_shown(oracle: Any, oracle_answers: Answers) -> None:
    matrix = oracle_answers("heywood")
    matrix.index = matrix.columns
    for method in ("minres", "ml"):
        found = efa(Moments.from_correlation(matrix, 70), 2, method=method)
        assert found.heywood == ("Q1",)
        assert "Heywood case: the factors explain all of Q1" in " ".join(repr(found).split())
        assert found.fit["chisq"] == pytest.approx(oracle("efa/heywood")[method]["chisq"], rel=1e-3)
        np.testing.assert_allclose(found.communalities + found.uniquenesses, 1)


def test_what_cannot_be_factored_is_said(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    with pytest.raises(ModelError, match="9 factors are too many for 12 items"):
        efa(answers, 9)
    with pytest.raises(ModelError, match="at least 1"):
        efa(answers, 0)
    with pytest.raises(TypeError, match="whole number"):
        efa(answers, 2.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="minres, ml, paf"):
        efa(answers, 2, method="mle")
    with pytest.raises(ValueError, match="none, varimax, quartimax, equamax, promax"):
        efa(answers, 2, rotation="oblimax")
    with pytest.raises(DataError, match="'Q3' has the same answer"):
        efa(answers.assign(Q3=1), 2)
    with pytest.raises(DataError, match="10 complete respondents and 12 items"):
        efa(answers.iloc[:10], 2)
    with pytest.raises(DataError, match="names item 'Q99'"):
        efa(answers, 2, design={"a": ["Q99"]})


def test_it_shows_itself(solutions: dict[str, EFA]) -> None:
    text = repr(solutions["oblimin"])
    assert text.startswith("Exploratory factor analysis, 5 factors, n = 400")
    assert "Minimum residual (unweighted least squares); oblimin with gamma 0" in text


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("method", list(EXTRACTIONS))
@pytest.mark.parametrize("seed", range(12))
def test_poor_answers_give_a_flagged_solution_or_a_reason(seed: int, method: str) -> None:
    rng = np.random.default_rng(seed)
    p, n = int(rng.integers(4, 12)), int(rng.integers(10, 40))
    x = rng.normal(size=(n, 2)) @ rng.normal(size=(2, p)) + rng.normal(size=(n, p)) / 3
    answers = pd.DataFrame(np.clip(np.round(x + 3), 1, 5)).add_prefix("Q")
    try:
        found = efa(answers, max(1, p // 3), method=method)
    except DataError as error:
        reason = str(error)
    else:
        reason = ""
    if reason:
        assert "respondents" in reason or "item" in reason
        return
    pattern = found.loadings.to_numpy()
    reproduced = np.diag(pattern @ found.phi.to_numpy() @ pattern.T)
    np.testing.assert_allclose(reproduced + found.uniquenesses, 1, atol=1e-8)
    assert bool(found.heywood) == bool((found.communalities > 0.9949).any())
    for sentence in found.warnings:
        assert sentence in " ".join(repr(found).split())


def test_polychoric_factors_are_those_of_lavaans_matrix(
    oracle: Any, oracle_answers: Answers
) -> None:
    answers = oracle_answers("survey")
    R = np.array(oracle("polychoric/survey")["listwise"])
    given = Moments.from_correlation(pd.DataFrame(R, answers.columns, answers.columns), 400)
    found, wanted = efa(answers, 5, correlation="polychoric"), efa(given, 5)
    np.testing.assert_allclose(found.loadings, wanted.loadings, atol=1e-5)
    assert "only describe" in found.convention
    assert "only describe" not in wanted.convention
    assert found.scores(answers).notna().all().all()
    held = efa(moments(answers, tables=True), 5, correlation="polychoric")
    pd.testing.assert_frame_equal(held.loadings, found.loadings)
