from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.correlations import resampled_polychorics as module
from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.correlations.resampled_polychorics import resampled_polychorics

Answers = Callable[[str], pd.DataFrame]


def drawn(values: np.ndarray, samples: int) -> np.ndarray:
    return np.concatenate(list(resampled_polychorics(values, samples, np.random.default_rng(7))))


def test_each_is_the_polychoric_matrix_of_its_sample(oracle_answers: Answers) -> None:
    values = oracle_answers("small").iloc[:, :4].to_numpy()
    found = drawn(values, 6)
    rng = np.random.default_rng(7)
    for R in found:
        sample = pd.DataFrame(values[rng.integers(0, 60, 60)])
        np.testing.assert_allclose(R, polychoric(sample).correlation, atol=1e-6)


def test_batches_do_not_matter(oracle_answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    values = oracle_answers("small").iloc[:, :4].to_numpy()
    whole = drawn(values, 7)
    monkeypatch.setattr(module, "MOST_CELLS", 400)
    np.testing.assert_allclose(drawn(values, 7), whole, atol=1e-9)


def test_an_item_with_one_category_left_has_no_correlation() -> None:
    values = np.ones((8, 3))
    values[0, 0] = 2
    values[4:, 1:] = 2
    found = drawn(values, 40)
    lost = np.isnan(found[:, 0, 0])
    assert 0 < lost.sum() < 40
    assert np.isnan(found[lost, 0, :]).all()
    assert np.isnan(found[lost, :, 0]).all()
    assert (found[:, 1, 2] == 1).mean() > 0.9
    assert np.isfinite(found[~lost, 0, 1]).all()
