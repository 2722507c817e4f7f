"""Factor scores from incomplete answers, held to lavaan's lavPredict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ModelError
from svqkit.psychometrics.cfa import cfa

ORACLES = Path(__file__).resolve().parent.parent.parent.parent / "oracles"


def fitted(case):
    options = {key.replace(".", "_"): value for key, value in case["options"].items()}
    frame = pd.read_csv(ORACLES / "scores_fiml" / case["file"])
    return frame, cfa(frame, case["model"], missing="fiml", **options), options.get("group")


@pytest.mark.parametrize("name", ["three", "second", "scalar"])
@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_scores_by_pattern(name, method, oracle, agree):
    case = oracle(f"scores_fiml/{name}")
    frame, fit, group = fitted(case)
    if method not in case:
        with pytest.raises(ModelError, match="no items of its own"):
            fit.scores(frame, method, group=group)
        return
    ours = fit.scores(frame, method, group=group)
    theirs = np.array([[np.nan if v is None else v for v in row] for row in case[method]], float)
    rows = np.array(case["rows"]) - 1
    agree(
        f"factor scores after FIML: {method}",
        ours.iloc[rows][case["factors"]],
        theirs,
        oracle="lavaan 0.6-14",
        atol=2e-4,
    )


def test_who_answered_nothing_has_no_score(oracle):
    frame, fit, _ = fitted(oracle("scores_fiml/three"))
    empty = frame.drop(columns="school").isna().all(axis=1)
    assert empty.sum() == 1
    for method in ("regression", "bartlett"):
        assert fit.scores(frame, method)[empty].isna().all(axis=None)
    assert fit.scores(frame)[~empty].notna().all(axis=None)


def test_a_factor_without_answers_is_borrowed_or_missing(oracle):
    frame, fit, _ = fitted(oracle("scores_fiml/three"))
    one = frame.iloc[[0]].assign(x1=np.nan, x2=np.nan, x3=np.nan)
    assert fit.scores(one).notna().all(axis=None)
    bartlett = fit.scores(one, "bartlett").iloc[0]
    assert np.isnan(bartlett["visual"])
    assert bartlett[["textual", "speed"]].notna().all()


def test_complete_respondents_score_as_ever(oracle):
    frame, fit, _ = fitted(oracle("scores_fiml/three"))
    whole = frame.dropna()
    state = fit.found.states[0]
    p = state.p
    weights = np.linalg.solve(state.covariance, state.total[:p, p:])
    expected = state.means[p:] + (whole[list(fit.items)].to_numpy() - state.mean) @ weights
    np.testing.assert_allclose(fit.scores(whole), expected, atol=1e-12)


def test_a_listwise_fit_leaves_incomplete_respondents_out():
    frame = pd.read_csv(ORACLES / "estimators" / "hs_missing.csv")
    fit = cfa(frame, "visual =~ x1 + x2 + x3")
    scores = fit.scores(frame)["visual"]
    assert (scores.isna() == frame[["x1", "x2", "x3"]].isna().any(axis=1)).all()
