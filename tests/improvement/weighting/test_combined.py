"""Points, combinations and nested weights: closed forms, and input that does not sum."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import svqkit as svq
from svqkit.errors import DataError


def test_points_of_one_and_of_several() -> None:
    assert svq.weights_points({"a": 25, "b": 75}).weights.tolist() == [0.25, 0.75]
    assert svq.weights_points({"a": 5, "b": 15}, total=20).weights.tolist() == [0.25, 0.75]
    table = pd.DataFrame({"a": [20, 40], "b": [80, 60]}, index=["Ann", "Bo"])
    found = svq.weights_points(table)
    assert found.weights.round(12).tolist() == [0.3, 0.7]
    assert found.table.loc["a", ["lowest", "highest"]].tolist() == [0.2, 0.4]
    assert found.table["rank"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ({"a": 40, "b": 50}, "the weights sum to 90, not to 100"),
        ({"a": -10, "b": 110}, "weight of 'a' is -10"),
        ({"a": "much", "b": 50}, "weight of 'a' is 'much', no number"),
        (pd.DataFrame({"a": [50, 60], "b": [50, 60]}), "points of expert 1 sum to 120.*20 are too many"),
        (pd.DataFrame({"a": [50, -5], "b": [50, 105]}), "expert 1 gives 'a' -5 points"),
        (pd.DataFrame({"a": [50, None], "b": [50, 100]}), "expert 1 has no number for indicator 'a'"),
        (pd.Series([50, 50], index=["a", "a"]), "indicator 'a' has two weights"),
        ({}, "there are no points"),
    ],
)  # fmt: skip
def test_points_that_do_not_sum(points, message: str) -> None:
    with pytest.raises(DataError, match=message):
        svq.weights_points(points)


def test_names_need_not_be_words() -> None:
    assert svq.weights_points({1: 60, 2: 40}).weights.to_dict() == {1: 0.6, 2: 0.4}
    assert svq.weights_points(pd.Series([60, 40])).weights.tolist() == [0.6, 0.4]
    assert svq.weights_nested({1: 60, 2: 40}, {1: "a", 2: "b"}).weights.to_dict() == {
        "a": 0.6,
        "b": 0.4,
    }
    parts = {1: {0: 50, 1: 50}, 2: {0: 20, 1: 80}}
    found = svq.weights_combined(parts, how="linear", shares={1: 0.5, 2: 0.5})
    assert found.weights.round(12).to_dict() == {0: 0.35, 1: 0.65}


def test_combinations_by_hand() -> None:
    parts = {"x": {"a": 0.5, "b": 0.3, "c": 0.2}, "y": {"c": 0.6, "b": 0.3, "a": 0.1}}
    product = np.array([0.05, 0.09, 0.12])
    assert np.allclose(svq.weights_combined(parts).weights, product / product.sum())
    linear = svq.weights_combined(parts, how="linear", shares={"x": 75, "y": 25})
    assert np.allclose(linear.weights, [0.4, 0.3, 0.3])
    root = svq.weights_combined(parts, shares={"x": 0.5, "y": 0.5})
    assert np.allclose(root.weights, np.sqrt(product) / np.sqrt(product).sum())
    assert (
        "a" in svq.weights_combined({"x": {"a": 0, "b": 1}, "y": {"a": 0.5, "b": 0.5}}).remarks[0]
    )


def test_a_tree_of_paired_comparisons() -> None:
    """Nested weights are those of the one comparison that says the same."""
    top = svq.weights_ahp({("r", "s"): 3})
    nested = svq.weights_nested(top, {"r": svq.weights_ahp({("a", "b"): 4}), "s": "c"})
    whole = {("a", "b"): 4, ("a", "c"): 2.4, ("b", "c"): 0.6}
    assert np.allclose(nested.weights, svq.weights_ahp(whole).weights[["a", "b", "c"]])
    assert nested.weights.sum() == pytest.approx(1)
    assert nested.table.loc["a", ["group", "in_group"]].tolist() == ["r", 0.8]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: svq.weights_combined({"x": {"a": 1}}), ValueError, "two or more names"),
        (lambda: svq.weights_combined({"x": {"a": 1}, "y": {"a": 1}}, how="max"), ValueError, "how must"),
        (lambda: svq.weights_combined({"x": {"a": 50, "b": 50}, "y": {"a": 50, "c": 50}}), DataError,
         "y: indicator 'b' has no weight"),
        (lambda: svq.weights_combined({"x": {"a": 50, "b": 50}, "y": {"a": 50, "b": 40}}), DataError,
         "y: the weights sum to 90"),
        (lambda: svq.weights_combined({"x": {"a": 1, "b": 0}, "y": {"a": 0, "b": 1}}), DataError,
         "the product leaves nothing"),
        (lambda: svq.weights_combined({"x": {"a": 1}, "y": {"a": 1}}, shares={"x": 0.5, "z": 0.5}),
         DataError, "part 'y' has no weight"),
        (lambda: svq.weights_nested({"r": 50, "s": 50}, {"r": "a", "s": "a"}), DataError,
         "'a' stands in group 'r' and in 's'"),
        (lambda: svq.weights_nested({"r": 50, "s": 50}, {"r": "a"}), DataError,
         "'s' has a weight but is no group"),
        (lambda: svq.weights_nested({"r": 100}, {"r": {}}), DataError, "group 'r' has no indicators"),
        (lambda: svq.weights_nested({"r": 100}, {"r": {"a": 50, "b": 40}}), DataError,
         "group 'r': the weights sum to 90"),
        (lambda: svq.weights_combined({"x": {"a": 1}, "y": {"a": 1}}, shares=[0.5, 0.5]), TypeError,
         "shares must map"),
        (lambda: svq.weights_nested({"r": 100}, ["a"]), TypeError, "within must map"),
        *((lambda total=total: svq.weights_points({"a": 100}, total=total), ValueError,
           "total must be a positive number") for total in (0, np.inf, "100", None, True)),
    ],
)  # fmt: skip
def test_parts_that_do_not_fit(call, error, message: str) -> None:
    with pytest.raises(error, match=message):
        call()
