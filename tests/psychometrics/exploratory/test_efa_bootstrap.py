from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.exploratory.efa import efa
from svqkit.psychometrics.extraction.extraction import extract
from svqkit.psychometrics.extraction.matching import nearest_order
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.rotation.rotation import rotate

Answers = Callable[[str], pd.DataFrame]
DESIGN = {
    "a": ["Q1", "Q2", "Q3", "Q4"],
    "b": ["Q5", "Q6", "Q7", "Q8"],
}


@pytest.fixture(scope="module")
def two() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    pattern = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.7], [0.6]]))
    phi = np.array([[1, 0.4], [0.4, 1]])
    own = np.sqrt(1 - (pattern**2).sum(axis=1))
    x = rng.multivariate_normal([0, 0], phi, 400) @ pattern.T + rng.normal(size=(400, 8)) * own
    return pd.DataFrame(x).set_axis([f"Q{i + 1}" for i in range(8)], axis=1)


def test_standard_errors_are_those_of_drawing_and_refitting(two: pd.DataFrame) -> None:
    samples = 300
    found = efa(two, 2, design=DESIGN, bootstrap=samples, seed=1, progress=False)
    assert found.intervals is not None
    assert (found.replicates, found.failed_replicates) == (samples, 0)
    rng = np.random.default_rng(2)
    values = two.to_numpy()
    drawn = []
    for _ in range(samples):
        R = np.corrcoef(values[rng.integers(0, len(values), len(values))], rowvar=False)
        pattern = rotate(extract(R, 2, "minres").loadings, "oblimin").loadings
        order, signs = nearest_order(pattern, found.loadings.to_numpy())
        drawn.append(pattern[:, order] * signs)
    se = np.std(drawn, axis=0, ddof=1).ravel()
    # a standard deviation of B values errs by about 1/√(2B) of itself, in both
    np.testing.assert_allclose(found.intervals["se"], se, rtol=4 / np.sqrt(samples))


@pytest.mark.parametrize("rotation", ["oblimin", "promax", "varimax", "geomin", "target", "none"])
def test_intervals_surround_the_loadings(two: pd.DataFrame, rotation: str) -> None:
    found = efa(
        two, 2, rotation=rotation, design=DESIGN, bootstrap=100, ci=0.9, seed=3, progress=False
    )
    table = found.intervals
    assert table is not None
    assert table.index.tolist() == [(q, f) for q in two.columns for f in found.factors]
    np.testing.assert_array_equal(table["loading"], found.loadings.to_numpy().ravel())
    inside = (table["ci_lower"] <= table["loading"]) & (table["loading"] <= table["ci_upper"])
    assert inside.all()
    assert (table["se"] < 0.2).all()
    assert found.phi_intervals is not None
    assert found.phi_intervals.loc[("a", "a"), "se"] == pytest.approx(0, abs=1e-9)
    assert "90% percentiles of 100 bootstrap samples" in found.convention
    assert "Bootstrap intervals" in repr(found)


@pytest.mark.parametrize("method", ["minres", "ml", "paf", "pca"])
def test_every_extraction_can_be_resampled(two: pd.DataFrame, method: str) -> None:
    found = efa(two, 2, method=method, bootstrap=40, seed=3, progress=False)
    assert found.intervals is not None
    assert found.intervals["se"].between(0.005, 0.2).all()


@pytest.mark.parametrize("correlation", ["spearman", "polychoric"])
def test_other_correlations_are_resampled_anew(two: pd.DataFrame, correlation: str) -> None:
    answers = two.round().clip(-2, 2)
    found = efa(answers, 2, correlation=correlation, bootstrap=40, seed=3, progress=False)
    pearson = efa(answers, 2, bootstrap=40, seed=3, progress=False)
    assert found.intervals is not None
    assert pearson.intervals is not None
    ratio = found.intervals["se"].mean() / pearson.intervals["se"].mean()
    assert 0.6 < ratio < 1.6


def test_a_seed_repeats(two: pd.DataFrame) -> None:
    first, again, other = (
        efa(two, 2, bootstrap=30, seed=seed, progress=False).intervals for seed in (4, 4, 5)
    )
    pd.testing.assert_frame_equal(first, again)
    assert first is not None
    assert other is not None
    assert not first["se"].equals(other["se"])


def test_samples_without_a_solution_are_counted(oracle_answers: Answers) -> None:
    # one respondent alone answers Q1 differently: without them it does not vary
    answers = oracle_answers("small").assign(Q1=1)
    answers.loc[3, "Q1"] = 2
    found = efa(answers, 1, bootstrap=200, seed=1, progress=False)
    # absent from a sample with chance (1 − 1/60)^60 = .365
    assert abs(found.failed_replicates / 200 - 0.365) < 4 * np.sqrt(0.365 * 0.635 / 200)
    assert any("bootstrap samples had no solution" in sentence for sentence in found.warnings)
    with pytest.raises(DataError, match="of 20 bootstrap samples had a solution"):
        efa(answers, 1, bootstrap=20, seed=1, progress=False)


def test_the_bootstrap_needs_answers(two: pd.DataFrame) -> None:
    for given in (moments(two), two.corr()):
        with pytest.raises(DataError, match="draws respondents, so it needs the answers"):
            efa(given, 2, bootstrap=50)
    with pytest.raises(ValueError, match="at least 20 samples"):
        efa(two, 2, bootstrap=5)
    with pytest.raises(ValueError, match="ci must lie between"):
        efa(two, 2, ci=95)
    with pytest.raises(ValueError, match="starts must be 0 or more"):
        efa(two, 2, starts=-1)


def test_the_unit_of_the_answers_does_not_matter(two: pd.DataFrame) -> None:
    plain, tiny = (
        efa(two * unit, 2, design=DESIGN, bootstrap=30, seed=3, progress=False)
        for unit in (1.0, 1e-8)
    )
    assert plain.intervals is not None
    assert tiny.intervals is not None
    np.testing.assert_allclose(tiny.intervals, plain.intervals, atol=1e-6)
