"""Plans agree with R's noncentral t, and simulated power is the power of the analysis itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from svqkit.improvement.change.before_after import before_after
from svqkit.improvement.change.interrupted_series import interrupted_series
from svqkit.improvement.change.planning import plan_before_after
from svqkit.improvement.change.series_planning import plan_interrupted_series
from svqkit.improvement.change.simulated_series import ar1_deviations


def test_power_is_that_of_r(theirs: dict, r: str, agree) -> None:
    shown = theirs["plan"]
    plans = {
        "independent": plan_before_after(0.5, n=128),
        "paired": plan_before_after(0.5, paired=True, correlation=0.6, n=34),
        "did": plan_before_after(0.6, paired=True, correlation=0.6, comparison=True, n=80),
    }
    sizes = {"independent": 128, "paired": 34, "did": 80}
    ours = [plans[k].table.set_index("n").loc[n, "power"] for k, n in sizes.items()]
    agree("planning: power", ours, [shown[k] for k in sizes], oracle=r, rtol=1e-6)
    assert plan_before_after(0.5).n == 2 * shown["required"]


def test_power_of_ancova_and_of_clusters_is_found_by_simulation() -> None:
    rng = np.random.default_rng(3)
    times = 1500
    plan = plan_before_after(0.5, paired=True, correlation=0.7, comparison=True, ancova=True)
    found = 0
    group = np.repeat([1.0, 0.0], plan.n // 2)
    for _ in range(times):
        first = rng.normal(size=plan.n)
        second = 0.7 * first + np.sqrt(1 - 0.49) * rng.normal(size=plan.n) + 0.5 * group
        X = np.column_stack([np.ones(plan.n), first, group])
        b, rss = np.linalg.lstsq(X, second)[:2]
        se = np.sqrt(rss[0] / (plan.n - 3) * np.linalg.inv(X.T @ X)[2, 2])
        found += abs(b[2] / se) > stats.t.ppf(0.975, plan.n - 3)
    power = plan.table.set_index("n").loc[plan.n, "power"]
    assert abs(found / times - power) < 4 * np.sqrt(power * (1 - power) / times)

    plan = plan_before_after(
        0.5, paired=True, correlation=0.6, comparison=True, cluster_size=10, icc=0.1
    )
    clusters = plan.n // 10
    found = 0
    sd = np.sqrt(2 * 0.4)
    for _ in range(times):
        means = sd * (
            rng.normal(0, np.sqrt(0.1), clusters) + rng.normal(0, np.sqrt(0.09), clusters)
        )
        means[: clusters // 2] += 0.5
        found += stats.ttest_ind(means[: clusters // 2], means[clusters // 2 :]).pvalue < 0.05
    power = plan.table.set_index("n").loc[plan.n, "power"]
    assert abs(found / times - power) < 4 * np.sqrt(power * (1 - power) / times)


def test_the_planned_number_finds_the_change_as_often_as_planned() -> None:
    rng = np.random.default_rng(4)
    plan = plan_before_after(0.6, paired=True, correlation=0.5)
    found = 0
    for _ in range(300):
        both = rng.multivariate_normal([0, 0.6], [[1, 0.5], [0.5, 1]], plan.n)
        found += before_after(both[:, 0], both[:, 1], paired=True).p < 0.05
    power = plan.table.set_index("n").loc[plan.n, "power"]
    assert abs(found / 300 - power) < 4 * np.sqrt(power * (1 - power) / 300)


def test_simulated_power_is_that_of_the_analysis() -> None:
    plan = plan_interrupted_series(2.5, before=30, rho=0.4, simulations=2000, seed=1)
    noise = ar1_deviations(150, 30 + plan.n, 0.4, 99)
    after = np.arange(30 + plan.n) >= 30
    found = [
        interrupted_series(pd.Series(one + 2.5 * after), 30, errors="ar1").p < 0.05 for one in noise
    ]
    power = plan.table.loc[plan.n, "power"]
    assert abs(np.mean(found) - power) < 4 * np.sqrt(power * (1 - power) / 150) + 0.02


def test_more_points_or_a_larger_effect_need_less() -> None:
    few = plan_interrupted_series(2.0, simulations=500).n
    assert plan_interrupted_series(1.2, simulations=500).n > few
    assert plan_interrupted_series(2.0, rho=0.7, simulations=500).n > few
    loud = plan_interrupted_series(2.0, before=48, errors="hac", simulations=500)
    assert "cry wolf" in loud.sentence


def test_the_same_seed_gives_the_same_plan() -> None:
    one, two = (plan_interrupted_series(2.0, simulations=200, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, two.table)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"effect": 0}, "effect=0 must be more than 0"),
        ({"effect": 0.5, "sd": 0}, "sd=0 must be"),
        ({"effect": 0.5, "paired": True}, "paired=True needs the correlation"),
        ({"effect": 0.5, "correlation": 0.5}, "paired=True needs the correlation"),
        ({"effect": 0.5, "ancova": True}, "ancova=True needs paired=True and comparison=True"),
        ({"effect": 0.5, "icc": 0.1}, "clusters need both"),
        ({"effect": 0.5, "icc": 0.1, "cluster_size": 8}, "with comparison=True only"),
        ({"effect": 0.5, "power": 1}, "power=1 must be between"),
    ],
)
def test_plans_that_make_no_sense(options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        plan_before_after(**options)


def test_a_past_too_short_is_said() -> None:
    with pytest.raises(ValueError, match="not enough with 6 before it: the best is"):
        plan_interrupted_series(0.3, before=6, simulations=100)
    with pytest.raises(ValueError, match="term must be"):
        plan_interrupted_series(1, before=20, term="slope")
