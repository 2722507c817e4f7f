from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.errors import DataError
from svqkit.psychometrics.correlations.correlation import correlations, regular_correlation
from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.data.category_tables import category_tables
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
FOLDER = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric"


def ordinal(case: str, answers: Answers) -> pd.DataFrame:
    own = FOLDER / f"{case}.csv"
    frame = pd.read_csv(own) if own.exists() else answers(case)
    return frame.drop(columns="outcome", errors="ignore")


@pytest.mark.parametrize("case", ["survey", "small", "bfi", "two", "mixed", "holes"])
def test_correlations_and_thresholds_agree_with_lavaan(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"polychoric/{case}")
    found = polychoric(ordinal(case, oracle_answers))
    assert found.n == expected["n"]
    kind = "tetrachoric" if case == "two" else "correlations"
    lavaan = {"oracle": "lavaan 0.6-14"}
    agree(f"polychoric: {kind}", found.correlation, expected["listwise"], atol=1e-7, **lavaan)
    cuts = found.thresholds.to_numpy()
    cuts = cuts[~np.isnan(cuts)]
    agree("polychoric: thresholds", cuts, expected["thresholds"], atol=1e-12, **lavaan)


def test_pairwise_agrees_with_lavaan(oracle: Any, oracle_answers: Answers, agree: Any) -> None:
    expected = oracle("polychoric/holes")["pairwise"]
    found = polychoric(oracle_answers("holes"), missing="pairwise")
    agree("polychoric: pairwise", found.correlation, expected, oracle="lavaan 0.6-14", atol=1e-7)


@pytest.mark.parametrize(("correct", "kind"), [(0, "plain"), (0.5, "half")])
@pytest.mark.parametrize("case", ["small", "two"])
def test_the_other_treatment_of_empty_cells_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str, correct: float, kind: str
) -> None:
    expected = oracle(f"polychoric/{case}")
    frame = ordinal(case, oracle_answers)
    R = polychoric(frame, correct=correct).correlation.to_numpy()
    # a 2 × 2 table with an empty cell has no maximum: psych stops on the way to ±1, we at ±.999
    pairs = [
        [(pd.crosstab(frame[a], frame[b]) == 0).to_numpy().any() for a in frame] for b in frame
    ]
    edge = np.array(pairs) & ~np.eye(len(R), dtype=bool) & (case == "two") & (correct == 0)
    assert set(np.abs(R[edge])) <= {0.999}
    assert edge.sum() == (8 if (case, correct) == ("two", 0) else 0)
    tight, shipped = (np.array(expected[f"{by}_{kind}"])[~edge] for by in ("tight", "psych"))
    name = f"polychoric: correct = {correct:g}"
    agree(name, R[~edge], tight, oracle="psych 2.2.9, iterated further", atol=1e-7)
    agree(name, R[~edge], shipped, oracle="psych 2.2.9", atol=2e-4)


@pytest.mark.parametrize("case", ["small", "two"])
def test_neighbours_agree_with_polycor(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    found = polychoric(ordinal(case, oracle_answers)).correlation.to_numpy()
    expected = oracle(f"polychoric/{case}")
    name, release = "polychoric: correlations", f"polycor {expected['versions']['polycor']}"
    agree(name, np.diag(found, 1), expected["polycor"], oracle=release, atol=2e-4)


CODES = arrays(float, (40, 3), elements=st.integers(1, 4).map(float))


@settings(max_examples=40, deadline=None)
@given(CODES, st.randoms(use_true_random=False))
def test_only_the_order_of_codes_counts(values: np.ndarray, random: Any) -> None:
    frame = pd.DataFrame(values, columns=list("abc"))
    R = polychoric(frame).correlation
    rows, names = list(frame.index), list("abc")
    random.shuffle(rows)
    random.shuffle(names)
    other = polychoric(frame.loc[rows, names].replace({1: -3.5, 2: 0, 3: 10, 4: 11})).correlation
    np.testing.assert_allclose(other.loc[list("abc"), list("abc")], R, atol=1e-8)


@settings(max_examples=40, deadline=None)
@given(CODES)
def test_reflection_changes_the_sign(values: np.ndarray) -> None:
    frame = pd.DataFrame(values, columns=list("abc"))
    R = polychoric(frame).correlation.to_numpy()
    turned = polychoric(frame.assign(b=5 - frame.b)).correlation.to_numpy()
    sign = np.array([1, -1, 1])
    np.testing.assert_allclose(turned, R * np.outer(sign, sign), atol=1e-7)


@settings(max_examples=20, deadline=None)
@given(CODES, st.integers(1, 39))
def test_tables_give_what_answers_give(values: np.ndarray, cut: int) -> None:
    frame = pd.DataFrame(values, columns=list("abc"))
    wanted = polychoric(frame).correlation
    held = moments(iter([frame.iloc[:cut], frame.iloc[cut:]]), tables=True)
    np.testing.assert_array_equal(polychoric(held).correlation, wanted)
    np.testing.assert_array_equal(polychoric(category_tables(frame)).correlation, wanted)
    np.testing.assert_array_equal(correlations(held, "polychoric"), wanted)
    np.testing.assert_array_equal(correlations(frame, "polychoric"), wanted)


def test_dichotomies_at_the_median_are_known_in_closed_form() -> None:
    counts = {(0, 0): 30, (0, 1): 10, (1, 0): 10, (1, 1): 30}
    frame = pd.DataFrame([pair for pair, n in counts.items() for _ in range(n)], columns=["a", "b"])
    r = polychoric(frame).correlation.loc["a", "b"]
    assert r == pytest.approx(-np.cos(2 * np.pi * 30 / 80), abs=1e-12)


def test_two_empty_cells_are_perfect_agreement_as_in_lavaan() -> None:
    frame = pd.DataFrame({"a": [0, 0, 1, 1], "b": [0, 0, 1, 1], "c": [1, 1, 0, 0]})
    R = polychoric(frame)
    assert R.correlation.to_numpy().tolist() == [[1, 1, -1], [1, 1, -1], [-1, -1, 1]]
    assert R.empty_cells == 3


def test_perfect_agreement_in_larger_tables_ends_at_the_bound() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3] * 20, "b": [1, 2, 3] * 20, "c": [3, 2, 1] * 20})
    found = polychoric(frame)
    R = found.correlation
    assert any("nearly 1" in note and "a × b, a × c, b × c" in note for note in found.notes)
    assert R.loc["a", "b"] == pytest.approx(0.999, abs=1e-6)
    assert R.loc["a", "c"] == pytest.approx(-0.999, abs=1e-6)


