"""Paired comparisons against base R, AHPy and Saaty's printed examples, by property, at the edges."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svqkit.errors import DataError
from svqkit.gaps.weighting.ahp import weights_ahp
from svqkit.gaps.weighting.ahp_judgements import judgement_matrix
from svqkit.gaps.weighting.ahp_weights import RANDOM_INDEX, consensus

R = {"oracle": "R 4.2 eigen", "rtol": 1e-9, "atol": 1e-12}


def pairs_of(upper, names=None):
    n = int((1 + np.sqrt(1 + 8 * len(upper))) / 2)
    labels = names or [f"x{k}" for k in range(n)]
    return dict(zip(combinations(labels, 2), upper, strict=True))


@pytest.mark.parametrize("case", range(3))
def test_one_expert_agrees_with_r(oracle, agree, case):
    theirs = oracle("gaps_weighting/weighting")["ahp"]["experts"][case]
    ours = weights_ahp(pairs_of(theirs["upper"]))
    agree("AHP: weights", ours.weights, theirs["weights"], **R)
    agree("AHP: geometric weights", ours.table["geometric_weight"], theirs["geometric"], **R)
    agree("AHP: lambda_max", ours.lambda_max, theirs["lambda_max"], **R)
    agree("AHP: consistency ratio", ours.consistency_ratio, theirs["ratio"], **R)
    agree("AHP: value that agrees", ours.judgements["agrees"].sort_index(), theirs["agrees"], **R)


def test_several_experts_agree_with_r(oracle, agree):
    theirs = oracle("gaps_weighting/weighting")["ahp"]["group"]
    each = [pairs_of(upper) for upper in theirs["uppers"]]
    ours = weights_ahp(each)
    agree("AHP: weights", ours.weights, theirs["weights"], **R)
    agree("AHP: consensus", ours.consensus, theirs["consensus"], **R)
    for k, one in enumerate(each):
        alone = weights_ahp(one)
        row = ours.experts.iloc[k]
        assert row["consistency_ratio"] == pytest.approx(alone.consistency_ratio)
        np.testing.assert_allclose(row.iloc[2:-1].astype(float), alone.weights, rtol=1e-12)


@pytest.mark.parametrize("name", ["four", "five", "drinks"])
def test_ahpy_gives_the_same(oracle, agree, name):
    """AHPy was asked for ten decimals; it prints a ratio by another table of random indices."""
    theirs = oracle("gaps_weighting/ahpy")[name]
    ours = weights_ahp(pairs_of(theirs["upper"]))
    peer = {"oracle": "AHPy 2.1", "rtol": 0, "atol": 1e-9}
    agree("AHP: weights", ours.weights, theirs["weights"], **peer)
    index = theirs["ratio"] * theirs["random_index"]
    agree("AHP: consistency index", ours.consistency_index, index, **peer)


def test_wealth_of_nations(agree):
    """Printed to three decimals, with λ = 7.61 and a consistency index of .10."""
    upper = [4, 9, 6, 6, 5, 5, 7, 5, 5, 3, 4, 1 / 5, 1 / 5, 1 / 7, 1 / 5, 1, 1 / 3, 1 / 3]
    upper += [1 / 3, 1 / 3, 2]
    ours = weights_ahp(pairs_of(upper))
    printed = [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094]
    book = {"oracle": "Saaty (1980), wealth of nations", "rtol": 0}
    agree("AHP: weights", ours.weights, printed, atol=0.0005, **book)
    agree("AHP: lambda_max", ours.lambda_max, 7.61, atol=0.005, **book)
    agree("AHP: consistency index", ours.consistency_index, 0.10, atol=0.005, **book)


def test_drinks(oracle, agree):
    upper = oracle("gaps_weighting/ahpy")["drinks"]["upper"]
    ours = weights_ahp(pairs_of(upper))
    printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    paper = {"oracle": "Saaty (2008), relative consumption of drinks", "rtol": 0}
    agree("AHP: weights", ours.weights, printed, atol=0.0005, **paper)
    agree("AHP: consistency ratio", ours.consistency_ratio, 0.022, atol=0.0005, **paper)


positive = st.lists(st.floats(0.2, 5), min_size=3, max_size=6)


@settings(max_examples=40, deadline=None)
@given(worth=positive, data=st.data())
def test_consistent_judgements_give_back_what_made_them(worth, data):
    w = np.array(worth) / sum(worth)
    names = [f"x{k}" for k in range(len(w))]
    matrix = pd.DataFrame(w[:, None] / w, names, names)
    ours = weights_ahp(matrix)
    np.testing.assert_allclose(ours.weights, w, rtol=1e-8)
    np.testing.assert_allclose(ours.table["geometric_weight"], w, rtol=1e-8)
    assert ours.consistency_ratio == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(ours.judgements["times"], 1, rtol=1e-7)
    order = data.draw(st.permutations(names))
    again = weights_ahp(matrix.loc[order, order], labels=names)
    np.testing.assert_allclose(again.weights, ours.weights, rtol=1e-9)
    assert (ours.table["weight_low"] <= ours.table["weight"] + 1e-12).all()
    assert (ours.table["weight_high"] >= ours.table["weight"] - 1e-12).all()


scale = st.sampled_from([*range(1, 10), *(1 / k for k in range(2, 10))])


@settings(max_examples=40, deadline=None)
@given(upper=st.lists(scale, min_size=6, max_size=6))
def test_turning_all_judgements_round_turns_geometric_weights_round(upper):
    ours = weights_ahp(pairs_of(upper))
    turned = weights_ahp(ours.matrix.T)
    product = ours.table["geometric_weight"] * turned.table["geometric_weight"]
    np.testing.assert_allclose(product, product.iloc[0], rtol=1e-9)
    assert turned.consistency_ratio == pytest.approx(ours.consistency_ratio, abs=1e-9)
    assert ours.lambda_max >= 4 - 1e-9
    worst = ours.judgements.iloc[0]
    if ours.consistency_ratio > 1e-6:
        fixed = ours.matrix.copy()
        row, column = ours.judgements.index[0]
        fixed.loc[row, column] = worst["nearest"]
        fixed.loc[column, row] = 1 / worst["nearest"]
        assert weights_ahp(fixed).consistency_ratio == pytest.approx(worst["ratio_then"])


@settings(max_examples=30, deadline=None)
@given(uppers=st.lists(st.lists(scale, min_size=3, max_size=3), min_size=2, max_size=4))
def test_order_of_experts_does_not_matter_and_consensus_is_a_share(uppers):
    one = weights_ahp([pairs_of(upper) for upper in uppers])
    two = weights_ahp([pairs_of(upper) for upper in reversed(uppers)])
    np.testing.assert_allclose(one.weights, two.weights, rtol=1e-9)
    assert one.consensus == pytest.approx(two.consensus, abs=1e-9)
    assert 0 <= one.consensus <= 1


def test_consensus_at_its_ends():
    apart = np.full((3, 3), 1 / 11) + np.eye(3) * 8 / 11
    assert consensus(apart) == pytest.approx(0, abs=1e-9)
    assert consensus(np.array([[0.6, 0.3, 0.1]] * 4)) == pytest.approx(1)


def test_one_odd_judgement_is_found_with_the_value_that_agrees():
    w = np.array([0.4, 0.3, 0.2, 0.06, 0.04])
    names = list("abcde")
    matrix = pd.DataFrame(w[:, None] / w, names, names)
    matrix.loc["b", "d"], matrix.loc["d", "b"] = 1 / 5, 5.0
    ours = weights_ahp(matrix)
    assert ours.judgements.index[0] == ("b", "d")
    assert ours.judgements["agrees"].iloc[0] == pytest.approx(5)
    assert ours.judgements["ratio_then"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert ours.remarks[-1].startswith("The consistency ratio")
    assert "'b' over 'd': 1/5 was given, 5 would follow" in ours.remarks[-1]


def test_an_expert_with_contradictions_is_named_with_the_judgement():
    w = np.array([0.4, 0.3, 0.2, 0.1])
    good = pd.DataFrame(w[:, None] / w, list("abcd"), list("abcd"))
    odd = good.copy()
    odd.loc["a", "d"], odd.loc["d", "a"] = 1 / 4, 4.0
    ours = weights_ahp({"Ann": good, "Bo": odd})
    assert ours.experts["at_odds"].to_dict() == {
        "Ann": "",
        "Bo": "a over d: 1/4 instead of 4",
    }
    assert ours.remarks[-1].startswith("Bo's own judgements contradict each other")
    assert ours.remarks[-1].endswith("most by a over d: 1/4 instead of 4.")


def test_judgements_in_a_circle_are_said():
    said = weights_ahp(pairs_of([2, 3, 1 / 2, 4, 1, 1 / 5], list("abcd"))).remarks
    assert not any("circle" in sentence for sentence in said)
    said = weights_ahp(pairs_of([2, 3, 1 / 2, 4, 2, 5], list("abcd"))).remarks
    assert said[0] == "A circle: a over b, b over d, yet d over a. And 1 more."


def test_every_way_of_writing_judgements_is_the_same():
    names = ["a", "b", "c"]
    square = pd.DataFrame([[1, 3, 5], [np.nan, 1, 2], [np.nan, np.nan, 1]], names, names)
    written = [
        square,
        pairs_of([3, 5, 2], names),
        {("b", "a"): 1 / 3, ("a", "c"): 5, ("c", "b"): 0.5},
        square.loc[["c", "a", "b"], ["b", "c", "a"]],
    ]
    made = [weights_ahp(one, labels=names).matrix for one in written]
    for other in made[1:]:
        pd.testing.assert_frame_equal(other, made[0], rtol=1e-12)
    plain = weights_ahp([[1, 3, 5], [1 / 3, 1, 2], [0.2, 0.5, 1]], labels=names).matrix
    pd.testing.assert_frame_equal(plain, made[0], rtol=1e-12)
    several = weights_ahp(np.stack([made[0], made[0]]), labels=names)
    pd.testing.assert_frame_equal(several.matrix, made[0], rtol=1e-12)
    named = weights_ahp({"Ann": square, "Bo": made[0]})
    assert list(named.experts.index) == ["Ann", "Bo"]
    assert "Experts" in repr(named)


def test_rounded_halves_are_made_exact_and_said():
    table = pd.DataFrame([[1, 8], [0.13, 1]], list("ab"), list("ab"))
    matrix, said = judgement_matrix(table)
    assert matrix.loc["b", "a"] == 1 / 8
    assert said == [
        "The halves of 'a' over 'b' are reciprocal but for rounding; the larger half is taken and "
        "the other made exact."
    ]
    turned, _ = judgement_matrix(table.T)
    assert turned.loc["a", "b"] == 1 / 8


def test_values_off_the_scale_are_said_not_refused():
    ours = weights_ahp({("a", "b"): 12, ("a", "c"): 2, ("b", "c"): 0.1})
    said = " ".join(ours.remarks)
    assert "Outside Saaty's scale from 1/9 to 9: 'a' over 'b' (12), 'b' over 'c' (0.1)." in said


def test_three_things_do_not_single_out_a_judgement():
    said = weights_ahp(pairs_of([2, 1 / 9, 3])).remarks[-1]
    assert "With three things each judgement is as much at odds" in said


def test_two_things_are_always_consistent():
    ours = weights_ahp({("a", "b"): 4})
    assert ours.weights.tolist() == pytest.approx([0.8, 0.2])
    assert ours.consistency_ratio == 0
    assert len(ours.judgements) == 0
    assert "cannot be compared inconsistently" in " ".join(repr(ours).split())


def test_saatys_table_ends_at_15():
    assert len(RANDOM_INDEX) == 15
    assert weights_ahp(np.ones((15, 15))).consistency_ratio == pytest.approx(0, abs=1e-12)
    with pytest.raises(DataError, match="16 things are compared"):
        weights_ahp(np.ones((16, 16)))


A = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("pairwise", "said"),
    [
        (pd.DataFrame([[1, 3], [0.5, 1]], A[:2], A[:2]), "'a' over 'b' is 3 but 'b' over 'a' is 0"),
        (pd.DataFrame([[1, 0.2], [4, 1]], A[:2], A[:2]), r"is 4, not 5"),
        ({("a", "b"): 3, ("a", "c"): 2}, "'b' over 'c' not judged: every pair is needed"),
        ({("a", "b"): 3, ("c", "d"): 2}, "'a' over 'c' and 3 more not judged"),
        ({("a", "b"): 0}, "'a' over 'b' is 0; a judgement says"),
        ({("a", "b"): -3}, "'a' over 'b' is -3"),
        ({("a", "b"): "much"}, "'a' over 'b' is 'much'"),
        ({("a", "b"): 3, ("a", "a"): 2}, "'a' against itself is 2, not 1"),
        ({("a", "b", "c"): 3}, "is no pair"),
        ([[1, 2, 3], [1, 1, 1]], "square table, not 2 × 3"),
        ([[1]], "two things at least"),
        (pd.DataFrame([[1, 2], [0.5, 1]], ["a", "b"], ["a", "c"]), "row 'b' has no column"),
        (pd.DataFrame(np.ones((2, 2)), ["a", "a"], ["a", "a"]), "'a' is there twice"),
        ({}, "no judgements"),
        ([{("a", "b"): 3}, {("a", "b"): -1}], "expert '2': 'a' over 'b' is -1"),
        ([{("a", "b"): 3}, {("a", "c"): 1}], "expert '2' did not compare the same things"),
    ],
)
def test_what_is_wrong_is_named(pairwise, said):
    with pytest.raises(DataError, match=said):
        weights_ahp(pairwise)


def test_labels_must_fit():
    with pytest.raises(DataError, match="3 labels for 2 rows"):
        weights_ahp([[1, 2], [0.5, 1]], labels=A)
    with pytest.raises(DataError, match="'b' is judged but is not among the labels"):
        weights_ahp({("a", "b"): 3}, labels=["a", "c"])
    with pytest.raises(DataError, match="'c' is a label but no row"):
        weights_ahp(pd.DataFrame(np.ones((2, 2)), A[:2], A[:2]), labels=["a", "c"])
    with pytest.raises(TypeError, match="square table, a mapping of pairs"):
        weights_ahp("a over b")


def test_a_diagonal_may_be_rounded() -> None:
    """Ratios of weights, as a spreadsheet divides them: 0.9999999999999999 beside 1."""
    weights = np.array([5.1, 4.3, 2.7, 1.9, 1.1])
    ratios = np.outer(weights, 1 / weights)
    assert (np.diag(ratios) != 1).any()
    found = weights_ahp(ratios)
    assert np.allclose(found.weights, weights / weights.sum())
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
