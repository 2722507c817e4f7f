"""Churn: R's glm, DeLong by definition, planted effects, calibration on customers not seen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

import svqkit as svq
from svqkit.errors import DataError, ModelError
from svqkit.improvement.customers.logit import design, fit_logit
from svqkit.improvement.customers.probabilities import (
    area_under_curve,
    brier,
    calibration,
    calibration_line,
)

PREDICTORS = [
    "efficiency", "availability", "fulfilment", "privacy", "late_deliveries", "tenure_months",
]  # fmt: skip


@pytest.fixture(scope="module")
def found(customers):
    return svq.churn(customers, "churned", PREDICTORS)


def test_estimates_and_quality_are_those_of_r(customers, theirs, agree) -> None:
    shown, oracle = theirs["churn"], theirs["versions"]["R"].split(" Patched")[0] + ", glm"
    rows, _ = design(customers, PREDICTORS)
    y = customers.loc[rows.index, "churned"].to_numpy(float)
    model = fit_logit(rows.to_numpy(), y, PREDICTORS)
    assert len(rows) == shown["n"]
    agree("churn: logit", model.b, shown["b"], oracle=oracle, rtol=1e-6)
    error = np.sqrt(np.diag(model.covariance))
    agree("churn: logit's errors", error, shown["se"], oracle=oracle, rtol=1e-6)
    p = model.chances(rows.to_numpy())
    auc, low, high = area_under_curve(y, p)
    agree("churn: AUC", auc, shown["auc"], oracle="by definition in R", rtol=1e-9)
    reach = 1.959963984540054 * shown["auc_se"]
    agree("churn: DeLong", high - auc, reach, oracle="by definition in R", rtol=1e-9)
    assert auc - low == pytest.approx(high - auc)
    agree("churn: Brier", brier(y, p)[0], shown["brier"], oracle=oracle, rtol=1e-8)
    line = calibration_line(y, expit(0.7 * logit(p) + 0.2))
    agree("churn: slope", line["slope"], shown["slope"], oracle=oracle, rtol=1e-6)
    reach = 1.959963984540054 * shown["slope_se"]
    agree(
        "churn: slope's error", line["slope_high"] - line["slope"], reach, oracle=oracle, rtol=1e-6
    )


def test_planted_effects_lie_in_their_intervals(found, truth) -> None:
    planted = truth["shop_customers"]["churn_log_odds"]
    for name in PREDICTORS:
        row = found.effects.loc[name]
        assert row["low"] < np.exp(planted[name]) < row["high"], name
    assert found.effects.loc["availability", "p"] > 0.05


def test_quality_is_measured_on_customers_not_seen(found) -> None:
    auc = found.quality.loc["auc"]
    assert auc["value"] < auc["apparent"]
    assert auc["low"] < auc["value"] < auc["high"]
    assert found.calibration["fits"].sum() >= 8
    assert found.line["slope_low"] < 1 < found.line["slope_high"]
    assert found.calibration["n"].sum() == found.n == 1132
    assert "73 customers lack" not in found.convention
    assert f"{1200 - found.n} customers lack a value" in found.convention


def test_contributions_add_up_to_the_risk(found, customers) -> None:
    total = found.contributions.sum(axis=1)
    odds = logit(found.risks["risk"]).reindex(total.index)
    away = odds - total
    assert away.max() - away.min() < 1e-9
    assert (found.contributions.mean().abs() < 1e-9).all()
    top = found.risks.index[0]
    best = found.contributions.loc[top].idxmax()
    assert found.risks.loc[top, "reasons"].startswith(best)


def test_names_are_pseudonyms(found, customers) -> None:
    shown = repr(found) + found._repr_html_()
    assert not any(name in shown for name in customers.index)
    assert set(found.key) <= set(customers.index)
    assert found.key.is_unique
    order = found.key.index.str.extract(r"(\d+)")[0].astype(int)
    assert abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.1


def test_noise_is_said_to_tell_nothing() -> None:
    rng = np.random.default_rng(3)
    table = pd.DataFrame(rng.normal(size=(300, 6)), columns=list("abcdef"))
    table["left"] = rng.integers(0, 2, 300)
    found = svq.churn(table, "left", list("abcdef"))
    assert "use none of these risks" in found.sentence


def test_categories_enter_as_contrasts() -> None:
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"channel": rng.choice(["app", "phone", "web"], 600)})
    chance = table["channel"].map({"app": 0.2, "phone": 0.5, "web": 0.2})
    table["left"] = (rng.random(600) < chance).astype(int)
    found = svq.churn(table, "left", ["channel"])
    assert found.effects.index.tolist() == ["channel: phone", "channel: web"]
    assert found.contributions.columns.tolist() == ["channel"]
    shares = table.groupby("channel")["left"].mean()
    odds = shares["phone"] / (1 - shares["phone"]) / (shares["app"] / (1 - shares["app"]))
    assert found.effects.loc["channel: phone", "odds_ratio"] == pytest.approx(odds, rel=1e-6)


def test_intervals_of_the_auc_hold_what_they_say() -> None:
    """Two normals, a standard deviation apart: AUC = Φ(1/√2); 600 samples of 40 and 60."""
    rng, held = np.random.default_rng(5), 0
    for _ in range(600):
        y = np.repeat([1, 0], [40, 60])
        _, low, high = area_under_curve(y, rng.normal(size=100) + y)
        held += low <= 0.7602499389065233 <= high
    assert abs(held / 600 - 0.945) < 4 * np.sqrt(0.95 * 0.05 / 600)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.1, 5))
def test_the_auc_looks_at_ranks_only(seed, power) -> None:
    rng = np.random.default_rng(seed)
    y, p = np.r_[0, 0, 1, 1, rng.integers(0, 2, 20)], rng.random(24)
    assert area_under_curve(y, p) == pytest.approx(area_under_curve(y, p**power), abs=1e-9)
    assert area_under_curve(1 - y, -p)[0] == pytest.approx(area_under_curve(y, p)[0])


def test_groups_hold_everybody_once() -> None:
    rng = np.random.default_rng(6)
    y, p = rng.integers(0, 2, 205), rng.random(205)
    table = calibration(y, p, 10)
    assert table["n"].sum() == 205
    assert (table["n"] * table["happened"]).sum() == pytest.approx(y.sum())
    assert table["forecast"].is_monotonic_increasing
    assert len(calibration(y[:50], p[:50], 10)) == 2


def test_bad_input_is_named(customers) -> None:
    with pytest.raises(DataError, match="1 means it happened"):
        svq.churn(customers.assign(churned=2), "churned", PREDICTORS)
    with pytest.raises(DataError, match="only one value"):
        svq.churn(customers.assign(churned=0), "churned", PREDICTORS)
    with pytest.raises(DataError, match="folds need 20 of each kind"):
        svq.churn(customers.head(30), "churned", PREDICTORS)
    with pytest.raises(DataError, match="comes twice"):
        svq.churn(svq.load_dataset("shop_customers").set_index("customer"), "churned", PREDICTORS)
    with pytest.raises(ValueError, match="cannot be a predictor too"):
        svq.churn(customers, "churned", ["churned"])
    with pytest.raises(ValueError, match="give at least one"):
        svq.churn(customers, "churned", [])
    with pytest.raises(ModelError, match="follows from the others"):
        svq.churn(customers.assign(twice=2 * customers["privacy"]), "churned", ["privacy", "twice"])
    with pytest.raises(ModelError, match="tell perfectly"):
        svq.churn(customers.assign(known=customers["churned"]), "churned", ["known"])
    with pytest.raises(ValueError, match="folds=1 must be at least 2"):
        svq.churn(customers, "churned", PREDICTORS, folds=1)


def test_columns_that_make_no_predictors_are_named(customers) -> None:
    table = customers.assign(
        since=pd.date_range("2020-01-01", periods=len(customers)),
        written=[f"{k} euro" for k in range(len(customers))],
        huge=1e300 * np.arange(len(customers)),
        both=1j,
    )
    for name, message in (
        ("since", "'since' holds times"),
        ("written", "different texts"),
        ("huge", "beyond 1e.15"),
        ("both", "complex numbers"),
    ):
        with pytest.raises(DataError, match=message):
            svq.churn(table, "churned", [name])
    with pytest.raises(DataError, match="heads 2 columns"):
        svq.churn(pd.concat([table, table], axis=1), "churned", ["tenure_months"])
    with pytest.raises(TypeError, match="give a DataFrame"):
        svq.churn(table.to_numpy(), "churned", ["tenure_months"])
    for wrong in ({"bins": 2.5}, {"seed": "x"}, {"reasons": 1.5}, {"ci": "x"}):
        with pytest.raises((TypeError, ValueError), match=f"{next(iter(wrong))}="):
            svq.churn(table, "churned", ["tenure_months"], **wrong)
