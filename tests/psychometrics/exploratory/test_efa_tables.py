from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ModelError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.extraction.matching import nearest_order

Answers = Callable[[str], pd.DataFrame]
PSYCH = {"oracle": "psych 2.2.9"}


def test_the_hierarchy_agrees_with_psych(oracle: Any, oracle_answers: Answers, agree: Any) -> None:
    stored = oracle("efa/survey_more")["schmid"]
    expected = pd.DataFrame(stored["table"], columns=stored["names"])
    found = efa(oracle_answers("survey"), 5).schmid_leiman()
    said = "EFA: Schmid-Leiman"
    agree(f"{said}, general factor", found["general"], expected["g"], atol=2e-4, **PSYCH)
    groups = [f"F{i}" for i in range(1, 6)]
    theirs = expected[[f"{name}*" for name in groups]].to_numpy()
    order, signs = nearest_order(found[groups].to_numpy(), theirs)
    ours = found[groups].to_numpy()[:, order] * signs
    agree(f"{said}, group factors", ours, theirs, atol=2e-4, **PSYCH)
    agree(f"{said}, communalities", found["communality"], expected["h2"], atol=2e-4, **PSYCH)
    agree(f"{said}, share of the general", found["p2"], expected["p2"], atol=1e-3, **PSYCH)


def test_the_hierarchy_reproduces_what_the_factors_do(oracle_answers: Answers) -> None:
    found = efa(oracle_answers("survey"), 5)
    table = found.schmid_leiman()
    squares = (table[["general", *found.factors]] ** 2).sum(axis=1)
    # exact up to what one factor of five correlations leaves over
    np.testing.assert_allclose(squares, found.communalities, atol=0.02)
    with pytest.raises(ModelError, match="2 factors do not identify"):
        efa(oracle_answers("survey"), 2).schmid_leiman()
    with pytest.raises(ModelError, match="do not correlate"):
        efa(oracle_answers("survey"), 5, rotation="varimax").schmid_leiman()


@pytest.mark.parametrize("rotation", ["none", "varimax", "oblimin"])
def test_components_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, rotation: str
) -> None:
    expected = oracle("efa/survey_more")["components"][rotation]
    answers = oracle_answers("survey")
    # psych::principal rotates components without normalisation except for varimax
    found = efa(answers, 5, method="pca", rotation=rotation)
    pattern = np.array(expected["loadings"])
    order, signs = nearest_order(found.loadings.to_numpy(), pattern)
    ours = found.loadings.to_numpy()[:, order] * signs
    agree("EFA: principal components", ours, pattern, atol=1e-5, **PSYCH)
    phi = found.phi.to_numpy()[np.ix_(order, order)] * np.outer(signs, signs)
    agree("EFA: components' correlations", phi, expected["phi"], atol=1e-5, **PSYCH)
    communalities = expected["communalities"]
    agree("EFA: components' communalities", found.communalities, communalities, atol=1e-9, **PSYCH)
    agree("EFA: components' RMSR", found.fit["rmsr"], expected["rmsr"], atol=1e-9, **PSYCH)
    z = (answers - answers.mean()) / answers.std()
    weights = np.array(expected["weights"])
    scores = found.scores(answers).to_numpy()[:, order] * signs
    agree("EFA: component scores", scores, z.to_numpy() @ weights, atol=1e-4, **PSYCH)


def test_components_are_labelled_as_such(oracle_answers: Answers) -> None:
    found = efa(oracle_answers("small"), 2, method="pca")
    text = repr(found)
    assert text.startswith("Principal components, 2 components, n = 60")
    assert "not common factors" in text
    assert found.fit.drop("rmsr").isna().all()
    assert found.warnings == ()
    assert found.heywood == ()
    np.testing.assert_allclose(efa(oracle_answers("small"), 12, method="pca").communalities, 1)
    with pytest.raises(ModelError, match="12 items have 12 components at most"):
        efa(oracle_answers("small"), 13, method="pca")


def test_a_matrix_without_n_has_loadings_but_no_test(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    bare, known = efa(answers.corr(), 5), efa(answers, 5)
    np.testing.assert_allclose(bare.loadings, known.loadings, atol=1e-9)
    assert bare.n is None
    needing = ["chisq", "pvalue", "rmsea", "rmsea_ci_lower", "tli", "cfi", "bic", "sabic"]
    assert bare.fit[needing].isna().all()
    for name in ("df", "rmsr", "objective"):
        assert bare.fit[name] == pytest.approx(known.fit[name], rel=1e-9)
    assert any("without its number of respondents" in sentence for sentence in bare.warnings)
    assert "n not given" in repr(bare)
    given = efa(Moments.from_correlation(answers.corr(), 400), 5)
    np.testing.assert_allclose(given.fit, known.fit, rtol=1e-8)


def test_sabic_and_congruence_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any
) -> None:
    found = efa(oracle_answers("survey"), 5)
    agree("EFA: SABIC", found.fit["sabic"], oracle("efa/survey_more")["sabic"], atol=1e-2, **PSYCH)


def test_cross_loadings_are_listed_by_the_design(oracle_answers: Answers) -> None:
    answers = oracle_answers("bfi")
    design = {
        factor: [name for name in answers.columns if name.startswith(factor)] for factor in "ACENO"
    }
    found = efa(answers, 5, design=design)
    table = found.cross_loadings(0.3)
    assert (table["other_loading"].abs() >= 0.3).all()
    assert (np.diff(table["other_loading"].abs()) <= 0).all()
    for row in table.itertuples():
        assert row.item in design[row.own_factor]
        assert found.loadings.loc[row.item, row.other_factor] == row.other_loading
        assert row.misplaced == (abs(row.other_loading) > abs(row.own_loading))
    plain = efa(answers, 5).cross_loadings(0.3)
    assert not plain["misplaced"].any()
    assert found.cross_loadings(0.99).empty


def test_items_worded_in_reverse_are_named(oracle_answers: Answers) -> None:
    answers = oracle_answers("bfi")
    design = {trait: [f"{trait}{i}" for i in range(1, 6)] for trait in "ACENO"}
    found = efa(answers, 5, design=design)
    warned = " ".join(found.warnings)
    assert "A1, C4, C5, E1, E2, O2, O5: against the other items" in warned
    assert warned in " ".join(repr(found).split())
    reversed_items = ["A1", "C4", "C5", "E1", "E2", "O2", "O5"]
    recoded = answers.assign(**{name: 7 - answers[name] for name in reversed_items})
    again = efa(recoded, 5, design=design)
    assert not again.warnings
    np.testing.assert_allclose(again.loadings.abs(), found.loadings.abs(), atol=1e-6)
    assert again.congruence is not None
    assert (again.congruence > 0.8).all()  # .06 to .92 before


def test_the_number_of_factors_is_said_in_words(oracle_answers: Answers) -> None:
    with pytest.raises(ModelError, match=r"1 factor is too many for 2 items.*add items"):
        efa(oracle_answers("survey")[["Q1", "Q2"]], 1)
