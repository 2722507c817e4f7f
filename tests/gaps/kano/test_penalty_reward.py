"""Penalty and reward: against R's lm, planted factors, properties, and bad input."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq

ORACLE = Path(__file__).parents[2] / "oracles" / "gaps_penalty_reward"
RESULTS = json.loads((ORACLE / "results.json").read_text(encoding="utf-8"))
RUNS = {
    "dimension": ("satisfaction", {}),
    "tails": ("loyalty", {"quantiles": (0.2, 0.8)}),
    "codes": ("satisfaction", {"low": 4, "high": 6}),
    "gap": ("overall_quality", {"score": "gap"}),
    "item": ("satisfaction", {"level": "item"}),
}
CONTRASTS = ("penalty", "reward", "asymmetry", "range")


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


def survey(scores: pd.DataFrame, outcome: np.ndarray) -> SimpleNamespace:
    return SimpleNamespace(
        perceptions=scores,
        expectations=None,
        respondents=pd.DataFrame({"satisfaction": outcome}, index=scores.index),
        outcomes=("satisfaction",),
        instrument=SimpleNamespace(
            mapping={code: [code] for code in scores.columns},
            scale=SimpleNamespace(low=1, high=7),
            language="en",
        ),
    )


def codes_of(latent: np.ndarray) -> pd.DataFrame:
    codes = np.clip(np.round(4.6 + 1.4 * latent), 1, 7)
    return pd.DataFrame(codes, columns=[f"Q{k + 1}" for k in range(latent.shape[1])])


@pytest.mark.parametrize("name", RUNS)
def test_it_agrees_with_lm(bank, agree, name: str) -> None:
    outcome, options = RUNS[name]
    run, oracle = RESULTS["runs"][name], RESULTS["versions"]["R"]
    found = svq.penalty_reward(bank, outcome, **options)
    assert found.regression["n"] == run["n"]
    assert found.regression["df"] == run["df"]
    for column in ("r_squared", "adjusted", "sigma"):
        agree(f"penalty–reward: {column}", found.regression[column], run[column],
              oracle=oracle, rtol=1e-9)  # fmt: skip
    for row in run["rows"]:
        counts = found.groups.loc[row["item"], ["n_low", "n_middle", "n_high"]]
        assert counts.tolist() == row["counts"]
        ours = found.items.loc[row["item"]]
        cuts = found.groups.loc[row["item"], ["cut_low", "cut_high"]]
        agree("penalty–reward: cut points", cuts, row["cut"], oracle=oracle, rtol=1e-12)
        agree("penalty–reward: gvif", ours["gvif"], row["gvif"], oracle=oracle, rtol=1e-9)
        alone = [np.nan if value is None else value for value in row["alone"]]
        agree("penalty–reward: alone", ours[["penalty_alone", "reward_alone"]], alone,
              oracle=oracle, rtol=1e-9, atol=1e-11)  # fmt: skip
        for said in CONTRASTS:
            columns = [said, f"{said}_low", f"{said}_high", f"p_{said}"]
            theirs = row.get(said, [np.nan] * 4)
            agree(f"penalty–reward: {said}", ours[columns], theirs,
                  oracle=oracle, rtol=1e-8, atol=1e-11)  # fmt: skip


def test_the_bootstrap_agrees_with_rs(bank) -> None:
    samples = 4000
    options = {"bootstrap": samples, "interval": "percentile", "seed": 5}
    found = svq.penalty_reward(bank, "satisfaction", **options)
    for row in RESULTS["resampled"]:
        ours = found.items.loc[
            row["item"], [f"{row['said']}_boot_low", f"{row['said']}_boot_high"]
        ].to_numpy(dtype=float)
        # Standard error of a quantile: √(p(1 − p)/B)/density; R's has the same.
        error = np.sqrt(0.025 * 0.975 / samples) / np.array(row["density"])
        assert (np.abs(ours - row["ends"]) < 4.5 * np.sqrt(2) * error).all(), row["said"]
    again = svq.penalty_reward(bank, "satisfaction", **options)
    pd.testing.assert_frame_equal(found.items, again.items)


def planted(n: int, seed: int) -> SimpleNamespace:
    """Q1 only costs, Q2 only earns, Q3 does both, Q4 nothing; in steps of the codes."""
    rng = np.random.default_rng(seed)
    shared = rng.standard_normal((n, 1))
    scores = codes_of(0.6 * shared + 0.8 * rng.standard_normal((n, 4)))
    low, high = scores <= 3, scores >= 6
    outcome = 5 - 1.0 * low["Q1"] + 1.0 * high["Q2"] - 0.8 * low["Q3"] + 0.8 * high["Q3"]
    return survey(scores, (outcome + 0.7 * rng.standard_normal(n)).to_numpy())


def test_planted_factors_are_found() -> None:
    found = svq.penalty_reward(planted(4000, 1), level="item")
    kinds = found.items["category"].to_dict()
    assert kinds == {"Q1": "basic", "Q2": "excitement", "Q3": "performance", "Q4": "cannot tell"}
    truth = {"Q1": (-1, 0), "Q2": (0, 1), "Q3": (-0.8, 0.8), "Q4": (0, 0)}
    for code, values in truth.items():
        for said, value in zip(("penalty", "reward"), values, strict=True):
            row = found.items.loc[code]
            error = (row[f"{said}_high"] - row[f"{said}_low"]) / 2 / 1.96
            assert abs(row[said] - value) < 4 * error, (code, said)
    # 2 × 0.8, and 0 over it
    assert found.items.loc["Q3", "range"] == pytest.approx(1.6, abs=0.2)
    assert found.items.loc["Q1", "impact_asymmetry"] < -0.7


def test_intervals_hold_what_they_promise() -> None:
    """Of 100 samples 95 % hold the planted asymmetry; 4.2 standard errors either way."""
    held = 0
    for seed in range(100):
        row = svq.penalty_reward(planted(250, 100 + seed), level="item").items.loc["Q1"]
        held += row["asymmetry_low"] <= -1 <= row["asymmetry_high"]
    assert abs(held / 100 - 0.95) < 4.2 * np.sqrt(0.95 * 0.05 / 100)


def test_few_respondents_give_few_categories() -> None:
    found = svq.penalty_reward(planted(90, 4), level="item", low=2, high=7)
    few = found.items.index[found.items["category"] == "too few"]
    assert len(few)
    for code in few:
        assert found.items.loc[code, ["asymmetry", "range"]].isna().all()
        assert any(note.startswith(f"{code}: too few") for note in found.notes)


def test_a_score_without_a_middle_is_left_out() -> None:
    base = planted(200, 2)
    halves = base.perceptions.assign(Q4=np.where(base.perceptions["Q4"] > 4, 7.0, 1.0))
    found = svq.penalty_reward(survey(halves, base.respondents["satisfaction"]), level="item")
    assert found.items.loc["Q4"].drop("category").isna().all()
    assert any("Q4" in note and "not in the regression" in note for note in found.notes)


def test_scores_close_together_are_said_to_be() -> None:
    base = planted(400, 3)
    twin = base.perceptions["Q1"].copy()
    twin.iloc[:12] = 4.0
    scores = base.perceptions.assign(Q5=twin)
    found = svq.penalty_reward(survey(scores, base.respondents["satisfaction"]), level="item")
    assert found.items.loc[["Q1", "Q5"], "gvif"].min() > 5
    assert any("Q1, Q5" in note and "GVIF" in note for note in found.notes)


def test_what_many_scores_bring_by_chance_is_said(bank) -> None:
    """The bank's outcomes follow from its factors in straight lines: no item is basic or exciting."""
    found = svq.penalty_reward(bank, "satisfaction", level="item")
    lopsided = found.items.index[found.items["category"].isin(["basic", "excitement"])]
    assert found.items["p_asymmetry_holm"].min() > 0.05
    for code in lopsided:
        assert any(note.startswith(code) and "may be chance" in note for note in found.notes)
    surely = svq.penalty_reward(planted(4000, 1), level="item")
    assert not any("may be chance" in note for note in surely.notes)


