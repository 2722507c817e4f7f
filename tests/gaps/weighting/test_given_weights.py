"""Given weights: what is taken, and what is refused by name."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.gaps.weighting.given_weights import given_weights

NAMES = ["care", "speed", "place"]


@pytest.mark.parametrize(
    "weights",
    [
        {"care": 50, "place": 20, "speed": 30},
        pd.Series({"speed": 0.3, "care": 0.5, "place": 0.2}),
        SimpleNamespace(weights=pd.Series({"care": 50.0, "speed": 30.0, "place": 20.0})),
        {"care": "50", "speed": 30, "place": 20},
    ],
)
def test_points_and_shares_are_taken_in_the_order_asked(weights):
    found = given_weights(weights, NAMES)
    assert list(found.index) == NAMES
    assert found.tolist() == pytest.approx([50, 30, 20])


def test_rounded_weights_are_scaled_to_exactly_100():
    assert given_weights({"care": 33.3, "speed": 33.3, "place": 33.3}, NAMES).sum() == 100


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"care": 50, "speed": 50}, "dimension 'place' has no weight; the dimensions are 'care'"),
        (
            {"care": 50, "speed": 30, "place": 10, "price": 10},
            "'price' has a weight but is no dimension",
        ),
        ({"care": 90, "speed": 20, "place": -10}, "the weight of 'place' is -10"),
        ({"care": 90, "speed": 10, "place": np.nan}, "the weight of 'place' is nan, no number"),
        ({"care": 90, "speed": 10, "place": "few"}, "the weight of 'place' is 'few', no number"),
        ({"care": 50, "speed": 30, "place": 10}, "sum to 90, not to 100 .or 1.: care 50, speed 30"),
        ({"care": 0, "speed": 0, "place": 0}, "sum to 0, not to 100"),
        (
            pd.Series([50, 30, 10, 10], index=["care", "speed", "place", "care"]),
            "dimension 'care' has two weights",
        ),
    ],
)
def test_what_is_wrong_is_named(weights, said):
    with pytest.raises(DataError, match=said):
        given_weights(weights, NAMES)


def test_something_else_is_refused():
    with pytest.raises(TypeError, match="a Series or mapping of dimension to points"):
        given_weights([50, 30, 20], NAMES)
