from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.reliability import reliability

TWO = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric" / "two.csv"
Answers = Callable[[str], pd.DataFrame]
Z = 1.959963984540054
PSYCH, LAVAAN = "psych 2.2.9", "lavaan 0.6-14"


@pytest.mark.parametrize("case", ["survey", "small", "two"])
def test_a_scale_agrees_with_psych_and_lavaan(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"polychoric/reliability_{case}")
    frame = (pd.read_csv(TWO) if case == "two" else oracle_answers(case))[expected["items"]]
    found = reliability(frame, correlation="polychoric")
    row, items = found.coefficients.loc["total"], found.items.loc["total"]
    assert (row["k"], row["n"]) == (4, expected["n"])
    assert row["alpha"] == row["alpha_std"]
    agree("ordinal reliability: alpha", row["alpha"], expected["alpha"], oracle=PSYCH, atol=1e-8)
    agree("ordinal reliability: λ6", row["lambda6"], expected["lambda6"], oracle=PSYCH, atol=1e-8)
    for column in ("r_drop", "alpha_if_dropped"):
        agree(
            f"ordinal reliability: {column}",
            items[column],
            expected[column],
            oracle=PSYCH,
            atol=1e-7,
        )
    half = Z * expected["alpha_se"]
    ends = [expected["alpha"] - half, expected["alpha"] + half]
    agree(
        "ordinal reliability: interval of alpha",
        row[["alpha_low", "alpha_high"]],
        ends,
        oracle=LAVAAN,
        atol=1e-7,
    )
    agree(
        "ordinal reliability: omega",
        row["omega_total"],
        expected["omega_ml"],
        oracle=LAVAAN,
        atol=1e-5,
    )
    agree(
        "ordinal reliability: loadings",
        items["loading"],
        expected["loadings_ml"],
        oracle=LAVAAN,
        atol=2e-4,
    )
    # least squares and likelihood weigh the same correlations differently
    assert row["omega_total"] == pytest.approx(expected["omega_latent"], abs=0.004)
    assert row["omega_categorical"] == pytest.approx(expected["omega_categorical"], abs=0.004)
    assert row["omega_categorical"] < row["omega_total"]
    assert "upper bound" in row["omega_kind"]
    np.testing.assert_allclose(items["mean"], frame.mean())
    np.testing.assert_allclose(items["sd"], frame.std())


def test_omegas_interval_moves_with_the_correlations(oracle_answers: Answers) -> None:
    from svqkit.psychometrics.correlations.ordinal_statistics import ordinal_statistics
    from svqkit.psychometrics.reliability.omega import omega

    # a model that fits exactly, where expected information gives the exact derivative
    loading = np.array([0.8, 0.7, 0.6, 0.5])
    R = np.outer(loading, loading)
    np.fill_diagonal(R, 1)
    G = omega(R, 100, 0.95).gradient
    assert G is not None
    for i, j in zip(*np.triu_indices(4, 1), strict=True):
        moved = R.copy()
        moved[i, j] = moved[j, i] = R[i, j] + 1e-5
        slope = (omega(moved, 100, 0.95).value - omega(R, 100, 0.95).value) / 1e-5
        assert 2 * G[i, j] == pytest.approx(slope, abs=1e-4)
    frame = oracle_answers("survey")[["Q1", "Q2"]]
    row = reliability(frame, correlation="polychoric").coefficients.loc["total"]
    statistics = ordinal_statistics(frame)
    r, se = statistics.correlation.iloc[0, 1], statistics.standard_errors.iloc[-1]
    assert row["omega_total"] == pytest.approx(2 * r / (1 + r))
    for column in ("alpha", "omega"):
        width = (row[f"{column}_high"] - row[f"{column}_low"]) / 2
        assert width == pytest.approx(Z * 2 / (1 + r) ** 2 * se, rel=1e-8)
    assert row["omega_kind"].startswith("omega total of the responses behind the categories, two")