def test_constant_items_are_named_and_nan() -> None:
    frame = pd.DataFrame({"a": [1, 2, 1, 2], "b": [4, 4, 4, 4], "c": [1, 2, 2, 1]})
    found = polychoric(frame)
    assert found.correlation.loc["b"].isna().all()
    assert found.correlation["b"].isna().all()
    assert found.correlation.loc["a", "c"] == pytest.approx(0)
    assert found.notes[0] == "The same answer from everybody, so no correlation: b."
    with pytest.raises(DataError, match="item 'b' has the same answer from everybody"):
        regular_correlation(frame, "polychoric", purpose="a test")


def test_pairs_without_common_answers_are_named() -> None:
    nan = np.nan
    frame = pd.DataFrame(
        {"a": [1, 2, 1, nan, nan], "b": [1, 2, 2, 1, 2], "c": [nan, nan, nan, 1, 2]}
    )
    found = polychoric(frame, missing="pairwise")
    assert np.isnan(found.correlation.loc["a", "c"])
    assert np.isnan(found.smallest_eigenvalue)
    assert found.n == 0
    assert any("a × c" in note for note in found.notes)
    with pytest.raises(DataError, match="only 0 respondents can be used for item 'a'"):
        polychoric(frame)


def test_a_matrix_that_is_not_positive_definite_is_reported_and_smoothed_on_request() -> None:
    frame = pd.read_csv(FOLDER / "two.csv").iloc[:25]
    found = polychoric(frame)
    assert found.smallest_eigenvalue < 0
    assert not found.smoothed
    assert np.linalg.eigvalsh(found.correlation)[0] == pytest.approx(found.smallest_eigenvalue)
    assert any("left as estimated" in note for note in found.notes)
    smooth = polychoric(frame, smooth=True)
    assert smooth.smoothed
    assert np.linalg.eigvalsh(smooth.correlation)[0] > 0
    assert any("smoothed" in note for note in smooth.notes)
    with pytest.raises(DataError, match=r"not positive definite \(smallest eigenvalue -"):
        regular_correlation(frame, "polychoric", purpose="a test")


def test_what_cannot_be_used_is_said() -> None:
    frame = pd.DataFrame({"a": [1, 2, 2], "b": [1, 2, 1]})
    with pytest.raises(DataError, match=r"moments\(..., tables=True\)"):
        polychoric(moments(frame))
    with pytest.raises(DataError, match="pass the table for pairwise"):
        polychoric(moments(frame, tables=True), missing="pairwise")
    with pytest.raises(DataError, match="there are no items"):
        polychoric(frame[[]])
    with pytest.raises(ValueError, match="correct must be 0 or more"):
        polychoric(frame, correct=-1)
    with pytest.raises(DataError, match="leaves no place for the last category"):
        polychoric(frame, correct=5)
    with pytest.raises(DataError, match="'b' has 21 different answers"):
        polychoric(pd.DataFrame({"a": [1, 2, 3] * 7, "b": np.arange(21) / 3}))


def test_one_item_has_nothing_to_correlate_with() -> None:
    assert polychoric(pd.DataFrame({"a": [1, 2, 2]})).correlation.to_numpy().tolist() == [[1.0]]


def test_it_shows_itself(oracle_answers: Answers) -> None:
    text = repr(polychoric(oracle_answers("small")))
    assert "n = 60 (listwise)" in text
    assert "empty cell" in text
    assert "Olsson 1979" in text
    assert (
        "psych::polychoric(correct = 0.5"
        in polychoric(oracle_answers("small"), correct=0.5).convention
    )


def test_the_item_that_nobody_answered_is_named() -> None:
    answers = pd.DataFrame({"Q1": [1, 2, 3], "Q2": [np.nan] * 3})
    with pytest.raises(DataError, match="'Q2' has no answers at all"):
        polychoric(answers)
    with pytest.raises(DataError, match="only 1 respondent can be used"):
        polychoric(answers[["Q1"]].iloc[:1])
