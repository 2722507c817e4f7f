"""Variance between groups and pooled means: against nlme, statsmodels, closed forms and truth."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.groups.group_scores import group_scores
from svqkit.gaps.groups.multilevel import multilevel_gaps
from svqkit.gaps.groups.pooled_means import draw_means, pooled_means, rank_groups
from svqkit.gaps.groups.random_intercept import GroupSums, fit_theta, theta_limits
from svqkit.gaps.groups.variance_shares import variance_shares

EXACT = ("n", "groups", "icc_low", "icc_high", "icc_anova", "f", "f_p")


@pytest.fixture(scope="module")
def expected(oracle):
    return oracle("gaps_groups/multilevel")


@pytest.fixture(scope="module")
def found(branches):
    return multilevel_gaps(branches, "branch")


def hold(agree, ours, theirs, names):
    """nlme's optimiser stops some seven digits from the maximum, and above 0 on the boundary."""
    for name in names:
        if name in EXACT:
            agree(f"multilevel: {name}", ours[name], theirs[name], oracle="R 4.2 stats", rtol=1e-9)
        else:
            agree(
                f"multilevel: {name}",
                ours[name],
                theirs[name],
                oracle="nlme 3.1-162",
                rtol=1e-6,
                atol=2e-8,
            )


def test_variances_agree_with_nlme(found, expected, agree):
    for dimension, theirs in expected["dimensions"].items():
        names = [name for name in theirs if not name.startswith("pooled")]
        hold(agree, found.dimensions.loc[dimension], theirs, names)


def test_pooled_means_agree_with_nlme(branches, expected, agree):
    """The small branch too, which the result does not show."""
    scores = group_scores(branches)
    labels = branches.respondents["branch"]
    names = sorted(labels.dropna().unique())
    codes = pd.Categorical(labels, categories=names).codes.astype(int)
    for dimension, theirs in expected["dimensions"].items():
        sums = GroupSums.of(scores[dimension].to_numpy(), codes)
        row, theta = variance_shares(sums)
        ours = pooled_means(sums, theta, row["within"])
        for name in ("pooled", "pooled_se"):
            agree(
                f"multilevel: {name}",
                ours[name],
                [theirs[name][branch] for branch in names],
                oracle="nlme 3.1-162",
                rtol=1e-6,
            )


def test_balanced_data_follow_the_closed_forms(expected, agree):
    y = np.array(expected["balanced"]["y"])
    rows, k = y.shape
    sums = GroupSums.of(y.T.ravel(), np.repeat(np.arange(k), rows))
    row, theta = variance_shares(sums)
    hold(
        agree, row, expected["balanced"]["model"], expected["balanced"]["model"].keys() & row.keys()
    )
    between = rows * y.mean(axis=0).var(ddof=1)
    within = y.var(axis=0, ddof=1).mean()
    closed = [within, (between - within) / rows, np.sqrt(between / y.size), 1 - within / between]
    ours = [row["within"], row["between"], row["se"], row["icc2"]]
    agree("multilevel: balanced", ours, closed, oracle="closed form", rtol=1e-10)
    for ours_name, theirs_name in (("icc", "icc1"), ("icc2", "icc1k")):
        for end in ("", "_low", "_high"):
            agree(
                f"multilevel: {theirs_name}{end}",
                row[f"{ours_name}{end}"],
                expected["balanced"][f"{theirs_name}{end}"],
                oracle="psych 2.2.9 ICC",
                rtol=1e-9,
            )
    assert theta == pytest.approx((between - within) / rows / within)


def test_groups_more_alike_than_chance_allows_give_zero(expected, agree):
    none = expected["none"]
    row, theta = variance_shares(GroupSums.of(np.array(none["y"], float), np.array(none["g"]) - 1))
    hold(agree, row, none["model"], none["model"].keys() & row.keys())
    assert theta == 0
    assert row["icc_anova"] < 0
    assert (row["between"], row["lr"], row["lr_p"], row["design_effect"]) == (0, 0, 1, 1)


