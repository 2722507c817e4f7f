"""Levels of misspecification, against R's own construction of them and by their definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import ModelError
from svqkit.psychometrics.planning.cutoff_levels import Standardised, misspecifications


def one_factor(loadings, residuals=None):
    p = len(loadings)
    return Standardised(
        tuple(f"x{i + 1}" for i in range(p)),
        ("f",),
        np.array(loadings, dtype=float)[:, None],
        np.eye(1),
        np.zeros((p, p)) if residuals is None else residuals,
    )


def several(blocks, r=0.3):
    p, m = sum(map(len, blocks)), len(blocks)
    loadings, at = np.zeros((p, m)), 0
    for factor, block in enumerate(blocks):
        loadings[at : at + len(block), factor] = block
        at += len(block)
    correlations = np.full((m, m), r) + (1 - r) * np.eye(m)
    items = tuple(f"x{i + 1}" for i in range(p))
    return Standardised(items, tuple("fghijk"[:m]), loadings, correlations, np.zeros((p, p)))


@pytest.mark.parametrize(
    ("p", "counts"), [(4, [1]), (5, [1, 2]), (6, [1, 2, 3]), (9, [1, 2, 4]), (12, [2, 4, 6])]
)
def test_one_factor_has_a_third_two_thirds_and_all(p, counts):
    levels = misspecifications(one_factor(np.linspace(0.4, 0.8, p)))
    assert [len(level.added) for level in levels] == counts
    assert levels[0].added[0] == "x1 ~~ x2"
    assert {size for level in levels for size in level.magnitudes} == {0.3}


@given(
    loadings=st.lists(
        st.floats(-0.95, 0.95).filter(lambda x: abs(x) > 0.1), min_size=4, max_size=12
    )
)
@settings(max_examples=60)
def test_residuals_of_pairs_correlate_by_three_tenths(loadings):
    model = one_factor(loadings)
    last = misspecifications(model)[-1]
    apart = last.covariance - model.covariance
    residual = np.sqrt(1 - np.array(loadings) ** 2)
    changed = np.argwhere(np.triu(np.abs(apart) > 1e-12))
    assert len(changed) == len(last.added)
    for i, j in changed:
        assert apart[i, j] / (residual[i] * residual[j]) == pytest.approx(0.3)
    np.testing.assert_allclose(np.diag(last.covariance), 1.0)


@given(
    blocks=st.lists(st.lists(st.floats(0.2, 0.95), min_size=2, max_size=5), min_size=2, max_size=5),
    r=st.floats(0.0, 0.9),
)
@settings(max_examples=60)
def test_several_factors_have_one_level_less(blocks, r):
    model = several(blocks, r)
    levels = misspecifications(model)
    assert [level.level for level in levels] == list(range(1, len(blocks)))
    assert [len(level.added) for level in levels] == list(range(1, len(blocks)))
    for level in levels:
        np.testing.assert_allclose(np.diag(level.covariance), 1.0)
        assert np.linalg.eigvalsh(level.covariance)[0] > 0
    joined = [frozenset((one.split()[0], _own(model, one.split()[2]))) for one in levels[-1].added]
    assert len(set(joined)) == len(joined)


def _own(model, item):
    return model.factors[int(np.flatnonzero(model.loadings[model.items.index(item)])[0])]


def test_factors_of_two_items_come_last():
    model = several([[0.3, 0.8], [0.5, 0.8, 0.7], [0.6, 0.8, 0.7]])
    assert [level.added[-1].split()[2] for level in misspecifications(model)] == ["x3", "x6"]


def test_a_cross_loading_stays_within_the_items_variance():
    model = several([[0.94, 0.95, 0.96], [0.95, 0.97, 0.98]], r=0.8)
    (level,) = misspecifications(model)
    shared = 0.94 * 0.8
    largest = np.sqrt(shared**2 + 1 - 0.94**2) - shared
    assert level.magnitudes[0] == pytest.approx(0.95 * largest)


def test_items_with_a_residual_covariance_are_left_alone():
    residuals = np.zeros((6, 6))
    residuals[0, 1] = residuals[1, 0] = 0.1
    (level,) = misspecifications(one_factor(np.linspace(0.4, 0.8, 6), residuals))
    assert level.added == ("x3 ~~ x4",)


def test_too_few_free_items():
    with pytest.raises(ModelError, match="only 3 items"):
        misspecifications(one_factor([0.5, 0.6, 0.7]))
    crossed = several([[0.5, 0.6, 0.7], [0.5, 0.6, 0.7], [0.5, 0.6, 0.7]])
    crossed.loadings[:6] = np.where(crossed.loadings[:6] == 0, 0.2, crossed.loadings[:6])
    with pytest.raises(ModelError, match="only 1 factors"):
        misspecifications(crossed)
