from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.factor_number.comparison_data import (
    compare_with_known_factors,
    population,
)
from svqkit.psychometrics.factor_number.factor_number import n_factors
from svqkit.psychometrics.moments import moments


def two_factors(seed: int, n: int = 300) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pattern = np.kron(np.eye(2), np.full((4, 1), 0.7))
    x = rng.normal(size=(n, 2)) @ pattern.T + rng.normal(size=(n, 8)) * np.sqrt(0.51)
    return pd.DataFrame(np.clip(np.round(x * 1.2 + 4), 1, 7)).add_prefix("Q")


def test_a_population_has_the_answers_distributions_and_correlations() -> None:
    answers = two_factors(1)
    made = population(answers.to_numpy(), 2, np.random.default_rng(2))
    R, wanted = np.corrcoef(made, rowvar=False), answers.corr().to_numpy()
    # 28 correlations of 10,000 rows, each within four standard errors, but for what two factors miss
    assert np.sqrt(((R - wanted) ** 2).mean()) < 0.05
    for column, made_column in zip(answers, made.T, strict=True):
        share = answers[column].value_counts(normalize=True)
        drawn = (
            pd.Series(made_column).value_counts(normalize=True).reindex(share.index, fill_value=0)
        )
        error = np.sqrt(share * (1 - share) / 10_000)
        assert (np.abs(drawn - share) < 4.5 * error + 1e-12).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_number_that_made_the_answers_is_found(seed: int) -> None:
    answers = two_factors(seed)
    found = compare_with_known_factors(answers, "pearson", 4, 60, np.random.default_rng(seed))
    assert found.factors == 2
    assert found.table["rmsr"].idxmin() == 2
    assert found.table.index.tolist() == [1, 2, 3]


def test_it_joins_the_other_rules_and_repeats() -> None:
    answers = two_factors(4)
    options = {"draws": 10, "seed": 3, "max_factors": 3, "comparison_data": 30}
    found = n_factors(answers, **options)
    assert found.suggestions["comparison data"] == 2
    assert found.settings["comparison samples"] == 30
    assert found.comparison is not None
    pd.testing.assert_frame_equal(found.comparison, n_factors(answers, **options).comparison)
    assert "Ruscio & Roche 2012" in found.rule
    ranks = n_factors(answers, correlation="spearman", **options)
    assert ranks.suggestions["comparison data"] == 2


def test_it_needs_the_answers() -> None:
    answers = two_factors(5, 60)
    with pytest.raises(DataError, match="single answers, not moments"):
        n_factors(moments(answers), comparison_data=20)
    with pytest.raises(DataError, match="pearson or spearman"):
        n_factors(answers, draws=2, comparison_data=20, correlation="polychoric")
