"""AVE, CR, HTMT and factor correlations against semTools and lavaan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError, ModelError
from svqkit.psychometrics.cfa import cfa
from svqkit.psychometrics.htmt import bootstrap_covariances, design_matrix, htmt_ratios
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.validity import Validity, validity

ORACLES = Path(__file__).resolve().parent.parent / "oracles"
CASES = sorted(p.stem for p in (ORACLES / "validity").glob("*.json") if p.stem != "compared")


def case_of(name: str) -> tuple[dict[str, Any], pd.DataFrame]:
    case = json.loads((ORACLES / "validity" / f"{name}.json").read_text())
    return case, pd.read_csv(ORACLES / "cfa" / case["file"])


def found_of(name: str) -> tuple[dict[str, Any], Validity]:
    case, data = case_of(name)
    return case, validity(cfa(data, case["model"]))


def number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else np.nan


@pytest.mark.parametrize("name", CASES)
def test_ave_and_cr_as_semtools(name: str) -> None:
    case, ours = found_of(name)
    for factor, value in case["cr"].items():
        assert ours.cr[factor] == pytest.approx(number(value), abs=2e-4), factor
    for factor, value in case["ave"].items():
        if (name, factor) == ("single", "textual"):
            # semTools 0.5-6 looks the items up by the wrong positions once a factor is dropped
            loadings = cfa(case_of(name)[1], case["model"]).loadings["textual"].dropna()
            assert ours.ave[factor] == pytest.approx((loadings**2).mean(), abs=0.02)
            continue
        assert ours.ave[factor] == pytest.approx(number(value), abs=2e-4, nan_ok=True), factor


@pytest.mark.parametrize("name", CASES)
def test_htmt_as_semtools(name: str) -> None:
    case, ours = found_of(name)
    for part in ("htmt", "htmt2"):
        if case[part] is None:  # factors that share an item
            assert np.isnan(getattr(ours, part).loc["visual", "speed"])
            continue
        names = case[part]["names"]
        theirs = np.array([[number(v) for v in row] for row in case[part]["values"]])
        np.testing.assert_allclose(
            getattr(ours, part).loc[names, names], theirs, rtol=1e-10, atol=1e-12
        )


@pytest.mark.parametrize("name", CASES)
def test_factor_correlations_and_intervals_as_lavaan(name: str) -> None:
    case, ours = found_of(name)
    pairs = {
        key: value if isinstance(value, list) else [value]
        for key, value in case["correlations"].items()
    }
    theirs = pd.DataFrame(pairs)
    if name == "second_order":
        names = case["cor_lv"]["names"]
        implied = pd.DataFrame(case["cor_lv"]["values"], index=names, columns=names)
        for row in ours.correlations.itertuples():
            assert row.r == pytest.approx(implied.loc[row.factor_1, row.factor_2], abs=2e-4)
        return
    pairs = ours.correlations.set_index(["factor_1", "factor_2"])
    assert len(pairs) == len(theirs)
    for row in theirs.itertuples():
        mine = pairs.loc[(row.lhs, row.rhs)]
        assert mine["r"] == pytest.approx(theirs.at[row.Index, "est.std"], abs=2e-4)
        assert mine["se"] == pytest.approx(row.se, abs=1e-4, rel=1e-3)
        assert mine["low"] == pytest.approx(theirs.at[row.Index, "ci.lower"], abs=4e-4)
        assert mine["high"] == pytest.approx(theirs.at[row.Index, "ci.upper"], abs=4e-4)
        assert mine["shared_variance"] == pytest.approx(mine["r"] ** 2)


@pytest.mark.parametrize("name", ["holzinger", "servqual"])
def test_errors_of_ave_and_cr_as_lavaans_defined_parameters(name: str) -> None:
    case, ours = found_of(name)
    assert len(case["delta"]["name"]) == 2 * len(ours.ave)
    for what, se in zip(case["delta"]["name"], case["delta"]["se"], strict=True):
        kind, factor = what.split("_", 1)
        interval = getattr(ours, f"{kind}_interval").loc[factor]
        assert interval["se"] == pytest.approx(se, abs=1e-4)
        point = getattr(ours, kind)[factor]
        assert interval["high"] - point == pytest.approx(1.959964 * se, abs=2e-4)
        assert point - interval["low"] == pytest.approx(1.959964 * se, abs=2e-4)


def test_tables_belong_together() -> None:
    _, ours = found_of("servqual")
    factors = list(ours.ave.index)
    assert list(ours.fornell_larcker.index) == factors
    np.testing.assert_allclose(np.diag(ours.fornell_larcker) ** 2, ours.ave)
    off = ours.fornell_larcker.mask(np.eye(5, dtype=bool))
    np.testing.assert_allclose((off**2).max(axis=1), ours.msv)
    assert list(ours.correlations.columns) == [
        *("factor_1", "factor_2", "r", "se", "low", "high"),
        *("shared_variance", "htmt", "htmt2"),
    ]
    for row in ours.correlations.itertuples():
        assert row.htmt == ours.htmt.loc[row.factor_1, row.factor_2]
        assert row.htmt2 == ours.htmt2.loc[row.factor_1, row.factor_2]
    assert "observed variance" in repr(ours)
    assert "tangibles" in ours._repr_html_()


def test_one_factor_has_no_pairs() -> None:
    _, data = case_of("servqual")
    ours = validity(cfa(data, {"tangibles": ["Q1", "Q2", "Q3", "Q4"]}))
    assert len(ours.correlations) == 0
    assert ours.ave.notna().all()
    assert "tangibles" in repr(ours)


def test_bootstrap_repeats_exactly_and_brackets_the_ratio() -> None:
    case, data = case_of("servqual")
    fit = cfa(data, case["model"])
    one = validity(fit, items=data, bootstrap=400, seed=11)
    pd.testing.assert_frame_equal(
        one.correlations, validity(fit, items=data, bootstrap=400, seed=11).correlations
    )
    assert not one.correlations.equals(
        validity(fit, items=data, bootstrap=400, seed=12).correlations
    )
    for name in ("htmt", "htmt2"):
        assert (one.correlations[f"{name}_low"] < one.correlations[name]).all()
        assert (one.correlations[f"{name}_high"] > one.correlations[name]).all()
    narrow = validity(fit, items=data, bootstrap=400, seed=11, ci=0.8).correlations
    assert (narrow["htmt_low"] > one.correlations["htmt_low"]).all()
    assert (narrow["htmt_high"] < one.correlations["htmt_high"]).all()
    assert "400 resamples" in one.convention


def test_bootstrap_is_the_resampling_of_respondents() -> None:
    """The same counts spelled out as rows give the same covariances."""
    values = np.random.default_rng(2).normal(size=(30, 4)) * [1, 2, 3, 4] + 5
    counts = np.random.default_rng(9).multinomial(30, np.full(30, 1 / 30), size=20)
    found = bootstrap_covariances(values, 20, 9)
    for row, covariance in zip(counts, found, strict=True):
        spelled = np.cov(np.repeat(values, row, axis=0).T, ddof=0)
        np.testing.assert_allclose(covariance, spelled, atol=1e-12)


def test_htmt_interval_agrees_with_the_theory_of_its_error() -> None:
    """Bootstrap spread of a pair's HTMT against its spread over fresh samples of a population."""
    random = np.random.default_rng(5)
    loadings = np.array([0.8, 0.7, 0.75])
    pattern = np.zeros((6, 2))
    pattern[:3, 0] = pattern[3:, 1] = loadings
    sigma = pattern @ np.array([[1, 0.5], [0.5, 1]]) @ pattern.T
    np.fill_diagonal(sigma, 1)
    root = np.linalg.cholesky(sigma)
    design = np.repeat(np.eye(2), 3, axis=1)
    draws = [np.corrcoef((random.normal(size=(300, 6)) @ root.T).T) for _ in range(600)]
    spread = htmt_ratios(np.array(draws), design)[0][:, 0, 1].std()
    widths = []
    for seed in range(8):
        values = random.normal(size=(300, 6)) @ root.T
        covariances = bootstrap_covariances(values, 400, seed)
        sd = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
        ratios = htmt_ratios(covariances / (sd[:, :, None] * sd[:, None, :]), design)[0]
        widths.append(ratios[:, 0, 1].std())
    # each standard deviation has a relative error near 1/√(2·draws); samples add theirs
    assert np.mean(widths) == pytest.approx(spread, rel=0.12)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.1, 10), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.permutations(list(range(6))),
)
def test_htmt_heeds_neither_scale_nor_sign_nor_order(
    scales: list[float], turned: list[bool], order: list[int]
) -> None:
    values = np.random.default_rng(1).normal(size=(50, 6)) + np.random.default_rng(2).normal(
        size=(50, 1)
    )
    design = design_matrix({"f": ["a", "b"], "g": ["c", "d", "e"], "h": ["k"]}, list("abcdek"))
    plain = htmt_ratios(np.corrcoef(values.T), design)
    moved = values * np.array(scales) * np.where(turned, -1, 1)
    other = htmt_ratios(np.corrcoef(moved[:, order].T), design[:, order])
    for one, two in zip(plain, other, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-10)
    assert np.isnan(plain[0][2]).all()


