"""Entropy and CRITIC against R and against pymcdm itself, and where they mislead."""

from __future__ import annotations

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
        (svq.weights_critic, [[1, np.inf], [2, 6], [3, 4]], "which is no number"),
    ],
)  # fmt: skip
def test_tables_that_cannot_weigh(weigh, table: list, message: str) -> None:
    with pytest.raises(DataError, match=message):
        weigh(pd.DataFrame(table))
