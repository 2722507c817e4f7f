"""Dynamic cut-offs against a simulation by lavaan, within the Monte-Carlo error of both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import ConvergenceError, DataError, ModelError
from svqkit.psychometrics.planning import dynamic_cutoffs as module
from svqkit.psychometrics.planning.cutoff_levels import misspecifications
from svqkit.psychometrics.planning.cutoff_rules import cutoffs_by_level, verdict

ORACLES = Path(__file__).resolve().parent.parent.parent / "oracles"
CASES = {
    "hs_three": ("cfa/holzinger.csv", False),
    "hs_one": ("cfa/holzinger.csv", False),
    "skewed_likert": ("estimators/skewed.csv", True),
}
INDICES = ["srmr", "rmsea", "cfi"]


@pytest.fixture(scope="module", params=CASES)
def case(request, oracle):
    theirs = oracle(f"dynamic_cutoffs/{request.param}")
    path, likert = CASES[request.param]
    items = pd.read_csv(ORACLES / path)
    fit = svq.cfa(items, theirs["model"])
    ours = svq.dynamic_cutoffs(
        fit, items=items[list(fit.items)] if likert else None, draws=600, seed=20261121
    )
    return fit, ours, theirs


def test_levels_are_those_r_builds(case, agree):
    fit, ours, theirs = case
    levels = misspecifications(module._standardised(fit))
    assert len(levels) == len(theirs["levels"]) - 1
    for mine, other in zip(levels, theirs["levels"][1:], strict=True):
        last = mine.added[-1].replace(" ", "")
        swapped = "~~".join(reversed(last.split("~~")))
        assert other["added"].replace(" ", "") in (last, swapped)
        oracle = "lavaan 0.6-14"
        agree(
            "cut-offs: magnitude", mine.magnitudes[-1], other["magnitude"], oracle=oracle, atol=2e-4
        )
        agree("cut-offs: covariances", mine.covariance, other["sigma"], oracle=oracle, atol=2e-4)
    assert ours.table["added"].tolist()[1:] == [
        ", ".join(level.added[len(before) :])
        for before, level in zip([(), *(one.added for one in levels)], levels, strict=False)
    ]


def test_quantiles_agree_within_monte_carlo_error(case, agree):
    """Held to 4.5 standard errors of the difference, both simulations' own (about 1e-3)."""
    _, ours, theirs = case
    rng = np.random.default_rng(1)
    for level, other in enumerate(theirs["levels"]):
        mine = ours.distributions[ours.distributions["level"] == level]
        for row in other["quantiles"]:
            x = mine[row["index"]].to_numpy()
            again = np.quantile(rng.choice(x, (400, len(x))), row["q"], axis=1)
            error = float(np.hypot(again.std(), row["error"]))
            agree(
                f"cut-offs: quantiles of {row['index']}",
                np.quantile(x, row["q"]),
                row["value"],
                oracle="lavaan 0.6-14",
                atol=4.5 * error + 1e-4,
            )


def test_the_models_own_values_are_lavaans(case, agree):
    _, ours, theirs = case
    own = [theirs["own"][name] for name in INDICES]
    agree("cut-offs: own fit", ours.fit[INDICES], own, oracle="lavaan 0.6-14", atol=1e-4)


@pytest.fixture(scope="module")
def three(oracle):
    items = pd.read_csv(ORACLES / "cfa/holzinger.csv")
    return items, svq.cfa(items, oracle("dynamic_cutoffs/hs_three")["model"])


def test_the_published_magnitudes(three, agree):
    """The package's vignette names x2 on textual (.424) and x7 on textual (.570)."""
    table = svq.dynamic_cutoffs(three[1], draws=50, seed=1).table
    assert table["added"].tolist()[1:] == ["textual =~ x2", "textual =~ x7"]
    oracle = "dynamic's vignette (Wolf & McNeish)"
    agree("cut-offs: magnitude", table["magnitude"][1:], [0.424, 0.570], oracle=oracle, atol=5e-4)


