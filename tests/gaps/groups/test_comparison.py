"""Groups compared: against R, by symmetry, and what is said where a comparison would mislead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.gaps.groups.comparison import compare_groups
from svqkit.gaps.groups.group_scores import group_scores
from svqkit.gaps.groups.group_tests import describe_groups, games_howell, welch_anova


@pytest.fixture(scope="module")
def compared(branches):
    return compare_groups(branches, "branch", invariance=False)


def test_groups_agree_with_r(oracle, compared, agree):
    for dimension, expected in oracle("gaps_groups/groups")["dimensions"].items():
        for group, row in expected["groups"].items():
            for name, value in row.items():
                ours = compared.descriptives.loc[(dimension, group), name]
                agree(f"groups: {name}", ours, value, oracle="R 4.2 stats", rtol=1e-10)
        for name, value in expected["anova"].items():
            ours = compared.anova.loc[dimension, name]
            rtol = 1e-7 if name.startswith("omega2_") else 1e-9
            agree(f"groups: {name}", ours, value, oracle="R 4.2 oneway.test, stats", rtol=rtol)


def test_pairs_agree_with_r(oracle, compared, agree):
    """R's ptukey integrates to some nine digits, so p and the quantile agree to that."""
    for dimension, expected in oracle("gaps_groups/groups")["dimensions"].items():
        for pair in expected["pairs"]:
            ours = compared.pairs.loc[(dimension, pair["group_1"], pair["group_2"])]
            for name, value in pair.items():
                if not name.startswith("group"):
                    agree(
                        f"groups, pairs: {name}",
                        ours[name],
                        value,
                        oracle="R 4.2 ptukey, pt",
                        rtol=1e-7,
                        atol=1e-9,
                    )


def test_pairs_agree_with_pingouin(branches, compared, agree):
    """pingouin's hedges takes the approximate correction, so it is left aside."""
    import pingouin

    frame = pd.DataFrame(
        {"y": group_scores(branches)["care"], "g": branches.respondents["branch"]}
    ).dropna()
    frame = frame[frame["g"] != "north"]
    theirs = pingouin.pairwise_gameshowell(frame, dv="y", between="g")
    ours = compared.pairs.loc["care"]
    for name, other in (("difference", "diff"), ("t", "T"), ("df", "df"), ("p", "pval")):
        agree(
            f"groups, pairs: {name}",
            ours[name].to_numpy(),
            theirs[other].to_numpy(),
            oracle="pingouin pairwise_gameshowell",
            rtol=1e-8,
        )


def test_small_groups_are_masked_and_left_out(compared):
    row = compared.descriptives.loc[("care", "north")]
    assert row["masked"]
    assert row.drop("masked").isna().all()
    assert (compared.anova["groups"] == 3).all()
    assert "north" not in compared.pairs.index.get_level_values("group_1")
    assert "Groups masked in at least one dimension: 1." in compared.convention
    assert "2 respondents without 'branch'" in compared.convention


def test_tests_are_those_of_the_large_groups_alone(branches, compared):
    scores, labels = group_scores(branches), branches.respondents["branch"]
    large = labels.isin(["centre", "harbour", "mill"])
    described = describe_groups(scores[large], labels[large])
    pd.testing.assert_frame_equal(
        welch_anova(scores[large], labels[large], described), compared.anova
    )
    pd.testing.assert_frame_equal(
        games_howell(scores[large], labels[large], described), compared.pairs
    )


def test_the_total_is_its_own_family(compared):
    assert compared.anova.loc["total", "p_holm"] == compared.anova.loc["total", "p"]


def test_differing_pairs_need_a_significant_dimension(compared):
    differing = compared.differing
    assert (differing["p"] < 0.05).all()
    dimensions = differing.index.get_level_values("dimension")
    assert (compared.anova.loc[dimensions, "p_holm"] < 0.05).all()
    assert ((differing["low"] > 0) | (differing["high"] < 0)).all()