def test_it_shows_itself(bank) -> None:
    text = " ".join(repr(svq.penalty_reward(bank, "satisfaction")).split())
    assert "low: at most the 25% quantile" in text
    assert "5 respondents lack the outcome" in text


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.floats(-5, 5), st.floats(0.5, 3))
def test_the_outcomes_unit_moves_everything_along(seed: int, shift: float, factor: float) -> None:
    base = planted(160, seed)
    y = base.respondents["satisfaction"].to_numpy()
    moved = survey(base.perceptions, shift + factor * y)
    plain, scaled = (svq.penalty_reward(one, level="item") for one in (base, moved))
    numbers = [*CONTRASTS, "penalty_low", "asymmetry_high", "reward_alone"]
    np.testing.assert_allclose(
        scaled.items[numbers], factor * plain.items[numbers], rtol=1e-6, atol=1e-8
    )
    assert scaled.items["category"].tolist() == plain.items["category"].tolist()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000))
def test_turning_everything_round_exchanges_penalty_and_reward(seed: int) -> None:
    base = planted(160, seed)
    y = base.respondents["satisfaction"].to_numpy()
    turned = survey(8 - base.perceptions, -y)
    here = svq.penalty_reward(base, level="item", low=3, high=6).items
    there = svq.penalty_reward(turned, level="item", low=2, high=5).items
    np.testing.assert_allclose(there["penalty"], -here["reward"], atol=1e-9)
    np.testing.assert_allclose(there["range"], here["range"], atol=1e-9)
    np.testing.assert_allclose(there["asymmetry"], -here["asymmetry"], atol=1e-9)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_order_does_not_matter(seed: int) -> None:
    base = planted(160, seed)
    order = np.random.default_rng(seed).permutation(160)
    y = base.respondents["satisfaction"].to_numpy()
    other = survey(base.perceptions.iloc[order, ::-1].reset_index(drop=True), y[order])
    here = svq.penalty_reward(base, level="item").items
    there = svq.penalty_reward(other, level="item").items.loc[here.index]
    np.testing.assert_allclose(here[list(CONTRASTS)], there[list(CONTRASTS)], atol=1e-9)


