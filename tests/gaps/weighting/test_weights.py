"""Weighted gaps against R and by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.gaps.weighting.stated_weights import importance_weights
from svqkit.gaps.weighting.weights import weighted_gaps


def test_weighted_gaps_agree_with_r(oracle, oracle_survey, agree):
    close = {"oracle": "R 4.2 stats", "rtol": 1e-10}
    expected = oracle("gaps/survey")["weighted"]
    ours = weighted_gaps(oracle_survey)
    for name in ("n", "weighted", "low", "high", "sd", "unweighted", "by_mean_weights"):
        agree(f"weighted gaps: {name}", ours.total[name], expected[name], **close)
    for name, value in expected["weights"].items():
        agree("weighted gaps: weights", ours.weights[name], value, **close)
        gap = ours.dimensions.loc[name, "weighted_gap"]
        agree("weighted gaps: weighted_gap", gap, expected["weighted_gap"][name], **close)
    assert ours.n_left_out == len(oracle_survey.perceptions) - expected["n"]
    assert ours.respondents.notna().sum() == expected["n"]


@pytest.fixture
def two(survey):
    def build(importance, kind="points"):
        return survey(
            pd.DataFrame({"Q1": [5.0, 4.0, 6.0], "Q2": [3.0, 2.0, 6.0]}),
            pd.DataFrame({"Q1": [6.0, 6.0, 6.0], "Q2": [7.0, 5.0, 7.0]}),
            {"a": ["Q1"], "b": ["Q2"]},
            importance=importance,
            importance_kind=kind,
        )

    return build


def test_by_hand(two):
    result = weighted_gaps(two(pd.DataFrame({"a": [50.0, 0.0, 100.0], "b": [50.0, 100.0, 0.0]})))
    assert result.respondents.tolist() == [-2.5, -3.0, 0.0]
    assert result.total["weighted"] == pytest.approx(-5.5 / 3)
    assert result.total["by_mean_weights"] == pytest.approx(0.5 * -1 + 0.5 * -8 / 3)
    assert result.dimensions["share_pct"].sum() == pytest.approx(100)
    assert "Weighted gaps" in repr(result)


def test_equal_points_give_the_unweighted_total(two):
    result = weighted_gaps(two(pd.DataFrame({"a": [50.0] * 3, "b": [50.0] * 3})))
    assert result.total["weighted"] == pytest.approx(result.total["unweighted"])


def test_points_that_do_not_sum_to_100_are_left_out_and_counted(two):
    points = pd.DataFrame({"a": [50.0, 70.0, -10.0], "b": [50.2, 70.0, 110.0]})
    result = weighted_gaps(two(points))
    assert result.n_left_out == 2
    assert "2 of 3 respondents are left out" in result.convention
    assert result.weights.sum() == pytest.approx(100, rel=1e-12)


def test_ratings_of_items_become_shares(two):
    weights, said = importance_weights(
        two(pd.DataFrame({"Q1": [4.0, 1.0, 0.0], "Q2": [4.0, 3.0, 0.0]}), "ratings"), ["a", "b"]
    )
    assert weights.iloc[0].tolist() == [50.0, 50.0]
    assert weights.iloc[1].tolist() == [25.0, 75.0]
    assert weights.iloc[2].isna().all()
    assert "mean rating" in said


def test_what_is_missing_is_said(two):
    with pytest.raises(DataError, match="no stated importance"):
        weighted_gaps(two(None))
    with pytest.raises(DataError, match="dimension 'b' has no importance points"):
        weighted_gaps(two(pd.DataFrame({"a": [100.0] * 3})))
    with pytest.raises(DataError, match="nobody has both"):
        weighted_gaps(two(pd.DataFrame({"a": [10.0] * 3, "b": [10.0] * 3})))
    with pytest.raises(ValueError, match="must lie between"):
        weighted_gaps(two(pd.DataFrame({"a": [50.0] * 3, "b": [50.0] * 3})), ci=2)
