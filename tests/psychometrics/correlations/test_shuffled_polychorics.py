from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.psychometrics.correlations import shuffled_polychorics as module
from svqkit.psychometrics.correlations.polychoric import polychoric
from svqkit.psychometrics.correlations.shuffled_polychorics import shuffled_polychorics
from svqkit.psychometrics.data.category_tables import CategoryTables, category_tables

DRAWS = 400


@pytest.fixture(scope="module")
def tables() -> CategoryTables:
    rng = np.random.default_rng(6)
    shares = [[0.5, 0.5], [0.1, 0.2, 0.7], [0.2] * 5, [0.4, 0.3, 0.1, 0.1, 0.1]]
    columns = {f"Q{i}": rng.choice(len(s), 500, p=s) for i, s in enumerate(shares)}
    return category_tables(pd.DataFrame(columns))


def lower(R: np.ndarray) -> np.ndarray:
    return R[:, *np.tril_indices(R.shape[1], -1)]


def test_a_draw_is_the_polychoric_matrix_of_shuffled_answers(tables: CategoryTables) -> None:
    margins = [tables.pair(c, c).to_numpy().diagonal() for c in tables.columns]
    codes = np.stack([np.repeat(np.arange(len(m)), m) for m in margins], axis=1)
    shuffled = np.random.default_rng(9).permuted(codes, axis=0)
    wanted = polychoric(pd.DataFrame(shuffled)).correlation
    found = shuffled_polychorics(tables, 1, np.random.default_rng(9))[0]
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_draws_have_no_relation_and_the_known_spread(tables: CategoryTables) -> None:
    r = lower(shuffled_polychorics(tables, DRAWS, np.random.default_rng(2)))
    error = 4 * r.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(r.mean(axis=0)) < error).all()
    large = lower(large_sample(tables))
    # the variance of a variance of normal draws: 2/(draws − 1), in both
    assert (np.abs(r.var(axis=0) / large.var(axis=0) - 1) < 4 * np.sqrt(4 / DRAWS)).all()


def large_sample(tables: CategoryTables) -> np.ndarray:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LARGE", 10)
        return shuffled_polychorics(tables, DRAWS, np.random.default_rng(3))


def test_large_samples_are_drawn_without_answers(tables: CategoryTables) -> None:
    exact = shuffled_polychorics(tables, DRAWS, np.random.default_rng(2))
    a, b = (np.linalg.eigvalsh(R)[:, -1] for R in (exact, large_sample(tables)))
    error = 4 * np.sqrt((a.var() + b.var()) / DRAWS)
    assert abs(a.mean() - b.mean()) < error


def test_unusable_draws_are_smoothed() -> None:
    rng = np.random.default_rng(5)
    small = category_tables(pd.DataFrame(rng.integers(0, 2, (12, 8))))
    R = shuffled_polychorics(small, 60, rng)
    assert np.linalg.eigvalsh(R).min() > 0
    np.testing.assert_allclose(np.diagonal(R, axis1=1, axis2=2), 1)
