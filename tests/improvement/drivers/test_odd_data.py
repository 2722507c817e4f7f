"""Data as they come: sizes without end, columns without numbers, resamples that cannot be fitted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.drivers.cross_validation import cross_validated


def survey(n: int = 60, k: int = 3, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 8, (n, k)).astype(float)
    table = pd.DataFrame(scores, columns=list("abcdefgh")[:k])
    return table.assign(y=scores[:, :2].sum(axis=1) + rng.normal(0, 2, n))


def test_where_zero_lies_and_the_unit_do_not_matter(recwarn) -> None:
    """At 1e8 ± 3 the library called the design rank-deficient, and warned."""
    table = survey()
    plain = svq.drivers(table, "y", bootstrap=20).table
    for changed, unit in (
        (table + 1e8, 1.0),
        (table * 1e90, 1.0),
        (table * [1e-60, 1, 1, 1], 1e60),
    ):
        found = svq.drivers(changed, "y", bootstrap=20).table
        columns = ["importance", "importance_low", "beta", "beta_low", "p", "vif"]
        assert np.allclose(found[columns], plain[columns], rtol=1e-6)
        assert found.loc["a", "b"] == pytest.approx(plain.loc["a", "b"] * unit, rel=1e-6)
    assert not recwarn.list


def test_names_may_be_numbers() -> None:
    """Slopes of another sign than their correlation used to be looked up as words."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.normal(size=(14, 9))).assign(y=rng.normal(size=14))
    found = svq.drivers(table, "y", bootstrap=0)
    turned = found.table.index[found.table["r"] * found.table["b"] < 0]
    assert len(turned)
    assert all(str(name) in " ".join(found.notes) for name in turned)


def test_resamples_without_a_fit_are_left_out_and_counted() -> None:
    """Elimination of a predictor that does not vary in a sample gave rounding for importance."""
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"rare": [0.0] * 14 + [1], "b": rng.normal(size=15)})
    found = svq.drivers(table.assign(y=rng.normal(size=15)), "y", bootstrap=400, folds=3)
    said = next(note for note in found.notes if "were left out" in note)
    lost = int(said.split()[0])
    assert "linearly dependent" in said
    share = (14 / 15) ** 15  # that the one respondent is not drawn
    assert abs(lost / 400 - share) < 4 * np.sqrt(share * (1 - share) / 400)
    assert found.table["importance_low"].min() > -1e-9
    assert found.table["importance_high"].max() < 1 + 1e-9
    wide = pd.DataFrame(rng.normal(size=(20, 17))).assign(y=rng.normal(size=20))
    with pytest.raises(DataError, match="none of 50 resamples can be fitted"):
        svq.drivers(wide, "y", bootstrap=50)
    few = svq.drivers(survey(12, 8), "y", bootstrap=60, folds=3)
    assert few.table["importance_high"].max() < 1 + 1e-9


def test_columns_without_numbers_are_told_of() -> None:
    table = survey().assign(day=pd.Timestamp("2026-01-05"), branch="north", z=1 + 2j)
    found = svq.drivers(table, "y", bootstrap=0)
    assert sorted(found.table.index) == ["a", "b", "c"]
    assert "Columns without numbers are no predictors: day, branch, z." in found.notes
    assert not any(
        "without numbers" in said for said in svq.drivers(survey(), "y", bootstrap=0).notes
    )


@pytest.mark.parametrize(
    ("change", "options", "error", "message"),
    [
        ({"a": np.nan}, {}, DataError, "nobody has a value of 'a'"),
        ({"a": 1e300}, {}, DataError, "'a' holds numbers as large or small as 1e.300"),
        ({"a": 1e-200}, {}, DataError, "give it in another unit"),
        ({"a": 1j}, {"predictors": ["a", "b"]}, DataError, "'a' is not numeric"),
        ({}, {"at_least": "high"}, ValueError, "at_least='high' must be a number"),
        ({}, {"below": np.nan}, ValueError, "below=nan must be a number"),
        ({}, {"seed": "today"}, ValueError, "seed='today' must be a whole number"),
        ({}, {"seed": -1, "bootstrap": 0}, ValueError, "seed=-1"),
        ({}, {"ci": "95"}, ValueError, "ci='95' must lie"),
        ({}, {"level": "items"}, ValueError, "level='items' is unknown"),
        ({}, {"score": "expectation"}, ValueError, "score='expectation' is unknown"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict, options: dict, error, message: str) -> None:
    with pytest.raises(error, match=message):
        svq.drivers(survey().assign(**change), "y", **options)


def test_a_seed_may_be_large(recwarn) -> None:
    for seed in (2**32 - 2, 2**40):
        assert svq.drivers(survey(), "y", bootstrap=10, seed=seed).seed == seed


@pytest.mark.parametrize(
    ("ratings", "error", "message"),
    [
        ([True, False, True], DataError, "'rating' is not numeric"),
        (pd.Series([True, None], dtype="boolean"), DataError, "'rating' is not numeric"),
        ([9 + 0j, 3], DataError, "'rating' is not numeric"),
        ({9, 10}, TypeError, "not set"),  # a set holds each rating once
        ({"a": 9}, TypeError, "not dict"),
        (np.array([[9, 10]]), TypeError, "a list of numbers, not ndarray"),
        ("9", TypeError, "not str"),
        (9, TypeError, "not int"),
        (None, TypeError, "not NoneType"),
    ],
)
def test_ratings_that_are_none(ratings, error, message: str) -> None:
    with pytest.raises(error, match=message):
        svq.nps(ratings)


def test_ratings_beside_nothing_and_segments_that_do_not_fit() -> None:
    found = svq.nps(pd.Series([9, 10, None, 3], dtype=object))
    assert found.score["n"] == 3
    assert found.n_missing == 1
    ratings = pd.Series([9, 3] * 12)
    twice = pd.DataFrame([[9, 3]], columns=["q", "q"])
    with pytest.raises(DataError, match="the column 'q' stands twice"):
        svq.nps(twice, "q")
    with pytest.raises(DataError, match="the segments name 0 twice"):
        svq.nps(ratings, by=pd.Series(["a", "b"] * 12, index=[0] * 24))
    with pytest.raises(DataError, match="no rating has a segment"):
        svq.nps(ratings, by=pd.Series(["a", "b"] * 12, index=range(50, 74)))
    with pytest.raises(TypeError, match="by must be a column's name or a Series"):
        svq.nps(ratings, by=["a", "b"] * 12)
    with pytest.raises(ValueError, match="level='items' is unknown"):
        svq.nps(ratings, level="items")
    alike = svq.nps(ratings.set_axis([0] * 24), by=pd.Series(["a", "b"] * 12, index=[0] * 24))
    assert alike.segments["nps"].tolist() == [100, -100]


def test_a_separated_fold_brings_no_solvers_words(recwarn) -> None:
    """Half of ten customers is separated by five scores, and the solver complained to the user."""
    rng = np.random.default_rng(0)
    for seed in range(6):
        x = rng.normal(size=(10, 5))
        value, _ = cross_validated(x, np.tile([0.0, 1], 5), logit=True, folds=2, seed=seed)
        assert 0 <= value <= 1
    assert not recwarn.list


def test_errors_of_a_logit_are_not_said_to_be_of_equal_variance() -> None:
    found = svq.drivers(survey(), "y", at_least=8, bootstrap=0)
    assert "Errors of slopes: from the information matrix." in found.convention
    assert "equal variance" in svq.drivers(survey(), "y", bootstrap=0).convention
    assert "HC0" in svq.drivers(survey(), "y", at_least=8, bootstrap=0, robust="HC0").convention
