from __future__ import annotations

import numpy as np
import pytest

from svqkit.psychometrics.data import resampling as module
from svqkit.psychometrics.data.resampling import left_out_covariances, resampled_covariances


@pytest.mark.parametrize("most", [1, 100, 1_000_000])
def test_counts_times_products_are_the_covariances_of_the_samples(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(module, "MOST_COUNTS", most)
    answers = np.random.default_rng(0).normal(size=(30, 4)) + 1000
    found = np.concatenate(list(resampled_covariances(answers, 7, np.random.default_rng(5))))
    rows = np.random.default_rng(5).integers(0, 30, size=(7, 30))
    expected = [np.cov(answers[row], rowvar=False) for row in rows]
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_one_who_remains_has_no_covariance() -> None:
    S = left_out_covariances(np.array([[1.0, 2.0], [3.0, 1.0]]), np.random.default_rng(1))
    assert np.isnan(S).all()


def test_an_item_that_all_drawn_answered_alike_has_no_variance_left_by_rounding() -> None:
    answers = np.random.default_rng(0).normal(size=(9, 2)) * 1e3
    answers[:, 0] = 0.1
    answers[0, 0] = 0.7
    drawn = np.concatenate(list(resampled_covariances(answers, 300, np.random.default_rng(1))))
    without = drawn[:, 0, 0] < 1e-9
    assert without.sum() > 50  # (8/9)⁹ of 300 on average
    assert (drawn[without][:, 0] == 0).all()
    assert left_out_covariances(answers, np.random.default_rng(1))[:, 0, 0].min() == 0.0
