"""Content validity against base R, printed tables and closed forms; missing and bad ratings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.errors import DataError
from svqkit.instruments.content_validity import critical_cvr
from svqkit.instruments.expert_ratings import as_set, chosen_by_experts

ORACLES = Path(__file__).resolve().parent.parent / "oracles" / "content_validity"
BASE_R = json.loads((ORACLES / "base_r.json").read_text(encoding="utf-8"))
PRINTED = json.loads((ORACLES / "published.json").read_text(encoding="utf-8"))
RATINGS = pd.read_csv(ORACLES / "ratings.csv")
R = f"base R {BASE_R['versions']['R']}"
HALF = 0.005 + 1e-9  # half of the last printed digit


def panel(pairs: list[list[int]]) -> pd.DataFrame:
    """Ratings in which so many of so many experts find each item relevant."""
    most = max(n for _, n in pairs)
    columns = [[4.0] * hits + [1.0] * (n - hits) + [np.nan] * (most - n) for hits, n in pairs]
    return pd.DataFrame({f"i{at}": column for at, column in enumerate(columns)})


def test_relevance_against_r(agree: Any) -> None:
    found = svq.content_validity(RATINGS)
    assert found.items["n"].tolist() == BASE_R["n"]
    assert found.items["relevant"].tolist() == BASE_R["relevant"]
    assert found.items["missing"].tolist() == [11 - n for n in BASE_R["n"]]
    for name in ("i_cvi", "low", "high", "chance", "kappa"):
        topic = f"content validity: {name}"
        agree(topic, found.items[name], BASE_R[name], oracle=R, rtol=1e-9, atol=1e-12)
    for name in ("s_cvi_ave", "s_cvi_ua"):
        agree(f"content validity: {name}", found.scale[name], BASE_R[name], oracle=R, rtol=1e-12)


def test_cvr_against_r(agree: Any) -> None:
    found = svq.content_validity(RATINGS, kind="essential", essential=[3, 4])
    for ours, theirs in (("cvr", "cvr"), ("p", "cvr_p")):
        topic = f"content validity: {ours}"
        agree(topic, found.items[ours], BASE_R[theirs], oracle=R, rtol=1e-12, atol=1e-12)
    kept = found.items[found.items["retained"]]
    assert found.scale["cvi"] == kept["cvr"].mean()
    assert found.scale["retained"] == len(kept) == sum(p <= 0.05 for p in BASE_R["cvr_p"])


@pytest.mark.parametrize(("alpha", "name"), [(0.05, "critical_05"), (0.01, "critical_01")])
def test_critical_values_against_r(agree: Any, alpha: float, name: str) -> None:
    ours = [critical_cvr(n, alpha=alpha) for n in BASE_R["panels"]]
    theirs = [np.nan if one is None else one for one in BASE_R[name]]
    agree("content validity: critical CVR", ours, theirs, oracle=R, rtol=1e-12)


@pytest.mark.parametrize("table", ["kappa", "kappa_of_seven"])
def test_printed_kappas(agree: Any, table: str) -> None:
    rows = PRINTED[table]["rows"]
    found = svq.content_validity(panel([[hits, n] for n, hits, *_ in rows])).items
    source = PRINTED[table]["source"]
    for at, (name, within) in enumerate([("i_cvi", HALF), ("chance", 0.0006), ("kappa", HALF)], 2):
        printed = [row[at] for row in rows]
        topic = f"content validity: {name}, printed"
        agree(topic, found[name], printed, oracle=source, atol=within, rtol=0)
    assert [row[5].lower() for row in rows if len(row) > 5] in (
        [],
        found["evaluation"].tolist(),
    )


def test_printed_scales(agree: Any) -> None:
    table = PRINTED["scales"]
    found = [svq.content_validity(panel(pairs)).scale for pairs in table["relevant_of_experts"]]
    for name, within in (("s_cvi_ave", HALF), ("s_cvi_ua", 0.01)):  # 1/6 is printed as .16
        ours = [one[name] for one in found]
        topic = f"content validity: {name}, printed"
        agree(topic, ours, table[name], oracle=table["source"], atol=within, rtol=0)


def test_printed_ratings(agree: Any) -> None:
    table = PRINTED["ratings"]
    found = svq.content_validity(pd.DataFrame(table["experts_by_item"]).T)
    topic = "content validity: i_cvi, printed"
    agree(topic, found.items["i_cvi"], table["i_cvi"], oracle="PMC7253559", atol=HALF, rtol=0)
    for name in ("s_cvi_ave", "s_cvi_ua"):
        assert found.scale[name] == pytest.approx(table[name], abs=HALF)


def test_thirteen_experts_need_ten() -> None:
    """As Wilson, Pan and Schumsky's (2012) critical value of .456 has it too."""
    assert critical_cvr(13) == pytest.approx(2 * 10 / 13 - 1)


def test_words_of_kappa_stand_at_their_bounds() -> None:
    pairs = [[3, 3], [2, 3], [3, 4], [4, 5], [4, 6], [5, 7], [7, 8], [3, 6]]
    found = svq.content_validity(panel(pairs)).items
    assert found["evaluation"].tolist() == [
        "excellent",
        "fair",
        "good",
        "excellent",
        "fair",
        "good",
        "excellent",
        "poor",
    ]
    assert found["advice"].iloc[0] == "keep"
    assert found["advice"].iloc[-1].startswith("drop")


