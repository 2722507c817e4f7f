from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.exploratory.efa_scores import SCORES, score_weights

Answers = Callable[[str], pd.DataFrame]
PSYCH = {"oracle": "psych 2.2.9"}


@pytest.mark.parametrize("method", list(SCORES))
def test_weights_and_scores_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, method: str
) -> None:
    stored = oracle("efa/survey_more")
    expected = stored["scores"][method]
    answers = oracle_answers("survey")
    L, phi = (np.array(stored["oblimin"][name]) for name in ("loadings", "phi"))
    R = answers.corr().to_numpy()
    weights = score_weights(R, L, phi, method)
    agree(f"EFA: weights of {method} scores", weights, expected["weights"], atol=1e-10, **PSYCH)
    z = ((answers - answers.mean()) / answers.std()).to_numpy()
    ours = z[:5] @ weights
    agree(f"EFA: {method} scores", ours, expected["scores"], atol=1e-9, **PSYCH)
    if method != "bartlett":  # psych's weights times structure, which is 1 for all of Bartlett's
        validity = (weights * (L @ phi)).sum(axis=0)
        agree(f"EFA: R2 of {method} scores", validity, expected["r2"], atol=1e-9, **PSYCH)
    whole = weights.T @ R @ weights
    sd = np.sqrt(np.diag(whole))
    between = "EFA: correlations of the scores"
    agree(between, whole / np.outer(sd, sd), expected["r_scores"], atol=1e-9, **PSYCH)


def test_determinacy_agrees_with_psych(oracle: Any, oracle_answers: Answers, agree: Any) -> None:
    found = efa(oracle_answers("survey"), 5).determinacy
    expected = oracle("efa/survey_more")["oblimin"]["r2"]
    agree("EFA: determinacy", found.loc["r2"], expected, atol=2e-4, **PSYCH)
    np.testing.assert_allclose(found.loc["correlation"] ** 2, found.loc["r2"])
    np.testing.assert_allclose(found.loc["minimum_correlation"], 2 * found.loc["r2"] - 1)


def test_each_kind_keeps_its_promise(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    found = efa(answers, 5)
    scores = {method: found.scores(answers, method=method) for method in SCORES}
    for table in scores.values():
        assert list(table.columns) == list(found.factors)
        np.testing.assert_allclose(table.mean(), 0, atol=1e-12)
    # ten Berge: the scores correlate as the factors do, with unit variance
    np.testing.assert_allclose(scores["tenberge"].cov(), found.phi, atol=1e-9)
    # Bartlett: conditionally unbiased, so weights reproduce the factors through the pattern
    R, L, phi = (t.to_numpy() for t in (found.correlation, found.loadings, found.phi))
    np.testing.assert_allclose(score_weights(R, L, phi, "bartlett").T @ L, np.eye(5), atol=1e-9)
    # regression: variance is the squared multiple correlation
    np.testing.assert_allclose(scores["regression"].var(), found.determinacy.loc["r2"], atol=1e-9)


def test_what_cannot_be_scored_is_said(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    found = efa(answers, 2)
    with pytest.raises(ValueError, match="regression, bartlett, tenberge"):
        found.scores(answers, method="anderson")
    with pytest.raises(ValueError, match="bartlett scores are of common factors"):
        efa(answers, 2, method="pca").scores(answers, method="bartlett")
    for given in (answers.corr(), Moments.from_correlation(answers.corr(), 60)):
        with pytest.raises(DataError, match="scores need item means"):
            efa(given, 2).scores(answers)


def test_no_factor_is_more_than_certain(oracle_answers: Answers) -> None:
    matrix = oracle_answers("heywood")
    matrix.index = matrix.columns
    found = efa(Moments.from_correlation(matrix, 70), 2)
    assert found.heywood == ("Q1",)
    assert found.determinacy["F1"].isna().all()
    assert (found.determinacy.loc["r2"].dropna() <= 1).all()
