"""Kano analysis: against base R, a printed example, properties, and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import svqkit as svq
from svqkit.gaps.kano.coefficients import better_worse
from svqkit.gaps.kano.evaluation import CATEGORIES
from svqkit.gaps.kano.kano import Kano
from svqkit.gaps.kano.tally import decided

ORACLE = Path(__file__).parents[2] / "oracles" / "gaps_kano"
RESULTS = json.loads((ORACLE / "results.json").read_text(encoding="utf-8"))
LETTERS = list(CATEGORIES)
NUMBERS = [
    "category_strength",
    "total_strength",
    "fong_critical",
    "p",
    "better",
    "better_low",
    "better_high",
    "worse",
    "worse_low",
    "worse_high",
    "present",
    "present_low",
    "present_high",
    "absent",
    "absent_low",
    "absent_high",
]
ANSWERS = (
    "I like it that way",
    "It must be that way",
    "I am neutral",
    "I can live with it that way",
    "I dislike it that way",
)


@pytest.fixture(scope="module")
def halves() -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.read_csv(ORACLE / "answers.csv")
    names = [f"K{k}" for k in range(1, 7)]
    return tuple(table[[f"K{h}{k}" for k in range(1, 7)]].set_axis(names, axis=1) for h in "FD")


def compare(found: Kano, rows: list[dict], agree, name: str, oracle: str) -> None:
    counts = np.array([row["counts"] for row in rows])
    np.testing.assert_array_equal(found.counts[LETTERS], counts)
    assert found.categories["category"].tolist() == [row["category"] for row in rows]
    table = found.categories.join(found.items)
    for column in NUMBERS:
        theirs = [row[column] for row in rows]
        agree(
            f"Kano, {name}: {column.split('_')[0]}", table[column], theirs, oracle=oracle, rtol=1e-9
        )


@pytest.mark.parametrize("table", ["berger", "pouliot"])
def test_it_agrees_with_base_r(halves, agree, table: str) -> None:
    found = svq.kano(*halves, table=table)
    compare(found, RESULTS["own"][table], agree, table, RESULTS["versions"]["R"])
    np.testing.assert_allclose(found.shares.sum(axis=1), 1)


@pytest.mark.kiosk
def test_the_kiosk_survey_agrees_with_base_r(kiosk_folder, monkeypatch, agree) -> None:
    monkeypatch.setenv("SVQKIT_DATA", str(kiosk_folder))
    kiosk = svq.load_dataset("kiosk")
    found = svq.kano(kiosk)
    compare(found, RESULTS["kiosk"], agree, "kiosk", RESULTS["versions"]["R"])
    assert found.labels["K27"] == "Usable with gloves"
    assert found.categories.loc["K27", "category"] == "A"
    assert found.categories.loc["K23", "category"] == "M"
    chinese = svq.kano(
        SimpleNamespace(
            respondents=kiosk.respondents, instrument=svq.load_instrument("kiosk", "zh-Hans")
        )
    )
    assert chinese.labels["K27"] == "戴手套可用"
    assert chinese.language == "zh-Hans"


def test_the_bootstrap_agrees_with_rs(halves) -> None:
    samples = 4000
    found = svq.kano(*halves, bootstrap=samples, interval="percentile", seed=3)
    for row in RESULTS["resampled"]:
        for at, side in enumerate(("better", "worse")):
            ends = found.items.loc[row["item"], [f"{side}_boot_low", f"{side}_boot_high"]].to_numpy(
                dtype=float
            )
            # A normal 2.5 % quantile has standard error sd √(p(1 − p)/B)/φ(z); twice for both
            # programs, and R interpolates between draws.
            error = row["sd"][at] * np.sqrt(0.025 * 0.975 / samples) / 0.0584
            assert np.abs(ends - row[side]).max() < 4.5 * np.sqrt(2) * error
    again = svq.kano(*halves, bootstrap=samples, interval="percentile", seed=3)
    pd.testing.assert_frame_equal(found.items, again.items)
    assert found.categories["same_category"].between(0.3, 1).all()


def test_a_printed_example_comes_out(agree) -> None:
    printed = RESULTS["printed"]
    counts = pd.DataFrame(printed["counts"], columns=LETTERS)
    counts.insert(0, "n", counts.sum(axis=1))
    found = decided(counts).join(better_worse(counts))
    for column in ("category", "evaluation_rule", "fong_difference", "fong_significant"):
        assert found[column].tolist() == printed[column]
    for column, digits in (
        ("total_strength", 2), ("category_strength", 2), ("better", 3), ("worse", 3),
        ("fong_critical", 1),
    ):  # fmt: skip
        # Printed to so many digits: at most half a unit of the last one away.
        agree(
            f"Kano, stp25kano: {column}",
            found[column],
            printed[column],
            oracle=printed["source"],
            rtol=0,
            atol=0.5001 * 10.0**-digits,
        )


def test_the_evaluation_table_cell_by_cell() -> None:
    f, d = np.meshgrid(range(1, 6), range(1, 6), indexing="ij")
    names = [f"K{k}" for k in range(25)]
    pairs = [pd.DataFrame([half.ravel()], columns=names) for half in (f, d)]
    for table, wanted in {
        "berger": "QAAAO RIIIM RIIIM RIIIM RRRRQ",
        "pouliot": "QAAAO RQIIM RIIIM RIIQM RRRRQ",
    }.items():
        shares = svq.kano(*pairs, table=table).shares
        assert "".join(shares.idxmax(axis=1)) == wanted.replace(" ", "")


def test_ties_are_settled_in_order() -> None:
    counts = pd.DataFrame(
        [[2, 2, 2, 2, 0, 0], [0, 3, 3, 0, 0, 0], [0, 0, 0, 2, 0, 2], [0, 0, 1, 1, 0, 3]],
        columns=LETTERS,
    )
    counts.insert(0, "n", counts.sum(axis=1))
    assert decided(counts)["category"].tolist() == ["M", "O", "I", "Q"]
    assert decided(counts)["questionable"].tolist() == [False, False, True, True]


def test_clear_takes_strength_and_respondents() -> None:
    """Ten of 100 more are 10 % but may be chance; as many times over they are not."""
    counts = pd.DataFrame([[100, 40, 30, 20, 10, 0, 0]], columns=["n", *LETTERS])
    found = [decided(counts * times).iloc[0] for times in (1, 8)]
    assert [row["clear"] for row in found] == [False, True]
    assert [row["evaluation_rule"] for row in found] == ["M", "M"]
    close = pd.DataFrame([[10_000, 3300, 3700, 2000, 1000, 0, 0]], columns=["n", *LETTERS])
    row = decided(close).iloc[0]  # surely more, but only by 4 %
    assert (row["p"] < 0.001, row["clear"], row["evaluation_rule"]) == (True, False, "M")


def test_blauth_asks_first_whether_it_matters() -> None:
    # 40 of 100 are indifferent, the most; but 60 have it matter, most of them as attractive.
    counts = pd.DataFrame([[100, 20, 15, 25, 40, 0, 0]], columns=["n", *LETTERS])
    found = decided(counts).iloc[0]
    assert (found["category"], found["blauth"]) == ("I", "A")


def test_words_and_codes_are_the_same_answers(halves) -> None:
    worded = [half.apply(lambda c: c.map(dict(enumerate(ANSWERS, 1)))) for half in halves]
    pd.testing.assert_frame_equal(svq.kano(*worded).counts, svq.kano(*halves).counts)
    own = {code: [f"antwort {code}"] for code in range(1, 6)}
    german = [half.apply(lambda c: c.map(lambda x: f"Antwort {x:.0f}!")) for half in halves]
    german = [half.where(codes.notna()) for half, codes in zip(german, halves, strict=True)]
    pd.testing.assert_frame_equal(svq.kano(*german, words=own).counts, svq.kano(*halves).counts)


def test_a_survey_with_columns_named_so_needs_no_description(halves) -> None:
    columns = pd.read_csv(ORACLE / "answers.csv")
    survey = SimpleNamespace(respondents=columns, instrument=svq.load_instrument("servqual"))
    pd.testing.assert_frame_equal(svq.kano(survey).counts, svq.kano(*halves).counts)


def test_segments_under_ten_hold_nothing(halves) -> None:
    branch = pd.Series(["north"] * 141 + ["south"] * 9, name="branch")
    found = svq.kano(*halves, by=branch)
    assert found.by.index.names == ["branch", "item"]
    south, north = found.by.loc["south"], found.by.loc["north"]
    assert south["masked"].all()
    assert south.drop(columns="masked").isna().all(axis=None)
    alone = svq.kano(*(half.iloc[:141] for half in halves))
    assert north["category"].tolist() == alone.categories["category"].tolist()
    np.testing.assert_allclose(north["better"].astype(float), alone.items["better"])


def test_importance_stands_beside(halves) -> None:
    stated = pd.DataFrame({"K2": np.arange(150) % 7 + 1.0})
    items = svq.kano(*halves, importance=stated).items
    assert items.loc["K2", "importance"] == pytest.approx(stated["K2"].mean())
    assert items.loc["K2", "importance_low"] < items.loc["K2", "importance"]
    assert items["importance"].drop("K2").isna().all()


def test_a_large_share_of_questionable_answers_is_flagged(halves) -> None:
    found = svq.kano(*halves)
    shares = found.categories["questionable_share"]
    assert found.categories.loc[shares > 0.1, "questionable"].all()
    assert not found.categories.loc[shares < 0.02, "questionable"].any()
    assert found.categories["questionable"].any()


def test_it_shows_itself_with_its_convention(halves) -> None:
    text = repr(
        svq.kano(*halves, labels=[f"Feature {k}" for k in range(1, 7)], bootstrap=50, seed=1)
    )
    assert "Kano analysis of 6 features" in text
    assert "K1 Feature 1" in text
    assert "Berger et al. (1993)" in " ".join(text.split())


codes = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=40).map(
    lambda rows: np.array(rows)
)


@settings(deadline=None, max_examples=40)
@given(codes, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: np.ndarray, random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    first = svq.kano(pd.DataFrame(rows[:, :1]), pd.DataFrame(rows[:, 1:]))
    second = svq.kano(pd.DataFrame(rows[order, :1]), pd.DataFrame(rows[order, 1:]))
    pd.testing.assert_frame_equal(first.items, second.items)
    pd.testing.assert_frame_equal(first.categories, second.categories)


@settings(deadline=None, max_examples=40)
@given(codes)
def test_asking_the_other_way_round_turns_the_categories(rows: np.ndarray) -> None:
    """With the halves exchanged A, O and M become reverse; Q stays, and so do the pairs of I."""
    here = svq.kano(pd.DataFrame(rows[:, :1]), pd.DataFrame(rows[:, 1:])).counts.iloc[0]
    there = svq.kano(pd.DataFrame(rows[:, 1:]), pd.DataFrame(rows[:, :1])).counts.iloc[0]
    assert here["Q"] == there["Q"]
    assert here["I"] == there["I"]
    assert here["R"] == there[["M", "O", "A"]].sum()


@settings(deadline=None, max_examples=40)
@given(codes, st.integers(2, 5))
def test_more_of_the_same_respondents_narrow_the_intervals(rows: np.ndarray, times: int) -> None:
    once = svq.kano(pd.DataFrame(rows[:, :1]), pd.DataFrame(rows[:, 1:])).items.iloc[0]
    many = np.tile(rows, (times, 1))
    more = svq.kano(pd.DataFrame(many[:, :1]), pd.DataFrame(many[:, 1:])).items.iloc[0]
    if once["n_used"] > 0:
        assert more["better"] == pytest.approx(once["better"])
        assert more["better_high"] - more["better_low"] < once["better_high"] - once["better_low"]
        assert 0 <= once["better_low"] <= once["better"] + 1e-12 <= once["better_high"] + 2e-12
        assert -1 <= once["worse_low"] <= once["worse"] + 1e-12 <= once["worse_high"] + 2e-12
    else:
        assert np.isnan(once["better"])


def test_bad_input_is_named(halves) -> None:
    there, absent = halves
    for arguments, options, kind, said in [
        ((there,), {}, TypeError, "give two frames"),
        ((3,), {}, TypeError, "must be Responses or a DataFrame, not int"),
        ((there, absent.iloc[:-1]), {}, svq.DataError, "different rows"),
        ((there, absent.iloc[:, :5]), {}, svq.DataError, "make no pairs"),
        ((there, absent.rename(columns={"K1": "x"})), {}, svq.DataError, "only 5 of 6"),
        ((there.replace(5, 6), absent), {}, svq.DataError, "'6.0' is no answer"),
        ((there.assign(K1=np.nan), absent), {}, svq.DataError, "nobody answered .* 'K1'"),
        (halves, {"table": "mine"}, ValueError, "no evaluation table 'mine'"),
        (halves, {"labels": ["a"]}, ValueError, "each of the 6 features"),
        (halves, {"labels": {"K9": "a"}}, ValueError, "labels names 'K9'"),
        (halves, {"words": {6: ["a"]}}, ValueError, "code 6"),
        (halves, {"words": {1: ["a"], 2: ["A."]}}, ValueError, "two codes"),
        (halves, {"ci": 95}, ValueError, "ci=95"),
        (halves, {"by": "branch"}, svq.DataError, "no respondent column 'branch'"),
        (halves, {"by": 3}, TypeError, "by must be"),
        (halves, {"importance": there.add_prefix("x")}, svq.DataError, "which is no feature"),
        (halves, {"importance": absent.iloc[1:]}, svq.DataError, "rows of the answers"),
    ]:
        with pytest.raises(kind, match=said):
            svq.kano(*arguments, **options)
    with pytest.raises(svq.DataError, match="has no Kano questions"):
        svq.kano(svq.load_dataset("bank"))
    lone = SimpleNamespace(respondents=pd.DataFrame({"KF1": [1]}), instrument=None)
    with pytest.raises(svq.DataError, match="should be KD1"):
        svq.kano(lone)
    kiosk = SimpleNamespace(
        respondents=pd.DataFrame({"KF1": [1]}), instrument=svq.load_instrument("kiosk")
    )
    with pytest.raises(svq.DataError, match="names 'KD1' as a Kano question"):
        svq.kano(kiosk)
