"""The risk register: products by hand, bands of ranks, and ratings that cannot be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError

RATING = st.integers(1, 10)
ROWS = [
    {"risk": "a", "severity": 9, "occurrence": 2, "detection": 3, "owner": ""},
    {"risk": "b", "severity": 4, "occurrence": 8, "detection": 2, "owner": "Ann"},
    {"risk": "c", "severity": 5, "occurrence": 7, "detection": 6},
]


def test_products_ranks_and_reasons_by_hand(agree):
    table = svq.risk_register(ROWS).table
    agree("risk register: RPN", table["rpn"], [210, 64, 54], oracle="closed form")
    assert table.index.tolist() == ["c", "b", "a"]
    assert table["criticality"].tolist() == [35, 32, 18]
    assert table["reason"].to_dict() == {"c": "RPN", "b": "", "a": "severity"}
    assert table.loc["a", ["rpn_low", "rpn_high"]].tolist() == [8 * 1 * 2, 10 * 3 * 4]
    assert svq.risk_register(ROWS).without_owner == ["c", "a"]


@given(st.lists(st.tuples(RATING, RATING, RATING), min_size=1, max_size=9))
def test_a_rank_lies_in_its_band_and_ratings_off_by_one_stay_in_it(ratings):
    rows = pd.DataFrame(ratings, columns=["severity", "occurrence", "detection"])
    rows["risk"] = [f"r{k}" for k in range(len(rows))]
    table = svq.risk_register(rows).table
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    moved = rows.assign(occurrence=np.clip(rows["occurrence"] + 1, 1, 10),
                        severity=np.clip(rows["severity"] - 1, 1, 10))  # fmt: skip
    new = svq.risk_register(moved).table["rank"].reindex(table.index)
    assert (table["rank_low"] <= new).all()
    assert (new <= table["rank_high"]).all()
    shuffled = svq.risk_register(rows.iloc[::-1]).table["rpn"]
    assert shuffled.to_dict() == table["rpn"].to_dict()


def test_a_matrix_names_levels_and_what_is_left_after_the_action():
    found = svq.risk_register(
        [
            {"risk": "power cut", "likelihood": 2, "impact": 5, "likelihood_after": 1},
            {"risk": "fraud", "likelihood": 4, "impact": 4, "likelihood_after": None},
            {"risk": "queue", "likelihood": 4, "impact": 1},
        ]
    )
    assert found.kind == "matrix"
    assert found.table["level"].to_dict() == {
        "fraud": "extreme",
        "power cut": "high",
        "queue": "low",
    }
    assert found.table["score_after"].to_dict() == {"fraud": 16, "power cut": 5, "queue": 4}
    assert found.without_owner == ["fraud", "power cut"]


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([], {}, "the register is empty"),
        ([{"risk": "a", "severity": 3}], {}, "there is no column 'likelihood'"),
        ([{**ROWS[0], "severity": 11}], {}, "severity of 'a' is 11; rate it by a whole number from 1 to 10"),
        ([{**ROWS[0], "detection": 2.5}], {}, "detection of 'a' is 2.5"),
        ([{**ROWS[0], "occurrence": None}], {}, "occurrence of 'a' is"),
        ([{"risk": "a", "likelihood": 6, "impact": 1}], {}, "likelihood of 'a' is 6; .* 1 to 5"),
        ([ROWS[0], ROWS[0]], {}, "risk 'a' is there twice"),
        ([{**ROWS[0], "risk": " "}], {}, "a risk has no name"),
        ([{"risk": "a", "likelihood": 1, "impact": 1}], {"levels": (("high", 5),)}, "levels must begin at score 1"),
    ],
)  # fmt: skip
def test_bad_input_is_named(rows, options, said):
    with pytest.raises((DataError, ValueError), match=said):
        svq.risk_register(rows, **options)