def test_a_seed_repeats_and_another_does_not(three):
    one, same, other = (svq.dynamic_cutoffs(three[1], draws=60, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.distributions, same.distributions)
    assert not one.distributions.equals(other.distributions)


def test_item_order_changes_the_draws_alone(three):
    items, fit = three
    turned = svq.cfa(
        items, "speed =~ x9 + x8 + x7\ntextual =~ x6 + x5 + x4\nvisual =~ x3 + x2 + x1"
    )
    one, other = (misspecifications(module._standardised(model)) for model in (fit, turned))
    assert [level.added for level in one] == [level.added for level in other]
    np.testing.assert_allclose(one[0].magnitudes, other[0].magnitudes, atol=1e-6)


def test_rules_follow_the_overlap():
    right = np.linspace(0, 1, 1001)
    drawn = pd.DataFrame(
        {
            "level": np.repeat([0, 1, 2, 3], 1001),
            "srmr": np.concatenate([right, right + 0.95, right + 0.82, right + 0.5]),
        }
    )
    drawn["rmsea"], drawn["cfi"] = drawn["srmr"], 2 - drawn["srmr"]
    from svqkit.psychometrics.planning.cutoff_levels import Level

    levels = [Level(k, ("a",) * k, (0.3,) * k, np.eye(2)) for k in (1, 2, 3)]
    table = cutoffs_by_level(drawn, levels)
    assert table["srmr_rule"].tolist()[1:] == ["95/5", "90/10", "none"]
    assert table["cfi_rule"].tolist()[1:] == ["95/5", "90/10", "none"]
    np.testing.assert_allclose(table["srmr"][:3], [0.95, 1.0, 0.92], atol=1e-9)
    np.testing.assert_allclose(table["cfi"][:3], [1.05, 1.0, 1.08], atol=1e-9)
    assert np.isnan(table["srmr"][3])
    np.testing.assert_allclose(table["srmr_power"][1:], [1.0, 0.87, 0.55], atol=2e-3)


@pytest.mark.parametrize(
    ("own", "said", "unsaid"),
    [
        ((0.01, 0.01, 0.99), ["stay on the better side"], ["reach level"]),
        ((0.06, 0.06, 0.94), ["reach level 1", "misses f =~ x (0.40)."], ["better side"]),
        ((0.09, 0.09, 0.90), ["reach level 2", "f =~ x (0.40); g =~ y (0.50)"], ["level 1"]),
        ((0.06, 0.01, 0.90), ["CFI 0.900 reaches level 2", "SRMR 0.060 reaches level 1"], []),
    ],
)
def test_the_verdict_names_sizes_not_causes(own, said, unsaid):
    table = pd.DataFrame(
        {
            "added": ["nothing", "f =~ x", "g =~ y"],
            "magnitude": [np.nan, 0.4, 0.5],
            "srmr": [0.03, 0.05, 0.08],
            "rmsea": [0.03, 0.05, 0.08],
            "cfi": [0.98, 0.95, 0.92],
        }
    )
    words = verdict(table, pd.Series(dict(zip(INDICES, own, strict=True))))
    assert all(one in words for one in said)
    assert not any(one in words for one in unsaid)
    assert words.endswith("does not prove a model.")


def test_an_index_that_cannot_tell_says_so():
    table = pd.DataFrame(
        {
            "added": ["nothing", "f =~ x"],
            "magnitude": [np.nan, 0.4],
            **{name: [0.03, np.nan] for name in INDICES},
        }
    )
    assert "cannot tell right from misspecified" in verdict(
        table, pd.Series(dict.fromkeys(INDICES, 0.5))
    )


def test_ordered_items_bring_their_thresholds():
    items = pd.read_csv(ORACLES / "estimators/skewed.csv")[["Q1", "Q2", "Q3", "Q4"]]
    fit = svq.cfa(items, {"f": list(items.columns)}, ordered=True)
    found = svq.dynamic_cutoffs(fit, draws=50, seed=1, progress=False)
    assert found.fit["cfi"] == pytest.approx(fit.fit["cfi_scaled"])
    assert "WLSMV" in found.convention
    assert found.convergence > 0.9


def test_robust_fits_are_simulated_robustly_with_items():
    items = pd.read_csv(ORACLES / "estimators/skewed.csv")[["Q1", "Q2", "Q3", "Q4"]]
    fit = svq.cfa(items, {"f": list(items.columns)}, estimator="MLR")
    plain = svq.dynamic_cutoffs(fit, draws=50, seed=1)
    scaled = svq.dynamic_cutoffs(fit, items=items, draws=50, seed=1, progress=False)
    assert plain.fit["rmsea"] == pytest.approx(fit.fit["rmsea_robust"])
    assert "robust indices of MLR" in plain.convention
    assert "observed response scale" in scaled.convention


def test_moments_are_enough_for_normal_answers(three):
    items, fit = three
    same = svq.cfa(svq.moments(items[list(fit.items)]), fit.model)
    one, other = (svq.dynamic_cutoffs(model, draws=50, seed=3) for model in (fit, same))
    np.testing.assert_allclose(one.table[INDICES], other.table[INDICES], atol=1e-6)


def test_models_without_cutoffs(three):
    items, fit = three
    with pytest.raises(ModelError, match="saturated"):
        svq.dynamic_cutoffs(svq.cfa(items, "f =~ x1 + x2 + x3"))
    with pytest.raises(ModelError, match="one group"):
        svq.dynamic_cutoffs(svq.cfa(items, fit.model, group="school"))
    with pytest.raises(ModelError, match="first-order"):
        svq.dynamic_cutoffs(svq.cfa(items, fit.model + "\nvisual ~ speed"))
    with pytest.raises(DataError, match="different answers"):
        svq.dynamic_cutoffs(fit, items=items)
    with pytest.raises(ValueError, match="at least 50"):
        svq.dynamic_cutoffs(fit, draws=10)


def test_samples_that_cannot_be_fitted_give_no_cutoffs(three, monkeypatch):
    real = module.replicate

    def failing(*args, **options):
        done = real(*args, **options)
        done.converged[: int(0.6 * len(done.converged))] = False
        return done

    monkeypatch.setattr(module, "replicate", failing)
    with pytest.raises(ConvergenceError, match="only 24 of 60"):
        svq.dynamic_cutoffs(three[1], draws=60, seed=1)


def test_an_interruption_is_an_interruption(three, monkeypatch):
    def stopped(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "replicate", stopped)
    with pytest.raises(KeyboardInterrupt):
        svq.dynamic_cutoffs(three[1], draws=60, seed=1)


def test_the_result_shows_itself(three):
    shown = svq.dynamic_cutoffs(three[1], draws=50, seed=1)
    assert "textual =~ x2" in repr(shown)
    assert "McNeish & Wolf (2023)" in repr(shown)
    assert "<table" in shown._repr_html_()


def test_answers_are_no_fitted_model():
    with pytest.raises(TypeError, match=r"takes a fitted model, cfa\(…\), not DataFrame"):
        module.dynamic_cutoffs(pd.DataFrame({"a": [1, 2]}))