def test_scales_and_total_stand_together(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")
    scales = {"a": list(answers.columns[:4]), "b": list(answers.columns[4:9]), "c": ["Q10", "Q11"]}
    found = reliability(answers, scales, correlation="polychoric")
    table = found.coefficients
    assert list(table.index) == ["a", "b", "c", "total"]
    total = table.loc["total"]
    assert total["alpha_low"] < total["alpha"] < total["alpha_high"]
    assert total["alpha_stratified"] > total["alpha"]
    assert 0 < total["omega_hierarchical"] < total["omega_total"] < 1
    assert total["omega_kind"].endswith("polychoric correlations")
    assert "Green & Yang 2009" in found.convention
    assert "Schmid-Leiman" in found.convention
    columns = list(table.columns)
    assert columns.index("omega_categorical") == columns.index("omega_high") + 1
    assert "omega_categorical" not in reliability(answers, scales).coefficients


def test_the_bootstrap_agrees_with_the_formula(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey").iloc[:, :8]
    scales = {"a": list(answers.columns[:4]), "b": list(answers.columns[4:])}
    wanted = reliability(answers, scales, correlation="polychoric").coefficients
    drawn = reliability(answers, scales, correlation="polychoric", bootstrap=200, seed=3)
    found = drawn.coefficients
    ends = [f"{name}_{end}" for name in ("alpha", "omega") for end in ("low", "high")]
    # ends of 200 percentile intervals err by about a sixth of the half width
    half = (wanted["alpha_high"] - wanted["alpha_low"]).max() / 2
    scale_rows = found.loc[["a", "b"], ends].astype(float)
    np.testing.assert_allclose(
        scale_rows, wanted.loc[["a", "b"], ends].astype(float), atol=half / 2
    )
    assert found.loc["total", "omega_low"] < found.loc["total", "omega_total"]
    assert found.loc["total", "omega_total"] < found.loc["total", "omega_high"]
    pd.testing.assert_series_equal(found["omega_categorical"], wanted["omega_categorical"])
    assert "percentile intervals of 200 resamples" in drawn.convention
    assert "delta method" not in drawn.convention
    again = reliability(answers, scales, correlation="polychoric", bootstrap=200, seed=3)
    pd.testing.assert_frame_equal(again.coefficients, found)


def test_categorical_omega_has_an_interval_by_resampling(oracle_answers: Answers) -> None:
    from svqkit.psychometrics.correlations.resampled_polychorics import resampled_ordinal
    from svqkit.psychometrics.reliability.categorical_omega import (
        categorical_omega,
        categorical_omegas,
    )

    answers = oracle_answers("small")[["Q1", "Q2", "Q3", "Q4"]]
    R, cuts = next(resampled_ordinal(answers.to_numpy(), 5, np.random.default_rng(1)))
    loadings = np.full((5, 4), 0.6)
    loadings[4, 0] = 1.2
    alone = [
        categorical_omega(np.outer(one, one), r, c)
        for one, r, c in zip(loadings[:4], R[:4], cuts[:4], strict=True)
    ]
    found = categorical_omegas(loadings, R, cuts)
    np.testing.assert_allclose(found[:4], alone, rtol=1e-12)
    assert np.isnan(found[4])
    for kind in ("percentile", "bca"):
        drawn = reliability(answers, correlation="polychoric", bootstrap=200, interval=kind, seed=5)
        row = drawn.coefficients.loc["total"]
        for name in ("alpha", "omega_categorical"):
            assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
        # the sum score is less reliable than what lies behind it, and so are its ends
        assert row["omega_categorical_low"] < row["omega_low"]
        assert row["omega_categorical_high"] < row["omega_high"]


def test_a_bootstrap_needs_no_formula() -> None:
    binary = pd.DataFrame({"a": [0, 0, 1, 1] * 9, "b": [0, 0, 1, 1] * 9, "c": [0, 1, 0, 1] * 9})
    found = reliability(binary, correlation="polychoric", bootstrap=30, seed=1)
    row = found.coefficients.loc["total"]
    assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
    assert "agree or disagree" not in found.notes["total"]


def test_moments_with_tables_give_all_but_intervals(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    scales = {"a": ["Q1", "Q2", "Q3"], "b": ["Q4", "Q5", "Q6"]}
    found = reliability(moments(answers, tables=True), scales, correlation="polychoric")
    wanted = reliability(answers, scales, correlation="polychoric").coefficients
    ends = ["alpha_low", "alpha_high", "omega_low", "omega_high"]
    assert found.coefficients[ends].isna().all().all()
    pd.testing.assert_frame_equal(
        found.coefficients.drop(columns=ends), wanted.drop(columns=ends), rtol=1e-8
    )
    assert found.notes.str.contains("intervals of ordinal coefficients need the answers").all()


def test_a_matrix_that_is_not_positive_definite_is_said() -> None:
    frame = pd.read_csv(TWO).iloc[:25]
    scales = {"a": ["Q1", "Q2", "Q3", "Q4"], "b": ["Q5", "Q6", "Q7", "Q8"]}
    found = reliability(frame, scales, correlation="polychoric")
    row = found.coefficients.loc["total"]
    assert np.isfinite(row["alpha"])
    assert np.isnan(row[["omega_total", "lambda6", "omega_categorical"]].astype(float)).all()
    assert "not positive definite (smallest eigenvalue -" in found.notes["total"]
    assert "singular" not in found.notes["total"]


def test_constant_and_perfect_items_have_reasons() -> None:
    rng = np.random.default_rng(2)
    f = rng.normal(size=(80, 1)) + rng.normal(size=(80, 4))
    frame = pd.DataFrame(np.digitize(f, [-1, 0, 1]), columns=list("abcd"))
    flat = reliability(frame.assign(e=2), correlation="polychoric")
    row = flat.coefficients.loc["total"]
    assert np.isnan(row["alpha"])
    assert 0 < row["omega_total"] < 1
    assert 0 < row["omega_categorical"] < 1
    assert "the same answer from everybody on e" in flat.notes["total"]
    binary = pd.DataFrame({"a": [0, 0, 1, 1] * 9, "b": [0, 0, 1, 1] * 9, "c": [0, 1, 0, 1] * 9})
    perfect = reliability(binary, correlation="polychoric")
    assert np.isnan(perfect.coefficients.loc["total", "alpha_low"])
    assert "agree or disagree throughout" in perfect.notes["total"]
    single = reliability(frame[["a"]], correlation="polychoric")
    assert "one item" in single.notes["total"]


def test_what_is_not_offered_is_refused(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    held = moments(answers, tables=True)
    with pytest.raises(DataError, match="the bootstrap needs single answers"):
        reliability(held, correlation="polychoric", bootstrap=10)
    with pytest.raises(ValueError, match="choose from pearson, polychoric"):
        reliability(answers, correlation="spearman")
    many = answers.assign(Q1=np.arange(60))
    with pytest.raises(DataError, match="scale 'total': item 'Q1' has 60 different answers"):
        reliability(many, correlation="polychoric")