def test_perceptions_need_no_expectations(branches, survey):
    alone = survey(
        branches.perceptions,
        None,
        branches.instrument.mapping,
        respondents=branches.respondents,
    )
    result = compare_groups(alone, "branch", score="perception", invariance=False)
    expected = branches.perceptions[["Q1", "Q2"]].mean(axis=1)[
        branches.respondents["branch"] == "mill"
    ]
    assert result.descriptives.loc[("care", "mill"), "mean"] == pytest.approx(expected.mean())
    with pytest.raises(DataError, match="no expectations"):
        compare_groups(alone, "branch", score="expectation")
    with pytest.raises(DataError, match="compare score='perception'"):
        compare_groups(alone, "branch")


def test_labels_may_be_a_series_of_numbers(branches, compared):
    codes = branches.respondents["branch"].map({"centre": 2, "harbour": 10, "mill": 3, "north": 4})
    result = compare_groups(branches, codes.rename("number"), invariance=False)
    pair = result.pairs.loc[("care", 10, 3)]
    assert pair["difference"] == pytest.approx(
        compared.pairs.loc[("care", "harbour", "mill"), "difference"]
    )
    assert result.group == "number"


def test_categories_keep_their_order(branches, compared):
    order = ["north", "mill", "nowhere", "harbour", "centre"]
    labels = branches.respondents["branch"].astype(pd.CategoricalDtype(order, ordered=True))
    result = compare_groups(branches, labels, invariance=False)
    assert list(result.descriptives.loc["care"].index) == ["north", "mill", "harbour", "centre"]
    pd.testing.assert_frame_equal(result.anova, compared.anova)


def test_bad_input_is_refused(branches):
    with pytest.raises(ValueError, match="ci must lie between 0 and 1"):
        compare_groups(branches, "branch", ci=95)
    with pytest.raises(ValueError, match="gap, perception, expectation"):
        compare_groups(branches, "branch", score="gaps")
    with pytest.raises(DataError, match="no respondent column 'shop'"):
        compare_groups(branches, "shop")
    one = pd.Series("all", index=branches.perceptions.index, name="one")
    with pytest.raises(DataError, match="fewer than two values of 'one'"):
        compare_groups(branches, one)
    with pytest.raises(TypeError, match="Responses"):
        compare_groups(branches.perceptions, "branch", score="perception")


def test_a_group_without_spread_has_no_test_and_that_is_said(branches, survey):
    perceptions = branches.perceptions.copy()
    mill = branches.respondents["branch"] == "mill"
    perceptions.loc[mill, ["Q1", "Q2"]] = 4.0
    same = survey(perceptions, None, branches.instrument.mapping, respondents=branches.respondents)
    result = compare_groups(same, "branch", score="perception", invariance=False)
    assert result.anova.loc["care"].drop(["groups", "n"]).isna().all()
    assert result.anova.loc["speed"].notna().all()
    assert "No test for care" in result.convention


# ---- invariance ---------------------------------------------------------------------------------


def test_invariance_that_holds_warns_of_nothing():
    bank = svq.load_dataset("bank")
    result = compare_groups(bank, "branch")
    assert result.invariance.reached == "strict"
    assert result.warning == ""
    assert "Of the perceptions, by ML" in result.invariance_words
    assert "Warning" not in repr(result)


def test_invariance_left_aside_is_said(compared):
    assert compared.invariance is None
    assert "unknown whether the groups answer on one scale (invariance=False)" in compared.warning
    assert repr(compared).startswith("Gap by branch\n\nWarning")


def test_invariance_that_cannot_be_examined_is_said(branches, survey):
    few = survey(
        branches.perceptions.iloc[:40],
        branches.expectations.iloc[:40],
        branches.instrument.mapping,
        respondents=branches.respondents.iloc[:40].assign(
            half=["a"] * 12 + ["b"] * 12 + [None] * 16
        ),
    )
    few.perceptions.iloc[:20, 4] = np.nan
    result = compare_groups(few, "half")
    assert result.invariance is None
    assert "cannot be fitted over the groups" in result.warning