def test_bad_input_is_named(bank) -> None:
    for options, kind, said in [
        ({"outcome": "mood"}, svq.DataError, "no column 'mood'"),
        ({"level": "scale"}, ValueError, "level='scale'"),
        ({"score": "weight"}, ValueError, "score='weight'"),
        ({"low": 3}, ValueError, "both low and high"),
        ({"low": 6, "high": 3}, ValueError, "must be below"),
        ({"low": 3, "high": 6, "quantiles": (0.2, 0.8)}, ValueError, "not both"),
        ({"quantiles": (0.8, 0.2)}, ValueError, "rising shares"),
        ({"quantiles": (0.2,)}, ValueError, "rising shares"),
        ({"ci": 2}, ValueError, "ci=2"),
        ({"low": -3, "high": 9}, svq.DataError, "choose other cut points"),
    ]:
        with pytest.raises(kind, match=said):
            svq.penalty_reward(bank, **options)
    constant = planted(100, 1)
    constant.respondents["satisfaction"] = 4.0
    with pytest.raises(svq.DataError, match="the same for all respondents"):
        svq.penalty_reward(constant, level="item")
    twins = planted(200, 1)
    twins.perceptions["Q5"] = twins.perceptions["Q1"]
    twins.instrument.mapping["Q5"] = ["Q5"]
    with pytest.raises(svq.DataError, match="linearly dependent"):
        svq.penalty_reward(twins, level="item")
    rng = np.random.default_rng(1)
    thirds = np.repeat([1.0, 4.0, 7.0], 11)
    shuffled = pd.DataFrame({f"Q{k}": rng.permutation(thirds) for k in range(20)})
    few = survey(shuffled, rng.permutation(thirds))
    with pytest.raises(svq.DataError, match="33 complete respondents are too few for"):
        svq.penalty_reward(few, level="item")
    with pytest.raises(svq.DataError, match="only 5 respondents"):
        svq.penalty_reward(replace(bank, perceptions=bank.perceptions.iloc[:5]))
