"""The common latent factor against lavaan, Harman's shares against psych."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import ConvergenceError, ModelError
from svqkit.psychometrics.data.sufficient import Moments
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.validity.common_method import common_method

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
CASES = [f"{name}_{kind}" for name in ("holzinger", "servqual") for kind in ("ML", "MLR")]
LAVAAN = "lavaan 0.6-14"
THREE = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}


@pytest.fixture(scope="module")
def holzinger() -> pd.DataFrame:
    return pd.read_csv(ORACLES / "cfa" / "holzinger.csv")


@pytest.mark.parametrize("name", CASES)
def test_common_latent_factor_as_lavaan(name: str, agree: Any) -> None:
    case = json.loads((ORACLES / "common_method" / f"{name}.json").read_text())
    data = pd.read_csv(ORACLES / "cfa" / case["file"])
    ours = common_method(data, case["scales"], estimator=case["estimator"])
    found = ours.summary
    topic = "common method"
    agree(f"{topic}: Δχ²", found["delta_chisq"], case["chisq"], oracle=LAVAAN, rtol=1e-3, atol=1e-3)
    agree(f"{topic}: ΔCFI", found["delta_cfi"], case["delta_cfi"], oracle=LAVAAN, atol=1e-4)
    agree(
        f"{topic}: variance", found["method_variance"], case["variance"], oracle=LAVAAN, atol=2e-4
    )
    assert found["delta_df"] == case["df"]
    assert found["delta_p"] == pytest.approx(case["p"], rel=1e-3, abs=1e-8)
    theirs = pd.DataFrame({k: case[k] for k in ("factor", "item", "loading")})
    method = theirs[theirs["factor"] == "method"].set_index("item")["loading"]
    own = theirs[theirs["factor"] != "method"]
    mine = ours.loadings.set_index(["factor", "item"]).loc[
        list(zip(own["factor"], own["item"], strict=True))
    ]
    agree(f"{topic}: loadings", mine["with_method"], own["loading"], oracle=LAVAAN, atol=2e-4)
    mine = ours.loadings.set_index("item").loc[method.index, "method"]
    agree(f"{topic}: method loadings", mine, method, oracle=LAVAAN, atol=2e-4)
    assert found["shared_method_variance"] == pytest.approx((method**2).mean(), abs=2e-4)
    harman = ours.harman
    agree(
        f"{topic}: first component",
        harman["first_component"],
        case["component"],
        oracle="R eigen",
        rtol=1e-10,
    )
    agree(
        f"{topic}: first factor",
        harman["first_factor"],
        case["axis"],
        oracle="psych 2.2.9",
        atol=2e-4,
    )
    assert "neither show nor rule out" in repr(ours)


def population(variance: float) -> Moments:
    """Moments of three factors with unequal loadings and a method factor of some variance.

    With equal loadings within factors their covariances could bear the method factor alone.
    """
    names = [item for items in THREE.values() for item in items]
    pattern = np.kron(np.eye(3), np.array([[0.9], [0.7], [0.4]]))
    sigma = pattern @ (0.7 * np.eye(3) + 0.3) @ pattern.T + variance
    sigma[np.diag_indices(9)] += 0.5
    return Moments.from_covariance(pd.DataFrame(sigma, names, names), n=1000)


@pytest.mark.parametrize("variance", [0.1, 0.02, -0.02])
def test_finds_the_variance_that_was_put_in(variance: float) -> None:
    found = common_method(population(variance), THREE)
    assert found.summary["method_variance"] == pytest.approx(0.999 * variance, abs=1e-6)
    # moments hold the divisor n − 1, the model n: a share is the same
    spread = population(variance).cov.to_numpy().diagonal()
    shared = found.summary["shared_method_variance"]
    assert shared == pytest.approx((variance / spread).mean(), abs=1e-6)
    assert ("below zero" in found.sentence) == (variance < 0)


def test_free_loadings_gain_at_least_as_much() -> None:
    random = np.random.default_rng(7)
    names = [item for items in THREE.values() for item in items]
    factors = np.repeat(random.normal(size=(3000, 3)), 3, axis=1)
    style = random.normal(size=(3000, 1)) * [0.9, 0.2, 0.5, 0.3, 0.8, 0.5, 0.5, 0.1, 0.9]
    values = factors * np.tile([1.2, 0.9, 0.6], 3) + style + random.normal(size=(3000, 9))
    data = pd.DataFrame(values, columns=names)
    equal, free = (common_method(data, THREE, equal=e) for e in (True, False))
    assert free.summary["delta_df"] == 9
    assert free.summary["delta_chisq"] > equal.summary["delta_chisq"]
    np.testing.assert_allclose(free.loadings["without"], equal.loadings["without"])
    scale = np.sqrt(data[["x1", "x5", "x9"]].var().to_numpy())
    mine = free.loadings.set_index("item").loc[["x1", "x5", "x9"], "method"].to_numpy()
    np.testing.assert_allclose(np.abs(mine), np.array([0.9, 0.8, 0.9]) / scale, atol=0.08)


def test_where_the_factors_could_bear_it_alone_the_model_is_refused() -> None:
    names = [item for items in THREE.values() for item in items]
    sigma = np.kron(np.eye(3), np.full((3, 3), 0.5)) + 0.5 * np.eye(9) + 0.2
    same = Moments.from_covariance(pd.DataFrame(sigma, names, names), n=500)
    with pytest.raises((ModelError, ConvergenceError)):
        common_method(same, THREE)


def test_moments_give_the_same(holzinger: pd.DataFrame) -> None:
    names = [item for items in THREE.values() for item in items]
    one, other = common_method(holzinger, THREE), common_method(moments(holzinger[names]), THREE)
    pd.testing.assert_series_equal(one.summary, other.summary)


def test_bad_calls_say_what_to_do(holzinger: pd.DataFrame) -> None:
    with pytest.raises(ModelError, match="choose another"):
        common_method(holzinger, THREE, name="visual")
    with pytest.raises(ModelError, match="one group"):
        common_method(holzinger, THREE, group="school")
