"""Entropy and CRITIC against R and against pymcdm itself, and where they mislead."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm import weights as pymcdm

import svqkit as svq
from svqkit.errors import DataError


def test_both_are_as_defined(theirs: dict, agree) -> None:
    shown = theirs["objective"]
    scores, oracle = pd.DataFrame(shown["scores"]), f"R {theirs['versions']['R']}"
    entropy, critic = svq.weights_entropy(scores), svq.weights_critic(scores)
    for name, ours, other in (
        ("entropy", entropy.table["entropy"], shown["entropy"]),
        ("entropy weights", entropy.weights, shown["entropy_weights"]),
        ("CRITIC spread", critic.table["sd"], shown["sd"]),
        ("CRITIC conflict", critic.table["conflict"], shown["conflict"]),
        ("CRITIC weights", critic.weights, shown["critic_weights"]),
    ):
        agree(f"weights from data: {name}", ours, other, oracle=oracle, rtol=1e-10, atol=1e-13)


def _exact_entropy_weights(table: np.ndarray) -> np.ndarray:
    """1 − e with fifty digits."""
    with localcontext() as context:
        context.prec = 50
        spread = []
        for column in table.T:
            given = [Decimal(float(value)) for value in column]
            shares = [value / sum(given) for value in given]
            negative = sum((p * p.ln() for p in shares if p > 0), Decimal(0))
            spread.append(1 + negative / Decimal(len(given)).ln())
        return np.array([float(one / sum(spread)) for one in spread])


@pytest.mark.parametrize(("level", "rtol"), [(0.0, 1e-13), (1e2, 1e-12), (1e6, 1e-9), (1e9, 1e-6)])
def test_small_differences_keep_their_digits(level: float, rtol: float, agree) -> None:
    """p ln p alone cancels: at 1e9 ± 4 no digit of 1 − e was left, and weights were 0, 0, 1.

    What remains is the rounding of the data's own deviations, 1e-16 times level over spread.
    """
    rng = np.random.default_rng(int(level) % 97)
    for m in (2, 3, 7, 12):
        table = level + rng.uniform(0, 9, (m, 4)).round(1)
        table[:, 3] = 7  # a constant has no weight at all, not one below 0
        found = svq.weights_entropy(table).weights
        assert found[3] == 0
        exact = _exact_entropy_weights(table)
        agree("weights from data: entropy by fifty digits", found[:3], exact[:3],
              oracle="closed form", rtol=rtol, atol=1e-15)  # fmt: skip


def test_huge_and_tiny_values_weigh_as_others(recwarn) -> None:
    table = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [4.0, 2, 9, 1], "c": [2.0, 2, 2, 5]})
    for weigh in (svq.weights_entropy, svq.weights_critic):
        for scale in (1e300, 1e-300):
            assert np.allclose(weigh(table * scale).weights, weigh(table).weights, rtol=1e-12)
    assert not recwarn.list


def test_a_zero_counts_as_none(theirs: dict) -> None:
    """The library takes positive numbers only; p ln p goes to 0 with p."""
    scores = np.array(theirs["objective"]["scores"])
    ours = svq.weights_entropy(scores).weights
    assert scores[3, 1] == 0
    assert ours[1] == pytest.approx(theirs["objective"]["entropy_weights"][1])
    assert np.allclose(
        pymcdm.entropy_weights(scores[:, [0, 2, 3]]),
        svq.weights_entropy(scores[:, [0, 2, 3]]).weights,
    )


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.permutations(range(4)), st.floats(0.1, 50))
def test_units_order_and_scale_do_not_matter(seed: int, order: list[int], scale: float) -> None:
    table = pd.DataFrame(np.random.default_rng(seed).uniform(1, 100, (6, 4)), columns=list("abcd"))
    changed = table.iloc[::-1, order] * scale
    for weigh in (svq.weights_entropy, svq.weights_critic):
        plain, turned = weigh(table), weigh(changed)
        assert plain.weights.sum() == pytest.approx(1)
        pd.testing.assert_series_equal(turned.weights[list("abcd")], plain.weights)
        assert (plain.table["without_low"] <= plain.table["without_high"]).all()


def test_few_units_are_remarked_on_and_critic_loves_a_hairs_breadth() -> None:
    rng = np.random.default_rng(2)
    table = pd.DataFrame({f"i{k}": 10 + np.arange(5.0) + rng.normal(0, 0.2, 5) for k in range(6)})
    table["hair"] = [99.9, 100, 99.9, 100, 99.9]
    found = svq.weights_critic(table)
    assert found.weights.idxmax() == "hair"
    assert "'hair' gets" in found.remarks[0]
    assert "Only 5 units" in found.remarks[1]
    assert svq.weights_entropy(table).weights.idxmin() == "hair"


@pytest.mark.parametrize(
    ("weigh", "table", "message"),
    [
        (svq.weights_entropy, [[1, 0], [2, 0]], "indicator 1 is 0 for all units.*zero denominator"),
        (svq.weights_entropy, [[1, -2], [2, 3]], "indicator 1 is -2 for unit 0"),
        (svq.weights_entropy, [[1, 2], [1, 2]], "no indicator differs"),
        (svq.weights_entropy, [[1, None], [1, 2]], "unit 0 has no number for indicator 1"),
        (svq.weights_critic, [[1, 5], [2, 5], [3, 5]], "indicator 1 is 5 for all units: a constant"),
        (svq.weights_critic, [[1, 5], [2, 6]], "2 units and 2 indicators are too few"),
        (svq.weights_critic, [[1, np.inf], [2, 6], [3, 4]], "unit 0 has 'inf', which is no number"),
        (svq.weights_critic, [[1, 2], [2, 4], [3, 6]], "every correlation is 1"),
        (svq.weights_critic, [[1, .1, 2], [2, .2, 4], [3, .3, 6]], "rise and fall together"),
        (svq.weights_entropy, [[1, pd.Timestamp("2026-01-05")], [2, 3]],
         "'2026-01-05 00:00:00', which is no number"),
        (svq.weights_entropy, [[1, 2 + 1j], [2, 3]], "which is no number"),
    ],
)  # fmt: skip
def test_tables_that_cannot_weigh(weigh, table: list, message: str) -> None:
    with pytest.raises(DataError, match=message):
        weigh(pd.DataFrame(table))


def test_days_and_hours_are_no_scores() -> None:
    """As numbers they would be microseconds."""
    table = pd.DataFrame({"a": [1, 2, 4], "b": [3, 1, 2]})
    days = pd.date_range("2026-01-05", periods=3)
    for column in (days, days - days[0]):
        with pytest.raises(DataError, match="which is no number, for indicator 'b'"):
            svq.weights_entropy(table.assign(b=column))


def test_names_of_several_levels_are_kept() -> None:
    table = pd.DataFrame([[1, 2], [2, 5], [4, 3]])
    table.index = pd.MultiIndex.from_tuples([("north", 1), ("north", 2), ("south", 1)])
    table.columns = pd.MultiIndex.from_tuples([("speed", "queue"), ("care", "call")])
    for weigh in (svq.weights_entropy, svq.weights_critic, svq.weights_panel):
        assert list(weigh(table).weights.index) == list(table.columns)
