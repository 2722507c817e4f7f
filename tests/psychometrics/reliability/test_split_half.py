from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from svqkit.psychometrics.reliability import split_half as module
from svqkit.psychometrics.reliability.alpha import alpha
from svqkit.psychometrics.reliability.split_half import (
    coefficients_of_halves,
    every_split,
    half_variances,
    largest_split,
    sampled_splits,
)


def covariances(k: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.cov(rng.normal(size=(80, k)) + rng.normal(size=(80, 1)), rowvar=False)


@pytest.mark.parametrize("k", [2, 3, 6, 7])
def test_every_split_is_there(k: int) -> None:
    S = covariances(k)
    found = np.concatenate([batch.guttman for batch in every_split(S)])
    wanted = []
    for half in combinations(range(k), k // 2):
        rest = [i for i in range(k) if i not in half]
        wanted.append(4 * S[np.ix_(half, rest)].sum() / S.sum())
    np.testing.assert_allclose(np.sort(found), np.sort(wanted), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(arrays(float, (6, 7), elements=st.floats(-1, 1)))
def test_the_mean_of_all_equal_halves_is_alpha(noise: np.ndarray) -> None:
    mixed = noise + 0.8
    S = mixed @ mixed.T + 0.1 * np.eye(6)
    found = np.concatenate([batch.guttman for batch in every_split(S)])
    assert found.mean() == pytest.approx(float(alpha(S)), abs=1e-10)


@pytest.mark.parametrize("most", [10, 2_000_000])
def test_the_largest_split_is_the_largest(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", most)
    S = covariances(7, 3)
    every = [
        4 * S[np.ix_(half, [i for i in range(7) if i not in half])].sum() / S.sum()
        for size in range(1, 7)
        for half in combinations(range(7), size)
    ]
    assert largest_split(S) == pytest.approx(max(every), rel=1e-12)


def test_the_search_finds_what_the_table_finds() -> None:
    S = covariances(16, 5)
    halves, best = sampled_splits(S, np.random.default_rng(2))
    assert best == pytest.approx(largest_split(S), rel=1e-10)
    error = 5 * halves.guttman.std() / np.sqrt(len(halves.guttman))
    assert halves.guttman.mean() == pytest.approx(float(alpha(S)), abs=error)


def test_halves_without_variance_have_no_correlation() -> None:
    S = np.array([[0.0, 0.0], [0.0, 2.0]])
    own, with_whole = half_variances(S, np.array([[1.0, 0.0]]))
    found = coefficients_of_halves(own, with_whole, 2.0)
    assert np.isnan(found.r[0])
    assert found.guttman[0] == 0
    assert np.isnan(coefficients_of_halves(own, with_whole, 0.0).guttman[0])
