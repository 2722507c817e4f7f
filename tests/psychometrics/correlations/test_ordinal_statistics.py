from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.correlations import ordinal_statistics as module
from svqkit.psychometrics.correlations.ordinal_statistics import ordinal_statistics
from svqkit.psychometrics.moments import moments

Answers = Callable[[str], pd.DataFrame]
FOLDER = Path(__file__).resolve().parent.parent.parent / "oracles" / "polychoric"


@pytest.fixture
def cases(oracle_answers: Answers) -> dict[str, pd.DataFrame]:
    two, mixed = (pd.read_csv(FOLDER / f"{name}.csv") for name in ("two", "mixed"))
    return {
        "seven": oracle_answers("survey").iloc[:, :5],
        "five": oracle_answers("small").iloc[:, :5],
        "two": two.iloc[:, 1:7],
        "mixed": mixed.iloc[:, :8],
    }


@pytest.mark.parametrize("case", ["seven", "five", "two", "mixed"])
def test_every_cell_agrees_with_lavaan(
    oracle: Any, cases: dict[str, pd.DataFrame], case: str
) -> None:
    expected = oracle(f"polychoric/gamma_{case}")
    found = ordinal_statistics(cases[case])
    assert found.n == expected["n"]
    assert found.thresholds.index.tolist() == expected["threshold_names"]
    np.testing.assert_allclose(found.thresholds, expected["thresholds"], atol=1e-12)
    np.testing.assert_allclose(found.correlation, expected["correlation"], atol=1e-7)
    # lavaan's correlations are settled to about 3e-8, which Γ inherits
    np.testing.assert_allclose(found.gamma, expected["gamma"], rtol=1e-6, atol=1e-6)


def test_order_of_respondents_and_items_only_permutes(cases: dict[str, pd.DataFrame]) -> None:
    frame = cases["five"]
    found = ordinal_statistics(frame)
    names = list(frame.columns)[::-1]
    other = ordinal_statistics(frame.sample(frac=1, random_state=4)[names])
    swapped = [
        "~~".join(reversed(label.split("~~"))) if "~~" in label else label
        for label in other.gamma.index
    ]
    gamma = other.gamma.set_axis(swapped).set_axis(swapped, axis=1)
    labels = found.gamma.index
    np.testing.assert_allclose(gamma.loc[labels, labels], found.gamma, atol=1e-8)


def test_blocks_of_respondents_add_up(
    monkeypatch: pytest.MonkeyPatch, cases: dict[str, pd.DataFrame]
) -> None:
    whole = ordinal_statistics(cases["mixed"]).gamma
    monkeypatch.setattr(module, "BLOCK_ROWS", 37)
    np.testing.assert_allclose(ordinal_statistics(cases["mixed"]).gamma, whole, rtol=1e-10)


def test_a_threshold_has_the_error_of_a_share(cases: dict[str, pd.DataFrame]) -> None:
    frame = cases["two"]
    found = ordinal_statistics(frame)
    share = (frame == 1).mean().to_numpy()
    height = np.exp(-(found.thresholds.to_numpy() ** 2) / 2) / np.sqrt(2 * np.pi)
    wanted = np.sqrt(share * (1 - share) / len(frame)) / height
    np.testing.assert_allclose(found.standard_errors[found.thresholds.index], wanted, rtol=1e-10)


def test_independent_quadrants_are_known_in_closed_form() -> None:
    frame = pd.DataFrame({"a": [0, 0, 1, 1] * 25, "b": [0, 1, 0, 1] * 25})
    found = ordinal_statistics(frame)
    # at ρ = 0 with both thresholds at 0: sd of √n r is 2π/4
    assert found.gamma.loc["a~~b", "a~~b"] == pytest.approx((np.pi / 2) ** 2, rel=1e-10)
    assert found.gamma.loc["a|t1", "b|t1"] == pytest.approx(0, abs=1e-12)


def test_missing_answers_leave_the_respondent_out(cases: dict[str, pd.DataFrame]) -> None:
    frame = cases["five"].astype(float)
    frame.iloc[3, 2] = np.nan
    found = ordinal_statistics(frame)
    assert found.n == 59
    np.testing.assert_array_equal(found.gamma, ordinal_statistics(frame.dropna()).gamma)


def test_what_cannot_be_used_is_named() -> None:
    frame = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 2, 2, 1]})
    with pytest.raises(DataError, match="item 'c' has the same answer from everybody"):
        ordinal_statistics(frame.assign(c=3))
    with pytest.raises(DataError, match="'a' and 'c' agree or disagree throughout"):
        ordinal_statistics(frame.assign(c=frame.a + 4))
    with pytest.raises(DataError, match="needs single answers"):
        ordinal_statistics(moments(frame, tables=True))


def test_it_shows_itself(cases: dict[str, pd.DataFrame]) -> None:
    assert "n = 60" in repr(ordinal_statistics(cases["five"]))
