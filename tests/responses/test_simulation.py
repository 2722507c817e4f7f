"""Simulated surveys: they repeat exactly, and their truth is found again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import svqkit as svq
from svqkit.responses.population import Population, default_population, thresholds


def latent_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Correlation of scale sums, corrected for the reliabilities of the truth."""
    return float(np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize("name", ["servqual", "servperf", "kiosk"])
def test_every_instrument_can_be_simulated(name: str) -> None:
    drawn = svq.simulate(name, 60, seed=1)
    instrument = svq.load_instrument(name)
    assert list(drawn.perceptions.columns) == list(instrument.codes)
    assert (drawn.expectations is None) == (name == "servperf")
    assert drawn.perceptions.isin(range(1, 8)).all(axis=None)
    assert drawn.problems.empty
    assert drawn.n == 60


def test_the_same_seed_gives_the_same_survey() -> None:
    one, two = (svq.simulate(n=80, careless=0.1, missing=0.1, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.perceptions, two.perceptions)
    pd.testing.assert_frame_equal(one.expectations, two.expectations)
    assert one.truth == two.truth
    other = svq.simulate(n=80, careless=0.1, missing=0.1, seed=6)
    assert not one.perceptions.equals(other.perceptions)


def test_means_agree_with_the_stated_population() -> None:
    groups = {"branch": {"A": 0.7, "B": 0.3}}
    population = {
        "group_effects": {"B": {"empathy": -0.8}},
        "shifts": {"Q3": 0.5},
        "cross_loadings": {"Q13": {"empathy": 0.2}},
    }
    drawn = svq.simulate(n=20_000, population=population, groups=groups, seed=8)
    for form, frame in (("perception", drawn.perceptions), ("expectation", drawn.expectations)):
        truth = pd.Series(drawn.truth["means"][form])
        error = frame.std() / np.sqrt(drawn.n)
        # Group shares vary by chance as well: 4.5 standard errors cover all 44 means.
        assert ((frame.mean() - truth).abs() < 4.5 * error + 0.01).all()
    gaps = drawn.gaps[drawn.instrument.mapping["empathy"]].mean().mean()
    assert gaps == pytest.approx(drawn.truth["gaps"]["empathy"], abs=0.05)


def test_factor_correlations_and_reliabilities_are_found_again() -> None:
    drawn = svq.simulate(n=20_000, population={"shape": (3.0, 3.0)}, seed=3)
    scores = pd.DataFrame(
        {d: drawn.perceptions[c].mean(axis=1) for d, c in drawn.instrument.mapping.items()}
    )
    omega = pd.Series(drawn.truth["latent_omega"])
    expected = pd.DataFrame(drawn.truth["factor_correlations"]) * np.sqrt(np.outer(omega, omega))
    observed = scores.corr()
    off = ~np.eye(5, dtype=bool)
    # Seven codes attenuate a little; nothing else should.
    ratio = observed.to_numpy()[off] / expected.to_numpy()[off]
    assert ((ratio > 0.93) & (ratio < 1.02)).all()


def test_group_effects_are_found_again() -> None:
    drawn = svq.simulate(
        n=6_000,
        groups={"branch": {"A": 1, "B": 1}},
        population={"group_effects": {"B": {"tangibles": -0.6}}},
        seed=4,
    )
    means = drawn.perceptions.groupby(drawn.respondents["branch"]).mean()
    difference = means.loc["B"] - means.loc["A"]
    codes = drawn.instrument.mapping["tangibles"]
    assert (difference[codes] < -0.35).all()
    assert (difference.drop(codes).abs() < 0.15).all()


def test_criteria_are_explained_as_stated() -> None:
    outcomes = {"quality": ({"reliability": 0.5, "empathy": 0.3}, 1, 7), "nps": ({}, 0, 10)}
    drawn = svq.simulate(n=8_000, population={"outcomes": outcomes, "halo": 0.0}, seed=9)
    scores = np.column_stack(
        [drawn.perceptions[c].mean(axis=1) for c in drawn.instrument.mapping.values()]
    )
    assert drawn.outcomes == ("quality", "nps")
    assert drawn.respondents["nps"].between(0, 10).all()
    x = np.column_stack([np.ones(drawn.n), scores])
    r2 = {}
    for column in drawn.outcomes:
        y = drawn.respondents[column].to_numpy()
        fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
        r2[column] = 1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    truth = drawn.truth["outcomes"]["quality"]["r_squared"]
    assert 0.75 * truth < r2["quality"] < truth  # measured with error, so a little less
    assert r2["nps"] < 0.005


def test_missing_and_careless_shares() -> None:
    drawn = svq.simulate(n=1_000, missing=0.1, careless=0.03, seed=1)
    lost = drawn.perceptions.isna().to_numpy().sum()
    low, high = stats.binom.ppf([0.0005, 0.9995], 22_000, 0.1)
    assert low <= lost <= high
    kinds = pd.Series(drawn.truth["careless"])
    assert kinds.value_counts().to_dict() == {"straight line": 15, "random": 15}
    straight = drawn.perceptions.loc[kinds.index[kinds == "straight line"]]
    assert (straight.nunique(axis=1) == 1).all()


def test_points_sum_to_100_and_follow_the_weights() -> None:
    weights = {
        "tangibles": 0.1,
        "reliability": 0.4,
        "responsiveness": 0.2,
        "assurance": 0.2,
        "empathy": 0.1,
    }
    drawn = svq.simulate(n=3_000, population={"weights": weights}, seed=2)
    assert (drawn.importance.sum(axis=1) == 100).all()
    assert drawn.importance.mean().to_numpy() == pytest.approx(
        100 * np.array(list(weights.values())), abs=1.2
    )
    assert svq.simulate(n=10, population={"weights": {}}, seed=1).importance is None


def test_a_whole_population_can_be_given() -> None:
    population = default_population(svq.load_instrument("servqual"))
    assert isinstance(population, Population)
    one = svq.simulate(n=30, population=population, seed=1)
    assert one.perceptions.equals(svq.simulate(n=30, seed=1).perceptions)


def test_thresholds_give_the_stated_shape() -> None:
    cuts = thresholds((4.2, 2.0), 7)
    shares = np.diff(stats.norm.cdf(np.concatenate([[-np.inf], cuts, [np.inf]])))
    expected = np.diff(stats.beta.cdf(np.linspace(0, 1, 8), 4.2, 2.0))
    np.testing.assert_allclose(shares, expected, atol=1e-12)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 1}, "n must be a whole number of at least 2"),
        ({"n": 10.5}, "n must be a whole number"),
        ({"missing": 1.0}, "missing is a share"),
        ({"careless": -0.1}, "careless is a share"),
        ({"population": {"loading": 1}}, "population has no 'loading'"),
        ({"population": {"loadings": {"Q1": 0.5}}}, "loadings lacks item Q2"),
        ({"population": {"loadings": {f"Q{i}": 1.2 for i in range(1, 23)}}}, "item Q1 explain all"),
        ({"population": {"correlations": pd.DataFrame(np.eye(5))}}, "must have the dimensions"),
        ({"population": {"link": 3.0}}, "impossible together"),
        (
            {"population": {"outcomes": {"y": ({"luck": 1.0}, 1, 7)}}},
            "'luck', which is no dimension",
        ),
        ({"population": {"outcomes": {"y": ({"empathy": 1.0}, 1, 7)}}}, "explain all of it"),
        ({"groups": {"branch": {"A": -1, "B": 2}}}, "shares of 'branch' must be positive"),
        ({"instrument": "nothing"}, "there is no instrument 'nothing'"),
    ],
)
def test_impossible_wishes_are_refused(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        svq.simulate(**options)