def test_by_dimension_with_an_instrument() -> None:
    servqual = svq.load_instrument("servqual")
    ratings = pd.DataFrame(4, index=range(5), columns=list(reversed(servqual.codes)))
    ratings.loc[0, ["Q1", "Q2"]] = 1
    found = svq.content_validity(ratings, instrument=servqual)
    assert list(found.items.index) == list(servqual.codes)
    assert found.items.loc["Q1", "dimension"] == "tangibles"
    assert found.dimensions.loc["tangibles", "s_cvi_ave"] == pytest.approx(0.9)
    assert found.dimensions.loc["tangibles", "s_cvi_ua"] == 0.5
    assert found.dimensions.loc["empathy", "s_cvi_ua"] == 1.0
    with pytest.raises(DataError, match="no item 'Q23'; did you mean"):
        svq.content_validity(ratings.rename(columns={"Q22": "Q23"}), instrument=servqual)


def test_missing_ratings_are_counted_and_few_are_said() -> None:
    ratings = pd.DataFrame(
        {"a": [4, 4, 4, np.nan], "b": [4, np.nan, np.nan, np.nan], "c": [np.nan, 3, 3, np.nan]}
    )
    found = svq.content_validity(ratings)
    assert found.scale["experts"] == 3
    assert found.items["n"].tolist() == [3, 1, 2]
    assert found.items["missing"].tolist() == [0, 2, 1]
    assert found.scale["missing"] == 3
    assert found.items["advice"].tolist()[1:] == ["ask more experts: fewer than 3 rated it"] * 2


def test_truth_values_and_words_count_too() -> None:
    truth = pd.DataFrame({"a": [True, True, False, True, True]})
    assert svq.content_validity(truth).items.loc["a", "relevant"] == 4
    words = pd.DataFrame({"a": ["essential", " essential", "useful", None, "essential", "no"]})
    found = svq.content_validity(words, kind="essential", essential="essential")
    assert found.items.loc["a", ["n", "essential"]].tolist() == [5, 3]


def test_too_few_experts_for_a_critical_value_is_said() -> None:
    found = svq.content_validity(panel([[4, 4]]), kind="essential", essential=4)
    assert np.isnan(found.items.loc["i0", "critical"])
    assert found.items.loc["i0", "advice"] == "ask more experts: too few to decide"
    assert np.isnan(found.scale["cvi"])


def test_it_shows_itself() -> None:
    found = svq.content_validity(RATINGS)
    assert "relevance of 9 items to 11 experts" in str(found)
    assert "Polit" in found.convention
    assert "<table" in found._repr_html_()
    assert "Ayre" in svq.content_validity(RATINGS, kind="essential", essential=4).convention


@pytest.mark.parametrize(
    ("ratings", "options", "message"),
    [
        (pd.DataFrame({"a": [4, 5, 3]}), {}, "expert 2 rates a 5; ratings of relevance run from 1"),
        (pd.DataFrame({"a": [4, 2.5, 3]}), {}, "expert 2 rates a 2.5"),
        (pd.DataFrame({"a": ["4", "3", "3"]}), {}, "expert 1 rates a '4'"),
        (pd.DataFrame({"a": [4, 3]}), {}, "2 experts rated"),
        (pd.DataFrame({"a": [4, 3, 4], "b": [None] * 3}), {}, "nobody rated b"),
        (pd.DataFrame([[1, 2]] * 3, columns=["a", "a"]), {}, "'a' twice"),
        (pd.DataFrame({"a": [4, 3, 3]}), {"kind": "essential"}, "say which rating counts"),
        (pd.DataFrame({"a": [4, 3, 3]}), {"kind": "clarity"}, "kind is 'relevance'"),
        (pd.DataFrame({"a": [4, 3, 3]}), {"ci": 95}, "a level between 0 and 1"),
    ],
)
def test_bad_input(ratings: pd.DataFrame, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        svq.content_validity(ratings, **options)
    with pytest.raises(TypeError, match="DataFrame"):
        svq.content_validity([[4, 3]])


def test_a_wider_scale_is_asked_for() -> None:
    found = svq.content_validity(pd.DataFrame({"a": [5, 4, 3]}), relevant=(4, 5), scale=(1, 5))
    assert found.items.loc["a", "relevant"] == 2


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([1, 2, 3, 4]), min_size=4, max_size=4), min_size=3, max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_experts_and_items_does_not_matter(rows: list, random: Any) -> None:
    ratings = pd.DataFrame(rows, columns=list("abcd"))
    mixed = ratings.sample(frac=1, random_state=random.randrange(2**31))
    first, second = svq.content_validity(ratings), svq.content_validity(mixed[list("dbca")])
    pd.testing.assert_frame_equal(first.items, second.items.loc[list("abcd")])
    pd.testing.assert_series_equal(first.scale, second.scale)
    inside = first.items
    assert ((inside["low"] <= inside["i_cvi"]) & (inside["i_cvi"] <= inside["high"])).all()
    assert (inside["kappa"] <= inside["i_cvi"] + 1e-12).all()


def test_sets_and_hits() -> None:
    assert as_set("essential") == {"essential"}
    hits = chosen_by_experts(pd.DataFrame({"a": [1, 2]}), {1}, None, "essential")
    assert hits["a"].tolist() == [1.0, 0.0]