@pytest.fixture(scope="module")
def shifted(survey):
    """Two groups, one of which answers one item 1.2 points higher, whatever it perceives."""
    random = np.random.default_rng(5)
    n = 600
    factors = random.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=n)
    answers = np.repeat(factors, [4, 4], axis=1) + random.normal(0, 0.8, (n, 8)) + 5
    group = np.repeat(["east", "west"], n // 2)
    answers[group == "west", 3] += 1.2
    codes = [f"Q{k}" for k in range(1, 9)]
    frame = pd.DataFrame(answers, columns=codes)
    return survey(
        frame,
        frame * 0 + 6,
        {"care": codes[:4], "speed": codes[4:]},
        respondents=pd.DataFrame({"side": group}),
    )


def test_partial_invariance_names_the_item_and_its_effect(shifted):
    result = compare_groups(shifted, "side", score="perception")
    assert result.invariance.reached == "strict"
    assert "partial, as groups differ in the intercept of Q4" in result.warning
    assert "Q4 differs most (dMACS" in result.warning
    assert "Because of such items the mean of care is +0.3" in result.warning


def test_groups_too_small_to_show_need_no_invariance():
    bank = svq.load_dataset("bank")
    labels = bank.respondents["branch"].copy()
    labels.iloc[:6] = "New"
    assert compare_groups(bank, labels).warning == ""
    labels.iloc[6:20] = "New"
    warning = compare_groups(bank, labels).warning
    assert "Whether the small groups answer on the same scale is unknown" in warning


def test_expectations_are_examined_where_they_are_compared(shifted):
    varied = shifted.perceptions + np.random.default_rng(1).normal(0, 0.3, (600, 8))
    other = type(shifted)(**{**vars(shifted), "expectations": varied})
    result = compare_groups(other, "side", score="expectation")
    assert "Of the expectations, by ML" in result.invariance_words


# ---- what must hold for all data ------------------------------------------------------------------


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.sampled_from([0.1, 1.0, 20.0]))
def test_shift_scale_and_order_change_no_test(seed, shift, scale):
    random = np.random.default_rng(seed)
    scores = pd.DataFrame({"care": random.normal(size=45), "total": random.normal(size=45)})
    labels = pd.Series(np.repeat(["a", "b", "c"], [12, 20, 13]))
    order = random.permutation(45)
    moved = (scores * scale + shift).iloc[order]
    for first, second in [(scores, moved)]:
        one, two = describe_groups(first, labels), describe_groups(second, labels.iloc[order])
        a, b = welch_anova(first, labels, one), welch_anova(second, labels.iloc[order], two)
        pd.testing.assert_frame_equal(a, b, rtol=1e-7, atol=1e-9)
        p, q = (
            games_howell(first, labels, one),
            games_howell(second, labels.iloc[order], two),
        )
        unitless = ["t", "df", "p", "g", "g_low", "g_high"]
        pd.testing.assert_frame_equal(p[unitless], q[unitless], rtol=1e-7, atol=1e-8)
        np.testing.assert_allclose(p["difference"] * scale, q["difference"], atol=1e-9)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_two_groups_give_welchs_t(seed):
    """With two groups F = t², and Games–Howell is Welch's t-test."""
    from scipy.stats import ttest_ind

    random = np.random.default_rng(seed)
    scores = pd.DataFrame({"care": np.r_[random.normal(size=14), random.normal(0.5, 2, 22)]})
    labels = pd.Series(["a"] * 14 + ["b"] * 22)
    described = describe_groups(scores, labels)
    anova, pair = (
        welch_anova(scores, labels, described).loc["care"],
        games_howell(scores, labels, described).iloc[0],
    )
    test = ttest_ind(scores["care"][:14], scores["care"][14:], equal_var=False)
    limits = test.confidence_interval(0.95)
    assert anova["f"] == pytest.approx(pair["t"] ** 2)
    assert anova["p"] == pytest.approx(test.pvalue)
    assert pair["p"] == pytest.approx(test.pvalue, rel=1e-6, abs=1e-9)
    assert (pair["low"], pair["high"]) == pytest.approx((limits.low, limits.high))


def test_omega_interval_leaves_out_zero_where_the_test_is_significant(compared):
    significant = compared.anova["p"] < 0.05
    assert ((compared.anova["omega2_low"] > 0) == significant).all()
