"""Improvement potential: closed forms, simulated truth, the bank's weak branch, refusals."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.priorities.targets import best_segments


def survey(scores: pd.DataFrame, y: np.ndarray, branch=None):
    people = pd.DataFrame({"outcome": y})
    if branch is not None:
        people["branch"] = branch
    return SimpleNamespace(
        perceptions=scores,
        expectations=None,
        importance=None,
        respondents=people,
        outcomes=("outcome",),
        instrument=SimpleNamespace(
            mapping={name: [name] for name in scores}, scale=SimpleNamespace(low=1, high=7)
        ),
    )


def drawn(seed: int, n: int = 300) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.multivariate_normal([5.0, 4.0], [[1.0, 0.4], [0.4, 1.0]], n)
    return pd.DataFrame(x, columns=["a", "b"]), 0.5 * x[:, 0] + 0.2 * x[:, 1] + rng.normal(size=n)


def test_gains_are_slopes_times_the_way_to_go(agree):
    scores, y = drawn(1)
    found = svq.improvement_potential(survey(scores, y), target={"a": 6, "b": 5}, bootstrap=0)
    slopes = np.linalg.lstsq(np.column_stack([np.ones(300), scores]), y, rcond=None)[0][1:]
    way = np.array([6, 5]) - scores.mean().to_numpy()
    agree("potential: gain", found.table["gain"], slopes * way, oracle="closed form", rtol=1e-10)
    alone = [np.polyfit(scores[name], y, 1)[0] for name in scores]
    agree(
        "potential: gain alone", found.table["alone"], alone * way, oracle="closed form", rtol=1e-9
    )
    np.testing.assert_allclose(found.total["gain"], (slopes * way).sum())


def test_intervals_hold_the_truth():
    held = []
    for seed in range(150):
        scores, y = drawn(seed, 200)
        table = svq.improvement_potential(
            survey(scores, y), target=6, bootstrap=400, seed=seed
        ).table
        truth = np.array([0.5 * 1.0, 0.2 * 2.0])
        held.extend((table["gain_low"] < truth) & (table["gain_high"] > truth))
    assert abs(np.mean(held) - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 300)


@given(st.floats(0.5, 3), st.floats(-20, 20))
def test_units_of_the_outcome_carry_over(factor, shift):
    scores, y = drawn(2, 80)
    first = svq.improvement_potential(survey(scores, y), target=6, bootstrap=0).table
    other = svq.improvement_potential(
        survey(scores, y * factor + shift), target=6, bootstrap=0
    ).table
    np.testing.assert_allclose(other["gain"], factor * first["gain"], rtol=1e-8, atol=1e-10)


def test_the_banks_weak_branch_shows_in_responsiveness():
    """Planted: Station is 0.65 standard deviations weaker there, and branches alike elsewhere."""
    bank = svq.load_dataset("bank")
    found = svq.improvement_potential(bank, "satisfaction", by="branch")
    assert found.table["gain"].idxmax() == "responsiveness"
    assert found.table.loc["responsiveness", "best"] != "Station"
    assert found.segments["responsiveness"].idxmin() == "Station"
    assert found.table.loc["responsiveness", "gain_low"] > 0
    assert any("no more than chance" in note for note in found.notes)
    assert "not effects of a measure" in found.notes[0]
    pd.testing.assert_frame_equal(
        found.table, svq.improvement_potential(bank, "satisfaction", by="branch").table
    )


def test_the_best_by_luck_is_drawn_back():
    """Eight branches that are alike: the best one's mean promises nothing on average."""
    raised = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        scores = pd.DataFrame({"a": rng.normal(5, 1, 320)})
        labels = pd.Series(np.repeat(list("abcdefgh"), 40), name="branch")
        _, shrunken, _ = best_segments(scores, labels)
        raw = scores["a"].groupby(labels).mean().max() - 5
        raised.append((shrunken["a"].max() - scores["a"].mean(), raw))
    ours, naive = np.mean(raised, axis=0)
    assert ours < 0.3 * naive


def test_what_is_reached_gains_nothing():
    scores, y = drawn(3)
    found = svq.improvement_potential(survey(scores, y), target={"a": 4, "b": 5}, bootstrap=50)
    assert found.table.loc["a", ["raise", "gain", "gain_low", "gain_high"]].eq(0).all()
    assert any("nothing to gain there: a" in note for note in found.notes)


def test_bad_input_is_named():
    scores, y = drawn(4, 60)
    some = survey(scores, y, np.repeat(["n", "s"], [55, 5]))

    def refused(error, match, data=some, **options):
        with pytest.raises(error, match=match):
            svq.improvement_potential(data, bootstrap=0, **options)

    refused(ValueError, "say what attributes are raised to")
    refused(ValueError, "say what attributes are raised to", target=6, by="branch")
    refused(ValueError, "the target 9 of 'a' lies off the answer scale", target=9)
    refused(ValueError, "is no number: 'high'", target={"a": "high"})
    refused(DataError, "the targets name 'c'; there is a, b", target={"c": 6})
    refused(DataError, r"'branch' has 1 segment\(s\) of at least 10", by="branch")
    refused(DataError, "there is no respondent column 'team'", by="team")
    refused(DataError, "'a' is the same for everybody", survey(scores.assign(a=4.0), y), target=6)
    refused(DataError, "'outcome' is the same for everybody", survey(scores, y * 0), target=6)
    refused(DataError, "linearly dependent", survey(scores.assign(c=scores["a"]), y), target=6)
    refused(
        DataError, "3 complete respondents are too few", survey(scores.head(3), y[:3]), target=6
    )
