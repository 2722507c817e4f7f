from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.psychometrics.extraction.matching import by_design, by_variance, congruences
from svqkit.psychometrics.rotation.rotated import Rotated, arrange

ITEMS = [f"Q{i}" for i in range(1, 10)]
DESIGN = {"speed": ["Q1", "Q2", "Q3"], "care": ["Q4", "Q5", "Q6"], "place": ["Q7", "Q8", "Q9"]}
SIMPLE = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6]]))
PHI = np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.5], [0.3, 0.5, 1.0]])


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(3)), st.lists(st.sampled_from([-1.0, 1.0]), min_size=3, max_size=3))
def test_order_and_sign_never_depend_on_chance(order: list[int], signs: list[float]) -> None:
    shuffled = arrange(Rotated(SIMPLE, PHI), np.array(order), np.array(signs))
    found, names, congruence = by_design(shuffled, ITEMS, DESIGN)
    assert names == ["speed", "care", "place"]
    np.testing.assert_allclose(found.loadings, SIMPLE, atol=1e-15)
    np.testing.assert_allclose(found.phi, PHI, atol=1e-15)
    np.testing.assert_allclose(congruence, 2.1 / np.sqrt(1.49 * 3))
    found, names = by_variance(shuffled)
    assert names == ["F1", "F2", "F3"]
    explained = np.diag(found.phi @ found.loadings.T @ found.loadings)
    assert (np.diff(explained) <= 1e-12).all()
    assert (found.loadings.sum(axis=0) > 0).all()


def test_factors_beyond_the_design_come_last() -> None:
    extra = np.column_stack([-0.2 * np.ones(9), SIMPLE])
    found, names, congruence = by_design(Rotated(extra, np.eye(4)), ITEMS, DESIGN)
    assert names == ["speed", "care", "place", "F1"]
    assert np.isnan(congruence["F1"])
    assert (found.loadings[:, 3] > 0).all()


def test_with_fewer_factors_the_best_dimensions_are_kept() -> None:
    found, names, congruence = by_design(Rotated(SIMPLE[:, [2, 0]], np.eye(2)), ITEMS, DESIGN)
    assert names == ["speed", "place"]
    assert congruence.notna().all()
    np.testing.assert_array_equal(found.loadings, SIMPLE[:, [0, 2]])


def test_congruence_is_a_cosine() -> None:
    a, b = np.array([[1.0], [2.0], [2.0]]), np.array([[2.0], [1.0], [2.0]])
    assert congruences(a, b)[0, 0] == pytest.approx(8 / 9)
    assert congruences(a, np.zeros((3, 1)))[0, 0] == 0


def test_items_worded_in_reverse_leave_the_factors_where_they_belong() -> None:
    # two of three items reversed in care: signed congruences with the design nearly cancel
    pattern = SIMPLE.copy()
    pattern[[3, 4], 1] *= -1
    pattern[6:, 1] = 0.12
    found, names, congruence = by_design(
        Rotated(pattern[:, [2, 1, 0]], np.eye(3)), ITEMS, {"place": ITEMS[6:], "care": ITEMS[3:6]}
    )
    assert names == ["place", "care", "F1"]
    np.testing.assert_allclose(np.abs(found.loadings[3:6, 1]), [0.8, 0.7, 0.6])
    assert congruence["care"] < 0.65
