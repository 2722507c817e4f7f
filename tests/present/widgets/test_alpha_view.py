"""The alpha explorer's numbers: closed forms for designed items, reliability() for answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.present.widgets.alpha_design import halves, spearman_brown
from svqkit.present.widgets.alpha_view import ITEMS, AlphaChoice, compute, prepare
from svqkit.psychometrics.reliability.alpha import feldt_interval
from svqkit.psychometrics.reliability.omega import omega


@pytest.fixture(scope="module")
def bank():
    return svq.load_dataset("bank")


@pytest.fixture(scope="module")
def tables(bank):
    return prepare(bank)


@settings(max_examples=60, deadline=None)
@given(k=st.integers(2, 40), r=st.floats(0, 0.9), n=st.integers(2, 5000), split=st.booleans())
def test_designed_items_follow_the_closed_forms(k, r, n, split):
    choice = AlphaChoice(k=k, r=r, n=n, split=split)
    if split and halves(r, k) >= 1:
        with pytest.raises(DataError, match="Two unrelated halves"):
            compute(prepare(), choice)
        return
    shown = compute(prepare(), choice)
    expected = k * r / (1 + (k - 1) * r)
    assert shown.alpha == pytest.approx(expected, abs=1e-12)
    assert (shown.low, shown.high) == pytest.approx(feldt_interval(expected, n, k, 0.95))
    assert shown.by_items.loc[k, "alpha"] == pytest.approx(expected, abs=1e-12)
    assert shown.by_items.loc[k, "low"] == pytest.approx(shown.low, abs=1e-9)
    inside, larger = (halves(r, k), (k + 1) // 2) if split else (r, k)
    assert shown.share == pytest.approx((1 + (larger - 1) * inside) / k, abs=1e-9)


@pytest.mark.parametrize("k", [6, 7, 12, 25])
def test_two_unrelated_halves_leave_alpha_and_lower_omega(k):
    one = compute(prepare(), AlphaChoice(k=k, r=0.3))
    two = compute(prepare(), AlphaChoice(k=k, r=0.3, split=True))
    assert two.alpha == pytest.approx(one.alpha, abs=1e-12)
    assert one.omega == pytest.approx(one.alpha, abs=1e-12)
    half = np.arange(k) < (k + 1) // 2
    R = np.where(half[:, None] == half, halves(0.3, k), 0.0)
    np.fill_diagonal(R, 1.0)
    assert two.omega == pytest.approx(omega(R, 200, 0.95).value, abs=1e-6)
    assert two.by_items.loc[k, "omega"] == two.omega
    assert two.omega < one.omega - 0.1
    assert "one factor explains only" in two.warning
    assert not one.warning


def test_mean_correlation_of_the_halves_is_the_one_asked_for():
    for k in range(3, 20):
        inside = halves(0.1, k)
        half = np.arange(k) < (k + 1) // 2
        R = np.where(half[:, None] == half, inside, 0.0)
        assert R[np.triu_indices(k, 1)].mean() == pytest.approx(0.1)


def test_answers_give_what_reliability_gives(bank, tables):
    whole = svq.reliability(bank, bank.instrument.mapping).coefficients
    for name, codes in bank.instrument.mapping.items():
        row = whole.loc[name]
        shown = compute(tables, AlphaChoice("data", dimension=name))
        assert (shown.k, shown.n) == (row["k"], row["n"])
        for ours, theirs in (
            ("alpha", "alpha"), ("low", "alpha_low"), ("high", "alpha_high"),
            ("omega", "omega_total"),
        ):  # fmt: skip
            assert getattr(shown, ours) == pytest.approx(row[theirs], rel=1e-9)
        fewer = compute(tables, AlphaChoice("data", dimension=name, dropped=(codes[0],)))
        kept = svq.reliability(bank.perceptions[codes[1:]]).coefficients.loc["total"]
        assert fewer.alpha == pytest.approx(kept["alpha"], rel=1e-9)
        assert fewer.whole == pytest.approx(row["alpha"], rel=1e-9)
        assert "with all items" in fewer.sentence


def test_the_curve_goes_through_the_answers_alpha(tables):
    shown = compute(tables, AlphaChoice("data", dimension="empathy"))
    assert shown.by_items.loc[shown.k, "alpha"] == pytest.approx(shown.alpha, rel=1e-9)
    doubled = 2 * shown.alpha / (1 + shown.alpha)
    assert shown.by_items.loc[2 * shown.k, "alpha"] == pytest.approx(doubled, rel=1e-9)


def test_more_people_narrow_the_interval(tables):
    width = compute(tables, AlphaChoice()).by_people.eval("high - low")
    assert (np.diff(width) < 0).all()


def test_spearman_brown_has_no_value_where_items_cannot_correlate_so():
    assert np.isnan(spearman_brown(-0.5, np.array(ITEMS))[-1])


def test_what_cannot_be_computed_is_said(bank, tables):
    with pytest.raises(DataError, match="at least two items"):
        compute(tables, AlphaChoice("data", dimension="tangibles", dropped=("Q1", "Q2", "Q3")))
    with pytest.raises(DataError, match="no answers here"):
        compute(prepare(), AlphaChoice("data"))
    same = prepare(_like(bank, bank.perceptions.assign(Q1=4.0)))
    with pytest.raises(DataError, match="Everybody gave Q1 the same answer"):
        compute(same, AlphaChoice("data", dimension="tangibles"))
    few = prepare(_like(bank, bank.perceptions.head(3)))
    with pytest.raises(DataError, match="Too few people"):
        compute(few, AlphaChoice("data", dimension="tangibles"))


def test_items_that_point_against_each_other_are_shown_as_they_are(bank):
    turned = bank.perceptions.assign(Q1=8 - bank.perceptions["Q1"])[["Q1", "Q2"]]
    shown = compute(prepare(_like(bank, turned)), AlphaChoice("data", dimension="tangibles"))
    assert shown.alpha < 0
    assert shown.by_items["alpha"].isna().any()


def _like(bank, answers: pd.DataFrame):
    from types import SimpleNamespace

    return SimpleNamespace(perceptions=answers, instrument=bank.instrument)
