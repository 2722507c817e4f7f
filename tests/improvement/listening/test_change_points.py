"""Changes of Poisson rates: R's deviances and intervals, a published series, and the size of the test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svqkit.improvement.listening.change_points import (
    find_changes,
    likelihood_ratios,
    rate_interval,
    ratio_interval,
)


@pytest.fixture(scope="module")
def listening(oracle) -> dict:
    return oracle("listening/oracle")


def test_splits_save_the_deviance_that_r_says(listening, agree) -> None:
    case = listening["splits"]
    ours = likelihood_ratios(
        np.array(case["counts"], float), np.array(case["exposure"]), case["least"]
    )
    agree("feedback: deviance of a change", ours, case["saved"], oracle="R 4.2.2 glm", rtol=1e-8)
    coal = np.array(listening["coal"]["counts"], float)
    ours = likelihood_ratios(coal, np.ones(len(coal)), 2)
    agree(
        "feedback: deviance of a change",
        ours,
        listening["coal"]["saved"],
        oracle="R 4.2.2 glm",
        rtol=1e-8,
    )


def test_coal_mining_disasters_fall_after_1891(listening) -> None:
    """Where Carlin, Gelfand and Smith (1992) put the change of the series of 1851 to 1962."""
    counts = np.array(listening["coal"]["counts"], float)
    found = find_changes(
        counts,
        np.ones(len(counts)),
        least=5,
        alpha=0.01,
        permutations=999,
        rng=np.random.default_rng(1),
    )
    assert next(listening["coal"]["first"] + change.at for change in found) == 1892
    assert found[0].p == 0.001


def test_intervals_of_rates_and_ratios_are_rs(listening, agree) -> None:
    ours = [rate_interval(*case) for case in listening["rates"]["cases"]]
    agree(
        "feedback: interval of a rate",
        ours,
        listening["rates"]["intervals"],
        oracle="R 4.2.2 poisson.test",
        rtol=1e-6,
    )
    ours = [ratio_interval((a, e), (b, f)) for a, e, b, f in listening["ratios"]["cases"]]
    theirs = [
        [np.inf if x == "Inf" else x for x in pair] for pair in listening["ratios"]["intervals"]
    ]
    finite = np.isfinite(np.array(theirs, float))
    assert (np.isfinite(ours) == finite).all()
    agree("feedback: interval of a ratio of rates", np.array(ours)[finite], np.array(theirs, float)[finite],
          oracle="R 4.2.2 poisson.test", rtol=1e-5)  # fmt: skip


def test_the_test_keeps_its_size_where_counts_vary_more_than_poisson() -> None:
    """Negative binomial counts with exposures, no change: at most 5 % and sampling error."""
    rng, repeats = np.random.default_rng(8), 300
    false = 0
    for _ in range(repeats):
        exposure = rng.uniform(50, 120, 12)
        counts = rng.poisson(exposure / 10 * rng.gamma(2, 0.5, 12)).astype(float)
        false += bool(find_changes(counts, exposure, least=2, alpha=0.05, permutations=99, rng=rng))
    assert false <= repeats * 0.05 + 3.1 * np.sqrt(repeats * 0.05 * 0.95)


def test_a_change_of_known_size_is_found_in_its_place() -> None:
    rng, hits = np.random.default_rng(9), 0
    for _ in range(60):
        counts = np.r_[rng.poisson(14, 6), rng.poisson(5, 6)].astype(float)
        found = find_changes(counts, np.ones(12), least=2, alpha=0.05, permutations=199, rng=rng)
        hits += any(abs(change.at - 6) <= 1 for change in found)
    assert hits >= 50


@given(st.lists(st.integers(0, 30), min_size=4, max_size=20), st.floats(0.1, 50))
def test_units_of_exposure_and_the_direction_of_time_do_not_matter(counts, unit) -> None:
    x = np.array(counts, float)
    e = np.linspace(1, 2, len(x))
    ours = likelihood_ratios(x, e, 2)
    assert np.allclose(ours, likelihood_ratios(x, unit * e, 2), atol=1e-7)
    assert np.allclose(ours, likelihood_ratios(x[::-1], e[::-1], 2)[::-1], atol=1e-7)
    assert (ours > -1e-7).all()
