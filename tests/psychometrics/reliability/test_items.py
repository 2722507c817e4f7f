from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from svqkit.errors import DataError
from svqkit.psychometrics.moments import moments
from svqkit.psychometrics.reliability.item_distribution import response_frequencies
from svqkit.psychometrics.reliability.items import item_analysis
from svqkit.psychometrics.reliability.reliability import reliability

Answers = Callable[[str], pd.DataFrame]
DESCRIBED = ["mean", "sd", "median", "skew", "kurtosis", "floor_pct", "ceiling_pct"]


PSYCH = "psych 2.2.9"
CASES = ["survey", "holes", "small", "bfi"]


@pytest.mark.parametrize("case", CASES)
def test_every_number_agrees_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    expected = oracle(f"items/{case}")
    answers = oracle_answers(case)
    design = {f"scale {k}": scale["items"] for k, scale in enumerate(expected["scales"])}
    found = item_analysis(answers, design)
    assert list(found.index) == expected["items"]
    assert found["n"].tolist() == expected["n"]
    assert found["missing"].tolist() == answers.isna().sum().tolist()
    for column in DESCRIBED:
        agree(
            "items: distribution",
            found[column],
            expected[column],
            oracle=PSYCH,
            rtol=1e-10,
            atol=1e-12,
        )
    for name, scale in zip(design, expected["scales"], strict=True):
        assert (found.loc[scale["items"], "dimension"] == name).all()
        for column in ("r_drop", "alpha_if_dropped", "smc"):
            ours = found.loc[scale["items"], column]
            agree(f"items: {column}", ours, scale[column], oracle=PSYCH, rtol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_item_and_scale_agree_with_psych_and_semtools(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    stored = oracle(f"items/scale_{case}")
    answers = oracle_answers(case)
    design = {f"scale {k}": scale["items"] for k, scale in enumerate(stored["scales"])}
    found = item_analysis(answers, design)
    turned = item_analysis(answers, design, reverse="suspected")
    alphas = reliability(answers, design, reverse="suspected").coefficients["alpha"]
    for name, scale in zip(design, stored["scales"], strict=True):
        rows = found.loc[scale["items"]]
        for column in ("r_total", "r_std", "r_cor", "alpha_std_if_dropped"):
            agree(f"items: {column}", rows[column], scale[column], oracle=PSYCH, rtol=1e-9)
        agree(
            "items: discrimination",
            rows["discrimination"],
            scale["discrimination"],
            oracle="R",
            rtol=1e-10,
        )
        if scale["omega_if_dropped"]:
            omegas = np.array([np.nan if v is None else v for v in scale["omega_if_dropped"]])
            agree(
                "items: omega_if_dropped",
                rows["omega_if_dropped"],
                omegas,
                oracle="semTools 0.5-6",
                atol=1e-5,
            )
        against = np.atleast_1d(scale["reversed"]).tolist() if scale["reversed"] else []
        assert rows.index[rows["reverse_suspected"].astype(bool)].tolist() == against
        again = turned.loc[scale["items"]]
        agree("items: r_drop", again["r_drop"], scale["reversed_r_drop"], oracle=PSYCH, rtol=1e-9)
        if against:
            assert again.index[again["reversed"]].tolist() == against
        agree("reliability: alpha", alphas[name], scale["reversed_alpha"], oracle=PSYCH, rtol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_response_frequencies_agree_with_psych(
    oracle: Any, oracle_answers: Answers, agree: Any, case: str
) -> None:
    stored = oracle(f"items/scale_{case}")
    found = response_frequencies(oracle_answers(case))
    assert list(found.columns) == [*stored["codes"], "n", "missing_pct"]
    agree(
        "items: response frequencies",
        found[stored["codes"]],
        stored["shares"],
        oracle=PSYCH,
        atol=1e-10,
    )
    agree(
        "items: response frequencies",
        found["missing_pct"],
        stored["missing"],
        oracle=PSYCH,
        atol=1e-10,
    )


def test_columns_are_as_promised(oracle_answers: Answers) -> None:
    plain = item_analysis(oracle_answers("small"))
    columns = (
        "n missing mean sd median skew kurtosis floor_pct ceiling_pct r_drop alpha_if_dropped smc "
        "r_cor r_std r_total alpha_std_if_dropped omega_if_dropped discrimination reverse_suspected"
    )
    assert list(plain.columns) == columns.split()
    assert plain.index.name == "item"
    assert plain.notna().all().all()
    with_design = item_analysis(oracle_answers("small"), {"a": ["Q2", "Q1"]})
    assert list(with_design.columns) == ["dimension", *plain.columns]


@pytest.mark.parametrize(
    "design", [None, {"a": ["Q1", "Q2", "Q3"], "b": ["Q5"], "c": ["Q6", "Q7"]}]
)
def test_moments_give_what_they_hold(oracle_answers: Answers, design: Any) -> None:
    answers = oracle_answers("small")
    whole = item_analysis(answers, design, scale=(1, 5))
    tabled = item_analysis(moments(answers, tables=True), design, scale=(1, 5))
    assert tabled["discrimination"].isna().all()
    same = ["dimension"] if design else []
    numbers = [c for c in whole.columns if c not in (*same, "discrimination")]
    pd.testing.assert_frame_equal(
        tabled[numbers].astype(float), whole[numbers].astype(float), atol=1e-9
    )
    ends = item_analysis(moments(answers, tables=True), design)
    pd.testing.assert_frame_equal(ends[numbers].astype(float), tabled[numbers].astype(float))
    plain = item_analysis(moments(answers), design)
    unknown = ["median", "skew", "kurtosis", "floor_pct", "ceiling_pct", "discrimination"]
    assert plain[unknown].isna().all().all()
    known = [c for c in numbers if c not in unknown]
    pd.testing.assert_frame_equal(plain[known].astype(float), whole[known].astype(float), atol=1e-9)


def test_short_scales_leave_gaps(oracle_answers: Answers) -> None:
    found = item_analysis(oracle_answers("small"), {"a": ["Q1"], "b": ["Q2", "Q3"]})
    assert found.loc["Q1", ["r_drop", "r_cor", "omega_if_dropped", "discrimination"]].isna().all()
    two = found.loc[["Q2", "Q3"]]
    assert two[["alpha_if_dropped", "alpha_std_if_dropped", "omega_if_dropped"]].isna().all().all()
    assert two[["r_drop", "r_cor", "r_std", "r_total", "discrimination"]].notna().all().all()


def test_ties_at_the_border_do_not_depend_on_the_order_of_respondents(
    oracle_answers: Answers,
) -> None:
    answers = oracle_answers("bfi").iloc[:, 5:10]
    shuffled = answers.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(item_analysis(answers), item_analysis(shuffled), atol=1e-9)
    tied = pd.DataFrame({"a": [1, 2, 1, 2], "b": [2, 1, 2, 1]})
    assert item_analysis(tied)["discrimination"].isna().all()


def test_nothing_is_recoded_unless_asked(oracle_answers: Answers) -> None:
    answers = oracle_answers("survey")[["Q5", "Q6", "Q7", "Q8"]]
    turned = answers.assign(Q6=8 - answers.Q6)
    plain = item_analysis(turned)
    assert plain["reverse_suspected"].tolist() == [False, True, False, False]
    assert "reversed" not in plain
    back = item_analysis(turned, scale=(1, 7), reverse=["Q6"])
    wanted = item_analysis(answers, scale=(1, 7)).assign(reversed=[False, True, False, False])
    pd.testing.assert_frame_equal(back, wanted)
    held = item_analysis(moments(turned), scale=(1, 7), reverse="suspected")
    for column in ("mean", "r_drop", "omega_if_dropped"):
        np.testing.assert_allclose(held[column], wanted[column], atol=1e-9)
    assert np.isnan(item_analysis(moments(turned), reverse=["Q6"]).loc["Q6", "mean"])
    found = reliability(turned, reverse=["Q6"])
    straight = reliability(answers)
    pd.testing.assert_frame_equal(found.coefficients, straight.coefficients)
    assert found.notes["total"] == "recoded as asked: Q6"
    assert found.items["reversed"].tolist() == [False, True, False, False]
    ordinal = reliability(turned, reverse=["Q6"], scale=(1, 7), correlation="polychoric")
    pd.testing.assert_frame_equal(
        ordinal.coefficients, reliability(answers, correlation="polychoric").coefficients, rtol=1e-8
    )
    with pytest.raises(DataError, match="'Q99' is to be reversed"):
        item_analysis(answers, reverse=["Q99"])
    with pytest.raises(ValueError, match="or 'suspected'"):
        item_analysis(answers, reverse="Q6")
    with pytest.raises(DataError, match="nothing says which"):
        item_analysis(turned[["Q5", "Q6"]], reverse="suspected")
    with pytest.raises(DataError, match="needs the answers"):
        reliability(moments(turned, tables=True), reverse=["Q6"], correlation="polychoric")


def test_items_of_no_scale_come_last_and_alone(oracle_answers: Answers) -> None:
    found = item_analysis(oracle_answers("small"), {"a": ["Q7", "Q6", "Q5"]})
    assert list(found.index[:4]) == ["Q7", "Q6", "Q5", "Q1"]
    assert pd.isna(found.loc["Q1", "dimension"])
    assert np.isnan(found.loc["Q1", "r_drop"])
    assert np.isfinite(found.loc["Q1", "mean"])


def test_the_scale_gives_floor_and_ceiling() -> None:
    answers = pd.DataFrame({"a": [1, 2, 5, 5], "b": [2, 3, np.nan, 5]})
    found = item_analysis(answers, scale=(1, 5))
    assert found["floor_pct"].tolist() == [25, 0]
    assert found["ceiling_pct"].tolist() == pytest.approx([50, 100 / 3])
    assert item_analysis(answers, scale=(1, 7))["ceiling_pct"].tolist() == [0, 0]
    with pytest.raises(ValueError, match="low < high"):
        item_analysis(answers, scale=(7, 1))


def test_dirty_items_leave_gaps_not_errors() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.integers(1, 8, (40, 4)).astype(float), columns=list("abcd"))
    flat = item_analysis(answers.assign(b=3.0))
    assert flat.loc["b", ["skew", "kurtosis", "r_drop"]].isna().all()
    assert flat["smc"].isna().all()
    assert np.isfinite(flat.loc["a", "alpha_if_dropped"])
    empty = item_analysis(answers.assign(b=np.nan), {"x": ["a", "b"], "y": ["c", "d"]})
    assert (empty.loc["b", "n"], empty.loc["b", "missing"]) == (0, 40)
    assert empty.loc["b", ["mean", "floor_pct", "r_drop"]].isna().all()
    assert np.isfinite(empty.loc["c", "r_drop"])
    assert np.isnan(empty.loc["c", "alpha_if_dropped"])
    copied = item_analysis(answers.assign(b=answers.a))
    assert copied["smc"].isna().all()


def test_unusable_input_is_refused(oracle_answers: Answers) -> None:
    with pytest.raises(DataError, match="have no tables"):
        response_frequencies(moments(oracle_answers("small")))
    with pytest.raises(DataError, match="no answers at all"):
        response_frequencies(pd.DataFrame({"a": [np.nan]}))
    with pytest.raises(DataError, match="200 different answers"):
        response_frequencies(pd.DataFrame({"a": np.arange(200.0)}))
    with pytest.raises(DataError, match="no answers at all"):
        item_analysis(pd.DataFrame({"a": [np.nan]}))
    with pytest.raises(DataError, match="names item 'Q99'"):
        item_analysis(oracle_answers("small"), {"a": ["Q99"]})


def test_frequencies_from_tables(oracle_answers: Answers) -> None:
    answers = oracle_answers("small")
    pd.testing.assert_frame_equal(
        response_frequencies(moments(answers, tables=True)), response_frequencies(answers)
    )
    empty = response_frequencies(pd.DataFrame({"a": [1.0, 2.0], "b": [np.nan, np.nan]}))
    assert empty.loc["b", [1, 2]].isna().all()
    assert empty.loc["b", ["n", "missing_pct"]].tolist() == [0, 100]
