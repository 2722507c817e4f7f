"""HTMT from items alone: oracles are those of validity, here intervals and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.data.resampling import resampled_covariances
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.validity.htmt import htmt
from svqkit.psychometrics.validity.htmt_bootstrap import ratio_intervals
from svqkit.psychometrics.validity.htmt_ratios import htmt_ratios
from svqkit.psychometrics.validity.validity import validity

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
TWO = np.repeat(np.eye(2), 3, axis=1)
FIVE = {
    "tangibles": [f"Q{i}" for i in range(1, 5)],
    "reliability": [f"Q{i}" for i in range(5, 10)],
    "responsiveness": [f"Q{i}" for i in range(10, 14)],
    "assurance": [f"Q{i}" for i in range(14, 18)],
    "empathy": [f"Q{i}" for i in range(18, 23)],
}


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "answers" / "survey.csv")


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_as_semtools_and_as_validity(survey: pd.DataFrame, correlation: str, agree: Any) -> None:
    ours = htmt(survey, FIVE, correlation=correlation)
    if correlation == "polychoric":
        case = json.loads((ORACLES / "validity" / "polychoric.json").read_text())["survey"]
        for part in ("htmt", "htmt2"):
            agree(
                f"validity: {part.upper()}, polychoric",
                getattr(ours, part),
                case[part]["values"],
                oracle="semTools 0.5-6",
                atol=2e-5,
            )
        with_tables = moments(survey, tables=True)
        pd.testing.assert_frame_equal(
            htmt(with_tables, FIVE, correlation="polychoric").htmt, ours.htmt
        )
    else:
        other = validity(cfa(survey, FIVE))
        pd.testing.assert_frame_equal(ours.htmt, other.htmt)
        pd.testing.assert_frame_equal(htmt(moments(survey), FIVE).htmt2, other.htmt2)


def test_intervals_repeat_exactly_and_hold_the_point(survey: pd.DataFrame) -> None:
    one = htmt(survey, FIVE, bootstrap=300, seed=11)
    pd.testing.assert_frame_equal(one.pairs, htmt(survey, FIVE, bootstrap=300, seed=11).pairs)
    assert not one.pairs.equals(htmt(survey, FIVE, bootstrap=300, seed=12).pairs)
    for name in ("htmt", "htmt2"):
        assert (one.pairs[f"{name}_low"] < one.pairs[name]).all()
        assert (one.pairs[f"{name}_high"] > one.pairs[name]).all()
    assert "percentiles of 300 resamples" in one.convention
    corrected = htmt(survey, FIVE, bootstrap=300, seed=11, interval="bca")
    assert "BCa" in corrected.convention
    # the ends are other percentiles of the same draws, within a few hundredths
    ends = ["htmt_low", "htmt_high"]
    assert 0 < np.abs(corrected.pairs[ends] - one.pairs[ends]).to_numpy().max() < 0.1


def test_polychoric_intervals(survey: pd.DataFrame) -> None:
    two = {name: FIVE[name] for name in ("tangibles", "reliability")}
    found = htmt(survey, two, correlation="polychoric", bootstrap=100, seed=1).pairs.iloc[0]
    assert found["htmt_low"] < found["htmt"] < found["htmt_high"]
    plain = htmt(survey, two, bootstrap=100, seed=1).pairs.iloc[0]
    widths = [row["htmt_high"] - row["htmt_low"] for row in (found, plain)]
    assert widths[0] == pytest.approx(widths[1], rel=0.5)


def test_spread_of_resamples_is_that_of_fresh_samples() -> None:
    """Bootstrap spread of a pair's HTMT against its spread over fresh samples of a population."""
    random = np.random.default_rng(5)
    pattern = np.zeros((6, 2))
    pattern[:3, 0] = pattern[3:, 1] = [0.8, 0.7, 0.75]
    sigma = pattern @ np.array([[1, 0.5], [0.5, 1]]) @ pattern.T
    np.fill_diagonal(sigma, 1)
    root = np.linalg.cholesky(sigma)
    draws = [np.corrcoef((random.normal(size=(300, 6)) @ root.T).T) for _ in range(600)]
    spread = htmt_ratios(np.array(draws), TWO)[0][:, 0, 1].std()
    widths = []
    for seed in range(8):
        values = random.normal(size=(300, 6)) @ root.T
        for covariances in resampled_covariances(values, 400, np.random.default_rng(seed)):
            sd = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
            ratios = htmt_ratios(covariances / (sd[:, :, None] * sd[:, None, :]), TWO)[0]
            widths.append(ratios[:, 0, 1].std())
    # each standard deviation has a relative error near 1/√(2·draws); samples add theirs
    assert np.mean(widths) == pytest.approx(spread, rel=0.12)


def test_bca_covers_as_often_as_it_says() -> None:
    """400 samples of a known ratio; coverage within three standard errors of 90 %."""
    random = np.random.default_rng(6)
    pattern = np.zeros((6, 2))
    pattern[:3, 0] = pattern[3:, 1] = 0.7
    sigma = pattern @ np.array([[1, 0.5], [0.5, 1]]) @ pattern.T
    np.fill_diagonal(sigma, 1)
    root = np.linalg.cholesky(sigma)
    hits = 0
    for _ in range(400):
        values = random.normal(size=(150, 6)) @ root.T
        found = ratio_intervals(values, TWO, 300, random, level=0.9, interval="bca")
        hits += found["htmt_low"][0, 1] < 0.5 < found["htmt_high"][0, 1]
    assert abs(hits / 400 - 0.9) < 3 * np.sqrt(0.9 * 0.1 / 400)


def test_bad_calls_say_what_to_do(survey: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="fewer than two"):
        htmt(survey, {"f": ["Q1", "Q2"]})
    with pytest.raises(DataError, match="'Q99'"):
        htmt(survey, {"f": ["Q1", "Q2"], "g": ["Q3", "Q99"]})
    with pytest.raises(DataError, match="'Q1' has the same answer"):
        htmt(survey.assign(Q1=3), FIVE)
    with pytest.raises(DataError, match="single answers"):
        htmt(moments(survey), FIVE, bootstrap=10)
    with pytest.raises(ValueError, match="whole number"):
        htmt(survey, FIVE, bootstrap=1.5)
    with pytest.raises(ValueError, match="spearman"):
        htmt(survey, FIVE, correlation="spearman")
    constant = np.column_stack([np.ones(20), np.random.default_rng(0).normal(size=(20, 5))])
    with pytest.raises(DataError, match="constant item"):
        ratio_intervals(constant, TWO, 5, np.random.default_rng(0))


def test_a_single_item_has_no_ratio(survey: pd.DataFrame) -> None:
    found = htmt(survey, {"f": ["Q1"], "g": ["Q5", "Q6"], "h": ["Q6", "Q10"]}, bootstrap=20, seed=1)
    assert found.pairs["htmt"].isna().all()
    assert found.pairs["htmt_low"].isna().all()


def test_responses_are_items() -> None:
    bank = svq.load_dataset("bank")
    assert htmt(bank, bank.instrument.mapping).n == len(bank.perceptions.dropna())