def test_statsmodels_finds_the_same_inside_the_boundary(found, branches, agree):
    """MixedLM's optimiser stops some five digits from the maximum."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    frame = pd.DataFrame(
        {"y": group_scores(branches)["care"], "g": branches.respondents["branch"]}
    ).dropna()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = MixedLM(frame["y"].to_numpy(), np.ones((len(frame), 1)), frame["g"].to_numpy()).fit()
    row = found.dimensions.loc["care"]
    agree(
        "multilevel: mean, within, between",
        row[["mean", "within", "between"]],
        [fit.fe_params[0], fit.scale, np.asarray(fit.cov_re)[0, 0]],
        oracle="statsmodels MixedLM",
        rtol=1e-3,
    )


def test_no_warning_leaks_from_the_boundary(branches):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = multilevel_gaps(branches, "branch")
    assert result.dimensions.loc["speed", "between"] == 0
    assert "groups differ no more than chance would make them" in result.reading["speed"]
    assert "does not prove that they are alike" in result.remark
    assert "4 groups say little" in repr(result)


def test_a_small_group_counts_but_is_not_shown(found, branches, survey):
    row = found.groups.loc[("care", "north")]
    assert row["masked"]
    assert row.drop("masked").isna().all()
    assert found.dimensions.loc["care", "groups"] == 4
    assert "Groups not shown in at least one dimension: 1." in found.convention
    shown = found.groups.loc["care"].drop("north")
    assert sorted(shown["rank"]) == [1, 2, 3]
    assert shown["p_lowest"].sum() == pytest.approx(1)
    assert shown["p_highest"].sum() == pytest.approx(1)


def test_on_the_boundary_all_pooled_means_are_one(found):
    rows = found.groups.loc["speed"].dropna()
    assert rows["pooled"].nunique() == 1
    assert (rows["rank"] == 2).all()
    assert (rows["reliability"] == 0).all()


def test_pooled_means_lie_between_the_own_mean_and_the_mean_of_all(found):
    rows = found.groups.loc["care"].dropna()
    centre = found.dimensions.loc["care", "mean"]
    assert ((rows["pooled"] - centre).abs() < (rows["mean"] - centre).abs()).all()
    assert (np.sign(rows["pooled"] - centre) == np.sign(rows["mean"] - centre)).all()


def test_seeds_repeat(branches, found):
    again = multilevel_gaps(branches, "branch")
    pd.testing.assert_frame_equal(again.groups, found.groups)
    other = multilevel_gaps(branches, "branch", seed=2)
    assert not other.groups["p_lowest"].equals(found.groups["p_lowest"])
    pd.testing.assert_frame_equal(other.dimensions, found.dimensions)


def test_bank_names_the_planted_branch():
    result = multilevel_gaps(svq.load_dataset("bank"), "branch")
    row = result.groups.loc[("responsiveness", "Station")]
    assert row["rank"] == 1
    assert row["p_lowest"] > 0.95
    assert "Lowest is most likely Station" in result.reading["responsiveness"]


def test_categories_keep_their_order(branches, found):
    order = ["north", "mill", "nowhere", "harbour", "centre"]
    labels = branches.respondents["branch"].astype(pd.CategoricalDtype(order))
    result = multilevel_gaps(branches, labels)
    assert list(result.groups.loc["care"].index) == ["north", "mill", "harbour", "centre"]
    pd.testing.assert_frame_equal(result.dimensions, found.dimensions, rtol=1e-9)


def test_bad_input_is_refused(branches, survey):
    with pytest.raises(ValueError, match="ci must lie"):
        multilevel_gaps(branches, "branch", ci=0)
    one = pd.Series("all", index=branches.perceptions.index, name="one")
    with pytest.raises(DataError, match="needs two groups"):
        multilevel_gaps(branches, one)
    each = pd.Series(range(len(branches.perceptions)), index=branches.perceptions.index, name="own")
    with pytest.raises(DataError, match="care: the answers do not vary within groups"):
        multilevel_gaps(branches, each)


# ---- what must hold for all data ------------------------------------------------------------------


def make_sums(seed, groups=5, theta=0.3):
    random = np.random.default_rng(seed)
    n = random.integers(2, 40, groups).astype(float)
    mean = random.normal(size=groups) * np.sqrt(theta + 1 / n)
    return GroupSums(n, mean, float(random.chisquare(n.sum() - groups)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.05, 1.0, 30.0]))
def test_no_ratio_is_likelier_than_the_one_found(seed, theta):
    sums = make_sums(seed, theta=theta)
    best = sums.deviance(np.array([fit_theta(sums)]))[0]
    others = sums.deviance(np.r_[0.0, np.geomspace(1e-6, 1e4, 500)])
    assert (others >= best - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 50))
def test_limits_solve_the_pivot(seed, wanted):
    sums = make_sums(seed)
    theta = theta_limits(sums, np.array([wanted]))
    if theta[0] > 0:
        assert sums.between(theta)[0] == pytest.approx(wanted, rel=1e-9)
    else:
        assert sums.between(np.zeros(1))[0] <= wanted


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-5, 5), st.sampled_from([0.1, 1.0, 10.0]))
def test_shift_and_scale_change_shares_in_nothing(seed, shift, scale):
    sums = make_sums(seed)
    moved = GroupSums(sums.n, sums.mean * scale + shift, sums.within * scale**2)
    a, b = variance_shares(sums)[0], variance_shares(moved)[0]
    for name in ("icc", "icc_low", "icc_high", "icc2", "lr", "f", "design_effect"):
        assert a[name] == pytest.approx(b[name], rel=1e-6, abs=1e-7)
    assert a["mean"] * scale + shift == pytest.approx(b["mean"], rel=1e-6, abs=1e-6)
    assert a["between"] * scale**2 == pytest.approx(b["between"], rel=1e-6, abs=1e-7)


def test_limits_of_icc_hold_the_truth_as_often_as_they_say():
    """Unbalanced groups: exact under normality, so within four standard errors of 95 %."""
    random = np.random.default_rng(11)
    n = np.array([8.0, 30.0, 55.0, 12.0])
    theta, runs, hits = 0.1, 800, 0
    for _ in range(runs):
        mean = random.normal(size=4) * np.sqrt(theta + 1 / n)
        row, _ = variance_shares(GroupSums(n, mean, float(random.chisquare(n.sum() - 4))))
        hits += row["icc_low"] <= theta / (1 + theta) <= row["icc_high"]
    assert abs(hits / runs - 0.95) < 4 * np.sqrt(0.95 * 0.05 / runs)


def test_pooled_intervals_hold_branches_where_there_are_only_four():
    """Drawn intervals of four branches hold the truth in some 95 %, known-variance ones do not."""
    random = np.random.default_rng(12)
    n = np.array([80.0, 100.0, 120.0, 90.0])
    theta, runs = 0.03, 400
    drawn_hits, known_hits = 0.0, 0.0
    for _ in range(runs):
        truth = random.normal(0, np.sqrt(theta), 4)
        mean = truth + random.normal(size=4) / np.sqrt(n)
        sums = GroupSums(n, mean, float(random.chisquare(n.sum() - 4)))
        row, at = variance_shares(sums)
        blup = pooled_means(sums, at, row["within"])
        known_hits += (np.abs(blup["pooled"] - truth) < 1.96 * blup["pooled_se"]).mean()
        low, high = np.quantile(draw_means(sums, 1000, random), [0.025, 0.975], axis=0)
        drawn_hits += ((low <= truth) & (truth <= high)).mean()
    error = np.sqrt(0.95 * 0.05 / runs)
    assert abs(drawn_hits / runs - 0.95) < 0.02 + 2 * error
    assert known_hits < drawn_hits


def test_ranks_share_ties():
    ranks = rank_groups(np.array([[0.5, 0.5, 0.5], [0.0, 1.0, 2.0]]))
    assert ranks["p_lowest"].tolist() == pytest.approx([4 / 6, 1 / 6, 1 / 6])
    assert ranks["p_highest"].tolist() == pytest.approx([1 / 6, 1 / 6, 4 / 6])