def test_congeneric_truth_gives_the_factor_correlation() -> None:
    """With equal loadings HTMT is the factor correlation; HTMT2 is so with any loadings."""
    pattern = np.zeros((6, 2))
    pattern[:3, 0], pattern[3:, 1] = [0.9, 0.6, 0.7], [0.5, 0.8, 0.7]
    implied = pattern @ np.array([[1, 0.6], [0.6, 1]]) @ pattern.T
    np.fill_diagonal(implied, 1)
    design = np.repeat(np.eye(2), 3, axis=1)
    assert htmt_ratios(implied, design)[1][0, 1] == pytest.approx(0.6, rel=1e-12)
    pattern[pattern > 0] = 0.7
    implied = pattern @ np.array([[1, 0.6], [0.6, 1]]) @ pattern.T
    assert htmt_ratios(implied, design)[0][0, 1] == pytest.approx(0.6, rel=1e-12)


def test_bad_calls_say_what_to_do() -> None:
    case, data = case_of("servqual")
    fit = cfa(data, case["model"])
    with pytest.raises(DataError, match="items="):
        validity(fit, bootstrap=10)
    with pytest.raises(DataError, match="399 complete respondents"):
        validity(fit, items=data.iloc[1:], bootstrap=10)
    with pytest.raises(ValueError, match="between 0 and 1"):
        validity(fit, ci=95)
    with pytest.raises(ValueError, match="whole number"):
        validity(fit, items=data, bootstrap=-1)
    with pytest.raises(TypeError, match="fitted CFA"):
        validity(data)  # type: ignore[arg-type]
    grouped = pd.read_csv(ORACLES / "cfa" / "holzinger.csv")
    with pytest.raises(ModelError, match="one group"):
        validity(cfa(grouped, {"v": ["x1", "x2", "x3"]}, group="school"))
    assert validity(cfa(moments(data), case["model"])).ave.notna().all()


def test_bifactor_and_second_order_models_leave_out_what_is_not_defined() -> None:
    _, ours = found_of("second_order")
    assert list(ours.ave.index) == ["visual", "textual", "speed"]
    _, crossed = found_of("cross")
    assert np.isnan(crossed.ave["visual"])
    assert crossed.ave["textual"] == crossed.ave["textual"]
