"""Segments: R's k-means, silhouette, gap and mixtures; Hennig's stability; data without segments."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.improvement.customers.candidates import candidates
from svqkit.improvement.customers.stability import jaccard

BY = ["visits", "conversion", "repurchase_days", "chatbot_share"]
LOG = ["visits", "repurchase_days"]
QUICK = {"references": 19, "bootstrap": 10, "progress": False}


@pytest.fixture(scope="module")
def standardised(customers) -> np.ndarray:
    x = customers[BY].copy()
    x[LOG] = np.log(x[LOG])
    return ((x - x.mean()) / x.std(ddof=0)).to_numpy()


@pytest.fixture(scope="module")
def found(customers):
    return svq.segments(
        customers,
        BY,
        log=LOG,
        expectations=["efficiency_expected", "fulfilment_expected", "privacy_expected"],
        **QUICK,
    )


def test_k_means_is_that_of_r(standardised, theirs, agree) -> None:
    table, _, best = candidates(standardised, "kmeans", "gap", 4, 50, 20, 0)
    shown, oracle = theirs["segments"], f"cluster {theirs['versions']['cluster']}"
    agree(
        "segments: k-means within", table["within"], shown["within"][:4], oracle=oracle, rtol=1e-9
    )
    silhouettes = [float(part) for part in shown["silhouette"][1:4]]
    agree("segments: silhouette", table["silhouette"][1:], silhouettes, oracle=oracle, rtol=1e-9)
    assert best == 3
    # Two means of 20 and 200 boxes; both standard errors are known.
    gap, se = np.array(shown["gap"][:4]), np.array(shown["gap_se"][:4])
    error = np.hypot(table["gap_se"] / np.sqrt(20), se / np.sqrt(200))
    assert (np.abs(table["gap"] - gap) < 4 * error).all()


def test_latent_classes_are_those_of_mclust(standardised, theirs, agree) -> None:
    table, _, best = candidates(standardised, "latent", "bic", 4, 5, 10, 0)
    oracle = f"mclust {theirs['versions']['mclust']}"
    for name, ours in (("loglik", "loglik"), ("bic", "bic"), ("npar", "npar")):
        agree(
            f"segments: latent {name}",
            table.loc[1:3, ours],
            theirs["segments"][name],
            oracle=oracle,
            rtol=1e-6,
        )
    assert best == 3


@pytest.mark.parametrize("method", ["kmeans", "latent"])
def test_the_planted_segments_come_back(customers, truth, method) -> None:
    from sklearn.metrics import adjusted_rand_score

    found = svq.segments(customers, BY, log=LOG, method=method, most=4, restarts=5, **QUICK)
    planted = pd.Series(list(truth["shop_customers"]["segments"]), customers.index.sort_values())
    members = found.members.reindex(planted.index)
    assert found.k == 3
    assert adjusted_rand_score(planted, members) > 0.95
    assert (found.stability["verdict"] == "highly stable").all()
    assert found.reference["p"] == pytest.approx(1 / 20)


def test_cards_carry_what_was_planted(found, truth) -> None:
    planted = truth["shop_customers"]
    for at, segment in enumerate([1, 2, 3]):  # regulars, browsers, careful ones by size
        card = found.profiles.loc[segment]
        middle = planted["behaviour"]["chatbot_share"][at]
        assert card.loc["chatbot_share", "mean"] == pytest.approx(middle, abs=1.0)
        share = list(planted["shares"].values())[at]
        assert found.sizes.loc[segment, "low"] < share < found.sizes.loc[segment, "high"]
        wanted = found.expectations.loc[(segment, "fulfilment_expected")]
        assert wanted["mean"] == pytest.approx(planted["expected"]["fulfilment"][at], abs=0.1)
    most = found.expectations["mean"].unstack().idxmax(axis=1)
    assert most.tolist() == ["fulfilment_expected", "efficiency_expected", "privacy_expected"]
    assert "Expects most: privacy_expected" in found.cards[3]


def test_one_cloud_is_not_taken_for_segments() -> None:
    rng = np.random.default_rng(4)
    cloud = pd.DataFrame(
        rng.multivariate_normal([0, 0, 0], np.full((3, 3), 0.6) + 0.4 * np.eye(3), 300),
        columns=["a", "b", "c"],
    )
    for method in ("kmeans", "latent"):
        found = svq.segments(cloud, list("abc"), k=3, method=method, most=3, restarts=3, **QUICK)
        assert found.reference["p"] > 0.05
        assert "borders are arbitrary" in found.sentence
    assert svq.segments(cloud, list("abc"), criterion="gap", **QUICK).k == 1


def test_yes_and_no_make_latent_classes() -> None:
    rng = np.random.default_rng(5)
    kind = np.repeat([0, 1], [200, 100])
    chance = np.array([[0.9, 0.8, 0.85, 0.2], [0.1, 0.2, 0.15, 0.9]])[kind]
    table = pd.DataFrame((rng.random((300, 4)) < chance).astype(int), columns=list("abcd"))
    found = svq.segments(table, list("abcd"), method="latent", most=3, restarts=5, **QUICK)
    assert found.k == 2
    assert (found.members.to_numpy() == kind + 1).mean() > 0.93
    assert found.candidates["npar"].tolist() == [4, 9, 14]
    with pytest.raises(DataError, match="all yes/no"):
        svq.segments(table.assign(e=rng.normal(size=300)), list("abce"), method="latent", **QUICK)


def test_missing_answers_leave_k_means_and_stay_in_latent_classes(customers) -> None:
    holes = customers.copy()
    holes.iloc[:7, holes.columns.get_loc("visits")] = np.nan
    by_means = svq.segments(holes, BY, log=LOG, k=3, most=3, **QUICK)
    assert by_means.members.isna().sum() == 7
    assert "7 customers lack an answer" in by_means.convention
    rows = holes.iloc[:150]
    by_classes = svq.segments(rows, BY, log=LOG, k=3, most=3, method="latent", restarts=3, **QUICK)
    assert by_classes.members.notna().all()


def test_small_segments_show_no_numbers() -> None:
    rng = np.random.default_rng(6)
    table = pd.DataFrame({"a": np.r_[rng.normal(0, 1, 60), rng.normal(60, 1, 5)]})
    found = svq.segments(table, ["a"], k=2, **QUICK)
    assert found.sizes["masked"].tolist() == [False, True]
    assert found.profiles.loc[2, "mean"].isna().all()
    assert found.cards[2] == "Under 10 customers: too few to describe."


def test_the_same_seed_gives_the_same_segments(customers, found) -> None:
    again = svq.segments(
        customers,
        BY,
        log=LOG,
        expectations=["efficiency_expected", "fulfilment_expected", "privacy_expected"],
        **QUICK,
    )
    pd.testing.assert_series_equal(again.members, found.members)
    pd.testing.assert_frame_equal(again.stability, found.stability)


def test_units_do_not_matter(customers, found) -> None:
    other = customers.assign(conversion=customers["conversion"] / 100)
    again = svq.segments(other, BY, log=LOG, **QUICK)
    pd.testing.assert_series_equal(again.members, found.members)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_jaccard_is_overlap_over_union(pairs) -> None:
    a, b = np.array(pairs).T
    found = jaccard(a, b)
    for i in range(a.max() + 1):
        for j in range(b.max() + 1):
            union = ((a == i) | (b == j)).sum()
            assert found[i, j] == pytest.approx(((a == i) & (b == j)).sum() / union if union else 0)


def test_bad_input_is_named(customers) -> None:
    with pytest.raises(DataError, match="no column 'visit'; there are visits"):
        svq.segments(customers, ["visit"])
    with pytest.raises(DataError, match="comes twice"):
        svq.segments(svq.load_dataset("shop_customers").set_index("customer"), BY)
    with pytest.raises(DataError, match="'many', which is no number"):
        svq.segments(customers.assign(visits="many"), BY)
    with pytest.raises(DataError, match="does not vary"):
        svq.segments(customers.assign(visits=1), BY)
    with pytest.raises(DataError, match="a logarithm needs numbers above 0"):
        svq.segments(customers.assign(visits=customers["visits"] - 20), BY, log=["visits"])
    with pytest.raises(DataError, match="20 customers have answers"):
        svq.segments(customers.head(20), BY)
    with pytest.raises(TypeError, match=r"give a list of columns, such as \['visits'\]"):
        svq.segments(customers, "visits")
    for wrong, message in (
        ({"method": "ward"}, "method must be"),
        ({"criterion": "bic"}, "criterion is one of silhouette, gap"),
        ({"most": 1}, "most=1 must be at least 2"),
        ({"bootstrap": 5}, "bootstrap=5 must be at least 10"),
        ({"seed": -1}, "seed=-1"),
        ({"ci": 1}, "ci=1 must be between"),
        ({"k": 900}, "too few for so many"),
    ):
        with pytest.raises(ValueError, match=message):
            svq.segments(customers, BY, **wrong)


def test_fewer_different_customers_than_segments_are_refused() -> None:
    table = pd.DataFrame({"a": [1.0, 2] * 60, "b": [1.0, 2] * 60})
    with pytest.raises(DataError, match="only 2 different answers"):
        svq.segments(table, ["a", "b"], most=3)
    with pytest.raises(DataError, match="'a' does not vary"):
        svq.segments(table * 1e-300, ["a", "b"])
